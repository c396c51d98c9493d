//! Whether the files are those that were certified, or tables that say the same.

use crate::certificate::Certificate;
use crate::fault::{Fault, Faults};
use crate::read::content_hash;
use data::dictionary::{OUTPUT_TABLES, input_tables, output_table};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Component, Path};

/// Compares the files of the plan folder with the certificate. Every output table must have a hash, unless the
/// plan is a proof of infeasibility, which needs its prices alone.
pub(crate) fn compare_plan_files(folder: &Path, certificate: &Certificate, tables: &[&str], faults: &mut Faults) {
    for table in OUTPUT_TABLES {
        let file = format!("{}.parquet", table.name);
        let is_needed = tables.contains(&table.name) || folder.join(&file).exists();
        if is_needed && !certificate.plan_hashes.contains_key(&file) {
            faults.push(Fault::FileNotListed { file });
        }
    }
    let says_the_same = |file: &str| says_what_was_certified(folder, certificate, file);
    compare(folder, &certificate.plan_hashes, says_the_same, faults);
}

/// Whether a table whose file has changed still says what was certified.
fn says_what_was_certified(folder: &Path, certificate: &Certificate, file: &str) -> bool {
    let Some(stated) = certificate.plan_content.get(file) else {
        return false;
    };
    file.strip_suffix(".parquet")
        .and_then(output_table)
        .and_then(|table| content_hash(folder, table))
        .is_some_and(|hash| hash.eq_ignore_ascii_case(stated))
}

/// Compares the input tables with the certificate: every one that is there must have a hash.
pub(crate) fn compare_input_files(folder: &Path, certificate: &Certificate, faults: &mut Faults) {
    for table in input_tables() {
        for ending in ["csv", "parquet"] {
            let file = format!("{}.{ending}", table.name);
            if folder.join(&file).exists() && !certificate.input_hashes.contains_key(&file) {
                faults.push(Fault::FileNotListed { file });
            }
        }
    }
    compare(folder, &certificate.input_hashes, |_| false, faults);
}

fn compare(
    folder: &Path,
    hashes: &BTreeMap<String, String>,
    says_the_same: impl Fn(&str) -> bool,
    faults: &mut Faults,
) {
    for (file, stated) in hashes {
        match hash_of(folder, file) {
            None => faults.push(Fault::FileMissing { file: file.clone() }),
            Some(hash) if !hash.eq_ignore_ascii_case(stated) && !says_the_same(file) => {
                faults.push(Fault::FileChanged { file: file.clone() });
            }
            Some(_) => {}
        }
    }
}

/// The hash of a file of the folder; none when it is not there, cannot be read, or its name leaves the folder.
fn hash_of(folder: &Path, file: &str) -> Option<String> {
    let mut components = Path::new(file).components();
    let is_plain = matches!(
        (components.next(), components.next()),
        (Some(Component::Normal(_)), None)
    );
    if !is_plain {
        return None;
    }
    let path = folder.join(file);
    // What is no file, a device or a pipe, might never end.
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    let mut hasher = blake3::Hasher::new();
    let mut source = File::open(path).ok()?;
    std::io::copy(&mut source, &mut hasher).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}

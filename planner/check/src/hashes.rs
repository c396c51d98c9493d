//! Whether the files are those that were certified.

use crate::certificate::Certificate;
use crate::fault::{Fault, Faults};
use data::dictionary::{OUTPUT_TABLES, input_tables};
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
    compare(folder, &certificate.plan_hashes, faults);
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
    compare(folder, &certificate.input_hashes, faults);
}

fn compare(folder: &Path, hashes: &BTreeMap<String, String>, faults: &mut Faults) {
    for (file, stated) in hashes {
        match hash_of(folder, file) {
            None => faults.push(Fault::FileMissing { file: file.clone() }),
            Some(hash) if !hash.eq_ignore_ascii_case(stated) => {
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
    let mut hasher = blake3::Hasher::new();
    let mut source = File::open(folder.join(file)).ok()?;
    std::io::copy(&mut source, &mut hasher).ok()?;
    Some(hasher.finalize().to_hex().to_string())
}

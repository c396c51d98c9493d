//! A plan folder with one of its files replaced: checked, opened for questions, and taken as the start of a run.

use crate::folder::{copy, files, own, samples};
use data::config::Method;
use data::foreign::guarded;
use data::model::Continent;
use planner::network::Network;
use planner::run::{self, Settings, Silent};
use polars::prelude::{DataFrame, Float64Chunked, ParquetReader, SerReader, SortMultipleOptions};
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Set in an input's first byte: hashes and seal are made to fit, as whoever hands over a plan can.
const CERTIFIED_ANEW: u8 = 0x80;

/// What is read again of a plan: its certificate, its tables, and what a run may start from. The rest of an input's first
/// byte chooses one of them.
fn parts() -> &'static [(PathBuf, Vec<u8>)] {
    static PARTS: OnceLock<Vec<(PathBuf, Vec<u8>)>> = OnceLock::new();
    PARTS.get_or_init(|| {
        let is_read = |path: &PathBuf| {
            let ending = path.extension().unwrap_or_default();
            path.ends_with("certificate.json") || ending == "parquet" || ending == "arrow"
        };
        let made = files(&made()).into_iter().filter(is_read);
        made.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    })
}

/// A plan of the minimal sample, made by decomposition.
fn made() -> PathBuf {
    copy(&samples().join("good-minimal"), &own().join("tables"));
    let config = own().join("run.toml");
    let text =
        "version = 1\nname = \"Seed\"\ndata = \"tables\"\ncalendar = \"year\"\nmethod = \"decomposed\"\nthreads = 1\n";
    fs::write(&config, text).unwrap();
    let inputs = run::load(&config).unwrap_or_else(|findings| panic!("{findings}"));
    assert!(inputs.config.method == Method::Decomposed);
    let settings = Settings {
        out: own().join("plan"),
        resume: false,
    };
    run::plan(&inputs, &settings, &mut Silent).unwrap_or_else(|error| panic!("{error}"));
    settings.out
}

/// The continent of the plan.
fn continent() -> &'static Continent {
    static CONTINENT: OnceLock<Continent> = OnceLock::new();
    CONTINENT.get_or_init(|| {
        let read = data::tables::read_continent(&own().join("tables"), "year");
        read.unwrap_or_else(|findings| panic!("{findings}")).0
    })
}

/// One file of a plan folder.
pub fn run(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let (path, sound) = &parts()[usize::from(choice & !CERTIFIED_ANEW) % parts().len()];
    if path.ends_with("columns.arrow") {
        // The seal is looked at first in the program, and whoever sends a file can seal it.
        let _ = guarded_arrow(bytes, &Network::new(continent()));
        return;
    }
    fs::write(path, bytes).unwrap();
    let folder = own().join("plan");
    let fits = choice & CERTIFIED_ANEW != 0 && certify_anew(&folder).is_some();
    if let Ok(report) = check::check(&folder, check::CheckOptions::default()) {
        let passed = report.status == check::CheckStatus::Passed;
        judge(path, passed, fits, bytes, sound);
    }
    let _opened = run::open(&folder, None).map(|opened| opened.plan.flows.len());
    fs::write(path, sound).unwrap();
    let (certificate, sealed) = certificate();
    fs::write(certificate, sealed).unwrap();
}

/// Another certificate may claim less; other rows than were certified never pass, and where they are certified anew, no other
/// amounts and no other energy do.
fn judge(path: &Path, passed: bool, fits: bool, bytes: &[u8], sound: &[u8]) {
    // Other prices may prove as much.
    let is_free = path.ends_with("certificate.json") || (fits && path.ends_with("prices.parquet"));
    if !passed || is_free {
        return;
    }
    let (passing, certified) = (rows(bytes), rows(sound));
    let same = if fits {
        near(&passing, &certified)
    } else {
        passing == certified
    };
    assert!(same, "passed with other rows");
}

/// Whether two tables have the same texts and, but for a thousandth, the same sum of each column of figures. How embodied energy is
/// shared out is not traced again.
fn near(passing: &DataFrame, certified: &DataFrame) -> bool {
    let columns = passing.columns().iter().zip(certified.columns());
    columns
        .into_iter()
        .all(|(ours, theirs)| match (ours.f64(), theirs.f64()) {
            (Ok(ours), Ok(theirs)) => {
                let (a, b) = (sum(ours), sum(theirs));
                (a - b).abs() <= 1e-3 * b.abs().max(1.0)
            }
            _ => ours.name() == theirs.name(),
        })
}

fn sum(figures: &Float64Chunked) -> f64 {
    figures.iter().flatten().sum()
}

fn certificate() -> &'static (PathBuf, Vec<u8>) {
    let found = parts().iter().find(|(path, _)| path.ends_with("certificate.json"));
    found.unwrap_or_else(|| panic!("the plan has a certificate"))
}

/// Makes the hashes of the plan's files and the seal fit what is there; none where the certificate cannot be read.
fn certify_anew(folder: &Path) -> Option<()> {
    let path = folder.join("certificate.json");
    let mut certificate: check::Certificate = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
    for (file, hash) in &mut certificate.plan_hashes {
        if let Ok(bytes) = fs::read(folder.join(file)) {
            *hash = blake3::hash(&bytes).to_hex().to_string();
        }
    }
    certificate.plan_content = check::content_hashes(folder);
    certificate.seal().ok()?;
    fs::write(&path, serde_json::to_string(&certificate).ok()?).ok()
}

/// A table as the checker takes it: the same rows may be written in other bytes, and in another order of rows and columns.
fn rows(bytes: &[u8]) -> DataFrame {
    let read = ParquetReader::new(Cursor::new(bytes.to_vec())).finish();
    let table = read.unwrap_or_else(|error| panic!("passed and cannot be read: {error}"));
    let mut names = table.get_column_names_owned();
    names.sort();
    let ordered = table
        .select(names.clone())
        .and_then(|table| table.sort(names, SortMultipleOptions::default()));
    ordered.unwrap_or_else(|error| panic!("passed and cannot be ordered: {error}"))
}

/// Arrow's reader may panic, which ends a child in the program; what this project makes of its batches may not.
fn guarded_arrow(bytes: &[u8], network: &Network<'_>) -> Option<usize> {
    let survives = guarded(|| (run::DECODERS[0].decode)(bytes.to_vec()));
    matches!(survives, Some(Ok(()))).then(|| run::count_kept(bytes.to_vec(), network).ok())?
}

/// Every file of the plan.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let parts = parts().iter().zip(0_u8..);
    parts
        .flat_map(|((_, bytes), number)| {
            [number, number | CERTIFIED_ANEW].map(|choice| [&[choice], bytes.as_slice()].concat())
        })
        .collect()
}

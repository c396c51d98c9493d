//! Parquet files decoded in a child process: a file that makes the decoder abort is a finding like any other. This test
//! has a `main` of its own, because the child is the test program started again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use data::findings::{Code, Findings};
use data::tables::{isolate_decoder, read_continent};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = isolate_decoder() {
        return code;
    }
    // `cargo test` asks for lists and filters; this program is one test.
    if std::env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    the_child_reads_what_the_parent_would();
    samples_give_the_same_findings();
    no_changed_byte_ends_the_reader();
    println!("tables_isolated: ok");
    ExitCode::SUCCESS
}

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// The minimal sample with another demand table.
fn folder_with(demand: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(samples().join("good-minimal")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() != "demand.csv" {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    fs::write(folder.path().join("demand.parquet"), demand).unwrap();
    folder
}

fn demand_as_parquet() -> Vec<u8> {
    use polars::prelude::*;
    let path = samples().join("good-minimal/demand.csv");
    let options = CsvReadOptions::default().with_has_header(true);
    let mut frame = options
        .try_into_reader_with_file_path(Some(path))
        .unwrap()
        .finish()
        .unwrap();
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .finish(&mut frame)
        .unwrap();
    bytes
}

fn the_child_reads_what_the_parent_would() {
    let folder = folder_with(&demand_as_parquet());
    let (continent, report) = read_continent(folder.path(), "year").unwrap_or_else(|f| panic!("{f}"));
    assert_eq!(
        continent,
        read_continent(&samples().join("good-minimal"), "year").unwrap().0
    );
    assert!(report.hashes.contains_key("demand.parquet"));
}

fn findings_in(folder: &Path) -> Findings {
    read_continent(folder, "year").unwrap_err()
}

fn samples_give_the_same_findings() {
    for code in ["F04", "F05", "F06", "F07"] {
        let findings = findings_in(&samples().join("bad").join(code));
        let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, [code], "{findings}");
    }
}

/// The same bit changed in every byte; some of these make the decoder ask for more memory than there is, and abort.
fn no_changed_byte_ends_the_reader() {
    let bytes = demand_as_parquet();
    let mut died = 0;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x01;
        let folder = folder_with(&changed);
        if let Err(findings) = read_continent(folder.path(), "year") {
            died += usize::from(findings.iter().any(|f| f.code == Code::F05 && f.seen.contains("died")));
            assert!(
                !findings.iter().any(|f| f.seen.contains("could not be started")),
                "{findings}"
            );
        }
    }
    assert!(
        died > 0,
        "none of the changes made the decoder abort, so nothing was shown"
    );
}

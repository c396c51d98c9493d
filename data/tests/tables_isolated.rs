//! Parquet files decoded in a child process: a file that makes the decoder abort is a finding like any other. This test
//! has a `main` of its own, because the child is the test program started again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use data::findings::{Code, Findings};
use data::foreign::{PARQUET, isolate, try_out};
use data::tables::read_continent;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    if let Some(code) = isolate(&[]) {
        return code;
    }
    // `cargo test` asks for lists and filters; this program is one test.
    if std::env::args().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    if std::env::var_os("UPDATE_SAMPLES").is_some() {
        write_the_hungriest();
    }
    the_child_reads_what_the_parent_would();
    hostile_files_are_refused();
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

fn hostile() -> PathBuf {
    samples().join("hostile")
}

/// The samples that have brought decoders down, or would fill the memory, each in the place of a table.
fn hostile_files_are_refused() {
    for (name, code) in [("asks-for-too-much.parquet", Code::F05), ("bomb.parquet", Code::F07)] {
        let folder = folder_with(&fs::read(hostile().join(name)).unwrap());
        let findings = findings_in(folder.path());
        let codes: Vec<Code> = findings.iter().map(|f| f.code).collect();
        assert_eq!(codes, [code], "{name}: {findings}");
    }
    // Where nothing but the child stands between the bytes and the memory, the child dies of them.
    let bytes = fs::read(hostile().join("asks-for-too-much.parquet")).unwrap();
    assert_eq!(try_out(PARQUET, &bytes).unwrap_err(), "the decoder died on it");
    assert!(try_out(PARQUET, &demand_as_parquet()).is_ok());
    let refused = try_out(PARQUET, &demand_as_parquet()[..100]).unwrap_err();
    assert!(!refused.is_empty() && refused != "the decoder died on it", "{refused}");
}

/// Keeps the one changed bit of a sound file that has the decoder ask for most, with the file; and a file of zeros that
/// unpacks to 80 MB.
fn write_the_hungriest() {
    let bytes = demand_as_parquet();
    let flips = (0..bytes.len()).flat_map(|at| (0..8).map(move |bit| (at, 1_u8 << bit)));
    let changed = flips.map(|(at, bit)| {
        let mut changed = bytes.clone();
        changed[at] ^= bit;
        changed
    });
    let (asked, hungriest) = changed
        .map(|file| (asked_bytes(&file), file))
        .max_by_key(|(asked, _)| *asked)
        .unwrap();
    println!("{asked} bytes are asked for by {} bytes", hungriest.len());
    fs::create_dir_all(hostile()).unwrap();
    fs::write(hostile().join("asks-for-too-much.parquet"), hungriest).unwrap();
    fs::copy(samples().join("bad/F07/demand.parquet"), hostile().join("bomb.parquet")).unwrap();
}

/// What the decoder asked for when it died, bytes; 0 when it did not die of that.
fn asked_bytes(file: &[u8]) -> u64 {
    let path = tempfile::NamedTempFile::new().unwrap();
    fs::write(path.path(), file).unwrap();
    let command = "ulimit -v 4000000; exec \"$0\" < \"$1\"";
    let ended = Command::new("/bin/sh")
        .args(["-c", command])
        .arg(std::env::current_exe().unwrap())
        .arg(path.path())
        .env("CONTINENT_TRIES_DECODER", "parquet")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    let asked = said
        .split_once("memory allocation of ")
        .and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
    asked.unwrap_or(0)
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

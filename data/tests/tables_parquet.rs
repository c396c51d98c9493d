//! Parquet tables: the same continent as from CSV; files that are cut short or over a limit end in findings.
//! Bytes that are changed at will are for the child process, see `tables_isolated`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::findings::Findings;
use data::tables::{Limits, read_continent, read_continent_within};
use polars::prelude::*;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// A sample's files in a folder of their own, without the tables named.
fn copy_of(sample: &str, without: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_into(sample, folder.path(), without);
    folder
}

fn copy_into(sample: &str, folder: &Path, without: &[&str]) {
    for entry in fs::read_dir(samples().join(sample)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !without.iter().any(|table| name == format!("{table}.csv")) {
            fs::copy(samples().join(sample).join(&name), folder.join(&name)).unwrap();
        }
    }
}

/// A sample's table as typed columns, as other tools write Parquet.
fn typed_frame(sample: &str, table: &str) -> DataFrame {
    CsvReadOptions::default()
        .with_has_header(true)
        .try_into_reader_with_file_path(Some(samples().join(sample).join(format!("{table}.csv"))))
        .unwrap()
        .finish()
        .unwrap()
}

fn write(path: &Path, mut frame: DataFrame) {
    let file = File::create(path).unwrap();
    let writer = ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None));
    writer.with_row_group_size(Some(usize::MAX)).finish(&mut frame).unwrap();
}

#[test]
fn parquet_reads_as_csv_does() {
    let tables: Vec<&str> = data::dictionary::input_tables().map(|t| t.name).collect();
    let folder = tempfile::tempdir().unwrap();
    for table in tables {
        write(
            &folder.path().join(format!("{table}.parquet")),
            typed_frame("good-tiny", table),
        );
    }
    for calendar in ["year", "halves"] {
        let (from_parquet, report) = read_continent(folder.path(), calendar).unwrap_or_else(|f| panic!("{f}"));
        let (from_csv, _) = read_continent(&samples().join("good-tiny"), calendar).unwrap();
        assert_eq!(from_parquet, from_csv);
        assert!(report.hashes.contains_key("nodes.parquet"));
    }
}

fn codes(findings: &Findings) -> Vec<&str> {
    findings
        .iter()
        .filter(|f| f.is_error())
        .map(|f| f.code.as_str())
        .collect()
}

fn read_with(name: &str, bytes: &[u8], limits: &Limits) -> Result<(), Findings> {
    let folder = copy_of("good-minimal", &["demand"]);
    fs::write(folder.path().join(name), bytes).unwrap();
    read_continent_within(folder.path(), "year", limits).map(|_| ())
}

fn demand_bytes() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demand.parquet");
    write(&path, typed_frame("good-minimal", "demand"));
    fs::read(path).unwrap()
}

#[test]
fn every_truncation_is_a_finding() {
    let bytes = demand_bytes();
    assert!(read_with("demand.parquet", &bytes, &Limits::default()).is_ok());
    for length in 0..bytes.len() {
        let findings = read_with("demand.parquet", &bytes[..length], &Limits::default()).unwrap_err();
        let codes = codes(&findings);
        assert_eq!(
            codes,
            [if (1..4).contains(&length) { "F03" } else { "F04" }],
            "{length} bytes: {findings}"
        );
    }
}

#[test]
fn no_changed_byte_of_a_csv_stops_the_reader() {
    let bytes = fs::read(samples().join("good-minimal/demand.csv")).unwrap();
    for at in 0..bytes.len() {
        for byte in [0, b'"', b',', b'\n', b'\r', 0x1B, 0xC3, 0xFF] {
            let mut changed = bytes.clone();
            changed[at] = byte;
            let _ = read_with("demand.csv", &changed, &Limits::default());
        }
        let _ = read_with("demand.csv", &bytes[..at], &Limits::default());
    }
}

#[test]
fn limits_hold_before_the_rows_are_read() {
    let bytes = demand_bytes();
    let few_rows = Limits {
        rows: 0,
        ..Limits::default()
    };
    assert!(codes(&read_with("demand.parquet", &bytes, &few_rows).unwrap_err()).contains(&"F06"));
    let few_columns = Limits {
        columns: 2,
        ..Limits::default()
    };
    assert!(codes(&read_with("demand.parquet", &bytes, &few_columns).unwrap_err()).contains(&"F09"));
    let few_groups = Limits {
        row_groups: 0,
        ..Limits::default()
    };
    assert!(codes(&read_with("demand.parquet", &bytes, &few_groups).unwrap_err()).contains(&"F09"));
    let small = Limits {
        expanded_bytes: 10,
        ..Limits::default()
    };
    assert!(codes(&read_with("demand.parquet", &bytes, &small).unwrap_err()).contains(&"F07"));
}

#[test]
fn columns_of_other_types_are_findings() {
    let cases: [(&str, Column); 4] = [
        ("V03", Column::new("amount_per_year".into(), [true])),
        ("V03", Column::new("node".into(), [1.5])),
        ("V03", Column::new("node".into(), [true])),
        ("F09", Column::new("node".into(), [Series::new("".into(), ["birch"])])),
    ];
    for (code, column) in cases {
        let mut frame = typed_frame("good-minimal", "demand");
        frame.with_column(column).unwrap();
        let folder = copy_of("good-minimal", &["demand"]);
        write(&folder.path().join("demand.parquet"), frame);
        let findings = read_continent(folder.path(), "year").unwrap_err();
        assert!(codes(&findings).contains(&code), "{code}: {findings}");
    }
}

/// Writes the samples that are not text, when told to: `UPDATE_SAMPLES=1 cargo test --release -p data --test tables_parquet`.
/// Without it, the samples must be there.
#[test]
fn binary_samples_are_there() {
    let is_there = |code: &str| samples().join("bad").join(code).join("demand.parquet").is_file();
    if std::env::var_os("UPDATE_SAMPLES").is_some() {
        write_binary_samples();
    }
    assert!(["F04", "F05", "F06", "F07"].into_iter().all(is_there));
}

fn write_binary_samples() {
    let bad = samples().join("bad");
    for code in ["F04", "F05", "F06", "F07"] {
        let _ = fs::remove_dir_all(bad.join(code));
        fs::create_dir_all(bad.join(code)).unwrap();
        copy_into("good-minimal", &bad.join(code), &["demand"]);
    }
    let bytes = demand_bytes();
    fs::write(bad.join("F04/demand.parquet"), &bytes[..bytes.len() / 2]).unwrap();
    let mut changed = bytes.clone();
    changed[20..60].fill(0xAA);
    fs::write(bad.join("F05/demand.parquet"), changed).unwrap();
    let rows = Limits::default().rows + 1;
    let nothing = Column::full_null("source".into(), rows, &DataType::String);
    let zeros = Column::new("amount_per_year".into(), vec![0.0; rows]);
    let frame = DataFrame::new(
        rows,
        vec![
            nothing.clone().with_name("node".into()),
            nothing.with_name("commodity".into()),
            zeros,
        ],
    );
    write(&bad.join("F06/demand.parquet"), frame.unwrap());
    let mut frame = typed_frame("good-minimal", "demand");
    frame
        .with_column(Column::new("source".into(), ["a".repeat(80 << 20)]))
        .unwrap();
    write(&bad.join("F07/demand.parquet"), frame);
}

//! Every fault that a CSV table can have and a Parquet table too is found in both, with the same words.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::findings::{Code, Finder, Finding, Findings, Severity};
use data::tables::{Limits, read_continent_within};
use polars::prelude::*;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Faults of the folder or of CSV as a form, which no table of the sample can show as Parquet: a missing file and a link
/// (F01, F02) are of no form; F11 has both forms by its nature. F03 to F07 have Parquet samples or cases of their own
/// below; `tables_parquet` has F09 by nesting and by row groups.
const OF_NO_TABLE: [Code; 3] = [Code::F01, Code::F02, Code::F11];

/// Samples that are Parquet already.
const IN_PARQUET: [Code; 4] = [Code::F04, Code::F05, Code::F06, Code::F07];

fn sample(code: Code) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("samples/bad")
        .join(code.as_str())
}

fn codes() -> impl Iterator<Item = Code> {
    let here = Code::ALL.iter().copied().filter(|code| code.finder() == Finder::Tables);
    here.filter(|code| !OF_NO_TABLE.contains(code) && !IN_PARQUET.contains(code))
}

/// The cells of a CSV file; a comma between quotes is part of its cell.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    let row = |line: &str| {
        let mut cells = vec![String::new()];
        for (position, piece) in line.split('"').enumerate() {
            let mut parts = if position % 2 == 1 {
                vec![piece]
            } else {
                piece.split(',').collect()
            }
            .into_iter();
            cells.last_mut().unwrap().push_str(parts.next().unwrap());
            cells.extend(parts.map(str::to_owned));
        }
        cells
    };
    text.lines().map(row).collect()
}

/// A column with the type that its cells have in common: numbers, flags or text; empty cells are nulls.
fn column(name: &str, cells: &[String]) -> Column {
    let texts: Vec<Option<&str>> = cells
        .iter()
        .map(|cell| Some(cell.as_str()).filter(|c| !c.is_empty()))
        .collect();
    let all = |test: fn(&str) -> bool| texts.iter().flatten().all(|cell| test(cell));
    if texts.iter().all(Option::is_none) {
        Column::full_null(name.into(), texts.len(), &DataType::String)
    } else if all(|cell| cell.parse::<f64>().is_ok()) {
        let numbers = texts.iter().map(|cell| cell.map(|c| c.parse::<f64>().unwrap()));
        Column::new(name.into(), numbers.collect::<Vec<Option<f64>>>())
    } else if all(|cell| cell == "true" || cell == "false") {
        Column::new(
            name.into(),
            texts.iter().map(|cell| cell.map(|c| c == "true")).collect::<Vec<_>>(),
        )
    } else {
        Column::new(name.into(), texts)
    }
}

/// Writes every table of a sample as Parquet.
fn convert(sample: &Path, folder: &Path) {
    for entry in fs::read_dir(sample).unwrap() {
        let path = entry.unwrap().path();
        let rows = cells(&path);
        let columns = rows[0].iter().enumerate().map(|(position, name)| {
            let cells: Vec<String> = rows[1..].iter().map(|row| row[position].clone()).collect();
            column(name, &cells)
        });
        let mut frame = DataFrame::new_infer_height(columns.collect()).unwrap();
        let file = File::create(folder.join(path.with_extension("parquet").file_name().unwrap())).unwrap();
        ParquetWriter::new(file).finish(&mut frame).unwrap();
    }
}

fn findings(folder: &Path, code: Code) -> Findings {
    // As in `tables_bad`: a file over a gigabyte cannot be kept.
    let file_bytes = if code == Code::F08 {
        250
    } else {
        Limits::default().file_bytes
    };
    let limits = Limits {
        file_bytes,
        ..Limits::default()
    };
    match read_continent_within(folder, "year", &limits) {
        Ok((_, report)) => report.warnings,
        Err(findings) => findings,
    }
}

/// What is the same whatever the form: everything but the file's ending and where rows are counted from.
fn words(finding: &Finding) -> (Code, Severity, String, usize, String) {
    let place = finding.place.replace(".parquet", "").replace(".csv", "");
    (
        finding.code,
        finding.severity,
        place,
        finding.count,
        finding.action.clone(),
    )
}

fn in_parquet(code: Code) -> Findings {
    let folder = tempfile::tempdir().unwrap();
    match code {
        Code::F03 => {
            convert(&sample(Code::V03), folder.path());
            fs::write(folder.path().join("demand.parquet"), "node,commodity,amount_per_year\n").unwrap();
        }
        Code::F09 => {
            convert(&sample(Code::V03), folder.path());
            wide(&folder.path().join("demand.parquet"));
        }
        _ => convert(&sample(code), folder.path()),
    }
    findings(folder.path(), code)
}

/// A table with more columns than any has.
fn wide(path: &Path) {
    let columns = (0..100).map(|i| Column::new(format!("column_{i}").into(), [1.0]));
    let mut frame = DataFrame::new_infer_height(columns.collect()).unwrap();
    ParquetWriter::new(File::create(path).unwrap())
        .finish(&mut frame)
        .unwrap();
}

#[test]
fn every_fault_of_a_table_is_found_in_parquet() {
    for code in codes() {
        let found = in_parquet(code);
        assert!(found.iter().any(|f| f.code == code), "{code}:\n{found}");
        // How many bytes a file has is a matter of who wrote it.
        insta::with_settings!({ filters => vec![(r"\d+ bytes, more", "[bytes], more")] }, {
            insta::assert_snapshot!(format!("{code}_parquet"), found.to_string());
        });
    }
}

#[test]
fn parquet_and_csv_say_the_same() {
    // Forms differ in how many bytes rows take, in how much of a text is looked at together, and in what is out of shape;
    // a figure too long for a number, V11 as text, is an infinite number in Parquet, V05.
    let by_form = [Code::F03, Code::F08, Code::F09, Code::F10, Code::V11];
    for code in codes().filter(|code| !by_form.contains(code)) {
        let (csv, parquet) = (findings(&sample(code), code), in_parquet(code));
        let list = |findings: &Findings| findings.iter().map(words).collect::<Vec<_>>();
        assert_eq!(list(&csv), list(&parquet), "{code}:\n{csv}\n{parquet}");
    }
}

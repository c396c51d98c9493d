//! The driver as a user runs it, on the smallest continent of the sweep.
#![allow(clippy::unwrap_used, reason = "tests")]

use polars::prelude::{ParquetReader, SerReader};
use serde_json::Value;
use std::fs::File;
use std::process::{Command, Output};

fn compare(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_benches"))
        .args(["compare", "--sizes", "15x6x1"])
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn two_methods_of_highs_agree_and_the_rows_are_readable() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.parquet");
    let methods = [
        "--methods",
        "highs-simplex,highs-interior-point",
        "--seeds",
        "1..2",
        "--json",
    ];
    let output = compare(&[&methods[..], &["--out", file.to_str().unwrap()]].concat());
    let progress = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{progress}");
    assert!(progress.contains("15x6x1 seed 2:"), "{progress}");

    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = result["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4);
    assert_eq!(result["summary"], Value::Array(Vec::new()));
    for pair in rows.chunks(2) {
        assert_eq!(pair[0]["method"], "highs-simplex");
        assert_eq!(pair[1]["method"], "highs-interior-point");
        let objective = |row: &Value| row["objective_gj"].as_f64().unwrap();
        let (simplex, interior) = (objective(&pair[0]), objective(&pair[1]));
        assert!(((simplex - interior) / simplex).abs() < 1e-9, "{simplex} {interior}");
        for row in pair {
            assert_eq!((&row["status"], &row["finished"]), (&"optimal".into(), &true.into()));
            assert!(row["worst_violation"].as_f64().unwrap() < 1e-6, "{row}");
        }
    }

    let frame = ParquetReader::new(File::open(&file).unwrap()).finish().unwrap();
    assert_eq!(frame.height(), 4);
    let objectives = frame.column("objective_gj").unwrap().f64().unwrap();
    assert_eq!(objectives.get(0), rows[0]["objective_gj"].as_f64());
    assert_eq!(frame.column("seed").unwrap().u64().unwrap().get(3), Some(2));
}

#[test]
fn a_method_whose_program_is_missing_is_listed() {
    let output = compare(&[
        "--methods",
        "planner,highs-simplex",
        "--gaps",
        "1e-4",
        "--seeds",
        "1",
        "--planner",
        "/nowhere",
    ]);
    let (table, progress) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{progress}");
    assert!(progress.contains("/nowhere"), "{progress}");
    assert!(table.contains("not available") && table.contains("0 of 1"), "{table}");
}

#[test]
fn what_is_at_its_limit_is_ended_and_listed() {
    let output = compare(&["--methods", "highs-simplex", "--seeds", "1", "--time-limit", "0.000001"]);
    let table = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && table.contains("time limit"), "{table}");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    for wrong in [
        ["--methods", "cplex"],
        ["--seeds", "5..1"],
        ["--gaps", "2"],
        ["--config", "nowhere.toml"],
    ] {
        let output = compare(&wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
}

//! The real continent for a year: planned once, then asked everything the README promises.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "paths/duality.rs"]
mod duality;

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const STAGES: [&str; 5] = [
    "extraction_gj",
    "processing_gj",
    "transport_gj",
    "storage_gj",
    "loss_gj",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn planner() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("planner"))
}

/// The folder of the year's plan; made by the first test that asks for it.
fn year() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    static PLAN: OnceLock<PathBuf> = OnceLock::new();
    PLAN.get_or_init(|| {
        let folder = FOLDER.get_or_init(|| tempfile::tempdir().unwrap());
        let out = folder.path().join("year");
        let config = root().join("configs/north-america-year.toml");
        planner()
            .arg("plan")
            .arg(config)
            .arg("--out")
            .arg(&out)
            .arg("--json")
            .assert()
            .success();
        out
    })
}

fn json(args: &[&str]) -> Value {
    let output = planner().args(args).assert().success().get_output().stdout.clone();
    serde_json::from_slice(&output).unwrap()
}

fn certificate() -> Value {
    serde_json::from_slice(&std::fs::read(year().join("certificate.json")).unwrap()).unwrap()
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} in {value}"))
}

#[test]
fn the_year_is_optimal_and_the_checker_says_so() {
    let certificate = certificate();
    assert_eq!(certificate["status"], "optimal");
    let checked = json(&["check", year().to_str().unwrap(), "--json"]);
    assert_eq!(checked["status"], "passed");
    assert!(number(&checked, "gap") <= 1e-6, "{checked}");
    let residual = number(&checked, "ledger_residual_gj").abs();
    assert!(residual <= 1e-9 * number(&checked, "objective_gj"), "{residual}");
    for short in checked["shortage"].as_array().unwrap() {
        assert!(number(short, "fraction") < 0.005, "{short}");
    }
}

/// A copy of the plan with one number of one table multiplied; hashes are those of the changed file, so that it is the
/// sums that must give it away.
fn tampered(table: &str, column: &str, factor: f64) -> tempfile::TempDir {
    use polars::prelude::*;
    let folder = tempfile::Builder::new().tempdir_in(year().parent().unwrap()).unwrap();
    for entry in std::fs::read_dir(year()).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let path = folder.path().join(format!("{table}.parquet"));
    let mut frame = ParquetReader::new(std::fs::File::open(&path).unwrap())
        .finish()
        .unwrap();
    let values: Vec<f64> = frame
        .column(column)
        .unwrap()
        .f64()
        .unwrap()
        .into_no_null_iter()
        .collect();
    let largest = (0..values.len())
        .max_by(|a, b| values[*a].abs().total_cmp(&values[*b].abs()))
        .unwrap();
    let mut values = values;
    values[largest] *= factor;
    frame.replace(column, Column::new(column.into(), values)).unwrap();
    ParquetWriter::new(std::fs::File::create(&path).unwrap())
        .finish(&mut frame)
        .unwrap();
    let mut certificate: check::Certificate = serde_json::from_value(certificate()).unwrap();
    let hash = blake3::hash(&std::fs::read(&path).unwrap()).to_hex().to_string();
    certificate.plan_hashes.insert(format!("{table}.parquet"), hash);
    certificate.plan_content = check::content_hashes(folder.path());
    certificate.seal().unwrap();
    let text = serde_json::to_string(&certificate).unwrap();
    std::fs::write(folder.path().join("certificate.json"), text).unwrap();
    folder
}

#[test]
fn one_flow_one_price_or_one_posting_changed_fails_the_check() {
    for (table, column) in [("flows", "amount"), ("prices", "price_gj"), ("ledger", "energy_gj")] {
        let honest = tampered(table, column, 1.0);
        planner().arg("check").arg(honest.path()).assert().success();
        let changed = tampered(table, column, 1.01);
        planner().arg("check").arg(changed.path()).assert().code(5);
    }
}

#[test]
fn the_routes_that_analysts_ask_for_add_up() {
    let asked = [
        ("Chicago", "steel"),
        ("Mexico City", "wheat"),
        ("Toronto", "electricity"),
        ("Houston", "cement"),
    ];
    for (to, commodity) in asked {
        let answer = json(&[
            "routes",
            year().to_str().unwrap(),
            "--to",
            to,
            "--commodity",
            commodity,
            "--json",
        ]);
        let routes = answer["routes"].as_array().unwrap();
        assert!(!routes.is_empty(), "{to} {commodity}");
        let sum = |key: &str| routes.iter().map(|route| number(route, key)).sum::<f64>();
        assert!(
            (sum("share") - 1.0).abs() < 1e-9,
            "{to} {commodity}: shares sum to {}",
            sum("share")
        );
        let energy = |of: &Value| STAGES.iter().map(|stage| number(&of["embodied"], stage)).sum::<f64>();
        let stages: f64 = routes.iter().map(energy).sum();
        let embodied = energy(&answer);
        assert!(
            (stages - embodied).abs() <= 1e-9 * embodied,
            "{to} {commodity}: {stages} of {embodied}"
        );
    }
}

#[test]
fn all_deliveries_and_the_spill_close_against_the_ledger() {
    let closure = &certificate()["statistics"]["closure"];
    let energy = number(closure, "ledger_gj") - number(closure, "shortage_gj") - number(closure, "weight_gj");
    assert!(number(closure, "residual_gj").abs() <= 1e-7 * energy, "{closure}");
}

#[test]
fn the_folder_has_every_file_and_the_report_loads_nothing() {
    let names = [
        "run.jsonl",
        "report.html",
        "certificate.json",
        "embodied.parquet",
        "ledger.parquet",
    ];
    for name in names {
        assert!(year().join(name).metadata().unwrap().len() > 0, "{name}");
    }
    let report = std::fs::read_to_string(year().join("report.html")).unwrap();
    let outside = report
        .match_indices("://")
        .filter(|(at, _)| !report[*at..].starts_with("://www.w3.org/"));
    assert_eq!(outside.count(), 0);
}

#[test]
fn the_twelve_months_are_validated() {
    let config = root().join("configs/north-america-months.toml");
    planner().arg("validate").arg(config).assert().success();
}

#[test]
fn the_year_decomposed_is_the_year_whole() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("decomposed");
    let config = root().join("configs/north-america-year.toml");
    planner()
        .arg("plan")
        .arg(config)
        .args(["--method", "decomposed", "--time-limit", "1200", "--json", "--out"])
        .arg(&out)
        .assert()
        .success();
    let checked = json(&["check", out.to_str().unwrap(), "--json"]);
    assert_eq!(checked["status"], "passed");
    assert!(number(&checked, "gap") <= 1e-6, "{checked}");
    let (decomposed, whole) = (number(&checked, "objective_gj"), number(&certificate(), "objective_gj"));
    assert!(
        (decomposed / whole - 1.0).abs() <= 1e-6,
        "decomposed {decomposed}, whole {whole}"
    );
}

#[test]
fn direct_accounting_plans_the_same_continent_for_less() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("direct");
    let config = root().join("configs/north-america-year-direct.toml");
    planner()
        .arg("plan")
        .arg(config)
        .arg("--out")
        .arg(&out)
        .arg("--json")
        .assert()
        .success();
    let direct: Value = serde_json::from_slice(&std::fs::read(out.join("certificate.json")).unwrap()).unwrap();
    assert_eq!(direct["status"], "optimal");
    let (direct, closed) = (number(&direct, "objective_gj"), number(&certificate(), "objective_gj"));
    assert!(
        direct < closed,
        "direct {direct}, closed {closed}: the energy chain costs something"
    );
}

#[test]
fn least_prices_from_sources_are_the_prices_of_the_year() {
    let opened = planner::run::open(year(), None).unwrap();
    let accounting = opened.certificate.accounting;
    let (brought, differ) = duality::differences(&opened.continent, accounting, &opened.plan, 1e-7);
    assert!(differ.is_empty(), "{differ:#?}");
    assert!(brought > 20_000, "{brought} places");
}

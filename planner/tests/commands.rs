//! The commands on a generated continent: what they print, and what they leave behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn planner() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("planner"))
}

/// A generated continent, planned once.
fn synthetic() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    static READY: OnceLock<PathBuf> = OnceLock::new();
    READY.get_or_init(|| {
        let folder = FOLDER.get_or_init(|| tempfile::tempdir().unwrap()).path();
        let sizes = ["--nodes", "40", "--commodities", "10", "--periods", "4", "--seed", "7"];
        planner()
            .arg("generate")
            .args(sizes)
            .arg("--out")
            .arg(folder.join("land"))
            .assert()
            .success();
        plan(folder, "plan", &[]);
        folder.to_owned()
    })
}

fn plan(folder: &Path, name: &str, arguments: &[&str]) -> Value {
    let config = folder.join("land/config.toml");
    let out = folder.join(name);
    let output = planner()
        .arg("plan")
        .arg(config)
        .arg("--out")
        .arg(out)
        .arg("--json")
        .args(arguments)
        .assert()
        .success();
    serde_json::from_slice(&output.get_output().stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = planner().args(arguments).arg("--json").assert().success();
    serde_json::from_slice(&output.get_output().stdout).unwrap()
}

fn plan_path() -> String {
    synthetic().join("plan").to_str().unwrap().to_owned()
}

#[test]
fn the_same_inputs_give_the_same_tables_byte_for_byte() {
    let folder = synthetic();
    plan(folder, "again", &["--threads", "2"]);
    let mut tables = 0;
    for entry in std::fs::read_dir(folder.join("plan")).unwrap() {
        let name = entry.unwrap().file_name();
        if Path::new(&name).extension().is_some_and(|ending| ending == "parquet") {
            let read = |plan: &str| std::fs::read(folder.join(plan).join(&name)).unwrap();
            assert_eq!(read("plan"), read("again"), "{name:?}");
            tables += 1;
        }
    }
    assert_eq!(tables, data::dictionary::OUTPUT_TABLES.len());
}

#[test]
fn every_statistic_prints_as_text_and_as_json() {
    let plan = plan_path();
    for what in ["balance", "sequences", "areas", "prices", "links", "sites"] {
        let tables = json(&["show", &plan, what]);
        let first = &tables.as_array().unwrap()[0];
        assert!(!first["rows"].as_array().unwrap().is_empty(), "{what}");
        let text = planner().args(["show", &plan, what]).assert().success();
        assert!(!text.get_output().stdout.is_empty());
        assert!(text.get_output().stderr.is_empty());
    }
}

#[test]
fn reduced_costs_agree_with_the_plan() {
    let plan = plan_path();
    let sites = json(&["show", &plan, "sites"]);
    let table = sites
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["columns"][0]["name"] == "site")
        .unwrap();
    let site = table["rows"][0][0].as_str().unwrap().to_owned();
    let reason = json(&["why", &plan, "--site", &site]);
    let terms: f64 = reason["terms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["energy_gj"].as_f64().unwrap())
        .sum();
    let own = reason["own_energy_gj"].as_f64().unwrap();
    let reduced = reason["reduced_cost_gj"].as_f64().unwrap();
    assert!(
        (own + terms - reduced).abs() <= 1e-9 * (own.abs() + terms.abs() + 1.0),
        "{reason}"
    );
    let (amount, upper) = (reason["amount"].as_f64().unwrap(), reason["upper"].as_f64().unwrap());
    // Complementary slackness: worth more than it costs only at the limit, less only when unused.
    assert!(reduced >= -1e-6 || amount >= upper * (1.0 - 1e-6), "{reason}");
    assert!(reduced <= 1e-6 || amount <= 1e-6 * upper.max(1.0), "{reason}");
}

#[test]
fn an_unknown_place_is_answered_with_suggestions() {
    let plan = plan_path();
    let nodes = json(&["show", &plan, "prices"]);
    assert!(nodes.is_array());
    let output = planner()
        .args(["routes", &plan, "--to", "urbanate-0000x", "--commodity", "electricity"])
        .assert()
        .code(2);
    let text = String::from_utf8(output.get_output().stderr.clone()).unwrap();
    assert!(text.contains("did you mean"), "{text}");
}

#[test]
fn a_plan_differs_from_itself_in_nothing() {
    let plan = plan_path();
    let tables = json(&["diff", &plan, &plan]);
    for table in tables.as_array().unwrap().iter().skip(1) {
        assert!(table["rows"].as_array().unwrap().is_empty(), "{table}");
    }
}

#[test]
fn programs_are_exported_in_every_format() {
    let folder = synthetic();
    let config = folder.join("land/config.toml");
    for (format, name) in [("mps", "land.mps"), ("lp", "land.lp"), ("arrow", "land.program")] {
        let out = folder.join(name);
        planner()
            .arg("export-lp")
            .arg(&config)
            .args(["--format", format])
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
        assert!(out.exists());
    }
    let mps = std::fs::read_to_string(folder.join("land.mps")).unwrap();
    assert!(mps.starts_with("NAME") && mps.ends_with("ENDATA\n"));
}

#[test]
fn flags_out_of_range_are_refused_before_anything_is_read() {
    for flags in [
        ["--gap", "0"],
        ["--gap", "2"],
        ["--threads", "0"],
        ["--time-limit", "-1"],
    ] {
        planner()
            .args(["plan", "no-such.toml"])
            .arg(flags.join("="))
            .assert()
            .code(2);
    }
}

#[test]
fn a_folder_that_holds_something_else_is_not_replaced() {
    let folder = synthetic();
    let other = folder.join("letters");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("letter.txt"), "keep me").unwrap();
    let config = folder.join("land/config.toml");
    planner()
        .arg("plan")
        .arg(config)
        .arg("--out")
        .arg(&other)
        .assert()
        .code(2);
    assert_eq!(std::fs::read_to_string(other.join("letter.txt")).unwrap(), "keep me");
}

#[test]
fn goals_are_read_against_the_plan() {
    let folder = synthetic();
    let policy = "name = \"Light\"\nanswers_for_it = \"the test\"\n\n\
        [[goals]]\nname = \"made\"\nmeasure = \"production\"\ncommodity = \"electricity\"\nat_least = 1.0\n\n\
        [[goals]]\nname = \"too much\"\nmeasure = \"production\"\ncommodity = \"electricity\"\nat_most = 1.0\n\n\
        [[goals]]\nname = \"short\"\nmeasure = \"shortage_fraction\"\ncommodity = \"electricity\"\nat_most = 1.0\n";
    std::fs::write(folder.join("land/light.toml"), policy).unwrap();
    let config = std::fs::read_to_string(folder.join("land/config.toml")).unwrap();
    std::fs::write(folder.join("land/goals.toml"), config + "policies = [\"light.toml\"]\n").unwrap();
    let out = folder.join("with-goals");
    planner()
        .arg("plan")
        .arg(folder.join("land/goals.toml"))
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    let table = &json(&["show", out.to_str().unwrap(), "goals"])[0];
    let reached: Vec<&Value> = table["rows"].as_array().unwrap().iter().map(|row| &row[6]).collect();
    assert_eq!(reached, ["yes", "no", "yes"], "{table}");
}

#[test]
fn continents_too_small_to_generate_are_refused() {
    let out = tempfile::tempdir().unwrap();
    for flags in [["--nodes", "1"], ["--commodities", "0"], ["--periods", "0"]] {
        planner()
            .arg("generate")
            .args(flags)
            .arg("--out")
            .arg(out.path().join("land"))
            .assert()
            .code(2);
    }
    assert!(!out.path().join("land").exists());
}

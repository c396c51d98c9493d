//! Findings that need the graph or a program: each has a bad sample, and its message is frozen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

fn planner() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("planner"))
}

fn sample(code: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../data/samples/bad-network")
        .join(code)
}

fn said(code: &str, arguments: &[&str], exit: i32) -> String {
    let output = planner()
        .arg("validate")
        .arg(sample(code))
        .args(arguments)
        .assert()
        .code(exit);
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

#[test]
fn each_sample_shows_its_code() {
    for (code, exit) in [("R03", 2), ("N01", 0), ("N02", 0)] {
        insta::assert_snapshot!(format!("{code}_text"), said(code, &[], exit));
        insta::assert_snapshot!(format!("{code}_json"), said(code, &["--json"], exit));
    }
}

#[test]
fn findings_of_tables_and_of_the_network_come_together() {
    let folder = tempfile::tempdir().unwrap();
    let tables = sample("N01");
    for entry in std::fs::read_dir(&tables).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    // A recipe that creates energy, which the reader of the tables finds.
    let recipes = folder.path().join("recipes.csv");
    let text = std::fs::read_to_string(&recipes).unwrap();
    assert!(text.contains("burn-coal,coal,burn,0.1"));
    std::fs::write(
        &recipes,
        text.replace("burn-coal,coal,burn,0.1", "burn-coal,coal,burn,0.01"),
    )
    .unwrap();
    for place in [folder.path().to_owned(), folder.path().join("config.toml")] {
        let output = planner().arg("validate").arg(place).arg("--json").assert().code(2);
        let findings: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
        let codes: Vec<&str> = findings
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, ["R02", "N01"], "{findings}");
    }
}

#[test]
fn limits_that_clash_are_named_and_proven() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("proof");
    let config = sample("N03").join("config.toml");
    let output = planner()
        .arg("plan")
        .arg(config)
        .arg("--out")
        .arg(&folder)
        .assert()
        .code(3);
    let text = String::from_utf8(output.get_output().stderr.clone()).unwrap();
    let message: Vec<&str> = text.lines().skip_while(|line| !line.contains("N03")).take(4).collect();
    insta::assert_snapshot!("N03_text", message.join("\n"));
    // The proof is checked by the separate checker, and a proof with other prices is not one.
    planner().arg("check").arg(&folder).assert().success();
    // A proof is no plan to ask.
    planner().arg("show").arg(&folder).assert().code(2);
}

#[test]
fn a_run_that_finds_no_plan_leaves_the_earlier_one() {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("plan");
    let plan = |config: PathBuf| planner().arg("plan").arg(config).arg("--out").arg(&folder).assert();
    let good = out.path().join("good.toml");
    let tables = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../data/samples/good-minimal")
        .canonicalize()
        .unwrap();
    let text = format!("version = 1\nname = \"good\"\ndata = {tables:?}\ncalendar = \"year\"\n");
    std::fs::write(&good, text).unwrap();
    plan(good).success();
    let before = std::fs::read(folder.join("certificate.json")).unwrap();
    plan(sample("N03").join("config.toml")).code(3);
    assert_eq!(std::fs::read(folder.join("certificate.json")).unwrap(), before);
    planner().arg("check").arg(&folder).assert().success();
    planner()
        .arg("check")
        .arg(out.path().join("plan.infeasible"))
        .assert()
        .success();
}

#[test]
fn a_damaged_plan_is_bad_input() {
    let out = tempfile::tempdir().unwrap();
    std::fs::write(out.path().join("certificate.json"), "{\"status\": \"opt").unwrap();
    planner().arg("show").arg(out.path()).assert().code(2);
}

#[test]
fn a_plan_that_has_changed_since_it_was_certified_is_not_asked() {
    let out = tempfile::tempdir().unwrap();
    let tables = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../data/samples/good-minimal")
        .canonicalize()
        .unwrap();
    let plan = |accounting: &str| {
        let (config, folder) = (out.path().join("config.toml"), out.path().join(accounting));
        let text = format!(
            "version = 1\nname = \"good\"\ndata = {tables:?}\ncalendar = \"year\"\naccounting = \"{accounting}\"\n"
        );
        std::fs::write(&config, text).unwrap();
        planner()
            .arg("plan")
            .arg(config)
            .arg("--out")
            .arg(&folder)
            .assert()
            .success();
        folder
    };
    let refused = |folder: &Path| {
        let output = planner().arg("show").arg(folder).assert().code(2);
        String::from_utf8(output.get_output().stderr.clone()).unwrap()
    };
    let (closed, direct) = (plan("closed"), plan("direct"));
    planner().arg("show").arg(&closed).assert().success();
    std::fs::copy(direct.join("prices.parquet"), closed.join("prices.parquet")).unwrap();
    let said = refused(&closed);
    assert!(said.contains("prices.parquet has changed"), "{said}");
    let certificate = direct.join("certificate.json");
    let text = std::fs::read_to_string(&certificate).unwrap();
    assert!(text.contains("\"gap_asked\": 1e-6"), "{text}");
    std::fs::write(&certificate, text.replace("\"gap_asked\": 1e-6", "\"gap_asked\": 1e-3")).unwrap();
    let said = refused(&direct);
    assert!(said.contains("seal"), "{said}");
}

#[test]
fn a_good_set_has_no_findings_that_stop_it() {
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/samples/good-tiny");
    planner().arg("validate").arg(good).assert().success();
}

#[test]
fn what_is_not_there_is_bad_input_and_no_panic() {
    for arguments in [
        vec!["plan", "no-such-config.toml"],
        vec!["validate", "no-such-folder"],
        vec!["show", "no-such-plan"],
        vec!["export-lp", "no-such-config.toml"],
    ] {
        let output = planner().args(&arguments).assert().code(2);
        let text = String::from_utf8_lossy(&output.get_output().stderr).into_owned()
            + &String::from_utf8_lossy(&output.get_output().stdout);
        assert!(!text.contains("panicked") && !text.is_empty(), "{arguments:?}: {text}");
    }
}

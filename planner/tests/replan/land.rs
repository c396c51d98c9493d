//! A small continent, its plans and its changed plans.

use assert_cmd::Command;
use data::generate::{GenerateSpec, generate};
use data::model::Continent;
use data::tables::{WRITTEN_CALENDAR, write_continent};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// 20 nodes, 6 commodities, 3 periods; electricity is short at some urbanates already.
pub(crate) fn land() -> Continent {
    generate(&GenerateSpec {
        nodes: 20,
        commodities: 6,
        periods: 3,
        seed: 3,
    })
}

pub(crate) fn planner() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("planner"))
}

pub(crate) fn arguments(words: &[&str], paths: &[&Path]) -> Vec<String> {
    let paths = paths.iter().map(|p| p.to_str().unwrap().to_owned());
    words.iter().map(|w| (*w).to_owned()).chain(paths).collect()
}

/// Writes the continent's tables and a config and plans them; the exit code and the plan's folder.
pub(crate) fn planned(folder: &Path, name: &str, continent: &Continent) -> (i32, PathBuf) {
    let tables = folder.join(format!("{name}-tables"));
    write_continent(&tables, continent).unwrap();
    let config = folder.join(format!("{name}.toml"));
    let text = format!("name = \"{name}\"\ndata = \"{name}-tables\"\ncalendar = \"{WRITTEN_CALENDAR}\"\n");
    std::fs::write(&config, text).unwrap();
    let out = folder.join(name);
    let ended = planner()
        .args(arguments(&["plan"], &[&config]))
        .args(arguments(&["--out"], &[&out]))
        .assert();
    (ended.get_output().status.code().unwrap(), out)
}

/// Writes the change file and replans; the exit code and the new plan's folder.
pub(crate) fn replanned(plan: &Path, name: &str, body: &str) -> (i32, PathBuf) {
    let folder = plan.parent().unwrap();
    let change = folder.join(format!("{name}.change.toml"));
    std::fs::write(
        &change,
        format!("name = \"{name}\"\nanswers_for_it = \"the test\"\n{body}"),
    )
    .unwrap();
    let out = folder.join(name);
    let ended = planner()
        .args(arguments(&["replan"], &[plan]))
        .args(arguments(&["--change"], &[&change]))
        .args(arguments(&["--out"], &[&out]))
        .assert();
    (ended.get_output().status.code().unwrap(), out)
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

pub(crate) fn objective(plan: &Path) -> f64 {
    json(&plan.join("certificate.json"))["objective_gj"].as_f64().unwrap()
}

pub(crate) fn assert_same_objective(replanned: &Path, by_hand: &Path) {
    let (a, b) = (objective(replanned), objective(by_hand));
    assert!(
        (a - b).abs() <= 1e-9 * a.abs().max(b.abs()),
        "{a} replanned, {b} by hand"
    );
}

pub(crate) fn check(plan: &Path) -> i32 {
    let ended = planner().args(arguments(&["check"], &[plan])).assert();
    ended.get_output().status.code().unwrap()
}

pub(crate) fn base() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (code, plan) = planned(folder.path(), "base", &land());
    assert_eq!(code, 0);
    (folder, plan)
}

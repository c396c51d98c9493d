//! The real continent with one fault planted in it: the finding names the loop, the cuts, or the limits and the relief.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};

fn planner() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("planner"))
}

/// A copy of the tables in a folder of its own.
fn tables() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/north-america/tables");
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    folder
}

/// Puts rows under a table.
fn add(folder: &Path, table: &str, rows: &[&str]) {
    let path = folder.join(format!("{table}.csv"));
    let mut text = fs::read_to_string(&path).unwrap();
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    fs::write(path, text).unwrap();
}

/// Puts another row in the place of the one that begins with `start`, or none.
fn replace(folder: &Path, table: &str, start: &str, row: Option<&str>) {
    let path = folder.join(format!("{table}.csv"));
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(
        text.lines().filter(|line| line.starts_with(start)).count(),
        1,
        "{start}"
    );
    let lines = text
        .lines()
        .filter_map(|line| if line.starts_with(start) { row } else { Some(line) });
    fs::write(path, lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
}

/// What `planner validate` says of a code.
fn said_of(code: &str, folder: &Path, exit: i32) -> String {
    let output = planner()
        .arg("validate")
        .arg(folder)
        .args(["--calendar", "year"])
        .assert()
        .code(exit);
    let text = String::from_utf8(output.get_output().stdout.clone()).unwrap();
    let blocks = text.split("\n\n").filter(|block| block.contains(&format!("[{code}]")));
    blocks.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn a_loop_that_gains_is_named_with_its_gain() {
    let folder = tables();
    assert_eq!(said_of("R03", folder.path(), 0), "");
    let at = |table: &str, rows: &[&str]| add(folder.path(), table, rows);
    at(
        "commodities",
        &[
            "repair_work,Repair work,h,metals,0,0,50,Planted,true",
            "inspection,Inspection,h,metals,0,0,50,Planted,true",
        ],
    );
    at(
        "processes",
        &[
            "inspecting,Inspection by those repaired,metals,processing,0,0,0,Planted,true",
            "repairing,Repair of what was inspected,metals,processing,0,0,0,Planted,true",
        ],
    );
    at(
        "recipes",
        &[
            "inspecting,repair_work,input,1,,Planted,true",
            "inspecting,inspection,output,1.5,,Planted,true",
            "repairing,inspection,input,1,,Planted,true",
            "repairing,repair_work,output,1,,Planted,true",
        ],
    );
    insta::assert_snapshot!("north_america_R03", said_of("R03", folder.path(), 2));
}

#[test]
fn a_city_that_electricity_cannot_reach_is_named_with_the_cut() {
    let folder = tables();
    let before = said_of("N01", folder.path(), 0);
    assert!(!before.contains("cabo-san-lucas"), "{before}");
    replace(
        folder.path(),
        "links",
        "grid-cabo-san-lucas-bcs--san-jose-del-cabo-bcs,",
        None,
    );
    insta::assert_snapshot!("north_america_N01", said_of("N01", folder.path(), 0));
}

#[test]
fn a_city_whose_line_is_too_thin_is_named_with_the_cut() {
    let folder = tables();
    assert_eq!(said_of("N02", folder.path(), 0), "");
    let line = "grid-cabo-san-lucas-bcs--san-jose-del-cabo-bcs,";
    let thin = format!("{line}grid,cabo-san-lucas-bcs,san-jose-del-cabo-bcs,true,32.2,1000,assumed-grid,true");
    replace(folder.path(), "links", line, Some(&thin));
    insta::assert_snapshot!("north_america_N02", said_of("N02", folder.path(), 0));
}

fn config(folder: &Path) -> PathBuf {
    let path = folder.join("year.toml");
    let text = "version = 1\nname = \"Planted\"\ndata = \".\"\ncalendar = \"year\"\nmethod = \"whole\"\n";
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn limits_that_clash_are_named_with_the_relief_of_least_energy() {
    let folder = tables();
    // Much less carbon dioxide than what has to run gives off; replaced in place, since a second budget would be another fault.
    let path = folder.path().join("budgets.csv");
    let text = fs::read_to_string(&path).unwrap();
    let budget = "carbon_dioxide-north-america,north-america,carbon_dioxide,";
    assert!(text.contains(&format!("{budget}4500000000,")));
    fs::write(
        &path,
        text.replace(&format!("{budget}4500000000,"), &format!("{budget}100000,")),
    )
    .unwrap();
    let out = folder.path().join("proof");
    let config = config(folder.path());
    let ended = planner()
        .arg("plan")
        .arg(config)
        .arg("--out")
        .arg(&out)
        .assert()
        .code(3);
    let text = String::from_utf8(ended.get_output().stderr.clone()).unwrap();
    let said: Vec<&str> = text
        .lines()
        .skip_while(|line| !line.contains("[N03]"))
        .take(4)
        .collect();
    // Digits after the point, and those of the energy after the sixth, are the solver's.
    let filters = vec![(r"(\d)\.\d+", "$1"), (r"(energy, \d{6})\d+ GJ", "$1... GJ")];
    insta::with_settings!({filters => filters}, {
        insta::assert_snapshot!("north_america_N03", said.join("\n"));
    });
    planner().arg("check").arg(&out).assert().success();
}

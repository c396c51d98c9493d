//! N05: tables whose program is beyond the solver's index. The tables are small enough to be written here: many periods
//! make many coefficients of few links.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use assert_cmd::Command;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const NODES: usize = 200;
const LINKS: usize = 30_000;

/// The minimal sample with a calendar of hours, and with links two ways between all that lie near each other.
fn tables() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/samples/good-minimal");
    for entry in fs::read_dir(sample).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let (mut nodes, mut links, mut periods) = (String::new(), String::new(), String::new());
    for node in 0..NODES {
        let (north, east) = (40.0 + (node / 20) as f64 * 0.3, -95.0 + (node % 20) as f64 * 0.3);
        writeln!(nodes, "node-{node},Node {node},junction,east,{north:.1},{east:.1},").unwrap();
    }
    for link in 0..LINKS {
        let (from, to) = (link % NODES, (link % NODES + 1 + link / NODES) % NODES);
        writeln!(links, "link-{link},rail,node-{from},node-{to},50,1000").unwrap();
    }
    for hour in 0..8760 {
        writeln!(periods, "hours,hour-{hour},{hour},1").unwrap();
    }
    for (name, rows) in [("nodes", nodes), ("links", links), ("periods", periods)] {
        let path = folder.path().join(format!("{name}.csv"));
        let text = fs::read_to_string(&path).unwrap() + &rows;
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_program_beyond_the_solvers_index_is_refused_before_it_is_built() {
    let folder = tables();
    let planner = || Command::new(assert_cmd::cargo::cargo_bin!("planner"));
    let validate = |calendar: &str| {
        let mut command = planner();
        command
            .arg("validate")
            .arg(folder.path())
            .args(["--calendar", calendar]);
        command
    };
    let refused = validate("hours").assert().code(2);
    insta::assert_snapshot!("N05_text", String::from_utf8_lossy(&refused.get_output().stdout));
    let refused = validate("hours").arg("--json").assert().code(2);
    insta::assert_snapshot!("N05_json", String::from_utf8_lossy(&refused.get_output().stdout));
    // The same links in one period are no trouble.
    validate("year").assert().success();

    let config = folder.path().join("config.toml");
    let text = "version = 1\nname = \"Hours\"\ndata = \".\"\ncalendar = \"hours\"\nmethod = \"whole\"\n";
    fs::write(&config, text).unwrap();
    let out = folder.path().join("plan");
    let refused = planner()
        .arg("plan")
        .arg(&config)
        .arg("--out")
        .arg(&out)
        .assert()
        .code(2);
    let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(said.contains("[N05]"), "{said}");
    assert!(!out.exists());
}

//! A secret that a config names is in nothing that is printed or written.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "tests")]

use assert_cmd::Command;
use data::generate::{GenerateSpec, generate};
use data::tables::{WRITTEN_CALENDAR, write_continent};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

const SECRET: &str = "s3cr3t-7d1f0c52-of-the-farm";

/// A continent, and a config that names a token file of that mode.
fn folder(mode: u32) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let land = generate(&GenerateSpec {
        nodes: 10,
        commodities: 5,
        periods: 2,
        seed: 1,
    });
    write_continent(&folder.path().join("tables"), &land).unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, SECRET).unwrap();
    std::fs::set_permissions(&token, std::fs::Permissions::from_mode(mode)).unwrap();
    let text = format!(
        "name = \"secret\"\ndata = \"tables\"\ncalendar = \"{WRITTEN_CALENDAR}\"\nmethod = \"decomposed\"\ntoken_file = \"token\"\n"
    );
    std::fs::write(folder.path().join("run.toml"), text).unwrap();
    folder
}

/// Runs the planner, with everything that it can be made to say; its exit code and all that it printed.
fn run(folder: &Path, arguments: &[&str]) -> (i32, Vec<u8>) {
    let ended = Command::new(assert_cmd::cargo::cargo_bin!("planner"))
        .current_dir(folder)
        .args(arguments)
        .env("PLANNER_LOG", "trace")
        .env("RUST_BACKTRACE", "full")
        .assert();
    let output = ended.get_output();
    let said = [output.stdout.clone(), output.stderr.clone()].concat();
    (output.status.code().unwrap(), said)
}

fn holds_secret(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes())
}

/// Files of a folder and those within it that hold the secret.
fn files_with_secret(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with_secret(&path));
        } else if holds_secret(&std::fs::read(&path).unwrap()) {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn a_token_is_never_printed_or_written() {
    let folder = folder(0o600);
    let plan = ["plan", "run.toml", "--out", "plan"];
    for arguments in [
        &["validate", "run.toml"][..],
        &["validate", "run.toml", "--json"],
        &plan,
        &["plan", "run.toml", "--out", "again", "--json"],
        &["check", "plan", "--json"],
        &["show", "plan", "balance"],
    ] {
        let (code, said) = run(folder.path(), arguments);
        assert_eq!(code, 0, "{arguments:?}: {}", String::from_utf8_lossy(&said));
        assert!(!holds_secret(&said), "{arguments:?} prints the token");
    }
    // The search finds what it is to find: the token file itself, and nothing else.
    assert_eq!(files_with_secret(folder.path()), ["token"]);
}

#[test]
fn a_token_that_others_may_read_is_refused_and_not_shown() {
    for mode in [0o640, 0o604] {
        let folder = folder(mode);
        let (code, said) = run(folder.path(), &["plan", "run.toml", "--out", "plan"]);
        assert_eq!(code, 2);
        assert!(String::from_utf8_lossy(&said).contains("C06"));
        assert!(!holds_secret(&said));
        assert_eq!(files_with_secret(folder.path()), ["token"]);
    }
}

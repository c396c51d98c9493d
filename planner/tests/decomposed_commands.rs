//! `--method decomposed` through the program: what it prints and leaves, limits of time, interrupts, exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn program() -> PathBuf {
    assert_cmd::cargo::cargo_bin!("planner").to_owned()
}

fn generated(folder: &Path, sizes: [&str; 3]) -> PathBuf {
    let land = folder.join("land");
    let [nodes, commodities, periods] = sizes;
    Command::new(program())
        .args(["generate", "--nodes", nodes, "--commodities", commodities])
        .args(["--periods", periods, "--seed", "1", "--out"])
        .arg(&land)
        .assert()
        .success();
    land.join("config.toml")
}

fn plan(config: &Path, out: &Path, flags: &[&str], code: i32) -> (Vec<u8>, String) {
    let ended = Command::new(program())
        .arg("plan")
        .arg(config)
        .arg("--out")
        .arg(out)
        .args(flags)
        .assert()
        .code(code);
    let output = ended.get_output();
    (
        output.stdout.clone(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

fn certificate(out: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(out.join("certificate.json")).unwrap()).unwrap()
}

fn assert_checked(out: &Path) {
    Command::new(program()).arg("check").arg(out).assert().success();
}

#[test]
fn decomposed_is_a_method_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let config = generated(folder.path(), ["40", "10", "3"]);
    let (out, whole) = (folder.path().join("plan"), folder.path().join("whole"));
    let (printed, said) = plan(&config, &out, &["--method", "decomposed", "--json"], 0);
    assert!(said.is_empty(), "{said}");
    let printed: Value = serde_json::from_slice(&printed).unwrap();
    assert_eq!(printed, certificate(&out));
    assert_eq!(
        (&printed["method"], &printed["status"]),
        (&"decomposed".into(), &"optimal".into())
    );
    assert_checked(&out);
    for key in [
        "rounds",
        "rows",
        "columns",
        "paths",
        "exchanges",
        "active_rows",
        "closure",
    ] {
        assert!(!printed["statistics"][key].is_null(), "{key}");
    }
    // Small continents stay whole when nobody asks, and agree.
    plan(&config, &whole, &[], 0);
    let other = certificate(&whole);
    assert_eq!(other["method"], "whole");
    let gj = |c: &Value| c["objective_gj"].as_f64().unwrap();
    assert!((gj(&other) - gj(&printed)).abs() <= 2e-6 * gj(&other));
    assert_rounds(&out, &printed);
    assert!(out.join("columns.arrow").exists() && !folder.path().join("plan.checkpoint.arrow").exists());
}

/// One row of `run.jsonl` for each round, between the two steps that frame a solve.
fn assert_rounds(out: &Path, certificate: &Value) {
    let text = std::fs::read_to_string(out.join("run.jsonl")).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let place = |step: &str| rows.iter().position(|row| row["step"] == step).unwrap();
    assert!(place("building the program") < place("round") && place("round") < place("tracing embodied energy"));
    let rounds: Vec<&Value> = rows.iter().filter(|row| row["step"] == "round").collect();
    assert_eq!(certificate["statistics"]["rounds"], rounds.len());
    for (position, row) in rounds.iter().enumerate() {
        assert_eq!(row["round"], position + 1);
        assert_eq!(row["is_plan"].as_bool().unwrap(), !row["gap"].is_null());
        for key in ["seconds", "lower_bound_gj", "objective_gj"] {
            assert!(row[key].is_number(), "{row}");
        }
        for key in ["paths", "active_rows", "broken_limits", "exchanges"] {
            assert!(row[key].is_u64(), "{row}");
        }
    }
}

#[test]
fn rounds_are_told_as_lines_with_the_last_among_them() {
    let folder = tempfile::tempdir().unwrap();
    let config = generated(folder.path(), ["40", "10", "1"]);
    let out = folder.path().join("plan");
    let (_, said) = plan(&config, &out, &["--method", "decomposed"], 0);
    let rounds = certificate(&out)["statistics"]["rounds"].as_u64().unwrap();
    let last = said.lines().rfind(|line| line.contains("  round ")).unwrap();
    assert!(last.contains(&format!("  round {rounds}: lower bound")), "{said}");
}

#[test]
fn limits_that_clash_are_still_named_and_proven() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/samples/bad-network/N03/config.toml");
    let out = folder.path().join("proof");
    let (_, said) = plan(&sample, &out, &["--method", "decomposed"], 3);
    assert!(
        said.contains("the whole program has to say") && said.contains("N03"),
        "{said}"
    );
    assert_checked(&out);
    assert!(!folder.path().join("proof.checkpoint.arrow").exists());
}

#[test]
fn nothing_to_resume_is_bad_input() {
    let folder = tempfile::tempdir().unwrap();
    let config = generated(folder.path(), ["20", "6", "1"]);
    let out = folder.path().join("plan");
    let (_, said) = plan(&config, &out, &["--resume"], 2);
    assert!(said.contains("plan.checkpoint.arrow: there is no such file"), "{said}");
    let (_, said) = plan(&config, &out, &["--method", "whole", "--resume"], 2);
    assert!(said.contains("choose `decomposed` or `auto`"), "{said}");
    assert!(!out.exists());
}

/// A run that was cut short left a certified plan, or said why there is none; and it can be taken up.
fn assert_cut_short(code: Option<i32>, said: &str, out: &Path) {
    match code {
        Some(0) => {
            let made = certificate(out);
            assert!(made["status"] == "feasible" || made["status"] == "optimal", "{made}");
            assert!(made["gap"].as_f64().unwrap() >= 0.0);
            assert_checked(out);
        }
        Some(4) => {
            assert!(said.contains("and no plan") && said.contains("--resume"), "{said}");
            assert!(!out.exists());
        }
        other => panic!("{other:?}: {said}"),
    }
}

#[test]
fn a_time_limit_ends_with_the_best_plan_so_far() {
    let folder = tempfile::tempdir().unwrap();
    let config = generated(folder.path(), ["150", "20", "1"]);
    let out = folder.path().join("plan");
    for limit in ["0.001", "0.3"] {
        let flags = ["--method", "decomposed", "--gap", "1e-9", "--time-limit", limit];
        let ended = Command::new(program())
            .arg("plan")
            .arg(&config)
            .arg("--out")
            .arg(&out)
            .args(flags)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_cut_short(ended.status.code(), &said, &out);
        assert!(folder.path().join("plan.checkpoint.arrow").exists() || ended.status.success());
        let _ = std::fs::remove_dir_all(&out);
    }
    if folder.path().join("plan.checkpoint.arrow").exists() {
        let flags = ["--gap", "1e-6", "--resume"];
        plan(&config, &out, &flags, 0);
        assert_eq!(certificate(&out)["status"], "optimal");
        assert_checked(&out);
    }
}

#[cfg(unix)]
mod interrupts {
    use super::{assert_cut_short, generated, program};
    use std::io::{BufRead, BufReader};
    use std::process::{Child, Command, Stdio};
    use std::time::{Duration, Instant};

    /// The exit code; the program is killed after a minute.
    fn wait(child: &mut Child) -> Option<i32> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("the program did not end within a minute of being interrupted");
    }

    fn interrupt(child: &Child) {
        let sent = Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
        assert!(sent.unwrap().success());
    }

    /// Starts a run of some length and reads what it says until its rounds begin.
    fn started(config: &std::path::Path, out: &std::path::Path) -> (Child, BufReader<std::process::ChildStderr>) {
        let mut child = Command::new(program())
            .arg("plan")
            .arg(config)
            .arg("--out")
            .arg(out)
            .args(["--method", "decomposed", "--gap", "1e-9"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("finding ways") {
            line.clear();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it ended early");
        }
        (child, said)
    }

    #[test]
    fn an_interrupt_ends_with_the_best_plan_so_far_and_a_second_one_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let config = generated(folder.path(), ["530", "60", "1"]);
        let out = folder.path().join("plan");
        let (mut child, mut said) = started(&config, &out);
        std::thread::sleep(Duration::from_secs(3));
        interrupt(&child);
        let code = wait(&mut child);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut said, &mut text).unwrap();
        assert_cut_short(code, &text, &out);
        assert!(text.contains("ending with the best plan so far"), "{text}");
        assert!(folder.path().join("plan.checkpoint.arrow").exists(), "{text}");

        let other = folder.path().join("other");
        let (mut child, _said) = started(&config, &other);
        std::thread::sleep(Duration::from_millis(500));
        interrupt(&child);
        std::thread::sleep(Duration::from_millis(100));
        interrupt(&child);
        assert_eq!(wait(&mut child), Some(130));
        assert!(!other.exists());
    }
}

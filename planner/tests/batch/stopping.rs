//! A batch that is killed or interrupted goes on where it was, and ends as if it had never been stopped.

use super::{batch, batch_file, hashes, ids, program, rows, without_times};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Plans of the batch file.
const PLANS: usize = 20;

/// Lines on record that are whole, the head aside.
fn recorded(out: &Path) -> usize {
    let text = std::fs::read(out.join("batch.jsonl")).unwrap_or_default();
    text.iter().filter(|byte| **byte == b'\n').count().saturating_sub(1)
}

/// Starts the batch and gives it back when at least `plans` plans are on record.
fn started(file: &Path, out: &Path, plans: usize) -> Child {
    let child = Command::new(program())
        .arg("batch")
        .arg(file)
        .arg("--out")
        .arg(out)
        .args(["--threads", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while recorded(out) < plans {
        assert!(
            began.elapsed() < Duration::from_secs(120),
            "no {plans} plans in two minutes"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

/// When each plan folder was made.
fn made(out: &Path, ids: &[String]) -> Vec<std::time::SystemTime> {
    let path = |id: &String| out.join("plans").join(id).join("certificate.json");
    let modified = |id: &String| std::fs::metadata(path(id)).unwrap().modified().unwrap();
    ids.iter().map(modified).collect()
}

#[test]
fn a_batch_that_was_killed_ends_as_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 80, 14, "decomposed");
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    batch(&file, &whole, &["--threads", "2"], 0);

    let mut child = started(&file, &killed, PLANS / 2);
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "it was killed before its end");
    let before = std::fs::read(killed.join("batch.jsonl")).unwrap();
    let done = recorded(&killed);
    assert!((PLANS / 2..PLANS).contains(&done), "it was half way: {done} of {PLANS}");
    let early = ids(&rows_whole(&killed, done));
    let times = made(&killed, &early);

    // As if the kill had come while a line was being written, and a plan was put together.
    let mut record = std::fs::OpenOptions::new()
        .append(true)
        .open(killed.join("batch.jsonl"))
        .unwrap();
    record.write_all(b"{\"position\":19,\"id\":\"cut sh").unwrap();
    drop(record);
    std::fs::create_dir(killed.join("plans/.planner-staging-left")).unwrap();
    std::fs::write(killed.join("plans/.writing-left"), "half a checkpoint").unwrap();

    batch(&file, &killed, &["--resume", "--threads", "1"], 0);
    let after = std::fs::read(killed.join("batch.jsonl")).unwrap();
    let kept = before.iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    assert_eq!(after[..kept], before[..kept], "what was on record stays");
    assert_eq!(made(&killed, &early), times, "no finished plan was made again");
    let all = ids(&rows(&killed));
    assert_eq!(all.len(), PLANS);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), PLANS, "no plan twice");
    assert_eq!(hashes(&killed), hashes(&whole));
    assert_eq!(without_times(rows(&killed)), without_times(rows(&whole)));
    let entries = std::fs::read_dir(killed.join("plans")).unwrap().count();
    assert_eq!(entries, PLANS, "what was left half written is gone");
}

/// The first whole rows on record.
fn rows_whole(out: &Path, count: usize) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(out.join("batch.jsonl")).unwrap();
    let lines = text.lines().skip(1).take(count);
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[cfg(unix)]
#[test]
fn an_interrupt_finishes_the_plans_begun_and_the_rest_can_be_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 80, 14, "decomposed");
    let out = folder.path().join("out");
    let mut child = started(&file, &out, 3);
    let sent = Command::new("kill").arg("-INT").arg(child.id().to_string()).status();
    assert!(sent.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let done = rows(&out).len();
    assert!((3..PLANS).contains(&done), "{done}");
    assert!(out.join("batch.parquet").exists());
    batch(&file, &out, &["--resume"], 0);
    assert_eq!(rows(&out).len(), PLANS);
}

#[test]
fn two_programs_do_not_work_on_one_batch() {
    let folder = tempfile::tempdir().unwrap();
    let file = batch_file(folder.path(), 80, 14, "decomposed");
    let out = folder.path().join("out");
    let mut child = started(&file, &out, 1);
    let (_, said) = batch(&file, &out, &["--resume"], 2);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said.contains("another `planner batch`"), "{said}");
}

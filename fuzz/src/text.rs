//! Text files: run configs with a policy, change files, batch files. What is read is laid over the tiny sample.

use crate::folder::{continent, own, samples};
use data::findings::Findings;
use std::fs;
use std::path::{Path, PathBuf};

/// Between a config and its policy in one input.
const BETWEEN: u8 = 0;

/// A run config and a policy.
pub fn config(bytes: &[u8]) {
    let (run, policy) = split(bytes);
    fs::write(own().join("policy.toml"), policy).unwrap();
    if let Some((run, policies)) = said(data::config::read_config(&written("run.toml", run))) {
        let mut continent = continent().clone();
        let laid = data::overlay::apply(&mut continent, &policies, &run.capacity_factor);
        let _ = said(laid);
    }
}

/// A change file.
pub fn change_file(bytes: &[u8]) {
    if let Some(set) = said(data::change::read_change(&written("change.toml", bytes))) {
        let mut changed = continent().clone();
        if let Some(policies) = said(data::change::lay_over(&mut changed, &set, &[])) {
            // What is recorded does what was done.
            let text = serde_json::to_string(&policies).unwrap();
            let recorded: Vec<data::model::Policy> = serde_json::from_str(&text).unwrap();
            let mut again = continent().clone();
            let applied = data::overlay::apply(&mut again, &recorded, &Default::default());
            assert!(applied.is_ok() && again == changed, "{applied:?}");
        }
    }
}

/// A batch file.
pub fn batch_file(bytes: &[u8]) {
    if let Some(set) = said(data::batch::read_batch(&written("batch.toml", bytes))) {
        let examined = said(set.examine(continent()));
        let choices = set.choices();
        assert!(choices.len() <= data::batch::MOST_PLANS, "{} plans", choices.len());
        if let (Some(()), Some(choice)) = (examined, choices.first()) {
            let _ = said(set.lay(continent(), choice));
        }
    }
}

fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let at = bytes.iter().position(|byte| *byte == BETWEEN).unwrap_or(bytes.len());
    (&bytes[..at], bytes.get(at + 1..).unwrap_or_default())
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let path = own().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// What was read; findings are put into words, which must not fail either.
pub fn said<T>(read: Result<T, Findings>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(findings) => {
            assert!(findings.has_errors(), "refused without an error: {findings}");
            let json = serde_json::to_string(&findings).unwrap();
            assert!(serde_json::from_str::<Findings>(&json).unwrap() == findings);
            assert!(!findings.to_string().is_empty());
            None
        }
    }
}

/// Every text file of that ending below a folder.
fn texts(folder: &Path, found: &mut Vec<Vec<u8>>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            found.push(fs::read(path).unwrap());
        }
    }
}

fn seeds(folders: &[PathBuf]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    folders.iter().for_each(|folder| texts(folder, &mut found));
    found
}

fn configs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../configs").join(name)
}

/// Seeds of [`config`]: a run with each policy there is, and the bad ones.
#[must_use]
pub fn config_seeds() -> Vec<Vec<u8>> {
    let run = b"version = 1\nname = \"Seed\"\ndata = \"tables\"\ncalendar = \"halves\"\npolicies = [\"policy.toml\"]\n";
    let with_run = |policy: Vec<u8>| [run.as_slice(), &[BETWEEN], &policy].concat();
    let mut found: Vec<Vec<u8>> = seeds(&[configs("policies")]).into_iter().map(with_run).collect();
    found.extend(seeds(&[samples().join("bad-config")]));
    found
}

/// Seeds of [`change_file`].
#[must_use]
pub fn change_seeds() -> Vec<Vec<u8>> {
    seeds(&[configs("changes"), samples().join("bad-change")])
}

/// Seeds of [`batch_file`].
#[must_use]
pub fn batch_seeds() -> Vec<Vec<u8>> {
    seeds(&[configs("batches"), samples().join("bad-batch")])
}

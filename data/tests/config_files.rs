//! Every file in `configs/` is read, and every policy and change there fits the tables of North America.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::batch::read_batch;
use data::change::{lay_over, read_change};
use data::config::{RunConfig, parse_policy, read_config};
use data::model::{Continent, Policy};
use data::overlay::apply;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../configs").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn run(path: &Path) -> (RunConfig, Vec<Policy>) {
    read_config(path).unwrap_or_else(|findings| panic!("{}:\n{findings}", path.display()))
}

fn policy(path: &Path) -> Policy {
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    parse_policy(&text, &name).unwrap_or_else(|findings| panic!("{findings}"))
}

fn tables(run: &RunConfig) -> Continent {
    let read = data::tables::read_continent(&run.data_folder(), &run.calendar);
    read.unwrap_or_else(|findings| panic!("{}:\n{findings}", run.name)).0
}

#[test]
fn every_run_is_read_and_fits_its_tables() {
    let mut names = BTreeMap::new();
    for path in files("") {
        let (run, policies) = run(&path);
        assert!(
            names.insert(run.name.clone(), path.clone()).is_none(),
            "{} twice",
            run.name
        );
        let mut continent = tables(&run);
        let report = apply(&mut continent, &policies, &run.capacity_factor);
        report.unwrap_or_else(|findings| panic!("{}:\n{findings}", path.display()));
    }
}

#[test]
fn every_policy_is_read_says_who_answers_for_it_and_fits_north_america() {
    let (run, _) = run(&files("")
        .into_iter()
        .find(|f| f.ends_with("north-america-year.toml"))
        .unwrap());
    let continent = tables(&run);
    for path in files("policies") {
        let policy = policy(&path);
        assert!(
            !policy.purpose.is_empty() && !policy.answers_for_it.is_empty(),
            "{}",
            path.display()
        );
        let mut changed = continent.clone();
        let report = apply(&mut changed, std::slice::from_ref(&policy), &BTreeMap::new());
        let report = report.unwrap_or_else(|findings| panic!("{}:\n{findings}", path.display()));
        assert!(
            report.changes.iter().all(|c| c.rows > 0),
            "{}: {report:?}",
            path.display()
        );
    }
}

#[test]
fn every_change_is_read_says_who_answers_for_it_and_fits_north_america() {
    let (run, _) = run(&files("")
        .into_iter()
        .find(|f| f.ends_with("north-america-year.toml"))
        .unwrap());
    let continent = tables(&run);
    for path in files("changes") {
        let set = read_change(&path).unwrap_or_else(|findings| panic!("{findings}"));
        assert!(!set.change.purpose.is_empty(), "{}", path.display());
        let mut changed = continent.clone();
        let policies = lay_over(&mut changed, &set, &[]).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!(policies.len(), 1 + set.policies.len());
        assert!(changed != continent, "{}", path.display());
    }
}

#[test]
fn every_batch_is_read_and_each_of_its_plans_fits_its_tables() {
    for path in files("batches") {
        let set = read_batch(&path).unwrap_or_else(|findings| panic!("{}:\n{findings}", path.display()));
        let continent = tables(&set.run);
        set.examine(&continent).unwrap_or_else(|findings| panic!("{findings}"));
        let choices = set.choices();
        assert!(choices.len() > 1, "{}", path.display());
        for choice in choices {
            let laid = set.lay(&continent, &choice);
            laid.unwrap_or_else(|findings| panic!("{:?}:\n{findings}", set.names(&choice)));
        }
    }
}

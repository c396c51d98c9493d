//! A decomposed run that was stopped is taken up again and ends where it would have; what is not its own is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "decomposed/stopping.rs"]
mod stopping;

use check::{CheckOptions, CheckStatus, PlanStatus};
use data::config::Method;
use data::generate::{GenerateSpec, generate};
use data::model::Accounting;
use data::tables::{WRITTEN_CALENDAR, write_continent};
use planner::run::{self, Inputs, KeptError, RunError, Settings};
use std::path::{Path, PathBuf};
use stopping::Stopping;

/// A small continent, solved in one round.
const SMALL: GenerateSpec = GenerateSpec {
    nodes: 60,
    commodities: 12,
    periods: 2,
    seed: 5,
};

/// Writes and loads a small generated continent; `demand` multiplies what is asked.
fn inputs(folder: &Path, name: &str, demand: f64) -> Inputs {
    inputs_of(&SMALL, folder, name, demand)
}

/// The same for any continent.
fn inputs_of(spec: &GenerateSpec, folder: &Path, name: &str, demand: f64) -> Inputs {
    let mut continent = generate(spec);
    continent.demands.iter_mut().for_each(|d| d.amount_per_year *= demand);
    write_continent(&folder.join(name), &continent).unwrap();
    let config = folder.join(format!("{name}.toml"));
    let text = format!("name = \"{name}\"\ndata = \"{name}\"\ncalendar = \"{WRITTEN_CALENDAR}\"\n");
    std::fs::write(&config, text).unwrap();
    let mut inputs = run::load(&config).unwrap();
    inputs.config.method = Method::Decomposed;
    inputs.config.gap = 1e-10;
    inputs
}

fn settings(folder: &Path, resume: bool) -> Settings {
    Settings {
        out: folder.join("plan"),
        resume,
    }
}

fn checkpoint(folder: &Path) -> PathBuf {
    folder.join("plan.checkpoint.arrow")
}

/// Stops a run after some rounds; whether there was a plan to certify by then.
fn stopped(inputs: &Inputs, folder: &Path, rounds: usize) -> bool {
    match run::plan(inputs, &settings(folder, false), &mut Stopping::after(rounds)) {
        Ok((certificate, _)) => {
            assert_eq!(certificate.status, PlanStatus::Feasible);
            assert!(
                certificate.solver_status.contains("stopped"),
                "{}",
                certificate.solver_status
            );
            assert!(certificate.gap.unwrap() > 1e-10);
            assert_checked(folder);
            true
        }
        Err(RunError::NoPoint { status, hint }) => {
            assert!(
                status.contains("stopped") && hint.contains("--resume"),
                "{status}{hint}"
            );
            false
        }
        Err(other) => panic!("{other}"),
    }
}

fn assert_checked(folder: &Path) {
    let report = check::check(&folder.join("plan"), CheckOptions::default()).unwrap();
    assert_eq!(report.status, CheckStatus::Passed, "{:?}", report.faults);
}

#[test]
fn a_run_taken_up_ends_where_it_would_have() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = inputs(folder.path(), "land", 1.0);
    let (whole, _) = run::plan(&inputs, &settings(folder.path(), false), &mut Stopping::never()).unwrap();
    assert_eq!(whole.status, PlanStatus::Optimal);
    assert!(!checkpoint(folder.path()).exists());
    assert!(stopped(&inputs, folder.path(), 0), "no plan");
    assert!(checkpoint(folder.path()).exists());
    let mut journal = Stopping::never();
    let (resumed, _) = run::plan(&inputs, &settings(folder.path(), true), &mut journal).unwrap();
    assert!(
        journal.steps.iter().any(|s| s.contains("checkpoint")),
        "{:?}",
        journal.steps
    );
    assert_eq!(resumed.status, PlanStatus::Optimal);
    let (a, b) = (resumed.objective_gj.unwrap(), whole.objective_gj.unwrap());
    assert!((a - b).abs() <= 1e-9 * b, "{a} {b}");
    assert_checked(folder.path());
    assert!(!checkpoint(folder.path()).exists());
}

#[test]
fn a_run_stopped_at_its_first_parts_has_a_certified_plan() {
    for (seed, accounting) in [
        (1, Accounting::Closed),
        (2, Accounting::Direct),
        (3, Accounting::Closed),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let spec = GenerateSpec {
            periods: 4,
            seed,
            ..SMALL
        };
        let mut inputs = inputs_of(&spec, folder.path(), "land", 1.0);
        inputs.config.accounting = accounting;
        assert!(stopped(&inputs, folder.path(), 0), "no plan of seed {seed}");
    }
}

#[test]
fn a_run_stopped_between_rounds_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let larger = GenerateSpec {
        nodes: 150,
        commodities: 20,
        periods: 1,
        seed: 3,
    };
    let inputs = inputs_of(&larger, folder.path(), "land", 1.0);
    let mut journal = Stopping::never();
    let (whole, _) = run::plan(&inputs, &settings(folder.path(), false), &mut journal).unwrap();
    assert_eq!(whole.status, PlanStatus::Optimal);
    assert!(
        journal.rounds >= 2,
        "it takes one round, so nothing can be stopped between two"
    );
    stopped(&inputs, folder.path(), 1);
    assert!(checkpoint(folder.path()).exists());
    let mut journal = Stopping::never();
    let (resumed, _) = run::plan(&inputs, &settings(folder.path(), true), &mut journal).unwrap();
    assert_eq!(resumed.status, PlanStatus::Optimal);
    let (a, b) = (resumed.objective_gj.unwrap(), whole.objective_gj.unwrap());
    assert!((a - b).abs() <= 1e-9 * b, "{a} {b}");
    assert_checked(folder.path());
}

#[test]
fn a_damaged_checkpoint_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = inputs(folder.path(), "land", 1.0);
    stopped(&inputs, folder.path(), 0);
    let path = checkpoint(folder.path());
    let good = std::fs::read(&path).unwrap();
    let mut flipped = good.clone();
    flipped[good.len() / 2] ^= 1;
    for bad in [&good[..good.len() / 2], &flipped[..], b"", b"not a table"] {
        std::fs::write(&path, bad).unwrap();
        let error = run::plan(&inputs, &settings(folder.path(), true), &mut Stopping::never()).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        let words = error.to_string();
        assert!(
            words.contains("damaged") && words.contains("plan.checkpoint.arrow"),
            "{words}"
        );
        assert!(words.contains("without --resume"), "{words}");
    }
}

#[test]
fn a_checkpoint_of_other_inputs_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut inputs = inputs(folder.path(), "land", 1.0);
    stopped(&inputs, folder.path(), 0);
    let refused = |inputs: &Inputs| {
        let error = run::plan(inputs, &settings(folder.path(), true), &mut Stopping::never()).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("was written for other"), "{error}");
        assert!(matches!(
            error,
            RunError::Kept {
                source: KeptError::Foreign { .. },
                ..
            }
        ));
    };
    refused(&self::inputs(folder.path(), "other", 1.5));
    inputs.config.capacity_factor.insert("rail".to_owned(), 0.5);
    refused(&inputs);
}

#[test]
fn without_a_checkpoint_there_is_nothing_to_take_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut inputs = inputs(folder.path(), "land", 1.0);
    let refused =
        |inputs: &Inputs| run::plan(inputs, &settings(folder.path(), true), &mut Stopping::never()).unwrap_err();
    let missing = refused(&inputs);
    assert_eq!(missing.exit_code(), 2);
    assert!(matches!(
        missing,
        RunError::Kept {
            source: KeptError::Missing,
            ..
        }
    ));
    inputs.config.method = Method::Whole;
    let whole = refused(&inputs);
    assert_eq!(whole.exit_code(), 2);
    assert!(matches!(whole, RunError::ResumeWhole));
}

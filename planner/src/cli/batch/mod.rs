//! `planner batch`: every plan of a batch file.

mod watch;

use super::args::BatchArgs;
use super::compare;
use super::fail::Failure;
use super::print;
use crate::batch::{Batch, Outcome, Settings, Status};
use data::findings::Severity;
use std::path::{Path, PathBuf};
use watch::BatchWatch;

/// Plans that the table lists at the end; `planner compare` lists more.
const LISTED: usize = 40;

pub(super) fn run(args: &BatchArgs) -> Result<(), Failure> {
    if args.threads == Some(0) {
        return Err(Failure::Arguments("--threads must be at least 1".to_owned()));
    }
    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.batch));
    let batch = Batch::read(&args.batch)?;
    for finding in batch.warnings().iter().filter(|f| f.severity == Severity::Warning) {
        print::remark(&finding.to_string());
    }
    let settings = Settings {
        out,
        resume: args.resume,
        threads: args.threads,
    };
    let watch = BatchWatch::new(args.json);
    let made = batch.run(&settings, &watch);
    watch.finish();
    let outcome = made?;
    say(args, &settings.out, &outcome)?;
    finish(&outcome, &settings.out)
}

/// `batches/` and the name of the batch file.
fn default_folder(batch: &Path) -> PathBuf {
    PathBuf::from("batches").join(batch.file_stem().unwrap_or(batch.as_os_str()))
}

fn say(args: &BatchArgs, out: &Path, outcome: &Outcome) -> Result<(), Failure> {
    if args.json {
        return print::json(&outcome.rows);
    }
    compare::table(out, LISTED)?;
    print::line(&format!("plans             {}", counts(outcome)))?;
    print::line(&format!("batch             {}", out.display()))?;
    Ok(())
}

/// How many plans ended how: `12 of 20: 10 optimal, 2 infeasible`.
fn counts(outcome: &Outcome) -> String {
    let all = [
        Status::Optimal,
        Status::Feasible,
        Status::Infeasible,
        Status::Unsolved,
        Status::Refused,
        Status::Failed,
    ];
    let count = |status: Status| outcome.rows.iter().filter(|row| row.status == status).count();
    let words: Vec<String> = all
        .into_iter()
        .map(|status| (count(status), status))
        .filter(|(count, _)| *count > 0)
        .map(|(count, status)| format!("{count} {}", status.word()))
        .collect();
    let standing = outcome.standing;
    format!("{} of {}: {}", standing.done, standing.of, words.join(", "))
}

fn finish(outcome: &Outcome, out: &Path) -> Result<(), Failure> {
    if !outcome.is_complete() {
        let left = outcome.standing.of - outcome.standing.done;
        let message = format!(
            "interrupted with {left} plans to make; --resume with --out {} goes on with them",
            out.display()
        );
        return Err(Failure::Interrupted(message));
    }
    if outcome.rows.iter().any(|row| row.status == Status::Failed) {
        print::remark("some plans break rules of their own continent; see `planner check`");
        return Err(Failure::CheckFailed);
    }
    Ok(())
}

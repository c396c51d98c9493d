//! The run itself, `decomposed` method: ways found in rounds, plan, ledger, trace, folder; the whole program is never built.

use super::certify::{Made, Verdict};
use super::checkpoint::{self, Checkpoint};
use super::columns::{self, KeptError, Keys, Of};
use super::error::RunError;
use super::facts;
use super::folder;
use super::journal::Journal;
use super::rounds::{Stop, Watch};
use super::solve::{Task, explain};
use super::staging::Staging;
use crate::decompose::{Decomposed, End, Memory, Options, decompose};
use check::Certificate;
use data::foreign;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// What is asked of the decomposition, relative to the certified gap: the checker rounds against the plan.
const SHARE_OF_GAP: f64 = 0.9;
/// The word, in the facts of its first step, for a run that starts from what an earlier plan kept.
pub(crate) const EARLIER_PLAN: &str = "earlier plan";

/// Whether the plan in a folder kept what another can start from.
pub(crate) fn keeps_columns(folder: &Path) -> bool {
    folder.join(columns::FILE).exists()
}

/// BLAKE3 of what the plan in a folder kept for another to start from; none where it kept nothing.
pub(crate) fn columns_hash(folder: &Path) -> Result<Option<String>, RunError> {
    let path = folder.join(columns::FILE);
    match foreign::read(&path, foreign::LARGEST_BYTES) {
        Ok(bytes) => Ok(Some(blake3::hash(&bytes).to_hex().to_string())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RunError::file(path)(error)),
    }
}

/// A decomposition that ended, and why it did if it was made to.
struct Ended {
    made: Decomposed,
    stop: Option<Stop>,
}

/// Plans by decomposition; none when that gives no answer and the whole program has to.
pub(super) fn plan(
    task: &Task<'_>,
    warm_from: Option<&Path>,
    journal: &mut dyn Journal,
) -> Result<Option<(Certificate, PathBuf)>, RunError> {
    let out = &task.settings.out;
    let keys = Keys::of(task.inputs)?;
    Staging::probe(out)?;
    let start = start(task, &keys, warm_from, journal)?;
    journal.step("finding ways", start_facts(task, start.as_ref()));
    let ended = improve(task, &keys, start.as_ref(), journal);
    journal.step("solved", rounds_facts(&ended.made));
    match (ended.made.end, ended.stop) {
        (End::Unsolved, Some(stop)) => return Err(stop.no_point()),
        (End::Unsolved, None) => {
            checkpoint::remove(out)?;
            return Ok(None);
        }
        (End::Optimal | End::Stopped, _) => {}
    }
    let written = write(task, &keys, ended, journal)?;
    if written.0.status == check::PlanStatus::Optimal {
        checkpoint::remove(out)?;
    }
    Ok(Some(written))
}

/// What the run starts from: its checkpoint when asked, else what the plan it replaces kept, else nothing.
fn start(
    task: &Task<'_>,
    keys: &Keys,
    warm_from: Option<&Path>,
    journal: &mut dyn Journal,
) -> Result<Option<Memory>, RunError> {
    if task.settings.resume {
        let checkpoint = Checkpoint::new(&task.settings.out, keys, task.network, 0.0);
        return checkpoint.read().map(Some);
    }
    let Some(folder) = warm_from else {
        return Ok(None);
    };
    let path = folder.join(columns::FILE);
    match columns::read(&path, task.network, keys, Of::Tables) {
        Ok(memory) => Ok(Some(memory)),
        Err(KeptError::Missing) => Ok(None),
        Err(error) => {
            let text = format!("starting from nothing: {}: {error}", path.display());
            journal.step("finding", facts([("text", json!(text))]));
            Ok(None)
        }
    }
}

/// Runs the rounds, again from nothing where a start led nowhere; leaves a checkpoint when it was stopped.
fn improve(task: &Task<'_>, keys: &Keys, start: Option<&Memory>, journal: &mut dyn Journal) -> Ended {
    journal.rounds_begin();
    let checkpoint = Checkpoint::new(&task.settings.out, keys, task.network, journal.seconds());
    let mut watch = Watch::new(journal, checkpoint, task.inputs.config.time_limit_s);
    let mut made = rounds(task, start, &mut watch);
    if made.end == End::Unsolved && start.is_some() && watch.stop().is_none() {
        made = rounds(task, None, &mut watch);
    }
    let stop = watch.stop().filter(|_| made.end != End::Optimal);
    if made.end == End::Stopped {
        watch.keep(&made.memory);
    }
    journal.rounds_over();
    Ended { made, stop }
}

fn rounds(task: &Task<'_>, start: Option<&Memory>, watch: &mut Watch<'_>) -> Decomposed {
    let config = &task.inputs.config;
    let threads = task.inputs.config.threads;
    let options = Options {
        threads: threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)),
        gap: SHARE_OF_GAP * config.gap,
        farm: task.farm.cloned(),
    };
    decompose(task.network, task.reach, config.accounting, &options, start, watch)
}

fn write(
    task: &Task<'_>,
    keys: &Keys,
    ended: Ended,
    journal: &mut dyn Journal,
) -> Result<(Certificate, PathBuf), RunError> {
    let Ended { made, stop } = ended;
    let staging = Staging::beside(&task.settings.out)?;
    let path = staging.path().join(columns::FILE);
    let kept = columns::write(&path, &made.memory, task.network, keys);
    kept.map_err(|source| RunError::Kept { path, source })?;
    let statistics = rounds_facts(&made);
    let made = Made {
        method: "decomposed",
        ..explain(task.inputs, made.plan, statistics, journal)?
    };
    let verdict = Verdict::of_rounds(stop);
    folder::write(task.inputs, &made, staging, &task.settings.out, &verdict, journal)
}

fn start_facts(task: &Task<'_>, start: Option<&Memory>) -> Map<String, Value> {
    let from = match start {
        None => "nothing",
        Some(_) if task.settings.resume => "checkpoint",
        Some(_) => EARLIER_PLAN,
    };
    facts([
        ("method", "decomposed".into()),
        ("start", from.into()),
        ("ways", start.map_or(0, |memory| memory.ways.len()).into()),
    ])
}

fn rounds_facts(made: &Decomposed) -> Map<String, Value> {
    facts([
        ("rounds", made.last.round.into()),
        ("rows", made.rows.into()),
        ("columns", made.columns.into()),
        ("paths", made.last.paths.into()),
        ("exchanges", made.last.exchanges.into()),
        ("active_rows", made.last.active_rows.into()),
    ])
}

//! `planner cluster status`: how a cluster is.
//!
//! Invariant: it asks once and changes nothing.

use super::args::StatusArgs;
use super::fail::Failure;
use super::print;
use crate::plan::show::Cell;
use cluster::{Address, ClusterError, ClusterStatus, ExecutorStatus, RoundStatus, TlsFiles};

pub(super) fn run(args: &StatusArgs) -> Result<(), Failure> {
    let files = TlsFiles {
        ca: args.ca.clone(),
        certificate: args.certificate.clone(),
        key: args.key.clone(),
    };
    let scheduler: Address = args.scheduler.parse().map_err(failure)?;
    let tls = files.read().map_err(failure)?;
    let status = cluster::status(&scheduler, tls.as_ref()).map_err(failure)?;
    if args.json {
        return print::json(&status);
    }
    show(&status)
}

/// Says what the run does as far as the environment asks for it.
pub(super) fn say_to_stderr() -> Result<(), Failure> {
    cluster::say_to_stderr(None).map_err(failure)
}

fn failure(error: ClusterError) -> Failure {
    if error.is_input() {
        Failure::Arguments(error.to_string())
    } else {
        Failure::Cluster(error.to_string())
    }
}

fn show(status: &ClusterStatus) -> Result<(), Failure> {
    let blocks = status.blocks;
    print::line(&format!("version           {}", status.version))?;
    print::line(&format!("engine            {}", status.engine_version))?;
    print::line(&format!("up                {} s", status.up_s))?;
    print::line(&format!(
        "blocks            {} done, {} answers refused, {} asked again, {} done by planners instead",
        blocks.done, blocks.refused, blocks.retried, blocks.local
    ))?;
    listed("executors", &EXECUTOR, status.executors.iter().map(executor).collect())?;
    listed("rounds under way", &ROUND, status.rounds.iter().map(round).collect())
}

fn listed(what: &str, headings: &[(&str, &str)], rows: Vec<Vec<Cell>>) -> Result<(), Failure> {
    print::line(&format!("{what:<17} {}", rows.len()))?;
    if rows.is_empty() {
        return Ok(());
    }
    let headings = headings.iter().map(|(name, unit)| print::heading(name, unit));
    print::line(&print::grid(headings.collect(), &rows, rows.len()))
}

const EXECUTOR: [(&str, &str); 7] = [
    ("node", ""),
    ("address", ""),
    ("version", ""),
    ("slots", ""),
    ("busy", ""),
    ("known for", "s"),
    ("silent for", "s"),
];

fn executor(executor: &ExecutorStatus) -> Vec<Cell> {
    let seconds = |age: Option<u64>| age.map_or(Cell::Empty, |age| Cell::Word(age.to_string()));
    vec![
        Cell::Word(executor.node.clone()),
        Cell::Word(executor.address.clone()),
        executor.version.clone().map_or(Cell::Empty, Cell::Word),
        Cell::Count(executor.slots as usize),
        Cell::Count(executor.busy),
        seconds(executor.known_s),
        seconds(executor.silent_s),
    ]
}

const ROUND: [(&str, &str); 5] = [
    ("round", ""),
    ("asked before", ""),
    ("blocks", ""),
    ("running", ""),
    ("waiting", ""),
];

fn round(round: &RoundStatus) -> Vec<Cell> {
    let counts = [round.attempt, round.blocks, round.running, round.waiting];
    let counts = counts.map(Cell::Count);
    std::iter::once(Cell::Word(round.id.clone())).chain(counts).collect()
}

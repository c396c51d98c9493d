//! A cluster on this machine for a run with workers: a scheduler and executors of one core each.
//!
//! Invariant: it is started for one run, counted from the moment it is ready, and gone after it; nothing is kept from run to run.

use super::account::usage_of;
use super::child::Finished;
use super::row::Outcome;
use serde::Deserialize;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long executors may take to be there.
const PATIENCE: Duration = Duration::from_secs(60);
/// Time between two questions whether they are.
const LOOKS: Duration = Duration::from_millis(100);

/// A scheduler, its executors, and the folder in which they find blocks.
#[derive(Debug)]
pub(super) struct Workers {
    processes: Vec<Process>,
    scheduler: String,
    folder: TempDir,
}

#[derive(Debug)]
struct Process {
    child: Child,
    /// CPU time it had used when the cluster was ready, s.
    cpu_before_s: f64,
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

/// What a planner with `--json` says on stderr of what its cluster did.
#[derive(Deserialize)]
struct Said {
    farm: Done,
}

#[derive(Deserialize)]
struct Done {
    blocks_there: u64,
    blocks_here: u64,
    small_rounds_here: u64,
}

/// Whether workers did everything that could be sent: the planner does what comes back from nobody itself.
pub(super) fn did_it(finished: &Finished) -> bool {
    let mut said = finished
        .stderr
        .iter()
        .filter_map(|said| serde_json::from_str::<Said>(&said.text).ok());
    said.any(|said| {
        let Done {
            blocks_there,
            blocks_here,
            small_rounds_here,
        } = said.farm;
        blocks_there > 0 && blocks_here == 0 && small_rounds_here == 0
    })
}

/// What `planner cluster status --json` says.
#[derive(Deserialize)]
struct Status {
    executors: Vec<serde_json::Value>,
}

/// Why workers cannot be had by this program, if they cannot.
pub(super) fn missing(planner: &Path) -> Option<String> {
    if !cfg!(feature = "cluster") {
        return Some(
            "workers: this planner has no cluster; build it with `cargo build --release -p cluster -p planner --features planner/cluster`"
                .to_owned(),
        );
    }
    let needed = ["planner-scheduler", "planner-executor"].map(|name| beside(planner, name));
    let missing = needed.into_iter().find(|program| !program.exists())?;
    Some(format!(
        "workers: {} is missing; build it with `cargo build --release -p cluster`",
        missing.display()
    ))
}

fn beside(planner: &Path, name: &str) -> PathBuf {
    planner.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

impl Workers {
    /// Starts as many executors, and waits until the scheduler knows them all; why not, where that fails.
    pub(super) fn start(planner: &Path, count: u32) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("workers: {error}"))?;
        let mut command = Command::new(beside(planner, "planner-scheduler"));
        let (process, scheduler) = start_scheduler(command.args(["--bind", "127.0.0.1:0"]))?;
        let mut workers = Self {
            processes: vec![process],
            scheduler,
            folder,
        };
        for number in 1..=count {
            let mut command = Command::new(beside(planner, "planner-executor"));
            command.args(["--scheduler", &workers.scheduler, "--store", &workers.store()]);
            command.args(["--cores", "1", "--node", &format!("worker-{number}")]);
            // What it says is passed on to who looks on.
            workers.processes.push(spawn(command.stderr(Stdio::inherit()))?);
        }
        workers.wait(planner, count)?;
        let ready = workers.processes.iter_mut();
        ready.for_each(|process| process.cpu_before_s = cpu_s(process));
        Ok(workers)
    }

    /// What the planner is told of them. All rounds are sent, so that they are what is measured.
    pub(super) fn arguments(&self) -> Vec<String> {
        let store = self.store();
        let words = [
            "--farm",
            "cluster",
            "--scheduler",
            &self.scheduler,
            "--store",
            &store,
            "--least-arcs",
            "0",
        ];
        words.map(str::to_owned).to_vec()
    }

    /// Adds to what a run took what it took here: CPU time since the cluster was ready, and the peak memory of each process.
    pub(super) fn add_to(&mut self, mut outcome: Outcome) -> Outcome {
        let spent: f64 = self
            .processes
            .iter()
            .map(|process| cpu_s(process) - process.cpu_before_s)
            .sum();
        let peaks = self
            .processes
            .iter()
            .filter_map(|process| usage_of(process.child.id())?.peak_memory_mb);
        outcome.cpu_s = outcome.cpu_s.map(|cpu| cpu + spent);
        outcome.peak_memory_mb = outcome.peak_memory_mb.map(|peak| peak + peaks.sum::<f64>());
        if self.has_ended() {
            outcome.status = "failed: a worker ended".to_owned();
        }
        outcome
    }

    fn store(&self) -> String {
        format!("file://{}", self.folder.path().join("store").display())
    }

    fn has_ended(&mut self) -> bool {
        let mut processes = self.processes.iter_mut();
        processes.any(|process| !matches!(process.child.try_wait(), Ok(None)))
    }

    fn wait(&mut self, planner: &Path, count: u32) -> Result<(), String> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if self.has_ended() {
                return Err("workers: one ended at once".to_owned());
            }
            let mut command = Command::new(planner);
            command.args(["cluster", "status", "--json", "--scheduler", &self.scheduler]);
            let output = command.output().map_err(|error| format!("workers: {error}"))?;
            let status = serde_json::from_slice::<Status>(&output.stdout);
            if status.is_ok_and(|status| status.executors.len() >= count as usize) {
                return Ok(());
            }
            std::thread::sleep(LOOKS);
        }
        Err(format!("workers: not there after {} s", PATIENCE.as_secs()))
    }
}

fn cpu_s(process: &Process) -> f64 {
    usage_of(process.child.id()).map_or(0.0, |usage| usage.cpu_seconds)
}

fn spawn(command: &mut Command) -> Result<Process, String> {
    let program = PathBuf::from(command.get_program());
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    Ok(Process {
        child: child.map_err(|error| format!("workers: {}: {error}", program.display()))?,
        cpu_before_s: 0.0,
    })
}

/// Starts the scheduler and gives the address at which it says it listens.
fn start_scheduler(command: &mut Command) -> Result<(Process, String), String> {
    let mut process = spawn(command.stderr(Stdio::piped()))?;
    let mut lines = process.child.stderr.take().map(BufReader::new);
    let mut line = String::new();
    // Without a line there is no address, which is said below; one that says nothing ends here with its process.
    let _read = lines.as_mut().map(|lines| lines.read_line(&mut line));
    std::thread::spawn(move || lines.map(|mut lines| lines.read_to_end(&mut Vec::new())));
    match line.trim().split_once(" listens at ") {
        Some((_, address)) => Ok((process, address.to_owned())),
        None => Err(format!("workers: the scheduler said {line:?}")),
    }
}

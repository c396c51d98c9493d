//! The runner: every method with every count of threads and workers on every instance, as often as the suite says, one run after the other.
//! Repeats go round: all methods once, then all again, so that a busy spell of the machine does not fall on one method alone.

use super::account::SHORTEST_CPU_SECONDS;
use super::child::{self, Finished};
use super::contender::Contender;
use super::error::BenchError;
use super::instance::{Instance, Source, instances};
use super::method::Method;
use super::prepare::{Plannable, plannable};
use super::published::Published;
use super::row::{Outcome, Row};
use super::solve::{Relaxation, SolverAnswer};
use super::suite::Suite;
use super::workers::{self, Workers};
use crate::import::Format;
use clap::ValueEnum;
use serde::Deserialize;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Who hears how far a benchmark is.
pub trait Progress {
    /// A remark.
    fn say(&mut self, line: &str);
    /// A run has ended: its row, how many there are so far, and how many there will be.
    fn ran(&mut self, row: &Row, done: usize, all: usize);
}

/// Runs a suite with `planner` as the program of the children; rows come in the order of the suite.
///
/// # Errors
/// [`BenchError`] when files are missing or a child cannot be started. A run that fails is a row.
pub fn run(suite: &Suite, planner: &Path, progress: &mut dyn Progress) -> Result<Vec<Row>, BenchError> {
    let instances = instances(suite, &mut |line| progress.say(line))?;
    if suite.workers.iter().any(|count| *count > 0) {
        workers::missing(planner).map_or(Ok(()), |reason| Err(BenchError::Method(reason)))?;
    }
    let runs = |instance: &Instance| contenders(suite, instance).len() * suite.repeats;
    let all = instances.iter().map(runs).sum();
    let mut rows = Vec::new();
    for instance in &instances {
        let folder = tempfile::tempdir().map_err(BenchError::file(&std::env::temp_dir()))?;
        let bench = Bench::of(suite, planner, instance, folder.path())?;
        for repeat in 1..=suite.repeats {
            for contender in contenders(suite, instance) {
                let row = bench.row(contender, repeat)?;
                rows.push(row);
                if let Some(row) = rows.last() {
                    progress.ran(row, rows.len(), all);
                }
            }
        }
    }
    Ok(rows)
}

/// Everything that runs on an instance. What solves a program alone has no use for workers.
fn contenders(suite: &Suite, instance: &Instance) -> Vec<Contender> {
    let mut contenders = Vec::new();
    for method in &instance.methods {
        let workers: &[u32] = if method.is_plan() { &suite.workers } else { &[0] };
        for threads in &suite.threads {
            contenders.extend(workers.iter().map(|workers| Contender {
                method: *method,
                threads: *threads,
                workers: *workers,
            }));
        }
    }
    contenders
}

/// One instance, ready to be run.
struct Bench<'a> {
    suite: &'a Suite,
    planner: &'a Path,
    instance: &'a Instance,
    folder: &'a Path,
    /// None where no method plans.
    plannable: Option<Result<Plannable, String>>,
}

/// What of a certificate a row takes.
#[derive(Deserialize)]
struct Certified {
    status: String,
    objective_gj: Option<f64>,
    lower_bound_gj: Option<f64>,
    gap: Option<f64>,
    #[serde(default)]
    shortage: Vec<Short>,
    #[serde(default)]
    statistics: Statistics,
}

#[derive(Deserialize)]
struct Short {
    fraction: f64,
}

/// Fraction of a demand below which a shortage is rounding.
const NOT_SHORT: f64 = 1e-9;

#[derive(Default, Deserialize)]
struct Statistics {
    columns: Option<usize>,
    rows: Option<usize>,
    coefficients: Option<usize>,
}

impl<'a> Bench<'a> {
    fn of(suite: &'a Suite, planner: &'a Path, instance: &'a Instance, folder: &'a Path) -> Result<Self, BenchError> {
        let plans = instance.methods.iter().any(|method| method.is_plan());
        let plannable = if plans {
            Some(plannable(instance, folder)?)
        } else {
            None
        };
        Ok(Self {
            suite,
            planner,
            instance,
            folder,
            plannable,
        })
    }

    fn row(&self, contender: Contender, repeat: usize) -> Result<Row, BenchError> {
        let outcome = match contender {
            Contender { method, workers: 0, .. } if !method.is_plan() => self.solve(method, contender.threads)?,
            Contender { workers: 0, .. } => self.plan(contender, &[])?,
            Contender { workers: count, .. } => match Workers::start(self.planner, count) {
                Ok(mut workers) => {
                    let outcome = self.plan(contender, &workers.arguments())?;
                    workers.add_to(outcome)
                }
                Err(reason) => failed(&reason),
            },
        };
        let published = match self.instance.published {
            Some(Published::Optimum(value)) => Some(value),
            _ => None,
        };
        let row = Row {
            group: self.instance.group.clone(),
            instance: self.instance.name.clone(),
            contender,
            repeat,
            published,
            published_infeasible: self.instance.published == Some(Published::Infeasible),
            distance: None,
            solved: false,
            outcome,
        };
        Ok(row.judged(self.suite.gap))
    }

    fn limit(&self) -> Duration {
        Duration::from_secs_f64(self.suite.time_limit_s)
    }

    fn start(&self, command: &mut Command) -> Result<Finished, BenchError> {
        child::run(command, self.limit()).map_err(BenchError::file(self.planner))
    }

    fn plan(&self, contender: Contender, farm: &[String]) -> Result<Outcome, BenchError> {
        let ready = match &self.plannable {
            Some(Ok(ready)) => ready,
            Some(Err(reason)) => return Ok(failed(reason)),
            None => return Ok(failed("no tables")),
        };
        let mut command = Command::new(self.planner);
        command
            .arg("plan")
            .arg(&ready.config)
            .args(["--json", "--method", contender.method.name()])
            .args(farm);
        command.args([
            "--threads",
            &contender.threads.to_string(),
            "--gap",
            &format!("{:e}", self.suite.gap),
        ]);
        command.arg("--out").arg(self.folder.join("plan"));
        let finished = self.start(&mut command)?;
        let mut accounts = accounts(&finished);
        if !farm.is_empty() && finished.exit.success() && !workers::did_it(&finished) {
            accounts.status = "failed: not all rounds were done by the workers".to_owned();
            return Ok(accounts);
        }
        let Ok(certified) = serde_json::from_str::<Certified>(&finished.stdout) else {
            return Ok(accounts);
        };
        let statistics = certified.statistics;
        let size = [statistics.columns, statistics.rows, statistics.coefficients];
        let add = |figure: Option<f64>| figure.map(|figure| figure + ready.offset);
        // A shortage costs more than any way through a network, so there is one only where not all can be served.
        let is_network =
            matches!(&self.instance.source, Source::Files { format, .. } if *format != Format::InputOutput);
        let is_short = is_network && certified.shortage.iter().any(|short| short.fraction > NOT_SHORT);
        if is_short && certified.status == "optimal" {
            return Ok(Outcome {
                status: "infeasible".to_owned(),
                ..accounts
            });
        }
        let outcome = Outcome {
            status: certified.status,
            objective: add(certified.objective_gj),
            lower_bound: add(certified.lower_bound_gj),
            gap: certified.gap,
            size: size
                .iter()
                .all(Option::is_some)
                .then(|| size.map(Option::unwrap_or_default)),
            ..accounts
        };
        // With an offset the gap is that of the instance.
        Ok(if ready.offset == 0.0 {
            outcome
        } else {
            outcome.with_gap()
        })
    }

    fn solve(&self, method: Method, threads: u32) -> Result<Outcome, BenchError> {
        let Source::Files {
            format,
            files,
            relaxation,
            ..
        } = &self.instance.source
        else {
            return Ok(failed("no file of a program"));
        };
        let Some(file) = files.first() else {
            return Ok(failed("no file"));
        };
        let mut command = Command::new(self.planner);
        command.args(["bench", "solve", &word(format)]).arg(file);
        command.args(["--method", method.name(), "--relaxation", relaxation_word(*relaxation)]);
        command.args([
            "--threads",
            &threads.to_string(),
            "--gap",
            &format!("{:e}", self.suite.gap),
        ]);
        command.args(["--time-limit", &self.suite.time_limit_s.to_string()]);
        let finished = self.start(&mut command)?;
        let accounts = accounts(&finished);
        Ok(match serde_json::from_str::<SolverAnswer>(&finished.stdout) {
            Ok(said) => Outcome {
                status: said.status,
                objective: said.objective,
                lower_bound: said.lower_bound,
                size: Some(said.size),
                cpu_load_s: Some(said.cpu_load_s),
                ..accounts
            }
            .with_gap(),
            Err(_) => accounts,
        })
    }
}

fn failed(reason: &str) -> Outcome {
    Outcome {
        status: format!("failed: {reason}"),
        ..Outcome::default()
    }
}

/// What the system says of a child, with its failure as the status.
fn accounts(finished: &Finished) -> Outcome {
    Outcome {
        status: finished.failure(),
        cpu_s: finished.cpu_seconds.map(|cpu| cpu.max(SHORTEST_CPU_SECONDS)),
        wall_s: finished.wall_seconds,
        peak_memory_mb: finished.peak_memory_mb,
        ..Outcome::default()
    }
}

/// A value's name on the command line.
fn word(value: &impl ValueEnum) -> String {
    value
        .to_possible_value()
        .map_or_else(String::new, |value| value.get_name().to_owned())
}

const fn relaxation_word(relaxation: Relaxation) -> &'static str {
    match relaxation {
        Relaxation::Weak => "weak",
        Relaxation::Strong => "strong",
    }
}

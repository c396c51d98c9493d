//! The driver: every method on every instance, one after the other.

use super::distance;
use super::error::CompareError;
use super::instance::{self, Instance, Wanted};
use super::method::{Method, Task, tasks};
use super::observer::Observer;
use super::options::Options;
use super::ours;
use super::python::Python;
use super::report::Report;
use super::row::{Outcome, Row};
use super::solve_program::HighsAlgorithm;
use super::summary::{Ratio, ratios};
use planner::bench::child;
use serde::Serialize;
use std::path::Path;
use std::process::Command;

/// Status of a method whose program is missing.
const NOT_AVAILABLE: &str = "not available";

/// Everything that was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// One row a method, accuracy and instance.
    pub rows: Vec<Row>,
    /// The planner against every other method.
    pub summary: Vec<Ratio>,
}

/// Compares.
///
/// # Errors
/// See [`CompareError`]. A method that fails, is missing or runs out of time is a row.
pub fn compare(options: &Options, observer: &mut dyn Observer) -> Result<Comparison, CompareError> {
    let tasks = tasks(&options.methods, &options.gaps, &options.accuracies);
    let tools = Tools::prepare(options, observer);
    let mut rows = Vec::new();
    for wanted in instance::wanted(options) {
        rows.extend(measure(&wanted, &tasks, &tools, options, observer)?);
        observer.measured(&rows)?;
    }
    let summary = ratios(&rows, &options.gaps);
    Ok(Comparison { rows, summary })
}

/// What methods need besides this program.
struct Tools {
    python: Option<Python>,
    has_planner: bool,
}

impl Tools {
    fn prepare(options: &Options, observer: &mut dyn Observer) -> Self {
        let asked = |needs: fn(Method) -> bool| options.methods.iter().any(|method| needs(*method));
        let mut python = None;
        if asked(Method::needs_python) {
            match Python::prepare(&options.python_home, observer) {
                Ok(ready) => python = Some(ready),
                Err(reason) => observer.say(&format!("OR-Tools is not available: {reason}")),
            }
        }
        let has_planner = options.planner.is_file();
        if asked(Method::needs_planner) && !has_planner {
            observer.say(&format!(
                "the planner is not available: there is no {}; build it with `cargo build --release --package planner` \
                 or name it with --planner",
                options.planner.display()
            ));
        }
        Self { python, has_planner }
    }
}

/// All tasks on one instance, with the distance of each to the best bound.
fn measure(
    wanted: &Wanted,
    tasks: &[Task],
    tools: &Tools,
    options: &Options,
    observer: &mut dyn Observer,
) -> Result<Vec<Row>, CompareError> {
    let instance = instance::make(wanted)?;
    let seed = instance.seed.map(|seed| format!(" seed {seed}")).unwrap_or_default();
    observer.say(&format!(
        "{}{seed}: {} columns, {} rows, {} coefficients",
        instance.name, instance.columns, instance.rows, instance.coefficients
    ));
    let mut rows = Vec::new();
    for task in tasks {
        let accuracy = task.accuracy.map(|a| format!(" {a:e}")).unwrap_or_default();
        observer.say(&format!("  {}{accuracy} ...", task.method));
        let outcome = solve(&instance, *task, tools, options)?;
        observer.say(&format!("  {}{accuracy}: {}", task.method, words(&outcome)));
        rows.push(Row::new(&instance, *task, outcome));
    }
    distance::fill(&mut rows);
    Ok(rows)
}

fn words(outcome: &Outcome) -> String {
    match (outcome.cpu_seconds, outcome.objective_gj) {
        (Some(cpu), Some(objective)) => format!("{}, {cpu:.2} CPU s, {objective:.9e} GJ", outcome.status),
        (Some(cpu), None) => format!("{}, {cpu:.2} CPU s", outcome.status),
        _ => outcome.status.clone(),
    }
}

fn solve(instance: &Instance, task: Task, tools: &Tools, options: &Options) -> Result<Outcome, CompareError> {
    let highs = |algorithm| {
        solver(
            instance,
            &mut highs_command(instance, algorithm, task, options),
            options,
        )
    };
    match (task.method, &tools.python) {
        (Method::HighsSimplex, _) => highs(HighsAlgorithm::Simplex),
        (Method::HighsInteriorPoint, _) => highs(HighsAlgorithm::InteriorPoint),
        (Method::HighsNoCrossover, _) => highs(HighsAlgorithm::NoCrossover),
        (Method::HighsPdlp, _) => highs(HighsAlgorithm::Pdlp),
        (Method::OrtoolsPdlp | Method::OrtoolsGlop, Some(python)) => solver(
            instance,
            &mut python.command(task, instance.program(), options),
            options,
        ),
        (Method::Planner | Method::PlannerWhole, _) if tools.has_planner => ours::plan(instance, task, options),
        _ => Ok(Outcome::without_figures(NOT_AVAILABLE.to_owned())),
    }
}

fn highs_command(instance: &Instance, algorithm: HighsAlgorithm, task: Task, options: &Options) -> Command {
    let mut command = Command::new(&options.benches);
    command
        .arg("solve-program")
        .arg(instance.program())
        .args(["--algorithm", algorithm.name()])
        .args(["--threads", &options.threads.to_string()]);
    if let Some(accuracy) = task.accuracy {
        command.args(["--accuracy", &format!("{accuracy:e}")]);
    }
    command
}

/// Runs a solver that reports on itself.
fn solver(instance: &Instance, command: &mut Command, options: &Options) -> Result<Outcome, CompareError> {
    let program = Path::new(command.get_program()).to_owned();
    let finished = child::run(command, options.time_limit).map_err(CompareError::file(&program))?;
    let report = finished.stdout.lines().last().map(serde_json::from_str::<Report>);
    match report {
        Some(Ok(report)) if !finished.at_time_limit => Ok(Outcome::of_report(&finished, &report, instance.unit)),
        _ => Ok(Outcome::of_process(&finished, finished.failure())),
    }
}

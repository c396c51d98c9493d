//! One row of the result.

use super::instance::Instance;
use super::method::Task;
use super::report::Report;
use planner::bench::child::Finished;
use serde::Serialize;

/// How one method did on one instance.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// The method's own word for how it ended, or why it gave nothing.
    pub status: String,
    /// Whether it says, and for the planner whether the checker confirms, that the accuracy was reached.
    pub finished: bool,
    /// CPU of the solve, s, user and system, all threads.
    pub cpu_seconds: Option<f64>,
    /// CPU of reading, building and writing, s.
    pub cpu_load_seconds: Option<f64>,
    /// Wall-clock time of the whole process, s.
    pub wall_seconds: Option<f64>,
    /// CPU of the separate check of the plan, s, in no other figure.
    pub cpu_check_seconds: Option<f64>,
    /// Peak resident memory of the process, MB.
    pub peak_memory_mb: Option<f64>,
    /// Iterations, where the method counts them.
    pub iterations: Option<u64>,
    /// Objective of its point, GJ.
    pub objective_gj: Option<f64>,
    /// Energy below which no plan can be, proven by the checker, GJ.
    pub lower_bound_gj: Option<f64>,
    /// Relative gap between the two, from the checker.
    pub certified_gap: Option<f64>,
    /// Largest relative violation of a row or bound.
    pub worst_violation: Option<f64>,
}

impl Outcome {
    /// Nothing but a reason.
    pub(super) fn without_figures(status: String) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    /// What the system says of a process, with a word on how it ended and no result.
    pub(super) fn of_process(finished: &Finished, status: String) -> Self {
        Self {
            status,
            cpu_seconds: finished.cpu_seconds,
            wall_seconds: Some(finished.wall_seconds),
            peak_memory_mb: finished.peak_memory_mb,
            ..Self::default()
        }
    }

    /// What a solver's process reports of itself; amounts of the program are counted in `unit` units.
    pub(super) fn of_report(finished: &Finished, report: &Report, unit: f64) -> Self {
        Self {
            status: report.status.clone(),
            finished: report.finished,
            cpu_seconds: Some(report.solve_cpu_seconds),
            cpu_load_seconds: Some(report.load_cpu_seconds),
            wall_seconds: Some(finished.wall_seconds),
            peak_memory_mb: report.peak_memory_mb.or(finished.peak_memory_mb),
            iterations: report.iterations,
            objective_gj: report.objective.map(|scaled| scaled * unit),
            worst_violation: report.worst_violation,
            ..Self::default()
        }
    }
}

/// One method on one instance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Size as NODESxCOMMODITIESxPERIODS, or the name of the config.
    pub instance: String,
    /// Seed of a generated continent.
    pub seed: Option<u64>,
    /// Periods.
    pub periods: usize,
    /// Columns of the program.
    pub columns: usize,
    /// Rows of the program.
    pub rows: usize,
    /// Nonzero coefficients of the program.
    pub coefficients: usize,
    /// Method.
    pub method: &'static str,
    /// Relative accuracy asked; none for methods that end at an optimal basis.
    pub accuracy: Option<f64>,
    /// How it did.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// How far the objective lies above the best bound proven for the instance in this run, relative to the objective;
    /// below zero when the point breaks rows.
    pub objective_distance: Option<f64>,
}

impl Row {
    pub(super) fn new(instance: &Instance, task: Task, outcome: Outcome) -> Self {
        Self {
            instance: instance.name.clone(),
            seed: instance.seed,
            periods: instance.periods,
            columns: instance.columns,
            rows: instance.rows,
            coefficients: instance.coefficients,
            method: task.method.name(),
            accuracy: task.accuracy,
            outcome,
            objective_distance: None,
        }
    }

    /// Whether both rows are of one instance.
    #[must_use]
    pub fn same_instance(&self, other: &Self) -> bool {
        self.instance == other.instance && self.seed == other.seed
    }
}

/// A row for tests: finished, with this CPU.
#[cfg(test)]
pub(super) fn sample(method: &'static str, accuracy: Option<f64>, seed: u64, cpu_seconds: f64) -> Row {
    Row {
        instance: "15x6x1".to_owned(),
        seed: Some(seed),
        periods: 1,
        columns: 10,
        rows: 5,
        coefficients: 20,
        method,
        accuracy,
        outcome: Outcome {
            status: "optimal".to_owned(),
            finished: true,
            cpu_seconds: Some(cpu_seconds),
            ..Outcome::default()
        },
        objective_distance: None,
    }
}

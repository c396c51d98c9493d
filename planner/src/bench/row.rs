//! One run and what came of it.

use super::contender::Contender;
use serde::{Deserialize, Serialize};

/// What came of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// `optimal`, `infeasible`, `feasible`, `time limit`, `failed: ...`.
    pub status: String,
    /// Objective, in the instance's own unit (GJ for plans).
    pub objective: Option<f64>,
    /// A bound that was proven for it.
    pub lower_bound: Option<f64>,
    /// (objective - bound) / |objective|.
    pub gap: Option<f64>,
    /// Columns, rows and coefficients, where the method tells.
    pub size: Option<[usize; 3]>,
    /// CPU time of the child, all threads, and of the workers, s.
    pub cpu_s: Option<f64>,
    /// Part of it before the solve, where the method tells, s.
    pub cpu_load_s: Option<f64>,
    /// Clock time of the child, s.
    pub wall_s: f64,
    /// Peak resident memory of the child, and of each worker at its own peak, MB.
    pub peak_memory_mb: Option<f64>,
}

impl Outcome {
    /// Fills the gap from objective and bound.
    pub(super) fn with_gap(mut self) -> Self {
        self.gap = match (self.objective, self.lower_bound) {
            (Some(objective), Some(bound)) => Some((objective - bound) / objective.abs().max(1e-9)),
            _ => None,
        };
        self
    }
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Group of instances: the kind of entry, its size or folder.
    pub group: String,
    /// The instance.
    pub instance: String,
    /// What ran.
    #[serde(flatten)]
    pub contender: Contender,
    /// Which of the repeats, from 1.
    pub repeat: usize,
    /// Published optimum.
    pub published: Option<f64>,
    /// Whether it is published that there is no solution.
    pub published_infeasible: bool,
    /// (objective - published) / |published|.
    pub distance: Option<f64>,
    /// Whether it ended as it should: optimal within the gap that was asked and, where something is published, the same to 1e-6.
    pub solved: bool,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// How far an objective may lie from the published one, relative.
const AGREES: f64 = 1e-6;

impl Row {
    /// Fills `distance` and `solved`.
    pub(super) fn judged(mut self, gap: f64) -> Self {
        let apart = |objective: f64, published: f64| (objective - published) / published.abs().max(1e-3);
        self.distance = match (self.outcome.objective, self.published) {
            (Some(objective), Some(published)) => Some(apart(objective, published)),
            _ => None,
        };
        let agrees = self.distance.is_none_or(|distance| distance.abs() <= AGREES);
        let is_close = self.outcome.gap.is_some_and(|found| found.abs() <= gap);
        self.solved = match self.outcome.status.as_str() {
            "optimal" => is_close && agrees && !self.published_infeasible,
            "infeasible" => self.published.is_none(),
            _ => false,
        };
        self
    }

    /// Instance and contender: what repeats have in common.
    #[must_use]
    pub fn key(&self) -> (String, String, Contender) {
        (self.group.clone(), self.instance.clone(), self.contender)
    }
}

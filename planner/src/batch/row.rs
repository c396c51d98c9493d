//! What is on record of a plan.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a plan of a batch ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The gap is within what was asked.
    Optimal,
    /// Stopped at the time limit; the gap is stated.
    Feasible,
    /// Proven to have no plan.
    Infeasible,
    /// A plan was made that breaks rules of its own continent.
    Failed,
    /// The solver ended without a plan, at the time limit or for reasons of its own.
    Unsolved,
    /// The alternatives contradict each other, so there is nothing to plan.
    Refused,
}

impl Status {
    /// The word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Failed => "failed",
            Self::Unsolved => "unsolved",
            Self::Refused => "refused",
        }
    }

    /// Whether there is a plan that keeps its rules.
    #[must_use]
    pub const fn is_plan(self) -> bool {
        matches!(self, Self::Optimal | Self::Feasible)
    }
}

/// What a plan started from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Start {
    /// Nothing.
    Cold,
    /// Ways, basis and prices of another plan.
    Warm,
}

impl Start {
    /// The word in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
        }
    }
}

/// A plan of a batch: a line of `batch.jsonl`, a row of `batch.parquet`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Place in the batch, from 1.
    pub position: usize,
    /// Names of its alternatives and a short hash of everything that determines it.
    pub id: String,
    /// Alternative of each axis, by the axis.
    pub axes: BTreeMap<String, String>,
    /// How it ended.
    pub status: Status,
    /// Why there is no plan; none where there is one.
    pub message: Option<String>,
    /// Objective, GJ.
    pub objective_gj: Option<f64>,
    /// Proven lower bound, GJ.
    pub bound_gj: Option<f64>,
    /// Gap between them, a fraction of the objective.
    pub gap: Option<f64>,
    /// Share of demand that is met, commodities counted by what their shortage is charged.
    pub demand_met: Option<f64>,
    /// What shortages are charged, GJ.
    pub shortage_gj: Option<f64>,
    /// Objective less what shortages are charged, GJ: energy, and what policies charge.
    pub energy_gj: Option<f64>,
    /// CPU time of the plan's thread, s; none where the system does not say.
    pub cpu_s: Option<f64>,
    /// Time from its beginning to its end, s.
    pub wall_s: f64,
    /// Exchanges of the simplex, or iterations of the solver.
    pub exchanges: Option<u64>,
    /// Whether it started from another plan.
    pub start: Start,
    /// Id of that plan.
    pub started_from: Option<String>,
    /// Its folder, relative to the batch's; none where nothing was written.
    pub plan: Option<String>,
    /// BLAKE3 of the hashes of its tables; equal plans have equal ones, wherever they lie.
    pub plan_blake3: Option<String>,
    /// BLAKE3 of what it kept for others to start from; none where it kept nothing.
    pub columns_blake3: Option<String>,
}

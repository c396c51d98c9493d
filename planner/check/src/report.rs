//! The result of a check.

use crate::certificate::{PlanStatus, StatedShortage};
use crate::fault::Fault;
use crate::options::ONE_JOULE_GJ;
use data::model::Accounting;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Whether the plan passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckStatus {
    /// No fault was found.
    Passed,
    /// At least one fault was found.
    Failed,
}

/// What a plan was checked against: the question that it answers. All but `data` is what its certificate says it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Against {
    /// The folder of input tables that was read.
    pub data: PathBuf,
    /// How energy is accounted for.
    pub accounting: Accounting,
    /// Calendar planned for.
    pub calendar: String,
    /// Names of the policies laid over the tables, in order.
    pub policies: Vec<String>,
    /// Factors on the capacities of modes, by mode id.
    pub capacity_factor: BTreeMap<String, f64>,
    /// The gap up to which the plan may be called optimal.
    pub gap_asked: Option<f64>,
}

/// What was found. Every figure but those of `against` is the checker's own, none is copied from the certificate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckReport {
    /// Passed, or failed with at least one fault.
    pub status: CheckStatus,
    /// The status that the plan gives itself; none when its certificate cannot be read.
    pub plan_status: Option<PlanStatus>,
    /// Energy of the plan under its accounting, GJ.
    pub objective_gj: Option<f64>,
    /// Energy below which no plan can be, proven from the stored prices, GJ.
    pub lower_bound_gj: Option<f64>,
    /// See [`relative_gap`].
    pub gap: Option<f64>,
    /// What the plan was checked against; none when its certificate cannot be read.
    pub against: Option<Against>,
    /// The worst broken row or bound, however small.
    pub worst_violation: Violation,
    /// Sum of the ledger less the objective, GJ.
    pub ledger_residual_gj: Option<f64>,
    /// Demand left unmet, by commodity.
    pub shortage: Vec<StatedShortage>,
    /// What keeps objective and bound apart, largest first.
    pub gap_causes: Vec<GapCause>,
    /// Every disagreement found.
    pub faults: Vec<Fault>,
}

/// A row or bound that does not hold exactly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Violation {
    /// By how much, in `unit`; never negative.
    pub amount: f64,
    /// Unit of the amount.
    pub unit: String,
    /// Which row or bound, in the domain's words; empty when all hold exactly.
    pub row: String,
    /// The amount relative to the scale of the row.
    pub relative: f64,
}

impl Violation {
    /// Nothing is broken.
    #[must_use]
    pub fn none() -> Self {
        Self {
            amount: 0.0,
            unit: String::new(),
            row: String::new(),
            relative: 0.0,
        }
    }
}

/// One part of the difference between objective and lower bound.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GapCause {
    /// Which variable or row.
    pub what: String,
    /// Its part of the difference, GJ.
    pub energy_gj: f64,
}

/// The gap: how far the objective lies above the lower bound, relative to the objective (to 1 J when that is less).
#[must_use]
pub fn relative_gap(objective_gj: f64, lower_bound_gj: f64) -> f64 {
    (objective_gj - lower_bound_gj) / objective_gj.abs().max(ONE_JOULE_GJ)
}

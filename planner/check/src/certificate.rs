//! The certificate of a plan: what the plan claims of itself.

use crate::seal::seal_of;
use data::model::{Accounting, Policy};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlanStatus {
    /// The gap is within what was asked.
    Optimal,
    /// Stopped early; the gap is stated.
    Feasible,
    /// Proven to have no plan: the prices are a Farkas certificate.
    Infeasible,
    /// No plan, and why is in the solver's status.
    Failed,
}

impl PlanStatus {
    /// The word in the certificate.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Failed => "failed",
        }
    }
}

/// The worst broken row, as stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatedViolation {
    /// By how much, in `unit`.
    pub amount: f64,
    /// Unit of the amount.
    pub unit: String,
    /// Which row, in the domain's words.
    pub row: String,
}

/// Unmet demand of one commodity over all nodes and periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatedShortage {
    /// Id of the commodity.
    pub commodity: String,
    /// Unmet, units of the commodity.
    pub amount: f64,
    /// Asked, least exports included, units of the commodity.
    pub demand: f64,
    /// Unmet part of what was asked.
    pub fraction: f64,
}

/// `certificate.json` of a plan folder. Keys that are not listed are kept in `other`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// Version of the program that made the plan.
    pub version: String,
    /// Status of the plan.
    pub status: PlanStatus,
    /// What the solver called it.
    #[serde(default)]
    pub solver_status: String,
    /// How energy was accounted for.
    pub accounting: Accounting,
    /// Calendar planned for.
    pub calendar: String,
    /// Objective, GJ.
    pub objective_gj: Option<f64>,
    /// Proven lower bound, GJ.
    pub lower_bound_gj: Option<f64>,
    /// Gap between them; see [`crate::relative_gap`].
    pub gap: Option<f64>,
    /// Gap that an optimal plan may have.
    pub gap_asked: Option<f64>,
    /// Worst broken row.
    pub worst_violation: Option<StatedViolation>,
    /// Sum of the ledger less the objective, GJ.
    pub ledger_residual_gj: Option<f64>,
    /// Unmet demand by commodity.
    #[serde(default)]
    pub shortage: Vec<StatedShortage>,
    /// Folder of the input tables, relative to the plan folder or absolute.
    pub data: String,
    /// The run's config.
    #[serde(default)]
    pub config: serde_json::Value,
    /// Policies laid over the tables, in order.
    #[serde(default)]
    pub policies: Vec<Policy>,
    /// BLAKE3 of every input table, hexadecimal, by file name.
    pub input_hashes: BTreeMap<String, String>,
    /// BLAKE3 of the plan's other files, hexadecimal, by file name.
    pub plan_hashes: BTreeMap<String, String>,
    /// BLAKE3 of what the plan's tables say, hexadecimal, by file name: a table written anew with the same rows still has it.
    #[serde(default)]
    pub plan_content: BTreeMap<String, String>,
    /// How it was solved.
    #[serde(default)]
    pub method: String,
    /// Counts and times, not checked.
    #[serde(default)]
    pub statistics: serde_json::Value,
    /// BLAKE3 of all that this certificate says but for the seal itself, hexadecimal, whatever the layout of its text.
    #[serde(default)]
    pub seal: Option<String>,
    /// Anything else, not checked.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

/// What the config says that bears on the continent and on the claims; absent keys say nothing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct ConfigFigures {
    /// Factors on the capacities of modes, by mode id, laid over the tables before the policies.
    #[serde(default)]
    pub(crate) capacity_factor: BTreeMap<String, f64>,
    /// How energy is accounted for.
    pub(crate) accounting: Option<Accounting>,
    /// Calendar planned for.
    pub(crate) calendar: Option<String>,
    /// Gap asked.
    pub(crate) gap: Option<f64>,
}

impl Certificate {
    /// Factors on the capacities of modes, by mode id, from the run's config; none when the config is not understood,
    /// which [`crate::check`] calls a fault.
    #[must_use]
    pub fn capacity_factor(&self) -> BTreeMap<String, f64> {
        self.config_figures().unwrap_or_default().capacity_factor
    }

    /// Seals the certificate as it stands: what is changed afterwards no longer fits.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn seal(&mut self) -> Result<(), serde_json::Error> {
        // What is sealed is what will be read: reading a figure may round it once more.
        let text = serde_json::to_string(self)?;
        self.seal = Some(seal_of(&serde_json::from_str(&text)?));
        Ok(())
    }

    /// Reads those figures.
    pub(crate) fn config_figures(&self) -> Result<ConfigFigures, serde_json::Error> {
        if self.config.is_null() {
            return Ok(ConfigFigures::default());
        }
        ConfigFigures::deserialize(&self.config)
    }
}

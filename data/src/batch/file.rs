//! The batch file as it is written.

use crate::config::{CONFIG_VERSION, Method, SolverChoice};
use crate::generate::GenerateSpec;
use crate::model::Accounting;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Axes of alternatives, and the run they are laid over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchFile {
    /// Version of the config format.
    #[serde(default = "newest_version")]
    pub version: u32,
    /// Name for people.
    pub name: String,
    /// The run config that the alternatives are laid over, as written: relative to the batch file.
    #[serde(default)]
    pub base: Option<String>,
    /// Folder of the tables, where there is no base.
    #[serde(default)]
    pub data: Option<String>,
    /// Continents drawn by chance, where there is neither base nor data.
    #[serde(default)]
    pub generate: Option<Drawn>,
    /// Calendar of the periods table, where there is no base.
    #[serde(default)]
    pub calendar: Option<String>,
    /// How energy is accounted for, where there is no base.
    #[serde(default)]
    pub accounting: Option<Accounting>,
    /// How each plan is solved; the base's when absent.
    #[serde(default)]
    pub method: Option<Method>,
    /// The algorithm of the solver; the base's when absent.
    #[serde(default)]
    pub solver: Option<SolverChoice>,
    /// Certified gap asked of each plan, a fraction of the objective; the base's when absent.
    #[serde(default)]
    pub gap: Option<f64>,
    /// Plans made side by side; as many as the machine has cores when absent.
    #[serde(default)]
    pub threads: Option<usize>,
    /// Time the solver may take for each plan, s; the base's when absent.
    #[serde(default)]
    pub time_limit_s: Option<f64>,
    /// Factor on the capacity of every link and terminal of a mode, where there is no base.
    #[serde(default)]
    pub capacity_factor: BTreeMap<String, f64>,
    /// Policy files laid over for every plan, where there is no base.
    #[serde(default)]
    pub policies: Vec<String>,
    /// What is varied. The last axis turns fastest.
    pub axes: Vec<Axis>,
    /// When there are any, only plans that at least one of them picks are made.
    #[serde(default)]
    pub only: Vec<Selection>,
    /// Plans that any of them picks are not made.
    #[serde(default)]
    pub exclude: Vec<Selection>,
}

/// A continent drawn by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// Nodes.
    pub nodes: usize,
    /// Commodities, carriers included.
    pub commodities: usize,
    /// Periods.
    #[serde(default = "one")]
    pub periods: usize,
    /// Seed where no alternative gives one.
    #[serde(default = "first_seed")]
    pub seed: u64,
}

impl Drawn {
    /// What is drawn; `seed` is an alternative's.
    #[must_use]
    pub fn spec(&self, seed: Option<u64>) -> GenerateSpec {
        GenerateSpec {
            nodes: self.nodes,
            commodities: self.commodities,
            periods: self.periods,
            seed: seed.unwrap_or(self.seed),
        }
    }
}

/// One thing that is varied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Name, which is a column of the batch's table.
    pub name: String,
    /// What it may be.
    pub alternatives: Vec<Alternative>,
}

/// One way an axis may be; with nothing but a name it leaves the run as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// Name, which is a word in that column.
    pub name: String,
    /// Multiplies all demand.
    #[serde(default)]
    pub demand_scale: Option<f64>,
    /// Factor on the capacity of every link and terminal of a mode, by the mode's id; multiplies the run's own.
    #[serde(default)]
    pub capacity_factor: BTreeMap<String, f64>,
    /// Policy file laid over, as written: relative to the batch file.
    #[serde(default)]
    pub policy: Option<String>,
    /// Change file laid over after the policy, as written: relative to the batch file.
    #[serde(default)]
    pub change: Option<String>,
    /// Seed of a generated continent.
    #[serde(default)]
    pub seed: Option<u64>,
}

/// Picks plans: those that have the alternative named of every axis named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Axis = alternative.
    #[serde(rename = "where")]
    pub conditions: BTreeMap<String, String>,
}

const fn newest_version() -> u32 {
    CONFIG_VERSION
}

const fn one() -> usize {
    1
}

const fn first_seed() -> u64 {
    1
}

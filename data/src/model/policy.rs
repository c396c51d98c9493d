//! Policies: named overlays on a run. They change the continent that is planned, never the tables.

use serde::{Deserialize, Serialize};

/// How energy is accounted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Accounting {
    /// Every process and link has a figure in GJ; the objective adds them up.
    Direct,
    /// Carriers are commodities that are made and moved to where they are burnt; the objective counts primary
    /// energy taken from nature.
    #[default]
    Closed,
}

/// A named set of goals, limits, weights and overrides, with who answers for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Name for people.
    pub name: String,
    /// The person or body that answers for it.
    pub answers_for_it: String,
    /// Why it exists.
    #[serde(default)]
    pub purpose: String,
    /// Targets that are reported, not enforced.
    #[serde(default)]
    pub goals: Vec<Goal>,
    /// Budgets added or tightened.
    #[serde(default)]
    pub limits: Vec<Limit>,
    /// Energy prices put on resources.
    #[serde(default)]
    pub weights: Vec<Weight>,
    /// Changes to figures of the tables.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Sites that stand still in some periods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<SiteOutage>,
    /// Whether candidate sites may be used.
    #[serde(default)]
    pub admit_candidates: bool,
}

/// What a goal measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalMeasure {
    /// Amount of the commodity made in the area in the whole plan.
    Production,
    /// Fraction of the commodity's production in the area that comes from `process`.
    ShareOfProduction,
    /// Fraction of demand left unmet in the area.
    ShortageFraction,
    /// Use of the resource in the area.
    ResourceUse,
}

/// A target that the plan is read against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Name for people.
    pub name: String,
    /// What is measured.
    pub measure: GoalMeasure,
    /// Commodity id, for all measures but resource use.
    #[serde(default)]
    pub commodity: Option<String>,
    /// Process id, for shares of production.
    #[serde(default)]
    pub process: Option<String>,
    /// Resource id, for resource use.
    #[serde(default)]
    pub resource: Option<String>,
    /// Area id; the continent when absent.
    #[serde(default)]
    pub area: Option<String>,
    /// Reached when the measure is at least this.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// Reached when the measure is at most this.
    #[serde(default)]
    pub at_most: Option<f64>,
}

/// A budget set by the policy: replaces the budget of the same area and resource, or adds one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Area id.
    pub area: String,
    /// Resource id.
    pub resource: String,
    /// Limit per year, units of the resource.
    pub limit_per_year: f64,
}

/// An energy price on a resource: each unit used in the area adds this to the objective, posted as a weight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// Resource id.
    pub resource: String,
    /// Area id; the continent when absent.
    #[serde(default)]
    pub area: Option<String>,
    /// GJ per unit of the resource.
    pub energy_gj: f64,
}

/// A change of one numeric column for the rows that match; every condition given must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Table name, as in the data dictionary: sites, links, terminals, demand, stores, trade, processes, modes,
    /// commodities.
    pub table: String,
    /// Numeric column to change.
    pub column: String,
    /// Conditions: column of the table -> id that it must equal. `area` matches the node's area or one above it.
    #[serde(default, rename = "where")]
    pub conditions: std::collections::BTreeMap<String, String>,
    /// Put this value. Exactly one of `set` and `multiply` is given.
    #[serde(default)]
    pub set: Option<f64>,
    /// Multiply by this factor.
    #[serde(default)]
    pub multiply: Option<f64>,
}

/// A site that stands still in some periods: it makes nothing then, and has no least activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteOutage {
    /// Site id.
    pub site: String,
    /// Ids of periods of the calendar in use.
    pub periods: Vec<String>,
}

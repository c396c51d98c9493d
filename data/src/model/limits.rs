//! What is there and what is asked: sites, stores, demand, trade, budgets.
//!
//! Yearly figures become a period's figures as `yearly * hours / 8760 * profile factor`; see
//! [`super::Continent::per_period`].

use super::ids::{AreaIndex, CommodityIndex, NodeIndex, ProcessIndex, ProfileIndex, ResourceIndex};
use serde::{Deserialize, Serialize};

/// Where a row's figures come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Short name of the source, explained in the data set's sources file.
    pub source: String,
    /// Whether a figure of the row was estimated rather than read.
    pub approximate: bool,
}

/// Whether a site stands or could be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SiteStatus {
    /// It stands.
    Existing,
    /// It could be built; its capacity counts only when the policy admits candidates.
    Candidate,
}

/// One process at one node, with a capacity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// Id, unique among sites.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it does.
    pub process: ProcessIndex,
    /// Where it stands.
    pub node: NodeIndex,
    /// Least activity per year.
    pub minimum_per_year: f64,
    /// Greatest activity per year.
    pub capacity_per_year: f64,
    /// Existing or candidate.
    pub status: SiteStatus,
    /// How minimum and capacity are spread over the year; flat when none.
    pub profile: Option<ProfileIndex>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// How a store's first and last levels are tied.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum StoreEnds {
    /// The level after the last period is the level before the first.
    Cyclic,
    /// Both are given, in units of the commodity; the last is a least level.
    Given {
        /// Level before the first period.
        initial: f64,
        /// Least level after the last period.
        final_minimum: f64,
    },
}

/// A store of one commodity at one node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Store {
    /// Id, unique among stores.
    pub id: String,
    /// Where it is.
    pub node: NodeIndex,
    /// What it holds.
    pub commodity: CommodityIndex,
    /// Greatest level, units of the commodity.
    pub capacity: f64,
    /// Greatest inflow, units per hour.
    pub charge_per_hour: f64,
    /// Greatest outflow, units per hour.
    pub discharge_per_hour: f64,
    /// Fraction of the level lost per month of 730 h.
    pub loss_per_month: f64,
    /// The carrier burnt by filling and emptying, if any.
    pub carrier: Option<CommodityIndex>,
    /// Energy of putting one unit in or taking one unit out, GJ per unit, each way.
    pub energy_gj: f64,
    /// How first and last level are tied.
    pub ends: StoreEnds,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// What one node asks of one commodity in a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// Where.
    pub node: NodeIndex,
    /// What.
    pub commodity: CommodityIndex,
    /// Amount per year, units of the commodity.
    pub amount_per_year: f64,
    /// How it is spread over the year; flat when none.
    pub profile: Option<ProfileIndex>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// Into or out of the continent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TradeDirection {
    /// Arrives at the node from outside.
    Import,
    /// Leaves the continent at the node.
    Export,
}

/// Import or export of one commodity at one node, within yearly bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
    /// Id, unique among trades.
    pub id: String,
    /// The port.
    pub node: NodeIndex,
    /// What is traded.
    pub commodity: CommodityIndex,
    /// Import or export.
    pub direction: TradeDirection,
    /// Least amount per year. What an export falls short of it is a shortage.
    pub minimum_per_year: f64,
    /// Greatest amount per year.
    pub maximum_per_year: f64,
    /// Energy charged, GJ per unit: for imports what was spent abroad and at sea; 0 for exports.
    pub energy_gj: f64,
    /// How the bounds are spread over the year; flat when none.
    pub profile: Option<ProfileIndex>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// A limit on the use of a resource by all sites and links of an area and the areas below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Id, unique among budgets.
    pub id: String,
    /// The area.
    pub area: AreaIndex,
    /// The resource.
    pub resource: ResourceIndex,
    /// Limit per year, units of the resource; a period's limit is its share of the hours, times the profile's factor.
    pub limit_per_year: f64,
    /// How the limit is spread over the year; flat when none.
    pub profile: Option<ProfileIndex>,
    /// Where the figures come from.
    pub provenance: Provenance,
}

/// An energy price on a resource within an area, put there by a policy: `energy_gj` per unit used joins the objective.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceWeight {
    /// The resource.
    pub resource: ResourceIndex,
    /// The area; uses in areas below it count.
    pub area: AreaIndex,
    /// GJ per unit of the resource.
    pub energy_gj: f64,
}

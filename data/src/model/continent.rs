//! The whole continent: one vector a kind, joined by typed indices.

use super::calendar::{HOURS_PER_YEAR, Period, Profile};
use super::goods::{Commodity, Process, Resource, Sequence};
use super::ids::{
    AreaIndex, CommodityIndex, LinkIndex, ModeIndex, NodeIndex, PeriodIndex, ProcessIndex, ProfileIndex, ResourceIndex,
    SequenceIndex, SiteIndex, StoreIndex,
};
use super::limits::{Budget, Demand, ResourceWeight, Site, Store, Trade};
use super::places::{Area, Link, Mode, Node};
use serde::{Deserialize, Serialize};
use std::ops::Index;

/// A continent for one calendar. Built by the table reader or the generator, which keep every index valid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Continent {
    /// Functional sequences, in display order.
    pub sequences: Vec<Sequence>,
    /// Budgeted resources.
    pub resources: Vec<Resource>,
    /// Commodities.
    pub commodities: Vec<Commodity>,
    /// Recipes.
    pub processes: Vec<Process>,
    /// The area tree; parents before children.
    pub areas: Vec<Area>,
    /// Places.
    pub nodes: Vec<Node>,
    /// Ways of moving.
    pub modes: Vec<Mode>,
    /// Links, then terminals.
    pub links: Vec<Link>,
    /// Processes at nodes.
    pub sites: Vec<Site>,
    /// Stores.
    pub stores: Vec<Store>,
    /// What is asked; at most one row a node and commodity.
    pub demands: Vec<Demand>,
    /// Imports and exports.
    pub trades: Vec<Trade>,
    /// Limits by area and resource.
    pub budgets: Vec<Budget>,
    /// Energy prices on resources, from policies; empty without one.
    pub weights: Vec<ResourceWeight>,
    /// Periods of the calendar in use, in order.
    pub periods: Vec<Period>,
    /// Profiles over those periods.
    pub profiles: Vec<Profile>,
}

impl Continent {
    /// A yearly figure's part in one period: `yearly * hours / 8760 * factor`.
    #[must_use]
    pub fn per_period(&self, yearly: f64, profile: Option<ProfileIndex>, period: PeriodIndex) -> f64 {
        let factor = profile.map_or(1.0, |p| self.profiles[p.position()].factors[period.position()]);
        yearly * (self[period].hours / HOURS_PER_YEAR) * factor
    }

    /// The periods' indices in order.
    pub fn period_indices(&self) -> impl Iterator<Item = PeriodIndex> + use<> {
        (0..self.periods.len()).map(PeriodIndex::from_position)
    }

    /// The areas from `area` up to the continent, `area` first.
    pub fn areas_upwards(&self, area: AreaIndex) -> impl Iterator<Item = AreaIndex> + '_ {
        std::iter::successors(Some(area), |a| self[*a].parent)
    }

    /// Whether `area` is `above` or lies below it.
    #[must_use]
    pub fn is_within(&self, area: AreaIndex, above: AreaIndex) -> bool {
        self.areas_upwards(area).any(|a| a == above)
    }
}

macro_rules! index_by {
    ($($index:ty => $field:ident: $record:ty),+ $(,)?) => {
        $(impl Index<$index> for Continent {
            type Output = $record;
            fn index(&self, index: $index) -> &$record {
                &self.$field[index.position()]
            }
        })+
    };
}

index_by!(
    SequenceIndex => sequences: Sequence,
    ResourceIndex => resources: Resource,
    CommodityIndex => commodities: Commodity,
    ProcessIndex => processes: Process,
    AreaIndex => areas: Area,
    NodeIndex => nodes: Node,
    ModeIndex => modes: Mode,
    LinkIndex => links: Link,
    SiteIndex => sites: Site,
    StoreIndex => stores: Store,
    PeriodIndex => periods: Period,
);

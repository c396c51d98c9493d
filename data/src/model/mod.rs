//! The continent as plain values: ids, units, commodities, places, recipes, limits, periods, policies.
//!
//! Invariant: no input, no output, no solver. Every reference between records is a typed index that is valid in
//! the [`Continent`] which holds the record.

mod calendar;
mod continent;
mod goods;
mod ids;
mod limits;
mod places;
mod policy;

pub use calendar::{HOURS_PER_MONTH, HOURS_PER_YEAR, Period, Profile};
pub use continent::Continent;
pub use goods::{Commodity, Process, Quantity, Resource, ResourceUse, Sequence, Stage, Unit};
pub use ids::{
    AreaIndex, BudgetIndex, CommodityIndex, DemandIndex, LinkIndex, ModeIndex, NodeIndex, PeriodIndex, ProcessIndex,
    ProfileIndex, ResourceIndex, SequenceIndex, SiteIndex, StoreIndex, TradeIndex,
};
pub use limits::{
    Budget, Demand, Provenance, ResourceWeight, Site, SiteStatus, Store, StoreEnds, Trade, TradeDirection,
};
pub use places::{Area, Carriage, Link, Mode, Node, NodeKind};
pub use policy::{Accounting, Goal, GoalMeasure, Limit, Override, Policy, SiteOutage, Weight};

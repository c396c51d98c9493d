//! What the columns and rows of the program stand for.

use crate::network::ArcIndex;
use crate::plan::rows::PricedRow;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex, SiteIndex, StoreIndex, TradeIndex};
use serde::{Deserialize, Serialize};

/// What a column of the program decides, in one period. All amounts are in the commodity's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Column {
    /// Amount of a commodity that departs on an arc.
    Flow(ArcIndex, CommodityIndex),
    /// Activity of a site.
    Activity(SiteIndex),
    /// Amount put into a store.
    Charge(StoreIndex),
    /// Amount taken out of a store.
    Discharge(StoreIndex),
    /// Level of a store at the end of the period.
    Level(StoreIndex),
    /// Demand left unmet.
    Shortage(NodeIndex, CommodityIndex),
    /// What is made and not used.
    Spill(NodeIndex, CommodityIndex),
    /// Amount imported, or exported beyond the minimum.
    Trade(TradeIndex),
}

/// A row of the program: what it limits, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProgramRow {
    /// Balance, joint capacity, budget or store level.
    pub row: PricedRow,
    /// The period.
    pub period: PeriodIndex,
}

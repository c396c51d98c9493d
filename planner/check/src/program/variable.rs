//! The variables of the program and what is known of each: bounds, energy, coefficients.

use crate::interval::Interval;
use crate::rows::Direction;
use data::model::{CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, SiteIndex, StoreIndex, TradeIndex};

/// One variable of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Variable {
    /// Amount that departs along a link.
    Flow(PeriodIndex, LinkIndex, Direction, CommodityIndex),
    /// Activity of a site.
    Activity(PeriodIndex, SiteIndex),
    /// Amount put into a store.
    Charge(PeriodIndex, StoreIndex),
    /// Amount taken out of a store.
    Discharge(PeriodIndex, StoreIndex),
    /// Level of a store at the end of the period.
    Level(PeriodIndex, StoreIndex),
    /// Demand left unmet.
    Shortage(PeriodIndex, NodeIndex, CommodityIndex),
    /// Made or imported and not used.
    Spill(PeriodIndex, NodeIndex, CommodityIndex),
    /// Imported, or exported beyond the minimum.
    Trade(PeriodIndex, TradeIndex),
}

impl Variable {
    /// The period it belongs to.
    pub(crate) fn period(self) -> PeriodIndex {
        match self {
            Self::Flow(period, ..)
            | Self::Activity(period, ..)
            | Self::Charge(period, ..)
            | Self::Discharge(period, ..)
            | Self::Level(period, ..)
            | Self::Shortage(period, ..)
            | Self::Spill(period, ..)
            | Self::Trade(period, ..) => period,
        }
    }
}

/// What the program says of one variable.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Energy of one unit under the accounting, GJ, policy weights left out.
    pub(crate) energy_gj: Interval,
    /// Policy weights of one unit, GJ.
    pub(crate) weight_gj: Interval,
    /// Row number and coefficient; a row may stand more than once, its coefficients add up.
    pub(crate) entries: Vec<(usize, Interval)>,
    /// Least value.
    pub(crate) lower: Interval,
    /// Greatest value.
    pub(crate) upper: Interval,
}

impl Column {
    /// A column to be filled.
    pub(crate) fn empty() -> Self {
        Self {
            energy_gj: Interval::ZERO,
            weight_gj: Interval::ZERO,
            entries: Vec::with_capacity(8),
            lower: Interval::ZERO,
            upper: Interval::ZERO,
        }
    }

    /// Back to empty, keeping the room for entries.
    pub(crate) fn clear(&mut self) {
        self.energy_gj = Interval::ZERO;
        self.weight_gj = Interval::ZERO;
        self.entries.clear();
        self.lower = Interval::ZERO;
        self.upper = Interval::ZERO;
    }

    /// Adds a coefficient.
    pub(crate) fn enter(&mut self, row: usize, coefficient: Interval) {
        if !coefficient.is_zero() {
            self.entries.push((row, coefficient));
        }
    }
}

//! Rows of the nine plan tables from memory, in the columns of the dictionary, some at a time.

use super::frames;
use crate::plan::rows::{Embodied, Plan, Posting};
use data::model::Continent;
use polars::prelude::Column;
use std::ops::Range;

/// The rows of a plan, its ledger and its embodied energy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AllRows<'a> {
    /// What the rows name.
    pub(crate) continent: &'a Continent,
    /// Decisions and prices.
    pub(crate) plan: &'a Plan,
    /// The ledger.
    pub(crate) ledger: &'a [Posting],
    /// Where everything came from.
    pub(crate) embodied: &'a [Embodied],
}

impl AllRows<'_> {
    /// Number of rows of the table of that name; none when there is no such table.
    pub(crate) fn count(&self, table: &str) -> Option<usize> {
        Some(match table {
            "flows" => self.plan.flows.len(),
            "production" => self.plan.production.len(),
            "storage" => self.plan.storage.len(),
            "shortages" => self.plan.shortages.len(),
            "spills" => self.plan.spills.len(),
            "trade" => self.plan.trade.len(),
            "prices" => self.plan.prices.len(),
            "ledger" => self.ledger.len(),
            "embodied" => self.embodied.len(),
            _ => return None,
        })
    }

    /// Some rows of the table of that name, which must lie within it; none when there is no such table.
    pub(crate) fn columns(&self, table: &str, rows: Range<usize>) -> Option<Vec<Column>> {
        let (continent, plan) = (self.continent, self.plan);
        Some(match table {
            "flows" => frames::flows(continent, &plan.flows[rows]),
            "production" => frames::production(continent, &plan.production[rows]),
            "storage" => frames::storage(continent, &plan.storage[rows]),
            "shortages" => frames::shortages(continent, &plan.shortages[rows]),
            "spills" => frames::spills(continent, &plan.spills[rows]),
            "trade" => frames::trade(continent, &plan.trade[rows]),
            "prices" => frames::prices(continent, &plan.prices[rows]),
            "ledger" => frames::ledger(continent, &self.ledger[rows]),
            "embodied" => frames::embodied(continent, &self.embodied[rows]),
            _ => return None,
        })
    }
}

//! Statistics of a plan: supply and withdrawal, balances, capacity factors, loading, prices, by area, sequence,
//! commodity and mode. Plain tables; nothing is printed here.

mod areas;
mod balance;
mod borders;
mod goals;
mod links;
mod prices;
mod sequences;
mod shortages;
mod sites;

pub use areas::areas;
pub use balance::balance;
pub use borders::borders;
pub use goals::goals;
pub use links::links;
pub use prices::prices;
pub use sequences::sequences;
pub use shortages::shortages;
pub(crate) use sites::margin_gj;
pub use sites::sites;

use super::rows::{Plan, PricedRow};
use data::model::PeriodIndex;
use serde::Serialize;
use std::collections::BTreeMap;

/// A table to print, save or draw.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StatTable {
    /// Short name, for files and keys.
    pub name: &'static str,
    /// What a row is.
    pub meaning: &'static str,
    /// The columns.
    pub columns: Vec<StatColumn>,
    /// The rows; as many cells as columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StatColumn {
    /// Name.
    pub name: &'static str,
    /// Unit of its numbers; empty for words, `unit` where the row says it.
    pub unit: &'static str,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Cell {
    /// A word.
    Word(String),
    /// A number.
    Number(f64),
    /// A count.
    Count(usize),
    /// Nothing to say.
    Empty,
}

impl From<&str> for Cell {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(word: &String) -> Self {
        Self::Word(word.clone())
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A table with columns given as name and unit.
pub(crate) fn table(name: &'static str, meaning: &'static str, columns: &[(&'static str, &'static str)]) -> StatTable {
    let columns = columns.iter().map(|&(name, unit)| StatColumn { name, unit }).collect();
    StatTable {
        name,
        meaning,
        columns,
        rows: Vec::new(),
    }
}

/// A ratio, or nothing to say where there is nothing to divide by.
pub(crate) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// Prices by row and period, for looking up; a row that is absent has price 0.
pub(crate) struct PriceBook(BTreeMap<(PricedRow, PeriodIndex), f64>);

impl PriceBook {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self(plan.prices.iter().map(|p| ((p.row, p.period), p.price_gj)).collect())
    }

    /// GJ per unit.
    pub(crate) fn of(&self, row: PricedRow, period: PeriodIndex) -> f64 {
        self.0.get(&(row, period)).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

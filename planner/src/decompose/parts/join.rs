//! What parts kept, side by side.

use super::super::master::Path;
use super::super::memory::{Known, Memory};
use super::Schedule;
use crate::plan::rows::Price;
use crate::program::Column;
use data::model::PeriodIndex;

/// Where the master of all periods starts.
#[derive(Clone, Debug)]
pub(in super::super) struct Joined {
    /// Exchanges so far.
    pub(in super::super) exchanges: u64,
    /// Ways, basis and prices.
    pub(in super::super) memory: Memory,
    /// Levels of stores, and what missing them is charged, where there are several periods.
    pub(in super::super) schedule: Option<Schedule>,
}

/// Adds what a part of one period kept. Its levels were held, so that they are at no bound of the whole.
pub(super) fn append(all: &mut Memory, part: &Memory, period: PeriodIndex) {
    let ways = all.ways.len();
    let known = |known: &Known| match *known {
        Known::Slack(_, row) => Known::Slack(period, row),
        Known::Fixed(_, column) => Known::Fixed(period, column),
        Known::Way(way) => Known::Way(ways + way),
    };
    let is_level = |known: &&Known| matches!(known, Known::Fixed(_, Column::Level(_)));
    all.basic.extend(part.basic.iter().map(known));
    all.at_upper
        .extend(part.at_upper.iter().filter(|known| !is_level(known)).map(known));
    all.prices
        .extend(part.prices.iter().map(|price| Price { period, ..*price }));
    all.ways
        .extend(part.ways.iter().map(|way| Path { period, ..way.clone() }));
}

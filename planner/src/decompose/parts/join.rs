//! What parts kept, side by side.

use super::super::master::Path;
use super::super::memory::{Known, Memory};
use super::Schedule;
use crate::plan::rows::Price;
use data::model::{Continent, PeriodIndex};

/// Where the master of all periods starts.
#[derive(Clone, Debug)]
pub(in super::super) struct Joined {
    /// Exchanges so far.
    pub(in super::super) exchanges: u64,
    /// Ways, basis and prices.
    pub(in super::super) memory: Memory,
    /// Levels of stores, and what missing them is charged, where there are several periods.
    pub(in super::super) schedule: Option<Schedule>,
    /// Prices of the horizon as one period, in every period of it.
    pub(in super::super) prices: Vec<Price>,
}

/// Prices of the horizon as one period in each of its periods.
pub(super) fn repeated(whole: &[Price], continent: &Continent) -> Vec<Price> {
    let periods = continent.period_indices();
    let of = |period| whole.iter().map(move |price| Price { period, ..*price });
    periods.flat_map(of).collect()
}

/// Adds what a part of one period kept.
pub(super) fn append(all: &mut Memory, part: &Memory, period: PeriodIndex) {
    let ways = all.ways.len();
    let known = |known: &Known| match *known {
        Known::Slack(_, row) => Known::Slack(period, row),
        Known::Fixed(_, column) => Known::Fixed(period, column),
        Known::Way(way) => Known::Way(ways + way),
    };
    all.basic.extend(part.basic.iter().map(known));
    all.at_upper.extend(part.at_upper.iter().map(known));
    all.prices
        .extend(part.prices.iter().map(|price| Price { period, ..*price }));
    all.ways
        .extend(part.ways.iter().map(|way| Path { period, ..way.clone() }));
}

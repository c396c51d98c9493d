//! What a decomposition can be taken up again from: ways, a basis, prices. Named by what they stand for, so that a changed
//! continent can take up an earlier plan's.
//!
//! Invariant: correctness never depends on it. What does not fit is left out; the rest is a start like any other.

use super::master::{Master, Path};
use super::space::arc_order;
use crate::network::{Arc, Network};
use crate::plan::rows::{Price, PricedRow};
use crate::program::{Column, ProgramRow};
use data::model::PeriodIndex;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A column of the master by what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Known {
    /// Slack of a row.
    Slack(PeriodIndex, PricedRow),
    /// Column of the fixed part.
    Fixed(PeriodIndex, Column),
    /// Position among the ways.
    Way(usize),
}

/// What is kept of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Paths worth keeping, by arcs of the space.
    pub ways: Vec<Path>,
    /// Columns in the basis.
    pub basic: Vec<Known>,
    /// Columns at their upper bounds.
    pub at_upper: Vec<Known>,
    /// Prices of limits and gates.
    pub prices: Vec<Price>,
    /// Lower bound so far, GJ; holds for the same continent only.
    pub bound_gj: Option<f64>,
}

impl Memory {
    /// The network's arcs in the order in which [`Path::arcs`] counts them.
    #[must_use]
    pub fn arcs_of(network: &Network<'_>) -> Vec<Arc> {
        let order = arc_order(network);
        order.into_iter().map(|arc| network.arcs[arc]).collect()
    }

    /// What is worth keeping of a master and the best prices by row.
    pub(super) fn of(master: &Master<'_>, prices: &[f64], bound_gj: f64) -> Self {
        let simplex = &master.simplex;
        let mut memory = Self {
            bound_gj: Some(bound_gj),
            ..Self::default()
        };
        for (row, meaning) in master.rows.iter().enumerate() {
            #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
            let slack = simplex.slack(row as u32);
            if simplex.is_basic(slack) {
                memory.basic.push(Known::Slack(meaning.period, meaning.row));
            }
            if prices[row] != 0.0 {
                memory.prices.push(Price {
                    period: meaning.period,
                    row: meaning.row,
                    price_gj: prices[row],
                });
            }
        }
        for ((meaning, period), column) in master.fixed.columns.iter().zip(&master.fixed_columns) {
            if simplex.is_basic(*column) {
                memory.basic.push(Known::Fixed(*period, *meaning));
            } else if simplex.is_at_upper(*column) {
                memory.at_upper.push(Known::Fixed(*period, *meaning));
            }
        }
        for (path, column) in master.paths.iter().zip(&master.path_columns) {
            if simplex.is_basic(*column) {
                memory.basic.push(Known::Way(memory.ways.len()));
                memory.ways.push(path.clone());
            } else if simplex.reduced_cost(*column) <= 0.02 * simplex.cost(*column).max(1e-9) {
                memory.ways.push(path.clone());
            }
        }
        memory
    }

    /// As [`Memory::of`] with all ways of the master, whose prices are not those of its amounts yet.
    pub(super) fn all_of(master: &Master<'_>, prices: &[f64]) -> Self {
        let mut memory = Self::of(master, prices, f64::NEG_INFINITY);
        memory.basic.retain(|known| !matches!(known, Known::Way(_)));
        memory.ways.clone_from(&master.paths);
        let basic =
            |(position, column): (usize, &u32)| master.simplex.is_basic(*column).then_some(Known::Way(position));
        memory
            .basic
            .extend(master.path_columns.iter().enumerate().filter_map(basic));
        memory
    }

    /// Brings ways and basis into a master; what has gone is left out.
    pub(super) fn put_into(&self, master: &mut Master<'_>) {
        let columns: Vec<Option<u32>> = self
            .ways
            .iter()
            .map(|path| master.can_take(path).then(|| master.column_of(path.clone())))
            .collect();
        let rows: HashMap<ProgramRow, u32> = (0_u32..).zip(&master.rows).map(|(at, row)| (*row, at)).collect();
        let fixed: HashMap<(PeriodIndex, Column), u32> = master
            .fixed
            .columns
            .iter()
            .zip(&master.fixed_columns)
            .map(|((meaning, period), column)| ((*period, *meaning), *column))
            .collect();
        let find = |known: &Known| match known {
            Known::Slack(period, row) => rows
                .get(&ProgramRow {
                    row: *row,
                    period: *period,
                })
                .map(|row| master.simplex.slack(*row)),
            Known::Fixed(period, column) => fixed.get(&(*period, *column)).copied(),
            Known::Way(position) => columns.get(*position).copied().flatten(),
        };
        let basic: Vec<u32> = self.basic.iter().filter_map(find).collect();
        let at_upper: Vec<u32> = self.at_upper.iter().filter_map(find).collect();
        master.simplex.set_basis(&basic, &at_upper);
    }

    /// Prices by row of a master; zero where there are none.
    pub(super) fn prices_by_row(&self, master: &Master<'_>) -> Vec<f64> {
        by_row(&self.prices, master)
    }
}

/// Prices by row of a master; zero where there are none.
pub(super) fn by_row(prices: &[Price], master: &Master<'_>) -> Vec<f64> {
    let known: HashMap<ProgramRow, f64> = prices
        .iter()
        .map(|price| {
            let row = ProgramRow {
                row: price.row,
                period: price.period,
            };
            (row, price.price_gj)
        })
        .collect();
    let prices = master.rows.iter().map(|row| known.get(row).copied().unwrap_or(0.0));
    prices.collect()
}

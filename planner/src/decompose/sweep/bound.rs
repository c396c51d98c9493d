//! What prices prove.

use super::super::master::Master;
use crate::plan::rows::PricedRow;

/// What the capacity of each fixed column is worth: how far its reduced cost is below zero.
pub(crate) fn rents(master: &Master<'_>, given: &[f64]) -> Vec<f64> {
    master
        .fixed_columns
        .iter()
        .map(|column| (-master.simplex.reduced_cost_at(*column, given)).max(0.0))
        .collect()
}

/// Priced right-hand sides plus the least that every fixed column can contribute; flows contribute nothing where labels
/// agree with each other.
pub(super) fn bound(master: &Master<'_>, prices: &[f64]) -> f64 {
    let priced: f64 = master
        .right_hand_sides
        .iter()
        .zip(prices)
        .zip(&master.rows)
        .map(|((b, price), row)| match row.row {
            PricedRow::Link(_) | PricedRow::Budget(_) => b * price.min(0.0),
            _ => b * price,
        })
        .sum();
    let columns: f64 = (0..master.fixed_columns.len())
        .map(|position| least_of_column(master, prices, position))
        .sum();
    priced + columns
}

/// The least that a fixed column can contribute.
fn least_of_column(master: &Master<'_>, prices: &[f64], position: usize) -> f64 {
    let numbers = &master.fixed.program;
    let reduced = master.simplex.reduced_cost_at(master.fixed_columns[position], prices);
    if reduced >= 0.0 {
        reduced * numbers.lower[position]
    } else if numbers.upper[position].is_finite() {
        reduced * numbers.upper[position]
    } else if reduced > -1e-9 {
        0.0
    } else {
        f64::NEG_INFINITY
    }
}

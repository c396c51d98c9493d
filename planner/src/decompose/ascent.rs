//! First-order phase: prices of limits rise where the cheapest ways overload them and fall where they do not.
//!
//! A subgradient method with averaged loads (Barahona and Anbil, The volume algorithm, Mathematical Programming 87,
//! 2000) and steps relative to the price itself, so that small and large prices move alike. It proves little, but the
//! master starts from its prices and its paths instead of from nothing.

use super::load::Loads;
use super::master::Master;
use super::sweep::{Gates, Sweeper};
use crate::plan::rows::PricedRow;
use data::model::Accounting;

/// Sweeps when another phase follows.
pub(super) const SHORT: usize = 60;
/// Sweeps when none does.
pub(super) const LONG: usize = 400;
/// First step, relative.
const STEP: f64 = 0.5;
/// Share of the newest loads in the average.
const NEWEST: f64 = 0.5;
/// Sweeps without a better bound after which the best prices are taken up again with a smaller step.
const PATIENCE: usize = 20;
/// What the step is multiplied with then.
const SHRINK: f64 = 0.6;
/// Fall of the step, per sweep.
const DECAY: f64 = 0.01;
/// Step at which the phase ends.
const SMALLEST_STEP: f64 = 0.005;
/// Least size that a step of a limit's price is relative to, in natural scales.
const LIMIT_SCALE: f64 = 2.0;
/// The same for gates of byproducts, in prices of the commodity.
const GATE_SCALE: f64 = 2.0;
/// The same for rents, in what a unit of activity gives.
const RENT_SCALE: f64 = 0.6;

/// Prices that the phase ends with.
#[derive(Clone, Debug)]
pub(super) struct Start {
    /// By row of the master.
    pub(super) rows: Vec<f64>,
    /// Rent of each column of the fixed part.
    pub(super) rents: Vec<f64>,
    /// Natural scale of the price of each limit row, zero elsewhere.
    pub(super) scales: Vec<f64>,
}

/// Runs the phase with at most so many sweeps; the sweeper is left at the best prices.
pub(super) fn ascend(
    master: &Master<'_>,
    sweeper: &mut Sweeper,
    sweeps: usize,
    mut is_stopped: impl FnMut() -> bool,
) -> Start {
    let scales = scales(master);
    let mut now = Start {
        rows: vec![0.0; master.rows.len()],
        rents: vec![0.0; master.fixed_columns.len()],
        scales,
    };
    let (mut best, mut best_bound) = (now.clone(), f64::NEG_INFINITY);
    let mut best_labels = sweeper.labels.clone();
    let mut average: Option<Loads> = None;
    let (mut step, mut idle) = (STEP, 0);
    for round in 0..sweeps {
        if is_stopped() || step < SMALLEST_STEP {
            break;
        }
        sweeper.rents.clone_from(&now.rents);
        let priced = sweeper.sweep(master, &now.rows, Gates::Quick);
        if priced.bound_gj > best_bound {
            (best_bound, idle) = (priced.bound_gj, 0);
            best = now.clone();
            best_labels.clone_from(&sweeper.labels);
        } else {
            idle += 1;
        }
        if idle >= PATIENCE {
            (step, idle, average) = (step * SHRINK, 0, None);
            now = best.clone();
            continue;
        }
        let loads = Loads::of(master, sweeper);
        let loads = match average.take() {
            None => loads,
            Some(old) => old.mixed(&loads, NEWEST),
        };
        #[allow(clippy::cast_precision_loss, reason = "a few hundred rounds")]
        let relative = step / (1.0 + DECAY * round as f64);
        now.follow(master, &loads, &priced.rows, relative);
        average = Some(loads);
    }
    sweeper.rents.clone_from(&best.rents);
    sweeper.labels = best_labels;
    best
}

impl Start {
    /// From prices by row, with the rents that follow from them.
    #[must_use]
    pub(super) fn of_prices(master: &Master<'_>, rows: Vec<f64>) -> Self {
        Self {
            rents: super::sweep::rents(master, &rows),
            scales: scales(master),
            rows,
        }
    }

    /// Moves prices along the loads.
    fn follow(&mut self, master: &Master<'_>, loads: &Loads, priced: &[f64], step: f64) {
        for (row, meaning) in master.rows.iter().enumerate() {
            let load = loads.rows[row];
            match meaning.row {
                PricedRow::Link(_) | PricedRow::Budget(_) => {
                    let over = excess(load, master.right_hand_sides[row]);
                    let size = (LIMIT_SCALE * self.scales[row]).max(-self.rows[row]);
                    self.rows[row] = (self.rows[row] - step * size * over).min(0.0);
                }
                PricedRow::Balance(..) if !master.byproducts[row].is_empty() => {
                    let over = excess(load.max(0.0), (-load).max(0.0));
                    let size = (GATE_SCALE * priced[row].abs()).max(self.rows[row]).max(1e-3);
                    self.rows[row] = (self.rows[row] + step * size * over).max(0.0);
                }
                PricedRow::Balance(..) => self.rows[row] = priced[row],
                // What is stored is worth what it is worth at the node: neither charging nor discharging gains.
                PricedRow::Store(store) => {
                    let store = &master.space.network.continent[store];
                    let balance = master.balance_row(meaning.period, store.node, store.commodity);
                    self.rows[row] = -priced[balance as usize].max(0.0);
                }
            }
        }
        for (column, rent) in self.rents.iter_mut().enumerate() {
            let capacity = master.fixed.program.upper[column];
            if capacity.is_finite() && capacity > 0.0 {
                let over = excess(loads.columns[column], capacity);
                let size = (RENT_SCALE * worth(master, column, priced)).max(*rent);
                *rent = (*rent + step * size * over).max(0.0);
            }
        }
    }
}

/// Between -1 and 1: how far use is above what there is.
fn excess(used: f64, there: f64) -> f64 {
    (used - there) / used.max(there).max(1e-9)
}

/// What a unit of a fixed column gives, at prices by row, GJ.
#[must_use]
pub(super) fn worth(master: &Master<'_>, column: usize, prices: &[f64]) -> f64 {
    let (rows, values) = master.simplex.entries(master.fixed_columns[column]);
    rows.iter()
        .zip(values)
        .filter(|(row, value)| **value > 0.0 && master.is_balance(**row))
        .map(|(row, value)| value * prices[*row as usize].clamp(0.0, 1e9))
        .sum()
}

/// What using a unit of each limit costs in energy, as a scale for its price.
fn scales(master: &Master<'_>) -> Vec<f64> {
    let continent = master.space.network.continent;
    let scale = |row: &PricedRow| match row {
        PricedRow::Link(link) => {
            let link = &continent[*link];
            let mode = &continent[link.mode];
            let energy_gj = mode.energy_gj_per_t_km * link.length_km + mode.energy_gj_per_t;
            let chain = if master.space.accounting == Accounting::Closed {
                3.0
            } else {
                1.0
            };
            energy_gj.max(1e-3) * chain
        }
        PricedRow::Budget(_) => 1e-4,
        _ => 0.0,
    };
    master.rows.iter().map(|row| scale(&row.row)).collect()
}

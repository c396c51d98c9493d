//! Everything that is shared and may run short, with its price and how steeply the price answers to use.
//!
//! A limit is a joint capacity, a budget, the capacity of a site or trade, or a gate: what a process makes besides its
//! main output can be used as far as it is made. Limits are numbered by row of the master, then by column of its fixed
//! part.
//!
//! Invariant: `seen` is the multiplier plus the steepness times what use is above the capacity, never below zero.

use super::super::ascent::{Start, worth};
use super::super::master::Master;
use crate::plan::rows::PricedRow;
use crate::program::Column;

/// Least share of what could be made at a gate that steepness is measured against.
const GATE_SHARE: f64 = 0.1;
/// Least share of the largest use so far that steepness is measured against.
const NEVER_LESS: f64 = 1e-3;
/// Steepness relative to the scale of the price, for use at twice the capacity.
const STEEPNESS: f64 = 1.0;
/// Share of a limit's own price that counts as scale of the price.
const OWN_PRICE: f64 = 0.5;
/// What steepness is multiplied with where use stays on the same side of the capacity, and where it changes sides.
const GROWTH: [f64; 2] = [1.5, 0.5];
/// How far steepness may grow and fall.
const RANGE: [f64; 2] = [0.1, 3.0];
/// How far the multiplier of a gate may be above what the good costs there, and that of a capacity above what its activity
/// gains there.
const ABOVE_LABEL: f64 = 1.05;
/// Scale of the price of a gate in the energy content of the good.
const OF_CONTENT: f64 = 0.3;
/// Scale of the price of a budget in what the activities that draw on it give per unit of it.
const OF_WORTH: f64 = 0.1;

/// All limits, by number.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    rows: usize,
    /// Amount that may be used; zero at gates, infinite where there is no limit.
    pub(super) capacity: Vec<f64>,
    /// Natural size of the price, GJ per unit.
    pub(super) scale: Vec<f64>,
    multiplier: Vec<f64>,
    steepness: Vec<f64>,
    factor: Vec<f64>,
    side: Vec<f64>,
    /// Largest use so far.
    most: Vec<f64>,
    /// Price that chains pay, GJ per unit.
    pub(super) seen: Vec<f64>,
    /// Use; at gates what is used less what is made.
    pub(super) load: Vec<f64>,
    /// Amount made, at gates.
    pub(super) made: Vec<f64>,
    /// Largest amount that can be made, at gates.
    potential: Vec<f64>,
    pub(super) is_gate: Vec<bool>,
    /// Gates of main outputs of joint processes.
    pub(super) is_main_output: Vec<bool>,
    /// Columns of the fixed part that make more than one good.
    pub(super) joint: Vec<usize>,
}

impl Limits {
    /// All limits of a master, at the prices of an earlier phase; `priced` are prices by row.
    pub(super) fn new(master: &Master<'_>, start: &Start, priced: &[f64]) -> Self {
        let rows = master.rows.len();
        let count = rows + master.fixed_columns.len();
        let mut limits = Self {
            rows,
            capacity: vec![f64::INFINITY; count],
            scale: vec![0.0; count],
            multiplier: vec![0.0; count],
            steepness: vec![0.0; count],
            factor: vec![1.0; count],
            side: vec![0.0; count],
            most: vec![0.0; count],
            seen: vec![0.0; count],
            load: vec![0.0; count],
            made: vec![0.0; count],
            potential: vec![0.0; count],
            is_gate: vec![false; count],
            is_main_output: vec![false; count],
            joint: Vec::new(),
        };
        limits.add_rows(master, start, priced);
        limits.add_columns(master, start, priced);
        limits.seen.clone_from(&limits.multiplier);
        limits
    }

    fn add_rows(&mut self, master: &Master<'_>, start: &Start, priced: &[f64]) {
        for (row, meaning) in master.rows.iter().enumerate() {
            match meaning.row {
                PricedRow::Link(_) => {
                    self.capacity[row] = master.right_hand_sides[row];
                    self.scale[row] = 2.0 * start.scales[row];
                    self.multiplier[row] = (-start.rows[row]).max(0.0);
                }
                PricedRow::Budget(_) => {
                    self.capacity[row] = master.right_hand_sides[row];
                    self.scale[row] = start.scales[row];
                    self.multiplier[row] = (-start.rows[row]).max(0.0);
                }
                PricedRow::Balance(..) if !master.byproducts[row].is_empty() => {
                    self.add_gate(master, row, priced);
                    self.multiplier[row] = start.rows[row].max(0.0);
                }
                _ => {}
            }
        }
    }

    fn add_gate(&mut self, master: &Master<'_>, row: usize, priced: &[f64]) {
        let PricedRow::Balance(_, commodity) = master.rows[row].row else {
            return;
        };
        let content_gj = master.space.network.continent[commodity].energy_content_gj;
        self.is_gate[row] = true;
        self.capacity[row] = 0.0;
        self.scale[row] = priced[row].abs().max(OF_CONTENT * content_gj).max(1e-3);
    }

    fn add_columns(&mut self, master: &Master<'_>, start: &Start, priced: &[f64]) {
        for column in 0..master.fixed_columns.len() {
            let upper = master.fixed.program.upper[column];
            if !upper.is_finite() || upper <= 0.0 {
                continue;
            }
            let limit = self.rows + column;
            self.capacity[limit] = upper;
            self.scale[limit] = 0.6 * worth(master, column, priced);
            self.multiplier[limit] = start.rents[column];
            if matches!(master.fixed.columns[column].0, Column::Activity(_)) {
                self.add_joint(master, column, upper, priced);
            }
        }
    }

    /// A process that makes several goods may run for the sake of any of them: the main output gets a gate too.
    fn add_joint(&mut self, master: &Master<'_>, column: usize, upper: f64, priced: &[f64]) {
        let (rows, values) = master.simplex.entries(master.fixed_columns[column]);
        let made = || {
            rows.iter()
                .zip(values)
                .filter(|(row, value)| **value > 0.0 && master.is_balance(**row))
        };
        if made().count() < 2 {
            return;
        }
        self.joint.push(column);
        for (row, value) in made().map(|(row, value)| (*row as usize, *value)) {
            if !self.is_gate[row] {
                self.add_gate(master, row, priced);
                self.is_main_output[row] = true;
                self.multiplier[row] = ABOVE_LABEL * priced[row].abs();
            }
            self.potential[row] += value * upper;
        }
    }

    /// Number of limits.
    pub(super) fn count(&self) -> usize {
        self.capacity.len()
    }

    /// Use above the capacity; negative below it.
    #[inline]
    pub(super) fn over(&self, limit: usize) -> f64 {
        if self.capacity[limit].is_finite() {
            self.load[limit] - self.capacity[limit]
        } else {
            0.0
        }
    }

    /// Adds use, and brings the price that is seen up to it.
    #[inline]
    pub(super) fn add_load(&mut self, limit: usize, amount: f64) {
        self.load[limit] += amount;
        self.seen[limit] = (self.multiplier[limit] + self.steepness[limit] * self.over(limit)).max(0.0);
    }

    /// By how much a unit of use raises the price.
    #[inline]
    pub(super) fn slope(&self, limit: usize) -> f64 {
        if self.seen[limit] > 0.0 {
            self.steepness[limit]
        } else {
            0.0
        }
    }

    /// Cuts the multiplier of a gate to little more than the good costs there otherwise: nobody would buy.
    pub(super) fn hold_gates(&mut self, labels: &[f64]) {
        for row in (0..self.rows).filter(|row| self.is_gate[*row]) {
            let most = ABOVE_LABEL * labels[row].max(0.0);
            self.multiplier[row] = self.multiplier[row].min(most);
            self.seen[row] = self.seen[row].min(most);
        }
    }

    /// Cuts the multiplier of a capacity to little more than its activity gains where it is: above that, what it makes is
    /// cheaper from elsewhere, and nobody would come. The first rise, up to the natural scale, is free.
    pub(super) fn hold_rents(&mut self, master: &Master<'_>, prices: &[f64]) {
        for (column, inner) in master.fixed_columns.iter().enumerate() {
            let limit = self.rows + column;
            if self.multiplier[limit] > self.scale[limit] {
                let rent = self.multiplier[limit];
                let gains = -master.simplex.reduced_cost_at(*inner, prices);
                let most = (ABOVE_LABEL * gains).max(self.scale[limit]);
                self.multiplier[limit] = rent.min(most);
                self.seen[limit] = self.seen[limit].min(most);
            }
        }
    }

    /// Sets how steeply prices answer from now on.
    pub(super) fn set_steepness(&mut self) {
        for limit in 0..self.count() {
            let size = if self.is_gate[limit] {
                let used = self.load[limit] + self.made[limit];
                self.made[limit]
                    .max(used)
                    .max(GATE_SHARE * self.potential[limit])
                    .max(1e-9)
            } else {
                self.most[limit] = self.most[limit].max(self.load[limit]);
                self.capacity[limit]
                    .max(self.load[limit])
                    .max(NEVER_LESS * self.most[limit])
            };
            // What may not be used at all and never was needs no price.
            self.steepness[limit] = if size.is_finite() && size > 0.0 && self.scale[limit] > 0.0 {
                let scale = self.scale[limit].max(OWN_PRICE * self.multiplier[limit]);
                STEEPNESS * self.factor[limit] * scale / size
            } else {
                0.0
            };
            self.add_load(limit, 0.0);
        }
    }

    /// What is seen becomes the multiplier; limits that stay over or under answer more steeply, others less.
    pub(super) fn step(&mut self) {
        for limit in 0..self.count() {
            let over = self.over(limit);
            let side = if self.seen[limit] > 0.0 || over > 0.0 {
                over.signum()
            } else {
                0.0
            };
            let agreement = side * self.side[limit];
            if agreement != 0.0 {
                let growth = if agreement > 0.0 { GROWTH[0] } else { GROWTH[1] };
                self.factor[limit] = (self.factor[limit] * growth).clamp(RANGE[0], RANGE[1]);
            }
            self.side[limit] = side;
        }
        self.multiplier.clone_from(&self.seen);
    }

    /// What breaking and not using priced limits amounts to at the prices seen, GJ.
    pub(super) fn unrest_gj(&self) -> f64 {
        (0..self.count())
            .map(|limit| self.over(limit).abs() * self.seen[limit])
            .sum()
    }

    /// Limits used above what there is by more than a thousandth; at gates of what is made.
    pub(super) fn broken(&self) -> usize {
        let is_broken =
            |limit: &usize| self.over(*limit) > 1e-3 * (self.capacity[*limit] + self.made[*limit]).max(1e-9);
        (0..self.count()).filter(is_broken).count()
    }
}

/// Natural scale of the price of each budget that activities draw on: a share of what they give per unit of it.
pub(super) fn budget_scales(master: &Master<'_>, priced: &[f64], scales: &mut [f64]) {
    let mut sums = vec![(0.0, 0.0); master.rows.len()];
    for column in 0..master.fixed_columns.len() {
        let worth = worth(master, column, priced);
        let (rows, values) = master.simplex.entries(master.fixed_columns[column]);
        for (row, value) in rows.iter().zip(values).filter(|(_, value)| **value > 0.0) {
            if matches!(master.rows[*row as usize].row, PricedRow::Budget(_)) {
                let (sum, count) = &mut sums[*row as usize];
                *sum += worth / value;
                *count += 1.0;
            }
        }
    }
    for (scale, (sum, count)) in scales.iter_mut().zip(sums) {
        if sum > 0.0 {
            *scale = OF_WORTH * sum / count;
        }
    }
}

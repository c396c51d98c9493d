//! One step: how far the entering column goes, what leaves, and what that does to amounts and prices.

use super::basis::Place;
use super::factor::Columns;
use super::price::Way;
use super::ratio::{self, Basic, Stop};
use super::state::Simplex;

impl Simplex {
    /// Brings a column in. False when nothing stops it.
    pub(super) fn enter(&mut self, entering: u32, way: Way) -> bool {
        let j = entering as usize;
        self.alpha.clear();
        let (rows, values) = self.table.entries(entering);
        for (row, value) in rows.iter().zip(values) {
            self.alpha.add(*row as usize, *value);
        }
        self.basis.solve(&mut self.alpha);
        let charge = self.charged(j, way.excess);
        let gain = (self.table.reduced_cost(entering, &self.prices) + charge).abs();
        let stop = self.first_stop(if way.up { 1.0 } else { -1.0 }, gain);
        let span = if way.excess == 0 {
            self.table.upper[j] - self.table.lower[j]
        } else {
            f64::INFINITY
        };
        match stop {
            Some(stop) if stop.step < span => self.exchange(entering, way, stop),
            _ if span.is_finite() => self.flip(entering, way.up, span),
            _ => return false,
        }
        true
    }

    fn first_stop(&mut self, sign: f64, gain: f64) -> Option<Stop> {
        self.basics.clear();
        let mut largest = 0.0_f64;
        for slot in &self.alpha.pattern {
            let fall = self.alpha.values[*slot as usize] * sign;
            if fall.abs() < 1e-11 {
                continue;
            }
            largest = largest.max(fall.abs());
            let column = self.basis.columns[*slot as usize] as usize;
            self.basics.push(Basic {
                slot: *slot,
                fall,
                value: self.amounts[column],
                lower: self.table.lower[column],
                upper: self.table.upper[column],
                excess: self.excess[*slot as usize],
                charges: self.charges[column],
            });
        }
        ratio::first_stop(&self.basics, gain, largest, self.primal_tolerance)
    }

    /// From one bound to the other without an exchange.
    fn flip(&mut self, column: u32, up: bool, span: f64) {
        let j = column as usize;
        self.move_basics(if up { span } else { -span }, None);
        self.places[j] = if up { Place::Upper } else { Place::Lower };
        self.amounts[j] = if up { self.table.upper[j] } else { self.table.lower[j] };
        self.exchanges += 1;
    }

    fn exchange(&mut self, entering: u32, way: Way, stop: Stop) {
        let j = entering as usize;
        let charge = self.charged(j, way.excess);
        let reduced = self.table.reduced_cost(entering, &self.prices) + charge;
        self.rho.clear();
        self.rho.add(stop.slot as usize, 1.0);
        self.basis.solve_transposed(&mut self.rho);
        let pivot = self.alpha.values[stop.slot as usize];
        let ratio = reduced / pivot;
        for row in &self.rho.pattern {
            self.prices[*row as usize] += ratio * self.rho.values[*row as usize];
        }
        self.rho.clear();
        let step = if way.up { stop.step } else { -stop.step };
        let leaving = self.basis.columns[stop.slot as usize] as usize;
        self.move_basics(step, Some(stop.slot));
        self.amounts[leaving] = if stop.at_upper {
            self.table.upper[leaving]
        } else {
            self.table.lower[leaving]
        };
        self.places[leaving] = if stop.at_upper { Place::Upper } else { Place::Lower };
        self.amounts[j] += step;
        self.places[j] = Place::Basic(stop.slot);
        self.basis.exchange(stop.slot, entering, &self.alpha);
        self.excess[stop.slot as usize] = way.excess;
        let settled = self.excess_of(stop.slot as usize);
        if settled != way.excess {
            self.excess[stop.slot as usize] = settled;
            let change = self.charged(j, settled) - charge;
            self.change.add(stop.slot as usize, change);
        }
        self.exchanges += 1;
        self.charge();
    }

    fn move_basics(&mut self, step: f64, leaving: Option<u32>) {
        for slot in &self.alpha.pattern {
            let column = self.basis.columns[*slot as usize] as usize;
            self.amounts[column] -= step * self.alpha.values[*slot as usize];
            let new = self.excess_of(*slot as usize);
            let old = self.excess[*slot as usize];
            if new != old && leaving != Some(*slot) {
                self.excess[*slot as usize] = new;
                let change = self.charged(column, new) - self.charged(column, old);
                self.change.add(*slot as usize, change);
            }
        }
        if leaving.is_none() {
            self.charge();
        }
    }

    /// Brings the prices to the charges that have changed.
    fn charge(&mut self) {
        if self.change.pattern.is_empty() {
            return;
        }
        self.basis.solve_transposed(&mut self.change);
        for row in &self.change.pattern {
            self.prices[*row as usize] += self.change.values[*row as usize];
        }
        self.change.clear();
    }
}

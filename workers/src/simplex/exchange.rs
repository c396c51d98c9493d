//! One step: how far the entering column goes, what leaves, and what that does to amounts and to what the basis pays.

use super::basis::Place;
use super::pool::Entrant;
use super::price::Way;
use super::ratio::{self, Basic, Stop};
use super::sparse::SparseVector;
use super::state::Simplex;

impl Simplex {
    /// Brings a column in. False when nothing stops it.
    pub(super) fn enter(&mut self, entrant: Entrant) -> bool {
        let j = entrant.column as usize;
        let (gain, way) = self.gain_at(entrant.column, entrant.reduced);
        let stop = self.first_stop(&entrant.alpha, if way.up { 1.0 } else { -1.0 }, gain);
        let span = match (way.excess, way.up) {
            (0, true) => self.table.upper[j] - self.amounts[j],
            (0, false) => self.amounts[j] - self.table.lower[j],
            _ => f64::INFINITY,
        };
        match stop {
            Some(stop) if stop.step < span => self.exchange(&entrant, way, stop),
            _ if span.is_finite() => self.flip(&entrant, way.up, span),
            _ => return false,
        }
        self.exchanges += 1;
        self.pool.give_back(entrant.alpha);
        true
    }

    fn first_stop(&mut self, alpha: &SparseVector, sign: f64, gain: f64) -> Option<Stop> {
        self.basics.clear();
        let mut largest = 0.0_f64;
        for slot in &alpha.pattern {
            let fall = alpha.values[*slot as usize] * sign;
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
    fn flip(&mut self, entrant: &Entrant, up: bool, span: f64) {
        let j = entrant.column as usize;
        self.move_basics(&entrant.alpha, if up { span } else { -span }, None);
        self.places[j] = if up { Place::Upper } else { Place::Lower };
        self.amounts[j] = if up { self.table.upper[j] } else { self.table.lower[j] };
        self.charge();
    }

    fn exchange(&mut self, entrant: &Entrant, way: Way, stop: Stop) {
        let j = entrant.column as usize;
        let slot = stop.slot as usize;
        let step = if way.up { stop.step } else { -stop.step };
        let leaving = self.basis.columns[slot] as usize;
        self.move_basics(&entrant.alpha, step, Some(stop.slot));
        self.amounts[leaving] = if stop.at_upper {
            self.table.upper[leaving]
        } else {
            self.table.lower[leaving]
        };
        self.places[leaving] = if stop.at_upper { Place::Upper } else { Place::Lower };
        self.near.add(leaving as u32);
        self.amounts[j] += step;
        self.places[j] = Place::Basic(stop.slot);
        self.basis.exchange(stop.slot, entrant.column, &entrant.alpha);
        self.pool.follow(stop.slot, &entrant.alpha);
        self.excess[slot] = way.excess;
        self.excess[slot] = self.excess_of(slot);
        let reduced = entrant.reduced + self.charged(j, self.excess[slot]);
        self.rises.push((stop.slot, reduced));
        self.charge();
    }

    fn move_basics(&mut self, alpha: &SparseVector, step: f64, leaving: Option<u32>) {
        for slot in &alpha.pattern {
            let column = self.basis.columns[*slot as usize] as usize;
            self.amounts[column] -= step * alpha.values[*slot as usize];
            let new = self.excess_of(*slot as usize);
            let old = self.excess[*slot as usize];
            if new != old && leaving != Some(*slot) {
                self.excess[*slot as usize] = new;
                let rise = self.charged(column, new) - self.charged(column, old);
                self.rises.push((*slot, rise));
            }
        }
    }

    /// Brings what may come in to the costs that have risen; prices follow when they are settled.
    fn charge(&mut self) {
        self.pool.charge(&self.rises);
        for (slot, _) in self.rises.drain(..) {
            self.unsettled.mark(slot);
        }
    }

    /// Brings prices to the basis and its charges: a basic column is worth what its rows pay for it.
    pub(super) fn settle(&mut self) {
        if self.unsettled.pattern.is_empty() {
            return;
        }
        for slot in &self.unsettled.pattern {
            let column = self.basis.columns[*slot as usize];
            let charge = self.charged(column as usize, self.excess[*slot as usize]);
            let unpaid = self.table.reduced_cost(column, &self.prices) + charge;
            self.work.add(*slot as usize, unpaid);
        }
        self.unsettled.clear();
        self.basis.solve_transposed(&mut self.work);
        for row in &self.work.pattern {
            self.prices[*row as usize] += self.work.values[*row as usize];
        }
        self.work.clear();
    }
}

//! The loop: price, go as far as the basic variables allow, exchange; and amounts and prices from the basis itself.

use super::basis::Place;
use super::factor::Columns;
use super::state::{Outcome, Simplex};

impl Simplex {
    /// Solves over the columns that are there, with at most so many exchanges.
    pub fn solve(&mut self, limit: u64) -> Outcome {
        if !self.is_ready {
            self.watch_anew();
            if !self.start() {
                return Outcome::Failed;
            }
        }
        let outcome = self.run(limit);
        self.settle();
        outcome
    }

    fn run(&mut self, limit: u64) -> Outcome {
        let last = self.exchanges.saturating_add(limit);
        let mut is_confirmed = false;
        while self.exchanges < last {
            if (self.basis.wants_refactor() || self.has_stalled()) && !self.start() {
                return Outcome::Failed;
            }
            let Some(entrant) = self.choose() else {
                if self.put_back() {
                    self.watch_anew();
                    if !self.start() {
                        return Outcome::Failed;
                    }
                    continue;
                }
                if is_confirmed || self.basis.is_fresh() {
                    return self.verdict();
                }
                is_confirmed = true;
                if !self.start() {
                    return Outcome::Failed;
                }
                continue;
            };
            is_confirmed = false;
            if !self.enter(entrant) {
                if self.basis.is_fresh() {
                    return Outcome::Unbounded;
                }
                // Roundoff may have hidden what stops the column.
                if !self.start() {
                    return Outcome::Failed;
                }
            }
        }
        Outcome::Limit
    }

    fn verdict(&self) -> Outcome {
        let outside = |slot: usize| self.violation(self.basis.columns[slot]) > self.primal_tolerance;
        if (0..self.excess.len()).all(|slot| self.excess[slot] == 0 || !outside(slot)) {
            Outcome::Optimal
        } else {
            Outcome::Infeasible
        }
    }

    /// Factors the basis and computes amounts and prices from the program itself.
    pub(super) fn start(&mut self) -> bool {
        let rows = self.table.row_count();
        self.work.resize(rows);
        self.unsettled.resize(rows);
        self.pool.reset(rows);
        for _ in 0..5 {
            match self.basis.refactor(&self.table) {
                Ok(()) => {
                    self.compute_amounts();
                    self.compute_prices();
                    self.is_ready = self.amounts.iter().chain(&self.prices).all(|value| value.is_finite());
                    return self.is_ready;
                }
                Err(singular) => self.repair(&singular.slots, &singular.rows),
            }
        }
        false
    }

    /// Replaces columns that depend on others by the slacks of the rows without pivots.
    fn repair(&mut self, slots: &[u32], rows: &[u32]) {
        // All leave before any comes in: a slack that leaves one slot may come into another.
        for slot in slots {
            let out = self.basis.columns[*slot as usize];
            self.places[out as usize] = Place::Lower;
            self.amounts[out as usize] = self.table.lower[out as usize];
        }
        for (slot, row) in slots.iter().zip(rows) {
            let logical = self.table.logical[*row as usize];
            self.basis.columns[*slot as usize] = logical;
            self.places[logical as usize] = Place::Basic(*slot);
        }
    }

    fn compute_amounts(&mut self) {
        let right_hand_side = self.table.right_hand_side.iter().enumerate();
        let mut left: Vec<f64> = right_hand_side.map(|(row, amount)| amount + self.shift(row)).collect();
        for column in 0..self.table.column_count() {
            let amount = self.amounts[column];
            if amount != 0.0 && !matches!(self.places[column], Place::Basic(_)) {
                #[allow(clippy::cast_possible_truncation, reason = "columns are counted in u32")]
                let (rows, values) = self.table.entries(column as u32);
                for (row, value) in rows.iter().zip(values) {
                    left[*row as usize] -= amount * value;
                }
            }
        }
        self.work.clear();
        for (row, value) in left.into_iter().enumerate().filter(|(_, v)| *v != 0.0) {
            self.work.add(row, value);
        }
        self.basis.solve(&mut self.work);
        for (slot, column) in self.basis.columns.iter().enumerate() {
            self.amounts[*column as usize] = self.work.values[slot];
        }
        self.work.clear();
        for slot in 0..self.excess.len() {
            self.excess[slot] = self.excess_of(slot);
        }
    }

    /// On which side of its bounds a basic variable is charged. At a bound it stays where it was.
    pub(super) fn excess_of(&self, slot: usize) -> i8 {
        let column = self.basis.columns[slot] as usize;
        let amount = self.amounts[column];
        let (lower, upper) = (self.table.lower[column], self.table.upper[column]);
        let (below, above) = match self.excess[slot] {
            -1 => (lower + self.primal_tolerance, upper + self.primal_tolerance),
            1 => (lower - self.primal_tolerance, upper - self.primal_tolerance),
            _ => (lower - self.primal_tolerance, upper + self.primal_tolerance),
        };
        if amount > above {
            1
        } else if amount < below {
            -1
        } else {
            0
        }
    }

    /// What being outside its bounds on that side adds to the cost of a column.
    #[inline]
    pub(super) fn charged(&self, column: usize, excess: i8) -> f64 {
        match excess {
            0 => 0.0,
            1 => self.charges[column][1],
            _ => -self.charges[column][0],
        }
    }

    fn compute_prices(&mut self) {
        self.work.clear();
        for (slot, column) in self.basis.columns.iter().enumerate() {
            let charge = self.charged(*column as usize, self.excess[slot]);
            let cost = self.table.cost[*column as usize] + charge;
            if cost != 0.0 {
                self.work.add(slot, cost);
            }
        }
        self.basis.solve_transposed(&mut self.work);
        self.prices.copy_from_slice(&self.work.values);
        self.work.clear();
    }
}

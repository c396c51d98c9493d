//! The basis: a factor and the exchanges since it was made, as a product of elementary columns.

use super::factor::{Factor, Singular};
use super::sparse::SparseVector;
use super::table::Table;

/// Exchanges after which the basis is factored anew.
const EXCHANGES: usize = 100;

/// Where a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Lower,
    Upper,
    Basic(u32),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Basis {
    /// Column in each slot.
    pub(super) columns: Vec<u32>,
    factor: Factor,
    exchanges: Vec<Exchange>,
    slots: Vec<u32>,
    values: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Exchange {
    slot: u32,
    pivot: f64,
    start: usize,
    end: usize,
}

impl Basis {
    pub(super) fn refactor(&mut self, table: &Table) -> Result<(), Singular> {
        self.exchanges.clear();
        self.slots.clear();
        self.values.clear();
        self.factor = Factor::new(table, &self.columns)?;
        Ok(())
    }

    pub(super) fn wants_refactor(&self) -> bool {
        self.exchanges.len() >= EXCHANGES
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.exchanges.is_empty()
    }

    pub(super) fn nucleus(&self) -> usize {
        self.factor.nucleus
    }

    /// Puts the column whose solved form is `alpha` into a slot.
    pub(super) fn exchange(&mut self, slot: u32, column: u32, alpha: &SparseVector) {
        let start = self.slots.len();
        for k in &alpha.pattern {
            let value = alpha.values[*k as usize];
            if *k != slot && value != 0.0 {
                self.slots.push(*k);
                self.values.push(value);
            }
        }
        self.exchanges.push(Exchange {
            slot,
            pivot: alpha.values[slot as usize],
            start,
            end: self.slots.len(),
        });
        self.columns[slot as usize] = column;
    }

    /// `B x = a`.
    pub(super) fn solve(&mut self, vector: &mut SparseVector) {
        self.factor.solve(vector);
        for exchange in &self.exchanges {
            let value = vector.values[exchange.slot as usize];
            if value == 0.0 {
                continue;
            }
            let value = value / exchange.pivot;
            vector.values[exchange.slot as usize] = value;
            for place in exchange.start..exchange.end {
                vector.add(self.slots[place] as usize, -value * self.values[place]);
            }
        }
    }

    /// `B' y = c`.
    pub(super) fn solve_transposed(&mut self, vector: &mut SparseVector) {
        for exchange in self.exchanges.iter().rev() {
            let range = exchange.start..exchange.end;
            let slots = self.slots[range.clone()].iter();
            let others: f64 = slots
                .zip(&self.values[range])
                .map(|(slot, value)| vector.values[*slot as usize] * value)
                .sum();
            let old = vector.values[exchange.slot as usize];
            if old != 0.0 || others != 0.0 {
                let new = (old - others) / exchange.pivot;
                vector.add(exchange.slot as usize, new - old);
            }
        }
        self.factor.solve_transposed(vector);
    }
}

//! The basis: a factor and the exchanges since it was made, as a product of elementary columns.

use super::factor::{Factor, Singular};
use super::sparse::SparseVector;
use super::table::Table;
use super::triangle::Entry;

/// Exchanges after which the basis is factored anew in any case.
const MOST_EXCHANGES: usize = 300;
/// The basis is factored anew when going through the exchanges has cost as much as that: entries looked at, for each row
/// and entry of the factor.
const WORK: usize = 20;
/// Entries of a solved form below this are roundoff.
const DROP: f64 = 1e-14;

/// Where a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Lower,
    Upper,
    /// At neither bound; moves either way.
    Between,
    Basic(u32),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Basis {
    /// Column in each slot.
    pub(super) columns: Vec<u32>,
    factor: Factor,
    exchanges: Vec<Exchange>,
    /// Slots and values of all exchanges, one after the other.
    entries: Vec<Entry>,
    /// Exchanges and entries of exchanges looked at since the factor was made.
    work: usize,
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
        self.entries.clear();
        self.work = 0;
        self.factor.renew(table, &self.columns)
    }

    /// Whether a new factor pays: exchanges cost more and more to go through, so what they cost together is least per
    /// exchange where it equals the cost of a factor.
    pub(super) fn wants_refactor(&self) -> bool {
        self.exchanges.len() >= MOST_EXCHANGES || self.work >= WORK * self.factor.size()
    }

    pub(super) fn is_fresh(&self) -> bool {
        self.exchanges.is_empty()
    }

    pub(super) fn nucleus(&self) -> usize {
        self.factor.nucleus
    }

    /// Puts the column whose solved form is `alpha` into a slot.
    pub(super) fn exchange(&mut self, slot: u32, column: u32, alpha: &SparseVector) {
        let start = self.entries.len();
        for k in &alpha.pattern {
            let value = alpha.values[*k as usize];
            if *k != slot && value.abs() > DROP {
                self.entries.push(Entry { to: *k, value });
            }
        }
        self.exchanges.push(Exchange {
            slot,
            pivot: alpha.values[slot as usize],
            start,
            end: self.entries.len(),
        });
        self.columns[slot as usize] = column;
    }

    /// `B x = a`.
    pub(super) fn solve(&mut self, vector: &mut SparseVector) {
        self.factor.solve(vector);
        self.work += self.exchanges.len();
        for exchange in &self.exchanges {
            let value = vector.values[exchange.slot as usize];
            if value == 0.0 {
                continue;
            }
            self.work += exchange.end - exchange.start;
            let value = value / exchange.pivot;
            vector.values[exchange.slot as usize] = value;
            for entry in &self.entries[exchange.start..exchange.end] {
                vector.add(entry.to as usize, -value * entry.value);
            }
        }
    }

    /// `B' y = c`.
    pub(super) fn solve_transposed(&mut self, vector: &mut SparseVector) {
        self.work += self.exchanges.len() + self.entries.len();
        for exchange in self.exchanges.iter().rev() {
            let entries = &self.entries[exchange.start..exchange.end];
            let others: f64 = entries
                .iter()
                .map(|entry| vector.values[entry.to as usize] * entry.value)
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

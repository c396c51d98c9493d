//! A few columns that may come in, with their solved forms kept at the basis from exchange to exchange.
//!
//! Source: multiple pricing (Orchard-Hays, Advanced Linear-Programming Computing Techniques, 1968; Maros, Computational
//! Techniques of the Simplex Method, 2003, section 9.5). An exchange changes the solved forms of the others by a multiple
//! of the one that came in, and only of those that meet the row of the pivot; their reduced costs follow from what it
//! changed. So prices of rows are not needed between exchanges, and the lengths of the solved forms, which say how far
//! all basic variables move together, are known (steepest edge: Goldfarb and Reid, Mathematical Programming 12, 1977).
//!
//! Invariant: `alpha` is the solved form at the basis as it is, `reduced` the cost less what the basis pays at its
//! charges as they are.

use super::sparse::SparseVector;

/// A column that may come in.
#[derive(Clone, Debug, Default)]
pub(super) struct Entrant {
    pub(super) column: u32,
    /// Cost less what the basis pays for it.
    pub(super) reduced: f64,
    /// Solved form, by slot.
    pub(super) alpha: SparseVector,
    /// Square of the length of the solved form, with one for the column itself.
    pub(super) square: f64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    pub(super) entrants: Vec<Entrant>,
    spare: Vec<SparseVector>,
}

/// Entries of a solved form below this are roundoff.
const DROP: f64 = 1e-14;

impl Pool {
    /// Empty, for a basis of that many slots.
    pub(super) fn reset(&mut self, slots: usize) {
        while let Some(entrant) = self.entrants.pop() {
            self.give_back(entrant.alpha);
        }
        for vector in &mut self.spare {
            vector.resize(slots);
        }
    }

    /// An empty vector by slot.
    pub(super) fn vector(&mut self, slots: usize) -> SparseVector {
        self.spare.pop().unwrap_or_else(|| {
            let mut vector = SparseVector::default();
            vector.resize(slots);
            vector
        })
    }

    /// Takes a vector back for later use.
    pub(super) fn give_back(&mut self, mut vector: SparseVector) {
        vector.clear();
        self.spare.push(vector);
    }

    pub(super) fn push(&mut self, column: u32, reduced: f64, alpha: SparseVector) {
        let square = 1.0
            + alpha
                .pattern
                .iter()
                .map(|k| alpha.values[*k as usize].powi(2))
                .sum::<f64>();
        self.entrants.push(Entrant {
            column,
            reduced,
            alpha,
            square,
        });
    }

    pub(super) fn take(&mut self, at: usize) -> Entrant {
        self.entrants.swap_remove(at)
    }

    /// The column with solved form `alpha` has come into a slot.
    pub(super) fn follow(&mut self, slot: u32, alpha: &SparseVector) {
        let pivot = alpha.values[slot as usize];
        for entrant in &mut self.entrants {
            let old = entrant.alpha.values[slot as usize];
            if old.abs() > DROP {
                entrant.subtract(old / pivot, slot, alpha);
            }
        }
    }

    /// Costs of the basic variables in these slots have risen.
    pub(super) fn charge(&mut self, rises: &[(u32, f64)]) {
        for entrant in &mut self.entrants {
            for (slot, rise) in rises {
                entrant.reduced -= rise * entrant.alpha.values[*slot as usize];
            }
        }
    }
}

impl Entrant {
    fn subtract(&mut self, multiple: f64, slot: u32, alpha: &SparseVector) {
        let mut square = self.square;
        for k in &alpha.pattern {
            let old = self.alpha.values[*k as usize];
            let change = if *k == slot {
                multiple - old
            } else {
                -multiple * alpha.values[*k as usize]
            };
            square += change * (2.0 * old + change);
            self.alpha.add(*k as usize, change);
        }
        self.square = square.max(1.0 + multiple * multiple);
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::{Outcome, Simplex};
    use crate::block::RowKind;
    use proptest::prelude::*;

    /// Few entries and limits in every other row: several exchanges, some with variables outside their bounds.
    fn simplex(numbers: &[u8], rows: u32) -> Simplex {
        let mut simplex = Simplex::new(1e4, 1e-9, 1e-9);
        for row in 0..rows {
            let kind = if row % 2 == 0 { RowKind::Equal } else { RowKind::AtMost };
            simplex.add_row(kind, f64::from(1 + row % 5));
        }
        for part in numbers.chunks_exact(6) {
            let entry = |at: usize| (u32::from(part[at]) % rows, f64::from(part[at + 1] % 7) - 2.5);
            let entries: std::collections::BTreeMap<u32, f64> = [entry(0), entry(2)].into();
            let upper = if part[5] % 3 == 0 { 2.0 } else { f64::INFINITY };
            simplex.add_column(f64::from(part[4]) + 1.0, 0.0, upper, entries.into_iter());
        }
        simplex
    }

    proptest! {
        #[test]
        fn follows_exchanges_like_a_fresh_solve(numbers in prop::collection::vec(any::<u8>(), 600), rows in 8_u32..30) {
            let mut simplex = simplex(&numbers, rows);
            for _ in 0..60 {
                let outcome = simplex.solve(1);
                for entrant in simplex.pool.entrants.clone() {
                    simplex.solve_column(entrant.column);
                    let fresh = simplex.pool.entrants.pop().unwrap_or_default();
                    let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs().max(1.0);
                    prop_assert!(close(entrant.reduced, fresh.reduced));
                    prop_assert!(close(entrant.square, fresh.square));
                    for (followed, solved) in entrant.alpha.values.iter().zip(&fresh.alpha.values) {
                        prop_assert!(close(*followed, *solved));
                    }
                    simplex.pool.give_back(fresh.alpha);
                }
                if outcome != Outcome::Limit {
                    break;
                }
            }
        }

        #[test]
        fn settled_prices_are_those_of_the_basis(numbers in prop::collection::vec(any::<u8>(), 600), rows in 8_u32..30) {
            let mut simplex = simplex(&numbers, rows);
            for _ in 0..60 {
                let outcome = simplex.solve(1);
                let mut fresh = simplex.clone();
                prop_assert!(fresh.start());
                for (settled, computed) in simplex.prices.iter().zip(&fresh.prices) {
                    prop_assert!((settled - computed).abs() <= 1e-6 * computed.abs().max(1.0));
                }
                if outcome != Outcome::Limit {
                    break;
                }
            }
        }
    }
}

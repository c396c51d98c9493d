//! A way out of circles: where exchanges go on and the objective does not fall, right-hand sides are moved a little, each by another
//! amount, so that no two bounds are met at one time any more; they are put back before anything is said to be optimal.
//!
//! Source: perturbation of right-hand sides (Charnes, Optimality and degeneracy in linear programming, Econometrica 20, 1952), begun
//! only on stalling, as in Koberstein, The dual simplex method, techniques for a fast and stable implementation, 2005, section 6.3.
//!
//! Invariant: amounts by a fixed rule, so the same calls give the same exchanges. Without a perturbation `shifts` is empty.

use super::state::Simplex;

/// Exchanges without any fall of the objective after which right-hand sides are moved, for each row, and at least.
const PATIENCE_PER_ROW: u64 = 2;
const LEAST_PATIENCE: u64 = 2_000;
/// What right-hand sides are moved by, in tolerances: up to twice as much, by row.
const SHIFT: f64 = 500.0;
/// A fall of the objective by less than this part of it is none.
const NO_FALL: f64 = 1e-13;

/// The objective as it was some exchanges ago.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch {
    /// Exchanges at which the objective is looked at again.
    until: u64,
    objective: f64,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            until: 0,
            objective: f64::INFINITY,
        }
    }
}

impl Simplex {
    /// Looks at the objective now and then; true when it has stalled and right-hand sides were moved.
    pub(super) fn has_stalled(&mut self) -> bool {
        if self.exchanges < self.watch.until {
            return false;
        }
        let objective = self.charged_objective();
        let has_fallen = objective < self.watch.objective - NO_FALL * objective.abs();
        let is_first = self.watch.objective == f64::INFINITY;
        self.watch = Watch {
            until: self.exchanges + (PATIENCE_PER_ROW * self.table.right_hand_side.len() as u64).max(LEAST_PATIENCE),
            objective,
        };
        if has_fallen || is_first {
            return false;
        }
        self.perturb();
        true
    }

    /// The watch begins anew: costs, rows or charges are others now.
    pub(super) fn watch_anew(&mut self) {
        self.watch = Watch::default();
    }

    fn perturb(&mut self) {
        let mut state = self.exchanges;
        let by_row =
            (0..self.table.right_hand_side.len()).map(|_| SHIFT * self.primal_tolerance * (1.0 + fraction(&mut state)));
        self.shifts = by_row.collect();
        self.watch_anew();
    }

    /// Puts right-hand sides back where they were; true when they were elsewhere. The basis is to be factored again then.
    pub(super) fn put_back(&mut self) -> bool {
        let was_moved = !self.shifts.is_empty();
        self.shifts.clear();
        was_moved
    }

    /// What a right-hand side is moved by.
    pub(super) fn shift(&self, row: usize) -> f64 {
        self.shifts.get(row).copied().unwrap_or(0.0)
    }

    /// Ends a perturbation that is under way when a solve was broken off: amounts are those of the program as it stands.
    pub fn end_perturbation(&mut self) {
        if self.put_back() {
            self.is_ready = self.start();
        }
    }
}

/// The next of a fixed sequence of fractions (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014).
#[allow(clippy::cast_precision_loss, reason = "53 bits")]
fn fraction(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::super::state::{Outcome, Simplex};
    use crate::block::RowKind;
    use proptest::prelude::*;

    /// Assignment of `size` to `size`: every vertex but few is met by many bases.
    fn assignment(costs: &[u8], size: u32) -> Simplex {
        let mut simplex = Simplex::new(1e6, 1e-9, 1e-9);
        (0..2 * size).for_each(|_| {
            simplex.add_row(RowKind::Equal, 1.0);
        });
        for (position, cost) in (0_u32..).zip(costs).take((size * size) as usize) {
            let entries = [(position / size, 1.0), (size + position % size, 1.0)];
            simplex.add_column(f64::from(*cost), 0.0, f64::INFINITY, entries.into_iter());
        }
        simplex
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn a_perturbation_changes_no_optimum(costs in prop::collection::vec(any::<u8>(), 100), size in 3_u32..10) {
            let (mut plain, mut moved) = (assignment(&costs, size), assignment(&costs, size));
            prop_assert_eq!(plain.solve(u64::MAX), Outcome::Optimal);
            prop_assert_eq!(moved.solve(2), Outcome::Limit);
            moved.perturb();
            prop_assert!(moved.start());
            // The smallest may be done within three exchanges; what is moved tells whether it is.
            let early = moved.solve(3);
            prop_assert_eq!(moved.shifts.is_empty(), early == Outcome::Optimal);
            prop_assert_eq!(moved.solve(u64::MAX), Outcome::Optimal);
            prop_assert!(moved.shifts.is_empty());
            prop_assert!((plain.objective() - moved.objective()).abs() <= 1e-9 * plain.objective().max(1.0));
        }
    }

    #[test]
    fn a_solve_that_is_broken_off_ends_with_the_program_as_it_stands() {
        let costs: Vec<u8> = (0..100_u8).map(|k| k.wrapping_mul(37)).collect();
        let mut simplex = assignment(&costs, 9);
        simplex.solve(2);
        simplex.perturb();
        assert!(simplex.start());
        simplex.solve(2);
        simplex.end_perturbation();
        let before = simplex.amounts.clone();
        assert!(simplex.shifts.is_empty() && simplex.start());
        let same = before.iter().zip(&simplex.amounts).all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(same);
    }
}

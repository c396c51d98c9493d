//! Which column comes in: the one with the most to gain for its length, from a list that is kept for some exchanges.

use super::basis::Place;
use super::state::Simplex;

/// Largest number of candidates kept from one look at all columns.
const MOST_CANDIDATES: usize = 300;
/// Least number.
const FEWEST_CANDIDATES: usize = 20;

/// Which way a column enters: up or down, and on which side of its bounds it will be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) up: bool,
    pub(super) excess: i8,
}

impl Way {
    pub(super) const UP: Self = Self { up: true, excess: 0 };
}

impl Simplex {
    /// How much a nonbasic column would improve per unit, and which way; zero or less when it would not.
    #[inline]
    fn gain(&self, column: u32) -> (f64, Way) {
        let j = column as usize;
        let at_upper = match self.places[j] {
            Place::Basic(_) => return (0.0, Way::UP),
            Place::Lower => false,
            Place::Upper => true,
        };
        let reduced = self.table.reduced_cost(column, &self.prices);
        let is_fixed = self.table.upper[j] <= self.table.lower[j];
        if (reduced < 0.0) != at_upper && !is_fixed {
            return (
                reduced.abs(),
                Way {
                    up: !at_upper,
                    excess: 0,
                },
            );
        }
        let up = reduced < 0.0;
        let excess = if up { 1 } else { -1 };
        if is_fixed || up == at_upper {
            (reduced.abs() - self.charged(j, excess).abs(), Way { up, excess })
        } else {
            (0.0, Way::UP)
        }
    }

    /// The next column from the list of candidates that still improves; a new list when it is empty.
    pub(super) fn choose(&mut self) -> Option<(u32, Way)> {
        loop {
            while let Some((_, column)) = self.candidates.pop() {
                let (gain, way) = self.gain(column);
                if gain > self.dual_tolerance {
                    return Some((column, way));
                }
            }
            self.collect();
            if self.candidates.is_empty() {
                return None;
            }
        }
    }

    /// The columns with the most to gain, the best last.
    #[allow(clippy::cast_possible_truncation, reason = "columns are counted in u32")]
    fn collect(&mut self) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        for column in 0..self.table.column_count() as u32 {
            let (gain, _) = self.gain(column);
            if gain > self.dual_tolerance {
                let score = gain / self.table.norm[column as usize];
                candidates.push((score, column));
            }
        }
        let kept = (candidates.len() / 4).clamp(FEWEST_CANDIDATES, MOST_CANDIDATES);
        let better_first = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if candidates.len() > kept {
            candidates.select_nth_unstable_by(kept, better_first);
            candidates.truncate(kept);
        }
        candidates.sort_unstable_by(better_first);
        candidates.reverse();
        self.candidates = candidates;
    }
}

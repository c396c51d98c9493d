//! Which column comes in: of a few that are kept solved ([`super::pool`]) the steepest. These are taken from a list of
//! candidates with the most to gain for their length, and the list from a look at the columns that may improve
//! ([`super::near`]), now and then at all.

use super::basis::Place;
use super::factor::Columns;
use super::pool::Entrant;
use super::state::Simplex;

/// Largest number of candidates kept from one look at the columns.
const MOST_CANDIDATES: usize = 1_000;
/// Least number.
const FEWEST_CANDIDATES: usize = 20;
/// Share of the improving columns that is kept, as its inverse.
const KEPT: usize = 4;
/// Looks at the columns of which one is at all of them.
const LOOKS: u32 = 4;
/// Columns that are kept solved.
const MOST_ENTRANTS: usize = 8;
/// Number of them at which others are taken up.
const FEWEST_ENTRANTS: usize = 4;
/// Columns that have a larger share of their rows in common compete: when one is in, the other seldom improves.
const ALIKE: f64 = 0.6;
/// Relative error of a reduced cost that has been followed through exchanges from which its column is solved anew.
const DRIFT: f64 = 1e-7;
/// A reduced cost that is this part of the figures that it is the difference of, or less, is roundoff.
const ROUNDOFF: f64 = 3e-14;

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
    /// How much a nonbasic column of that reduced cost would improve per unit, and which way; zero or less when it would
    /// not.
    #[inline]
    pub(super) fn gain_at(&self, column: u32, reduced: f64) -> (f64, Way) {
        let j = column as usize;
        let at_upper = match self.places[j] {
            Place::Basic(_) => return (0.0, Way::UP),
            Place::Lower => false,
            Place::Upper => true,
            Place::Between => {
                let way = Way {
                    up: reduced < 0.0,
                    excess: 0,
                };
                return (reduced.abs(), way);
            }
        };
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

    /// The column of the pool that gains most for the length of its solved form; none when no column improves.
    pub(super) fn choose(&mut self) -> Option<Entrant> {
        self.drop_from_pool(|simplex, entrant| simplex.improves(entrant));
        if self.pool.entrants.len() <= FEWEST_ENTRANTS {
            self.fill();
        }
        let scores = self.pool.entrants.iter().map(|entrant| {
            let (gain, _) = self.gain_at(entrant.column, entrant.reduced);
            gain * gain / entrant.square
        });
        let (best, _) = scores
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        Some(self.pool.take(best))
    }

    fn improves(&self, entrant: &Entrant) -> bool {
        self.is_gain(entrant.column, self.gain_at(entrant.column, entrant.reduced).0)
    }

    /// Whether what a column gains is more than the tolerance, and more than roundoff of prices that may be large.
    #[inline]
    fn is_gain(&self, column: u32, gain: f64) -> bool {
        gain > self.dual_tolerance && gain > ROUNDOFF * self.table.reduced_cost_scale(column, &self.prices)
    }

    fn drop_from_pool(&mut self, is_kept: impl Fn(&Self, &Entrant) -> bool) {
        for at in (0..self.pool.entrants.len()).rev() {
            if !is_kept(self, &self.pool.entrants[at]) {
                let entrant = self.pool.take(at);
                self.pool.give_back(entrant.alpha);
            }
        }
    }

    /// Settles the prices and fills the pool from the list of candidates; a new list when it is empty.
    fn fill(&mut self) {
        self.settle();
        self.drop_from_pool(|simplex, entrant| {
            let reduced = simplex.table.reduced_cost(entrant.column, &simplex.prices);
            (entrant.reduced - reduced).abs() <= DRIFT * reduced.abs().max(1.0)
        });
        for entrant in &mut self.pool.entrants {
            entrant.reduced = self.table.reduced_cost(entrant.column, &self.prices);
        }
        self.drop_from_pool(|simplex, entrant| simplex.improves(entrant));
        self.score_again();
        if self.candidates.is_empty() {
            self.collect();
        }
        let mut later = Vec::new();
        while self.pool.entrants.len() < MOST_ENTRANTS {
            let Some(candidate) = self.candidates.pop() else {
                break;
            };
            if self.competes(candidate.1) {
                later.push(candidate);
            } else {
                self.solve_column(candidate.1);
            }
        }
        self.candidates.extend(later.into_iter().rev());
    }

    /// Whether a column has most of its rows in common with one of the pool, or is in the pool.
    #[allow(clippy::cast_precision_loss, reason = "a column has few entries")]
    fn competes(&self, column: u32) -> bool {
        let (rows, _) = self.table.entries(column);
        self.pool.entrants.iter().any(|entrant| {
            let (others, _) = self.table.entries(entrant.column);
            let common = rows.iter().filter(|row| others.contains(row)).count();
            entrant.column == column || common as f64 > ALIKE * rows.len().min(others.len()) as f64
        })
    }

    pub(super) fn solve_column(&mut self, column: u32) {
        let mut alpha = self.pool.vector(self.table.row_count());
        let (rows, values) = self.table.entries(column);
        for (row, value) in rows.iter().zip(values) {
            alpha.add(*row as usize, *value);
        }
        self.basis.solve(&mut alpha);
        let reduced = self.table.reduced_cost(column, &self.prices);
        self.pool.push(column, reduced, alpha);
    }

    /// Gain of a column for its length, where it improves.
    fn score(&self, column: u32) -> Option<(f64, u32)> {
        if self.is_basic(column) {
            return None;
        }
        self.score_at(column, self.table.reduced_cost(column, &self.prices))
    }

    #[inline]
    fn score_at(&self, column: u32, reduced: f64) -> Option<(f64, u32)> {
        let j = column as usize;
        // Most columns are at their lower bounds and do not improve, which is said without a look at the rest.
        if self.places[j] == Place::Lower && reduced >= 0.0 && reduced <= self.charges[j][0] {
            return None;
        }
        let (gain, _) = self.gain_at(column, reduced);
        self.is_gain(column, gain).then(|| (gain / self.table.norm[j], column))
    }

    /// The candidates that still improve, at prices as they are, the best last.
    fn score_again(&mut self) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.retain_mut(|candidate| match self.score(candidate.1) {
            Some(scored) => {
                *candidate = scored;
                true
            }
            None => false,
        });
        candidates.sort_unstable_by(|a, b| better_first(b, a));
        self.candidates = candidates;
    }

    /// The columns with the most to gain, the best last.
    fn collect(&mut self) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        if self.looks < LOOKS {
            self.looks += 1;
            self.look_near(&mut candidates);
        }
        if candidates.is_empty() {
            self.looks = 1;
            self.look_everywhere(&mut candidates);
        }
        let kept = (candidates.len() / KEPT).clamp(FEWEST_CANDIDATES, MOST_CANDIDATES);
        if candidates.len() > kept {
            candidates.select_nth_unstable_by(kept, better_first);
            candidates.truncate(kept);
        }
        candidates.sort_unstable_by(|a, b| better_first(b, a));
        self.candidates = candidates;
    }

    #[allow(clippy::cast_possible_truncation, reason = "columns are counted in u32")]
    fn look_near(&self, candidates: &mut Vec<(f64, u32)>) {
        let columns = self.near.columns(self.table.column_count() as u32);
        candidates.extend(columns.filter_map(|column| self.score(column)));
    }

    #[allow(clippy::cast_possible_truncation, reason = "columns are counted in u32")]
    fn look_everywhere(&mut self, candidates: &mut Vec<(f64, u32)>) {
        let mut near = std::mem::take(&mut self.near);
        let end = self.table.column_count() as u32;
        near.begin();
        for column in (0..end).filter(|column| !self.is_basic(*column)) {
            let reduced = self.table.reduced_cost(column, &self.prices);
            near.push(column, reduced.abs() / self.table.norm[column as usize]);
            candidates.extend(self.score_at(column, reduced));
        }
        near.finish(candidates, end);
        self.near = near;
    }
}

fn better_first(a: &(f64, u32), b: &(f64, u32)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

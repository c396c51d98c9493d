//! One triangular factor, stored so that its solve touches only what the right-hand side reaches.
//!
//! Source: Gilbert and Peierls, Sparse partial pivoting in time proportional to arithmetic operations, SIAM Journal on
//! Scientific and Statistical Computing 9 (1988): the positions reached are found by depth-first search, which gives
//! them in an order in which the substitution can run.

use super::sparse::SparseVector;

/// `entries[starts[k]..starts[k + 1]]` say what position `k` passes on.
#[derive(Clone, Debug, Default)]
pub(super) struct Triangle {
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// First position that passes anything on or gets anything.
    first: usize,
    /// Share of positions that recent solves from sparse right-hand sides reached.
    reached: f64,
}

/// Where a value is passed on to, and times what.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) to: u32,
    pub(super) value: f64,
}

/// Share of positions that a right-hand side has, or solves have lately reached, above which plain loops over all positions are cheaper than following the pattern.
const DENSE: f64 = 0.1;
/// Share of the newest solve in what is known of recent ones.
const NEWEST: f64 = 0.1;

/// Work space of the search, kept between solves.
#[derive(Clone, Debug, Default)]
pub(super) struct Search {
    stack: Vec<(u32, u32)>,
    order: Vec<u32>,
    visited: Vec<bool>,
}

impl Search {
    pub(super) fn resize(&mut self, length: usize) {
        self.visited.clear();
        self.visited.resize(length, false);
    }
}

impl Triangle {
    /// Empty, to be filled position by position; keeps its storage and what it knows of recent solves.
    pub(super) fn begin(&mut self) {
        self.entries.clear();
        self.starts.clear();
        self.starts.push(0);
        self.first = usize::MAX;
    }

    /// Passes a part of the value of the position that is being filled on.
    #[inline]
    pub(super) fn push(&mut self, to: u32, value: f64) {
        self.first = self.first.min(to as usize).min(self.starts.len() - 1);
        self.entries.push(Entry { to, value });
    }

    /// Goes on to the next position.
    #[allow(clippy::cast_possible_truncation, reason = "entries of a basis are counted in u32")]
    pub(super) fn next(&mut self) {
        self.starts.push(self.entries.len() as u32);
    }

    /// Becomes the transposed of another triangle.
    #[allow(clippy::cast_possible_truncation, reason = "entries of a basis are counted in u32")]
    pub(super) fn transpose(&mut self, other: &Self) {
        self.first = other.first;
        let starts = &mut self.starts;
        starts.clear();
        // Places are counted two positions ahead, so that filling moves them to where they belong.
        starts.resize(other.starts.len() + 1, 0);
        for entry in &other.entries {
            starts[entry.to as usize + 2] += 1;
        }
        for k in 2..starts.len() {
            starts[k] += starts[k - 1];
        }
        self.entries.resize(other.entries.len(), Entry::default());
        for from in 0..other.starts.len() - 1 {
            for entry in other.entries(from) {
                let place = &mut starts[entry.to as usize + 1];
                self.entries[*place as usize] = Entry {
                    to: from as u32,
                    value: entry.value,
                };
                *place += 1;
            }
        }
        starts.pop();
    }

    /// Number of entries.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    fn entries(&self, k: usize) -> &[Entry] {
        &self.entries[self.starts[k] as usize..self.starts[k + 1] as usize]
    }

    /// Substitution: each position is first divided by its entry in `diagonal`, then passes on
    /// `value * entry` with a minus sign. `ascending` says which way positions depend on each other.
    pub(super) fn solve(
        &mut self,
        vector: &mut SparseVector,
        diagonal: Option<&[f64]>,
        ascending: bool,
        search: &mut Search,
    ) {
        // Without a diagonal, positions before the first are done.
        let first = if diagonal.is_some() { 0 } else { self.first };
        let length = vector.len();
        if first >= length {
            return;
        }
        let given = share(vector);
        if given.max(self.reached) > DENSE {
            self.solve_dense(vector, first, diagonal, ascending);
        } else {
            self.solve_sparse(vector, first, diagonal, search);
        }
        // What a full right-hand side reaches says nothing of sparse ones.
        if given <= DENSE {
            self.reached += NEWEST * (share(vector) - self.reached);
        }
    }

    #[inline]
    fn step(&self, k: usize, values: &mut [f64], diagonal: Option<&[f64]>) {
        if let Some(diagonal) = diagonal {
            values[k] /= diagonal[k];
        }
        let value = values[k];
        for entry in self.entries(k) {
            values[entry.to as usize] -= value * entry.value;
        }
    }

    fn solve_dense(&self, vector: &mut SparseVector, first: usize, diagonal: Option<&[f64]>, ascending: bool) {
        let length = vector.len();
        let reached = vector.pattern.iter().map(|k| *k as usize).filter(|k| *k >= first);
        let (lowest, highest) = reached.fold((length, first), |(low, high), k| (low.min(k), high.max(k)));
        if lowest == length {
            return;
        }
        if ascending {
            self.pass(lowest..length, vector, diagonal);
        } else {
            self.pass((first..=highest).rev(), vector, diagonal);
        }
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "positions are counted in u32")]
    fn pass(&self, positions: impl Iterator<Item = usize>, vector: &mut SparseVector, diagonal: Option<&[f64]>) {
        for k in positions {
            if vector.values[k] != 0.0 {
                vector.mark(k as u32);
                self.step(k, &mut vector.values, diagonal);
            }
        }
    }

    fn solve_sparse(&self, vector: &mut SparseVector, first: usize, diagonal: Option<&[f64]>, search: &mut Search) {
        search.order.clear();
        for place in 0..vector.pattern.len() {
            if vector.pattern[place] as usize >= first {
                self.visit(vector.pattern[place], search);
            }
        }
        for place in (0..search.order.len()).rev() {
            let k = search.order[place];
            search.visited[k as usize] = false;
            vector.mark(k);
            if vector.values[k as usize] != 0.0 {
                self.step(k as usize, &mut vector.values, diagonal);
            }
        }
    }

    fn visit(&self, from: u32, search: &mut Search) {
        if std::mem::replace(&mut search.visited[from as usize], true) {
            return;
        }
        search.stack.push((from, self.starts[from as usize]));
        while let Some((k, place)) = search.stack.last_mut() {
            if *place == self.starts[*k as usize + 1] {
                search.order.push(*k);
                search.stack.pop();
                continue;
            }
            let target = self.entries[*place as usize].to;
            *place += 1;
            if !std::mem::replace(&mut search.visited[target as usize], true) {
                let start = self.starts[target as usize];
                if start == self.starts[target as usize + 1] {
                    search.order.push(target);
                } else {
                    search.stack.push((target, start));
                }
            }
        }
    }
}

/// Share of positions that are touched.
#[allow(clippy::cast_precision_loss, reason = "positions are counted in u32")]
fn share(vector: &SparseVector) -> f64 {
    vector.pattern.len() as f64 / vector.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LENGTH: usize = 40;

    /// Entries below the diagonal, from some position on.
    fn triangle(numbers: &[(u8, u8, i8)], first: usize) -> Triangle {
        let mut triangle = Triangle::default();
        triangle.begin();
        for from in 0..LENGTH {
            let mut to: Vec<_> = numbers
                .iter()
                .filter(|(f, ..)| usize::from(*f) % LENGTH == from && from >= first)
                .map(|(_, t, value)| (from + 1 + usize::from(*t) % LENGTH, f64::from(*value) / 64.0))
                .filter(|(t, _)| *t < LENGTH)
                .collect();
            to.sort_by_key(|(t, _)| *t);
            to.dedup_by_key(|(t, _)| *t);
            for (t, value) in to {
                triangle.push(u32::try_from(t).unwrap_or(0), value);
            }
            triangle.next();
        }
        triangle
    }

    fn vector(at: &[u8]) -> SparseVector {
        let mut vector = SparseVector::default();
        vector.resize(LENGTH);
        for position in at {
            vector.add(usize::from(*position) % LENGTH, f64::from(*position) + 1.0);
        }
        vector
    }

    /// What the right-hand side must have been: every position gives back what it passed on.
    fn product(triangle: &Triangle, solved: &[f64], diagonal: Option<&[f64]>) -> Vec<f64> {
        let mut product: Vec<f64> = (0..LENGTH)
            .map(|k| diagonal.map_or(1.0, |d| d[k]) * solved[k])
            .collect();
        for (k, value) in solved.iter().enumerate() {
            for entry in triangle.entries(k) {
                product[entry.to as usize] += value * entry.value;
            }
        }
        product
    }

    proptest! {
        #[test]
        fn both_ways_of_solving_invert(
            numbers in prop::collection::vec((any::<u8>(), any::<u8>(), any::<i8>()), 0..150),
            at in prop::collection::vec(any::<u8>(), 1..6),
            first in 0..LENGTH,
            has_diagonal: bool,
        ) {
            let below = triangle(&numbers, first);
            let mut above = Triangle::default();
            above.transpose(&below);
            let numbers: Vec<f64> = (0_u8..40).map(|k| 1.0 + f64::from(k % 3)).collect();
            let diagonal = has_diagonal.then_some(numbers.as_slice());
            let mut search = Search::default();
            search.resize(LENGTH);
            for (mut triangle, ascending) in [(below, true), (above, false)] {
                for reached in [0.0, 1.0] {
                    triangle.reached = reached;
                    let mut solved = vector(&at);
                    triangle.solve(&mut solved, diagonal, ascending, &mut search);
                    let back = product(&triangle, &solved.values, diagonal);
                    for (found, given) in back.iter().zip(&vector(&at).values) {
                        prop_assert!((found - given).abs() <= 1e-6 * (1.0 + given.abs()));
                    }
                    for (k, value) in solved.values.iter().enumerate() {
                        prop_assert!(*value == 0.0 || solved.pattern.iter().any(|p| *p as usize == k));
                    }
                    solved.clear();
                    prop_assert!(solved.values.iter().all(|value| *value == 0.0));
                }
            }
        }
    }
}

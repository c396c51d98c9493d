//! One triangular factor, stored so that its solve touches only what the right-hand side reaches.
//!
//! Source: Gilbert and Peierls, Sparse partial pivoting in time proportional to arithmetic operations, SIAM Journal on
//! Scientific and Statistical Computing 9 (1988): the positions reached are found by depth-first search, which gives
//! them in an order in which the substitution can run.

use super::sparse::SparseVector;

/// `to[starts[k]..starts[k + 1]]` are the positions that position `k` passes its value on to.
#[derive(Clone, Debug, Default)]
pub(super) struct Triangle {
    starts: Vec<u32>,
    to: Vec<u32>,
    values: Vec<f64>,
}

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
    /// From entries `(from, to, value)` of a matrix of this many positions.
    #[allow(clippy::cast_possible_truncation, reason = "entries of a basis are counted in u32")]
    pub(super) fn new(length: usize, entries: &[(u32, u32, f64)], transposed: bool) -> Self {
        let key = |e: &(u32, u32, f64)| if transposed { (e.1, e.0) } else { (e.0, e.1) };
        let mut starts = vec![0_u32; length + 1];
        for entry in entries {
            starts[key(entry).0 as usize + 1] += 1;
        }
        for k in 0..length {
            starts[k + 1] += starts[k];
        }
        let mut next = starts.clone();
        let mut to = vec![0_u32; entries.len()];
        let mut values = vec![0.0; entries.len()];
        for entry in entries {
            let (from, target) = key(entry);
            let place = next[from as usize] as usize;
            next[from as usize] += 1;
            to[place] = target;
            values[place] = entry.2;
        }
        Self { starts, to, values }
    }

    #[inline]
    fn range(&self, k: usize) -> std::ops::Range<usize> {
        self.starts[k] as usize..self.starts[k + 1] as usize
    }

    /// Substitution: each position is first divided by its entry in `diagonal`, then passes on
    /// `value * entry` with a minus sign. `ascending` says which way positions depend on each other.
    pub(super) fn solve(
        &self,
        vector: &mut SparseVector,
        diagonal: Option<&[f64]>,
        ascending: bool,
        search: &mut Search,
    ) {
        if vector.is_dense() {
            self.solve_dense(vector, diagonal, ascending);
        } else {
            self.solve_sparse(vector, diagonal, search);
        }
    }

    #[inline]
    fn step(&self, k: usize, values: &mut [f64], diagonal: Option<&[f64]>) {
        if values[k] == 0.0 {
            return;
        }
        if let Some(diagonal) = diagonal {
            values[k] /= diagonal[k];
        }
        let value = values[k];
        for place in self.range(k) {
            values[self.to[place] as usize] -= value * self.values[place];
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "positions are counted in u32")]
    fn solve_dense(&self, vector: &mut SparseVector, diagonal: Option<&[f64]>, ascending: bool) {
        let length = vector.len();
        if ascending {
            (0..length).for_each(|k| self.step(k, &mut vector.values, diagonal));
        } else {
            (0..length)
                .rev()
                .for_each(|k| self.step(k, &mut vector.values, diagonal));
        }
        for k in 0..length {
            if vector.values[k] != 0.0 {
                vector.mark(k as u32);
            }
        }
    }

    fn solve_sparse(&self, vector: &mut SparseVector, diagonal: Option<&[f64]>, search: &mut Search) {
        search.order.clear();
        for place in 0..vector.pattern.len() {
            self.visit(vector.pattern[place], search);
        }
        for place in (0..search.order.len()).rev() {
            let k = search.order[place];
            search.visited[k as usize] = false;
            vector.mark(k);
            self.step(k as usize, &mut vector.values, diagonal);
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
            let target = self.to[*place as usize];
            *place += 1;
            if !std::mem::replace(&mut search.visited[target as usize], true) {
                search.stack.push((target, self.starts[target as usize]));
            }
        }
    }
}

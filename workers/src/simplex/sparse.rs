//! A sparse vector over a dense array: work is proportional to what is touched, not to the length.

/// Values by position, and which positions may be nonzero.
///
/// Invariant: every position that is not in `pattern` has value zero and is not marked.
#[derive(Clone, Debug, Default)]
pub(super) struct SparseVector {
    pub(super) values: Vec<f64>,
    pub(super) pattern: Vec<u32>,
    marked: Vec<bool>,
}

impl SparseVector {
    pub(super) fn resize(&mut self, length: usize) {
        self.clear();
        self.values.resize(length, 0.0);
        self.marked.resize(length, false);
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Adds to one position.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "rows are counted in u32")]
    pub(super) fn add(&mut self, position: usize, value: f64) {
        self.values[position] += value;
        if !self.marked[position] {
            self.marked[position] = true;
            self.pattern.push(position as u32);
        }
    }

    /// Adds to one position, adding it to the pattern also when the value is zero; says whether it is new there.
    #[inline]
    pub(super) fn mark(&mut self, position: u32) -> bool {
        let new = !std::mem::replace(&mut self.marked[position as usize], true);
        if new {
            self.pattern.push(position);
        }
        new
    }

    pub(super) fn clear(&mut self) {
        for position in self.pattern.drain(..) {
            self.values[position as usize] = 0.0;
            self.marked[position as usize] = false;
        }
    }
}

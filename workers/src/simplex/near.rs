//! The columns that may soon improve: those whose reduced costs were small for their lengths, or improved, when all
//! columns were last looked at.
//!
//! Source: partial pricing over a list that is kept between full looks (Orchard-Hays, Advanced Linear-Programming
//! Computing Techniques, 1968; Maros, Computational Techniques of the Simplex Method, 2003, section 9.5).
//!
//! Invariant: no column twice. Columns that have left the basis since, and those that are newer, are looked at as well.

/// Share of the columns looked at that are kept.
const KEPT: f64 = 0.2;

#[derive(Clone, Debug, Default)]
pub(super) struct Near {
    columns: Vec<u32>,
    /// Columns there were when all were looked at.
    end: u32,
    is_in: Vec<bool>,
    sizes: Vec<(f64, u32)>,
}

impl Near {
    /// The columns to look at, of so many.
    pub(super) fn columns(&self, count: u32) -> impl Iterator<Item = u32> + '_ {
        self.columns.iter().copied().chain(self.end..count)
    }

    /// Begins anew.
    pub(super) fn begin(&mut self) {
        self.columns.clear();
        self.sizes.clear();
    }

    /// A nonbasic column, and the size of its reduced cost for its length.
    #[inline]
    pub(super) fn push(&mut self, column: u32, size: f64) {
        self.sizes.push((size, column));
    }

    /// Keeps the smallest, and those that improve.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a share of a count"
    )]
    pub(super) fn finish(&mut self, improving: &[(f64, u32)], end: u32) {
        self.end = end;
        self.is_in.clear();
        self.is_in.resize(end as usize, false);
        let kept = (self.sizes.len() as f64 * KEPT) as usize;
        if kept < self.sizes.len() {
            self.sizes
                .select_nth_unstable_by(kept, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            self.sizes.truncate(kept);
        }
        for (_, column) in self.sizes.iter().chain(improving) {
            self.is_in[*column as usize] = true;
        }
        let is_in = &self.is_in;
        self.columns.extend((0..end).filter(|column| is_in[*column as usize]));
    }

    /// A column that has left the basis.
    pub(super) fn add(&mut self, column: u32) {
        if column < self.end && !std::mem::replace(&mut self.is_in[column as usize], true) {
            self.columns.push(column);
        }
    }
}

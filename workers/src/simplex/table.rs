//! The program that the simplex works on: it grows by rows and columns while it is being solved.
//!
//! Invariant: row `i` reads `sum a_ij x_j + x_logical(i) = right_hand_side_i`; the logical column of an equality is
//! fixed at zero, that of an upper limit is at least zero.

use super::factor::Columns;
use crate::block::RowKind;

/// Columns, bounds and right-hand sides.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    starts: Vec<usize>,
    rows: Vec<u32>,
    values: Vec<f64>,
    pub(super) cost: Vec<f64>,
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    /// Length of each column with one for itself: what its gain is measured against.
    pub(super) norm: Vec<f64>,
    pub(super) right_hand_side: Vec<f64>,
    pub(super) logical: Vec<u32>,
}

impl Columns for Table {
    fn row_count(&self) -> usize {
        self.right_hand_side.len()
    }

    #[inline]
    fn entries(&self, column: u32) -> (&[u32], &[f64]) {
        let range = self.starts[column as usize]..self.starts[column as usize + 1];
        (&self.rows[range.clone()], &self.values[range])
    }
}

#[allow(clippy::cast_possible_truncation, reason = "columns of a master are counted in u32")]
impl Table {
    pub(super) fn column_count(&self) -> usize {
        self.cost.len()
    }

    pub(super) fn add_column(
        &mut self,
        cost: f64,
        lower: f64,
        upper: f64,
        entries: impl Iterator<Item = (u32, f64)>,
    ) -> u32 {
        let column = self.cost.len() as u32;
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let mut squares = 1.0;
        for (row, value) in entries {
            self.rows.push(row);
            self.values.push(value);
            squares += value * value;
        }
        self.starts.push(self.rows.len());
        self.cost.push(cost);
        self.lower.push(lower);
        self.upper.push(upper);
        self.norm.push(squares.sqrt());
        column
    }

    pub(super) fn add_row(&mut self, kind: RowKind, right_hand_side: f64) -> u32 {
        let row = self.right_hand_side.len() as u32;
        self.right_hand_side.push(right_hand_side);
        let upper = if kind == RowKind::Equal { 0.0 } else { f64::INFINITY };
        let logical = self.add_column(0.0, 0.0, upper, std::iter::once((row, 1.0)));
        self.logical.push(logical);
        row
    }

    /// Size of the figures that a reduced cost is the difference of.
    #[inline]
    pub(super) fn reduced_cost_scale(&self, column: u32, prices: &[f64]) -> f64 {
        let (rows, values) = self.entries(column);
        let paid = rows
            .iter()
            .zip(values)
            .map(|(row, value)| (prices[*row as usize] * value).abs());
        self.cost[column as usize].abs() + paid.sum::<f64>()
    }

    /// Cost less what the rows pay for.
    #[inline]
    pub(super) fn reduced_cost(&self, column: u32, prices: &[f64]) -> f64 {
        let (rows, values) = self.entries(column);
        let paid: f64 = rows.iter().zip(values).map(|(row, v)| prices[*row as usize] * v).sum();
        self.cost[column as usize] - paid
    }
}

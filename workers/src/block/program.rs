//! A linear program and its answer as plain numbers.

use serde::{Deserialize, Serialize};

/// Whether a row is an equality or an upper limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// `a x = right_hand_side`.
    Equal,
    /// `a x <= right_hand_side`.
    AtMost,
}

/// One row's kind and right-hand side; its coefficients are in [`LinearProgram`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Equality or upper limit.
    pub kind: RowKind,
    /// Right-hand side, in the row's unit.
    pub right_hand_side: f64,
}

/// `minimise cost x` subject to rows and `lower <= x <= upper`, stored by rows.
///
/// Invariant: `costs`, `lower`, `upper` have one entry a column; `row_starts` has one entry a row plus the end;
/// within a row, columns are distinct. Lower bounds are finite; an upper bound may be infinite only where rows bound
/// the column.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearProgram {
    /// Cost of each column, GJ per unit.
    pub costs: Vec<f64>,
    /// Lower bound of each column.
    pub lower: Vec<f64>,
    /// Upper bound of each column.
    pub upper: Vec<f64>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Where each row's entries start in `entry_columns` and `entry_values`; length `rows.len() + 1`.
    pub row_starts: Vec<usize>,
    /// Column of each entry.
    pub entry_columns: Vec<u32>,
    /// Coefficient of each entry.
    pub entry_values: Vec<f64>,
}

impl Default for LinearProgram {
    fn default() -> Self {
        Self {
            costs: Vec::new(),
            lower: Vec::new(),
            upper: Vec::new(),
            rows: Vec::new(),
            row_starts: vec![0],
            entry_columns: Vec::new(),
            entry_values: Vec::new(),
        }
    }
}

impl LinearProgram {
    /// Number of columns.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.costs.len()
    }

    /// Number of rows.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Number of nonzero coefficients.
    #[must_use]
    pub fn entry_count(&self) -> usize {
        self.entry_values.len()
    }

    /// Appends a column and returns its position.
    pub fn add_column(&mut self, cost: f64, lower: f64, upper: f64) -> usize {
        self.costs.push(cost);
        self.lower.push(lower);
        self.upper.push(upper);
        self.costs.len() - 1
    }

    /// The program without costs in which every row may be missed, from above and, for an equality, from below, at a cost of one a
    /// unit: the prices of its optimum are a Farkas certificate when that is above zero.
    #[must_use]
    pub fn elastic(&self) -> Self {
        let mut elastic = Self::default();
        for (lower, upper) in self.lower.iter().zip(&self.upper) {
            elastic.add_column(0.0, *lower, *upper);
        }
        for (position, row) in self.rows.iter().enumerate() {
            let mut entries: Vec<(usize, f64)> = self.row_entries(position).collect();
            entries.push((elastic.add_column(1.0, 0.0, f64::INFINITY), -1.0));
            if row.kind == RowKind::Equal {
                entries.push((elastic.add_column(1.0, 0.0, f64::INFINITY), 1.0));
            }
            elastic.add_row(*row, &mut entries);
        }
        elastic
    }

    /// Appends a row; entries of the same column are summed and zero sums dropped.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "columns beyond u32 are refused before building (N05)"
    )]
    pub fn add_row(&mut self, row: Row, entries: &mut [(usize, f64)]) -> usize {
        entries.sort_by_key(|(column, _)| *column);
        let start = self.entry_columns.len();
        for &(column, value) in entries.iter() {
            let column = column as u32;
            let row_has_entries = self.entry_columns.len() > start;
            match (self.entry_columns.last(), self.entry_values.last_mut()) {
                (Some(last), Some(sum)) if row_has_entries && *last == column => *sum += value,
                _ => {
                    self.entry_columns.push(column);
                    self.entry_values.push(value);
                }
            }
        }
        self.drop_zeros_from(start);
        self.rows.push(row);
        self.row_starts.push(self.entry_columns.len());
        self.rows.len() - 1
    }

    fn drop_zeros_from(&mut self, start: usize) {
        let mut kept = start;
        for i in start..self.entry_columns.len() {
            if self.entry_values[i] != 0.0 {
                self.entry_columns[kept] = self.entry_columns[i];
                self.entry_values[kept] = self.entry_values[i];
                kept += 1;
            }
        }
        self.entry_columns.truncate(kept);
        self.entry_values.truncate(kept);
    }

    /// Sets all rows at once from `(row, column, coefficient)` entries in any order; entries of one cell are summed.
    pub fn set_rows(&mut self, rows: Vec<Row>, entries: &[(u32, u32, f64)]) {
        let mut ends = vec![0_usize; rows.len() + 1];
        entries.iter().for_each(|(row, _, _)| ends[*row as usize + 1] += 1);
        for row in 0..rows.len() {
            ends[row + 1] += ends[row];
        }
        let mut next = ends.clone();
        let mut sorted = vec![(0_usize, 0.0_f64); entries.len()];
        for (row, column, value) in entries {
            sorted[next[*row as usize]] = (*column as usize, *value);
            next[*row as usize] += 1;
        }
        for (position, row) in rows.into_iter().enumerate() {
            self.add_row(row, &mut sorted[ends[position]..ends[position + 1]]);
        }
    }

    /// The entries of a row as `(column, coefficient)`.
    pub fn row_entries(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.row_starts[row]..self.row_starts[row + 1];
        self.entry_columns[range.clone()]
            .iter()
            .zip(&self.entry_values[range])
            .map(|(c, v)| (*c as usize, *v))
    }

    /// Left-hand side of every row at the point `primal`.
    #[must_use]
    pub fn row_activities(&self, primal: &[f64]) -> Vec<f64> {
        (0..self.row_count())
            .map(|row| self.row_entries(row).map(|(c, v)| v * primal[c]).sum())
            .collect()
    }

    /// Cost of every column less what the row prices pay for: `c - A' y`.
    #[must_use]
    pub fn reduced_costs(&self, row_prices: &[f64]) -> Vec<f64> {
        let mut reduced = self.costs.clone();
        for (row, price) in row_prices.iter().enumerate().filter(|(_, price)| **price != 0.0) {
            for (column, value) in self.row_entries(row) {
                reduced[column] -= price * value;
            }
        }
        reduced
    }

    /// Smallest and largest magnitude of the nonzero coefficients; `(1, 1)` when there are none.
    #[must_use]
    pub fn coefficient_range(&self) -> (f64, f64) {
        let fold = |(low, high): (f64, f64), v: &f64| (low.min(v.abs()), high.max(v.abs()));
        let range = self.entry_values.iter().fold((f64::INFINITY, 0.0), fold);
        if range.1 == 0.0 { (1.0, 1.0) } else { range }
    }
}

/// How a solve ended, in our words; the solver's own word stands beside it in [`Answer::solver_status`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolveStatus {
    /// The solver proved optimality within its tolerances.
    Optimal,
    /// Stopped at a limit with a point that may be feasible.
    Stopped,
    /// The solver says no point satisfies the rows.
    Infeasible,
    /// The solver says the objective falls without end.
    Unbounded,
    /// The solver could not say which of the two.
    InfeasibleOrUnbounded,
    /// The solver failed.
    Failed,
}

/// What comes back from solving a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How it ended.
    pub status: SolveStatus,
    /// The solver's own word for it.
    pub solver_status: String,
    /// Value of each column; empty when there is no point.
    pub primal: Vec<f64>,
    /// Change of the objective per unit more of each row's right-hand side; empty when there is none.
    pub row_prices: Vec<f64>,
    /// Simplex, interior-point, crossover and first-order iterations, added up.
    pub iterations: u64,
    /// Which algorithm ran.
    pub algorithm: String,
}

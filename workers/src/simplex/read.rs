//! What can be read of a simplex, and the charges for what is outside its bounds.

use super::basis::Place;
use super::factor::Columns;
use super::state::{Side, Simplex};

impl Simplex {
    /// What a unit of a column outside its bounds is charged: a cap on what its bound can be worth.
    #[must_use]
    pub fn charge_of(&self, column: u32, side: Side) -> f64 {
        self.charges[column as usize][side as usize]
    }

    /// Sets what a unit of a column outside its bounds is charged.
    pub fn set_charge(&mut self, column: u32, side: Side, charge: f64) {
        self.charges[column as usize][side as usize] = charge;
        self.is_ready = false;
    }

    /// What a unit outside its bounds is charged unless said otherwise: the largest charge there is.
    #[must_use]
    pub fn penalty(&self) -> f64 {
        self.penalty
    }

    /// Raises the largest charge, and with it all charges that are at it.
    pub fn raise_penalty(&mut self, factor: f64) {
        let old = self.penalty;
        self.penalty *= factor;
        for charge in self.charges.iter_mut().flatten().filter(|charge| **charge >= old) {
            *charge = self.penalty;
        }
        self.is_ready = false;
    }

    /// Whether a column is outside its bounds by more than the tolerance.
    #[must_use]
    pub fn is_violated(&self, column: u32) -> bool {
        self.violation(column) > self.primal_tolerance
    }

    /// Whether a column is outside its bounds on that side by more than the tolerance.
    #[must_use]
    pub fn is_violated_on(&self, column: u32, side: Side) -> bool {
        let (x, j) = (self.amounts[column as usize], column as usize);
        match side {
            Side::Below => self.table.lower[j] - x > self.primal_tolerance,
            Side::Above => x - self.table.upper[j] > self.primal_tolerance,
        }
    }

    /// The slack column of a row.
    #[must_use]
    pub fn slack(&self, row: u32) -> u32 {
        self.table.logical[row as usize]
    }

    /// How far a column is outside its bounds.
    #[must_use]
    pub fn violation(&self, column: u32) -> f64 {
        let (x, j) = (self.amounts[column as usize], column as usize);
        (self.table.lower[j] - x).max(x - self.table.upper[j]).max(0.0)
    }

    /// Number of rows.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.table.row_count()
    }

    /// Number of columns, slacks included.
    #[must_use]
    pub fn column_count(&self) -> usize {
        self.table.column_count()
    }

    /// Amount of a column.
    #[must_use]
    pub fn amount(&self, column: u32) -> f64 {
        self.amounts[column as usize]
    }

    /// Change of the objective per unit more of each row's right-hand side, by row.
    #[must_use]
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// Whether a column is basic.
    #[must_use]
    pub fn is_basic(&self, column: u32) -> bool {
        matches!(self.places[column as usize], Place::Basic(_))
    }

    /// Whether a column stands at its upper bound.
    #[must_use]
    pub fn is_at_upper(&self, column: u32) -> bool {
        self.places[column as usize] == Place::Upper
    }

    /// Cost of a unit of a column.
    #[must_use]
    pub fn cost(&self, column: u32) -> f64 {
        self.table.cost[column as usize]
    }

    /// Cost of a column less what the rows pay for it.
    #[must_use]
    pub fn reduced_cost(&self, column: u32) -> f64 {
        self.table.reduced_cost(column, &self.prices)
    }

    /// Cost of a column less what the rows pay for it at the prices given, one a row.
    #[must_use]
    pub fn reduced_cost_at(&self, column: u32, prices: &[f64]) -> f64 {
        self.table.reduced_cost(column, prices)
    }

    /// Rows and coefficients of a column.
    #[must_use]
    pub fn entries(&self, column: u32) -> (&[u32], &[f64]) {
        self.table.entries(column)
    }

    /// Coefficient of a column in a row; zero where it has none.
    #[must_use]
    pub fn entry(&self, column: u32, row: u32) -> f64 {
        let (rows, values) = self.table.entries(column);
        let mut entries = rows.iter().zip(values);
        entries.find(|(r, _)| **r == row).map_or(0.0, |(_, value)| *value)
    }

    /// Rows of the part of the basis that singletons do not reach.
    #[must_use]
    pub fn nucleus(&self) -> usize {
        self.basis.nucleus()
    }

    /// Cost of the amounts, charges for variables outside their bounds left out.
    #[must_use]
    pub fn objective(&self) -> f64 {
        self.table.cost.iter().zip(&self.amounts).map(|(c, x)| c * x).sum()
    }

    /// Cost of the amounts, and charges for variables outside their bounds.
    #[must_use]
    pub fn charged_objective(&self) -> f64 {
        let charges = self.basis.columns.iter().enumerate().map(|(slot, column)| {
            let j = *column as usize;
            match self.excess[slot] {
                0 => 0.0,
                1 => self.charges[j][1] * (self.amounts[j] - self.table.upper[j]),
                _ => self.charges[j][0] * (self.table.lower[j] - self.amounts[j]),
            }
        });
        self.objective() + charges.sum::<f64>()
    }

    /// Whether every variable is within its bounds.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.basis.columns.iter().all(|column| !self.is_violated(*column))
    }
}

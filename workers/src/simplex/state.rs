//! The program with a basis, and how both are set up and changed from outside.

use super::basis::{Basis, Place};
use super::factor::Columns;
use super::near::Near;
use super::perturb::Watch;
use super::pool::Pool;
use super::ratio::Basic;
use super::sparse::SparseVector;
use super::table::Table;
use crate::block::{LinearProgram, RowKind};

/// How a call of [`Simplex::solve`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No column improves, all variables are within their bounds.
    Optimal,
    /// No column improves, but some variables are outside their bounds.
    Infeasible,
    /// A column improves without end.
    Unbounded,
    /// The limit of exchanges was reached.
    Limit,
    /// The basis could not be factored or no exchange was stable enough.
    Failed,
}

/// A side of a column's bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below the lower bound.
    Below = 0,
    /// Above the upper bound.
    Above = 1,
}

/// A growing program, a basis of it, and the prices and amounts that go with the basis.
#[derive(Clone, Debug)]
pub struct Simplex {
    pub(super) table: Table,
    pub(super) basis: Basis,
    pub(super) places: Vec<Place>,
    pub(super) amounts: Vec<f64>,
    pub(super) prices: Vec<f64>,
    /// By slot: whether the basic variable is above (1) or below (-1) its bounds.
    pub(super) excess: Vec<i8>,
    pub(super) candidates: Vec<(f64, u32)>,
    pub(super) pool: Pool,
    pub(super) work: SparseVector,
    /// Slots whose columns or charges have changed since the prices were computed.
    pub(super) unsettled: SparseVector,
    /// Slots whose cost an exchange has raised, and by how much.
    pub(super) rises: Vec<(u32, f64)>,
    pub(super) basics: Vec<Basic>,
    /// What a unit outside its bounds is charged unless said otherwise, in units of cost.
    pub(super) penalty: f64,
    /// By column: what a unit below its lower and above its upper bound is charged.
    pub(super) charges: Vec<[f64; 2]>,
    pub(super) primal_tolerance: f64,
    pub(super) dual_tolerance: f64,
    pub(super) is_ready: bool,
    pub(super) near: Near,
    /// By row: what right-hand sides are moved by; empty without a perturbation.
    pub(super) shifts: Vec<f64>,
    pub(super) watch: Watch,
    /// Looks at columns since all were looked at.
    pub(super) looks: u32,
    /// Exchanges so far.
    pub exchanges: u64,
}

impl Simplex {
    /// An empty program. `penalty` is charged for a unit of a variable outside its bounds; it must exceed what any row is worth.
    #[must_use]
    pub fn new(penalty: f64, primal_tolerance: f64, dual_tolerance: f64) -> Self {
        Self {
            table: Table::default(),
            basis: Basis::default(),
            places: Vec::new(),
            amounts: Vec::new(),
            prices: Vec::new(),
            excess: Vec::new(),
            candidates: Vec::new(),
            pool: Pool::default(),
            work: SparseVector::default(),
            unsettled: SparseVector::default(),
            rises: Vec::new(),
            basics: Vec::new(),
            penalty,
            charges: Vec::new(),
            primal_tolerance,
            dual_tolerance,
            is_ready: false,
            near: Near::default(),
            shifts: Vec::new(),
            watch: Watch::default(),
            looks: u32::MAX,
            exchanges: 0,
        }
    }

    /// A whole linear program, and the columns of its variables in their order.
    #[must_use]
    pub fn of(program: &LinearProgram, penalty: f64, primal_tolerance: f64, dual_tolerance: f64) -> (Self, Vec<u32>) {
        let mut simplex = Self::new(penalty, primal_tolerance, dual_tolerance);
        let mut entries = vec![Vec::new(); program.column_count()];
        for (position, row) in program.rows.iter().enumerate() {
            let at = simplex.add_row(row.kind, row.right_hand_side);
            let of_row = program.row_entries(position);
            of_row.for_each(|(column, value)| entries[column].push((at, value)));
        }
        let bounds = program.lower.iter().zip(&program.upper);
        let columns = program.costs.iter().zip(bounds).zip(entries);
        let columns = columns
            .map(|((cost, (lower, upper)), entries)| simplex.add_column(*cost, *lower, *upper, entries.into_iter()))
            .collect();
        (simplex, columns)
    }

    /// Adds a row; its own slack (fixed at zero for an equality) is basic in it.
    #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
    pub fn add_row(&mut self, kind: RowKind, right_hand_side: f64) -> u32 {
        let row = self.table.add_row(kind, right_hand_side);
        self.basis.columns.push(self.table.logical[row as usize]);
        self.places.push(Place::Basic(self.basis.columns.len() as u32 - 1));
        self.charges.push([self.penalty; 2]);
        self.amounts.push(0.0);
        self.prices.push(0.0);
        self.excess.push(0);
        self.is_ready = false;
        row
    }

    /// Adds a column at its lower bound.
    pub fn add_column(&mut self, cost: f64, lower: f64, upper: f64, entries: impl Iterator<Item = (u32, f64)>) -> u32 {
        let column = self.table.add_column(cost, lower, upper, entries);
        self.places.push(Place::Lower);
        self.charges.push([self.penalty; 2]);
        self.amounts.push(lower);
        // An amount that is there at once changes what is left for the basis.
        self.is_ready &= lower == 0.0;
        column
    }

    /// Puts a column into the slot that came with a row. For a first basis: later slots have wandered. Whatever was there
    /// goes to its lower bound; columns that depend on others are replaced when the basis is factored. A column that is
    /// basic already stays where it is.
    pub fn make_basic_instead(&mut self, column: u32, row: u32) {
        if self.is_basic(column) {
            return;
        }
        let slot = row as usize;
        let out = self.basis.columns[slot];
        self.places[out as usize] = Place::Lower;
        self.amounts[out as usize] = self.table.lower[out as usize];
        self.basis.columns[slot] = column;
        self.places[column as usize] = Place::Basic(row);
        self.is_ready = false;
    }

    /// Sets the basis to these columns and slacks, and puts columns at their upper bounds. Columns that depend on others
    /// are replaced by slacks when the basis is factored.
    #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
    pub fn set_basis(&mut self, basic: &[u32], at_upper: &[u32]) {
        for column in 0..self.places.len() {
            self.places[column] = Place::Lower;
            self.amounts[column] = self.table.lower[column];
        }
        let rows = self.table.row_count();
        let mut columns: Vec<u32> = basic.iter().copied().take(rows).collect();
        let mut is_in = vec![false; self.places.len()];
        columns.retain(|column| !std::mem::replace(&mut is_in[*column as usize], true));
        let slacks = self
            .table
            .logical
            .iter()
            .copied()
            .filter(|slack| !is_in[*slack as usize]);
        let missing = rows - columns.len();
        let slacks: Vec<u32> = slacks.take(missing).collect();
        columns.extend(slacks);
        for (slot, column) in columns.iter().enumerate() {
            self.places[*column as usize] = Place::Basic(slot as u32);
        }
        self.basis.columns = columns;
        self.excess.fill(0);
        self.is_ready = false;
        for column in at_upper {
            self.put_at_upper(*column);
        }
    }

    /// Raises the right-hand side of a row.
    pub fn add_to_right_hand_side(&mut self, row: u32, amount: f64) {
        self.table.right_hand_side[row as usize] += amount;
        self.is_ready = false;
    }

    /// Sets the upper bound of a column.
    pub fn set_upper(&mut self, column: u32, upper: f64) {
        let j = column as usize;
        self.table.upper[j] = upper;
        if self.places[j] == Place::Upper {
            self.amounts[j] = upper;
        }
        self.is_ready = false;
    }

    /// Raises the cost of a column.
    pub fn add_to_cost(&mut self, column: u32, amount: f64) {
        self.table.cost[column as usize] += amount;
        self.is_ready = false;
    }

    /// Puts a nonbasic column at an amount between its bounds.
    pub fn put_between(&mut self, column: u32, amount: f64) {
        if self.is_basic(column) {
            return;
        }
        let j = column as usize;
        let (lower, upper) = (self.table.lower[j], self.table.upper[j]);
        self.places[j] = if amount <= lower {
            Place::Lower
        } else if amount >= upper {
            Place::Upper
        } else {
            Place::Between
        };
        self.amounts[j] = amount.clamp(lower, upper);
        self.is_ready = false;
    }

    /// Puts a nonbasic column at its upper bound.
    pub fn put_at_upper(&mut self, column: u32) {
        if self.table.upper[column as usize].is_finite() && !self.is_basic(column) {
            self.places[column as usize] = Place::Upper;
            self.amounts[column as usize] = self.table.upper[column as usize];
            self.is_ready = false;
        }
    }
}

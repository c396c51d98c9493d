//! The primal simplex: price, go as far as the basic variables allow, exchange.

use super::basis::{Basis, Place};
use super::factor::Columns;
use super::ratio::{self, Basic, Stop};
use super::sparse::SparseVector;
use super::table::Table;
use crate::block::RowKind;

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

/// Which way a column enters: up or down, and on which side of its bounds it will be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    up: bool,
    excess: i8,
}

impl Way {
    const UP: Self = Self { up: true, excess: 0 };
}

/// A growing program, a basis of it, and the prices and amounts that go with the basis.
#[derive(Clone, Debug)]
pub struct Simplex {
    table: Table,
    basis: Basis,
    places: Vec<Place>,
    amounts: Vec<f64>,
    prices: Vec<f64>,
    /// By slot: whether the basic variable is above (1) or below (-1) its bounds.
    excess: Vec<i8>,
    candidates: Vec<(f64, u32)>,
    alpha: SparseVector,
    rho: SparseVector,
    change: SparseVector,
    basics: Vec<Basic>,
    /// What a unit outside its bounds is charged unless said otherwise, in units of cost.
    penalty: f64,
    /// By column: what a unit below its lower and above its upper bound is charged.
    charges: Vec<[f64; 2]>,
    primal_tolerance: f64,
    dual_tolerance: f64,
    is_ready: bool,
    /// Exchanges so far.
    pub exchanges: u64,
    /// Factorisations so far.
    pub factorisations: u64,
    /// Exchanges so far that moved nothing.
    pub standing: u64,
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
            alpha: SparseVector::default(),
            rho: SparseVector::default(),
            change: SparseVector::default(),
            basics: Vec::new(),
            penalty,
            charges: Vec::new(),
            primal_tolerance,
            dual_tolerance,
            is_ready: false,
            exchanges: 0,
            factorisations: 0,
            standing: 0,
        }
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
        column
    }

    /// Puts a column into the slot of a row's slack. The basis must be one again before the next solve.
    pub fn make_basic(&mut self, column: u32, row: u32) {
        let logical = self.table.logical[row as usize];
        if let Place::Basic(slot) = self.places[logical as usize] {
            self.basis.columns[slot as usize] = column;
            self.places[column as usize] = Place::Basic(slot);
            self.places[logical as usize] = Place::Lower;
            self.amounts[logical as usize] = 0.0;
            self.is_ready = false;
        }
    }

    /// Puts a column into the slot that a column of this row alone (its slack, a shortage, a spill) holds.
    pub fn make_basic_instead(&mut self, column: u32, row: u32) {
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

    /// Puts a nonbasic column at its upper bound.
    pub fn put_at_upper(&mut self, column: u32) {
        if self.table.upper[column as usize].is_finite() && !self.is_basic(column) {
            self.places[column as usize] = Place::Upper;
            self.amounts[column as usize] = self.table.upper[column as usize];
            self.is_ready = false;
        }
    }

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

    /// Whether every variable is within its bounds.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.basis.columns.iter().all(|column| !self.is_violated(*column))
    }

    /// Sum of what variables are outside their bounds.
    #[must_use]
    pub fn infeasibility(&self) -> f64 {
        self.basis.columns.iter().map(|column| self.violation(*column)).sum()
    }

    /// Solves over the columns that are there, with at most so many exchanges.
    /// Brings amounts and prices to the basis.
    pub fn prepare(&mut self) -> bool {
        self.is_ready || self.start()
    }

    /// Solves over the columns that are there, with at most so many exchanges.
    pub fn solve(&mut self, limit: u64) -> Outcome {
        if !self.is_ready && !self.start() {
            return Outcome::Failed;
        }
        let last = self.exchanges + limit;
        let mut is_confirmed = false;
        while self.exchanges < last {
            if self.basis.wants_refactor() && !self.start() {
                return Outcome::Failed;
            }
            let Some((entering, way)) = self.choose() else {
                if is_confirmed || self.basis.is_fresh() {
                    return self.verdict();
                }
                is_confirmed = true;
                if !self.start() {
                    return Outcome::Failed;
                }
                continue;
            };
            is_confirmed = false;
            if !self.enter(entering, way) {
                return Outcome::Unbounded;
            }
        }
        Outcome::Limit
    }

    fn verdict(&self) -> Outcome {
        let outside = |slot: usize| self.violation(self.basis.columns[slot]) > self.primal_tolerance;
        if (0..self.excess.len()).all(|slot| self.excess[slot] == 0 || !outside(slot)) {
            Outcome::Optimal
        } else {
            Outcome::Infeasible
        }
    }

    /// Factors the basis and computes amounts and prices from the program itself.
    fn start(&mut self) -> bool {
        let rows = self.table.row_count();
        for vector in [&mut self.alpha, &mut self.rho, &mut self.change] {
            vector.resize(rows);
        }
        self.factorisations += 1;
        for _ in 0..5 {
            match self.basis.refactor(&self.table) {
                Ok(()) => {
                    self.compute_amounts();
                    self.compute_prices();
                    self.is_ready = true;
                    return true;
                }
                Err(singular) => self.repair(&singular.slots, &singular.rows),
            }
        }
        false
    }

    /// Replaces columns that depend on others by the slacks of the rows without pivots.
    fn repair(&mut self, slots: &[u32], rows: &[u32]) {
        for (slot, row) in slots.iter().zip(rows) {
            let out = self.basis.columns[*slot as usize];
            self.places[out as usize] = Place::Lower;
            self.amounts[out as usize] = self.table.lower[out as usize];
            let logical = self.table.logical[*row as usize];
            self.basis.columns[*slot as usize] = logical;
            self.places[logical as usize] = Place::Basic(*slot);
        }
    }

    fn compute_amounts(&mut self) {
        let mut left: Vec<f64> = self.table.right_hand_side.clone();
        for column in 0..self.table.column_count() {
            let amount = self.amounts[column];
            if amount != 0.0 && !matches!(self.places[column], Place::Basic(_)) {
                #[allow(clippy::cast_possible_truncation, reason = "columns are counted in u32")]
                let (rows, values) = self.table.entries(column as u32);
                for (row, value) in rows.iter().zip(values) {
                    left[*row as usize] -= amount * value;
                }
            }
        }
        self.alpha.clear();
        for (row, value) in left.into_iter().enumerate().filter(|(_, v)| *v != 0.0) {
            self.alpha.add(row, value);
        }
        self.basis.solve(&mut self.alpha);
        for (slot, column) in self.basis.columns.iter().enumerate() {
            self.amounts[*column as usize] = self.alpha.values[slot];
        }
        self.alpha.clear();
        for slot in 0..self.excess.len() {
            self.excess[slot] = self.excess_of(slot);
        }
    }

    /// On which side of its bounds a basic variable is charged. At a bound it stays where it was.
    fn excess_of(&self, slot: usize) -> i8 {
        let column = self.basis.columns[slot] as usize;
        let amount = self.amounts[column];
        let (lower, upper) = (self.table.lower[column], self.table.upper[column]);
        let (below, above) = match self.excess[slot] {
            -1 => (lower + self.primal_tolerance, upper + self.primal_tolerance),
            1 => (lower - self.primal_tolerance, upper - self.primal_tolerance),
            _ => (lower - self.primal_tolerance, upper + self.primal_tolerance),
        };
        if amount > above {
            1
        } else if amount < below {
            -1
        } else {
            0
        }
    }

    /// What being outside its bounds on that side adds to the cost of a column.
    #[inline]
    fn charged(&self, column: usize, excess: i8) -> f64 {
        match excess {
            0 => 0.0,
            1 => self.charges[column][1],
            _ => -self.charges[column][0],
        }
    }

    fn compute_prices(&mut self) {
        self.rho.clear();
        for (slot, column) in self.basis.columns.iter().enumerate() {
            let charge = self.charged(*column as usize, self.excess[slot]);
            let cost = self.table.cost[*column as usize] + charge;
            if cost != 0.0 {
                self.rho.add(slot, cost);
            }
        }
        self.basis.solve_transposed(&mut self.rho);
        self.prices.copy_from_slice(&self.rho.values);
        self.rho.clear();
    }

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
    fn choose(&mut self) -> Option<(u32, Way)> {
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
        let kept = (candidates.len() / 4).max(20);
        let better_first = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if candidates.len() > kept {
            candidates.select_nth_unstable_by(kept, better_first);
            candidates.truncate(kept);
        }
        candidates.sort_unstable_by(better_first);
        candidates.reverse();
        self.candidates = candidates;
    }

    /// Brings a column in. False when nothing stops it.
    fn enter(&mut self, entering: u32, way: Way) -> bool {
        let j = entering as usize;
        self.alpha.clear();
        let (rows, values) = self.table.entries(entering);
        for (row, value) in rows.iter().zip(values) {
            self.alpha.add(*row as usize, *value);
        }
        self.basis.solve(&mut self.alpha);
        let stop = self.first_stop(if way.up { 1.0 } else { -1.0 });
        let span = if way.excess == 0 {
            self.table.upper[j] - self.table.lower[j]
        } else {
            f64::INFINITY
        };
        match stop {
            Some(stop) if stop.step < span => self.exchange(entering, way, stop),
            _ if span.is_finite() => self.flip(entering, way.up, span),
            _ => return false,
        }
        true
    }

    fn first_stop(&mut self, sign: f64) -> Option<Stop> {
        self.basics.clear();
        let mut largest = 0.0_f64;
        for slot in &self.alpha.pattern {
            let fall = self.alpha.values[*slot as usize] * sign;
            if fall.abs() < 1e-11 {
                continue;
            }
            largest = largest.max(fall.abs());
            let column = self.basis.columns[*slot as usize] as usize;
            self.basics.push(Basic {
                slot: *slot,
                fall,
                value: self.amounts[column],
                lower: self.table.lower[column],
                upper: self.table.upper[column],
                excess: self.excess[*slot as usize],
            });
        }
        ratio::first_stop(&self.basics, largest, self.primal_tolerance)
    }

    /// From one bound to the other without an exchange.
    fn flip(&mut self, column: u32, up: bool, span: f64) {
        let j = column as usize;
        self.move_basics(if up { span } else { -span }, None);
        self.places[j] = if up { Place::Upper } else { Place::Lower };
        self.amounts[j] = if up { self.table.upper[j] } else { self.table.lower[j] };
        self.exchanges += 1;
    }

    fn exchange(&mut self, entering: u32, way: Way, stop: Stop) {
        let j = entering as usize;
        let charge = self.charged(j, way.excess);
        let reduced = self.table.reduced_cost(entering, &self.prices) + charge;
        self.rho.clear();
        self.rho.add(stop.slot as usize, 1.0);
        self.basis.solve_transposed(&mut self.rho);
        let pivot = self.alpha.values[stop.slot as usize];
        let ratio = reduced / pivot;
        for row in &self.rho.pattern {
            self.prices[*row as usize] += ratio * self.rho.values[*row as usize];
        }
        self.rho.clear();
        if stop.step <= 0.0 {
            self.standing += 1;
        }
        let step = if way.up { stop.step } else { -stop.step };
        let leaving = self.basis.columns[stop.slot as usize] as usize;
        self.move_basics(step, Some(stop.slot));
        self.amounts[leaving] = if stop.at_upper {
            self.table.upper[leaving]
        } else {
            self.table.lower[leaving]
        };
        self.places[leaving] = if stop.at_upper { Place::Upper } else { Place::Lower };
        self.amounts[j] += step;
        self.places[j] = Place::Basic(stop.slot);
        self.basis.exchange(stop.slot, entering, &self.alpha);
        self.excess[stop.slot as usize] = way.excess;
        let settled = self.excess_of(stop.slot as usize);
        if settled != way.excess {
            self.excess[stop.slot as usize] = settled;
            let change = self.charged(j, settled) - charge;
            self.change.add(stop.slot as usize, change);
        }
        self.exchanges += 1;
        self.charge();
    }

    fn move_basics(&mut self, step: f64, leaving: Option<u32>) {
        for slot in &self.alpha.pattern {
            let column = self.basis.columns[*slot as usize] as usize;
            self.amounts[column] -= step * self.alpha.values[*slot as usize];
            let new = self.excess_of(*slot as usize);
            let old = self.excess[*slot as usize];
            if new != old && leaving != Some(*slot) {
                self.excess[*slot as usize] = new;
                let change = self.charged(column, new) - self.charged(column, old);
                self.change.add(*slot as usize, change);
            }
        }
        if leaving.is_none() {
            self.charge();
        }
    }

    /// Brings the prices to the charges that have changed.
    fn charge(&mut self) {
        if self.change.pattern.is_empty() {
            return;
        }
        self.basis.solve_transposed(&mut self.change);
        for row in &self.change.pattern {
            self.prices[*row as usize] += self.change.values[*row as usize];
        }
        self.change.clear();
    }

    /// Removes the nonbasic columns at zero that `is_kept` refuses; returns where each column went (`u32::MAX`: removed).
    pub fn retain(&mut self, is_kept: impl Fn(u32) -> bool) -> Vec<u32> {
        #[allow(clippy::cast_possible_truncation, reason = "columns are counted in u32")]
        let kept: Vec<bool> = (0..self.table.column_count() as u32)
            .map(|column| self.is_basic(column) || self.amounts[column as usize] != 0.0 || is_kept(column))
            .collect();
        let mut kept = kept;
        for logical in &self.table.logical {
            kept[*logical as usize] = true;
        }
        let moved = self.table.retain(&kept);
        let mut new = 0;
        for old in 0..kept.len() {
            if kept[old] {
                self.places[new] = self.places[old];
                self.amounts[new] = self.amounts[old];
                self.charges[new] = self.charges[old];
                new += 1;
            }
        }
        self.places.truncate(new);
        self.amounts.truncate(new);
        self.charges.truncate(new);
        for column in &mut self.basis.columns {
            *column = moved[*column as usize];
        }
        self.candidates.clear();
        moved
    }
}

//! The restricted master: everything but flows as it stands in the program, and paths in the place of flows.
//!
//! Rows are those balances where something is made, used, stored, asked or burnt, all joint capacities, budgets and
//! stores. What merely passes through a node has no row. A path's column says what one unit that departs at its source does
//! to all of them.

mod stores;

use super::space::Space;
use crate::network::Reach;
use crate::plan::rows::PricedRow;
use crate::program::{self, Column, Program, ProgramRow};
use data::model::{CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, Quantity};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use workers::simplex::{Side, Simplex};
use workers::{RowKind, pricing::NO_ARC};

pub(super) use stores::Terminal;

/// No row.
pub(super) const NO_ROW: u32 = u32::MAX;

/// A way of a commodity from one balance to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// When.
    pub period: PeriodIndex,
    /// What moves.
    pub commodity: CommodityIndex,
    /// Arcs of the space, in the order they are passed.
    pub arcs: Vec<u32>,
}

/// Rows, columns and the simplex that holds them.
#[derive(Debug)]
pub(super) struct Master<'a> {
    pub(super) space: &'a Space<'a>,
    /// Everything but flows.
    pub(super) fixed: Program,
    pub(super) simplex: Simplex,
    /// Column of the simplex for each column of `fixed`.
    pub(super) fixed_columns: Vec<u32>,
    /// Paths, in order of coming in.
    pub(super) paths: Vec<Path>,
    /// Column of the simplex for each path.
    pub(super) path_columns: Vec<u32>,
    /// Row of each balance, by period, commodity, node.
    pub(super) balance_rows: Vec<u32>,
    /// Row of each joint capacity, by period, link.
    pub(super) link_rows: Vec<u32>,
    /// Row of each budget, by period, budget.
    pub(super) budget_rows: Vec<u32>,
    /// What each row stands for.
    pub(super) rows: Vec<ProgramRow>,
    /// Right-hand side of each row.
    pub(super) right_hand_sides: Vec<f64>,
    /// Rows that something in `fixed` supplies, shortages left out.
    pub(super) is_source: Vec<bool>,
    /// Rows that must not have a negative price, since what is made there may be spilled.
    pub(super) can_spill: Vec<bool>,
    /// What a unit of shortage costs in each row; infinite where there is none.
    pub(super) shortage_gj: Vec<f64>,
    /// Columns of `fixed` that supply each source as their main output.
    pub(super) suppliers: Vec<Vec<u32>>,
    /// Columns of `fixed` that supply each source as a byproduct.
    pub(super) byproducts: Vec<Vec<u32>>,
    known: HashMap<u64, u32>,
    entries: Vec<(u32, f64)>,
}

impl<'a> Master<'a> {
    /// The master without paths.
    #[must_use]
    pub(super) fn new(space: &'a Space<'a>, reach: &Reach) -> Self {
        let fixed = program::build_without_flows(space.network, reach, space.accounting);
        let continent = space.network.continent;
        let periods = continent.periods.len();
        let highest = continent
            .commodities
            .iter()
            .map(|c| c.shortage_penalty_gj)
            .fold(1.0, f64::max);
        let mut master = Self {
            space,
            simplex: Simplex::new(100.0 * highest, tolerance(&fixed, space), 1e-9),
            fixed_columns: Vec::with_capacity(fixed.columns.len()),
            paths: Vec::new(),
            path_columns: Vec::new(),
            balance_rows: vec![NO_ROW; periods * space.commodity_count() * space.node_count()],
            link_rows: vec![NO_ROW; periods * continent.links.len()],
            budget_rows: vec![NO_ROW; periods * continent.budgets.len()],
            rows: Vec::new(),
            right_hand_sides: Vec::new(),
            is_source: Vec::new(),
            can_spill: Vec::new(),
            shortage_gj: Vec::new(),
            suppliers: Vec::new(),
            byproducts: Vec::new(),
            known: HashMap::new(),
            entries: Vec::new(),
            fixed,
        };
        master.add_rows();
        master.add_fixed_columns();
        master.ask_burning();
        master
    }

    fn add_row(&mut self, row: ProgramRow, kind: RowKind, right_hand_side: f64) -> u32 {
        let position = self.simplex.add_row(kind, right_hand_side);
        self.rows.push(row);
        self.right_hand_sides.push(right_hand_side);
        self.is_source.push(false);
        self.can_spill.push(false);
        self.shortage_gj.push(f64::INFINITY);
        self.suppliers.push(Vec::new());
        self.byproducts.push(Vec::new());
        let continent = self.space.network.continent;
        let period = row.period.position();
        match row.row {
            PricedRow::Balance(node, commodity) => {
                let cell = self.space.cell(node, commodity);
                let start = period * self.cells();
                self.balance_rows[start + cell] = position;
            }
            PricedRow::Link(link) => self.link_rows[period * continent.links.len() + link.position()] = position,
            PricedRow::Budget(budget) => {
                self.budget_rows[period * continent.budgets.len() + budget.position()] = position;
            }
            PricedRow::Store(_) => {}
        }
        position
    }

    /// Balances of one period.
    fn cells(&self) -> usize {
        self.space.commodity_count() * self.space.node_count()
    }

    /// Row of a balance, or [`NO_ROW`].
    #[must_use]
    pub(super) fn balance_row(&self, period: PeriodIndex, node: NodeIndex, commodity: CommodityIndex) -> u32 {
        self.balance_rows[period.position() * self.cells() + self.space.cell(node, commodity)]
    }

    /// Row of a joint capacity, or [`NO_ROW`].
    #[must_use]
    pub(super) fn link_row(&self, period: PeriodIndex, link: LinkIndex) -> u32 {
        self.link_rows[period.position() * self.space.network.continent.links.len() + link.position()]
    }

    /// Row of a budget.
    #[must_use]
    pub(super) fn budget_row(&self, period: PeriodIndex, budget: data::model::BudgetIndex) -> u32 {
        self.budget_rows[period.position() * self.space.network.continent.budgets.len() + budget.position()]
    }

    fn add_rows(&mut self) {
        let rows: Vec<_> = self
            .fixed
            .rows
            .iter()
            .copied()
            .zip(self.fixed.program.rows.clone())
            .collect();
        for (meaning, row) in rows {
            self.add_row(meaning, row.kind, row.right_hand_side);
        }
        let continent = self.space.network.continent;
        for period in continent.period_indices() {
            for link in (0..continent.links.len()).map(LinkIndex::from_position) {
                let capacity = self.space.capacity(link, period);
                if capacity > 0.0 {
                    let row = PricedRow::Link(link);
                    self.add_row(ProgramRow { row, period }, RowKind::AtMost, capacity);
                }
            }
            for (position, budget) in continent.budgets.iter().enumerate() {
                let row = PricedRow::Budget(data::model::BudgetIndex::from_position(position));
                if self.budget_rows[period.position() * continent.budgets.len() + position] == NO_ROW {
                    let limit = continent.per_period(budget.limit_per_year, budget.profile, period);
                    self.add_row(ProgramRow { row, period }, RowKind::AtMost, limit);
                }
            }
            for arc in 0..self.space.arcs.len() {
                let Some(carrier) = self.space.burnt[arc] else {
                    continue;
                };
                let tail = NodeIndex(self.space.topology.tails[arc]);
                if self.balance_row(period, tail, carrier) == NO_ROW {
                    let row = PricedRow::Balance(tail, carrier);
                    self.add_row(ProgramRow { row, period }, RowKind::Equal, 0.0);
                }
            }
        }
    }

    /// Columns of `fixed`; shortages are basic where something is asked, spills where something is made.
    #[allow(clippy::cast_possible_truncation, reason = "columns of a master are counted in u32")]
    fn add_fixed_columns(&mut self) {
        let mut entries = vec![Vec::new(); self.fixed.columns.len()];
        for row in 0..self.fixed.rows.len() {
            for (column, value) in self.fixed.program.row_entries(row) {
                entries[column].push((row as u32, value));
            }
        }
        for (position, entries) in entries.iter().enumerate() {
            let numbers = &self.fixed.program;
            let (lower, upper) = (numbers.lower[position], numbers.upper[position]);
            let column = self
                .simplex
                .add_column(numbers.costs[position], lower, upper, entries.iter().copied());
            self.fixed_columns.push(column);
            match self.fixed.columns[position].0 {
                Column::Shortage(..) => {
                    let row = entries[0].0;
                    self.shortage_gj[row as usize] = numbers.costs[position];
                    self.simplex.make_basic_instead(column, row);
                }
                Column::Spill(..) => {
                    let row = entries[0].0;
                    self.can_spill[row as usize] = true;
                    if self.shortage_gj[row as usize].is_infinite() {
                        self.simplex.make_basic_instead(column, row);
                    }
                }
                _ => {
                    for (row, value) in entries {
                        if *value > 0.0 && self.is_balance(*row) {
                            self.is_source[*row as usize] = true;
                            if matches!(self.fixed.columns[position].0, Column::Discharge(_)) {
                                // What a store gives has a price of its own, from period to period.
                            } else if self.is_main(position, *row) {
                                self.suppliers[*row as usize].push(position as u32);
                            } else {
                                self.byproducts[*row as usize].push(position as u32);
                            }
                        }
                    }
                }
            }
        }
    }

    /// What is burnt, where that is taken as given, is asked like demand, and may be missed at the penalty of a shortage.
    #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
    fn ask_burning(&mut self) {
        let Some(burning) = &self.space.burning else {
            return;
        };
        for (row, meaning) in self.rows.iter().enumerate() {
            if let PricedRow::Balance(node, commodity) = meaning.row {
                let amount = burning.amounts[meaning.period.position()][self.space.cell(node, commodity)];
                if amount > 0.0 {
                    self.right_hand_sides[row] += amount;
                    self.simplex.add_to_right_hand_side(row as u32, amount);
                    let penalty_gj = self.space.network.continent[commodity].shortage_penalty_gj;
                    let slack = self.simplex.slack(row as u32);
                    for side in [Side::Below, Side::Above] {
                        self.simplex.set_charge(slack, side, penalty_gj);
                    }
                }
            }
        }
    }

    /// Whether a column of `fixed` runs for the sake of this row: the output of a process that carries most of its energy.
    fn is_main(&self, column: usize, row: u32) -> bool {
        let continent = self.space.network.continent;
        match (self.fixed.columns[column].0, self.rows[row as usize].row) {
            (Column::Activity(site), PricedRow::Balance(_, commodity)) => {
                let process = &continent[continent[site].process];
                let shares = process.outputs.iter().zip(&process.embodied_shares);
                let most = |a: &(&Quantity, &f64), b: &(&Quantity, &f64)| {
                    a.1.total_cmp(b.1).then(a.0.amount.total_cmp(&b.0.amount))
                };
                shares
                    .max_by(most)
                    .is_none_or(|(output, _)| output.commodity == commodity)
            }
            _ => true,
        }
    }

    /// Whether a row is a balance.
    #[must_use]
    pub(super) fn is_balance(&self, row: u32) -> bool {
        matches!(self.rows[row as usize].row, PricedRow::Balance(..))
    }

    /// Joint capacities and budgets with a price.
    #[must_use]
    pub(super) fn active_rows(&self) -> usize {
        let prices = self.simplex.prices().iter().zip(&self.rows);
        prices
            .filter(|(price, row)| **price < -1e-9 && matches!(row.row, PricedRow::Link(_) | PricedRow::Budget(_)))
            .count()
    }

    /// Whether no row and no bound is broken.
    #[must_use]
    pub(super) fn keeps_rows(&self) -> bool {
        self.simplex.is_feasible()
    }

    /// The share of the master's amounts that keeps all upper limits; least amounts and stores are not looked at.
    #[must_use]
    pub(super) fn share_that_fits(&self) -> f64 {
        let mut share = 1.0_f64;
        for (row, meaning) in self.rows.iter().enumerate() {
            if matches!(meaning.row, PricedRow::Link(_) | PricedRow::Budget(_)) {
                #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
                let slack = self.simplex.slack(row as u32);
                let over = -self.simplex.amount(slack);
                if self.simplex.is_violated(slack) {
                    share = share.min(self.right_hand_sides[row] / (self.right_hand_sides[row] + over));
                }
            }
        }
        for (position, column) in self.fixed_columns.iter().enumerate() {
            let (amount, upper) = (self.simplex.amount(*column), self.fixed.program.upper[position]);
            if amount > upper && self.simplex.is_violated(*column) {
                share = share.min(upper / amount);
            }
        }
        share
    }

    /// Whether a path's arcs, capacities and ends are there.
    #[must_use]
    pub(super) fn can_take(&self, path: &Path) -> bool {
        let space = self.space;
        let periods = space.network.continent.periods.len();
        let (Some(first), Some(last)) = (path.arcs.first(), path.arcs.last()) else {
            return false;
        };
        let is_there = path.commodity.position() < space.commodity_count() && path.period.position() < periods;
        is_there
            && path.arcs.iter().all(|arc| {
                let arc = *arc as usize;
                arc < space.arcs.len()
                    && space.carrying[path.commodity.position()][space.topology.modes[arc] as usize].is_some()
                    && self.link_row(path.period, space.links[arc]) != NO_ROW
            })
            && [
                space.topology.tails[*first as usize],
                space.topology.heads[*last as usize],
            ]
            .iter()
            .all(|node| self.balance_row(path.period, NodeIndex(*node), path.commodity) != NO_ROW)
    }

    /// The path that ends with `last_arcs` at `sink`; none where nothing arrives.
    #[must_use]
    pub(super) fn way(
        &self,
        period: PeriodIndex,
        commodity: CommodityIndex,
        sink: u32,
        last_arcs: &[u32],
    ) -> Option<Path> {
        let mut arcs = Vec::new();
        let mut node = sink;
        while last_arcs[node as usize] != NO_ARC && arcs.len() <= last_arcs.len() {
            let arc = last_arcs[node as usize];
            arcs.push(arc);
            node = self.space.topology.tails[arc as usize];
        }
        arcs.reverse();
        (!arcs.is_empty() && arcs.len() <= last_arcs.len()).then_some(Path {
            period,
            commodity,
            arcs,
        })
    }

    /// The column of a path, which is added if it is not known.
    pub(super) fn column_of(&mut self, path: Path) -> u32 {
        let fingerprint = fingerprint(&path);
        if let Some(known) = self.known.get(&fingerprint) {
            return self.path_columns[*known as usize];
        }
        let cost = self.enter_path(&path);
        let entries = std::mem::take(&mut self.entries);
        let column = self
            .simplex
            .add_column(cost, 0.0, f64::INFINITY, entries.iter().copied());
        self.entries = entries;
        #[allow(clippy::cast_possible_truncation, reason = "paths of a master are counted in u32")]
        self.known.insert(fingerprint, self.paths.len() as u32);
        self.path_columns.push(column);
        self.paths.push(path);
        column
    }

    /// Fills `entries` with what one departing unit does; returns what it posts, GJ.
    fn enter_path(&mut self, path: &Path) -> f64 {
        let (space, period) = (self.space, path.period);
        let mut entries = std::mem::take(&mut self.entries);
        entries.clear();
        let (mut amount, mut cost) = (1.0, 0.0);
        let first = space.topology.tails[path.arcs[0] as usize];
        entries.push((self.balance_row(period, NodeIndex(first), path.commodity), -1.0));
        let budgets = space.network.continent.budgets.len();
        for arc in path.arcs.iter().map(|a| *a as usize) {
            let mode = space.topology.modes[arc] as usize;
            let carrying = space.carrying[path.commodity.position()][mode].unwrap_or_default();
            let energy = amount * carrying.energy * space.energy_at(period, arc);
            match space.carriers[arc] {
                Some(carrier) if energy != 0.0 => {
                    let tail = NodeIndex(space.topology.tails[arc]);
                    entries.push((self.balance_row(period, tail, carrier), -energy));
                }
                _ => cost += energy,
            }
            cost += amount * carrying.tonnes * space.weights_per_t[arc];
            entries.push((self.link_row(period, space.links[arc]), amount * carrying.weight));
            for (budget, per_t) in &space.budgets_per_t[arc] {
                let row = self.budget_rows[period.position() * budgets + budget.position()];
                entries.push((row, amount * carrying.tonnes * per_t));
            }
            amount *= space.topology.keeps[arc];
        }
        let last = space.topology.heads[path.arcs[path.arcs.len() - 1] as usize];
        entries.push((self.balance_row(period, NodeIndex(last), path.commodity), amount));
        merge(&mut entries);
        self.entries = entries;
        cost
    }
}

/// What an amount may be outside its bounds by: a gram, or twelve digits of the largest limit.
fn tolerance(fixed: &Program, space: &Space<'_>) -> f64 {
    let continent = space.network.continent;
    let periods = || continent.period_indices();
    let links = (0..continent.links.len()).map(LinkIndex::from_position);
    let capacities = links.flat_map(|link| periods().map(move |period| space.capacity(link, period)));
    let asked = fixed.program.rows.iter().map(|row| row.right_hand_side.abs());
    let largest = capacities
        .chain(asked)
        .filter(|amount| amount.is_finite())
        .fold(0.0, f64::max);
    (1e-12 * largest).max(1e-6)
}

/// Sums entries of the same row and drops zeros.
fn merge(entries: &mut Vec<(u32, f64)>) {
    entries.sort_by_key(|(row, _)| *row);
    entries.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
    entries.retain(|(_, value)| *value != 0.0);
}

fn fingerprint(path: &Path) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let parts = [path.period.0, path.commodity.0];
    for part in parts.iter().chain(&path.arcs) {
        hash = (hash ^ u64::from(*part)).wrapping_mul(0x0100_0000_01b3);
        hash ^= hash >> 29;
    }
    hash
}

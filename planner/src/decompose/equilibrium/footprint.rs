//! What one unit at a place uses of all limits, all the way back along the chains of the last sweep.
//!
//! Cells are traced from sources on, inputs before what is made of them. Where recipes or carriers go in a loop, a cell that
//! is not traced yet counts as it was traced before: a chain that was good once is a chain.

use super::super::master::{Master, NO_ROW};
use super::super::sweep::Sweeper;
use super::limits::Limits;
use crate::plan::rows::PricedRow;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use workers::pricing::NO_ARC;

/// Use of a limit by one unit: its number, and how much.
pub(super) type Use = (u32, f32);

/// Uses that cost less than this share of the price are left out.
const LEAST_USE: f64 = 1e-6;
/// Most passes over what the chains of a period need, and over what they use.
const PASSES: usize = 5;

/// Cost and uses of one unit by cell.
#[derive(Clone, Debug, Default)]
struct Footprints {
    uses: Vec<Use>,
    ranges: Vec<(u32, u32)>,
    /// Posted energy, GJ; not a number where the cell was not traced.
    costs: Vec<f64>,
}

/// Traces the chains of one period.
#[derive(Clone, Debug, Default)]
pub(super) struct Tracer {
    now: Footprints,
    before: Footprints,
    is_needed: Vec<bool>,
    /// Sum of the cell being traced.
    values: Vec<f32>,
    pattern: Vec<u32>,
    cost: f64,
    missing: usize,
}

/// Where a trace looks things up.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    master: &'a Master<'a>,
    sweeper: &'a Sweeper,
    limits: &'a Limits,
    period: PeriodIndex,
}

impl<'a> View<'a> {
    pub(super) fn new(master: &'a Master<'a>, sweeper: &'a Sweeper, limits: &'a Limits, period: PeriodIndex) -> Self {
        Self {
            master,
            sweeper,
            limits,
            period,
        }
    }

    fn last_arc(&self, cell: usize) -> u32 {
        self.sweeper.last_arcs[self.period.position()][cell]
    }

    fn label(&self, cell: usize) -> f64 {
        self.sweeper.labels[self.period.position()][cell]
    }

    /// Nodes that a commodity reaches, the cheapest first.
    fn order(&self, commodity: CommodityIndex) -> &[u32] {
        let start = self.master.space.cell(NodeIndex(0), commodity);
        let order = &self.sweeper.orders[self.period.position()][start..start + self.master.space.node_count()];
        let reached = order.iter().position(|node| *node == NO_ARC).unwrap_or(order.len());
        &order[..reached]
    }

    /// Column that supplies a source as its first output, if one does.
    fn supplier(&self, node: u32, commodity: CommodityIndex) -> Option<usize> {
        let row = self.master.balance_row(self.period, NodeIndex(node), commodity);
        let is_supplied = row != NO_ROW && self.master.is_source[row as usize];
        let chosen = is_supplied.then(|| self.sweeper.chosen[row as usize])?;
        (chosen != NO_ROW).then_some(chosen as usize)
    }

    /// Cells of what a column of the fixed part needs.
    fn inputs(&self, column: usize) -> impl Iterator<Item = usize> + '_ {
        let (rows, values) = self.master.simplex.entries(self.master.fixed_columns[column]);
        let needed = rows.iter().zip(values).filter(|(_, value)| **value < 0.0);
        needed.filter_map(|(row, _)| match self.master.rows[*row as usize] {
            meaning if meaning.period != self.period => None,
            meaning => match meaning.row {
                PricedRow::Balance(node, commodity) => Some(self.master.space.cell(node, commodity)),
                _ => None,
            },
        })
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "limits and uses are counted in u32, uses are rough"
)]
impl Tracer {
    /// Work space for one period.
    pub(super) fn new(master: &Master<'_>, limits: &Limits) -> Self {
        let cells = master.space.commodity_count() * master.space.node_count();
        let empty = Footprints {
            uses: Vec::new(),
            ranges: vec![(0, 0); cells],
            costs: vec![f64::NAN; cells],
        };
        Self {
            now: empty.clone(),
            before: empty,
            is_needed: vec![false; cells],
            values: vec![0.0; limits.count()],
            ..Self::default()
        }
    }

    /// Traces all cells that demand and joint processes need; again while a loop was met for the first time.
    pub(super) fn trace(&mut self, view: View<'_>) {
        self.mark(view);
        let mut missing_before = usize::MAX;
        for _ in 0..PASSES {
            self.trace_once(view);
            // What cannot be had at all is missing in every pass.
            if self.missing == 0 || self.missing >= missing_before {
                return;
            }
            missing_before = self.missing;
        }
    }

    fn trace_once(&mut self, view: View<'_>) {
        std::mem::swap(&mut self.now, &mut self.before);
        self.now.uses.clear();
        self.now.costs.fill(f64::NAN);
        self.missing = 0;
        for commodity in &view.master.space.commodity_order {
            let start = view.master.space.cell(NodeIndex(0), *commodity);
            for node in view.order(*commodity) {
                if self.is_needed[start + *node as usize] {
                    self.trace_cell(view, *commodity, *node);
                }
            }
        }
    }

    /// Cost and uses of one unit at a cell; none where it was not traced.
    pub(super) fn of(&self, cell: usize) -> Option<(f64, &[Use])> {
        let (start, end) = self.now.ranges[cell];
        let cost = self.now.costs[cell];
        (!cost.is_nan()).then(|| (cost, &self.now.uses[start as usize..end as usize]))
    }

    /// Cost and uses of one unit of a joint process, all that it makes at the gates.
    pub(super) fn of_activity(&mut self, view: View<'_>, column: usize) -> Option<(f64, Vec<Use>)> {
        if view.inputs(column).any(|cell| self.now.costs[cell].is_nan()) {
            return None;
        }
        self.clear();
        self.run(view, column, 1.0, None);
        let values = &mut self.values;
        let uses = self
            .pattern
            .iter()
            .map(|limit| (*limit, std::mem::take(&mut values[*limit as usize])));
        Some((self.cost, uses.filter(|(_, value)| *value != 0.0).collect()))
    }

    fn mark(&mut self, view: View<'_>) {
        let (master, space) = (view.master, view.master.space);
        for (row, meaning) in master.rows.iter().enumerate() {
            if let PricedRow::Balance(node, commodity) = meaning.row
                && meaning.period == view.period
                && master.right_hand_sides[row] > 0.0
            {
                self.is_needed[space.cell(node, commodity)] = true;
            }
        }
        for cell in view.limits.joint.iter().flat_map(|column| view.inputs(*column)) {
            self.is_needed[cell] = true;
        }
        for _ in 0..PASSES {
            let mut is_more = false;
            for commodity in space.commodity_order.iter().rev() {
                for node in view.order(*commodity).iter().rev() {
                    let cell = space.cell(NodeIndex(*node), *commodity);
                    is_more |= self.is_needed[cell] && self.mark_before(view, cell, *commodity, *node);
                }
            }
            if !is_more {
                return;
            }
        }
    }

    /// Marks what a cell is made of; says whether something new was marked that may have been passed already.
    fn mark_before(&mut self, view: View<'_>, cell: usize, commodity: CommodityIndex, node: u32) -> bool {
        let space = view.master.space;
        let mut is_more = false;
        let mut mark = |cell: usize| is_more |= !std::mem::replace(&mut self.is_needed[cell], true);
        let arc = view.last_arc(cell);
        if arc == NO_ARC {
            if let Some(column) = view.supplier(node, commodity) {
                view.inputs(column).for_each(mark);
            }
            return is_more;
        }
        let tail = NodeIndex(space.topology.tails[arc as usize]);
        if let Some(carrier) = space.carriers[arc as usize] {
            mark(space.cell(tail, carrier));
        }
        // The tail comes later in this pass.
        self.is_needed[space.cell(tail, commodity)] = true;
        is_more
    }

    fn trace_cell(&mut self, view: View<'_>, commodity: CommodityIndex, node: u32) {
        let cell = view.master.space.cell(NodeIndex(node), commodity);
        self.clear();
        match view.last_arc(cell) {
            NO_ARC => self.supply(view, cell, commodity, node),
            arc => self.move_along(view, commodity, arc as usize),
        }
        let start = self.now.uses.len() as u32;
        let least = LEAST_USE * view.label(cell).abs();
        for limit in &self.pattern {
            // A limit whose sum was zero in between stands in the pattern twice.
            let value = std::mem::take(&mut self.values[*limit as usize]);
            if f64::from(value.abs()) * view.limits.scale[*limit as usize] > least {
                self.now.uses.push((*limit, value));
            }
        }
        self.now.ranges[cell] = (start, self.now.uses.len() as u32);
        self.now.costs[cell] = self.cost;
    }

    /// One unit that arrives by an arc.
    fn move_along(&mut self, view: View<'_>, commodity: CommodityIndex, arc: usize) {
        let (master, space) = (view.master, view.master.space);
        let tail = NodeIndex(space.topology.tails[arc]);
        let amount = 1.0 / space.topology.keeps[arc];
        let mode = space.topology.modes[arc] as usize;
        let carrying = space.carrying[commodity.position()][mode].unwrap_or_default();
        self.add_cell(view, space.cell(tail, commodity), amount);
        let link = master.link_row(view.period, space.links[arc]);
        self.add_use(link as usize, amount * carrying.weight);
        let energy = amount * carrying.energy * space.energy_per_t[arc];
        match space.carriers[arc] {
            Some(carrier) => self.add_cell(view, space.cell(tail, carrier), energy),
            None => self.cost += energy,
        }
        self.cost += amount * carrying.tonnes * space.weights_per_t[arc];
        for (budget, per_t) in &space.budgets_per_t[arc] {
            let row = master.budget_row(view.period, *budget);
            self.add_use(row as usize, amount * carrying.tonnes * per_t);
        }
    }

    /// One unit from a source.
    fn supply(&mut self, view: View<'_>, cell: usize, commodity: CommodityIndex, node: u32) {
        let (master, label) = (view.master, view.label(cell));
        let row = master.balance_row(view.period, NodeIndex(node), commodity);
        let is_made = row != NO_ROW && master.is_source[row as usize] && label < master.shortage_gj[row as usize];
        match view.supplier(node, commodity) {
            Some(column) if is_made => {
                let (rows, values) = master.simplex.entries(master.fixed_columns[column]);
                let own = rows
                    .iter()
                    .zip(values)
                    .find(|(r, _)| **r == row)
                    .map_or(1.0, |(_, v)| *v);
                self.run(view, column, 1.0 / own, Some(row));
            }
            None if is_made && view.limits.is_gate[row as usize] => self.add_use(row as usize, 1.0),
            // Short, or from a store: at the price it has.
            _ => self.cost += label,
        }
    }

    /// An amount of an activity, for the sake of the output in row `sake` or of all.
    fn run(&mut self, view: View<'_>, column: usize, amount: f64, sake: Option<u32>) {
        let master = view.master;
        let (rows, values) = master.simplex.entries(master.fixed_columns[column]);
        self.cost += amount * master.simplex.cost(master.fixed_columns[column]);
        let capacity = master.rows.len() + column;
        if view.limits.capacity[capacity].is_finite() {
            self.add_use(capacity, amount);
        }
        for (row, value) in rows.iter().zip(values) {
            match master.rows[*row as usize].row {
                PricedRow::Balance(node, commodity) if *value < 0.0 => {
                    self.add_cell(view, master.space.cell(node, commodity), -amount * value);
                }
                PricedRow::Balance(..) if sake != Some(*row) => self.add_use(*row as usize, -amount * value),
                PricedRow::Budget(_) => self.add_use(*row as usize, amount * value),
                _ => {}
            }
        }
    }

    fn clear(&mut self) {
        for limit in self.pattern.drain(..) {
            self.values[limit as usize] = 0.0;
        }
        self.cost = 0.0;
    }

    #[inline]
    fn add_use(&mut self, limit: usize, amount: f64) {
        if self.values[limit] == 0.0 {
            self.pattern.push(limit as u32);
        }
        self.values[limit] += amount as f32;
    }

    /// Adds an amount of what a cell uses.
    fn add_cell(&mut self, view: View<'_>, cell: usize, amount: f64) {
        let is_traced = !self.now.costs[cell].is_nan();
        let from = if is_traced { &self.now } else { &self.before };
        if from.costs[cell].is_nan() {
            self.cost += amount * view.label(cell);
            self.missing += 1;
            return;
        }
        self.cost += amount * from.costs[cell];
        let (start, end) = from.ranges[cell];
        let factor = amount as f32;
        for (limit, value) in &from.uses[start as usize..end as usize] {
            let sum = &mut self.values[*limit as usize];
            if *sum == 0.0 {
                self.pattern.push(*limit);
            }
            *sum += factor * value;
        }
    }
}

//! The chains of each round as trees, kept so that at the end their amounts can be put on ways and activities.

use super::super::master::{Master, NO_ROW, Path};
use super::super::sweep::Sweeper;
use crate::plan::rows::PricedRow;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use workers::pricing::NO_ARC;

/// Passes over the commodities; what recipes in loops need of each other shrinks from pass to pass.
const PASSES: usize = 8;

/// How everything came to be in one round.
#[derive(Clone, Debug, Default)]
struct Tree {
    /// By period, cell.
    last_arcs: Vec<Vec<u32>>,
    /// By row.
    chosen: Vec<u32>,
}

/// Trees by round.
#[derive(Clone, Debug, Default)]
pub(super) struct Trees {
    trees: Vec<Option<Tree>>,
}

/// Amounts by column of the master's simplex.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Flows {
    amounts: Vec<f64>,
}

impl Flows {
    /// Amount of a column.
    pub(in super::super) fn of(&self, column: u32) -> f64 {
        self.amounts.get(column as usize).copied().unwrap_or(0.0)
    }

    fn add(&mut self, column: u32, amount: f64) {
        if self.amounts.len() <= column as usize {
            self.amounts.resize(column as usize + 1, 0.0);
        }
        self.amounts[column as usize] += amount;
    }
}

impl Trees {
    /// Keeps how everything came to be in the last sweep; returns its number.
    #[allow(clippy::cast_possible_truncation, reason = "some hundred rounds")]
    pub(super) fn keep(&mut self, master: &Master<'_>, sweeper: &Sweeper) -> u32 {
        let mut chosen = sweeper.chosen.clone();
        for (row, meaning) in master.rows.iter().enumerate() {
            if let PricedRow::Balance(node, commodity) = meaning.row {
                let label = sweeper.labels[meaning.period.position()][master.space.cell(node, commodity)];
                if label >= master.shortage_gj[row] {
                    // Going short is cheaper than what could supply it.
                    chosen[row] = NO_ROW;
                }
            }
        }
        self.trees.push(Some(Tree {
            last_arcs: sweeper.last_arcs.clone(),
            chosen,
        }));
        self.trees.len() as u32 - 1
    }

    /// Drops trees that no chain is of.
    pub(super) fn drop_unused(&mut self, is_used: &[bool]) {
        for (tree, _) in self.trees.iter_mut().zip(is_used).filter(|(_, is_used)| !**is_used) {
            *tree = None;
        }
    }

    /// Number of trees ever kept.
    pub(super) fn count(&self) -> usize {
        self.trees.len()
    }

    /// Puts amounts asked of a tree on ways, which come into the master, and on activities. `asked` are amounts by row of
    /// the master, `run` amounts by column of its fixed part.
    pub(super) fn unload(
        &self,
        master: &mut Master<'_>,
        tree: usize,
        asked: &[(u32, f64)],
        run: &[(u32, f64)],
        flows: &mut Flows,
    ) {
        let Some(tree) = &self.trees[tree] else {
            return;
        };
        let periods = master.space.network.continent.periods.len();
        let mut needs = Needs::new(master);
        for (row, amount) in asked {
            needs.add(master, *row, *amount);
        }
        for (column, amount) in run {
            needs.run(master, *column, *amount, flows);
        }
        for _ in 0..PASSES {
            let mut has_served = false;
            for commodity in master.space.commodity_order.iter().rev() {
                for period in (0..periods).map(PeriodIndex::from_position) {
                    has_served |= needs.serve(master, tree, period, *commodity, flows);
                }
            }
            if !has_served {
                return;
            }
        }
    }
}

/// Amounts still to be served, by period, then cell.
struct Needs {
    amounts: Vec<Vec<f64>>,
}

impl Needs {
    fn new(master: &Master<'_>) -> Self {
        let cells = master.space.commodity_count() * master.space.node_count();
        Self {
            amounts: vec![vec![0.0; cells]; master.space.network.continent.periods.len()],
        }
    }

    fn add(&mut self, master: &Master<'_>, row: u32, amount: f64) {
        let meaning = master.rows[row as usize];
        if let PricedRow::Balance(node, commodity) = meaning.row {
            self.amounts[meaning.period.position()][master.space.cell(node, commodity)] += amount;
        }
    }

    /// An amount of an activity: what it needs is asked.
    fn run(&mut self, master: &Master<'_>, column: u32, amount: f64, flows: &mut Flows) {
        let column = master.fixed_columns[column as usize];
        flows.add(column, amount);
        let (rows, values) = master.simplex.entries(column);
        for (row, value) in rows.iter().zip(values).filter(|(_, value)| **value < 0.0) {
            self.add(master, *row, -amount * value);
        }
    }

    /// Serves one commodity in one period: over its way from its source, and there by what was chosen. False where nothing
    /// was asked.
    fn serve(
        &mut self,
        master: &mut Master<'_>,
        tree: &Tree,
        period: PeriodIndex,
        commodity: CommodityIndex,
        flows: &mut Flows,
    ) -> bool {
        let nodes = master.space.node_count();
        let mut has_served = false;
        let start = master.space.cell(NodeIndex(0), commodity);
        let last_arcs = &tree.last_arcs[period.position()][start..start + nodes];
        for node in (0..nodes).map(NodeIndex::from_position) {
            let mut need = std::mem::take(&mut self.amounts[period.position()][start + node.position()]);
            if need <= 1e-12 {
                continue;
            }
            has_served = true;
            let mut source = node;
            if last_arcs[node.position()] != NO_ARC {
                match master
                    .way(period, commodity, node.0, last_arcs)
                    .filter(|way| master.can_take(way))
                {
                    Some(way) => (source, need) = self.carry(master, way, need, flows),
                    None => continue,
                }
            }
            let row = master.balance_row(period, source, commodity);
            let chosen = if row == NO_ROW {
                NO_ROW
            } else {
                tree.chosen[row as usize]
            };
            if chosen != NO_ROW {
                let own = master.simplex.entry(master.fixed_columns[chosen as usize], row);
                self.run(master, chosen, need / own.max(1e-12), flows);
            }
        }
        has_served
    }

    /// Puts an arriving amount on a way; returns where it departs, and how much.
    fn carry(&mut self, master: &mut Master<'_>, way: Path, arriving: f64, flows: &mut Flows) -> (NodeIndex, f64) {
        let space = master.space;
        let kept: f64 = way.arcs.iter().map(|arc| space.topology.keeps[*arc as usize]).product();
        let departing = arriving / kept.max(1e-12);
        let mut amount = departing;
        for arc in way.arcs.iter().map(|arc| *arc as usize) {
            let mode = space.topology.modes[arc] as usize;
            let carrying = space.carrying[way.commodity.position()][mode].unwrap_or_default();
            if let Some(carrier) = space.carriers[arc] {
                let cell = space.cell(NodeIndex(space.topology.tails[arc]), carrier);
                self.amounts[way.period.position()][cell] += amount * carrying.energy * space.energy_per_t[arc];
            }
            amount *= space.topology.keeps[arc];
        }
        let source = NodeIndex(space.topology.tails[way.arcs[0] as usize]);
        let column = master.column_of(way);
        flows.add(column, departing);
        (source, departing)
    }
}

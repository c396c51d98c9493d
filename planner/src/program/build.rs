//! Builds the program: one function a group of columns, each writing its entries into the rows it touches.
//!
//! Rows come into being when first touched. Flow and spill columns have no upper bound of their own: joint capacities and
//! balances bound them.

use super::columns::{Column, ProgramRow};
use super::energy;
use crate::network::{ArcIndex, Network, Reach};
use crate::plan::rows::PricedRow;
use crate::plan::terms;
use data::model::{
    Accounting, AreaIndex, BudgetIndex, CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, ResourceUse, SiteIndex,
    SiteStatus, StoreEnds, StoreIndex, TradeDirection, TradeIndex,
};
use std::collections::HashMap;
use workers::{LinearProgram, Row, RowKind};

/// A linear program and what its columns and rows stand for.
#[derive(Clone, Debug)]
pub struct Program {
    /// The numbers.
    pub program: LinearProgram,
    /// Meaning and period of each column.
    pub columns: Vec<(Column, PeriodIndex)>,
    /// Meaning of each row.
    pub rows: Vec<ProgramRow>,
}

/// Builds the program of the whole horizon.
#[must_use]
pub fn build(network: &Network<'_>, reach: &Reach, accounting: Accounting) -> Program {
    build_parts(network, reach, accounting, true)
}

/// Builds the program without its flows: what is made, stored, traded, spilled and short, and the rows that touch them.
#[must_use]
pub fn build_without_flows(network: &Network<'_>, reach: &Reach, accounting: Accounting) -> Program {
    build_parts(network, reach, accounting, false)
}

/// Columns asked for by [`build_part`].
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Arcs, with all that may move on them.
    pub arcs: Vec<ArcIndex>,
    /// Sites.
    pub sites: Vec<SiteIndex>,
    /// Imports and exports.
    pub trades: Vec<TradeIndex>,
    /// Stores.
    pub stores: Vec<StoreIndex>,
}

/// Some columns of one period with all rows they touch: costs, bounds and coefficients are those of the whole program;
/// right-hand sides lack demand.
#[must_use]
pub fn build_part(
    network: &Network<'_>,
    reach: &Reach,
    accounting: Accounting,
    period: PeriodIndex,
    part: &Part,
) -> Program {
    let mut builder = Builder::new(network, reach, accounting);
    part.trades.iter().for_each(|trade| builder.add_trade(*trade, period));
    part.sites.iter().for_each(|site| builder.add_activity(*site, period));
    part.stores.iter().for_each(|store| builder.add_store(*store, period));
    part.arcs.iter().for_each(|arc| builder.add_flows_on(*arc, period));
    builder.finish()
}

fn build_parts(network: &Network<'_>, reach: &Reach, accounting: Accounting, with_flows: bool) -> Program {
    let mut builder = Builder::new(network, reach, accounting);
    for period in network.continent.period_indices() {
        builder.add_demand(period);
        builder.add_trades(period);
        builder.add_activities(period);
        builder.add_stores(period);
        if with_flows {
            builder.add_flows(period);
        }
        // Last, because a spill belongs to a balance that something else has touched.
        builder.add_spills(period);
    }
    builder.finish()
}

fn budgets_above(network: &Network<'_>, area: usize) -> Vec<BudgetIndex> {
    let area = AreaIndex::from_position(area);
    let budgets = network.continent.budgets.iter().enumerate();
    let above = budgets.filter(|(_, budget)| network.continent.is_within(area, budget.area));
    above
        .map(|(position, _)| BudgetIndex::from_position(position))
        .collect()
}

struct Builder<'a> {
    network: &'a Network<'a>,
    reach: &'a Reach,
    accounting: Accounting,
    program: LinearProgram,
    columns: Vec<(Column, PeriodIndex)>,
    rows: Vec<ProgramRow>,
    limits: Vec<Row>,
    row_of: HashMap<ProgramRow, usize>,
    /// `(row, column, coefficient)` in order of making.
    entries: Vec<(u32, u32, f64)>,
    budgets_of: Vec<Vec<BudgetIndex>>,
}

impl<'a> Builder<'a> {
    fn new(network: &'a Network<'a>, reach: &'a Reach, accounting: Accounting) -> Self {
        let areas = 0..network.continent.areas.len();
        Self {
            network,
            reach,
            accounting,
            program: LinearProgram::default(),
            columns: Vec::new(),
            rows: Vec::new(),
            limits: Vec::new(),
            row_of: HashMap::new(),
            entries: Vec::new(),
            budgets_of: areas.map(|area| budgets_above(network, area)).collect(),
        }
    }

    fn column(&mut self, column: Column, period: PeriodIndex, cost: f64, lower: f64, upper: f64) -> usize {
        self.columns.push((column, period));
        self.program.add_column(cost, lower, upper)
    }

    fn row(&mut self, row: PricedRow, period: PeriodIndex) -> usize {
        let key = ProgramRow { row, period };
        if let Some(found) = self.row_of.get(&key) {
            return *found;
        }
        let position = self.rows.len();
        self.rows.push(key);
        self.limits.push(self.limit(key));
        self.row_of.insert(key, position);
        position
    }

    /// Kind and right-hand side of a row; demand and store ends are added when they are met.
    fn limit(&self, key: ProgramRow) -> Row {
        let continent = self.network.continent;
        match key.row {
            PricedRow::Balance(..) | PricedRow::Store(_) => Row {
                kind: RowKind::Equal,
                right_hand_side: 0.0,
            },
            PricedRow::Link(link) => {
                let yearly = continent[link].capacity_per_year;
                Row {
                    kind: RowKind::AtMost,
                    right_hand_side: continent.per_period(yearly, None, key.period),
                }
            }
            PricedRow::Budget(budget) => {
                let budget = &continent.budgets[budget.position()];
                Row {
                    kind: RowKind::AtMost,
                    right_hand_side: continent.per_period(budget.limit_per_year, budget.profile, key.period),
                }
            }
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "sizes beyond u32 are refused before building (N05)"
    )]
    fn enter(&mut self, row: PricedRow, period: PeriodIndex, column: usize, value: f64) {
        let row = self.row(row, period);
        self.entries.push((row as u32, column as u32, value));
    }

    fn balance(&mut self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex, column: usize, value: f64) {
        self.enter(PricedRow::Balance(node, commodity), period, column, value);
    }

    /// Enters resource uses of a column into the budgets of the area, and adds what policies charge for them to its cost.
    fn use_resources(&mut self, uses: &[ResourceUse], area: AreaIndex, period: PeriodIndex, column: usize) {
        for used in uses {
            for i in 0..self.budgets_of[area.position()].len() {
                let budget = self.budgets_of[area.position()][i];
                if self.network.continent.budgets[budget.position()].resource == used.resource {
                    self.enter(PricedRow::Budget(budget), period, column, used.amount);
                }
            }
            self.program.costs[column] += energy::weight_gj(self.network.continent, area, *used);
        }
    }

    fn require(&mut self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex, amount: f64) {
        let row = self.row(PricedRow::Balance(node, commodity), period);
        self.limits[row].right_hand_side += amount;
    }

    /// Demand and least exports go to the right-hand side; a shortage column covers them together.
    fn add_demand(&mut self, period: PeriodIndex) {
        let continent = self.network.continent;
        let mut asked: Vec<(NodeIndex, CommodityIndex, f64)> = continent
            .demands
            .iter()
            .map(|d| {
                (
                    d.node,
                    d.commodity,
                    continent.per_period(d.amount_per_year, d.profile, period),
                )
            })
            .chain(
                continent
                    .trades
                    .iter()
                    .filter(|t| t.direction == TradeDirection::Export)
                    .map(|t| {
                        (
                            t.node,
                            t.commodity,
                            continent.per_period(t.minimum_per_year, t.profile, period),
                        )
                    }),
            )
            .filter(|(_, _, amount)| *amount > 0.0)
            .collect();
        asked.sort_by_key(|(node, commodity, _)| (*node, *commodity));
        asked.dedup_by(|later, first| {
            let same = (later.0, later.1) == (first.0, first.1);
            if same {
                first.2 += later.2;
            }
            same
        });
        for (node, commodity, amount) in asked {
            self.require(node, commodity, period, amount);
            let penalty_gj = continent[commodity].shortage_penalty_gj;
            let column = self.column(Column::Shortage(node, commodity), period, penalty_gj, 0.0, amount);
            self.balance(node, commodity, period, column, 1.0);
        }
    }

    fn add_trades(&mut self, period: PeriodIndex) {
        for position in 0..self.network.continent.trades.len() {
            self.add_trade(TradeIndex::from_position(position), period);
        }
    }

    fn add_trade(&mut self, index: TradeIndex, period: PeriodIndex) {
        let continent = self.network.continent;
        let trade = &continent.trades[index.position()];
        let minimum = continent.per_period(trade.minimum_per_year, trade.profile, period);
        let maximum = continent.per_period(trade.maximum_per_year, trade.profile, period);
        let (lower, upper, sign, cost) = match trade.direction {
            TradeDirection::Import => (minimum, maximum, 1.0, trade.energy_gj),
            TradeDirection::Export => (0.0, (maximum - minimum).max(0.0), -1.0, 0.0),
        };
        if upper > 0.0 {
            let column = self.column(Column::Trade(index), period, cost, lower, upper);
            self.balance(trade.node, trade.commodity, period, column, sign);
        }
    }

    fn add_activities(&mut self, period: PeriodIndex) {
        for position in 0..self.network.continent.sites.len() {
            self.add_activity(SiteIndex::from_position(position), period);
        }
    }

    fn add_activity(&mut self, index: SiteIndex, period: PeriodIndex) {
        let continent = self.network.continent;
        let site = &continent[index];
        let capacity = continent.per_period(site.capacity_per_year, site.profile, period);
        if site.status != SiteStatus::Existing || capacity <= 0.0 {
            return;
        }
        let process = &continent[site.process];
        let cost = terms::process_posted_gj(continent, self.accounting, site.process);
        let minimum = continent.per_period(site.minimum_per_year, site.profile, period);
        let column = self.column(Column::Activity(index), period, cost, minimum, capacity);
        for output in &process.outputs {
            self.balance(site.node, output.commodity, period, column, output.amount);
        }
        let burns = if self.accounting == Accounting::Closed {
            process.burns.as_slice()
        } else {
            &[]
        };
        for used in process.inputs.iter().chain(burns) {
            self.balance(site.node, used.commodity, period, column, -used.amount);
        }
        self.use_resources(&process.resource_uses, continent[site.node].area, period, column);
    }

    /// Spill wherever something is made or imported.
    fn add_spills(&mut self, period: PeriodIndex) {
        let continent = self.network.continent;
        let made = continent.sites.iter().flat_map(|site| {
            continent[site.process]
                .outputs
                .iter()
                .map(|output| (site.node, output.commodity))
        });
        let imported = continent
            .trades
            .iter()
            .filter(|trade| trade.direction == TradeDirection::Import)
            .map(|trade| (trade.node, trade.commodity));
        let mut places: Vec<_> = made.chain(imported).collect();
        places.sort_unstable();
        places.dedup();
        for (node, commodity) in places {
            if self.row_of.contains_key(&ProgramRow {
                row: PricedRow::Balance(node, commodity),
                period,
            }) {
                let column = self.column(Column::Spill(node, commodity), period, 0.0, 0.0, f64::INFINITY);
                self.balance(node, commodity, period, column, -1.0);
            }
        }
    }

    fn add_stores(&mut self, period: PeriodIndex) {
        for position in 0..self.network.continent.stores.len() {
            self.add_store(StoreIndex::from_position(position), period);
        }
    }

    fn add_store(&mut self, index: StoreIndex, period: PeriodIndex) {
        let continent = self.network.continent;
        let store = &continent[index];
        let hours = continent[period].hours;
        let cost = terms::store_spending(continent, self.accounting, index);
        let charge = self.column(
            Column::Charge(index),
            period,
            cost.posted_gj,
            0.0,
            store.charge_per_hour * hours,
        );
        let discharge = self.column(
            Column::Discharge(index),
            period,
            cost.posted_gj,
            0.0,
            store.discharge_per_hour * hours,
        );
        self.balance(store.node, store.commodity, period, charge, -1.0);
        self.balance(store.node, store.commodity, period, discharge, 1.0);
        if let Some((carrier, amount)) = cost.burnt {
            self.balance(store.node, carrier, period, charge, -amount);
            self.balance(store.node, carrier, period, discharge, -amount);
        }
        let is_last = period.position() + 1 == continent.periods.len();
        let least = match store.ends {
            StoreEnds::Given { final_minimum, .. } if is_last => final_minimum,
            _ => 0.0,
        };
        let level = self.column(Column::Level(index), period, 0.0, least, store.capacity);
        let row = PricedRow::Store(index);
        self.enter(row, period, level, 1.0);
        self.enter(row, period, charge, -1.0);
        self.enter(row, period, discharge, 1.0);
        self.join_periods(index, period, level);
    }

    /// What is kept of this period's level stands in the next period's row; cyclic stores close the year.
    fn join_periods(&mut self, index: StoreIndex, period: PeriodIndex, level: usize) {
        let continent = self.network.continent;
        let store = &continent[index];
        let keep = |p: PeriodIndex| terms::kept_by_store(continent, index, p);
        let row = PricedRow::Store(index);
        let first = PeriodIndex::from_position(0);
        let next = PeriodIndex::from_position(period.position() + 1);
        let is_last = next.position() == continent.periods.len();
        match (is_last, store.ends) {
            (false, _) => self.enter(row, next, level, -keep(next)),
            (true, StoreEnds::Cyclic) => self.enter(row, first, level, -keep(first)),
            (true, StoreEnds::Given { .. }) => {}
        }
        if let (true, StoreEnds::Given { initial, .. }) = (period == first, store.ends) {
            let position = self.row(row, first);
            self.limits[position].right_hand_side += keep(first) * initial;
        }
    }

    fn add_flows(&mut self, period: PeriodIndex) {
        for position in 0..self.network.arcs.len() {
            self.add_flows_on(ArcIndex(position), period);
        }
    }

    fn add_flows_on(&mut self, index: ArcIndex, period: PeriodIndex) {
        let network = self.network;
        let arc = &network.arcs[index.0];
        let yearly = network.continent[arc.link].capacity_per_year;
        if network.continent.per_period(yearly, None, period) <= 0.0 {
            return;
        }
        for carriage in &network.continent[arc.mode].carriages {
            if self.reach.may_move(arc, carriage) {
                self.add_flow(index, arc.link, carriage, period);
            }
        }
    }

    fn add_flow(&mut self, index: ArcIndex, link: LinkIndex, carriage: &data::model::Carriage, period: PeriodIndex) {
        let network = self.network;
        let arc = &network.arcs[index.0];
        let cost = terms::link_spending(network.continent, self.accounting, link, carriage.commodity);
        let column = self.column(
            Column::Flow(index, carriage.commodity),
            period,
            cost.posted_gj,
            0.0,
            f64::INFINITY,
        );
        self.balance(arc.tail, carriage.commodity, period, column, -1.0);
        self.balance(arc.head, carriage.commodity, period, column, arc.keep);
        if let Some((carrier, amount)) = cost.burnt {
            self.balance(arc.tail, carrier, period, column, -amount);
        }
        self.enter(PricedRow::Link(link), period, column, carriage.weight);
        let uses: Vec<_> = energy::moving_uses(network, arc, carriage.commodity).collect();
        self.use_resources(&uses, network.continent[arc.tail].area, period, column);
    }

    fn finish(mut self) -> Program {
        let entries = std::mem::take(&mut self.entries);
        self.program.set_rows(std::mem::take(&mut self.limits), &entries);
        Program {
            program: self.program,
            columns: self.columns,
            rows: self.rows,
        }
    }
}

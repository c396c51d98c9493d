//! Columns of a plan's program with the plan's prices and amounts on them.

use super::{Reason, Term, flip};
use crate::network::{ArcIndex, Network, Reach};
use crate::plan::amounts;
use crate::plan::rows::{Plan, PricedRow};
use crate::program::{self, Column, Part, Program, ProgramRow};
use data::model::{Accounting, CommodityIndex, NodeIndex, PeriodIndex};

/// A plan whose decisions can be priced.
#[derive(Clone, Copy, Debug)]
pub struct Priced<'a> {
    pub(super) network: &'a Network<'a>,
    reach: &'a Reach,
    accounting: Accounting,
    pub(super) plan: &'a Plan,
}

impl<'a> Priced<'a> {
    /// A plan on its network; `reach` is that of the network under the plan's accounting.
    #[must_use]
    pub const fn new(network: &'a Network<'a>, reach: &'a Reach, accounting: Accounting, plan: &'a Plan) -> Self {
        Self {
            network,
            reach,
            accounting,
            plan,
        }
    }

    /// Price of a row, GJ per unit; 0 where the plan lists none.
    #[must_use]
    pub fn price(&self, row: PricedRow, period: PeriodIndex) -> f64 {
        amounts::price(self.plan, period, row)
    }

    /// Price of a commodity at a node, GJ per unit.
    #[must_use]
    pub fn price_of(&self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> f64 {
        self.price(PricedRow::Balance(node, commodity), period)
    }

    /// The columns of one part of the program in one period: only they are built.
    pub(super) fn part(&self, period: PeriodIndex, part: &Part) -> PricedPart<'_> {
        let program = program::build_part(self.network, self.reach, self.accounting, period, part);
        let mut entries = vec![Vec::new(); program.columns.len()];
        for row in 0..program.rows.len() {
            for (column, value) in program.program.row_entries(row) {
                entries[column].push((row, value));
            }
        }
        PricedPart {
            priced: self,
            period,
            program,
            entries,
        }
    }
}

/// Some columns of one period.
pub(super) struct PricedPart<'a> {
    priced: &'a Priced<'a>,
    period: PeriodIndex,
    program: Program,
    /// Rows of each column: `(row, coefficient)`.
    entries: Vec<Vec<(usize, f64)>>,
}

impl PricedPart<'_> {
    /// The columns of the part with their positions.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, Column)> + '_ {
        self.program
            .columns
            .iter()
            .enumerate()
            .map(|(at, (column, _))| (at, *column))
    }

    /// What the plan does with a column: units of its commodity, or of activity.
    pub(super) fn amount(&self, column: Column) -> f64 {
        let (plan, period) = (self.priced.plan, self.period);
        match column {
            Column::Flow(ArcIndex(position), commodity) => {
                let arc = &self.priced.network.arcs[position];
                let flows = amounts::flows(plan, period, arc.link).iter();
                let same = flows.filter(|f| (f.direction, f.commodity) == (arc.direction, commodity));
                same.map(|flow| flow.amount).sum()
            }
            Column::Activity(site) => amounts::activity(plan, period, site),
            Column::Charge(store) => amounts::stored(plan, period, store).0,
            Column::Discharge(store) => amounts::stored(plan, period, store).1,
            Column::Level(store) => amounts::stored(plan, period, store).2,
            Column::Trade(trade) => amounts::traded(plan, period, trade),
            // No part has columns of these.
            Column::Shortage(..) | Column::Spill(..) => 0.0,
        }
    }

    /// What a column uses and makes, at the plan's prices.
    fn terms(&self, column: usize) -> Vec<Term> {
        let mut terms: Vec<Term> = self.entries[column]
            .iter()
            .map(|(row, value)| self.term(self.program.rows[*row], *value))
            .collect();
        terms.sort_by(|a, b| b.energy_gj.abs().total_cmp(&a.energy_gj.abs()));
        terms
    }

    fn term(&self, key: ProgramRow, value: f64) -> Term {
        let price_gj = self.priced.price(key.row, key.period);
        let is_limit = matches!(key.row, PricedRow::Link(_) | PricedRow::Budget(_));
        let use_per_unit = if is_limit { value } else { -value };
        let price_gj = if is_limit { -price_gj } else { price_gj };
        Term {
            what: self.row_words(key),
            use_per_unit,
            price_gj,
            energy_gj: use_per_unit * price_gj,
            binds: is_limit && price_gj > 0.0,
        }
    }

    /// The whole reason of a column.
    pub(super) fn reason(&self, column: usize, decision: String, unit: &str) -> Reason {
        let numbers = &self.program.program;
        let amount = self.amount(self.program.columns[column].0);
        let terms = self.terms(column);
        let own_energy_gj = numbers.costs[column];
        let reduced_cost_gj = own_energy_gj + terms.iter().map(|term| term.energy_gj).sum::<f64>();
        let scale_gj = own_energy_gj.abs() + terms.iter().map(|t| t.energy_gj.abs()).sum::<f64>();
        let (lower, upper) = (numbers.lower[column], numbers.upper[column]);
        let upper = upper.is_finite().then_some(upper);
        let flip = flip(amount, lower, upper, reduced_cost_gj, scale_gj, unit);
        Reason {
            decision,
            amount,
            lower,
            upper,
            own_energy_gj,
            reduced_cost_gj,
            terms,
            flip,
        }
    }

    fn row_words(&self, key: ProgramRow) -> String {
        let continent = self.priced.network.continent;
        match key.row {
            PricedRow::Balance(node, commodity) => {
                format!("{} at {}", continent[commodity].id, continent[node].id)
            }
            PricedRow::Link(link) => format!("capacity of {}", continent[link].id),
            PricedRow::Budget(budget) => format!("budget {}", continent.budgets[budget.position()].id),
            PricedRow::Store(store) => format!("level of store {}", continent[store].id),
        }
    }
}

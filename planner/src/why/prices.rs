//! The program of a plan with the plan's prices and amounts on it.

use super::{Reason, Term, flip};
use crate::network::{Direction, Network, Reach};
use crate::plan::rows::{Plan, PricedRow};
use crate::program::{self, Column, Program, ProgramRow};
use data::model::{Accounting, CommodityIndex, LinkIndex, NodeIndex, PeriodIndex, SiteIndex, StoreIndex, TradeIndex};
use std::collections::HashMap;

/// Program, prices and amounts of one plan.
#[derive(Debug)]
pub struct Priced<'a> {
    pub(super) network: &'a Network<'a>,
    pub(super) program: Program,
    pub(super) columns: HashMap<(Column, PeriodIndex), usize>,
    pub(super) flows: HashMap<(LinkIndex, Direction, CommodityIndex, PeriodIndex), f64>,
    pub(super) activities: HashMap<(SiteIndex, PeriodIndex), f64>,
    pub(super) trades: HashMap<(TradeIndex, PeriodIndex), f64>,
    pub(super) discharges: HashMap<(StoreIndex, PeriodIndex), f64>,
    prices: HashMap<ProgramRow, f64>,
    /// Rows of each column: `(row, coefficient)`.
    entries: Vec<Vec<(usize, f64)>>,
}

impl<'a> Priced<'a> {
    /// Puts a plan's prices and amounts on its program.
    #[must_use]
    pub fn new(network: &'a Network<'a>, accounting: Accounting, plan: &Plan) -> Self {
        let program = program::build(network, &Reach::of(network, accounting), accounting);
        let columns = program
            .columns
            .iter()
            .enumerate()
            .map(|(position, key)| (*key, position))
            .collect();
        let mut entries = vec![Vec::new(); program.columns.len()];
        for row in 0..program.rows.len() {
            for (column, value) in program.program.row_entries(row) {
                entries[column].push((row, value));
            }
        }
        let flows = plan
            .flows
            .iter()
            .map(|f| ((f.link, f.direction, f.commodity, f.period), f.amount))
            .collect();
        let activities = plan
            .production
            .iter()
            .map(|p| ((p.site, p.period), p.activity))
            .collect();
        let trades = plan.trade.iter().map(|t| ((t.trade, t.period), t.amount)).collect();
        let discharges = plan
            .storage
            .iter()
            .map(|s| ((s.store, s.period), s.discharged))
            .collect();
        let key = |period, row| ProgramRow { row, period };
        let prices = plan.prices.iter().map(|p| (key(p.period, p.row), p.price_gj)).collect();
        Self {
            network,
            program,
            columns,
            flows,
            activities,
            trades,
            discharges,
            prices,
            entries,
        }
    }

    /// Price of a row, GJ per unit; 0 where the plan lists none.
    #[must_use]
    pub fn price(&self, row: PricedRow, period: PeriodIndex) -> f64 {
        self.prices.get(&ProgramRow { row, period }).copied().unwrap_or(0.0)
    }

    /// Price of a commodity at a node, GJ per unit.
    #[must_use]
    pub fn price_of(&self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> f64 {
        self.price(PricedRow::Balance(node, commodity), period)
    }

    /// Cost of one more unit of a column at the plan's prices, GJ.
    pub(super) fn reduced_cost(&self, column: usize) -> f64 {
        let paid: f64 = self.terms(column).iter().map(|term| term.energy_gj).sum();
        self.program.program.costs[column] + paid
    }

    /// What a column uses and makes, at the plan's prices.
    pub(super) fn terms(&self, column: usize) -> Vec<Term> {
        let mut terms: Vec<Term> = self.entries[column]
            .iter()
            .map(|(row, value)| {
                let key = self.program.rows[*row];
                let price_gj = self.prices.get(&key).copied().unwrap_or(0.0);
                let is_limit = matches!(key.row, PricedRow::Link(_) | PricedRow::Budget(_));
                let use_per_unit = if is_limit { *value } else { -value };
                let price_gj = if is_limit { -price_gj } else { price_gj };
                let energy_gj = use_per_unit * price_gj;
                Term {
                    what: self.row_words(key),
                    use_per_unit,
                    price_gj,
                    energy_gj,
                    binds: is_limit && price_gj > 0.0,
                }
            })
            .collect();
        terms.sort_by(|a, b| b.energy_gj.abs().total_cmp(&a.energy_gj.abs()));
        terms
    }

    /// The whole reason of a column.
    pub(super) fn reason(&self, column: usize, amount: f64, decision: String, unit: &str) -> Reason {
        let numbers = &self.program.program;
        let terms = self.terms(column);
        let own_energy_gj = numbers.costs[column];
        let reduced_cost_gj = self.reduced_cost(column);
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
        let continent = self.network.continent;
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

//! What the cheapest ways carry: every demand loaded on the chain that the last sweep found for it.

use super::master::{Master, NO_ROW};
use super::sweep::Sweeper;
use crate::plan::rows::PricedRow;
use data::model::{NodeIndex, PeriodIndex};
use workers::pricing::NO_ARC;

/// Use of everything that has a limit.
#[derive(Clone, Debug, Default)]
pub(super) struct Loads {
    /// By row of the master: use of joint capacities and budgets; what is needed at balances.
    pub(super) rows: Vec<f64>,
    /// By column of `fixed`: how much of it is used.
    pub(super) columns: Vec<f64>,
}

/// Passes over the commodities; what recipes in loops need of each other shrinks from pass to pass.
const PASSES: usize = 6;

impl Loads {
    /// Loads all demand.
    #[must_use]
    pub(super) fn of(master: &Master<'_>, sweeper: &Sweeper) -> Self {
        let mut loads = Self {
            rows: vec![0.0; master.rows.len()],
            columns: vec![0.0; master.fixed_columns.len()],
        };
        for period in master.space.network.continent.period_indices() {
            loads.load_period(master, sweeper, period);
        }
        loads
    }

    fn load_period(&mut self, master: &Master<'_>, sweeper: &Sweeper, period: PeriodIndex) {
        let space = master.space;
        let mut pending = vec![0.0; space.commodity_count() * space.node_count()];
        for (row, meaning) in master.rows.iter().enumerate() {
            let asked = master.right_hand_sides[row];
            match meaning.row {
                PricedRow::Balance(node, commodity) if meaning.period == period && asked > 0.0 => {
                    pending[space.cell(node, commodity)] = asked;
                }
                _ => {}
            }
        }
        for _ in 0..PASSES {
            for commodity in space.commodity_order.iter().rev() {
                self.load_commodity(master, sweeper, period, *commodity, &mut pending);
            }
        }
    }

    fn load_commodity(
        &mut self,
        master: &Master<'_>,
        sweeper: &Sweeper,
        period: PeriodIndex,
        commodity: data::model::CommodityIndex,
        pending: &mut [f64],
    ) {
        let space = master.space;
        let start = space.cell(NodeIndex(0), commodity);
        let range = start..start + space.node_count();
        let last_arcs = &sweeper.last_arcs[period.position()][range.clone()];
        let order = &sweeper.orders[period.position()][range.clone()];
        let carrying = &space.carrying[commodity.position()];
        for node in order.iter().rev().filter(|n| **n != NO_ARC) {
            let need = std::mem::take(&mut pending[start + *node as usize]);
            if need <= 1e-12 {
                continue;
            }
            let arc = last_arcs[*node as usize];
            if arc == NO_ARC {
                self.supply(master, sweeper, period, NodeIndex(*node), commodity, need, pending);
                continue;
            }
            let arc = arc as usize;
            let amount = need / space.topology.keeps[arc];
            let carrying = carrying[space.topology.modes[arc] as usize].unwrap_or_default();
            let tail = space.topology.tails[arc];
            pending[start + tail as usize] += amount;
            let link = master.link_row(period, space.links[arc]);
            self.rows[link as usize] += amount * carrying.weight;
            if let Some(carrier) = space.carriers[arc] {
                pending[space.cell(NodeIndex(tail), carrier)] += amount * carrying.energy * space.energy_per_t[arc];
            }
            for (budget, per_t) in &space.budgets_per_t[arc] {
                let row = master.budget_row(period, *budget);
                self.rows[row as usize] += amount * carrying.tonnes * per_t;
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one step of the loading")]
    fn supply(
        &mut self,
        master: &Master<'_>,
        sweeper: &Sweeper,
        period: PeriodIndex,
        node: NodeIndex,
        commodity: data::model::CommodityIndex,
        need: f64,
        pending: &mut [f64],
    ) {
        let space = master.space;
        let row = master.balance_row(period, node, commodity);
        if row == NO_ROW || !master.is_source[row as usize] {
            return;
        }
        if sweeper.chosen[row as usize] == NO_ROW {
            self.rows[row as usize] += need;
            return;
        }
        let chosen = sweeper.chosen[row as usize] as usize;
        let (rows, values) = master.simplex.entries(master.fixed_columns[chosen]);
        let own = rows
            .iter()
            .zip(values)
            .find(|(r, _)| **r == row)
            .map_or(1.0, |(_, v)| *v);
        let amount = need / own;
        self.columns[chosen] += amount;
        for (r, value) in rows.iter().zip(values) {
            match master.rows[*r as usize].row {
                PricedRow::Balance(node, commodity) if *value < 0.0 => {
                    pending[space.cell(node, commodity)] -= amount * value;
                }
                PricedRow::Balance(..) if *r != row => self.rows[*r as usize] -= amount * value,
                PricedRow::Budget(_) => self.rows[*r as usize] += amount * value,
                _ => {}
            }
        }
    }
}

impl Loads {
    /// These loads with a share of newer ones.
    #[must_use]
    pub(super) fn mixed(mut self, newer: &Self, share: f64) -> Self {
        let mix = |old: &mut f64, new: &f64| *old += share * (new - *old);
        self.rows
            .iter_mut()
            .zip(&newer.rows)
            .for_each(|(old, new)| mix(old, new));
        self.columns
            .iter_mut()
            .zip(&newer.columns)
            .for_each(|(old, new)| mix(old, new));
        self
    }
}

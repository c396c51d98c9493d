//! Prices of sources from recipes, step by step along the bill of materials.

use super::super::master::{Master, NO_ROW};
use super::{Gates, Sweeper};
use data::model::{CommodityIndex, PeriodIndex};
use std::sync::Arc;

impl Sweeper {
    /// One pass over all commodities: sources from recipes at the prices so far, then prices everywhere. `rows` are prices by
    /// row of the master and follow.
    pub(super) fn chain(&mut self, master: &Master<'_>, given: &[f64], rows: &mut [f64]) {
        let (space, tables) = (master.space, Arc::clone(&self.tables));
        let periods = || space.network.continent.period_indices();
        for step in &tables.steps {
            self.rounds.clear();
            for period in periods() {
                for commodity in step {
                    self.chain_sources(master, period, *commodity, rows, given);
                    self.add_task(master, period, *commodity, Gates::Chained);
                }
            }
            self.rounds.run();
            self.store();
            for period in periods() {
                for commodity in step {
                    self.read(period, *commodity, rows);
                    let labels = &self.labels[period.position()];
                    tables.set_energy(space, *commodity, labels, &mut self.rounds.prices[period.position()]);
                }
            }
        }
    }

    /// Prices sources by the cheapest of what supplies them.
    fn chain_sources(
        &mut self,
        master: &Master<'_>,
        period: PeriodIndex,
        commodity: CommodityIndex,
        rows: &[f64],
        given: &[f64],
    ) {
        for (_, row) in self.tables.balances(period, commodity) {
            if !master.is_source[*row as usize] {
                continue;
            }
            let (mut least, chosen) = cheapest(master, &self.rents, rows, *row);
            self.chosen[*row as usize] = chosen;
            let gate = self.gate(master, given, *row as usize);
            if least >= gate {
                (least, self.chosen[*row as usize]) = (gate, NO_ROW);
            }
            if master.can_spill[*row as usize] {
                least = least.max(0.0);
            }
            self.sources[*row as usize] = least.min(self.unreached_gj);
        }
    }
}

impl Sweeper {
    /// At what price a row can be had from processes that run for something else; infinite where it cannot.
    fn gate(&self, master: &Master<'_>, given: &[f64], row: usize) -> f64 {
        if master.byproducts[row].is_empty() {
            self.gates.get(row).copied().unwrap_or(f64::INFINITY)
        } else {
            given[row].max(0.0)
        }
    }
}

/// The least price at which a column of the fixed part supplies a row, and which one it is.
fn cheapest(master: &Master<'_>, rents: &[f64], rows: &[f64], row: u32) -> (f64, u32) {
    let (mut least, mut chosen) = (f64::INFINITY, NO_ROW);
    for supplier in &master.suppliers[row as usize] {
        let column = master.fixed_columns[*supplier as usize];
        let (touched, values) = master.simplex.entries(column);
        let entry = touched.iter().zip(values).find(|(touched, _)| **touched == row);
        let own = entry.map_or(1.0, |(_, value)| *value);
        let reduced = master.simplex.reduced_cost_at(column, rows) + own * rows[row as usize];
        let price = (reduced + rents[*supplier as usize]) / own;
        if price < least {
            (least, chosen) = (price, *supplier);
        }
    }
    (least, chosen)
}

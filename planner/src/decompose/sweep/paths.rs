//! Ways that a sweep found and the master lacks.

use super::super::master::Master;
use super::{Sweeper, cells};
use data::model::{CommodityIndex, PeriodIndex};
use workers::pricing::NO_ARC;

impl Sweeper {
    /// Adds the paths of the last sweep that are cheaper than the master's prices say; returns how many.
    pub(crate) fn add_paths(&self, master: &mut Master<'_>, against: &[f64]) -> usize {
        let space = master.space;
        let before = master.paths.len();
        for period in space.network.continent.period_indices() {
            for commodity in &space.commodity_order {
                self.add_paths_of(master, against, period, *commodity);
            }
        }
        master.paths.len() - before
    }

    fn add_paths_of(&self, master: &mut Master<'_>, against: &[f64], period: PeriodIndex, commodity: CommodityIndex) {
        let cells = cells(commodity.position(), self.rounds.node_count());
        let labels = &self.labels[period.position()][cells.clone()];
        let last_arcs = &self.last_arcs[period.position()][cells];
        for (node, row) in self.tables.balances(period, commodity) {
            let label = labels[*node as usize];
            let is_dearer = label >= against[*row as usize] - 1e-9 * label.abs().max(1e-6);
            if last_arcs[*node as usize] == NO_ARC || is_dearer {
                continue;
            }
            if let Some(path) = master.way(period, commodity, *node, last_arcs) {
                master.column_of(path);
            }
        }
    }
}

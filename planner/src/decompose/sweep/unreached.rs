//! What stands for "cannot be had", lowered as far as the bound allows: prices that are needlessly large cost digits.

use super::super::master::Master;
use super::bound::bound;
use super::{Priced, Sweeper, cells, tables};
use data::model::{CommodityIndex, PeriodIndex};
use workers::pricing::ArcPrices;

impl Sweeper {
    /// To be called after a sweep with [`super::Gates::AsGiven`]; returns the bound, flows counted.
    pub(crate) fn settle_unreached(&mut self, master: &Master<'_>, priced: &mut Priced) -> f64 {
        let (labels, rows) = (self.labels.clone(), priced.rows.clone());
        let mut best: Option<(f64, f64)> = None;
        for factor in [1e-3, 1e-2, 0.1, 1.0, 1e2, f64::INFINITY] {
            let level = factor * self.floor_gj;
            self.lower_to(master, &labels, &rows, level, priced);
            let bound_gj = bound(master, &priced.rows) + self.flows_contribute(master, &priced.rows);
            if best.is_none_or(|(bound, _)| bound_gj > bound + 1e-12 * bound.abs()) {
                best = Some((bound_gj, level));
            }
        }
        let (bound_gj, level) = best.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        self.lower_to(master, &labels, &rows, level, priced);
        bound_gj
    }

    fn lower_to(&mut self, master: &Master<'_>, labels: &[Vec<f64>], rows: &[f64], level: f64, priced: &mut Priced) {
        for (target, labels) in self.labels.iter_mut().zip(labels) {
            target.clear();
            target.extend(labels.iter().map(|price| price.min(level)));
        }
        for (row, price) in rows.iter().enumerate() {
            #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
            let is_balance = master.is_balance(row as u32);
            priced.rows[row] = if is_balance { price.min(level) } else { *price };
        }
    }

    /// What flows with a negative reduced cost can contribute at most: zero where labels agree with each other.
    pub(super) fn flows_contribute(&self, master: &Master<'_>, rows: &[f64]) -> f64 {
        let mut sum = 0.0;
        let mut prices = ArcPrices::default();
        for period in master.space.network.continent.period_indices() {
            let labels = &self.labels[period.position()];
            tables::set_prices(master, &self.tables, rows, period, labels, &mut prices);
            for commodity in (0..master.space.commodity_count()).map(CommodityIndex::from_position) {
                sum += self.flows_of(master, period, commodity, &prices);
            }
        }
        sum
    }

    fn flows_of(&self, master: &Master<'_>, period: PeriodIndex, commodity: CommodityIndex, prices: &ArcPrices) -> f64 {
        let (space, topology) = (master.space, &master.space.topology);
        let labels = &self.labels[period.position()][cells(commodity.position(), space.node_count())];
        let mut sum = 0.0;
        for arc in 0..space.arcs.len() {
            let carrying = space.carrying[commodity.position()][topology.modes[arc] as usize];
            let (Some(carrying), true) = (carrying, prices[arc].toll.is_finite()) else {
                continue;
            };
            let tail = labels[topology.tails[arc] as usize];
            let head = labels[topology.heads[arc] as usize];
            let reduced = prices[arc].of(carrying) + tail - topology.keeps[arc] * head;
            if reduced < 0.0 {
                // Without a weight nothing bounds the flow, and the sum is minus infinity.
                sum += reduced * space.capacity(space.links[arc], period) / carrying.weight;
            }
        }
        sum
    }
}

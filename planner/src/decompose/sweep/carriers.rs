//! Carriers: what arcs burn is moved by arcs that burn, so their prices are found again until they agree.

use super::super::master::Master;
use super::{Gates, Sweeper, cells};
use data::model::CommodityIndex;
use std::sync::Arc;

/// Most passes over the carriers.
const PASSES: usize = 20;

impl Sweeper {
    /// Prices all carriers until none changes; returns the largest relative change of the last pass. One is priced again only
    /// when another that is burnt in moving it has changed.
    pub(super) fn price_carriers(&mut self, master: &Master<'_>, gates: Gates) -> f64 {
        let carriers = &master.space.carrier_commodities;
        let periods = master.space.network.continent.periods.len();
        let mut is_stale = vec![vec![true; carriers.len()]; periods];
        let mut unrest = 0.0;
        for _ in 0..PASSES {
            unrest = 0.0;
            for position in 0..carriers.len() {
                unrest = f64::max(unrest, self.price_carrier(master, gates, position, &mut is_stale));
            }
            if !is_stale.iter().flatten().any(|stale| *stale) {
                return 0.0;
            }
        }
        unrest
    }

    /// Prices one carrier in all periods where it is stale; returns its largest relative change.
    fn price_carrier(&mut self, master: &Master<'_>, gates: Gates, position: usize, is_stale: &mut [Vec<bool>]) -> f64 {
        let (space, tables) = (master.space, Arc::clone(&self.tables));
        let carriers = &space.carrier_commodities;
        let carrier = carriers[position];
        self.rounds.clear();
        for period in space.network.continent.period_indices() {
            if std::mem::take(&mut is_stale[period.position()][position]) {
                self.add_task(master, period, carrier, gates);
            }
        }
        self.rounds.run();
        let changes = self.changes(carrier);
        self.store();
        let mut largest = 0.0;
        for (period, change) in changes {
            if change > 0.0 {
                largest = f64::max(largest, change);
                let others = carriers.iter().zip(&mut is_stale[period]);
                for (other, stale) in others {
                    *stale |= tables.burns(*other, carrier);
                }
                tables.set_energy(space, carrier, &self.labels[period], &mut self.rounds.prices[period]);
            }
        }
        largest
    }

    /// By period in the round: the largest relative change that its answer brings.
    fn changes(&self, carrier: CommodityIndex) -> Vec<(usize, f64)> {
        let change = |(period, _, answer): (usize, usize, &workers::pricing::Labels)| {
            let before = &self.labels[period][cells(carrier.position(), answer.prices.len())];
            let change = answer.prices.iter().zip(before).fold(0.0, |largest, (new, old)| {
                let new = new.min(self.unreached_gj);
                f64::max(largest, (new - old).abs() / new.abs().max(1e-9))
            });
            (period, change)
        };
        self.rounds.answers().map(change).collect()
    }
}

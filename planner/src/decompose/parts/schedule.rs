//! What stores are meant to hold, and what that is worth.

use super::super::master::{Master, Terminal};
use crate::plan::rows::PricedRow;
use data::model::{CommodityIndex, Continent, NodeIndex, PeriodIndex, Store, StoreEnds};
use std::collections::HashMap;

/// Charge for missing a store's balance where periods are joined, relative to what the commodity is worth there.
const OF_PRICE: f64 = 1.5;
/// The same, least, relative to the penalty of a shortage.
const OF_PENALTY: f64 = 0.02;
/// Value of a unit in store up to what it is meant to hold, relative to what the commodity is worth there.
const BELOW: f64 = 1.5;
/// The same beyond that.
const ABOVE: f64 = 0.7;

/// What stores hold, what that is worth, and what missing it is charged.
#[derive(Clone, Debug)]
pub(in super::super) struct Schedule {
    /// Level at the end of each period, by store, then period, units of the commodity.
    pub(in super::super) levels: Vec<Vec<f64>>,
    /// Charge for missing a store's balance, GJ per unit.
    pub(in super::super) charges_gj: Vec<f64>,
    /// What a unit in store is worth in the horizon as one period, GJ.
    values_gj: Vec<f64>,
    /// What a shortage of a unit costs, GJ.
    penalties_gj: Vec<f64>,
}

impl Schedule {
    /// Levels that are given, at the prices of the horizon as one period.
    pub(super) fn new(levels: Vec<Vec<f64>>, master: &Master<'_>, continent: &Continent) -> Self {
        let prices: HashMap<(NodeIndex, CommodityIndex), f64> = (master.rows.iter().zip(master.simplex.prices()))
            .filter_map(|(meaning, price)| match meaning.row {
                PricedRow::Balance(node, commodity) => Some(((node, commodity), *price)),
                _ => None,
            })
            .collect();
        let penalty_gj = |store: &Store| continent[store.commodity].shortage_penalty_gj;
        let value_gj = |store: &Store| {
            prices
                .get(&(store.node, store.commodity))
                .map_or(0.0, |price| price.max(0.0))
        };
        let charge_gj = |store: &Store| {
            let penalty_gj = penalty_gj(store);
            (OF_PRICE * value_gj(store)).clamp(OF_PENALTY * penalty_gj, penalty_gj)
        };
        Self {
            levels,
            charges_gj: continent.stores.iter().map(charge_gj).collect(),
            values_gj: continent.stores.iter().map(value_gj).collect(),
            penalties_gj: continent.stores.iter().map(penalty_gj).collect(),
        }
    }

    /// The order in which periods are planned: where all stores close the horizon on themselves it begins after the period at
    /// whose end what they hold is worth least, so that little has to be left for the first.
    pub(super) fn order(&self, continent: &Continent) -> Vec<PeriodIndex> {
        let periods = continent.periods.len();
        let is_cyclic = continent.stores.iter().all(|store| store.ends == StoreEnds::Cyclic);
        let worth = |period: &usize| -> f64 {
            let levels = self.levels.iter().map(|levels| levels[*period]);
            levels.zip(&self.values_gj).map(|(level, value)| level * value).sum()
        };
        let least = (0..periods).min_by(|a, b| worth(a).total_cmp(&worth(b)));
        let first = least.filter(|_| is_cyclic).map_or(0, |least| least + 1);
        let order = (0..periods).map(|position| (first + position) % periods);
        order.map(PeriodIndex::from_position).collect()
    }

    /// What levels at the end of a period are worth. The last that is planned has to leave what the first began with.
    pub(super) fn terminals(&self, period: PeriodIndex, is_last: bool) -> Vec<Terminal> {
        let values = self.values_gj.iter().zip(&self.penalties_gj);
        let terminal = |(levels, (value, penalty)): (&Vec<f64>, (&f64, &f64))| Terminal {
            target: levels[period.position()],
            below_gj: if is_last { *penalty } else { BELOW * value },
            above_gj: ABOVE * value,
        };
        self.levels.iter().zip(values).map(terminal).collect()
    }

    /// Puts the levels at the end of a period that was planned on its own.
    pub(super) fn set(&mut self, period: PeriodIndex, levels: &[Vec<f64>]) {
        for (own, level) in self.levels.iter_mut().zip(levels) {
            own[period.position()] = level[0];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data::generate::{GenerateSpec, generate};

    /// Four periods and levels that are worth least after the second.
    fn schedule() -> (Continent, Schedule) {
        let mut continent = generate(&GenerateSpec {
            nodes: 40,
            commodities: 12,
            periods: 4,
            seed: 3,
        });
        for store in &mut continent.stores {
            store.ends = StoreEnds::Cyclic;
        }
        let stores = continent.stores.len();
        let schedule = Schedule {
            levels: vec![vec![3.0, 1.0, 2.0, 4.0]; stores],
            charges_gj: vec![6.0; stores],
            values_gj: vec![2.0; stores],
            penalties_gj: vec![50.0; stores],
        };
        (continent, schedule)
    }

    #[test]
    fn planning_begins_where_stores_are_emptiest_unless_ends_are_given() {
        let (mut continent, schedule) = schedule();
        let positions = |continent: &Continent| -> Vec<usize> {
            let order = schedule.order(continent);
            order.into_iter().map(PeriodIndex::position).collect()
        };
        assert_eq!(positions(&continent), [2, 3, 0, 1]);
        continent.stores[0].ends = StoreEnds::Given {
            initial: 0.0,
            final_minimum: 0.0,
        };
        assert_eq!(positions(&continent), [0, 1, 2, 3]);
    }

    #[test]
    fn targets_are_worth_more_than_what_is_beyond_and_most_in_the_last_period() {
        let (_, mut schedule) = schedule();
        let period = PeriodIndex::from_position(2);
        let terminal = schedule.terminals(period, false)[0];
        assert!(terminal.target == 2.0 && terminal.below_gj > terminal.above_gj);
        assert!(schedule.terminals(period, true)[0].below_gj > terminal.below_gj);
        let left = vec![vec![7.0]; schedule.levels.len()];
        schedule.set(period, &left);
        assert_eq!(schedule.levels[0], [3.0, 1.0, 7.0, 4.0]);
    }
}

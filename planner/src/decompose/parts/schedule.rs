//! Levels of stores from the horizon as one period: each evens out what its place makes and uses in season.

use super::super::master::Master;
use crate::plan::rows::PricedRow;
use crate::program::Column;
use data::model::{CommodityIndex, Continent, NodeIndex, PeriodIndex, ProfileIndex, Store, StoreEnds};
use std::collections::HashMap;

/// Charge for missing a store's balance, relative to what the commodity is worth there.
const OF_PRICE: f64 = 1.5;
/// The same, least, relative to the penalty of a shortage.
const OF_PENALTY: f64 = 0.02;
/// Share of what a store can hold, take and give that a level may use: a level is better between its bounds.
const FILLED: f64 = 0.999;

/// What stores hold, and what missing that is charged.
#[derive(Clone, Debug)]
pub(in super::super) struct Schedule {
    /// Level at the end of each period, by store, then period, units of the commodity.
    pub(in super::super) levels: Vec<Vec<f64>>,
    /// Charge for missing a store's balance, GJ per unit.
    pub(in super::super) charges_gj: Vec<f64>,
}

type Place = (NodeIndex, CommodityIndex);

impl Schedule {
    /// From the master of the horizon as one period of `continent`.
    pub(super) fn of(master: &Master<'_>, continent: &Continent) -> Self {
        let seasons = seasons(master, continent);
        let prices: HashMap<Place, f64> = (master.rows.iter().zip(master.simplex.prices()))
            .filter_map(|(meaning, price)| match meaning.row {
                PricedRow::Balance(node, commodity) => Some(((node, commodity), *price)),
                _ => None,
            })
            .collect();
        let charge_gj = |store: &Store| {
            let penalty_gj = continent[store.commodity].shortage_penalty_gj;
            let price_gj = prices.get(&(store.node, store.commodity)).copied().unwrap_or(0.0);
            (OF_PRICE * price_gj).clamp(OF_PENALTY * penalty_gj, penalty_gj)
        };
        Self {
            levels: continent
                .stores
                .iter()
                .map(|store| levels(continent, store, &seasons))
                .collect(),
            charges_gj: continent.stores.iter().map(charge_gj).collect(),
        }
    }
}

/// What each place makes less what it uses, by period.
fn seasons(master: &Master<'_>, continent: &Continent) -> HashMap<Place, Vec<f64>> {
    let mut seasons = HashMap::new();
    let mut add = |place: Place, per_year: f64, profile: Option<ProfileIndex>| {
        let sums = seasons
            .entry(place)
            .or_insert_with(|| vec![0.0; continent.periods.len()]);
        for period in continent.period_indices() {
            sums[period.position()] += continent.per_period(per_year, profile, period);
        }
    };
    let asked: HashMap<Place, Option<ProfileIndex>> = (continent.demands.iter())
        .map(|demand| ((demand.node, demand.commodity), demand.profile))
        .collect();
    for ((meaning, _), column) in master.fixed.columns.iter().zip(&master.fixed_columns) {
        let Column::Activity(site) = *meaning else { continue };
        let site = &continent[site];
        let outputs = &continent[site.process].outputs;
        // What is made for demand at the same place is made when it is asked.
        let served = outputs
            .iter()
            .find_map(|output| asked.get(&(site.node, output.commodity)).copied()?);
        let (rows, values) = master.simplex.entries(*column);
        for (row, value) in rows.iter().zip(values) {
            if let PricedRow::Balance(node, commodity) = master.rows[*row as usize].row {
                let amount = value * master.simplex.amount(*column);
                add((node, commodity), amount, site.profile.or(served));
            }
        }
    }
    for demand in &continent.demands {
        add((demand.node, demand.commodity), -demand.amount_per_year, demand.profile);
    }
    seasons
}

/// Levels that even out what its place makes and uses, lowered where the store is too small for that.
fn levels(continent: &Continent, store: &Store, seasons: &HashMap<Place, Vec<f64>>) -> Vec<f64> {
    let Some(season) = seasons.get(&(store.node, store.commodity)) else {
        return vec![0.0; continent.periods.len()];
    };
    let hours: f64 = continent.periods.iter().map(|period| period.hours).sum();
    let mean = season.iter().sum::<f64>() / hours;
    let (mut level, mut share) = (0.0, 1.0_f64);
    let mut levels = Vec::with_capacity(season.len());
    for (position, left) in season.iter().enumerate() {
        let hours = continent[PeriodIndex::from_position(position)].hours;
        let put_in = left - mean * hours;
        let rate = if put_in > 0.0 {
            store.charge_per_hour
        } else {
            store.discharge_per_hour
        };
        share = share.min(rate * hours / put_in.abs().max(f64::MIN_POSITIVE));
        level += put_in;
        levels.push(level);
    }
    let least = levels.iter().copied().fold(f64::INFINITY, f64::min);
    let most = levels.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    share = share.min(store.capacity / (most - least).max(f64::MIN_POSITIVE));
    levels
        .iter_mut()
        .for_each(|level| *level = FILLED * share * (*level - least));
    if let (StoreEnds::Given { final_minimum, .. }, Some(last)) = (store.ends, levels.last_mut()) {
        *last = last.max(final_minimum);
    }
    levels
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use data::generate::{GenerateSpec, generate};

    fn continent() -> Continent {
        generate(&GenerateSpec {
            nodes: 40,
            commodities: 12,
            periods: 4,
            seed: 3,
        })
    }

    #[test]
    fn a_store_evens_out_its_place_as_far_as_it_is_large_enough() {
        let continent = continent();
        let mut store = continent.stores[0].clone();
        (store.ends, store.charge_per_hour, store.discharge_per_hour) = (StoreEnds::Cyclic, 1e9, 1e9);
        let hours: Vec<f64> = continent.periods.iter().map(|period| period.hours).collect();
        let total: f64 = hours.iter().sum();
        // All is made in the second period and used evenly.
        let season: Vec<f64> = (0..4).map(|at| if at == 1 { 100.0 } else { 0.0 }).collect();
        let seasons = HashMap::from([((store.node, store.commodity), season)]);
        for (capacity, share) in [(1e9, 1.0), (10.0, 10.0 / (100.0 * (1.0 - hours[1] / total)))] {
            store.capacity = capacity;
            let levels = levels(&continent, &store, &seasons);
            let mut level = levels[3];
            for (at, hours) in hours.iter().enumerate() {
                let evened = seasons[&(store.node, store.commodity)][at] - 100.0 * hours / total;
                level += FILLED * share * evened;
                assert!((levels[at] - level).abs() < 1e-9, "{at}: {levels:?}");
                assert!(levels[at] >= -1e-9 && levels[at] <= capacity);
            }
        }
    }

    #[test]
    fn a_store_with_a_least_end_ends_there() {
        let continent = continent();
        let mut store = continent.stores[0].clone();
        store.ends = StoreEnds::Given {
            initial: 0.0,
            final_minimum: 7.0,
        };
        let seasons = HashMap::from([((store.node, store.commodity), vec![0.0; 4])]);
        assert_eq!(levels(&continent, &store, &seasons), [0.0, 0.0, 0.0, 7.0]);
    }
}

//! What stores should hold, from all the continent in one place.
//!
//! Harvests, heating and rivers make seasons; which of them stores even out is a question of totals more than of places. So
//! sites, demand, trade and stores of all nodes are put together in one node without links, which leaves a small program of all
//! periods (aggregation in space: Rogers, Plante, Wong and Evans, Operations Research 39, 1991). Every store is then meant to be
//! as full as all stores of its commodity together.
//!
//! Invariant: a guide only; nothing that is proven depends on it.

use super::super::burning::Burning;
use super::super::master::Master;
use super::super::space::Space;
use crate::network::{Network, Reach};
use crate::program::Column;
use data::model::{
    Accounting, CommodityIndex, Continent, Demand, Node, NodeIndex, NodeKind, Profile, ProfileIndex, Provenance, Site,
    Store, StoreEnds,
};
use std::collections::BTreeMap;
use workers::simplex::Outcome;

/// Most exchanges for each row.
const EXCHANGES_PER_ROW: u64 = 50;
/// Cost of holding a unit through a period relative to the penalty of a shortage: of levels that do equally well the least.
const HOLDING: f64 = 1e-7;

/// How full stores should be at the end of each period, by store, then period, units of the commodity. `burning` is what
/// moving burns in the horizon as one period. None where the small program has no answer.
pub(super) fn levels(continent: &Continent, accounting: Accounting, burning: &Burning) -> Option<Vec<Vec<f64>>> {
    let coarse = in_one_place(continent);
    let network = Network::new(&coarse);
    let reach = Reach::of(&network, accounting);
    let space = Space::new(&network, accounting).with_burning(spread(continent, burning));
    let mut master = Master::new(&space, &reach);
    for ((meaning, _), column) in master.fixed.columns.iter().zip(&master.fixed_columns) {
        if let Column::Level(store) = meaning {
            let penalty_gj = coarse[coarse[*store].commodity].shortage_penalty_gj;
            master.simplex.add_to_cost(*column, HOLDING * penalty_gj);
        }
    }
    let most = EXCHANGES_PER_ROW * master.rows.len() as u64;
    if master.simplex.solve(most) != Outcome::Optimal {
        return None;
    }
    let levels = master.levels();
    let share = |store: &Store| -> Vec<f64> {
        let at = coarse.stores.iter().position(|whole| kind(whole) == kind(store));
        let whole = at.map(|at| (&levels[at], coarse.stores[at].capacity));
        let of = |(levels, capacity): (&Vec<f64>, f64)| -> Vec<f64> {
            let share = store.capacity / capacity.max(f64::MIN_POSITIVE);
            levels.iter().map(|level| level * share).collect()
        };
        whole.map_or_else(|| vec![0.0; continent.periods.len()], of)
    };
    Some(continent.stores.iter().map(share).collect())
}

/// Stores of one kind are put together.
fn kind(store: &Store) -> (CommodityIndex, bool) {
    (store.commodity, store.ends == StoreEnds::Cyclic)
}

/// What moving burns in the horizon as one period, in one place, spread over the periods by their hours.
fn spread(continent: &Continent, burning: &Burning) -> Burning {
    let nodes = continent.nodes.len();
    let hours: f64 = continent.periods.iter().map(|period| period.hours).sum();
    let whole: Vec<f64> = match burning.amounts.first() {
        Some(amounts) => amounts
            .chunks(nodes)
            .map(|of_commodity| of_commodity.iter().sum())
            .collect(),
        None => vec![0.0; continent.commodities.len()],
    };
    let part = |share: f64| whole.iter().map(|amount| amount * share).collect();
    Burning {
        amounts: continent
            .periods
            .iter()
            .map(|period| part(period.hours / hours))
            .collect(),
        prices: vec![vec![0.0; continent.commodities.len()]; continent.periods.len()],
    }
}

/// All of a continent in one node, without links and budgets.
fn in_one_place(continent: &Continent) -> Continent {
    let node = NodeIndex::from_position(0);
    let mut coarse = Continent {
        nodes: vec![Node {
            kind: NodeKind::Junction,
            ..continent.nodes[0].clone()
        }],
        links: Vec::new(),
        sites: sites(continent, node),
        stores: stores(continent, node),
        demands: Vec::new(),
        budgets: Vec::new(),
        ..continent.clone()
    };
    coarse.trades.iter_mut().for_each(|trade| trade.node = node);
    add_demands(continent, &mut coarse);
    coarse
}

/// One site for all that run a process with a profile.
fn sites(continent: &Continent, node: NodeIndex) -> Vec<Site> {
    let mut sites: BTreeMap<_, Site> = BTreeMap::new();
    for site in &continent.sites {
        let key = (site.process, site.profile.map(ProfileIndex::position));
        let empty = || Site {
            node,
            minimum_per_year: 0.0,
            capacity_per_year: 0.0,
            ..site.clone()
        };
        let whole = sites.entry(key).or_insert_with(empty);
        whole.minimum_per_year += site.minimum_per_year;
        whole.capacity_per_year += site.capacity_per_year;
    }
    sites.into_values().collect()
}

/// One store for all of a kind.
fn stores(continent: &Continent, node: NodeIndex) -> Vec<Store> {
    let mut stores: BTreeMap<_, Store> = BTreeMap::new();
    for store in &continent.stores {
        match stores.entry(kind(store)) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(Store { node, ..store.clone() });
            }
            std::collections::btree_map::Entry::Occupied(mut place) => put_together(place.get_mut(), store),
        }
    }
    stores.into_values().collect()
}

fn put_together(whole: &mut Store, store: &Store) {
    let capacity = (whole.capacity + store.capacity).max(f64::MIN_POSITIVE);
    whole.loss_per_month = (whole.capacity * whole.loss_per_month + store.capacity * store.loss_per_month) / capacity;
    whole.capacity += store.capacity;
    whole.charge_per_hour += store.charge_per_hour;
    whole.discharge_per_hour += store.discharge_per_hour;
    if let (
        StoreEnds::Given { initial, final_minimum },
        StoreEnds::Given {
            initial: more,
            final_minimum: more_at_last,
        },
    ) = (&mut whole.ends, store.ends)
    {
        *initial += more;
        *final_minimum += more_at_last;
    }
}

/// One demand a commodity, with a profile of its own that sums up those of all places.
fn add_demands(continent: &Continent, coarse: &mut Continent) {
    let mut asked: BTreeMap<CommodityIndex, Vec<f64>> = BTreeMap::new();
    for demand in &continent.demands {
        let by_period = asked
            .entry(demand.commodity)
            .or_insert_with(|| vec![0.0; continent.periods.len()]);
        for period in continent.period_indices() {
            by_period[period.position()] += continent.per_period(demand.amount_per_year, demand.profile, period);
        }
    }
    for (commodity, by_period) in asked {
        let amount_per_year: f64 = by_period.iter().sum();
        let profile = ProfileIndex::from_position(coarse.profiles.len());
        let flat = |period| {
            continent
                .per_period(amount_per_year, None, period)
                .max(f64::MIN_POSITIVE)
        };
        let periods = continent.period_indices().zip(&by_period);
        coarse.profiles.push(Profile {
            id: continent[commodity].id.clone(),
            factors: periods.map(|(period, amount)| amount / flat(period)).collect(),
        });
        coarse.demands.push(Demand {
            node: NodeIndex::from_position(0),
            commodity,
            amount_per_year,
            profile: Some(profile),
            provenance: Provenance::default(),
        });
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use data::generate::{GenerateSpec, generate};
    use data::model::PeriodIndex;

    fn continent() -> Continent {
        generate(&GenerateSpec {
            nodes: 40,
            commodities: 12,
            periods: 4,
            seed: 3,
        })
    }

    fn asked(continent: &Continent, period: PeriodIndex) -> BTreeMap<CommodityIndex, f64> {
        let mut asked = BTreeMap::new();
        for demand in &continent.demands {
            let amount = continent.per_period(demand.amount_per_year, demand.profile, period);
            *asked.entry(demand.commodity).or_default() += amount;
        }
        asked
    }

    #[test]
    fn one_place_asks_makes_and_holds_what_all_do() {
        let continent = continent();
        let coarse = in_one_place(&continent);
        assert!(coarse.sites.len() < continent.sites.len() && coarse.links.is_empty());
        for period in continent.period_indices() {
            for (place, all) in asked(&coarse, period).values().zip(asked(&continent, period).values()) {
                assert!((place - all).abs() <= 1e-9 * all, "{place} {all}");
            }
        }
        let capacity =
            |continent: &Continent| -> f64 { continent.sites.iter().map(|site| site.capacity_per_year).sum() };
        let held = |continent: &Continent| -> f64 { continent.stores.iter().map(|store| store.capacity).sum() };
        assert!((capacity(&coarse) - capacity(&continent)).abs() <= 1e-9 * capacity(&continent));
        assert!((held(&coarse) - held(&continent)).abs() <= 1e-9 * held(&continent));
    }

    #[test]
    fn a_season_fills_stores_and_empties_them_again() {
        let mut continent = continent();
        // What the first store holds is asked in the last period only.
        let kept = continent.stores[0].commodity;
        let hours: f64 = continent.periods.iter().map(|period| period.hours).sum();
        let last = continent.periods[3].hours;
        let profile = ProfileIndex::from_position(continent.profiles.len());
        continent.profiles.push(Profile {
            id: "late".into(),
            factors: vec![0.0, 0.0, 0.0, hours / last],
        });
        for demand in continent.demands.iter_mut().filter(|demand| demand.commodity == kept) {
            demand.profile = Some(profile);
        }
        for store in &mut continent.stores {
            store.ends = StoreEnds::Cyclic;
        }
        let burning = Burning::default();
        let levels = levels(&continent, Accounting::Direct, &burning).unwrap();
        let of_first = &levels[0];
        assert!(of_first[2] > of_first[3] && of_first[2] > 0.0, "{of_first:?}");
        for (store, levels) in continent.stores.iter().zip(&levels) {
            assert!(
                levels
                    .iter()
                    .all(|level| *level >= -1e-6 && *level <= store.capacity * (1.0 + 1e-9))
            );
        }
    }
}

//! Worked on paper: a site at A, one at B, a link from B to C that loses, and a link from A to C that is full.

use super::*;
use crate::network::Network;
use crate::plan::rows::{Plan, Price, PricedRow, Production, Storage};
use crate::plan::sample;
use data::model::{
    Accounting, Budget, CommodityIndex, Continent, NodeIndex, PeriodIndex, Provenance, Resource, ResourceIndex,
    ResourceUse, ResourceWeight, SiteIndex, Stage, StoreEnds, TradeDirection, Unit,
};

const A: NodeIndex = NodeIndex(0);
const B: NodeIndex = NodeIndex(1);
const C: NodeIndex = NodeIndex(2);
const YEAR: PeriodIndex = PeriodIndex(0);

/// A carrier at 2 GJ a tonne that holds 4 GJ, and a good. Moving takes 8 GJ a tonne, so 2 tonnes of the carrier.
fn continent() -> (Continent, CommodityIndex, CommodityIndex) {
    let mut c = sample::continent(3, 1);
    let fuel = sample::add_commodity(&mut c, "fuel", 4.0);
    let good = sample::add_commodity(&mut c, "good", 0.0);
    let safe = sample::add_mode(&mut c, "safe", Some(fuel), 8.0, 0.0);
    let leaky = sample::add_mode(&mut c, "leaky", Some(fuel), 8.0, 0.2);
    let process = sample::add_process(&mut c, Stage::Extraction, 10.0, &[(fuel, 1.5)], &[], &[(good, 2.0)]);
    sample::add_site(&mut c, process, A);
    sample::add_site(&mut c, process, B);
    sample::add_link(&mut c, safe, A, C);
    sample::add_link(&mut c, leaky, B, C);
    (c, fuel, good)
}

/// The site at A is in use at a price of 9; the link from A is worth 0.5 GJ a tonne.
fn plan(fuel: CommodityIndex, good: CommodityIndex) -> Plan {
    let balance = |node, commodity, price_gj| (PricedRow::Balance(node, commodity), price_gj);
    let link = (PricedRow::Link(data::model::LinkIndex(0)), -0.5);
    let prices = [
        balance(A, fuel, 2.0),
        balance(B, fuel, 2.0),
        balance(A, good, 9.0),
        balance(B, good, 6.0),
        link,
    ];
    let (period, site, activity) = (YEAR, SiteIndex(0), 1.0);
    Plan {
        production: vec![Production { period, site, activity }],
        prices: prices.map(|(row, price_gj)| Price { period, row, price_gj }).to_vec(),
        ..Plan::default()
    }
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12 * b.abs().max(1.0), "{a} is not {b}");
}

#[test]
fn what_making_takes_and_the_rent_above_it() {
    let (c, fuel, good) = continent();
    let paths = Paths::new(&Network::new(&c), Accounting::Closed, &plan(fuel, good));
    let [at_a, at_b] = paths.sources(good, YEAR) else {
        unreachable!("two sites make it");
    };
    // 10 GJ and 1.5 tonnes of fuel at 2 GJ, for two units.
    assert!(at_a.is_used && !at_b.is_used);
    near(at_a.making_gj, 6.5);
    near(at_a.price_gj, 9.0);
    near(at_b.making_gj, 6.5);
    near(at_b.price_gj, 6.5);
}

#[test]
fn a_price_is_its_parts() {
    let (c, fuel, good) = continent();
    let paths = Paths::new(&Network::new(&c), Accounting::Closed, &plan(fuel, good));
    let ways = paths.alternatives(good, YEAR, C, 5);
    let [by_b, by_a] = ways.as_slice() else {
        unreachable!("two sites reach it");
    };
    // From B: 6.5 and 4 GJ of fuel for 0.8 that arrive; from A: 9, 4 GJ of fuel and the rent, and all arrives.
    near(by_b.price_gj, 10.5 / 0.8);
    near(by_b.parts.source_gj, 6.5);
    near(by_b.parts.moving_gj, 4.0);
    near(by_b.parts.loss_gj, 10.5 / 0.8 - 10.5);
    near(by_a.price_gj, 13.5);
    near(by_a.parts.capacity_gj, 0.5);
    assert_eq!((by_a.source.node, by_b.source.node), (A, B));
    assert_eq!(paths.route(good, YEAR, C).as_ref(), Some(by_b));
}

#[test]
fn budgets_and_weights_charge_where_a_way_departs() {
    let (mut c, fuel, good) = continent();
    let (id, name, unit) = ("labour".to_owned(), "labour".to_owned(), Unit::Hour);
    c.resources.push(Resource { id, name, unit });
    let (resource, area) = (ResourceIndex(0), c[A].area);
    c.modes[0].resource_uses.push(ResourceUse {
        resource,
        amount: 0.001,
    });
    let (id, provenance) = ("budget".to_owned(), Provenance::default());
    c.budgets.push(Budget {
        id,
        area,
        resource,
        limit_per_year: 1.0,
        profile: None,
        provenance,
    });
    c.weights.push(ResourceWeight {
        resource,
        area,
        energy_gj: 0.25,
    });
    let mut plan = plan(fuel, good);
    let row = PricedRow::Budget(data::model::BudgetIndex(0));
    plan.prices.push(Price {
        period: YEAR,
        row,
        price_gj: -0.125,
    });
    let paths = Paths::new(&Network::new(&c), Accounting::Closed, &plan);
    let ways = paths.alternatives(good, YEAR, C, 5);
    // One hour for 1,000 km.
    near(ways[1].parts.resources_gj, 0.375);
    near(ways[1].price_gj, 13.875);
}

#[test]
fn imports_and_stores_are_sources() {
    let (mut c, fuel, good) = continent();
    let import = sample::add_trade(&mut c, C, good, TradeDirection::Import);
    let store = sample::add_store(&mut c, C, good, 0.0, Some(fuel), StoreEnds::Cyclic);
    let mut plan = plan(fuel, good);
    let (period, charged, discharged, level) = (YEAR, 0.0, 0.0, 7.0);
    plan.storage.push(Storage {
        period,
        store,
        charged,
        discharged,
        level,
    });
    let fuel_at_c = (PricedRow::Balance(C, fuel), 2.0);
    for (row, price_gj) in [fuel_at_c, (PricedRow::Store(store), -11.0)] {
        plan.prices.push(Price { period, row, price_gj });
    }
    let paths = Paths::new(&Network::new(&c), Accounting::Closed, &plan);
    let at_c: Vec<_> = paths
        .sources(good, YEAR)
        .iter()
        .filter(|source| source.node == C)
        .collect();
    assert_eq!(at_c[0].supplier, Supplier::Import(import));
    near(at_c[0].price_gj, 2.0);
    // What is stored is worth 11 GJ; letting out 1 takes 0.2 GJ of fuel, 0.05 tonnes at 2 GJ.
    assert_eq!(at_c[1].supplier, Supplier::Store(store));
    near(at_c[1].price_gj, 11.1);
    let route = paths.route(good, YEAR, C);
    assert!(route.is_some_and(|route| route.links.is_empty() && route.source == *at_c[0]));
}

#[test]
fn closed_links_and_specks_below_zero() {
    let (mut c, fuel, good) = continent();
    c.links[1].capacity_per_year = 0.0;
    let mut plan = plan(fuel, good);
    for price in &mut plan.prices {
        if price.row == PricedRow::Balance(A, good) {
            price.price_gj = -1e-9;
        }
    }
    let paths = Paths::new(&Network::new(&c), Accounting::Closed, &plan);
    let price_gj = |node| paths.tree(good, YEAR).and_then(|tree| tree.price_gj(node));
    assert_eq!(price_gj(A), Some(0.0));
    assert_eq!(price_gj(C), Some(4.5));
    assert_eq!(paths.alternatives(good, YEAR, C, 5).len(), 1);
}

#[test]
fn paths_can_be_shared_for_ever() {
    fn can_be_shared<T: Send + Sync + 'static>(_: &T) {}
    let (c, fuel, good) = continent();
    can_be_shared(&Paths::new(&Network::new(&c), Accounting::Closed, &plan(fuel, good)));
}

//! Routes: at any prices those of a plain search, and at a plan's prices the plan's own; with losses, closed arcs and arcs
//! that burn what they carry.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "paths/duality.rs"]
mod duality;
#[path = "paths/energy.rs"]
mod energy;
#[path = "paths/plain.rs"]
mod plain;

use data::generate::{GenerateSpec, generate, random_small};
use data::model::{Accounting, CommodityIndex, Continent, LinkIndex, NodeIndex, PeriodIndex};
use plain::{Prices, agree};
use planner::network::{Direction, Network, Reach};
use planner::paths::{Paths, Route};
use planner::plan::rows::{Plan, Price, PricedRow};
use planner::program;
use proptest::prelude::*;
use std::num::NonZeroUsize;
use workers::solve::solve;
use workers::{SolveOptions, SolveStatus};

fn commodities(continent: &Continent) -> impl Iterator<Item = CommodityIndex> + use<> {
    (0..continent.commodities.len()).map(CommodityIndex::from_position)
}

fn nodes(continent: &Continent) -> impl Iterator<Item = NodeIndex> + use<> {
    (0..continent.nodes.len()).map(NodeIndex::from_position)
}

/// The best plan; none where the continent has none.
fn plan_of(continent: &Continent, accounting: Accounting) -> Option<Plan> {
    let network = Network::new(continent);
    let program = program::build(&network, &Reach::of(&network, accounting), accounting);
    let answer = solve(&program.program, &SolveOptions::default()).unwrap();
    (answer.status == SolveStatus::Optimal).then(|| program::plan_of(&network, &program, &answer))
}

/// A plan without amounts whose rows have prices from `figures`, round and round: limits charge, balances are worth
/// something, and some are a little below zero, as solvers leave them.
fn priced(continent: &Continent, figures: &[f64]) -> Plan {
    let mut plan = Plan::default();
    let mut figures = figures.iter().copied().cycle();
    let mut next = || figures.next().unwrap();
    for period in continent.period_indices() {
        for node in nodes(continent) {
            for commodity in commodities(continent) {
                let row = PricedRow::Balance(node, commodity);
                let price_gj = next() - 0.01;
                plan.prices.push(Price { period, row, price_gj });
            }
        }
        for link in (0..continent.links.len()).map(LinkIndex::from_position) {
            let price_gj = -0.1 * (next() - 2.0).max(0.0);
            plan.prices.push(Price {
                period,
                row: PricedRow::Link(link),
                price_gj,
            });
        }
        for budget in (0..continent.budgets.len()).map(data::model::BudgetIndex::from_position) {
            plan.prices.push(Price {
                period,
                row: PricedRow::Budget(budget),
                price_gj: -next(),
            });
        }
    }
    for (position, site) in (0..continent.sites.len())
        .map(data::model::SiteIndex::from_position)
        .enumerate()
    {
        // Every other site is in use.
        if position % 2 == 0 {
            let period = PeriodIndex(0);
            plan.production.push(planner::plan::rows::Production {
                period,
                site,
                activity: 1.0,
            });
        }
    }
    plan.normalise();
    plan
}

/// Whether a route goes link by link from its source to the node, at the plain prices.
fn check_route(
    prices: &Prices<'_>,
    network: &Network<'_>,
    key: (CommodityIndex, PeriodIndex),
    route: &Route,
    node: NodeIndex,
) {
    let (mut here, mut label_gj) = (route.source.node, route.source.price_gj);
    for passed in &route.links {
        let is_it = |arc: &&planner::network::Arc| (arc.link, arc.direction) == (passed.link, passed.direction);
        let arc = network.arcs.iter().find(is_it).unwrap();
        assert_eq!((arc.tail, arc.head), (here, passed.to));
        assert!(matches!(passed.direction, Direction::Forward | Direction::Backward));
        label_gj = prices.arriving_gj(arc, key.0, key.1, label_gj).unwrap();
        assert!(agree(label_gj, passed.price_gj), "{label_gj} {passed:?}");
        here = passed.to;
    }
    assert_eq!(here, node);
    assert!(agree(label_gj, route.price_gj), "{label_gj} {route:?}");
    assert!(agree(route.parts.total_gj(), route.price_gj), "{route:?}");
}

/// Trees, routes and alternatives of all commodities against plain searches.
fn check_everything(continent: &Continent, accounting: Accounting, plan: &Plan, count: usize) {
    let network = Network::new(continent);
    let paths = Paths::new(&network, accounting, plan);
    let prices = Prices::new(continent, accounting, plan);
    for period in continent.period_indices() {
        for commodity in commodities(continent) {
            let sources = paths.sources(commodity, period);
            let labels = prices.labels(&network, commodity, period, sources);
            let alone = |source| prices.labels(&network, commodity, period, std::slice::from_ref(source));
            let by_source: Vec<Vec<f64>> = sources.iter().map(alone).collect();
            for node in nodes(continent) {
                let label_gj = labels[node.position()];
                let price_gj = paths.tree(commodity, period).unwrap().price_gj(node);
                assert!(
                    agree(price_gj.unwrap_or(f64::INFINITY), label_gj),
                    "{price_gj:?} {label_gj}"
                );
                let route = paths.route(commodity, period, node);
                assert_eq!(route.is_some(), price_gj.is_some());
                if let (Some(route), Some(price_gj)) = (&route, price_gj) {
                    check_route(&prices, &network, (commodity, period), route, node);
                    assert_eq!(route.price_gj.to_bits(), price_gj.to_bits());
                }
                let found = paths.alternatives(commodity, period, node, count);
                let mut expected: Vec<f64> = by_source.iter().map(|labels| labels[node.position()]).collect();
                expected.retain(|label| label.is_finite());
                expected.sort_by(f64::total_cmp);
                expected.truncate(count);
                assert_eq!(found.len(), expected.len());
                for (position, (route, expected)) in found.iter().zip(&expected).enumerate() {
                    check_route(&prices, &network, (commodity, period), route, node);
                    assert!(agree(route.price_gj, *expected), "{expected} {route:?}");
                    let before = &found[..position];
                    assert!(
                        before
                            .iter()
                            .all(|other| other.source.supplier != route.source.supplier)
                    );
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_prices_give_the_plain_answers(
        seed in 0..400_u64,
        direct in any::<bool>(),
        figures in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..5.0_f64], 1..200),
        count in 1..5_usize,
    ) {
        let continent = random_small(seed);
        let accounting = if direct { Accounting::Direct } else { Accounting::Closed };
        check_everything(&continent, accounting, &priced(&continent, &figures), count);
    }
}

#[test]
fn where_a_small_plan_brings_something_prices_are_its_own() {
    let (mut cells, mut plans) = (0, 0);
    for seed in 0..100 {
        let continent = random_small(seed);
        for accounting in [Accounting::Closed, Accounting::Direct] {
            let Some(plan) = plan_of(&continent, accounting) else {
                continue;
            };
            let (brought, differ) = duality::differences(&continent, accounting, &plan, 1e-6);
            assert!(differ.is_empty(), "seed {seed} {accounting:?}: {differ:#?}");
            (cells, plans) = (cells + brought, plans + 1);
        }
    }
    assert!(plans > 100 && cells > 1000, "{cells} places in {plans} plans");
}

#[test]
fn where_a_generated_plan_brings_something_prices_are_its_own() {
    for (periods, seed) in [(1, 1), (1, 2), (4, 3)] {
        let continent = generate(&GenerateSpec {
            nodes: 60,
            commodities: 12,
            periods,
            seed,
        });
        let plan = plan_of(&continent, Accounting::Closed).unwrap();
        let (brought, differ) = duality::differences(&continent, Accounting::Closed, &plan, 1e-6);
        assert!(differ.is_empty(), "seed {seed}: {differ:#?}");
        assert!(brought > 300, "{brought} places");
    }
}

#[test]
fn trees_made_side_by_side_are_those_made_when_asked() {
    let continent = generate(&GenerateSpec {
        nodes: 60,
        commodities: 12,
        periods: 2,
        seed: 5,
    });
    let network = Network::new(&continent);
    let plan = priced(&continent, &[1.0, 3.0, 0.5, 4.5, 2.5]);
    let made = || Paths::new(&network, Accounting::Closed, &plan);
    let (all, asked) = (made(), made());
    all.build_all(NonZeroUsize::new(3).unwrap());
    for period in continent.period_indices() {
        for commodity in commodities(&continent) {
            assert_eq!(all.tree(commodity, period), asked.tree(commodity, period));
        }
    }
    let cells = continent.nodes.len() * continent.commodities.len() * continent.periods.len();
    assert_eq!(all.bytes_of_all_trees(), 12 * cells);
    let (nowhere, never) = (NodeIndex(u32::MAX), PeriodIndex(2));
    assert_eq!(all.tree(CommodityIndex(0), never), None);
    assert_eq!(all.route(CommodityIndex(0), PeriodIndex(0), nowhere), None);
    assert!(
        all.alternatives(CommodityIndex(0), PeriodIndex(0), nowhere, 3)
            .is_empty()
    );
}

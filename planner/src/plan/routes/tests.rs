use super::*;
use crate::plan::ledger::ledger;
use crate::plan::rows::{Direction, Flow, Plan, Production};
use crate::plan::sample::random::{Shape, random_plan};
use crate::plan::sample::{add_commodity, add_demand, add_link, add_mode, add_process, add_site, continent};
use crate::plan::trace::trace;
use data::model::{Accounting, LinkIndex, SiteIndex, Stage};
use proptest::prelude::*;

const A: NodeIndex = NodeIndex(0);
const B: NodeIndex = NodeIndex(1);
const C: NodeIndex = NodeIndex(2);
const D: NodeIndex = NodeIndex(3);
const YEAR: PeriodIndex = PeriodIndex(0);

fn traced(c: &Continent, accounting: Accounting, plan: &Plan) -> Trace {
    trace(c, accounting, plan, &ledger(c, accounting, plan))
}

/// Farms at A and B; rail A-B-C-D, and a road A-D.
fn two_farms() -> (Continent, Plan, CommodityIndex) {
    let mut c = continent(4, 1);
    let grain = add_commodity(&mut c, "grain", 0.0);
    let rail = add_mode(&mut c, "rail", None, 1.0, 0.0);
    let road = add_mode(&mut c, "road", None, 5.0, 0.0);
    for (mode, from, to) in [(rail, A, B), (rail, B, C), (rail, C, D), (road, A, D)] {
        add_link(&mut c, mode, from, to);
    }
    let farming = add_process(&mut c, Stage::Extraction, 3.0, &[], &[], &[(grain, 1.0)]);
    add_site(&mut c, farming, A);
    add_site(&mut c, farming, B);
    add_demand(&mut c, D, grain, 10.0);
    let flow = |link, amount| Flow {
        period: YEAR,
        link: LinkIndex(link),
        direction: Direction::Forward,
        commodity: grain,
        amount,
    };
    let made = |site, activity| Production {
        period: YEAR,
        site: SiteIndex(site),
        activity,
    };
    let plan = Plan {
        flows: vec![flow(0, 6.0), flow(1, 8.0), flow(2, 8.0), flow(3, 2.0)],
        production: vec![made(0, 8.0), made(1, 2.0)],
        ..Plan::default()
    };
    (c, plan, grain)
}

#[test]
fn routes_by_hand() {
    let (c, plan, grain) = two_farms();
    let trace = traced(&c, Accounting::Closed, &plan);
    let routes = routes(&c, &trace, &Inward::new(&trace), D, grain, None, 10);
    assert_eq!((routes.delivered_to, routes.amount, routes.unit), ("demand", 10.0, "t"));
    let summary: Vec<_> = routes
        .routes
        .iter()
        .map(|r| {
            (
                r.origin.as_ref().unwrap().place.id.as_str(),
                r.legs[0].by.as_str(),
                r.legs.len(),
                r.amount,
            )
        })
        .collect();
    assert_eq!(
        summary,
        [("A", "rail", 1, 6.0), ("A", "road", 1, 2.0), ("B", "rail", 1, 2.0)]
    );
    let by_rail = &routes.routes[0];
    assert_eq!(by_rail.length_km, 3000.0);
    let via: Vec<_> = by_rail.legs[0].via.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(via, ["B", "C"]);
    assert_eq!(by_rail.embodied.as_array(), [18.0, 0.0, 18.0, 0.0, 0.0]);
    let origins: Vec<_> = routes.origins.iter().map(|o| (o.origin.id.as_str(), o.share)).collect();
    assert_eq!(origins, [("site-0", 0.8), ("site-1", 0.2)]);
}

#[test]
fn what_is_not_listed_is_one_row() {
    let (c, plan, grain) = two_farms();
    let trace = traced(&c, Accounting::Closed, &plan);
    let routes = routes(&c, &trace, &Inward::new(&trace), D, grain, Some(YEAR), 1);
    let [listed, rest] = &routes.routes[..] else {
        panic!("{routes:?}")
    };
    assert!((listed.share - 0.6).abs() < 1e-12 && (rest.share - 0.4).abs() < 1e-12);
    assert!(rest.origin.is_none());
    let sum = listed.embodied.plus(&rest.embodied);
    assert!((sum.total_gj() - routes.embodied.total_gj()).abs() < 1e-12);
}

#[test]
fn where_nothing_is_asked_all_uses_are_traced() {
    let (c, plan, grain) = two_farms();
    let trace = traced(&c, Accounting::Closed, &plan);
    let at_c = routes(&c, &trace, &Inward::new(&trace), C, grain, None, 5);
    assert_eq!(
        (at_c.delivered_to, at_c.amount, at_c.routes.len()),
        ("all uses", 0.0, 0)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Path by path and pool by pool are two ways to the same sharing.
    #[test]
    fn routes_agree_with_the_trace(seed in any::<u64>(), nodes in 2..6_usize, links in 0..7_usize, cyclic in any::<bool>()) {
        let shape = Shape { nodes, commodities: 2, periods: 2, links, sites: 5, stores: 1, cyclic };
        let (c, plan) = random_plan(shape, Accounting::Closed, seed);
        let trace = traced(&c, Accounting::Closed, &plan);
        for demand in &c.demands {
            let found = routes(&c, &trace, &Inward::new(&trace), demand.node, demand.commodity, None, 5);
            let shares: f64 = found.routes.iter().map(|r| r.share).sum();
            assert!((shares - 1.0).abs() < 1e-12, "{shares}");
            let energy: f64 = found.routes.iter().map(|r| r.embodied.total_gj()).sum();
            assert!((energy - found.embodied.total_gj()).abs() <= 1e-9 * found.embodied.total_gj());
            let shares: f64 = found.origins.iter().map(|r| r.share).sum();
            assert!((shares - 1.0).abs() < 1e-12, "{shares}");
            if !cyclic {
                assert_origins_agree(&c, &trace, demand.node, demand.commodity);
            }
        }
    }
}

/// With every path listed, the paths of each origin sum to the origin's row.
fn assert_origins_agree(c: &Continent, trace: &Trace, node: NodeIndex, commodity: CommodityIndex) {
    let found = routes(c, trace, &Inward::new(trace), node, commodity, None, 100_000);
    for origin in &found.origins {
        let paths = found
            .routes
            .iter()
            .filter(|r| r.origin.as_ref() == Some(&origin.origin));
        let (mut share, mut embodied) = (0.0, StageEnergy::default());
        for path in paths {
            share += path.share;
            embodied = embodied.plus(&path.embodied);
        }
        assert!((share - origin.share).abs() < 1e-8, "{share} is not {}", origin.share);
        for (a, b) in embodied.as_array().into_iter().zip(origin.embodied.as_array()) {
            assert!(
                (a - b).abs() <= 1e-8 * found.embodied.total_gj(),
                "{embodied:?} is not {:?}",
                origin.embodied
            );
        }
    }
}

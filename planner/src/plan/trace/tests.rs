use super::pools::{Place, Pool};
use super::*;
use crate::plan::rows::{Direction, Flow, Origin, Production, Sink, Storage};
use crate::plan::sample::random::{Shape, random_plan};
use crate::plan::sample::{add_commodity, add_demand, add_link, add_mode, add_process, add_site, add_store, continent};
use data::model::{
    CommodityIndex, Continent, LinkIndex, NodeIndex, PeriodIndex, SiteIndex, Stage, StoreEnds, StoreIndex,
};
use proptest::prelude::*;

const A: NodeIndex = NodeIndex(0);
const B: NodeIndex = NodeIndex(1);
const C: NodeIndex = NodeIndex(2);
const YEAR: PeriodIndex = PeriodIndex(0);

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs()).max(1.0)
}

fn assert_stages(seen: StageEnergy, expected: [f64; 5]) {
    let same = seen.as_array().into_iter().zip(expected).all(|(a, b)| close(a, b));
    assert!(same, "{seen:?} is not {expected:?}");
}

fn traced(c: &Continent, accounting: Accounting, plan: &Plan) -> Trace {
    trace(c, accounting, plan, &ledger::ledger(c, accounting, plan))
}

/// A mine at A, a railway to B that burns the coal it moves, a power plant at B, and a line to C that loses a tenth.
fn coal_and_power() -> (Continent, Plan, CommodityIndex, CommodityIndex) {
    let mut c = continent(3, 1);
    let coal = add_commodity(&mut c, "coal", 20.0);
    let power = add_commodity(&mut c, "power", 1.0);
    let rail = add_mode(&mut c, "rail", Some(coal), 2.0, 0.0);
    let grid = add_mode(&mut c, "grid", None, 0.0, 0.1);
    add_link(&mut c, rail, A, B);
    add_link(&mut c, grid, C, B);
    let mining = add_process(&mut c, Stage::Extraction, 20.0, &[], &[], &[(coal, 1.0)]);
    let firing = add_process(&mut c, Stage::Processing, 0.0, &[], &[(coal, 1.0)], &[(power, 6.0)]);
    add_site(&mut c, mining, A);
    add_site(&mut c, firing, B);
    add_demand(&mut c, B, coal, 5.0);
    add_demand(&mut c, C, power, 27.0);
    let flow = |link, direction, commodity, amount| Flow {
        period: YEAR,
        link,
        direction,
        commodity,
        amount,
    };
    let made = |site, activity| Production {
        period: YEAR,
        site,
        activity,
    };
    let plan = Plan {
        flows: vec![
            flow(LinkIndex(0), Direction::Forward, coal, 10.0),
            flow(LinkIndex(1), Direction::Backward, power, 30.0),
        ],
        production: vec![made(SiteIndex(0), 11.0), made(SiteIndex(1), 5.0)],
        ..Plan::default()
    };
    (c, plan, coal, power)
}

#[test]
fn closed_accounting_by_hand() {
    let (c, plan, coal, power) = coal_and_power();
    let trace = traced(&c, Accounting::Closed, &plan);
    assert!(close(trace.closure.ledger_gj, 220.0));
    assert!(trace.closure.residual_gj.abs() < 1e-12, "{:?}", trace.closure);
    let [at_b, at_c] = &trace.embodied[..] else {
        panic!("{:?}", trace.embodied)
    };
    assert_eq!(
        (at_b.node, at_b.commodity, at_b.origin),
        (B, coal, Origin::Site(SiteIndex(0)))
    );
    assert_stages(at_b.stages, [100.0, 0.0, 10.0, 0.0, 0.0]);
    assert_eq!(
        (at_c.node, at_c.commodity, at_c.origin),
        (C, power, Origin::Site(SiteIndex(1)))
    );
    assert_stages(at_c.stages, [0.0, 99.0, 0.0, 0.0, 11.0]);
    assert_eq!((at_c.share, at_c.amount), (1.0, 27.0));
}

#[test]
fn direct_accounting_by_hand() {
    let (c, mut plan, _, _) = coal_and_power();
    // Nothing is burnt from the balance: ten tonnes are mined, moved and delivered.
    plan.production[0].activity = 10.0;
    let mut c = c;
    c.demands[0].amount_per_year = 10.0;
    let trace = traced(&c, Accounting::Direct, &plan);
    // Mining 10 * 0.5, rail 10 * 2, power 5 * (0.5 + 20).
    assert!(close(trace.closure.ledger_gj, 5.0 + 20.0 + 102.5));
    assert!(trace.closure.residual_gj.abs() < 1e-12, "{:?}", trace.closure);
    assert_stages(trace.embodied[0].stages, [5.0, 0.0, 20.0, 0.0, 0.0]);
    assert_stages(trace.embodied[1].stages, [0.0, 92.25, 0.0, 0.0, 10.25]);
}

#[test]
fn a_store_mixes_periods_and_keeps_its_first_stock_apart() {
    let mut c = continent(1, 2);
    let grain = add_commodity(&mut c, "grain", 0.0);
    let farming = add_process(&mut c, Stage::Extraction, 3.0, &[], &[], &[(grain, 1.0)]);
    add_site(&mut c, farming, A);
    add_store(
        &mut c,
        A,
        grain,
        0.0,
        None,
        StoreEnds::Given {
            initial: 2.0,
            final_minimum: 0.0,
        },
    );
    add_demand(&mut c, A, grain, 8.0);
    let row = |period, charged, discharged, level| Storage {
        period: PeriodIndex(period),
        store: StoreIndex(0),
        charged,
        discharged,
        level,
    };
    let plan = Plan {
        production: vec![Production {
            period: YEAR,
            site: SiteIndex(0),
            activity: 10.0,
        }],
        storage: vec![row(0, 6.0, 0.0, 8.0), row(1, 0.0, 4.0, 4.0)],
        ..Plan::default()
    };
    let trace = traced(&c, Accounting::Closed, &plan);
    // 10 units of farming and 0.2 GJ for each of the 6 put in and the 4 taken out.
    assert!(close(trace.closure.ledger_gj, 30.0 + 2.0));
    assert!(trace.closure.residual_gj.abs() < 1e-12, "{:?}", trace.closure);
    let second: Vec<_> = trace
        .embodied
        .iter()
        .filter(|r| r.period == PeriodIndex(1) && r.sink == Sink::Demand)
        .collect();
    assert_eq!(second[0].origin, Origin::Site(SiteIndex(0)));
    assert!(close(second[0].share, 0.75));
    assert_stages(second[0].stages, [9.0, 0.0, 0.0, 0.6 + 0.6, 0.0]);
    assert_eq!(second[1].origin, Origin::Stock(StoreIndex(0)));
    assert_stages(second[1].stages, [0.0, 0.0, 0.0, 0.2, 0.0]);
    let left: Vec<_> = trace.embodied.iter().filter(|r| r.sink == Sink::Stock).collect();
    assert_stages(left[0].stages, [9.0, 0.0, 0.0, 0.6, 0.0]);
    assert_eq!((left[1].origin, left[1].amount), (Origin::Stock(StoreIndex(0)), 1.0));
}

#[test]
fn what_goes_round_a_million_times_still_closes() {
    let mut c = continent(2, 1);
    let grain = add_commodity(&mut c, "grain", 0.0);
    let road = add_mode(&mut c, "road", None, 0.0, 0.0);
    add_link(&mut c, road, A, B);
    let farming = add_process(&mut c, Stage::Extraction, 3.0, &[], &[], &[(grain, 1.0)]);
    add_site(&mut c, farming, A);
    add_demand(&mut c, B, grain, 1.0);
    let flow = |direction, amount| Flow {
        period: YEAR,
        link: LinkIndex(0),
        direction,
        commodity: grain,
        amount,
    };
    let plan = Plan {
        flows: vec![flow(Direction::Forward, 1e9 + 1.0), flow(Direction::Backward, 1e9)],
        production: vec![Production {
            period: YEAR,
            site: SiteIndex(0),
            activity: 1.0,
        }],
        ..Plan::default()
    };
    let trace = traced(&c, Accounting::Closed, &plan);
    assert!(trace.closure.relative_residual() < 1e-12, "{:?}", trace.closure);
    assert_stages(trace.embodied[0].stages, [3.0, 0.0, 0.0, 0.0, 0.0]);
}

/// What holds for every trace of a plan whose balances hold.
fn assert_consistent(c: &Continent, trace: &Trace) {
    assert!(
        trace.closure.relative_residual() < 1e-9,
        "{:?} {:?}",
        trace.closure,
        trace.statistics
    );
    assert_eq!(trace.statistics.sinks_without_origin, 0);
    for sink in trace.embodied.chunk_by(same_sink) {
        let shares: f64 = sink.iter().map(|r| r.share).sum();
        assert!((shares - 1.0).abs() < 1e-12, "shares sum to {shares}");
    }
    for exit in &trace.pools.exits {
        let pool = trace.pools.pools[exit.pool as usize];
        let Place::Node(node) = pool.place else { continue };
        let rows = trace
            .embodied
            .iter()
            .filter(|r| (r.period, r.sink, r.node, r.commodity) == (pool.period, exit.sink, node, pool.commodity));
        let (mut amount, mut stages) = (0.0, StageEnergy::default());
        for row in rows {
            amount += row.amount;
            stages = stages.plus(&row.stages);
        }
        let mean = trace.per_unit(exit.pool).times(exit.amount);
        assert!((amount - exit.amount).abs() <= 1e-9 * exit.amount);
        for (seen, expected) in stages.as_array().into_iter().zip(mean.as_array()) {
            assert!(
                (seen - expected).abs() <= 1e-9 * mean.total_gj(),
                "{stages:?} is not {mean:?}"
            );
        }
    }
    // What goes round for ever has no energy per unit; a random plan may hold such a loop, an optimal one does not.
    if trace.closure.stranded_gj == 0.0 {
        assert_pools_balance(c, trace);
    }
}

/// The energy that enters each pool, by the rules written out again, is the energy that passes it.
fn assert_pools_balance(c: &Continent, trace: &Trace) {
    let pools = &trace.pools;
    let mut entering = vec![StageEnergy::default(); pools.pools.len()];
    for step in &pools.moves {
        let unit = trace.per_unit(step.from);
        let burnt = step
            .burnt
            .map_or(0.0, |(pool, amount)| trace.per_unit(pool).total_gj() * amount);
        let mut arriving = unit.times(step.departs * step.keep);
        arriving.loss_gj += unit.total_gj() * step.departs * (1.0 - step.keep);
        match step.kind {
            pools::MoveKind::Link(..) => arriving.transport_gj += step.posted_gj + burnt,
            _ => arriving.storage_gj += step.posted_gj + burnt,
        }
        entering[step.to as usize] = entering[step.to as usize].plus(&arriving);
    }
    for making in &pools.makings {
        let inputs = making
            .inputs
            .iter()
            .map(|&(pool, amount)| trace.per_unit(pool).times(amount));
        let mut made = inputs.fold(StageEnergy::default(), |sum, input| sum.plus(&input));
        let burnt: f64 = making
            .burns
            .iter()
            .map(|&(pool, amount)| trace.per_unit(pool).total_gj() * amount)
            .sum();
        match c[c[making.site].process].stage {
            Stage::Extraction => made.extraction_gj += making.posted_gj + burnt,
            Stage::Processing => made.processing_gj += making.posted_gj + burnt,
        }
        for &(pool, _, share) in &making.outputs {
            entering[pool as usize] = entering[pool as usize].plus(&made.times(share));
        }
    }
    for entry in &pools.entries {
        entering[entry.pool as usize].processing_gj += entry.posted_gj;
    }
    for (pool, (entered, passing)) in entering.iter().zip(&trace.passing).enumerate() {
        let scale = passing.total_gj().max(1.0);
        for (a, b) in entered.as_array().into_iter().zip(passing.as_array()) {
            assert!(
                (a - b).abs() <= 1e-10 * scale,
                "pool {pool}: {entered:?} is not {passing:?}"
            );
        }
    }
}

fn shapes(cyclic: bool) -> impl Strategy<Value = Shape> {
    (1..7_usize, 1..5_usize, 1..4_usize, 0..12_usize, 0..8_usize, 0..4_usize).prop_map(
        move |(nodes, commodities, periods, links, sites, stores)| Shape {
            nodes,
            commodities,
            periods,
            links,
            sites,
            stores,
            cyclic,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_without_cycles_close(shape in shapes(false), seed in any::<u64>()) {
        for accounting in [Accounting::Closed, Accounting::Direct] {
            let (c, plan) = random_plan(shape, accounting, seed);
            assert_consistent(&c, &traced(&c, accounting, &plan));
        }
    }

    #[test]
    fn plans_with_cycles_close(shape in shapes(true), seed in any::<u64>()) {
        for accounting in [Accounting::Closed, Accounting::Direct] {
            let (c, plan) = random_plan(shape, accounting, seed);
            assert_consistent(&c, &traced(&c, accounting, &plan));
        }
    }
}

#[test]
fn a_large_cyclic_plan_closes() {
    let shape = Shape {
        nodes: 150,
        commodities: 12,
        periods: 2,
        links: 400,
        sites: 400,
        stores: 20,
        cyclic: true,
    };
    let (c, plan) = random_plan(shape, Accounting::Closed, 7);
    assert_consistent(&c, &traced(&c, Accounting::Closed, &plan));
}

#[test]
fn what_leads_nowhere_is_stated() {
    let mut c = continent(1, 1);
    let grain = add_commodity(&mut c, "grain", 0.0);
    let farming = add_process(&mut c, Stage::Extraction, 3.0, &[], &[], &[(grain, 1.0)]);
    let dumping = add_process(&mut c, Stage::Processing, 0.5, &[(grain, 1.0)], &[], &[]);
    add_site(&mut c, farming, A);
    add_site(&mut c, dumping, A);
    let made = |site, activity| Production {
        period: YEAR,
        site: SiteIndex(site),
        activity,
    };
    let plan = Plan {
        production: vec![made(0, 4.0), made(1, 4.0)],
        ..Plan::default()
    };
    let closure = traced(&c, Accounting::Closed, &plan).closure;
    assert_eq!(
        (closure.ledger_gj, closure.stranded_gj, closure.residual_gj),
        (14.0, 14.0, 0.0)
    );
}

#[test]
fn pools_are_found_by_what_where_and_when() {
    let (c, plan, coal, _) = coal_and_power();
    let trace = traced(&c, Accounting::Closed, &plan);
    let at = |node| Pool {
        commodity: coal,
        period: YEAR,
        place: Place::Node(node),
    };
    assert!(trace.pools.find(&at(A)).is_some());
    assert_eq!(trace.pools.find(&at(C)), None);
}

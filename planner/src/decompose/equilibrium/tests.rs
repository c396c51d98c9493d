//! The phase against plain ways of finding the same: prices against the optimum, footprints against labels, amounts on
//! ways against loads.

use super::super::ascent::{SHORT, ascend};
use super::super::space::Space;
use super::*;
use crate::network::{Network, Reach};
use crate::program;
use data::generate::{GenerateSpec, generate};
use data::model::{Accounting, Continent};
use workers::solve::solve;
use workers::{SolveOptions, SolveStatus};

fn continent(nodes: usize, periods: usize, seed: u64) -> Continent {
    generate(&GenerateSpec {
        nodes,
        commodities: 12,
        periods,
        seed,
    })
}

/// The whole program's objective, GJ.
fn whole_gj(network: &Network<'_>, reach: &Reach, accounting: Accounting) -> f64 {
    let program = program::build(network, reach, accounting).program;
    let answer = solve(&program, &SolveOptions::default()).unwrap();
    assert_eq!(answer.status, SolveStatus::Optimal);
    answer.primal.iter().zip(&program.costs).map(|(x, cost)| x * cost).sum()
}

fn settled(master: &mut Master<'_>, sweeper: &mut Sweeper) -> Settled {
    let start = ascend(master, sweeper, SHORT, || false);
    settle(master, sweeper, &start, |_| false).unwrap()
}

#[test]
fn prices_prove_nearly_the_optimum_and_never_more() {
    for (seed, accounting) in [
        (1, Accounting::Closed),
        (2, Accounting::Direct),
        (3, Accounting::Closed),
    ] {
        let continent = continent(60, 1, seed);
        let network = Network::new(&continent);
        let reach = Reach::of(&network, accounting);
        let space = Space::new(&network, accounting);
        let (mut master, mut sweeper) = (Master::new(&space, &reach), Sweeper::new(&space));
        let settled = settled(&mut master, &mut sweeper);
        let proven_gj = sweeper.sweep(&master, &settled.start.rows, Gates::Chained).bound_gj;
        let optimum_gj = whole_gj(&network, &reach, accounting);
        let share = proven_gj / optimum_gj;
        assert!((0.97..1.0 + 1e-7).contains(&share), "seed {seed}: {share}");
    }
}

#[test]
fn a_footprint_costs_what_the_label_says() {
    let continent = continent(60, 2, 4);
    let network = Network::new(&continent);
    let reach = Reach::of(&network, Accounting::Direct);
    let space = Space::new(&network, Accounting::Direct);
    let (master, mut sweeper) = (Master::new(&space, &reach), Sweeper::new(&space));
    let start = ascend(&master, &mut sweeper, SHORT, || false);
    let mut market = Market::new(&master, &mut sweeper, start);
    for round in 0..3 {
        market.sweep(&master, &mut sweeper, round);
    }
    let (mut compared, mut apart) = (0, 0);
    for period in continent.period_indices() {
        let tracer = &mut market.tracers[period.position()];
        tracer.trace(View::new(&master, &sweeper, &market.limits, period));
        for sink in &market.sinks[period.position()] {
            let Asker::Demand(row) = sink.asker else { continue };
            let PricedRow::Balance(node, commodity) = master.rows[row as usize].row else {
                continue;
            };
            let cell = space.cell(node, commodity);
            let (cost, uses) = tracer.of(cell).unwrap();
            let paid: f64 = uses
                .iter()
                .map(|(limit, amount)| f64::from(*amount) * market.limits.seen[*limit as usize])
                .sum();
            let label = sweeper.labels[period.position()][cell];
            compared += 1;
            apart += usize::from((cost + paid - label).abs() > 1e-3 * label.abs().max(1e-3));
        }
    }
    // A byproduct may be credited at its gate's price where it costs less elsewhere.
    assert!(compared > 50 && 10 * apart <= compared, "{apart} of {compared}");
}

#[test]
fn use_is_what_chains_use_and_ways_carry_it() {
    let continent = continent(80, 1, 5);
    let network = Network::new(&continent);
    let reach = Reach::of(&network, Accounting::Direct);
    let space = Space::new(&network, Accounting::Direct);
    let (mut master, mut sweeper) = (Master::new(&space, &reach), Sweeper::new(&space));
    let start = ascend(&master, &mut sweeper, SHORT, || false);
    let mut market = Market::new(&master, &mut sweeper, start);
    for round in 0..12 {
        market.sweep(&master, &mut sweeper, round);
        market.trade(&master, &sweeper, round);
    }
    let mut plain = vec![0.0; market.limits.count()];
    for sink in market.sinks.iter().flatten() {
        sink.add_uses(&mut plain);
    }
    for (limit, load) in plain.iter().enumerate() {
        let size = load.abs().max(market.limits.load[limit].abs()).max(1.0);
        assert!((load - market.limits.load[limit]).abs() <= 1e-6 * size, "limit {limit}");
    }
    let flows = market.finish(&mut master, &mut sweeper).flows;
    let mut carried = vec![0.0; master.rows.len()];
    for column in master.path_columns.iter().chain(&master.fixed_columns) {
        let (rows, values) = master.simplex.entries(*column);
        for (row, value) in rows.iter().zip(values) {
            carried[*row as usize] += flows.of(*column) * value;
        }
    }
    let is_link = |row: &usize| matches!(master.rows[*row].row, PricedRow::Link(_));
    let (mut used, mut apart) = (0.0, 0.0);
    for row in (0..master.rows.len()).filter(is_link) {
        used += plain[row];
        apart += (carried[row] - plain[row]).abs();
    }
    assert!(used > 0.0 && apart <= 0.01 * used, "{apart} of {used}");
}

#[test]
fn rents_are_held_to_what_an_activity_gains() {
    let continent = continent(60, 1, 5);
    let network = Network::new(&continent);
    let reach = Reach::of(&network, Accounting::Closed);
    let space = Space::new(&network, Accounting::Closed);
    let (master, mut sweeper) = (Master::new(&space, &reach), Sweeper::new(&space));
    let mut start = ascend(&master, &mut sweeper, SHORT, || false);
    start.rents.fill(1e9);
    let priced = sweeper.sweep(&master, &start.rows, Gates::Quick);
    let mut limits = Limits::new(&master, &start, &priced.rows);
    let before = limits.seen.clone();
    limits.hold_rents(&master, &priced.rows);
    let mut held = 0;
    for (column, inner) in master.fixed_columns.iter().enumerate() {
        let limit = master.rows.len() + column;
        if limits.capacity[limit].is_finite() {
            let gains_gj = -master.simplex.reduced_cost_at(*inner, &priced.rows);
            let most = (1.05 * gains_gj).max(limits.scale[limit]);
            assert!(limits.seen[limit] <= most * (1.0 + 1e-12), "column {column}");
            held += usize::from(before[limit] > limits.seen[limit]);
        }
    }
    assert!(held > 0, "no rent was above what its activity gains");
}

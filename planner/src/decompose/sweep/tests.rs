//! The number of threads changes nothing, and prices handed in again prove the same.

use super::super::ascent::{SHORT, Start, ascend};
use super::super::master::Path;
use super::*;
use crate::network::{Network, Reach};
use data::generate::{GenerateSpec, generate};
use data::model::Accounting;

/// Everything that a decomposition takes from sweeps, bit by bit.
#[derive(Debug, PartialEq)]
struct Seen {
    figures: Vec<Vec<u64>>,
    last_arcs: Vec<Vec<u32>>,
    orders: Vec<Vec<u32>>,
    chosen: Vec<u32>,
    paths: Vec<Path>,
}

fn bits(figures: &[f64]) -> Vec<u64> {
    figures.iter().map(|figure| figure.to_bits()).collect()
}

fn seen(master: &Master<'_>, sweeper: &Sweeper, start: &Start, priced: &[Priced]) -> Seen {
    let mut figures = vec![bits(&start.rows), bits(&start.rents)];
    figures.extend(sweeper.labels.iter().map(|labels| bits(labels)));
    for priced in priced {
        figures.extend([bits(&priced.rows), bits(&[priced.bound_gj, priced.unrest])]);
    }
    Seen {
        figures,
        last_arcs: sweeper.last_arcs.clone(),
        orders: sweeper.orders.clone(),
        chosen: sweeper.chosen.clone(),
        paths: master.paths.clone(),
    }
}

/// The first-order phase, then sweeps of both kinds, with this many threads.
fn run(network: &Network<'_>, reach: &Reach, accounting: Accounting, threads: usize) -> Seen {
    let space = Space::new(network, accounting);
    let mut master = Master::new(&space, reach);
    let mut sweeper = Sweeper::new(&space);
    sweeper.set_threads(threads);
    let start = ascend(&master, &mut sweeper, SHORT, || false);
    let chained = sweeper.sweep(&master, &start.rows, Gates::Chained);
    let everything = vec![f64::INFINITY; master.rows.len()];
    sweeper.add_paths(&mut master, &everything);
    let given = sweeper.sweep(&master, &chained.given, Gates::AsGiven);
    assert!(!master.paths.is_empty() && given.bound_gj > 0.0);
    let again = (given.bound_gj - chained.bound_gj).abs() / chained.bound_gj.abs();
    assert!(again < 1e-9, "prices handed in again prove the same: {again}");
    seen(&master, &sweeper, &start, &[chained, given])
}

#[test]
fn threads_change_no_bit() {
    for (nodes, commodities, periods, accounting) in [
        (60, 12, 1, Accounting::Closed),
        (120, 20, 2, Accounting::Closed),
        (150, 25, 3, Accounting::Direct),
    ] {
        let continent = generate(&GenerateSpec {
            nodes,
            commodities,
            periods,
            seed: 11,
        });
        let network = Network::new(&continent);
        let reach = Reach::of(&network, accounting);
        let one = run(&network, &reach, accounting, 1);
        for threads in [2, 8] {
            let many = run(&network, &reach, accounting, threads);
            assert!(many == one, "{nodes}x{commodities}x{periods} with {threads} threads");
        }
    }
}

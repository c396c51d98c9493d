//! How much faster two threads price than one: rounds of all commodities and periods of generated continents on the local farm,
//! the same work in turn on one thread and on two. Efficiency is half of the speed-up; medians of many turns. CSV to stdout.
//!
//!     cargo bench -p benches --bench threads
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    reason = "a measurement prints, and ends where it cannot measure"
)]

use data::generate::{GenerateSpec, generate};
use planner::network::Network;
use std::time::Instant;
use workers::pricing::{
    ArcPrice, ArcPrices, Carrying, Labels, NO_CARRIER, PricingNetwork, PricingPlan, PricingRound, PricingTask, Source,
};
use workers::{Farm, LocalFarm};

/// Nodes, commodities, periods.
const SIZES: [(usize, usize, usize); 3] = [(150, 20, 12), (530, 60, 4), (2600, 120, 1)];

/// Turns whose median is taken.
const TURNS: usize = 41;

fn main() {
    // `cargo test --all-targets` runs this too, and only wants to know that it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("nodes,arcs,tasks,one_thread_ms,two_threads_ms,efficiency");
    for (nodes, commodities, periods) in SIZES {
        let (plan, prices, tasks) = sample(nodes, commodities, periods);
        let round = PricingRound {
            plan: &plan,
            prices: &prices,
            tasks: &tasks,
        };
        let farms = [1, 2].map(|threads| LocalFarm::new(threads).unwrap());
        let mut labels = [(); 2].map(|()| vec![Labels::default(); tasks.len()]);
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..TURNS {
            for ((farm, labels), times) in farms.iter().zip(&mut labels).zip(&mut times) {
                let start = Instant::now();
                farm.price_round(&round, labels).unwrap();
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
        assert!(labels[0] == labels[1], "the labels depend on the number of threads");
        let [one_ms, two_ms] = times.map(median);
        let efficiency = one_ms / two_ms / 2.0;
        let (arcs, tasks) = (plan.network().arc_count(), tasks.len());
        println!("{nodes},{arcs},{tasks},{one_ms:.2},{two_ms:.2},{efficiency:.2}");
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// All commodities of a continent in all periods, each to be had at three nodes.
fn sample(nodes: usize, commodities: usize, periods: usize) -> (PricingPlan, Vec<ArcPrices>, Vec<PricingTask>) {
    let continent = generate(&GenerateSpec {
        nodes,
        commodities,
        periods,
        seed: 1,
    });
    let network = Network::new(&continent);
    let mut arcs: Vec<_> = network.arcs.iter().collect();
    arcs.sort_by_key(|arc| arc.tail);
    let starts = 0..=continent.nodes.len();
    let starts = starts.map(|node| arcs.partition_point(|arc| arc.tail.position() < node) as u32);
    let topology = PricingNetwork {
        starts: starts.collect(),
        tails: arcs.iter().map(|arc| arc.tail.0).collect(),
        heads: arcs.iter().map(|arc| arc.head.0).collect(),
        modes: arcs.iter().map(|arc| arc.mode.0 as u16).collect(),
        keeps: arcs.iter().map(|arc| arc.keep).collect(),
    };
    let one = Some(Carrying {
        energy: 1.0,
        tonnes: 1.0,
        weight: 1.0,
    });
    let carrying = vec![vec![one; continent.modes.len()]; continent.commodities.len()];
    let plan = PricingPlan::new(topology, carrying, vec![NO_CARRIER; arcs.len()], vec![0.0; arcs.len()]);
    let price = |arc: &&planner::network::Arc| ArcPrice {
        energy: continent[arc.link].length_km,
        tonne: 0.1,
        toll: 0.0,
    };
    let prices = vec![arcs.iter().map(price).collect(); continent.periods.len()];
    let nodes = continent.nodes.len() as u32;
    let source = |task: u32, k: u32| Source {
        node: (task * 7 + k * nodes / 3) % nodes,
        price_gj: 1.0 + f64::from(k),
    };
    let task = |at: u32| {
        let mut sources: Vec<_> = (0..3).map(|k| source(at, k)).collect();
        sources.sort_by_key(|source| source.node);
        sources.dedup_by_key(|source| source.node);
        PricingTask {
            period: at / continent.commodities.len() as u32,
            commodity: at % continent.commodities.len() as u32,
            sources,
        }
    };
    let count = (continent.commodities.len() * continent.periods.len()) as u32;
    (plan, prices, (0..count).map(task).collect())
}

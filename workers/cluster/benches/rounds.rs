//! What a round on a cluster costs: its overhead by blocks, and pricing and solving with one and two executors of one
//! core each beside this process's own threads. Real processes on loopback; medians; CSV to stdout.
//!
//!     cargo bench -p cluster --bench rounds
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement prints, and ends where it cannot measure"
)]

#[path = "../tests/common/mod.rs"]
mod common;
mod measure;

use cluster::ClusterFarm;
use common::{Cluster, Sample, program};
use measure::{Turns, farm, median_ms};
use workers::{Farm, LocalFarm, SolveOptions};

fn main() {
    // `cargo test --all-targets` runs this too, and only wants to know that it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("what,executors,blocks,median_ms,worker_ms,overhead_ms");
    let cluster = Cluster::start(2);
    cluster.warm_up(&Sample::grid(4, 2, 1, 1));
    for blocks in [1, 4, 16, 64] {
        overhead(&cluster, 2, blocks);
    }
    drop(cluster);
    let large = Turns::new(50, 60, 12);
    let programs: Vec<_> = (0..8).map(|seed| program(30, 120, seed)).collect();
    for threads in [1, 2] {
        let farm = LocalFarm::new(threads).unwrap();
        let mut labels = large.first().labels();
        let median = median_ms(5, || farm.price_round(&large.next(), &mut labels).unwrap());
        println!("pricing here,{threads} threads,,{median:.1},,");
        let median = median_ms(5, || {
            drop(farm.solve_round(&programs, &SolveOptions::default()).unwrap())
        });
        println!("solving here,{threads} threads,,{median:.1},,");
    }
    for executors in [1, 2] {
        let cluster = Cluster::start(executors);
        cluster.warm_up(&Sample::grid(4, 2, 1, 1));
        let farm = farm(&cluster, 8);
        let mut labels = large.first().labels();
        measure("pricing", executors, 8, &farm, 5, || {
            farm.price_round(&large.next(), &mut labels).unwrap();
        });
        measure("solving", executors, 8, &farm, 5, || {
            drop(farm.solve_round(&programs, &SolveOptions::default()).unwrap());
        });
    }
}

/// Rounds with next to nothing to do.
fn overhead(cluster: &Cluster, executors: usize, blocks: u32) {
    let sample = Sample::grid(2, blocks, 1, 9);
    let farm = farm(cluster, blocks as usize);
    let mut labels = sample.labels();
    measure("overhead", executors, blocks as usize, &farm, 41, || {
        farm.price_round(&sample.round(), &mut labels).unwrap();
    });
}

fn measure(what: &str, executors: usize, blocks: usize, farm: &ClusterFarm, count: usize, mut round: impl FnMut()) {
    round();
    let before = farm.report().worker_us;
    let median = median_ms(count, &mut round);
    let worker = (farm.report().worker_us - before) as f64 / 1e3 / count as f64;
    let overhead = median - worker / executors as f64;
    println!("{what},{executors},{blocks},{median:.1},{worker:.1},{overhead:.1}");
}

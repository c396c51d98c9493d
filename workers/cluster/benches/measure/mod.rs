//! What the measurements have in common.
#![allow(dead_code, unreachable_pub, reason = "every measurement uses its part")]

use crate::common::{Cluster, Sample};
use cluster::{ClusterFarm, ClusterOptions};
use std::cell::Cell;
use std::time::Instant;
use workers::pricing::PricingRound;

/// A round whose prices are new every time, as at the beginning of a sweep: those of two samples in turn.
pub struct Turns {
    samples: [Sample; 2],
    turn: Cell<usize>,
}

impl Turns {
    pub fn new(side: u32, commodities: u32, periods: u32) -> Self {
        let one = Sample::grid(side, commodities, periods, 3);
        let other = Sample {
            prices: Sample::grid(side, commodities, periods, 4).prices,
            ..Sample::grid(side, commodities, periods, 3)
        };
        Self {
            samples: [one, other],
            turn: Cell::new(0),
        }
    }

    pub fn first(&self) -> &Sample {
        &self.samples[0]
    }

    pub fn next(&self) -> PricingRound<'_> {
        let turn = self.turn.get();
        self.turn.set(1 - turn);
        self.samples[turn].round()
    }
}

/// A farm that does nothing itself.
pub fn farm(cluster: &Cluster, blocks: usize) -> ClusterFarm {
    ClusterFarm::new(ClusterOptions {
        blocks,
        threads_here: None,
        ..cluster.options()
    })
    .unwrap()
}

/// Median wall time of some runs, ms.
pub fn median_ms(count: usize, mut work: impl FnMut()) -> f64 {
    let times = (0..count).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1e3
    });
    median(times.collect())
}

pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Clock ticks of a second, as Linux counts CPU time of processes.
const TICKS: f64 = 100.0;

/// CPU time that a process has used so far, ms; zero where the system does not say.
pub fn cpu_of_ms(process: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // After the name, which may hold anything, user and system time are the 12th and 13th.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS * 1e3
}

/// CPU time of this thread so far, ms; zero where the system does not say.
pub fn cpu_ms() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = text
        .split_whitespace()
        .next()
        .and_then(|spent| spent.parse::<f64>().ok());
    spent.unwrap_or(0.0) / 1e6
}

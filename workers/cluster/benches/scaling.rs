//! What 1 to 64 executors of one core each would make of a round, beside what 1, 2 and 4 processes do. Blocks are timed one by
//! one and laid out again on so many executors; all that is not the executors' own time is taken from rounds with one
//! executor, and does not become less. The same from CPU time alone, which other work on the machine does not change: executors'
//! time shared out, the planner's and the scheduler's not. Prices are new in every round. CSV to stdout.
//!
//!     cargo bench -p cluster --bench scaling
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
use measure::{Turns, cpu_ms, cpu_of_ms, farm, median, median_ms};
use std::cell::RefCell;
use std::sync::Arc;
use workers::pricing::{Labels, PricingAnswers, PricingRound, Shortest, Verifier};
use workers::{Farm, LinearProgram, LocalFarm, SolveOptions};

/// Blocks of every round: one for each of the most executors.
const BLOCKS: usize = 64;

/// Rounds whose median is taken.
const ROUNDS: usize = 7;

/// Executors of the replay.
const REPLAYED: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];

/// Executors that are measured as processes.
const MEASURED: [usize; 3] = [1, 2, 4];

/// Rounds of one kind.
struct Kind<'a> {
    name: &'static str,
    /// Time of each block on a thread of this process, CPU ms.
    blocks_ms: Vec<f64>,
    round: Box<dyn Fn(&ClusterFarm) + 'a>,
}

/// Rounds with some executors.
struct Measured {
    wall_ms: f64,
    /// Time that executors say they spent on the blocks of a round.
    workers_ms: f64,
    /// CPU time of a round: the planner's and the scheduler's, and that of the executors.
    cpu_ms: [f64; 2],
}

fn main() {
    // `cargo test --all-targets` runs this too, and only wants to know that it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let turns = Turns::new(70, 120, 12);
    let programs: Vec<_> = (0..BLOCKS as u64).map(|seed| program(60, 150, seed)).collect();
    say_check(turns.first());
    println!("round,executors,replayed_ms,replayed_speed_up,cpu_speed_up,measured_ms,measured_speed_up");
    for kind in [pricing(&turns), solving(&programs)] {
        let measured: Vec<Measured> = MEASURED.iter().map(|executors| measure(&kind, *executors)).collect();
        report(&kind, &measured);
    }
}

fn pricing(turns: &Turns) -> Kind<'_> {
    let sample = turns.first();
    let bound = |block: usize| block * sample.tasks.len() / BLOCKS;
    let mut space = Shortest::default();
    let mut labels = Labels::default();
    let blocks_ms = (0..BLOCKS).map(|block| {
        let start = cpu_ms();
        for task in &sample.tasks[bound(block)..bound(block + 1)] {
            space.price(&sample.round(), task, &mut labels);
        }
        cpu_ms() - start
    });
    let blocks_ms = blocks_ms.collect();
    // A planner too uses their memory again.
    let labels = RefCell::new(sample.labels());
    Kind {
        name: "pricing",
        blocks_ms,
        round: Box::new(move |farm| farm.price_round(&turns.next(), &mut labels.borrow_mut()).unwrap()),
    }
}

fn solving(programs: &[Arc<LinearProgram>]) -> Kind<'_> {
    let here = LocalFarm::default();
    let blocks_ms = programs.iter().map(|program| {
        let start = cpu_ms();
        here.solve_round(std::slice::from_ref(program), &SolveOptions::default())
            .unwrap();
        cpu_ms() - start
    });
    Kind {
        name: "solving",
        blocks_ms: blocks_ms.collect(),
        round: Box::new(|farm| drop(farm.solve_round(programs, &SolveOptions::default()).unwrap())),
    }
}

fn measure(kind: &Kind<'_>, executors: usize) -> Measured {
    let cluster = Cluster::start(executors);
    cluster.warm_up(&Sample::grid(4, 2, 1, 1));
    let farm = farm(&cluster, BLOCKS);
    (kind.round)(&farm);
    let cpu_so_far = || {
        let of_executors = cluster.executors.iter().map(|executor| cpu_of_ms(executor.0.id()));
        let others = cpu_of_ms(std::process::id()) + cpu_of_ms(cluster.scheduler.0.id());
        [others, of_executors.sum::<f64>()]
    };
    let (before, cpu_before) = (farm.report().worker_us, cpu_so_far());
    let wall_ms = median_ms(ROUNDS, || (kind.round)(&farm));
    let workers_ms = (farm.report().worker_us - before) as f64 / 1e3 / ROUNDS as f64;
    let cpu = cpu_so_far();
    Measured {
        wall_ms,
        workers_ms,
        cpu_ms: [0, 1].map(|at| (cpu[at] - cpu_before[at]) / ROUNDS as f64),
    }
}

fn report(kind: &Kind<'_>, measured: &[Measured]) {
    let one = &measured[0];
    // As long as the executor said it took for all of them.
    let scale = one.workers_ms / kind.blocks_ms.iter().sum::<f64>();
    let blocks_ms: Vec<f64> = kind.blocks_ms.iter().map(|time| time * scale).collect();
    let rest_ms = one.wall_ms - one.workers_ms;
    let replayed = |executors| rest_ms + laid_out(&blocks_ms, executors);
    let [alone_ms, shared_ms] = one.cpu_ms;
    let by_cpu = |executors: usize| (alone_ms + shared_ms) / (alone_ms + shared_ms / executors as f64);
    println!(
        "# {}: {:.1} ms of blocks, {rest_ms:.1} ms besides; CPU {shared_ms:.1} ms of executors, {alone_ms:.1} ms of others",
        kind.name, one.workers_ms
    );
    for executors in REPLAYED {
        let ms = replayed(executors);
        let real = MEASURED.iter().position(|of| *of == executors).map(|at| &measured[at]);
        let real = real.map_or(",".to_owned(), |real| {
            format!("{:.1},{:.2}", real.wall_ms, one.wall_ms / real.wall_ms)
        });
        let (laid, shared) = (replayed(1) / ms, by_cpu(executors));
        println!("{},{executors},{ms:.1},{laid:.2},{shared:.2},{real}", kind.name);
    }
}

/// When the last block ends, if each executor takes the next one as soon as it is free, ms.
fn laid_out(blocks_ms: &[f64], executors: usize) -> f64 {
    let mut free_ms = vec![0.0_f64; executors];
    for block in blocks_ms {
        let first = free_ms.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        let (at, since) = first.unwrap();
        free_ms[at] = since + block;
    }
    free_ms.into_iter().fold(0.0, f64::max)
}

/// What checking the answers of a round takes of what finding them takes, in CPU time of one thread.
fn say_check(sample: &Sample) {
    let round = sample.round();
    let (mut space, mut verifier) = (Shortest::default(), Verifier::default());
    let mut labels = sample.labels();
    let (mut search, mut check) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let start = cpu_ms();
        price_all(&mut space, &round, &mut labels);
        search.push(cpu_ms() - start);
        let mut answers = PricingAnswers::default();
        labels.iter().for_each(|labels| answers.push(labels));
        let start = cpu_ms();
        for ((task, ways), labels) in round.tasks.iter().zip(answers.ways()).zip(&mut labels) {
            verifier.verify(&round, task, ways, labels).unwrap();
        }
        check.push(cpu_ms() - start);
    }
    println!(
        "# on one thread: searches {:.1} CPU ms, their check {:.1}",
        median(search),
        median(check)
    );
}

fn price_all(space: &mut Shortest, round: &PricingRound<'_>, labels: &mut [Labels]) {
    for (task, labels) in round.tasks.iter().zip(labels) {
        space.price(round, task, labels);
    }
}

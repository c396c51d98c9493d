//! The loops that a run spends its time in: pricing sweeps, the growing simplex, rounds of a design, answering columns, questions to
//! an index, and record batches out and back. Each at three sizes, with the power by which it grows on stderr at the end.
//!
//! Times are CPU time of the one thread that works, where the system tells it.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a measurement, which may stop when something is wrong"
)]

use benches::growth::growth_exponent;
use benches::spent;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use data::generate::{GenerateSpec, generate};
use data::import::input_output::{LaySpec, synthetic};
use data::model::{Accounting, Continent};
use data::tables::{WRITTEN_CALENDAR, write_continent};
use planner::ask::PlanIndex;
use planner::network::{Network, Reach};
use planner::program::build;
use planner::run::{self, Opened, Settings, Silent};
use std::hint::black_box;
use std::time::Duration;
use workers::block::{read_program, write_program};
use workers::design::{Arc, Design, Good};
use workers::pricing::{
    ArcPrice, Carrying, Labels, NO_CARRIER, PricingNetwork, PricingPlan, PricingRound, PricingTask, Shortest, Source,
};
use workers::simplex::{Outcome, Simplex};
use workers::solve::solve_by_answering;
use workers::{LinearProgram, RowKind};

/// Nodes and commodities of the continents.
const SIZES: [(usize, usize); 3] = [(30, 8), (60, 12), (120, 16)];

fn continent((nodes, commodities): (usize, usize)) -> Continent {
    generate(&GenerateSpec {
        nodes,
        commodities,
        periods: 1,
        seed: 1,
    })
}

fn program(continent: &Continent) -> LinearProgram {
    let network = Network::new(continent);
    let reach = Reach::of(&network, Accounting::Closed);
    build(&network, &reach, Accounting::Closed).program
}

/// A group under way: what was measured at each size, for the power at its end.
struct Loop<'a> {
    group: BenchmarkGroup<'a, WallTime>,
    name: &'static str,
    points: Vec<(f64, f64)>,
}

impl<'a> Loop<'a> {
    fn new(criterion: &'a mut Criterion, name: &'static str) -> Self {
        let mut group = criterion.benchmark_group(name);
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        group
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(2));
        Self {
            group,
            name,
            points: Vec::new(),
        }
    }

    /// Measures work of that size.
    fn measure(&mut self, size: usize, mut work: impl FnMut()) {
        let mut least = f64::INFINITY;
        self.group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter_custom(|iterations| {
                let spent = spent(iterations, &mut work);
                #[allow(clippy::cast_precision_loss, reason = "a count of repeats")]
                let each = spent.as_secs_f64() / iterations as f64;
                least = least.min(each);
                spent
            });
        });
        #[allow(clippy::cast_precision_loss, reason = "a size")]
        self.points.push((size as f64, least));
    }

    fn finish(self) {
        if let Some(power) = growth_exponent(&self.points) {
            eprintln!("{}: grows as size^{power:.2} ({:?})", self.name, self.points);
        }
        self.group.finish();
    }
}

/// Every commodity from one source over all arcs, as a sweep prices them; size: arcs times commodities.
fn sweep(criterion: &mut Criterion) {
    let mut timed = Loop::new(criterion, "sweep");
    for size in SIZES {
        let continent = continent(size);
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
        let prices = vec![
            arcs.iter()
                .map(|arc| ArcPrice {
                    energy: continent[arc.link].length_km,
                    tonne: 0.1,
                    toll: 0.0,
                })
                .collect::<Vec<_>>(),
        ];
        let tasks: Vec<PricingTask> = (0..continent.commodities.len() as u32)
            .map(|commodity| PricingTask {
                period: 0,
                commodity,
                sources: vec![Source { node: 0, price_gj: 1.0 }],
            })
            .collect();
        let round = PricingRound {
            plan: &plan,
            prices: &prices,
            tasks: &tasks,
        };
        let (mut shortest, mut labels) = (Shortest::default(), Labels::default());
        timed.measure(arcs.len() * tasks.len(), || {
            for task in &tasks {
                shortest.price(&round, task, &mut labels);
                black_box(&labels);
            }
        });
    }
    timed.finish();
}

/// The growing simplex from nothing to the optimum; size: coefficients of the program.
fn master(criterion: &mut Criterion) {
    let mut timed = Loop::new(criterion, "the growing simplex");
    for size in [(15, 6), (30, 8), (60, 12)] {
        let program = program(&continent(size));
        timed.measure(program.entry_count(), || {
            let (mut simplex, _) = Simplex::of(&program, 1e12, 1e-9, 1e-9);
            assert_eq!(black_box(simplex.solve(u64::MAX)), Outcome::Optimal);
        });
    }
    timed.finish();
}

/// A program out as record batches and back; size: coefficients.
fn round_trip(criterion: &mut Criterion) {
    let mut timed = Loop::new(criterion, "record batches out and back");
    for size in SIZES {
        let program = program(&continent(size));
        timed.measure(program.entry_count(), || {
            let (columns, rows) = write_program(&program).unwrap();
            black_box(read_program(&columns, &rows).unwrap());
        });
    }
    timed.finish();
}

/// Where every demand is supplied from, asked of an index; size: flows of the plan.
fn questions(criterion: &mut Criterion) {
    let mut timed = Loop::new(criterion, "where all demands are supplied from");
    for (nodes, commodities) in SIZES {
        let opened = planned(nodes, commodities);
        let index = PlanIndex::new(&opened);
        timed.measure(opened.plan.flows.len(), || {
            for demand in &opened.continent.demands {
                black_box(index.supply(demand.node, demand.commodity, None, 20));
            }
        });
    }
    timed.finish();
}

/// A drawn continent, planned in a folder of its own and opened.
fn planned(nodes: usize, commodities: usize) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    write_continent(&folder.path().join("tables"), &continent((nodes, commodities))).unwrap();
    let config = folder.path().join("config.toml");
    let text = format!("name = \"Drawn\"\ndata = \"tables\"\ncalendar = \"{WRITTEN_CALENDAR}\"\n");
    std::fs::write(&config, text).unwrap();
    let settings = Settings {
        out: folder.path().join("plan"),
        resume: false,
    };
    run::plan(&run::load(&config).unwrap(), &settings, &mut Silent).unwrap();
    run::open(&settings.out, None).unwrap()
}

/// Input-output tables of a year by answering columns; size: coefficients.
fn answering(criterion: &mut Criterion) {
    let mut timed = Loop::new(criterion, "sectors by answering columns");
    for sectors in [100, 400, 1_600] {
        let program = program(&synthetic(sectors, 1).to_continent(&LaySpec::default()));
        assert!(program.rows.iter().all(|row| row.kind == RowKind::Equal));
        timed.measure(program.entry_count(), || {
            black_box(solve_by_answering(&program, 1e-6).unwrap());
        });
    }
    timed.finish();
}

/// A strong relaxation of a design, to the end; size: arcs times goods.
fn design(criterion: &mut Criterion) {
    let mut timed = Loop::new(criterion, "strong relaxation of a design");
    for (nodes, goods) in [(10, 10), (15, 30), (20, 60)] {
        let design = drawn(nodes, goods);
        timed.measure(design.arcs.len() * goods, || {
            black_box(workers::design::solve(&design, 1e-6, 1_000).unwrap());
        });
    }
    timed.finish();
}

/// Arcs from each node to half of the others, and goods between nodes in turn; figures by a fixed rule.
fn drawn(nodes: usize, goods: usize) -> Design {
    let figure = |k: usize, below: u32| f64::from((k as u32).wrapping_mul(2_654_435_761) % below);
    let mut design = Design {
        nodes,
        ..Design::default()
    };
    for tail in 0..nodes {
        for step in 1..=nodes / 2 {
            let k = tail * nodes + step;
            design.arcs.push(Arc {
                tail,
                head: (tail + step * step + step / 2) % nodes,
                cost: 1.0 + figure(k, 20),
                capacity: 40.0 + figure(k + 7, 60),
                fixed_cost: 50.0 + figure(k + 13, 400),
            });
        }
    }
    for good in 0..goods {
        let origin = good * 7 % nodes;
        design.goods.push(Good {
            origin,
            destination: (origin + 1 + good % (nodes - 1)) % nodes,
            demand: 1.0 + figure(good + 3, 9),
        });
    }
    design
}

criterion_group!(loops, sweep, master, round_trip, questions, answering, design);
criterion_main!(loops);

//! Least-energy ways on generated continents: buckets on a curve, the pricing's heap, and petgraph's Dijkstra.
//!
//! `ROUTES_NODES` lists the numbers of nodes, separated by commas; 100000 unless given. All run on one thread; times are CPU time.
#![allow(missing_docs, reason = "criterion makes public functions")]

use benches::spent;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use data::generate::{GenerateSpec, generate};
use data::model::{CommodityIndex, Continent, NodeIndex};
use petgraph::algo::dijkstra;
use petgraph::visit::{EdgeRef, Reversed};
use planner::network::Network;
use planner::paths::EnergyPaths;
use planner::plan::terms::{carriage, link_energy_gj};
use std::hint::black_box;
use std::time::Duration;
use workers::pricing::{
    ArcPrice, Carrying, Labels, NO_CARRIER, PricingNetwork, PricingPlan, PricingRound, PricingTask, Shortest, Source,
};

type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// Nodes that are asked for in turn.
const ASKED: usize = 16;

fn sizes() -> Vec<usize> {
    let asked = std::env::var("ROUTES_NODES").unwrap_or_else(|_| "100000".to_owned());
    asked.split(',').filter_map(|size| size.trim().parse().ok()).collect()
}

fn continent(nodes: usize) -> Continent {
    generate(&GenerateSpec {
        nodes,
        commodities: 4,
        periods: 1,
        seed: 1,
    })
}

/// Nodes spread over the continent.
fn asked(continent: &Continent) -> Vec<NodeIndex> {
    let nodes = continent.nodes.len();
    (0..ASKED)
        .map(|i| NodeIndex::from_position(i * nodes / ASKED))
        .collect()
}

/// The first commodity with a mass: everything that moves goods carries it.
fn commodity(continent: &Continent) -> CommodityIndex {
    let position = continent.commodities.iter().position(|c| c.mass_t > 0.0);
    CommodityIndex::from_position(position.unwrap_or(0))
}

/// The network with its arcs turned round, as the pricing takes it, with energies as prices.
fn pricing(network: &Network<'_>, commodity: CommodityIndex) -> (PricingPlan, Vec<ArcPrice>) {
    let continent = network.continent;
    let mut arcs: Vec<_> = network.arcs.iter().collect();
    arcs.sort_by_key(|arc| arc.head);
    let nodes = 0..=continent.nodes.len();
    let topology = PricingNetwork {
        starts: nodes
            .map(|node| arcs.partition_point(|arc| arc.head.position() < node) as u32)
            .collect(),
        tails: arcs.iter().map(|arc| arc.head.0).collect(),
        heads: arcs.iter().map(|arc| arc.tail.0).collect(),
        modes: arcs.iter().map(|arc| arc.mode.0 as u16).collect(),
        keeps: arcs.iter().map(|arc| arc.keep).collect(),
    };
    let one = Carrying {
        energy: 1.0,
        tonnes: 0.0,
        weight: 1.0,
    };
    let carries = |mode: &data::model::Mode| mode.carriages.iter().any(|c| c.commodity == commodity).then_some(one);
    let carrying = vec![continent.modes.iter().map(carries).collect()];
    let prices = arcs.iter().map(|arc| ArcPrice {
        energy: link_energy_gj(continent, arc.link, commodity),
        tonne: 0.0,
        toll: if continent[arc.link].capacity_per_year > 0.0 {
            0.0
        } else {
            f64::INFINITY
        },
    });
    let prices = prices.collect();
    let (carriers, burns) = (vec![NO_CARRIER; arcs.len()], vec![0.0; arcs.len()]);
    (PricingPlan::new(topology, carrying, carriers, burns), prices)
}

/// Places in turn, each with another one.
struct Turns {
    places: Vec<NodeIndex>,
    turn: usize,
}

impl Turns {
    fn next(&mut self) -> (NodeIndex, NodeIndex) {
        self.turn += 1;
        (self.places[self.turn % ASKED], self.places[(self.turn * 7 + 3) % ASKED])
    }
}

fn ours(group: &mut Group<'_>, network: &Network<'_>, commodity: CommodityIndex, turns: &mut Turns) {
    let paths = EnergyPaths::new(network);
    group.bench_function(BenchmarkId::new("all to one", "buckets"), |b| {
        b.iter_custom(|iterations| spent(iterations, || drop(black_box(paths.to(commodity, turns.next().0)))));
    });
    group.bench_function(BenchmarkId::new("one to all", "buckets"), |b| {
        b.iter_custom(|iterations| spent(iterations, || drop(black_box(paths.from(commodity, turns.next().0)))));
    });
    group.bench_function(BenchmarkId::new("one to one", "buckets"), |b| {
        b.iter_custom(|iterations| {
            spent(iterations, || {
                let (from, to) = turns.next();
                drop(black_box(paths.route(commodity, from, to)));
            })
        });
    });
}

fn heap(group: &mut Group<'_>, network: &Network<'_>, commodity: CommodityIndex, turns: &mut Turns) {
    let (plan, prices) = pricing(network, commodity);
    let prices = [prices];
    let round = PricingRound {
        plan: &plan,
        prices: &prices,
        tasks: &[],
    };
    let (mut shortest, mut labels) = (Shortest::default(), Labels::default());
    group.bench_function(BenchmarkId::new("all to one", "heap of the pricing"), |b| {
        b.iter_custom(|iterations| {
            spent(iterations, || {
                let (node, price_gj) = (turns.next().0.0, 0.0);
                let task = PricingTask {
                    sources: vec![Source { node, price_gj }],
                    ..PricingTask::default()
                };
                shortest.price(&round, &task, &mut labels);
                black_box(&labels);
            })
        });
    });
}

fn plain(group: &mut Group<'_>, network: &Network<'_>, commodity: CommodityIndex, turns: &mut Turns) {
    let continent = network.continent;
    let energy = |arc: &planner::network::Arc| match carriage(continent, arc.link, commodity) {
        Some(_) if continent[arc.link].capacity_per_year > 0.0 => link_energy_gj(continent, arc.link, commodity),
        _ => f64::INFINITY,
    };
    let energies: Vec<f64> = network.arcs.iter().map(energy).collect();
    group.bench_function(BenchmarkId::new("all to one", "petgraph"), |b| {
        b.iter_custom(|iterations| {
            spent(iterations, || {
                let start = petgraph::graph::NodeIndex::new(turns.next().0.position());
                let found = dijkstra(Reversed(&network.graph), start, None, |edge| energies[edge.weight().0]);
                drop(black_box(found));
            })
        });
    });
}

fn measure(criterion: &mut Criterion) {
    for nodes in sizes() {
        let continent = continent(nodes);
        let network = Network::new(&continent);
        let commodity = commodity(&continent);
        let name = format!("least energy, {nodes} nodes, {} arcs", network.arcs.len());
        let mut group = criterion.benchmark_group(name);
        group.sampling_mode(SamplingMode::Flat).sample_size(20);
        group
            .warm_up_time(Duration::from_secs(1))
            .measurement_time(Duration::from_secs(15));
        let mut turns = Turns {
            places: asked(&continent),
            turn: 0,
        };
        ours(&mut group, &network, commodity, &mut turns);
        heap(&mut group, &network, commodity, &mut turns);
        plain(&mut group, &network, commodity, &mut turns);
        group.finish();
    }
}

criterion_group!(routes, measure);
criterion_main!(routes);

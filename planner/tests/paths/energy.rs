//! Least-energy ways against petgraph's plain Dijkstra, and against a plain search where something is lost.

use super::plain::{agree, energies};
use super::{commodities, nodes};
use data::generate::{GenerateSpec, generate, random_small};
use data::model::{CommodityIndex, Continent, NodeIndex};
use petgraph::visit::EdgeRef;
use planner::network::{ArcIndex, Network};
use planner::paths::{EnergyError, EnergyPaths, EnergyRoute};
use planner::plan::terms::{carriage, head, link_energy_gj, tail};
use std::collections::HashMap;
use std::path::Path;

/// Pairs on every network, places they start from.
const PAIRS: usize = 10_000;
const STARTS: usize = 100;

/// Energies from a node where nothing is lost, by petgraph.
fn plain(network: &Network<'_>, commodity: CommodityIndex, from: NodeIndex) -> HashMap<NodeIndex, f64> {
    let continent = network.continent;
    let energy = |arc: ArcIndex| {
        let link = network.arcs[arc.0].link;
        let is_open = carriage(continent, link, commodity).is_some() && continent[link].capacity_per_year > 0.0;
        if is_open {
            link_energy_gj(continent, link, commodity)
        } else {
            f64::INFINITY
        }
    };
    let start = petgraph::graph::NodeIndex::new(from.position());
    let found = petgraph::algo::dijkstra(&network.graph, start, None, |edge| energy(network.graph[edge.id()]));
    let finite = found.into_iter().filter(|(_, gj)| gj.is_finite());
    finite
        .map(|(node, gj)| (NodeIndex::from_position(node.index()), gj))
        .collect()
}

/// Numbers that look drawn, the same in every run.
fn drawn(state: &mut u64, below: usize) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % below
}

/// Whether a way goes link by link from its start to its end and takes what it says.
fn check_way(continent: &Continent, commodity: CommodityIndex, way: &EnergyRoute) {
    let (mut here, mut label) = (way.from, continent[commodity].energy_content_gj);
    for (link, direction) in &way.links {
        assert_eq!(tail(continent, *link, *direction), here);
        label += link_energy_gj(continent, *link, commodity);
        label /= planner::plan::terms::kept_by_link(continent, *link);
        here = head(continent, *link, *direction);
    }
    assert_eq!(here, way.to);
    assert!(
        agree(label - continent[commodity].energy_content_gj, way.energy_gj),
        "{label} {way:?}"
    );
}

fn check_pairs(continent: &Continent) {
    let network = Network::new(continent);
    let paths = EnergyPaths::new(&network);
    let moved: Vec<_> = commodities(continent)
        .filter(|c| paths.to(*c, NodeIndex(0)).is_ok())
        .collect();
    let (mut state, mut reached) = (1, 0);
    for _ in 0..STARTS {
        let commodity = moved[drawn(&mut state, moved.len())];
        let from = NodeIndex::from_position(drawn(&mut state, continent.nodes.len()));
        let loses = network
            .arcs
            .iter()
            .any(|arc| arc.keep < 1.0 && carriage(continent, arc.link, commodity).is_some());
        let expected: HashMap<NodeIndex, f64> = if loses {
            let found = nodes(continent).zip(energies(&network, commodity, from));
            found.filter(|(_, gj)| gj.is_finite()).collect()
        } else {
            plain(&network, commodity, from)
        };
        let tree = paths.from(commodity, from).unwrap();
        for _ in 0..PAIRS / STARTS {
            let to = NodeIndex::from_position(drawn(&mut state, continent.nodes.len()));
            let expected = expected.get(&to).copied();
            let way = paths.route(commodity, from, to).unwrap();
            assert_eq!(way.is_some(), expected.is_some());
            assert_eq!(tree.energy_gj(to).is_some(), expected.is_some());
            if let (Some(way), Some(expected)) = (way, expected) {
                reached += 1;
                assert!(agree(way.energy_gj, expected), "{expected} {way:?}");
                assert_eq!(tree.energy_gj(to).map(f64::to_bits), Some(way.energy_gj.to_bits()));
                check_way(continent, commodity, &way);
                check_way(continent, commodity, &paths.route_in(&tree, to).unwrap());
            }
        }
    }
    assert!(reached > PAIRS / 4, "{reached} of {PAIRS} pairs have a way");
    check_inward(continent, &network, &paths, &moved);
}

/// Ways to one place take what ways from each place take.
fn check_inward(continent: &Continent, network: &Network<'_>, paths: &EnergyPaths, moved: &[CommodityIndex]) {
    let mut state = 7;
    for commodity in moved.iter().copied().take(8) {
        let to = NodeIndex::from_position(drawn(&mut state, network.graph.node_count()));
        let tree = paths.to(commodity, to).unwrap();
        for _ in 0..50 {
            let from = NodeIndex::from_position(drawn(&mut state, network.graph.node_count()));
            let outward = paths.route(commodity, from, to).unwrap();
            let inward = paths.route_in(&tree, from);
            assert_eq!(inward.is_some(), outward.is_some());
            if let (Some(inward), Some(outward)) = (inward, outward) {
                assert!(agree(inward.energy_gj, outward.energy_gj), "{inward:?} {outward:?}");
                assert_eq!(tree.energy_gj(from), Some(inward.energy_gj));
                check_way(continent, commodity, &inward);
            }
        }
    }
}

#[test]
fn ways_of_a_generated_continent_are_petgraphs() {
    check_pairs(&generate(&GenerateSpec {
        nodes: 3_000,
        commodities: 8,
        periods: 1,
        seed: 11,
    }));
}

#[test]
fn ways_of_north_america_are_petgraphs() {
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/north-america/tables");
    let (continent, _) = data::tables::read_continent(&tables, "year").unwrap();
    check_pairs(&continent);
}

#[test]
fn ways_of_small_continents_are_the_plain_ones() {
    let mut refused = 0;
    for seed in 0..60 {
        let continent = random_small(seed);
        let network = Network::new(&continent);
        let paths = EnergyPaths::new(&network);
        for commodity in commodities(&continent) {
            for from in nodes(&continent) {
                let expected = energies(&network, commodity, from);
                let tree = paths.from(commodity, from).unwrap();
                for to in nodes(&continent) {
                    let energy_gj = tree.energy_gj(to).unwrap_or(f64::INFINITY);
                    assert!(agree(energy_gj, expected[to.position()]), "seed {seed}: {energy_gj}");
                }
                match paths.to(commodity, from) {
                    Ok(tree) => {
                        let there = paths.from(commodity, NodeIndex(0)).unwrap().energy_gj(from);
                        assert!(agree(
                            tree.energy_gj(NodeIndex(0)).unwrap_or(f64::NAN),
                            there.unwrap_or(f64::NAN)
                        ));
                    }
                    Err(error) => refused += usize::from(error == EnergyError::LosesAndBurns),
                }
            }
        }
    }
    assert!(refused > 0, "no small continent loses what it burns energy to move");
}

#[test]
fn what_is_not_there_is_refused() {
    let continent = random_small(1);
    let paths = EnergyPaths::new(&Network::new(&continent));
    let (here, nowhere) = (NodeIndex(0), NodeIndex(1_000_000));
    assert_eq!(paths.route(CommodityIndex(0), here, nowhere), Err(EnergyError::NotHere));
    assert_eq!(paths.from(CommodityIndex(999), here).err(), Some(EnergyError::NotHere));
    assert_eq!(paths.to(CommodityIndex(0), nowhere).err(), Some(EnergyError::NotHere));
}

//! Rivers: the table's rivers with what it lacks, contracted to river ports and confluences.

use super::contract::{Contracted, Contraction, contract};
use super::graph::Graph;
use super::river_ports::{ADDED, ADDED_PORTS, BARGE_TO_SHIP, CAPACITIES_MT, End, LEFT_OUT, OTHER_MT, PORTS, RiverPort};
use super::{add_junction, urbanate_places};
use crate::error::AssembleError;
use crate::geometry::{Position, great_circle_km};
use crate::places::{Kind, Link, Node, Places, mode};
use crate::raw::RawGraph;
use std::collections::{BTreeMap, BTreeSet};

/// The table's lengths are too short by this factor: its lines are generalised.
const LENGTH_FACTOR: f64 = 1.08;

const CONTRACTION: Contraction = Contraction {
    main_stretch: 1.0,
    stretch: 1.0,
    shared_cost: 1.0,
    merge_km: 30.0,
    detour: 1.0,
    star: 2,
};

/// The rivers with ports on them.
struct Rivers {
    positions: Vec<Position>,
    links: Vec<(usize, usize, f64)>,
    /// Capacity of the river at each node, Mt per year.
    class_mt: Vec<f64>,
    /// River node of each urbanate that has a port.
    at: BTreeMap<&'static str, usize>,
}

impl Rivers {
    fn add(&mut self, position: Position, class_mt: f64) -> usize {
        self.positions.push(position);
        self.class_mt.push(class_mt);
        self.positions.len() - 1
    }
}

/// Capacity of the river at a node of the table, Mt per year.
fn class_mt(node: usize) -> f64 {
    CAPACITIES_MT
        .iter()
        .find(|(nodes, _)| nodes.contains(&node))
        .map_or(OTHER_MT, |(_, mt)| *mt)
}

/// Adds waterway nodes, waterway links, river ports, and the places where barges meet ships.
///
/// # Errors
/// If a port or an urbanate named does not exist.
pub(super) fn add(places: &mut Places, raw: &RawGraph) -> Result<(), AssembleError> {
    let urbanates: BTreeMap<String, Node> = urbanate_places(places).into_iter().map(|n| (n.id.clone(), n)).collect();
    let rivers = rivers(raw, &urbanates)?;
    let graph = Graph::new(rivers.positions.len(), &rivers.links);
    let keep: BTreeSet<usize> = rivers.at.values().copied().collect();
    let small = contract(&graph, &keep, &keep, CONTRACTION);
    add_nodes_and_links(places, &urbanates, &rivers, &small)?;
    add_terminals(places, &rivers)
}

fn rivers(raw: &RawGraph, urbanates: &BTreeMap<String, Node>) -> Result<Rivers, AssembleError> {
    let mut rivers = Rivers {
        positions: raw.positions.clone(),
        links: Vec::new(),
        class_mt: (0..raw.positions.len()).map(class_mt).collect(),
        at: BTreeMap::new(),
    };
    let mut splits: BTreeMap<(usize, usize), Vec<(f64, &RiverPort)>> = BTreeMap::new();
    for port in PORTS {
        let (a, b) = port.on;
        let position = urbanate(urbanates, port.serves)?.position;
        if a.max(b) >= raw.positions.len() {
            return Err(AssembleError::NoSuchPlace(format!("river node {}", a.max(b))));
        }
        if a == b {
            rivers.at.insert(port.serves, a);
        } else {
            let (before, after) = (
                great_circle_km(raw.positions[a], position),
                great_circle_km(raw.positions[b], position),
            );
            splits
                .entry((a, b))
                .or_default()
                .push((before / (before + after), port));
        }
    }
    for &(from, to, km) in &raw.links {
        if LEFT_OUT.contains(&(from, to)) || LEFT_OUT.contains(&(to, from)) {
            continue;
        }
        let mut here = splits.remove(&(from, to)).unwrap_or_default();
        here.sort_by(|a, b| a.0.total_cmp(&b.0));
        let km = km * LENGTH_FACTOR;
        let mut before = (from, 0.0);
        for (share, port) in here {
            let class_mt = rivers.class_mt[from].min(rivers.class_mt[to]);
            let node = rivers.add(urbanate(urbanates, port.serves)?.position, class_mt);
            rivers.at.insert(port.serves, node);
            rivers.links.push((before.0, node, km * (share - before.1)));
            before = (node, share);
        }
        rivers.links.push((before.0, to, km * (1.0 - before.1)));
    }
    if let Some(((a, b), _)) = splits.first_key_value() {
        return Err(AssembleError::NoSuchPlace(format!("river link {a}-{b}")));
    }
    add_missing(&mut rivers, urbanates)?;
    Ok(rivers)
}

/// Adds the canals and rivers that the table lacks.
fn add_missing(rivers: &mut Rivers, urbanates: &BTreeMap<String, Node>) -> Result<(), AssembleError> {
    for (from, to, circuity) in ADDED {
        let mut ends = [0; 2];
        for (end, node) in [from, to].into_iter().zip(&mut ends) {
            *node = match end {
                End::Node(node) => *node,
                End::Urbanate(id) => {
                    let position = urbanate(urbanates, id)?.position;
                    match rivers.at.get(id) {
                        Some(node) => *node,
                        None => {
                            let node = rivers.add(position, OTHER_MT);
                            rivers.at.insert(id, node);
                            node
                        }
                    }
                }
            };
        }
        let km = great_circle_km(rivers.positions[ends[0]], rivers.positions[ends[1]]) * circuity;
        rivers.links.push((ends[0], ends[1], km));
    }
    Ok(())
}

fn urbanate<'a>(urbanates: &'a BTreeMap<String, Node>, id: &str) -> Result<&'a Node, AssembleError> {
    urbanates
        .get(id)
        .ok_or_else(|| AssembleError::NoSuchPlace(id.to_owned()))
}

fn add_nodes_and_links(
    places: &mut Places,
    urbanates: &BTreeMap<String, Node>,
    rivers: &Rivers,
    small: &Contracted,
) -> Result<(), AssembleError> {
    let owners: BTreeMap<usize, &str> = rivers.at.iter().map(|(id, node)| (*node, *id)).collect();
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    for node in &small.nodes {
        let position = rivers.positions[*node];
        let id = match owners.get(node) {
            None => add_junction(places, "river", position, "natural-earth")?,
            Some(owner) => {
                let owner = urbanate(urbanates, owner)?;
                let id = format!("river-{}", owner.id);
                places.add_node(Node {
                    id: id.clone(),
                    name: format!("{} river port", owner.name),
                    kind: Kind::Port,
                    area: places.area_at(position).unwrap_or_default().to_owned(),
                    position,
                    population: 0.0,
                    source: "natural-earth",
                    approximate: true,
                })?;
                id
            }
        };
        ids.insert(*node, id);
    }
    for (a, b, km) in &small.links {
        let (from, to) = (ids[a].clone(), ids[b].clone());
        places.add_link(Link {
            id: format!("{from}--{}", to.trim_start_matches("river-")),
            mode: mode::WATERWAY,
            from,
            to,
            two_way: true,
            length_km: Some(km.max(1.0)),
            capacity_per_year: rivers.class_mt[*a].min(rivers.class_mt[*b]) * 1e6,
            source: "natural-earth",
            approximate: true,
        })?;
    }
    Ok(())
}

fn add_terminals(places: &mut Places, rivers: &Rivers) -> Result<(), AssembleError> {
    let ports = PORTS.iter().map(|p| (p.serves, p.capacity_mt));
    for (serves, capacity_mt) in ports.chain(ADDED_PORTS.iter().copied()) {
        if !rivers.at.contains_key(serves) {
            return Err(AssembleError::NoSuchPlace(format!("river port of {serves}")));
        }
        places.add_link(terminal(
            format!("river-port-{serves}"),
            mode::RIVER_PORT,
            &format!("river-{serves}"),
            serves,
            capacity_mt,
        ))?;
    }
    for (river, sea, capacity_mt) in BARGE_TO_SHIP {
        let id = format!("barge-to-ship-{river}");
        places.add_link(terminal(
            id,
            mode::BARGE_TO_SHIP,
            &format!("river-{river}"),
            sea,
            *capacity_mt,
        ))?;
    }
    Ok(())
}

fn terminal(id: String, mode: &'static str, from: &str, to: &str, capacity_mt: f64) -> Link {
    Link {
        id,
        mode,
        from: from.to_owned(),
        to: to.to_owned(),
        two_way: true,
        length_km: None,
        capacity_per_year: capacity_mt * 1e6,
        source: "assumed",
        approximate: true,
    }
}

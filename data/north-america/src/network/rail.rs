//! Railways: the Class I graph contracted to the nodes of urbanates and the junctions between them.

use super::contract::{Contracted, Contraction, contract};
use super::graph::Graph;
use super::rail_capacity::{link_capacities, terminal_capacity};
use super::rail_lines::{LINES, WITHOUT_RAIL};
use super::snap::{Snapped, snap};
use super::{add_junction, urbanate_places};
use crate::error::AssembleError;
use crate::geometry::{Position, PositionIndex, great_circle_km};
use crate::places::{Kind, Link, Node, Places, mode};
use crate::raw::RawGraph;
use std::collections::{BTreeMap, BTreeSet};

/// An urbanate this near a line has a terminal on it, km.
const TERMINAL_KM: f64 = 25.0;
/// An urbanate this near a line is joined to it by a regional line that the table lacks, km.
const REGIONAL_LINE_KM: f64 = 170.0;
/// Length of added lines over the great-circle distance.
const ADDED_CIRCUITY: f64 = 1.25;
/// Capacity of a regional line, Mt per year.
const REGIONAL_MT: f64 = 20.0;

/// Stations of ports that serve no urbanate: id after `rail-`, name, position.
const PORT_STATIONS: &[(&str, &str, Position)] = &[("prince-rupert", "Prince Rupert", Position::new(54.31, -130.32))];

/// Between urbanates of this many people the shortest ways are kept.
const MAIN_PEOPLE: f64 = 1_200_000.0;

/// So are those from and to urbanates of fewer people where much freight starts: coal, grain, ore, ports.
const MAIN_FREIGHT: &[&str] = &[
    "baton-rouge-la",
    "duluth-mn",
    "fargo-nd",
    "gillette-wy",
    "halifax-ns",
    "huntington-wv",
    "mobile-al",
    "new-orleans-la",
    "omaha-ne",
    "saskatoon-sk",
    "savannah-ga",
    "spokane-wa",
    "virginia-beach-va",
    "winnipeg-mb",
];

const CONTRACTION: Contraction = Contraction {
    main_stretch: 1.005,
    stretch: 2.2,
    shared_cost: 0.93,
    merge_km: 10.0,
    detour: 1.2,
    star: 7,
};

/// The railway graph with the lines added, and where each urbanate is on it.
struct Augmented {
    snapped: Snapped,
    /// How many nodes are the table's own or on its lines; those after them were added.
    on_table: usize,
    /// Capacity of the added lines, Mt per year, and their source, by their ends.
    origins: BTreeMap<(usize, usize), (f64, &'static str)>,
    /// Node of each urbanate that a railway reaches.
    at: BTreeMap<usize, usize>,
    /// Nodes of the stations of ports, with id and name.
    stations: BTreeMap<usize, (&'static str, &'static str)>,
}

/// Adds rail nodes, rail links and rail terminals.
///
/// # Errors
/// If two nodes get the same id.
pub(super) fn add(places: &mut Places, raw: &RawGraph) -> Result<(), AssembleError> {
    let urbanates = urbanate_places(places);
    let augmented = augment(raw, &urbanates)?;
    let graph = Graph::new(augmented.snapped.positions.len(), &augmented.snapped.links);
    let keep: BTreeSet<usize> = augmented
        .at
        .values()
        .chain(augmented.stations.keys())
        .copied()
        .collect();
    let main: BTreeSet<usize> = augmented
        .at
        .iter()
        .filter(|(urbanate, _)| {
            let node = &urbanates[**urbanate];
            node.population >= MAIN_PEOPLE || MAIN_FREIGHT.contains(&node.id.as_str())
        })
        .map(|(_, node)| *node)
        .collect();
    let small = contract(&graph, &keep, &main, CONTRACTION);
    add_nodes_and_links(places, &urbanates, &augmented, &small)
}

/// Snaps urbanates to the table's lines and adds the lines that it lacks.
fn augment(raw: &RawGraph, urbanates: &[Node]) -> Result<Augmented, AssembleError> {
    let positions: Vec<_> = urbanates.iter().map(|n| n.position).collect();
    let mut snapped = snap(raw, &positions, REGIONAL_LINE_KM);
    let mut at: BTreeMap<usize, usize> = BTreeMap::new();
    for (urbanate, node) in snapped.at.iter().enumerate() {
        let has_rail = !WITHOUT_RAIL.contains(&urbanates[urbanate].id.as_str());
        if let Some(node) = node
            && has_rail
            && great_circle_km(positions[urbanate], snapped.positions[*node]) <= TERMINAL_KM
        {
            at.insert(urbanate, *node);
        }
    }
    let table = PositionIndex::new(snapped.positions.clone());
    let on_table = snapped.positions.len();
    let mut origins = BTreeMap::new();
    let mut join = |snapped: &mut Snapped, a: usize, b: usize, (capacity_mt, source): (f64, &'static str)| {
        let km = great_circle_km(snapped.positions[a], snapped.positions[b]) * ADDED_CIRCUITY;
        if a != b {
            snapped.links.push((a, b, km.max(1.0)));
            origins.insert((a.min(b), a.max(b)), (capacity_mt, source));
        }
    };
    for line in LINES {
        let mut before = None;
        for id in line.along {
            let urbanate = urbanates
                .iter()
                .position(|n| n.id == *id)
                .ok_or_else(|| AssembleError::NoSuchPlace(format!("{id} of the line {}", line.name)))?;
            let node = *at
                .entry(urbanate)
                .or_insert_with(|| snapped.add(urbanates[urbanate].position));
            if let Some(before) = before {
                join(&mut snapped, before, node, (line.capacity_mt, "rail-maps"));
            }
            before = Some(node);
        }
    }
    for (urbanate, node) in urbanates.iter().enumerate() {
        if at.contains_key(&urbanate) || WITHOUT_RAIL.contains(&node.id.as_str()) {
            continue;
        }
        let on_a_line = snapped.at[urbanate].map(|n| (n, great_circle_km(node.position, snapped.positions[n])));
        let at_station = nearest_station(&snapped, &at, node.position);
        let nearest = [on_a_line, at_station]
            .into_iter()
            .flatten()
            .min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((line, km)) = nearest
            && km <= REGIONAL_LINE_KM
        {
            let own = snapped.add(node.position);
            at.insert(urbanate, own);
            join(&mut snapped, line, own, (REGIONAL_MT, "assumed-regional-rail"));
        }
    }
    let stations = PORT_STATIONS
        .iter()
        .filter_map(|(id, name, position)| table.nearest(*position).map(|(node, _)| (node, (*id, *name))))
        .collect();
    drop_cut_off(&snapped, &mut at);
    Ok(Augmented {
        snapped,
        on_table,
        origins,
        at,
        stations,
    })
}

/// Stations on lines that do not hang together with most of the railways are dropped: nothing could leave them.
fn drop_cut_off(snapped: &Snapped, at: &mut BTreeMap<usize, usize>) {
    let (component, sizes) = Graph::new(snapped.positions.len(), &snapped.links).components();
    let largest = (0..sizes.len()).max_by_key(|c| sizes[*c]);
    at.retain(|_, node| Some(component[*node]) == largest);
}

/// The nearest station of an urbanate.
fn nearest_station(snapped: &Snapped, at: &BTreeMap<usize, usize>, to: Position) -> Option<(usize, f64)> {
    at.values()
        .map(|n| (*n, great_circle_km(snapped.positions[*n], to)))
        .min_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)))
}

fn add_nodes_and_links(
    places: &mut Places,
    urbanates: &[Node],
    augmented: &Augmented,
    small: &Contracted,
) -> Result<(), AssembleError> {
    let mut owners: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (urbanate, node) in &augmented.at {
        owners.entry(*node).or_default().push(*urbanate);
    }
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    for node in &small.nodes {
        let position = augmented.snapped.positions[*node];
        let owner = owners.get(node).and_then(|o| o.first()).map(|o| &urbanates[*o]);
        let station = owner.map(|o| (o.id.as_str(), o.name.as_str()));
        let id = match station.or_else(|| augmented.stations.get(node).copied()) {
            Some((id, name)) => add_station(places, id, name, position, *node >= augmented.on_table)?,
            None => add_junction(places, "rail", position, "narn")?,
        };
        ids.insert(*node, id);
    }
    add_links(places, augmented, small, &ids, urbanates)?;
    for (node, owners) in &owners {
        for owner in owners {
            let owner = &urbanates[*owner];
            places.add_link(Link {
                id: format!("rail-terminal-{}", owner.id),
                mode: mode::RAIL_TERMINAL,
                from: owner.id.clone(),
                to: ids[node].clone(),
                two_way: true,
                length_km: None,
                capacity_per_year: terminal_capacity(owner),
                source: "assumed",
                approximate: true,
            })?;
        }
    }
    Ok(())
}

/// Adds the rail node of an urbanate or port and gives its id.
fn add_station(
    places: &mut Places,
    owner: &str,
    name: &str,
    position: Position,
    added: bool,
) -> Result<String, AssembleError> {
    let id = format!("rail-{owner}");
    places.add_node(Node {
        id: id.clone(),
        name: format!("{name} rail"),
        kind: Kind::Junction,
        area: places.area_at(position).unwrap_or_default().to_owned(),
        position,
        population: 0.0,
        source: if added { "rail-maps" } else { "narn" },
        approximate: added,
    })?;
    Ok(id)
}

fn add_links(
    places: &mut Places,
    augmented: &Augmented,
    small: &Contracted,
    ids: &BTreeMap<usize, String>,
    urbanates: &[Node],
) -> Result<(), AssembleError> {
    let people: Vec<(usize, f64)> = augmented
        .at
        .iter()
        .map(|(u, n)| (*n, urbanates[*u].population))
        .collect();
    let capacities = link_capacities(&augmented.snapped.positions, small, &people);
    for ((a, b, km), capacity) in small.links.iter().zip(capacities) {
        let added = augmented.origins.get(&(*a.min(b), *a.max(b)));
        let (from, to) = (ids[a].clone(), ids[b].clone());
        places.add_link(Link {
            id: format!("{from}--{}", to.trim_start_matches("rail-")),
            mode: mode::RAIL,
            from,
            to,
            two_way: true,
            length_km: Some(*km),
            capacity_per_year: added.map_or(capacity, |(mt, _)| mt * 1e6),
            source: added.map_or("narn", |(_, source)| source),
            approximate: true,
        })?;
    }
    Ok(())
}

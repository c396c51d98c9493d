//! The sea: lanes contracted to the ports that matter, and the transfers at the ports.

use super::add_junction;
use super::contract::{Contracted, Contraction, contract};
use super::graph::Graph;
use super::ports::{PORTS, Port};
use super::snap::snap;
use crate::error::AssembleError;
use crate::geometry::{Position, PositionIndex, great_circle_km};
use crate::places::{Kind, Link, Node, Places, mode};
use crate::raw::Raw;
use std::collections::{BTreeMap, BTreeSet};

/// Length of the way from a port to the lane over the great-circle distance.
const ACCESS_CIRCUITY: f64 = 1.15;
/// A port farther from the lanes is an error in its position, km.
const FARTHEST_LANE_KM: f64 = 300.0;
/// Lanes that the table lacks, by positions near their ends: along the north shore of the Gulf of St Lawrence.
const ADDED_LANES: &[(Position, Position)] = &[(Position::new(50.0, -66.0), Position::new(49.511, -65.639))];
/// Ports of this capacity are main nodes: the shortest ways between them are kept, Mt per year.
const MAIN_PORT_MT: f64 = 60.0;

const CONTRACTION: Contraction = Contraction {
    main_stretch: 1.03,
    stretch: 1.2,
    shared_cost: 0.92,
    merge_km: 60.0,
    detour: 1.08,
    star: 4,
};

/// Capacity of a lane on the high sea, Mt per year: no limit that binds.
const OPEN_SEA_MT: f64 = 1000.0;
/// Capacity of a lane within the Great Lakes or the St Lawrence, Mt per year.
const LAKES_MT: f64 = 90.0;
/// Capacity of the way between the Great Lakes and the sea, through the locks of the Seaway, Mt per year.
const SEAWAY_MT: f64 = 50.0;
/// Capacity of the one way between the Pacific and the Atlantic, through the locks of Panama, that trade between the
/// coasts of the continent may use, Mt per year.
const PANAMA_MT: f64 = 80.0;
/// The two ends of the canal: id, name, and a position near the lane's node. Every lane between the oceans passes both,
/// so that all of them share the canal's capacity.
const CANAL_ENDS: [(&str, &str, Position); 2] = [
    (
        "sea-panama-atlantic",
        "Panama Canal, Atlantic end",
        Position::new(9.75, -80.0),
    ),
    (
        "sea-panama-pacific",
        "Panama Canal, Pacific end",
        Position::new(8.6, -79.5),
    ),
];

/// Adds sea nodes, sea links and seaports.
///
/// # Errors
/// If a port is not at the sea or serves no urbanate of the list.
pub(super) fn add(places: &mut Places, raw: &Raw) -> Result<(), AssembleError> {
    let positions = PORTS.iter().map(|p| position(p, raw)).collect::<Result<Vec<_>, _>>()?;
    let lanes = snap(&raw.sea, &positions, FARTHEST_LANE_KM);
    let mut graph = Graph::new(lanes.positions.len(), &lanes.links);
    add_missing_lanes(&mut graph, &lanes.positions);
    let mut at = Vec::with_capacity(PORTS.len());
    for ((port, position), lane) in PORTS.iter().zip(&positions).zip(&lanes.at) {
        let lane = lane.ok_or_else(|| AssembleError::Network {
            mode: mode::SEA,
            what: format!("{} is not near a lane", port.name),
        })?;
        let node = graph.add_node();
        let km = great_circle_km(*position, lanes.positions[lane]) * ACCESS_CIRCUITY;
        graph.add(lane, node, km.max(1.0));
        at.push(node);
    }
    let main = PORTS
        .iter()
        .zip(&at)
        .filter(|(p, _)| p.capacity_mt >= MAIN_PORT_MT)
        .map(|(_, n)| *n)
        .collect();
    let index = PositionIndex::new(lanes.positions.clone());
    let canal = CANAL_ENDS.map(|(_, _, end)| index.nearest(end).map_or(0, |(node, _)| node));
    let keep: BTreeSet<usize> = at.iter().chain(&canal).copied().collect();
    let small = contract(&graph, &keep, &main, CONTRACTION);
    let everywhere: Vec<Position> = lanes.positions.iter().chain(&positions).copied().collect();
    add_nodes_and_links(places, &small, &everywhere, &at, canal)
}

/// Adds the ports, the junctions of the lanes between them, and the lanes.
fn add_nodes_and_links(
    places: &mut Places,
    small: &Contracted,
    positions: &[Position],
    at: &[usize],
    canal: [usize; 2],
) -> Result<(), AssembleError> {
    let mut ids = BTreeMap::new();
    for ((id, name, _), node) in CANAL_ENDS.iter().zip(canal) {
        add_canal_end(places, id, name, positions[node])?;
        ids.insert(node, (*id).to_owned());
    }
    for (port, node) in PORTS.iter().zip(at) {
        add_port(places, port, positions[*node])?;
        ids.insert(*node, node_id(port));
    }
    for node in &small.nodes {
        if !ids.contains_key(node) {
            ids.insert(*node, add_junction(places, "sea", positions[*node], "marnet")?);
        }
    }
    for (a, b, km) in &small.links {
        let (from, to) = (ids[a].clone(), ids[b].clone());
        places.add_link(Link {
            id: format!("{from}--{}", to.trim_start_matches("sea-")),
            mode: mode::SEA,
            from,
            to,
            two_way: true,
            length_km: Some(*km),
            capacity_per_year: if canal.contains(a) && canal.contains(b) {
                PANAMA_MT * 1e6
            } else {
                capacity_mt(positions[*a], positions[*b]) * 1e6
            },
            source: "marnet",
            approximate: true,
        })?;
    }
    Ok(())
}

fn add_canal_end(places: &mut Places, id: &str, name: &str, position: Position) -> Result<(), AssembleError> {
    places.add_node(Node {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: Kind::Junction,
        area: places.area_at(position).unwrap_or_default().to_owned(),
        position,
        population: 0.0,
        source: "marnet",
        approximate: false,
    })
}

fn add_missing_lanes(graph: &mut Graph, positions: &[Position]) {
    let index = PositionIndex::new(positions.to_vec());
    for (a, b) in ADDED_LANES {
        if let (Some((from, _)), Some((to, _))) = (index.nearest(*a), index.nearest(*b)) {
            graph.add(from, to, great_circle_km(positions[from], positions[to]));
        }
    }
}

fn position(port: &Port, raw: &Raw) -> Result<Position, AssembleError> {
    if port.code.is_empty() {
        return Ok(Position::new(port.at.0, port.at.1));
    }
    raw.ports
        .iter()
        .find(|p| p.code == port.code)
        .map(|p| p.position)
        .ok_or_else(|| AssembleError::NoSuchPlace(port.code.to_owned()))
}

fn node_id(port: &Port) -> String {
    format!("sea-{}", port.id)
}

fn add_port(places: &mut Places, port: &Port, position: Position) -> Result<(), AssembleError> {
    places.add_node(Node {
        id: node_id(port),
        name: format!("Port of {}", port.name),
        kind: Kind::Port,
        area: places.area_at(position).unwrap_or_default().to_owned(),
        position,
        population: 0.0,
        source: if port.code.is_empty() { "port-maps" } else { "unlocode" },
        approximate: port.code.is_empty(),
    })?;
    for urbanate in port.serves {
        // The docks' railways are part of the urbanate's rail terminal, whose capacity counts them in.
        places.add_link(terminal(port, urbanate))?;
    }
    if port.serves.is_empty()
        && let Some((rail, km)) = places.nearest_with_mode(position, Kind::Junction, mode::RAIL)
        && km <= 60.0
    {
        let end = rail.id.clone();
        places.add_link(terminal(port, &end))?;
    }
    Ok(())
}

fn terminal(port: &Port, end: &str) -> Link {
    Link {
        id: format!("seaport-{}--{end}", port.id),
        mode: mode::SEAPORT,
        from: node_id(port),
        to: end.to_owned(),
        two_way: true,
        length_km: None,
        capacity_per_year: port.capacity_mt * 1e6,
        source: "assumed",
        approximate: true,
    }
}

fn capacity_mt(a: Position, b: Position) -> f64 {
    let lakes = |p: Position| p.latitude > 41.0 && (-92.5..-75.5).contains(&p.longitude);
    let river = |p: Position| p.latitude > 45.0 && (-75.5..-70.0).contains(&p.longitude);
    match (lakes(a), lakes(b)) {
        (true, true) => LAKES_MT,
        (true, false) | (false, true) => SEAWAY_MT,
        (false, false) if river(a) && river(b) => LAKES_MT,
        (false, false) => OPEN_SEA_MT,
    }
}

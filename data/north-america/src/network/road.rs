//! Roads: urbanates joined to their neighbours, by freeway in the United States, else by distance.

use super::borders::{FERRIES, LONG_ROADS, ROADS};
use super::contract::{Contraction, contract};
use super::graph::Graph;
use super::neighbours::{Pair, chord_km, find, near_pairs, same_country, unreached, water_between};
use super::snap::{Snapped, snap};
use super::urbanate_places;
use crate::error::AssembleError;
use crate::geometry::great_circle_km;
use crate::places::{Link, Node, Places, mode};
use crate::raw::RawGraph;
use std::collections::BTreeMap;

/// Road length over great-circle distance where no freeway table exists, within the 1.2 to 1.3 usual for roads.
const CIRCUITY: f64 = 1.25;
/// The same for highways of the United States beside the freeways.
const HIGHWAY_CIRCUITY: f64 = 1.3;
/// An urbanate farther from the freeways has no freeway access, km.
const ACCESS_KM: f64 = 80.0;
/// Freeway pairs are looked for up to this length, km.
const LONGEST_FREEWAY_PAIR_KM: f64 = 950.0;
/// A highway is assumed between the nearest neighbours, up to this great-circle distance, km.
const LONGEST_HIGHWAY_KM: f64 = 450.0;
/// Roads are left out where others lead about as fast; the ways between main urbanates are nearly the shortest.
const CONTRACTION: Contraction = Contraction {
    main_stretch: 1.05,
    stretch: 1.8,
    shared_cost: 0.93,
    merge_km: 0.0,
    detour: 1.15,
    star: 2,
};
/// Urbanates of this many people are main ones.
const MAIN_PEOPLE: f64 = 1_000_000.0;
/// How many neighbours of an urbanate are looked at.
const NEIGHBOURS: usize = 10;

/// Capacity by the people of the smaller end: from so many people on, so many Mt per year.
const CAPACITIES: [(f64, f64); 4] = [(1_500_000.0, 100.0), (600_000.0, 70.0), (200_000.0, 50.0), (0.0, 30.0)];
/// Urbanates joined by a road shorter than this are parts of one metropolis, km.
const METROPOLIS_KM: f64 = 80.0;
/// Capacity of a ferry, Mt per year.
const FERRY_MT: f64 = 10.0;
/// Ferries and border roads may not be thinned away, so they are added after the thinning.
const FERRY_CIRCUITY: f64 = 1.3;

/// Adds road links.
///
/// # Errors
/// If an urbanate is not reached.
pub(super) fn add(places: &mut Places, freeways: &RawGraph) -> Result<(), AssembleError> {
    let nodes = urbanate_places(places);
    let by_freeway = freeway_pairs(&nodes, freeways);
    let mut pairs: BTreeMap<(usize, usize), f64> = by_freeway.clone();
    for (a, b, km) in near_pairs(&nodes, NEIGHBOURS) {
        let factor = if nodes[a].area.starts_with("us-") {
            HIGHWAY_CIRCUITY
        } else {
            CIRCUITY
        };
        if km <= LONGEST_HIGHWAY_KM || !nodes[a].area.starts_with("us-") {
            let length = pairs.entry((a, b)).or_insert(km * factor);
            *length = length.min(km * factor);
        }
    }
    let pairs: Vec<Pair> = pairs.into_iter().map(|((a, b), km)| (a, b, km)).collect();
    let all = (0..nodes.len()).collect();
    let main = (0..nodes.len())
        .filter(|n| nodes[*n].population >= MAIN_PEOPLE)
        .collect();
    let mut links = contract(&Graph::new(nodes.len(), &pairs), &all, &main, CONTRACTION).links;
    let inland = links.len();
    for (a, b) in ROADS.iter().chain(LONG_ROADS) {
        let (a, b) = (find(&nodes, a)?, find(&nodes, b)?);
        links.push((a, b, chord_km(&nodes, a, b) * CIRCUITY));
    }
    let roads = links.len();
    for (a, b) in FERRIES {
        let (a, b) = (find(&nodes, a)?, find(&nodes, b)?);
        links.push((a, b, chord_km(&nodes, a, b) * FERRY_CIRCUITY));
    }
    let unreached = unreached(&nodes, &links);
    if !unreached.is_empty() {
        return Err(AssembleError::Network {
            mode: mode::ROAD,
            what: format!("not reached: {}", unreached.join(", ")),
        });
    }
    for (number, (a, b, km)) in links.into_iter().enumerate() {
        let freeway = by_freeway
            .get(&(a.min(b), a.max(b)))
            .is_some_and(|f| (f - km).abs() < 1e-9);
        let source = if number < inland && freeway {
            "nhpn"
        } else if number < roads {
            "assumed-road"
        } else {
            "assumed-ferry"
        };
        let capacity_mt = if number < roads {
            capacity_mt(&nodes[a], &nodes[b], km)
        } else {
            FERRY_MT
        };
        places.add_link(Link {
            id: format!("road-{}--{}", nodes[a].id, nodes[b].id),
            mode: mode::ROAD,
            from: nodes[a].id.clone(),
            to: nodes[b].id.clone(),
            two_way: true,
            length_km: Some(km.max(1.0)),
            capacity_per_year: capacity_mt * 1e6,
            source,
            approximate: true,
        })?;
    }
    Ok(())
}

fn capacity_mt(a: &Node, b: &Node, km: f64) -> f64 {
    // Within a metropolis the roads serve the large end, not the suburb they pass.
    let people = if km <= METROPOLIS_KM {
        a.population.max(b.population)
    } else {
        a.population.min(b.population)
    };
    CAPACITIES
        .iter()
        .find(|(from, _)| people >= *from)
        .map_or(30.0, |(_, mt)| *mt)
}

/// Freeway distances between urbanates of the United States, the access to the freeway at both ends included.
fn freeway_pairs(nodes: &[Node], freeways: &RawGraph) -> BTreeMap<(usize, usize), f64> {
    let in_us: Vec<usize> = (0..nodes.len()).filter(|n| nodes[*n].area.starts_with("us-")).collect();
    let positions: Vec<_> = in_us.iter().map(|n| nodes[*n].position).collect();
    let snapped = snap(freeways, &positions, ACCESS_KM);
    let graph = Graph::new(snapped.positions.len(), &snapped.links);
    let mut pairs = BTreeMap::new();
    for (place, from) in in_us.iter().enumerate() {
        let Some(start) = snapped.at[place] else { continue };
        let found = graph.distances(start, LONGEST_FREEWAY_PAIR_KM);
        for (other, to) in in_us.iter().enumerate().skip(place + 1) {
            let Some(end) = snapped.at[other] else { continue };
            let km = found.km[end]
                + access_km(&snapped, nodes[*from].position, start)
                + access_km(&snapped, nodes[*to].position, end);
            // Freeways that go a long way round are not the road between two neighbours.
            let straight = chord_km(nodes, *from, *to);
            if km.is_finite() && (km <= straight * 1.8 || water_between(&nodes[*from], &nodes[*to])) {
                debug_assert!(same_country(&nodes[*from], &nodes[*to]));
                pairs.insert((*from.min(to), *from.max(to)), km.max(straight));
            }
        }
    }
    pairs
}

fn access_km(snapped: &Snapped, from: crate::geometry::Position, node: usize) -> f64 {
    great_circle_km(from, snapped.positions[node]) * CIRCUITY
}

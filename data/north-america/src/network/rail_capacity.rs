//! Assumed capacities of railways: no public table gives them.

use super::contract::Contracted;
use super::graph::Graph;
use super::{ports, river_ports};
use crate::geometry::Position;
use crate::places::Node;

/// Classes of lines by the share of links with less traffic, with their capacity in Mt per year: the busiest fifth
/// are main lines of two or more tracks, the next two fifths main lines, the rest secondary lines.
const CLASSES: [(f64, f64); 3] = [(0.8, 150.0), (0.4, 100.0), (0.0, 60.0)];
/// The coal lines of the Powder River basin and across Nebraska have two to four tracks, Mt per year.
const COAL_LINE_MT: f64 = 300.0;
/// Latitudes and longitudes of those lines.
const COAL_LINES: (std::ops::Range<f64>, std::ops::Range<f64>) = (39.0..45.2, -107.6..-94.4);

/// Least capacity of a rail terminal, t per year.
const LEAST_TERMINAL_T: f64 = 30e6;
/// Capacity of a rail terminal, t per year and person.
const TERMINAL_T_PER_PERSON: f64 = 30.0;
/// Greatest capacity of a rail terminal, t per year.
const GREATEST_TERMINAL_T: f64 = 250e6;
/// Terminals that load a whole coal or ore basin, t per year.
const LOADING_TERMINALS: [(&str, f64); 2] = [("gillette-wy", 450e6), ("duluth-mn", 120e6)];

/// Capacities of the links in t per year, by class. The class follows the traffic that would pass if every pair of
/// urbanates exchanged goods in proportion to people and inversely to distance, along the shortest ways.
#[must_use]
pub(super) fn link_capacities(positions: &[Position], small: &Contracted, people: &[(usize, f64)]) -> Vec<f64> {
    let traffic = gravity_traffic(small, people);
    let mut sorted = traffic.clone();
    sorted.sort_by(f64::total_cmp);
    small
        .links
        .iter()
        .zip(&traffic)
        .map(|((a, b, _), traffic)| {
            if is_coal_line(positions[*a]) && is_coal_line(positions[*b]) {
                return COAL_LINE_MT * 1e6;
            }
            let below = sorted.partition_point(|t| t < traffic);
            class_capacity_mt(below, sorted.len()) * 1e6
        })
        .collect()
}

#[allow(clippy::cast_precision_loss, reason = "counts of links are small")]
fn class_capacity_mt(below: usize, count: usize) -> f64 {
    let share = below as f64 / count.max(1) as f64;
    CLASSES
        .iter()
        .find(|(from, _)| share >= *from)
        .map_or(60.0, |(_, mt)| *mt)
}

fn is_coal_line(at: Position) -> bool {
    COAL_LINES.0.contains(&at.latitude) && COAL_LINES.1.contains(&at.longitude)
}

fn gravity_traffic(small: &Contracted, people: &[(usize, f64)]) -> Vec<f64> {
    let number = |node: &usize| small.nodes.binary_search(node).ok();
    let links: Vec<(usize, usize, f64)> = small
        .links
        .iter()
        .filter_map(|(a, b, km)| Some((number(a)?, number(b)?, *km)))
        .collect();
    let graph = Graph::new(small.nodes.len(), &links);
    let mut traffic = vec![0.0; links.len()];
    for (from, from_people) in people {
        let Some(source) = number(from) else { continue };
        let found = graph.distances(source, f64::INFINITY);
        for (to, to_people) in people {
            let Some(target) = number(to) else { continue };
            if target == source || !found.km[target].is_finite() {
                continue;
            }
            let exchanged = from_people * to_people / (found.km[target] + 100.0);
            for link in found.links_to(target) {
                traffic[link] += exchanged;
            }
        }
    }
    traffic
}

/// Capacity of the rail terminal of an urbanate, t per year: that of the city, and those of its ports, whose docks have
/// railways of their own.
#[must_use]
pub(super) fn terminal_capacity(urbanate: &Node) -> f64 {
    let people = (urbanate.population * TERMINAL_T_PER_PERSON).clamp(LEAST_TERMINAL_T, GREATEST_TERMINAL_T);
    let city = LOADING_TERMINALS
        .iter()
        .find(|(id, _)| *id == urbanate.id)
        .map_or(people, |(_, capacity)| *capacity);
    city + docks_mt(&urbanate.id) * 1e6
}

/// Capacity of the sea and river ports of an urbanate, Mt per year.
fn docks_mt(urbanate: &str) -> f64 {
    let sea = ports::PORTS.iter().filter(|p| p.serves.contains(&urbanate));
    let rivers = river_ports::PORTS.iter().filter(|p| p.serves == urbanate);
    let added = river_ports::ADDED_PORTS
        .iter()
        .filter(|(serves, _)| *serves == urbanate);
    sea.map(|p| p.capacity_mt)
        .chain(rivers.map(|p| p.capacity_mt))
        .chain(added.map(|(_, mt)| *mt))
        .sum()
}

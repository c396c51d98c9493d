//! Networks of neighbours: pairs of nodes near each other, thinned so that no pair has a short way through others.

use super::borders::{ISLANDS, WATER_BETWEEN};
use super::graph::{Graph, spanner};
use crate::geometry::{PositionIndex, great_circle_km};
use crate::places::Node;
use std::collections::BTreeMap;

/// A pair of urbanates, as places in the list given, and a length in km.
pub(super) type Pair = (usize, usize, f64);

/// Neighbours are no farther apart than this, km.
const FARTHEST_KM: f64 = 750.0;

/// Pairs of the `nearest` neighbours of each urbanate within one country and on one side of the water, with their
/// great-circle distance.
#[must_use]
pub(super) fn near_pairs(nodes: &[Node], nearest: usize) -> Vec<Pair> {
    let index = PositionIndex::new(nodes.iter().map(|n| n.position).collect());
    let mut pairs = BTreeMap::new();
    for (from, node) in nodes.iter().enumerate() {
        let others = index
            .nearest_first(node.position)
            .take_while(|(_, km)| *km <= FARTHEST_KM)
            .filter(|(to, _)| *to != from && same_country(node, &nodes[*to]));
        for (to, km) in others.take(nearest) {
            // Filtered last, so that an island gets no lines to farther coasts in place of the near one.
            if !water_between(node, &nodes[to]) {
                pairs.insert((from.min(to), from.max(to)), km);
            }
        }
    }
    pairs.into_iter().map(|((a, b), km)| (a, b, km)).collect()
}

/// The pairs that are needed so that, with those that are there already, the way between the ends of any pair is at most
/// `stretch` times as long as the pair.
#[must_use]
pub(super) fn thinned_beside(count: usize, there: &[Pair], pairs: &[Pair], stretch: f64) -> Vec<Pair> {
    spanner(count, there, pairs, stretch)
        .into_iter()
        .map(|p| pairs[p])
        .collect()
}

/// Whether two urbanates are of one country: the first two letters of the area.
#[must_use]
pub(super) fn same_country(a: &Node, b: &Node) -> bool {
    a.area.get(..2) == b.area.get(..2)
}

/// Whether the straight line between two urbanates is over water that no land way crosses.
#[must_use]
pub(super) fn water_between(a: &Node, b: &Node) -> bool {
    let is = |node: &Node, name: &str| node.id == name || node.area == name;
    let island = |node: &Node| ISLANDS.iter().position(|on| on.contains(&node.id.as_str()));
    if island(a) != island(b) {
        return true;
    }
    WATER_BETWEEN
        .iter()
        .any(|(x, y)| (is(a, x) && is(b, y)) || (is(a, y) && is(b, x)))
}

/// The place in the list of the urbanate of that id.
///
/// # Errors
/// If there is none.
pub(super) fn find(nodes: &[Node], id: &str) -> Result<usize, crate::AssembleError> {
    nodes
        .iter()
        .position(|n| n.id == id)
        .ok_or_else(|| crate::AssembleError::NoSuchPlace(id.to_owned()))
}

/// Great-circle distance of a pair, km.
#[must_use]
pub(super) fn chord_km(nodes: &[Node], a: usize, b: usize) -> f64 {
    great_circle_km(nodes[a].position, nodes[b].position)
}

/// The urbanates that cannot be reached from the first one.
#[must_use]
pub(super) fn unreached<'a>(nodes: &'a [Node], pairs: &[Pair]) -> Vec<&'a str> {
    let (component, _) = Graph::new(nodes.len(), pairs).components();
    nodes
        .iter()
        .zip(&component)
        .filter(|(_, c)| **c != 0)
        .map(|(n, _)| n.id.as_str())
        .collect()
}

//! Snapping: places are put on a raw network, on a node or in the middle of a long link.

use crate::geometry::{Position, PositionIndex, great_circle_km};
use crate::raw::RawGraph;
use std::collections::BTreeMap;

/// A node within this distance is taken even if a link passes nearer, km.
const NODE_IS_NEAR_ENOUGH_KM: f64 = 8.0;
/// Links shorter than this are not split, km: one of their ends is near enough.
const SHORTEST_SPLIT_KM: f64 = 8.0;
/// The course of a link is only known by its ends; a link this many times longer than its chord bends too much to say
/// where it passes.
const STRAIGHT_ENOUGH: f64 = 1.35;

/// A raw network with places put on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Snapped {
    /// Positions of the nodes: those of the raw network, then those added.
    pub(super) positions: Vec<Position>,
    /// Ends and length in km of each link.
    pub(super) links: Vec<(usize, usize, f64)>,
    /// The node of each place, if one is near.
    pub(super) at: Vec<Option<usize>>,
}

impl Snapped {
    /// Adds a node and gives its number.
    pub(super) fn add(&mut self, position: Position) -> usize {
        self.positions.push(position);
        self.positions.len() - 1
    }
}

/// Puts each place on the nearest node or, if a long link passes nearer, on a new node in the link. The lengths of the
/// two halves add up to that of the link.
#[must_use]
pub(super) fn snap(raw: &RawGraph, places: &[Position], within_km: f64) -> Snapped {
    let index = PositionIndex::new(raw.positions.clone());
    let mut snapped = Snapped {
        positions: raw.positions.clone(),
        links: Vec::new(),
        at: vec![None; places.len()],
    };
    let mut splits: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
    for (place, position) in places.iter().enumerate() {
        let node = index.nearest(*position);
        let node_km = node.map_or(f64::INFINITY, |(_, km)| km);
        if node_km > NODE_IS_NEAR_ENOUGH_KM
            && let Some((link, share, km)) = nearest_link(raw, *position)
            && km < node_km * 0.7
            && km <= within_km
        {
            splits.entry(link).or_default().push((share, place));
        } else if node_km <= within_km {
            snapped.at[place] = node.map(|(n, _)| n);
        }
    }
    for (number, &(from, to, km)) in raw.links.iter().enumerate() {
        let mut before = (from, 0.0);
        let mut here = splits.remove(&number).unwrap_or_default();
        here.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (share, place) in here {
            let node = snapped.add(between(raw.positions[from], raw.positions[to], share));
            snapped.at[place] = Some(node);
            snapped.links.push((before.0, node, km * (share - before.1)));
            before = (node, share);
        }
        snapped.links.push((before.0, to, km * (1.0 - before.1)));
    }
    snapped
}

/// The nearest long and fairly straight link: its number, how far along the nearest point is, and its distance in km.
fn nearest_link(raw: &RawGraph, to: Position) -> Option<(usize, f64, f64)> {
    raw.links
        .iter()
        .enumerate()
        .filter(|(_, (_, _, km))| *km >= SHORTEST_SPLIT_KM)
        .filter(|(_, (a, b, km))| {
            let chord = great_circle_km(raw.positions[*a], raw.positions[*b]);
            *km <= chord * STRAIGHT_ENOUGH
        })
        .map(|(number, (a, b, _))| {
            let share = nearest_share(raw.positions[*a], raw.positions[*b], to);
            let at = between(raw.positions[*a], raw.positions[*b], share);
            (number, share, great_circle_km(at, to))
        })
        .min_by(|x, y| x.2.total_cmp(&y.2))
}

/// How far from `a` to `b` the point nearest to `to` is, in a plane tangent near `to`; never at the very ends.
fn nearest_share(a: Position, b: Position, to: Position) -> f64 {
    let scale = to.latitude.to_radians().cos();
    let (bx, by) = ((b.longitude - a.longitude) * scale, b.latitude - a.latitude);
    let (tx, ty) = ((to.longitude - a.longitude) * scale, to.latitude - a.latitude);
    let length = bx * bx + by * by;
    if length == 0.0 {
        return 0.5;
    }
    ((tx * bx + ty * by) / length).clamp(0.02, 0.98)
}

fn between(a: Position, b: Position, share: f64) -> Position {
    Position::new(
        a.latitude + (b.latitude - a.latitude) * share,
        a.longitude + (b.longitude - a.longitude) * share,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_link_is_split_and_keeps_its_length() {
        let raw = RawGraph {
            positions: vec![Position::new(40.0, -100.0), Position::new(40.0, -98.0)],
            links: vec![(0, 1, 180.0)],
        };
        let places = [
            Position::new(40.05, -99.0),
            Position::new(40.01, -99.5),
            Position::new(45.0, -99.0),
        ];
        let snapped = snap(&raw, &places, 25.0);
        assert_eq!(snapped.at.len(), 3);
        assert_eq!(snapped.at[2], None);
        assert_eq!(snapped.links.len(), 3);
        let total: f64 = snapped.links.iter().map(|l| l.2).sum();
        assert!((total - 180.0).abs() < 1e-9);
    }
}

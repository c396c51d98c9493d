//! The nearest source of a commodity for every node, by the energy of getting there. A rough guess of how things
//! will move, for sizing capacities only; the planner knows nothing of it.

use super::commodities::ELECTRICITY;
use super::network::{GRID, PORT_TERMINAL, WATER};
use crate::model::{CommodityIndex, Continent, Link, LinkIndex, NodeIndex};
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Links by the node they leave from, both ways where both are allowed.
pub(super) struct Departures {
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

#[derive(Clone, Copy)]
struct Arc {
    to: u32,
    link: u32,
    cost: f64,
    class: Class,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Freight,
    Shipping,
    Grid,
}

impl Departures {
    pub(super) fn of(continent: &Continent) -> Self {
        let nodes = continent.nodes.len();
        let mut by_tail: Vec<(u32, Arc)> = Vec::with_capacity(continent.links.len() * 2);
        for (position, link) in continent.links.iter().enumerate() {
            let arc = |to: NodeIndex| Arc {
                to: to.0,
                link: position as u32,
                cost: cost(continent, link),
                class: class(link),
            };
            by_tail.push((link.from.0, arc(link.to)));
            if link.two_way {
                by_tail.push((link.to.0, arc(link.from)));
            }
        }
        by_tail.sort_by_key(|(tail, _)| *tail);
        let mut first = vec![0_u32; nodes + 1];
        for (tail, _) in &by_tail {
            first[*tail as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let arcs = by_tail.into_iter().map(|(_, arc)| arc).collect();
        Self { first, arcs }
    }

    fn leaving(&self, node: usize) -> &[Arc] {
        &self.arcs[self.first[node] as usize..self.first[node + 1] as usize]
    }
}

fn class(link: &Link) -> Class {
    match link.mode {
        GRID => Class::Grid,
        WATER | PORT_TERMINAL => Class::Shipping,
        _ => Class::Freight,
    }
}

/// Energy of passing, GJ per tonne; on the grid the loss, GJ per GJ.
fn cost(continent: &Continent, link: &Link) -> f64 {
    let mode = &continent[link.mode];
    let loss = mode.loss_per_1000_km * link.length_km / 1000.0;
    mode.energy_gj_per_t_km * link.length_km + mode.energy_gj_per_t + loss
}

/// How one commodity reaches every node: nodes in the order they are reached, each with the link it is reached by.
pub(super) struct Tree {
    reached: Vec<u32>,
    by: Vec<Option<(LinkIndex, NodeIndex)>>,
}

impl Tree {
    /// Shortest paths from the nearest of the sources (Dijkstra).
    pub(super) fn grow(
        departures: &Departures,
        commodity: CommodityIndex,
        ships: bool,
        nodes: usize,
        sources: &[NodeIndex],
    ) -> Self {
        let mut by = vec![None; nodes];
        let mut best = vec![f64::INFINITY; nodes];
        let mut done = vec![false; nodes];
        let mut reached = Vec::with_capacity(nodes);
        let mut queue = BinaryHeap::new();
        for source in sources {
            best[source.position()] = 0.0;
            queue.push(Reverse(Label {
                cost: 0.0,
                node: source.0,
            }));
        }
        while let Some(Reverse(Label { cost, node })) = queue.pop() {
            let here = node as usize;
            if std::mem::replace(&mut done[here], true) {
                continue;
            }
            reached.push(node);
            let passable = |arc: &&Arc| passes(arc.class, commodity, ships);
            for arc in departures.leaving(here).iter().filter(passable) {
                let there = arc.to as usize;
                if cost + arc.cost < best[there] {
                    best[there] = cost + arc.cost;
                    by[there] = Some((LinkIndex(arc.link), NodeIndex(node)));
                    queue.push(Reverse(Label {
                        cost: best[there],
                        node: arc.to,
                    }));
                }
            }
        }
        Self { reached, by }
    }

    /// Takes what every node needs back to the sources, which then need what they have to send; `carry` is told the
    /// link, the node it is entered from, and the amount.
    pub(super) fn gather(&self, needs: &mut [f64], mut carry: impl FnMut(LinkIndex, NodeIndex, f64)) {
        for node in self.reached.iter().rev().map(|n| *n as usize) {
            if let Some((link, tail)) = self.by[node] {
                let amount = std::mem::take(&mut needs[node]);
                if amount > 0.0 {
                    carry(link, tail, amount);
                    needs[tail.position()] += amount;
                }
            }
        }
    }
}

fn passes(class: Class, commodity: CommodityIndex, ships: bool) -> bool {
    match class {
        Class::Grid => commodity == ELECTRICITY,
        Class::Freight => commodity != ELECTRICITY,
        Class::Shipping => ships && commodity != ELECTRICITY,
    }
}

/// A node with the cost of reaching it; the cheapest comes first, ties by node.
#[derive(PartialEq)]
struct Label {
    cost: f64,
    node: u32,
}

impl Eq for Label {}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cost.total_cmp(&other.cost).then(self.node.cmp(&other.node))
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

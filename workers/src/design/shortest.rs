//! The shortest way of one good at given lengths of arcs.

use super::Design;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Arcs by the node they leave.
#[derive(Debug)]
pub(super) struct Leaving {
    starts: Vec<usize>,
    arcs: Vec<usize>,
}

impl Leaving {
    pub(super) fn of(design: &Design) -> Self {
        let mut starts = vec![0; design.nodes + 1];
        design.arcs.iter().for_each(|arc| starts[arc.tail + 1] += 1);
        for node in 0..design.nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut arcs = vec![0; design.arcs.len()];
        for (position, arc) in design.arcs.iter().enumerate() {
            arcs[next[arc.tail]] = position;
            next[arc.tail] += 1;
        }
        Self { starts, arcs }
    }

    fn from(&self, node: usize) -> &[usize] {
        &self.arcs[self.starts[node]..self.starts[node + 1]]
    }
}

/// A label in order of its distance.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Label {
    distance: f64,
    node: usize,
}

impl Eq for Label {}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        self.distance
            .total_cmp(&other.distance)
            .then(self.node.cmp(&other.node))
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What a search needs, kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct Search {
    distance: Vec<f64>,
    /// Arc by which each node was reached.
    by: Vec<usize>,
    heap: BinaryHeap<Reverse<Label>>,
}

impl Search {
    /// Length of the shortest way from `origin` to `destination`, and its arcs from the end; none where there is none. Lengths are
    /// not negative; an arc without capacity is closed.
    pub(super) fn way(
        &mut self,
        design: &Design,
        leaving: &Leaving,
        length: &[f64],
        [origin, destination]: [usize; 2],
        arcs: &mut Vec<usize>,
    ) -> Option<f64> {
        self.distance.clear();
        self.distance.resize(design.nodes, f64::INFINITY);
        self.by.resize(design.nodes, usize::MAX);
        self.heap.clear();
        self.distance[origin] = 0.0;
        self.heap.push(Reverse(Label {
            distance: 0.0,
            node: origin,
        }));
        while let Some(Reverse(label)) = self.heap.pop() {
            if label.node == destination {
                break;
            }
            if label.distance > self.distance[label.node] {
                continue;
            }
            for arc in leaving.from(label.node) {
                let to = &design.arcs[*arc];
                let distance = label.distance + length[*arc];
                if distance < self.distance[to.head] && to.capacity > 0.0 {
                    self.distance[to.head] = distance;
                    self.by[to.head] = *arc;
                    self.heap.push(Reverse(Label {
                        distance,
                        node: to.head,
                    }));
                }
            }
        }
        arcs.clear();
        let mut node = destination;
        while node != origin && self.distance[destination].is_finite() {
            arcs.push(self.by[node]);
            node = design.arcs[self.by[node]].tail;
        }
        self.distance[destination]
            .is_finite()
            .then(|| self.distance[destination])
    }
}

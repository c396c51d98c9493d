//! Where more is asked than can be had, links being what they can carry: least cuts of a maximum flow (Ford and Fulkerson, Maximal flow
//! through a network, Canadian Journal of Mathematics 8, 1956; the flow is petgraph's, by Dinitz).
//!
//! Invariant: amounts are rounded in favour of there being enough, so a part that is named asks for more than it can have, or is within
//! roundoff of it.

use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// What is asked altogether, in steps of the flow: amounts are whole numbers there, so that a flow ends.
const STEPS: f64 = (1_u64 << 40) as f64;

/// What an arc can carry at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Conduit {
    pub(super) tail: usize,
    pub(super) head: usize,
    pub(super) capacity: f64,
}

/// What is asked and what can be had at each node, and what leads from node to node; all in one unit.
#[derive(Debug)]
pub(super) struct Supplied<'a> {
    pub(super) asked: &'a [f64],
    pub(super) supply: &'a [f64],
    pub(super) conduits: &'a [Conduit],
}

impl Supplied<'_> {
    /// The connected parts of the least set of nodes that no flow covers, nodes in order; none where there is enough everywhere.
    pub(super) fn short_parts(&self) -> Vec<Vec<usize>> {
        let short = self.short_nodes();
        let mut joined = UnionFind::<usize>::new(short.len());
        for conduit in self.conduits.iter().filter(|c| short[c.tail] && short[c.head]) {
            joined.union(conduit.tail, conduit.head);
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let labels = joined.into_labeling().into_iter().enumerate();
        for (node, part) in labels.filter(|(node, _)| short[*node]) {
            parts.entry(part).or_default().push(node);
        }
        parts.into_values().collect()
    }

    /// The nodes from which the sink can still be reached when the flow is at its most.
    fn short_nodes(&self) -> Vec<bool> {
        let nodes = self.asked.len();
        let total: f64 = self.asked.iter().sum();
        let merged = self.merged(total);
        let mut net = vec![0.0; nodes];
        for node in 0..nodes {
            net[merged[node]] += self.supply[node] - self.asked[node];
        }
        if net.iter().all(|amount| *amount >= 0.0) {
            return vec![false; nodes];
        }
        let graph = self.graph(&merged, &net, STEPS / total);
        let [source, sink] = [nodes, nodes + 1].map(NodeIndex::new);
        let (_, flows) = dinics(&graph, source, sink);
        let is_short = before(&graph, &flows, sink);
        merged.into_iter().map(|node| is_short[node]).collect()
    }

    /// Nodes as they are numbered, then the source of what can be had and the sink of what is asked. What a node asks and has itself is
    /// taken off first: some greatest flow sends it straight on.
    fn graph(&self, merged: &[usize], net: &[f64], steps: f64) -> DiGraph<(), u64> {
        let at = NodeIndex::<u32>::new;
        let (source, sink) = (at(net.len()), at(net.len() + 1));
        let mut graph = DiGraph::with_capacity(net.len() + 2, self.conduits.len() + net.len());
        (0..net.len() + 2).for_each(|_| {
            graph.add_node(());
        });
        for (node, amount) in net.iter().enumerate() {
            if *amount > 0.0 {
                graph.add_edge(source, at(node), most(amount * steps));
            } else if *amount < 0.0 {
                graph.add_edge(at(node), sink, least(-amount * steps));
            }
        }
        for conduit in self.conduits.iter().filter(|c| c.capacity > 0.0) {
            let (tail, head) = (merged[conduit.tail], merged[conduit.head]);
            if tail != head {
                graph.add_edge(at(tail), at(head), most(conduit.capacity * steps));
            }
        }
        graph
    }

    /// Nodes between which everything that is asked could go both ways are one; by node, which.
    fn merged(&self, total: f64) -> Vec<usize> {
        let mut ways: BTreeMap<(usize, usize), [bool; 2]> = BTreeMap::new();
        for Conduit { tail, head, .. } in self.conduits.iter().filter(|c| c.capacity >= total) {
            ways.entry((*tail.min(head), *tail.max(head))).or_default()[usize::from(tail > head)] = true;
        }
        let mut merged = UnionFind::<usize>::new(self.asked.len());
        for ((a, b), _) in ways.iter().filter(|(_, both)| both[0] && both[1]) {
            merged.union(*a, *b);
        }
        merged.into_labeling()
    }
}

/// An amount that may be had, in steps; never less than it is, and never so much that sums overflow.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 0, at most 2^41"
)]
fn most(steps: f64) -> u64 {
    steps.ceil().min(2.0 * STEPS) as u64
}

/// An amount that is asked, in steps; never more than it is.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 0, at most 2^40"
)]
fn least(steps: f64) -> u64 {
    steps.floor() as u64
}

/// The nodes from which `sink` can be reached beside a flow.
fn before(graph: &DiGraph<(), u64>, flows: &[u64], sink: NodeIndex) -> Vec<bool> {
    let mut is_before = vec![false; graph.node_count()];
    is_before[sink.index()] = true;
    let mut stack = vec![sink];
    while let Some(node) = stack.pop() {
        let into = graph.edges_directed(node, petgraph::Incoming);
        let into = into
            .filter(|edge| flows[edge.id().index()] < *edge.weight())
            .map(|edge| edge.source());
        let back = graph.edges_directed(node, petgraph::Outgoing);
        let back = back
            .filter(|edge| flows[edge.id().index()] > 0)
            .map(|edge| edge.target());
        for next in into.chain(back) {
            if !std::mem::replace(&mut is_before[next.index()], true) {
                stack.push(next);
            }
        }
    }
    is_before
}

#[cfg(test)]
mod tests {
    use super::{Conduit, Supplied};
    use proptest::prelude::*;

    /// What `part` asks beyond everything it can have.
    fn missing(supplied: &Supplied<'_>, part: &[bool]) -> f64 {
        let inside = (0..part.len()).filter(|node| part[*node]);
        let own: f64 = inside.map(|node| supplied.asked[node] - supplied.supply[node]).sum();
        let crossing = supplied.conduits.iter().filter(|c| !part[c.tail] && part[c.head]);
        own - crossing.map(|c| c.capacity).sum::<f64>()
    }

    fn amounts() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<Conduit>)> {
        (2_usize..9).prop_flat_map(|nodes| {
            // Some ask or have nothing, some conduits carry nothing, some everything.
            let amount = prop_oneof![Just(0.0), (1_u32..1_000).prop_map(f64::from)];
            let capacity = prop_oneof![Just(0.0), Just(1e12), (1_u32..500).prop_map(f64::from)];
            let conduit = (0..nodes, 0..nodes, capacity);
            let conduit = conduit.prop_map(|(tail, head, capacity)| Conduit { tail, head, capacity });
            let by_node = prop::collection::vec(amount, nodes);
            (by_node.clone(), by_node, prop::collection::vec(conduit, 0..3 * nodes))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        /// Of all sets of nodes none misses more than the parts that are named do together, and each of them misses something.
        #[test]
        fn the_parts_miss_as_much_as_any_set_does((asked, supply, conduits) in amounts()) {
            let supplied = Supplied { asked: &asked, supply: &supply, conduits: &conduits };
            let nodes = asked.len();
            let worst = (0_u32..1 << nodes).map(|set| {
                let part: Vec<bool> = (0..nodes).map(|node| set >> node & 1 == 1).collect();
                missing(&supplied, &part)
            });
            let worst = worst.fold(0.0, f64::max);
            let mut named = 0.0;
            for part in supplied.short_parts() {
                let inside: Vec<bool> = (0..nodes).map(|node| part.contains(&node)).collect();
                let of_part = missing(&supplied, &inside);
                prop_assert!(of_part > 0.0, "{part:?} misses {of_part}");
                named += of_part;
            }
            prop_assert!((worst - named).abs() < 1e-6, "{worst} {named}");
        }
    }
}

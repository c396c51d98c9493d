//! The cheapest sources of one node, each with its cheapest way: a search in which a node is left once for each of the
//! cheapest sources that reach it, and for no more of them than are asked for.
//!
//! That is enough, with losses too: what arriving costs grows with what departing costs. So where as many other sources are
//! no dearer at a node on a way, they are no dearer at its end either.
//!
//! The search is drawn to the node by a bound on what is still to come: prices of arcs without losses and without what an arc
//! burns of the commodity itself, summed backwards from the node (Hart, Nilsson and Raphael, IEEE Transactions on Systems
//! Science and Cybernetics 4, 1968). Both only ever add to a label, so the bound never says too much.
//!
//! Invariant: at every node the sources left come cheapest first and each once.

use super::links::PathLinks;
use super::route::{Priced, Route};
use super::sources::PathSource;
use data::model::NodeIndex;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use workers::pricing::{NO_ARC, PricingNetwork};

/// A source at a node, to be left or left already.
#[derive(Clone, Copy, Debug)]
struct Label {
    price_gj: f64,
    /// Price and what is to come at least; labels are left in this order.
    bound_gj: f64,
    source: u32,
    node: u32,
    last_arc: u32,
    /// The label at the tail of the last arc.
    before: u32,
}

impl Label {
    fn key(&self) -> (u32, u32, u32) {
        (self.source, self.node, self.last_arc)
    }

    /// Whether there is a way on to the node that is asked.
    fn can_arrive(&self) -> bool {
        self.bound_gj.is_finite()
    }
}

impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Label {}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_bound = self.bound_gj.total_cmp(&other.bound_gj);
        by_bound.then_with(|| self.key().cmp(&other.key()))
    }
}

/// Arcs by head.
#[derive(Clone, Debug)]
pub(super) struct Incoming {
    starts: Vec<u32>,
    arcs: Vec<u32>,
}

impl Incoming {
    pub(super) fn new(network: &PricingNetwork) -> Self {
        let mut starts = vec![0; network.node_count() + 1];
        for head in &network.heads {
            starts[*head as usize + 1] += 1;
        }
        for node in 0..network.node_count() {
            starts[node + 1] += starts[node];
        }
        let mut free = starts.clone();
        let mut arcs = vec![0; network.arc_count()];
        for (arc, head) in (0_u32..).zip(&network.heads) {
            let place = &mut free[*head as usize];
            arcs[*place as usize] = arc;
            *place += 1;
        }
        Self { starts, arcs }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.arcs[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }
}

/// By node: what one unit takes at least from there on to `node`, GJ; infinite where there is no way.
fn to_come(priced: &Priced<'_>, incoming: &Incoming, node: NodeIndex) -> Vec<f64> {
    let network = priced.round.plan.network();
    let mut to_come = vec![f64::INFINITY; network.node_count()];
    to_come[node.position()] = 0.0;
    let mut waiting = BinaryHeap::from([Reverse(Behind { gj: 0.0, node: node.0 })]);
    while let Some(Reverse(behind)) = waiting.pop() {
        if behind.gj > to_come[behind.node as usize] {
            continue;
        }
        for arc in incoming.of(behind.node) {
            let gj = behind.gj + priced.least_gj(*arc);
            let tail = network.tails[*arc as usize];
            if gj < to_come[tail as usize] {
                to_come[tail as usize] = gj;
                waiting.push(Reverse(Behind { gj, node: tail }));
            }
        }
    }
    to_come
}

/// A node from which there is a way.
#[derive(Clone, Copy, Debug)]
struct Behind {
    gj: f64,
    node: u32,
}

impl PartialEq for Behind {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Behind {}

impl PartialOrd for Behind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Behind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.gj.total_cmp(&other.gj).then(self.node.cmp(&other.node))
    }
}

/// Labels left so far.
struct Left {
    labels: Vec<Label>,
    /// By node: positions in `labels`.
    at: Vec<Vec<u32>>,
    most: usize,
}

impl Left {
    /// Whether a source is of no more use at a node.
    fn is_closed(&self, node: u32, source: u32) -> bool {
        let here = &self.at[node as usize];
        here.len() >= self.most || here.iter().any(|left| self.labels[*left as usize].source == source)
    }

    /// The arcs that a label came by, from its source on.
    fn arcs(&self, label: &Label) -> Vec<u32> {
        let mut arcs = Vec::new();
        let mut here = label;
        while here.last_arc != NO_ARC {
            arcs.push(here.last_arc);
            here = &self.labels[here.before as usize];
        }
        arcs.reverse();
        arcs
    }
}

/// The `count` cheapest sources of a node with their ways, cheapest first; fewer where fewer reach it.
#[allow(clippy::cast_possible_truncation, reason = "sources and labels are counted in u32")]
pub(super) fn alternatives(
    priced: &Priced<'_>,
    (links, incoming): (&PathLinks, &Incoming),
    sources: &[PathSource],
    node: NodeIndex,
    count: usize,
) -> Vec<Route> {
    let network = priced.round.plan.network();
    let to_come = to_come(priced, incoming, node);
    let mut left = Left {
        labels: Vec::new(),
        at: vec![Vec::new(); network.node_count()],
        most: count,
    };
    let first = |(source, from): (u32, &PathSource)| Label {
        price_gj: from.price_gj,
        bound_gj: from.price_gj + to_come[from.node.position()],
        source,
        node: from.node.0,
        last_arc: NO_ARC,
        before: 0,
    };
    let labels = (0_u32..).zip(sources).map(first);
    let mut waiting: BinaryHeap<Reverse<Label>> = labels.filter(Label::can_arrive).map(Reverse).collect();
    while let Some(Reverse(label)) = waiting.pop() {
        if left.at[node.position()].len() >= count {
            break;
        }
        if left.is_closed(label.node, label.source) {
            continue;
        }
        let position = left.labels.len() as u32;
        left.labels.push(label);
        left.at[label.node as usize].push(position);
        let leaving = network.starts[label.node as usize]..network.starts[label.node as usize + 1];
        for arc in leaving {
            let head = network.heads[arc as usize];
            if left.is_closed(head, label.source) {
                continue;
            }
            let Some(price_gj) = priced.arriving_gj(arc, label.price_gj) else {
                continue;
            };
            let next = Label {
                price_gj,
                bound_gj: price_gj + to_come[head as usize],
                node: head,
                last_arc: arc,
                before: position,
                ..label
            };
            if next.can_arrive() {
                waiting.push(Reverse(next));
            }
        }
    }
    let found = left.at[node.position()]
        .iter()
        .map(|position| &left.labels[*position as usize]);
    let route = |label: &Label| priced.route(links, sources[label.source as usize], &left.arcs(label));
    let mut routes: Vec<Route> = found.filter_map(route).collect();
    // Bounds are rounded: what they hold for the same may differ in the last bit.
    routes.sort_by(|a, b| a.price_gj.total_cmp(&b.price_gj));
    routes
}

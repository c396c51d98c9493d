//! The cut that a commodity cannot cross: the nodes from which a node could be supplied, and the links that lead there.
//!
//! Invariant: no link that is named could bring the commodity; each says why not.

use super::graph::{ArcIndex, Network, graph_node};
use super::reach::Reach;
use data::model::{CommodityIndex, LinkIndex, NodeIndex};
use petgraph::Direction::Incoming;

/// Links named in a finding.
const LINKS_SHOWN: usize = 3;

/// The near side of a cut and the links across it.
pub(super) struct Cut {
    node: NodeIndex,
    /// Nodes on the near side, the node among them.
    near: usize,
    /// Links that lead there from the far side and carry the commodity, but not without a carrier that cannot be had.
    without_carrier: Vec<LinkIndex>,
    /// Links that lead there from the far side and carry other things.
    carrying_other: Vec<LinkIndex>,
}

impl Cut {
    /// The cut around the nodes from which the commodity could come to `node`.
    pub(super) fn around(network: &Network<'_>, reach: &Reach, commodity: CommodityIndex, node: NodeIndex) -> Self {
        let mut is_near = vec![false; network.continent.nodes.len()];
        is_near[node.position()] = true;
        let (mut stack, mut arcs) = (vec![node], Vec::new());
        while let Some(head) = stack.pop() {
            for edge in network.graph.edges_directed(graph_node(head), Incoming) {
                let arc = *edge.weight();
                let tail = network.arcs[arc.0].tail;
                if !reach.may_carry(network, arc, commodity) {
                    arcs.push(arc);
                } else if !std::mem::replace(&mut is_near[tail.position()], true) {
                    stack.push(tail);
                }
            }
        }
        arcs.retain(|arc| !is_near[network.arcs[arc.0].tail.position()]);
        let (without_carrier, carrying_other) = arcs.iter().partition(|arc| network.carries(**arc, commodity));
        Self {
            node,
            near: is_near.iter().filter(|near| **near).count(),
            without_carrier: links_of(network, without_carrier),
            carrying_other: links_of(network, carrying_other),
        }
    }

    /// The cut in words.
    pub(super) fn describe(&self, network: &Network<'_>, commodity: CommodityIndex) -> String {
        let (continent, id) = (network.continent, &network.continent[commodity].id);
        let near = match self.near {
            1 => continent[self.node].id.clone(),
            count => format!("{} and {} nodes more", continent[self.node].id, count - 1),
        };
        let list = |links: &[LinkIndex]| {
            let names = links.iter().map(|link| continent[*link].id.clone());
            some_of(names, links.len(), LINKS_SHOWN)
        };
        let other = match self.carrying_other.as_slice() {
            [] if self.without_carrier.is_empty() => "no link leads across it".to_owned(),
            [] => String::new(),
            links => format!("the links across it do not carry {id}: {}", list(links)),
        };
        let without = match self.without_carrier.as_slice() {
            [] => String::new(),
            links => format!("the carrier of links across it cannot be had: {}", list(links)),
        };
        let links: Vec<String> = [without, other].into_iter().filter(|text| !text.is_empty()).collect();
        format!("the cut is around {near}; {}", links.join("; "))
    }
}

/// The first of some names, and how many more there are.
pub(super) fn some_of(names: impl Iterator<Item = String>, count: usize, shown: usize) -> String {
    let mut named: Vec<String> = names.take(shown).collect();
    if count > shown {
        named.push(format!("{} more", count - shown));
    }
    named.join(", ")
}

/// The links of some arcs, each once, in order.
fn links_of(network: &Network<'_>, arcs: Vec<ArcIndex>) -> Vec<LinkIndex> {
    let mut links: Vec<LinkIndex> = arcs.into_iter().map(|arc| network.arcs[arc.0].link).collect();
    links.sort_unstable();
    links.dedup();
    links
}

//! What the arcs of a way are called: links, directions and ends, kept apart from the continent.

use crate::network::{Arc, Network};
use crate::plan::rows::Direction;
use data::model::{LinkIndex, NodeIndex};

/// Links and ends by arc.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PathLinks(Vec<PathLink>);

/// A link in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PathLink {
    pub(super) link: LinkIndex,
    pub(super) direction: Direction,
    pub(super) tail: NodeIndex,
    pub(super) head: NodeIndex,
}

impl PathLinks {
    /// `order` gives the network's arc of each arc.
    pub(super) fn new(network: &Network<'_>, order: impl Iterator<Item = usize>) -> Self {
        let link = |arc: &Arc| PathLink {
            link: arc.link,
            direction: arc.direction,
            tail: arc.tail,
            head: arc.head,
        };
        Self(order.map(|arc| link(&network.arcs[arc])).collect())
    }

    /// The link of an arc.
    #[inline]
    pub(super) fn of(&self, arc: u32) -> &PathLink {
        &self.0[arc as usize]
    }

    /// Memory it holds, bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.0)
    }

    /// The arcs by which a node was reached, from the start on; `last_arc` gives none at the start.
    pub(super) fn way_to(&self, node: NodeIndex, last_arc: impl Fn(NodeIndex) -> Option<u32>) -> Vec<u32> {
        let mut arcs = Vec::new();
        let mut here = node;
        while let Some(arc) = last_arc(here) {
            arcs.push(arc);
            here = self.of(arc).tail;
        }
        arcs.reverse();
        arcs
    }
}

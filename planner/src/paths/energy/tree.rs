//! What a search found: energies by node, and ways as walks from arc to arc.

use super::super::links::PathLinks;
use super::lanes::Way;
use super::search::State;
use crate::plan::rows::Direction;
use data::model::{LinkIndex, NodeIndex};
use serde::Serialize;
use std::sync::Arc;
use workers::pricing::NO_ARC;

/// Ways of least energy between one node and all others: 16 bytes a node.
#[derive(Clone, Debug)]
pub struct EnergyTree {
    node: NodeIndex,
    way: Way,
    ranks: Arc<[u32]>,
    /// Along the curve.
    states: Vec<State>,
    content_gj: f64,
}

/// A way of least energy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnergyRoute {
    /// Where it starts.
    pub from: NodeIndex,
    /// Where it ends.
    pub to: NodeIndex,
    /// Energy of moving, and energy held by what is lost; GJ per unit that arrives.
    pub energy_gj: f64,
    /// Links in the order they are passed.
    pub links: Vec<(LinkIndex, Direction)>,
}

impl EnergyTree {
    pub(super) fn new(node: NodeIndex, way: Way, ranks: Arc<[u32]>, states: Vec<State>, content_gj: f64) -> Self {
        Self {
            node,
            way,
            ranks,
            states,
            content_gj,
        }
    }

    /// The node that all ways come from or go to.
    #[must_use]
    pub fn node(&self) -> NodeIndex {
        self.node
    }

    /// Least energy between the tree's node and another one, GJ per unit that arrives; none where there is no way or no such
    /// node.
    #[must_use]
    pub fn energy_gj(&self, node: NodeIndex) -> Option<f64> {
        let label = self.state(node)?.label;
        label.is_finite().then_some(label - self.content_gj)
    }

    fn state(&self, node: NodeIndex) -> Option<&State> {
        self.states.get(*self.ranks.get(node.position())? as usize)
    }

    fn last_arc(&self, node: NodeIndex) -> Option<u32> {
        self.state(node)
            .map(|state| state.last_arc)
            .filter(|arc| *arc != NO_ARC)
    }

    pub(super) fn route(&self, links: &PathLinks, node: NodeIndex) -> Option<EnergyRoute> {
        let energy_gj = self.energy_gj(node)?;
        match self.way {
            Way::Outward => EnergyRoute::outward(links, self.node, node, |_| energy_gj, |node| self.last_arc(node)),
            Way::Inward => {
                let mut passed = Vec::new();
                let mut here = node;
                while let Some(arc) = self.last_arc(here) {
                    let link = links.of(arc);
                    passed.push((link.link, link.direction));
                    here = link.head;
                }
                Some(EnergyRoute {
                    from: node,
                    to: self.node,
                    energy_gj,
                    links: passed,
                })
            }
        }
    }
}

impl EnergyRoute {
    /// The way to `to`, from what a search along the arcs found by node; none where it found none.
    pub(super) fn outward(
        links: &PathLinks,
        from: NodeIndex,
        to: NodeIndex,
        energy_gj: impl Fn(NodeIndex) -> f64,
        last_arc: impl Fn(NodeIndex) -> Option<u32>,
    ) -> Option<Self> {
        let energy_gj = energy_gj(to);
        let arcs = links.way_to(to, last_arc);
        let links = arcs
            .iter()
            .map(|arc| links.of(*arc))
            .map(|link| (link.link, link.direction));
        energy_gj.is_finite().then(|| Self {
            from,
            to,
            energy_gj,
            links: links.collect(),
        })
    }
}

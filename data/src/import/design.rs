//! Design of a network: arcs are opened at a fixed cost, in fractions, and goods with one origin and one destination each
//! move over what is open. Its two linear relaxations differ in what an open fraction lets through.
//!
//! Weak: an arc open to a fraction `y` carries at most `capacity * y`. Then `y` is what is carried over the capacity, and the
//! fixed cost is one more cost of each unit. Strong: no good carries more than its own demand times `y` besides.

use super::network::{NetworkArc, NetworkProblem, NetworkSink, NetworkSource};

/// An arc that can be opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DesignArc {
    /// Node it leaves.
    pub tail: usize,
    /// Node it enters.
    pub head: usize,
    /// Cost of a unit of any good.
    pub cost: f64,
    /// Units that it carries when it is open.
    pub capacity: f64,
    /// Cost of opening it.
    pub fixed_cost: f64,
}

/// A good with one origin and one destination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DesignGood {
    /// Where it comes from.
    pub origin: usize,
    /// Where it is asked.
    pub destination: usize,
    /// How much is asked.
    pub demand: f64,
}

/// A network to design.
///
/// Invariant: ends are below `nodes`; no figure is negative or infinite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DesignProblem {
    /// Nodes, numbered from 0.
    pub nodes: usize,
    /// Arcs.
    pub arcs: Vec<DesignArc>,
    /// Goods.
    pub goods: Vec<DesignGood>,
}

impl DesignProblem {
    /// The weak relaxation as flows alone: the fixed cost of a full arc spread over its capacity.
    #[must_use]
    pub fn weak(&self) -> NetworkProblem {
        let spread = |arc: &DesignArc| {
            if arc.capacity > 0.0 {
                arc.fixed_cost / arc.capacity
            } else {
                0.0
            }
        };
        let arcs = self.arcs.iter().map(|arc| {
            let cost = arc.cost + spread(arc);
            NetworkArc::of_all(arc.tail, arc.head, cost, arc.capacity)
        });
        let goods = || self.goods.iter().enumerate();
        NetworkProblem {
            nodes: self.nodes,
            goods: self.goods.len(),
            arcs: arcs.collect(),
            sources: goods()
                .map(|(good, it)| NetworkSource::free(it.origin, good, it.demand))
                .collect(),
            sinks: goods()
                .map(|(good, it)| NetworkSink {
                    node: it.destination,
                    good,
                    amount: it.demand,
                })
                .collect(),
            limits: Vec::new(),
        }
    }
}

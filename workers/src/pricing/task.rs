//! One commodity in one period to price, and what comes back.

use super::network::ArcPrices;
use super::plan::PricingPlan;

/// No arc: the node is a source or is not reached.
pub const NO_ARC: u32 = u32::MAX;

/// A node where the commodity can be had.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source {
    /// Where.
    pub node: u32,
    /// What one unit is worth there, GJ; finite.
    pub price_gj: f64,
}

/// One commodity in one period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PricingTask {
    /// Position of the period in the round's prices.
    pub period: u32,
    /// Position of the commodity in the plan.
    pub commodity: u32,
    /// Where it can be had, nodes ascending.
    pub sources: Vec<Source>,
}

/// Tasks that may run side by side.
#[derive(Clone, Copy, Debug)]
pub struct PricingRound<'a> {
    /// What they share.
    pub plan: &'a PricingPlan,
    /// By period: prices by arc.
    pub prices: &'a [ArcPrices],
    /// The tasks.
    pub tasks: &'a [PricingTask],
}

/// Answer of a task: prices and last arcs by node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// Least price of one unit at each node, GJ; infinite where it cannot come.
    pub prices: Vec<f64>,
    /// The arc it comes by; [`NO_ARC`] at sources and where it cannot come.
    pub last_arcs: Vec<u32>,
    /// The nodes that were reached, cheapest first.
    pub order: Vec<u32>,
}

impl Labels {
    /// Nothing reached but the sources; keeps the memory.
    pub(super) fn start(&mut self, nodes: usize, sources: &[Source]) {
        self.prices.clear();
        self.prices.resize(nodes, f64::INFINITY);
        self.last_arcs.clear();
        self.last_arcs.resize(nodes, NO_ARC);
        self.order.clear();
        for source in sources {
            self.prices[source.node as usize] = source.price_gj;
        }
    }
}

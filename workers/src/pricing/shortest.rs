//! Least price of one unit at every node, from priced sources: Dijkstra with losses.
//!
//! Arriving one unit takes `1 / keep` departing ones, so labels follow `(label + price) / keep`; this never falls below
//! the label it comes from while labels and prices are not negative, which is what Dijkstra needs.

use super::network::{ArcPrices, Carrying, PricingNetwork};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// No arc: the node is a source or is not reached.
pub const NO_ARC: u32 = u32::MAX;

/// Prices and last arcs by node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labels {
    /// Least price of one unit at each node, GJ; infinite where it cannot come.
    pub prices: Vec<f64>,
    /// The arc it comes by; [`NO_ARC`] at sources.
    pub last_arcs: Vec<u32>,
    /// The nodes that were reached, cheapest first.
    pub order: Vec<u32>,
}

/// Work space for searches.
#[derive(Debug, Default)]
pub struct Shortest {
    heap: BinaryHeap<(Reverse<u64>, u32)>,
    settled: Vec<bool>,
}

/// Nonnegative numbers in an order that integers share.
#[inline]
fn key(price: f64) -> Reverse<u64> {
    Reverse(price.max(0.0).to_bits())
}

impl Shortest {
    /// Lowers `labels` along the arcs until none improves. On entry, finite prices are the sources'. `carrying` is by
    /// mode, none where the mode does not carry the commodity. `own` is the energy, in units of the commodity and per unit
    /// of [`Carrying::energy`], that an arc burns of the commodity itself; it is bought at the label of the tail.
    pub fn spread(
        &mut self,
        network: &PricingNetwork,
        prices: &ArcPrices,
        carrying: &[Option<Carrying>],
        own: Option<&[f64]>,
        labels: &mut Labels,
    ) {
        self.heap.clear();
        self.settled.clear();
        self.settled.resize(network.node_count(), false);
        labels.order.clear();
        for (node, price) in labels.prices.iter().enumerate().filter(|(_, p)| p.is_finite()) {
            #[allow(clippy::cast_possible_truncation, reason = "nodes are counted in u32")]
            self.heap.push((key(*price), node as u32));
        }
        while let Some((found, node)) = self.heap.pop() {
            let label = labels.prices[node as usize];
            if found != key(label) || std::mem::replace(&mut self.settled[node as usize], true) {
                continue;
            }
            labels.order.push(node);
            let arcs = network.starts[node as usize] as usize..network.starts[node as usize + 1] as usize;
            for arc in arcs {
                let Some(carrying) = carrying[network.modes[arc] as usize] else {
                    continue;
                };
                let burnt = own.map_or(0.0, |own| own[arc] * carrying.energy * label.max(0.0));
                let arriving = (label + burnt + prices.of(arc, carrying)) / network.keeps[arc];
                let head = network.heads[arc] as usize;
                if arriving < labels.prices[head] {
                    labels.prices[head] = arriving;
                    #[allow(clippy::cast_possible_truncation, reason = "arcs are counted in u32")]
                    {
                        labels.last_arcs[head] = arc as u32;
                    }
                    self.heap.push((key(arriving), network.heads[arc]));
                }
            }
        }
    }
}

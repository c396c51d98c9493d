//! The arcs that can carry a commodity, with all that a search asks of them side by side.
//!
//! Commodities that the same modes carry share one list.

use super::network::{Carrying, PricingNetwork};
use std::collections::HashMap;

/// One arc as a search sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lane {
    /// Fraction of what departs that arrives.
    pub(super) keep: f64,
    /// Its number in the network.
    pub(super) arc: u32,
    /// Head.
    pub(super) head: u32,
    /// Mode.
    pub(super) mode: u16,
}

/// Arcs of a set of modes, by tail.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Lanes {
    /// `starts[v]..starts[v + 1]` leave node `v`; length: nodes plus one.
    starts: Vec<u32>,
    lanes: Vec<Lane>,
}

impl Lanes {
    /// The arcs whose modes carry, each node's in the network's order.
    fn new(network: &PricingNetwork, carries: &[bool]) -> Self {
        let mut made = Self::default();
        made.starts.push(0);
        for node in 0..network.node_count() {
            let arcs = network.starts[node]..network.starts[node + 1];
            made.lanes.extend(arcs.filter_map(|arc| lane(network, arc, carries)));
            #[allow(
                clippy::cast_possible_truncation,
                reason = "no more than arcs, which are counted in u32"
            )]
            made.starts.push(made.lanes.len() as u32);
        }
        made
    }

    /// The arcs that leave a node.
    #[inline]
    pub(super) fn of(&self, node: u32) -> &[Lane] {
        &self.lanes[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }
}

fn lane(network: &PricingNetwork, arc: u32, carries: &[bool]) -> Option<Lane> {
    let mode = network.modes[arc as usize];
    carries[mode as usize].then(|| Lane {
        keep: network.keeps[arc as usize],
        arc,
        head: network.heads[arc as usize],
        mode,
    })
}

/// Lists of arcs, and which one each commodity uses.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LaneLists {
    lists: Vec<Lanes>,
    by_commodity: Vec<u32>,
}

impl LaneLists {
    /// `carrying` is by commodity, then mode.
    pub(super) fn new(network: &PricingNetwork, carrying: &[Vec<Option<Carrying>>]) -> Self {
        let mut made = Self::default();
        let mut known: HashMap<Vec<bool>, u32> = HashMap::new();
        for modes in carrying {
            let carries: Vec<bool> = modes.iter().map(Option::is_some).collect();
            let list = *known.entry(carries).or_insert_with_key(|carries| {
                made.lists.push(Lanes::new(network, carries));
                #[allow(clippy::cast_possible_truncation, reason = "no more than commodities")]
                {
                    made.lists.len() as u32 - 1
                }
            });
            made.by_commodity.push(list);
        }
        made
    }

    /// Arcs of a commodity.
    #[inline]
    pub(super) fn of(&self, commodity: u32) -> &Lanes {
        &self.lists[self.by_commodity[commodity as usize] as usize]
    }
}

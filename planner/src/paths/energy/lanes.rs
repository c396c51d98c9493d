//! The ways of one group of commodities as a search walks them: sixteen bytes an arc, nodes along the curve.
//!
//! Invariant: no weight is below zero and every keep lies in (0, 1], so no label falls on its way.

use workers::pricing::PricingNetwork;

/// Which way a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// From one place along the arcs to all others.
    Outward,
    /// From one place against the arcs: how all others come to it.
    Inward,
}

/// One arc.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lane {
    /// GJ per unit that departs.
    pub(super) weight_gj: f64,
    /// Where the search comes to, along the curve.
    pub(super) next: u32,
    /// Its number in the network.
    pub(super) arc: u32,
}

/// Arcs by the node where a search leaves.
#[derive(Debug)]
pub(super) struct Lanes {
    starts: Vec<u32>,
    lanes: Vec<Lane>,
    /// Of each lane; empty where nothing is lost on any.
    keeps: Vec<f64>,
    /// Labels that differ by less may be left in any order.
    pub(super) width_gj: f64,
}

/// Arcs of a network that may be used, with their weights.
pub(super) struct Weighed<'a> {
    pub(super) network: &'a PricingNetwork,
    /// Position along the curve by node.
    pub(super) ranks: &'a [u32],
    /// By arc, GJ per unit that departs; infinite where it may not be used.
    pub(super) weights_gj: &'a [f64],
    /// Label at the start of every search, GJ.
    pub(super) first_gj: f64,
}

impl Lanes {
    /// Sorts the arcs for searches one way.
    pub(super) fn new(weighed: &Weighed<'_>, way: Way) -> Self {
        let network = weighed.network;
        let ends = |arc: usize| {
            let ends = (network.tails[arc] as usize, network.heads[arc] as usize);
            match way {
                Way::Outward => (weighed.ranks[ends.0], weighed.ranks[ends.1]),
                Way::Inward => (weighed.ranks[ends.1], weighed.ranks[ends.0]),
            }
        };
        let used: Vec<usize> = (0..network.arc_count())
            .filter(|arc| weighed.weights_gj[*arc] < f64::INFINITY)
            .collect();
        let starts = starts(network.node_count(), used.iter().map(|arc| ends(*arc).0));
        let mut free = starts.clone();
        let mut lanes = vec![Lane::default(); used.len()];
        for arc in &used {
            let (leaves, next) = ends(*arc);
            let place = &mut free[leaves as usize];
            #[allow(clippy::cast_possible_truncation, reason = "arcs are counted in u32")]
            let arc_number = *arc as u32;
            lanes[*place as usize] = Lane {
                weight_gj: weighed.weights_gj[*arc],
                next,
                arc: arc_number,
            };
            *place += 1;
        }
        let loses = used.iter().any(|arc| network.keeps[*arc] < 1.0);
        let keeps = lanes
            .iter()
            .filter(|_| loses)
            .map(|lane| network.keeps[lane.arc as usize]);
        let keeps: Vec<f64> = keeps.collect();
        Self {
            width_gj: width(&lanes, &keeps, weighed.first_gj),
            keeps,
            starts,
            lanes,
        }
    }

    /// Whether something is lost on some lane.
    pub(super) fn loses(&self) -> bool {
        !self.keeps.is_empty()
    }

    /// Whether some lane takes energy.
    pub(super) fn burns(&self) -> bool {
        self.lanes.iter().any(|lane| lane.weight_gj > 0.0)
    }

    /// Number of nodes.
    pub(super) fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The lanes that leave a node.
    #[inline]
    pub(super) fn of(&self, node: u32) -> &[Lane] {
        &self.lanes[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// Keeps of the lanes that leave a node; only where something is lost.
    #[inline]
    pub(super) fn keeps_of(&self, node: u32) -> &[f64] {
        &self.keeps[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// Memory it holds, bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.starts) + size_of_val(&*self.lanes) + size_of_val(&*self.keeps)
    }
}

/// `starts[v]..starts[v + 1]` are the lanes that leave node `v`.
fn starts(nodes: usize, leaves: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; nodes + 1];
    for node in leaves {
        starts[node as usize + 1] += 1;
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    starts
}

/// How much the first arc of a way adds in the mean: narrow enough that few labels are found twice, wide enough that few
/// steps are empty.
fn width(lanes: &[Lane], keeps: &[f64], first_gj: f64) -> f64 {
    let keeps = keeps.iter().copied().chain(std::iter::repeat(1.0));
    let added = lanes
        .iter()
        .zip(keeps)
        .map(|(lane, keep)| (first_gj + lane.weight_gj) / keep - first_gj);
    let mean = added.sum::<f64>() / lanes.len().max(1) as f64;
    if mean > 0.0 && mean.is_finite() { mean } else { 1.0 }
}

//! The tree of one commodity in one period: what it costs everywhere, and the last arc it comes by.

use super::sources::PathSource;
use data::model::NodeIndex;
use workers::pricing::{Labels, NO_ARC, PricingRound, PricingTask, Shortest, Source};

/// Least prices from all sources: twelve bytes a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    prices_gj: Box<[f64]>,
    last_arcs: Box<[u32]>,
}

/// Bytes that a tree takes for each node.
pub(super) const BYTES_A_NODE: usize = size_of::<f64>() + size_of::<u32>();

impl Tree {
    /// From the sources of a commodity in a period; `round` gives the prices of arcs.
    pub(super) fn new(round: &PricingRound<'_>, period: u32, commodity: u32, sources: &[PathSource]) -> Self {
        let task = PricingTask {
            period,
            commodity,
            sources: cheapest(sources),
        };
        let mut labels = Labels::default();
        Shortest::default().price(round, &task, &mut labels);
        Self {
            prices_gj: labels.prices.into(),
            last_arcs: labels.last_arcs.into(),
        }
    }

    /// What one more unit costs at a node at the plan's prices, GJ; none where it cannot come, or there is no such node.
    #[must_use]
    pub fn price_gj(&self, node: NodeIndex) -> Option<f64> {
        let price_gj = self.prices_gj.get(node.position())?;
        price_gj.is_finite().then_some(*price_gj)
    }

    /// The arc it comes by; none at sources and where it cannot come.
    pub(super) fn last_arc(&self, node: NodeIndex) -> Option<u32> {
        self.last_arcs
            .get(node.position())
            .copied()
            .filter(|arc| *arc != NO_ARC)
    }
}

/// The cheapest source of each node; `sources` are in order of node.
fn cheapest(sources: &[PathSource]) -> Vec<Source> {
    let at_one_node = sources.chunk_by(|a, b| a.node == b.node);
    let cheapest = at_one_node.filter_map(|here| here.iter().min_by(|a, b| a.price_gj.total_cmp(&b.price_gj)));
    let source = |source: &PathSource| Source {
        node: source.node.0,
        price_gj: source.price_gj,
    };
    cheapest
        .filter(|source| source.price_gj.is_finite())
        .map(source)
        .collect()
}

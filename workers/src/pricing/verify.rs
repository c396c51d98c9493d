//! Whether labels are the cheapest ways, found by going through them once in the order they claim.
//!
//! Invariant: every label is computed again with the arithmetic of the search, from the labels before it, so that a right
//! answer passes to the last bit and a wrong one does not, whatever it looks like. It takes a search without its heap.

use super::shortest::departing;
use super::task::{Labels, NO_ARC, PricingRound, PricingTask};

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelFault {
    /// Labels of another number of nodes, or an order of nodes that are not there.
    #[error("labels of another network")]
    Shape,
    /// A label is not the least price over the ways of the nodes before it.
    #[error("the label of node {node} is not the label of a tail and the price of the arc")]
    Label {
        /// Position of the node.
        node: u32,
    },
    /// A node stands before one that is cheaper.
    #[error("node {node} stands too late in the order of prices")]
    Order {
        /// Position of the node.
        node: u32,
    },
    /// A node that can be reached is not.
    #[error("node {node} can be reached and is said not to be")]
    Unreached {
        /// Position of the node.
        node: u32,
    },
}

/// Checks one answer of a round.
///
/// # Errors
/// The first [`LabelFault`], in the order of the labels.
pub fn verify(round: &PricingRound<'_>, task: &PricingTask, labels: &Labels) -> Result<(), LabelFault> {
    let nodes = round.plan.network().node_count();
    if labels.prices.len() != nodes || labels.last_arcs.len() != nodes || labels.order.len() > nodes {
        return Err(LabelFault::Shape);
    }
    let mut again = Labels::default();
    again.start(nodes, &task.sources);
    let mut settled = vec![false; nodes];
    let mut before: Option<u32> = None;
    for &node in &labels.order {
        let at = node as usize;
        if settled.get(at).copied() != Some(false) {
            return Err(LabelFault::Shape);
        }
        let is_same = labels.prices[at].to_bits() == again.prices[at].to_bits();
        if !again.prices[at].is_finite() || !is_same || labels.last_arcs[at] != again.last_arcs[at] {
            return Err(LabelFault::Label { node });
        }
        if before.is_some_and(|before| is_late(round, labels, before, node)) {
            return Err(LabelFault::Order { node });
        }
        settled[at] = true;
        leave(round, task, node, &settled, &mut again);
        before = Some(node);
    }
    unreached(labels, &again, &settled).map_or(Ok(()), |node| Err(LabelFault::Unreached { node }))
}

/// Lowers the labels of the nodes that a node's arcs lead to, as the search does.
fn leave(round: &PricingRound<'_>, task: &PricingTask, node: u32, settled: &[bool], again: &mut Labels) {
    let prices = &round.prices[task.period as usize];
    let carrying = round.plan.carrying(task.commodity);
    let label = again.prices[node as usize];
    for lane in round.plan.lanes(task.commodity).of(node) {
        let Some(carrying) = carrying[lane.mode as usize] else {
            continue;
        };
        let arriving = departing(round, task, lane, carrying, prices[lane.arc as usize], label) / lane.keep;
        let head = lane.head as usize;
        if arriving < again.prices[head] && !settled[head] {
            again.prices[head] = arriving;
            again.last_arcs[head] = lane.arc;
        }
    }
}

/// Whether a node is cheaper than the one before it without coming from it.
fn is_late(round: &PricingRound<'_>, labels: &Labels, before: u32, node: u32) -> bool {
    let arc = labels.last_arcs[node as usize];
    let comes_from_it = arc != NO_ARC && round.plan.network().tails[arc as usize] == before;
    labels.prices[node as usize] < labels.prices[before as usize] && !comes_from_it
}

/// A node outside the order with a price, claimed or computed.
fn unreached(labels: &Labels, again: &Labels, settled: &[bool]) -> Option<u32> {
    let is_wrong = |at: &usize| {
        let is_bare = labels.prices[*at] == f64::INFINITY && labels.last_arcs[*at] == NO_ARC;
        !settled[*at] && (again.prices[*at] < f64::INFINITY || !is_bare)
    };
    (0..settled.len())
        .find(is_wrong)
        .and_then(|node| u32::try_from(node).ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::samples::sample;
    use super::super::shortest::Shortest;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_the_search_finds_passes(sample in sample()) {
            let round = sample.round();
            let mut labels = Labels::default();
            for task in round.tasks {
                Shortest::default().price(&round, task, &mut labels);
                prop_assert_eq!(verify(&round, task, &labels), Ok(()));
            }
        }

        #[test]
        fn no_other_price_passes(sample in sample(), which in any::<prop::sample::Index>(), factor in 0.5..0.99_f64, up in any::<bool>()) {
            let round = sample.round();
            let mut labels = Labels::default();
            for task in round.tasks {
                Shortest::default().price(&round, task, &mut labels);
                if labels.order.is_empty() {
                    continue;
                }
                let node = labels.order[which.index(labels.order.len())] as usize;
                if labels.prices[node] == 0.0 {
                    continue;
                }
                labels.prices[node] *= if up { 1.0 / factor } else { factor };
                prop_assert!(verify(&round, task, &labels).is_err());
            }
        }

        #[test]
        fn a_node_left_out_is_missed(sample in sample()) {
            let round = sample.round();
            let mut labels = Labels::default();
            for task in round.tasks {
                Shortest::default().price(&round, task, &mut labels);
                if let Some(node) = labels.order.pop() {
                    labels.prices[node as usize] = f64::INFINITY;
                    labels.last_arcs[node as usize] = NO_ARC;
                    prop_assert_eq!(verify(&round, task, &labels), Err(LabelFault::Unreached { node }));
                }
            }
        }
    }
}

//! Whether labels are what the search finds: it is made again.
//!
//! Going through the labels in the order they claim would be cheaper, but where labels below zero meet losses, or ways tie,
//! several orders look right and only one is the search's.
//!
//! Invariant: a right answer passes to the last bit, and no other does.

use super::shortest::Shortest;
use super::task::{Labels, PricingRound, PricingTask};

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelFault {
    /// Labels of another number of nodes, or an order of nodes that are not there.
    #[error("labels of another network")]
    Shape,
    /// A label, or the arc it came by, is not the search's.
    #[error("the label of node {node} is not the one the search finds")]
    Label {
        /// Position of the node.
        node: usize,
    },
    /// The order of nodes by price is not the search's.
    #[error("the nodes stand in another order than the search leaves them")]
    Order,
}

/// Checks one answer of a round.
///
/// # Errors
/// The first [`LabelFault`].
pub fn verify(round: &PricingRound<'_>, task: &PricingTask, labels: &Labels) -> Result<(), LabelFault> {
    let nodes = round.plan.network().node_count();
    if labels.prices.len() != nodes || labels.last_arcs.len() != nodes || labels.order.len() > nodes {
        return Err(LabelFault::Shape);
    }
    let mut again = Labels::default();
    Shortest::default().price(round, task, &mut again);
    let is_other = |node: &usize| {
        labels.prices[*node].to_bits() != again.prices[*node].to_bits()
            || labels.last_arcs[*node] != again.last_arcs[*node]
    };
    if let Some(node) = (0..nodes).find(is_other) {
        return Err(LabelFault::Label { node });
    }
    if labels.order == again.order {
        Ok(())
    } else {
        Err(LabelFault::Order)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::samples::sample;
    use super::super::task::NO_ARC;
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
        fn no_other_order_passes(sample in sample(), one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
            let round = sample.round();
            let mut labels = Labels::default();
            for task in round.tasks {
                Shortest::default().price(&round, task, &mut labels);
                let count = labels.order.len();
                if count == 0 || one.index(count) == other.index(count) {
                    continue;
                }
                labels.order.swap(one.index(count), other.index(count));
                prop_assert_eq!(verify(&round, task, &labels), Err(LabelFault::Order));
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
                    prop_assert_eq!(verify(&round, task, &labels), Err(LabelFault::Label { node: node as usize }));
                }
            }
        }
    }
}

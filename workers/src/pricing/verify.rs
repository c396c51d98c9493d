//! Whether an answer is what the search finds, and its labels.
//!
//! Prices follow from the ways, arc by arc. Where they rise along the order, every source has its price or less, and every
//! arc but the last arcs arrives dearer than its head is priced, the search can have gone no other way: at each step the next node of the order
//! is the cheapest that is left, since no other can be had for less than the price it ends with. That takes one pass over
//! the arcs, without a queue. Where ways tie, or labels below zero meet losses, several orders look right and only one is
//! the search's: then the search is made again.
//!
//! Invariant: a right answer passes, and no other does; labels of one that passed are the search's to the last bit.

use super::heap::pack;
use super::lanes::Lane;
use super::network::{ArcPrice, Carrying};
use super::shortest::{Shortest, departing};
use super::task::{Labels, NO_ARC, PricingRound, PricingTask};
use super::ways::Ways;

/// What is wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelFault {
    /// Another number of last arcs than of nodes.
    #[error("ways of another network")]
    Shape,
    /// A node that is not there, is there twice, or is not reached by its last arc.
    #[error("node {node} is not reached as the answer says")]
    Way {
        /// Position of the node.
        node: u32,
    },
    /// Ways that could be, and are not those of the search.
    #[error("the ways are not those that the search finds")]
    Search,
}

/// Checks answers, with work space that is used again.
#[derive(Debug, Default)]
pub struct Verifier {
    is_reached: Vec<bool>,
    search: Shortest,
    again: Labels,
}

impl Verifier {
    /// Checks one answer of a round and makes its labels. What `labels` held before is of no account but for its memory; after
    /// a fault they are of no use.
    ///
    /// # Errors
    /// The first [`LabelFault`].
    pub fn verify(
        &mut self,
        round: &PricingRound<'_>,
        task: &PricingTask,
        ways: Ways<'_>,
        labels: &mut Labels,
    ) -> Result<(), LabelFault> {
        self.follow(round, task, ways, labels)?;
        if is_proven(round, task, labels) {
            return Ok(());
        }
        self.search.price(round, task, &mut self.again);
        if labels.order != self.again.order || labels.last_arcs != self.again.last_arcs {
            return Err(LabelFault::Search);
        }
        std::mem::swap(labels, &mut self.again);
        Ok(())
    }

    /// Labels along the ways.
    fn follow(
        &mut self,
        round: &PricingRound<'_>,
        task: &PricingTask,
        ways: Ways<'_>,
        labels: &mut Labels,
    ) -> Result<(), LabelFault> {
        if ways.order.len() != ways.last_arcs.len() {
            return Err(LabelFault::Shape);
        }
        labels.start(round.plan.network().node_count(), &task.sources);
        labels.order.extend_from_slice(ways.order);
        self.is_reached.clear();
        self.is_reached.resize(labels.prices.len(), false);
        for (node, arc) in ways.order.iter().zip(ways.last_arcs) {
            let price = self.price(round, task, labels, *node, *arc);
            let price = price.ok_or(LabelFault::Way { node: *node })?;
            labels.prices[*node as usize] = price;
            labels.last_arcs[*node as usize] = *arc;
            self.is_reached[*node as usize] = true;
        }
        let is_left_out = |node: &u32| !self.is_reached[*node as usize];
        match task.sources.iter().map(|source| source.node).find(is_left_out) {
            Some(node) => Err(LabelFault::Way { node }),
            None => Ok(()),
        }
    }

    /// The price at which a node is reached by an arc, or has the commodity itself; none where it cannot be.
    fn price(&self, round: &PricingRound<'_>, task: &PricingTask, labels: &Labels, node: u32, arc: u32) -> Option<f64> {
        let network = round.plan.network();
        let at = arc as usize;
        if *self.is_reached.get(node as usize)? {
            return None;
        }
        let price = if arc == NO_ARC {
            labels.prices[node as usize]
        } else {
            let tail = *network.tails.get(at)? as usize;
            let carrying = round.plan.carrying(task.commodity)[network.modes[at] as usize]?;
            let lane = Lane {
                keep: network.keeps[at],
                arc,
                head: network.heads[at],
                mode: network.modes[at],
            };
            if lane.head != node || !self.is_reached[tail] {
                return None;
            }
            let price = round.prices[task.period as usize][at];
            departing(round, task, &lane, carrying, price, labels.prices[tail]) / lane.keep
        };
        price.is_finite().then_some(price)
    }
}

/// Whether labels that follow from their ways can only be the search's. That they are it does not have to show here.
fn is_proven(round: &PricingRound<'_>, task: &PricingTask, labels: &Labels) -> bool {
    let tree = labels.last_arcs.iter().filter(|arc| **arc != NO_ARC).count();
    let tight = || {
        if round.plan.is_carrier(task.commodity) {
            tight_arcs(round, task, labels, |lane, carrying, price, label| {
                departing(round, task, lane, carrying, price, label)
            })
        } else {
            tight_arcs(round, task, labels, |_, carrying, price, label| {
                label + price.of(carrying)
            })
        }
    };
    // Each last arc is tight; so if there are no more, there is no other.
    is_rising(labels) && sources_hold(task, labels) && tight() == tree
}

/// Whether the nodes stand in the order in which a queue gives them out.
fn is_rising(labels: &Labels) -> bool {
    let keys = labels
        .order
        .iter()
        .map(|node| pack(labels.prices[*node as usize], *node));
    keys.is_sorted_by(|one, next| one < next)
}

/// Whether every source has its own price, or one below it by an arc.
fn sources_hold(task: &PricingTask, labels: &Labels) -> bool {
    task.sources.iter().all(|source| {
        let (price, arc) = (
            labels.prices[source.node as usize],
            labels.last_arcs[source.node as usize],
        );
        if arc == NO_ARC {
            price.to_bits() == source.price_gj.to_bits()
        } else {
            price < source.price_gj
        }
    })
}

/// How many arcs arrive at no more than the price of their heads; as in the search, `departing` gives the label of a tail with
/// the price of the arc.
#[inline]
fn tight_arcs(
    round: &PricingRound<'_>,
    task: &PricingTask,
    labels: &Labels,
    departing: impl Fn(&Lane, Carrying, ArcPrice, f64) -> f64,
) -> usize {
    let prices = &round.prices[task.period as usize];
    let carrying = round.plan.carrying(task.commodity);
    let lanes = round.plan.lanes(task.commodity);
    let mut tight = 0;
    for (node, label) in (0..).zip(&labels.prices) {
        for lane in lanes.of(node) {
            let Some(carrying) = carrying[lane.mode as usize] else {
                continue;
            };
            let arriving = departing(lane, carrying, prices[lane.arc as usize], *label) / lane.keep;
            // No branch to foretell.
            let is_tight = (arriving <= labels.prices[lane.head as usize]) & (arriving < f64::INFINITY);
            tight += usize::from(is_tight);
        }
    }
    tight
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::network::PricingNetwork;
    use super::super::plan::{NO_CARRIER, PricingPlan};
    use super::super::samples::sample;
    use super::super::task::Source;
    use super::*;
    use proptest::prelude::*;

    /// What the search finds, and its last arcs by place in the order.
    fn found(round: &PricingRound<'_>, task: &PricingTask) -> (Labels, Vec<u32>) {
        let mut labels = Labels::default();
        Shortest::default().price(round, task, &mut labels);
        let last_arcs = labels
            .order
            .iter()
            .map(|node| labels.last_arcs[*node as usize])
            .collect();
        (labels, last_arcs)
    }

    fn check(
        round: &PricingRound<'_>,
        task: &PricingTask,
        order: &[u32],
        last_arcs: &[u32],
    ) -> Result<Labels, LabelFault> {
        let mut labels = Labels::default();
        let verified = Verifier::default().verify(round, task, Ways { order, last_arcs }, &mut labels);
        verified.map(|()| labels)
    }

    fn bits(labels: &Labels) -> Vec<u64> {
        labels.prices.iter().map(|price| price.to_bits()).collect()
    }

    proptest! {
        #[test]
        fn what_the_search_finds_passes_without_a_search(sample in sample()) {
            let round = sample.round();
            for task in round.tasks {
                let (labels, last_arcs) = found(&round, task);
                let made = check(&round, task, &labels.order, &last_arcs).unwrap();
                prop_assert_eq!(bits(&made), bits(&labels));
                prop_assert_eq!(&made, &labels);
                prop_assert!(is_proven(&round, task, &labels));
            }
        }

        #[test]
        fn no_other_arc_passes(sample in sample(), which in any::<prop::sample::Index>(), arc in any::<prop::sample::Index>()) {
            let round = sample.round();
            for task in round.tasks {
                let (labels, mut last_arcs) = found(&round, task);
                if last_arcs.is_empty() {
                    continue;
                }
                let place = which.index(last_arcs.len());
                let arcs = round.plan.network().arc_count();
                let other = u32::try_from(arc.index(arcs + 1)).unwrap();
                let other = if other as usize == arcs { NO_ARC } else { other };
                if std::mem::replace(&mut last_arcs[place], other) != other {
                    prop_assert!(check(&round, task, &labels.order, &last_arcs).is_err());
                }
            }
        }

        #[test]
        fn no_other_order_passes(sample in sample(), one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
            let round = sample.round();
            for task in round.tasks {
                let (mut labels, mut last_arcs) = found(&round, task);
                let count = last_arcs.len();
                if count == 0 || one.index(count) == other.index(count) {
                    continue;
                }
                labels.order.swap(one.index(count), other.index(count));
                last_arcs.swap(one.index(count), other.index(count));
                prop_assert!(check(&round, task, &labels.order, &last_arcs).is_err());
            }
        }

        #[test]
        fn a_node_left_out_is_missed(sample in sample()) {
            let round = sample.round();
            for task in round.tasks {
                let (mut labels, mut last_arcs) = found(&round, task);
                if labels.order.pop().and(last_arcs.pop()).is_some() {
                    prop_assert!(check(&round, task, &labels.order, &last_arcs).is_err());
                }
            }
        }

        #[test]
        fn anything_is_refused_without_a_panic(
            sample in sample(),
            order in prop::collection::vec(0_u32..14, 0..14),
            last_arcs in prop::collection::vec(prop_oneof![Just(NO_ARC), 0_u32..44], 0..14),
        ) {
            let round = sample.round();
            for task in round.tasks {
                let (labels, right) = found(&round, task);
                let passed = check(&round, task, &order, &last_arcs).is_ok();
                prop_assert_eq!(passed, order == labels.order && last_arcs == right);
            }
        }
    }

    /// One node with the commodity, and two arcs of one price to another.
    fn tie() -> PricingPlan {
        let network = PricingNetwork {
            starts: vec![0, 2, 2],
            tails: vec![0, 0],
            heads: vec![1, 1],
            modes: vec![0, 0],
            keeps: vec![1.0, 1.0],
        };
        let carrying = Carrying {
            energy: 1.0,
            tonnes: 1.0,
            weight: 1.0,
        };
        PricingPlan::new(network, vec![vec![Some(carrying)]], vec![NO_CARRIER; 2], vec![0.0; 2])
    }

    #[test]
    fn of_ways_that_tie_only_the_search_s_passes() {
        let plan = tie();
        let prices = [vec![
            ArcPrice {
                energy: 1.0,
                tonne: 0.0,
                toll: 0.0
            };
            2
        ]];
        let sources = vec![Source { node: 0, price_gj: 2.0 }];
        let tasks = [PricingTask {
            period: 0,
            commodity: 0,
            sources,
        }];
        let round = PricingRound {
            plan: &plan,
            prices: &prices,
            tasks: &tasks,
        };
        let (labels, last_arcs) = found(&round, &tasks[0]);
        assert!(!is_proven(&round, &tasks[0], &labels));
        assert_eq!(check(&round, &tasks[0], &[0, 1], &last_arcs), Ok(labels));
        assert_eq!(last_arcs, [NO_ARC, 0]);
        assert_eq!(check(&round, &tasks[0], &[0, 1], &[NO_ARC, 1]), Err(LabelFault::Search));
    }
}

//! Least price of one unit at every node, from priced sources: Dijkstra with losses.
//!
//! Arriving one unit takes `1 / keep` departing ones, so labels follow `(label + price) / keep`; this never falls below
//! the label it comes from while labels and prices are not negative, which is what Dijkstra needs. Below zero a loss can
//! make a label fall on its way; a node that was left is not lowered again, so last arcs never go round.

use super::heap::Heap;
use super::lanes::Lane;
use super::network::{ArcPrice, Carrying};
use super::task::{Labels, PricingRound, PricingTask};

/// Work space for searches; it grows with the network and is used again.
#[derive(Debug, Default)]
pub struct Shortest {
    heap: Heap,
    settled: Vec<bool>,
}

impl Shortest {
    /// Prices the commodity of one of the round's tasks everywhere. What `labels` held before is of no account but for its
    /// memory.
    pub fn price(&mut self, round: &PricingRound<'_>, task: &PricingTask, labels: &mut Labels) {
        let nodes = round.plan.network().node_count();
        labels.start(nodes, &task.sources);
        self.heap.clear();
        self.settled.clear();
        self.settled.resize(nodes, false);
        for source in &task.sources {
            self.heap.push(source.price_gj, source.node);
        }
        if round.plan.is_carrier(task.commodity) {
            self.spread(round, task, labels, |lane, carrying, price, label| {
                departing(round, task, lane, carrying, price, label)
            });
        } else {
            self.spread(round, task, labels, |_, carrying, price, label| {
                label + price.of(carrying)
            });
        }
    }

    /// Lowers `labels` along the arcs until none improves; `departing` gives the label of a tail with the price of the arc.
    #[inline]
    fn spread(
        &mut self,
        round: &PricingRound<'_>,
        task: &PricingTask,
        labels: &mut Labels,
        departing: impl Fn(&Lane, Carrying, ArcPrice, f64) -> f64,
    ) {
        let prices = &round.prices[task.period as usize];
        let carrying = round.plan.carrying(task.commodity);
        let lanes = round.plan.lanes(task.commodity);
        while let Some(node) = self.heap.pop() {
            if std::mem::replace(&mut self.settled[node as usize], true) {
                continue;
            }
            labels.order.push(node);
            let label = labels.prices[node as usize];
            for lane in lanes.of(node) {
                let Some(carrying) = carrying[lane.mode as usize] else {
                    continue;
                };
                let arriving = departing(lane, carrying, prices[lane.arc as usize], label) / lane.keep;
                let head = lane.head as usize;
                if arriving < labels.prices[head] && !self.settled[head] {
                    labels.prices[head] = arriving;
                    labels.last_arcs[head] = lane.arc;
                    self.heap.push(arriving, lane.head);
                }
            }
        }
    }
}

/// The label of a tail with the price of an arc. Where an arc burns of the commodity itself, that is bought at the label.
#[inline]
pub(super) fn departing(
    round: &PricingRound<'_>,
    task: &PricingTask,
    lane: &Lane,
    carrying: Carrying,
    price: ArcPrice,
    label: f64,
) -> f64 {
    let own = round.plan.own_burn(lane.arc, task.commodity);
    if own == 0.0 {
        return label + price.of(carrying);
    }
    let burnt = own * carrying.energy * label.max(0.0);
    label + burnt + ArcPrice { energy: 0.0, ..price }.of(carrying)
}

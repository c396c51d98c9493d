//! Least labels from one node, with nodes in buckets of labels in the place of a heap (Dial, Communications of the ACM 12,
//! 1969; with wide buckets Meyer and Sanders, Journal of Algorithms 49, 2003; here on one thread).
//!
//! Within a bucket nodes are left in any order, and left again if their label falls. What comes out is the least sum over
//! all ways, every sum rounded along its way as a heap would have it: the labels are those of Dijkstra's algorithm to the
//! last bit. Where ways tie, the last arc may be another one of the best.
//!
//! Invariant: between searches all states are fresh and all buckets empty.

use super::lanes::Lanes;
use workers::pricing::NO_ARC;

/// What is known of a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// Least label so far; infinite where none was found.
    pub(super) label: f64,
    /// The arc it came by; [`NO_ARC`] at the start and where none was found.
    pub(super) last_arc: u32,
    /// Whether it waits to be left.
    waits: bool,
}

const FRESH: State = State {
    label: f64::INFINITY,
    last_arc: NO_ARC,
    waits: false,
};

/// Buckets, a power of two; nodes with labels further ahead wait apart.
const BUCKETS: usize = 256;
/// The last step; all labels beyond it are left in one.
const LAST_STEP: usize = u32::MAX as usize;

/// Work space for searches; it grows with the network and is used again.
#[derive(Debug)]
pub(super) struct Search {
    states: Vec<State>,
    touched: Vec<u32>,
    buckets: Vec<Vec<u32>>,
    batch: Vec<u32>,
    /// Nodes in buckets; one may be in more than one.
    waiting: usize,
    /// Nodes whose step is the end of the window or later.
    far: Vec<u32>,
    window_end: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            states: Vec::new(),
            touched: Vec::new(),
            buckets: vec![Vec::new(); BUCKETS],
            batch: Vec::new(),
            waiting: 0,
            far: Vec::new(),
            window_end: BUCKETS,
        }
    }
}

/// Where a search starts, and where it may end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// Along the curve.
    pub(super) start: u32,
    /// Label of the start, GJ.
    pub(super) label_gj: f64,
    /// A node whose label is all that is asked.
    pub(super) only: Option<u32>,
}

impl Search {
    /// Labels of all nodes, or as far as it takes for the one that is asked.
    pub(super) fn run(&mut self, lanes: &Lanes, asked: Asked) {
        self.states.resize(lanes.node_count(), FRESH);
        self.lower(asked.start, asked.label_gj, NO_ARC);
        self.buckets[0].push(asked.start);
        (self.waiting, self.window_end) = (1, BUCKETS);
        if lanes.loses() {
            self.empty_buckets(lanes, asked, |label, weight, keep| (label + weight) / keep);
        } else {
            self.empty_buckets(lanes, asked, |label, weight, _| label + weight);
        }
    }

    /// What was found of a node.
    pub(super) fn state(&self, node: u32) -> &State {
        &self.states[node as usize]
    }

    /// Hands out all states and begins anew.
    pub(super) fn take(&mut self) -> Vec<State> {
        self.clear_buckets();
        self.touched.clear();
        std::mem::take(&mut self.states)
    }

    /// Forgets what was found and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.clear_buckets();
        for node in self.touched.drain(..) {
            self.states[node as usize] = FRESH;
        }
    }

    fn clear_buckets(&mut self) {
        if self.waiting > 0 {
            self.buckets.iter_mut().for_each(Vec::clear);
            self.waiting = 0;
        }
        self.far.clear();
    }

    #[inline]
    fn lower(&mut self, node: u32, label: f64, last_arc: u32) {
        let state = &mut self.states[node as usize];
        if state.label == f64::INFINITY {
            self.touched.push(node);
        }
        *state = State {
            label,
            last_arc,
            waits: true,
        };
    }

    #[inline]
    fn empty_buckets(&mut self, lanes: &Lanes, asked: Asked, arrive: impl Fn(f64, f64, f64) -> f64) {
        let steps = Steps {
            first: asked.label_gj,
            per_gj: 1.0 / lanes.width_gj,
        };
        let mut step = 0;
        while self.waiting > 0 || !self.far.is_empty() {
            if self.waiting == 0 {
                step = self.move_window(step, steps);
            }
            while !self.buckets[step % BUCKETS].is_empty() {
                let mut batch = std::mem::take(&mut self.batch);
                std::mem::swap(&mut batch, &mut self.buckets[step % BUCKETS]);
                self.waiting -= batch.len();
                for node in batch.drain(..) {
                    self.leave(lanes, node, steps, &arrive);
                }
                self.batch = batch;
            }
            if asked.only.is_some_and(|only| steps.of(self.state(only).label) <= step) {
                return;
            }
            step += 1;
        }
    }

    /// Begins the window anew at the first step that anything waits for, and puts into buckets what lies in it.
    fn move_window(&mut self, step: usize, steps: Steps) -> usize {
        let mut far = std::mem::take(&mut self.far);
        far.retain(|node| self.states[*node as usize].waits);
        let first_far = far.iter().map(|node| steps.of(self.state(*node).label)).min();
        let first = first_far.map_or(step, |first| first.max(step));
        self.window_end = first + BUCKETS;
        for node in far {
            self.put(node, steps.of(self.state(node).label));
        }
        first
    }

    /// Lowers the labels of a node's neighbours.
    #[inline]
    fn leave(&mut self, lanes: &Lanes, node: u32, steps: Steps, arrive: &impl Fn(f64, f64, f64) -> f64) {
        let state = &mut self.states[node as usize];
        if !state.waits {
            return;
        }
        let label = state.label;
        state.waits = false;
        let mut keeps = if lanes.loses() { lanes.keeps_of(node) } else { &[] }.iter();
        for lane in lanes.of(node) {
            let arriving = arrive(label, lane.weight_gj, keeps.next().copied().unwrap_or(1.0));
            if arriving < self.states[lane.next as usize].label {
                self.lower(lane.next, arriving, lane.arc);
                self.put(lane.next, steps.of(arriving));
            }
        }
    }

    #[inline]
    fn put(&mut self, node: u32, step: usize) {
        if step < self.window_end {
            self.buckets[step % BUCKETS].push(node);
            self.waiting += 1;
        } else {
            self.far.push(node);
        }
    }
}

/// Which bucket a label belongs to.
#[derive(Clone, Copy)]
struct Steps {
    first: f64,
    per_gj: f64,
}

impl Steps {
    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no label is below the first; what is too large is the last step"
    )]
    fn of(self, label: f64) -> usize {
        (((label - self.first) * self.per_gj) as usize).min(LAST_STEP)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::lanes::{Way, Weighed};
    use super::*;
    use proptest::prelude::*;
    use workers::pricing::PricingNetwork;

    #[derive(Clone, Debug)]
    struct Sample {
        network: PricingNetwork,
        weights_gj: Vec<f64>,
        ranks: Vec<u32>,
        first_gj: f64,
    }

    /// Ties, zeros, closed arcs, weights of every size; loops and parts that nothing reaches come by themselves.
    fn weight() -> impl Strategy<Value = f64> {
        prop_oneof![
            4 => (0..4_u8).prop_map(f64::from),
            4 => 0.0..5.0_f64,
            1 => Just(f64::INFINITY),
            1 => (-9.0..9.0_f64).prop_map(|power| 10.0_f64.powf(power)),
        ]
    }

    fn sample(loses: bool) -> impl Strategy<Value = Sample> {
        let keep = if loses {
            prop_oneof![Just(1.0), 0.05..1.0_f64].boxed()
        } else {
            Just(1.0).boxed()
        };
        (1_u32..30).prop_flat_map(move |nodes| {
            let arcs = prop::collection::vec((0..nodes, 0..nodes, weight(), keep.clone()), 0..120);
            let ranks = Just((0..nodes).collect::<Vec<u32>>()).prop_shuffle();
            (arcs, ranks, 0.0..2.0_f64).prop_map(move |(mut arcs, ranks, first_gj)| {
                arcs.sort_by_key(|arc| arc.0);
                let starts = (0..=nodes).map(|node| arcs.partition_point(|arc| arc.0 < node) as u32);
                Sample {
                    network: PricingNetwork {
                        starts: starts.collect(),
                        tails: arcs.iter().map(|arc| arc.0).collect(),
                        heads: arcs.iter().map(|arc| arc.1).collect(),
                        modes: vec![0; arcs.len()],
                        keeps: arcs.iter().map(|arc| arc.3).collect(),
                    },
                    weights_gj: arcs.iter().map(|arc| arc.2).collect(),
                    ranks,
                    first_gj,
                }
            })
        })
    }

    /// Labels by going over all arcs until none improves.
    fn plain(sample: &Sample, start: u32, way: Way) -> Vec<f64> {
        let network = &sample.network;
        let mut labels = vec![f64::INFINITY; network.node_count()];
        labels[start as usize] = sample.first_gj;
        loop {
            let mut improves = false;
            for arc in 0..network.arc_count() {
                let (tail, head) = (network.tails[arc] as usize, network.heads[arc] as usize);
                let (here, next) = if way == Way::Outward {
                    (tail, head)
                } else {
                    (head, tail)
                };
                let arriving = (labels[here] + sample.weights_gj[arc]) / network.keeps[arc];
                if arriving < labels[next] {
                    labels[next] = arriving;
                    improves = true;
                }
            }
            if !improves {
                return labels;
            }
        }
    }

    fn same(sample: &Sample, start: prop::sample::Index, way: Way) -> Result<(), TestCaseError> {
        let weighed = Weighed {
            network: &sample.network,
            ranks: &sample.ranks,
            weights_gj: &sample.weights_gj,
            first_gj: sample.first_gj,
        };
        let lanes = Lanes::new(&weighed, way);
        let nodes = sample.network.node_count();
        let mut search = Search::default();
        for start in [start.index(nodes), 0] {
            let expected = plain(sample, start as u32, way);
            let from = sample.ranks[start];
            let ranks = sample.ranks.iter().copied().map(Some);
            for only in std::iter::once(None).chain(ranks) {
                let (start, label_gj) = (from, sample.first_gj);
                search.run(&lanes, Asked { start, label_gj, only });
                for (node, expected) in expected.iter().enumerate() {
                    let rank = sample.ranks[node];
                    if only.is_none_or(|only| only == rank) {
                        prop_assert_eq!(search.state(rank).label.to_bits(), expected.to_bits(), "node {}", node);
                    }
                }
                search.clear();
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn labels_are_the_plain_ones(sample in sample(false), start in any::<prop::sample::Index>(), inward in any::<bool>()) {
            same(&sample, start, if inward { Way::Inward } else { Way::Outward })?;
        }

        #[test]
        fn labels_with_losses_are_the_plain_ones(sample in sample(true), start in any::<prop::sample::Index>()) {
            same(&sample, start, Way::Outward)?;
        }
    }
}

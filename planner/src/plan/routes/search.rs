//! Paths of a commodity into one pool, the most important first.

use crate::plan::rows::{Origin, StageEnergy};
use crate::plan::trace::Trace;
use crate::plan::trace::pools::{Move, MoveKind, PoolIndex};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Pools looked into before the search gives up; what is not found then is part of the rest.
const MOST_LOOKS: usize = 200_000;
/// Paths of a smaller share are not followed.
const SMALLEST_SHARE: f64 = 1e-12;

/// A path from an origin into the pool asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    /// Where it starts.
    pub(super) origin: Origin,
    /// Its steps, from the origin on.
    pub(super) steps: Vec<MoveKind>,
    /// Share of the pool's inflow.
    pub(super) share: f64,
    /// What a unit that arrives by this path embodies, GJ per unit.
    pub(super) per_unit: StageEnergy,
}

/// What enters each pool of a trace.
#[derive(Clone, Debug)]
pub struct Inward {
    /// Positions in the trace's moves, by pool entered.
    moves_in: Vec<Vec<u32>>,
    /// Origins by pool: amount, and energy per unit at the gate.
    sources: Vec<Vec<(Origin, f64, StageEnergy)>>,
}

impl Inward {
    /// What enters the pools of `trace`; made once for any number of questions.
    #[must_use]
    pub fn new(trace: &Trace) -> Self {
        let pools = &trace.pools;
        let mut moves_in = vec![Vec::new(); pools.pools.len()];
        for (position, step) in pools.moves.iter().enumerate() {
            moves_in[step.to as usize].push(position as u32);
        }
        let mut sources = vec![Vec::new(); pools.pools.len()];
        for (making, made) in pools.makings.iter().zip(&trace.made) {
            for &(pool, amount, share) in making.outputs.iter().filter(|o| o.1 > 0.0) {
                sources[pool as usize].push((Origin::Site(making.site), amount, made.times(share / amount)));
            }
        }
        for entry in pools.entries.iter().filter(|e| e.amount > 0.0) {
            let gate = StageEnergy {
                processing_gj: entry.posted_gj / entry.amount,
                ..StageEnergy::default()
            };
            sources[entry.pool as usize].push((entry.origin, entry.amount, gate));
        }
        Self { moves_in, sources }
    }
}

/// A path followed back from the pool asked for.
#[derive(Clone, Copy)]
struct Trail {
    pool: PoolIndex,
    /// The move that leads on from `pool`, and the trail that it leads to; none at the pool asked for.
    onward: Option<(u32, u32)>,
}

/// Something to look at, by share; earlier finds first among equals.
#[derive(Clone, Copy)]
struct Candidate {
    share: f64,
    trail: u32,
    /// Position of an origin of the trail's pool: the path is complete.
    source: Option<u32>,
    found: usize,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.share
            .total_cmp(&other.share)
            .then_with(|| other.found.cmp(&self.found))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// At most `limit` paths into `pool`, largest share first.
pub(super) fn paths(trace: &Trace, inward: &Inward, pool: PoolIndex, limit: usize) -> Vec<Path> {
    let mut trails = vec![Trail { pool, onward: None }];
    let mut queue = BinaryHeap::from([Candidate {
        share: 1.0,
        trail: 0,
        source: None,
        found: 0,
    }]);
    let mut found = 0;
    let mut paths = Vec::new();
    while let Some(candidate) = queue.pop() {
        if paths.len() >= limit || found > MOST_LOOKS {
            break;
        }
        if let Some(source) = candidate.source {
            paths.push(path(trace, inward, &trails, &candidate, source));
            continue;
        }
        let pool = trails[candidate.trail as usize].pool as usize;
        let per_inflow = candidate.share / trace.pools.inflow[pool];
        let mut consider = |share: f64, trail: u32, source: Option<u32>| {
            if share > SMALLEST_SHARE {
                found += 1;
                queue.push(Candidate {
                    share,
                    trail,
                    source,
                    found,
                });
            }
        };
        for (position, &(_, amount, _)) in inward.sources[pool].iter().enumerate() {
            consider(per_inflow * amount, candidate.trail, Some(position as u32));
        }
        for &position in &inward.moves_in[pool] {
            let step = &trace.pools.moves[position as usize];
            let trail = trails.len() as u32;
            trails.push(Trail {
                pool: step.from,
                onward: Some((position, candidate.trail)),
            });
            consider(per_inflow * step.departs * step.keep, trail, None);
        }
    }
    paths
}

/// A complete path, with what a unit embodies at its end.
fn path(trace: &Trace, inward: &Inward, trails: &[Trail], candidate: &Candidate, source: u32) -> Path {
    let mut trail = trails[candidate.trail as usize];
    let (origin, _, gate) = inward.sources[trail.pool as usize][source as usize];
    let mut per_unit = gate;
    let mut steps = Vec::new();
    while let Some((position, next)) = trail.onward {
        let step = &trace.pools.moves[position as usize];
        per_unit = after(step, &per_unit, trace.spent_on_moves_gj[position as usize]);
        steps.push(step.kind);
        trail = trails[next as usize];
    }
    Path {
        origin,
        steps,
        share: candidate.share,
        per_unit,
    }
}

/// What a unit that arrives embodies, when `before` is what a unit that departs does.
fn after(step: &Move, before: &StageEnergy, spent_gj: f64) -> StageEnergy {
    let spent = spent_gj / step.departs;
    let mut departed = before.times(step.keep);
    departed.loss_gj += before.total_gj() * (1.0 - step.keep);
    match step.kind {
        MoveKind::Link(..) => departed.transport_gj += spent,
        MoveKind::Charge(_) | MoveKind::Discharge(_) | MoveKind::Hold(_) => departed.storage_gj += spent,
    }
    departed.times(1.0 / step.keep)
}

//! Embodied energy of every pool, by stage.
//!
//! First the total that passes each pool and each site at work, as one linear system in which everything that burns
//! depends on what it burns. With the totals known, what is burnt or lost is a known source of its stage, and the
//! stages follow from a second system that only passes on what comes with the material.

use super::chain::{Chain, Effort};
use super::eliminate::Arc;
use super::pools::{Move, MoveKind, Pools};
use crate::plan::rows::StageEnergy;
use data::model::Stage;

/// Position of each stage in an array of five, in the order of the tables.
const EXTRACTION: usize = 0;
const PROCESSING: usize = 1;
const TRANSPORT: usize = 2;
const STORAGE: usize = 3;
/// Position of the losses.
pub(super) const LOSS: usize = 4;

/// Energy that passes each pool and each site at work, GJ.
pub(super) struct Passing {
    /// By pool, GJ.
    pub(super) pools: Vec<StageEnergy>,
    /// By making, GJ.
    pub(super) makings: Vec<StageEnergy>,
    /// By move: energy spent on it, GJ: posted, and embodied in the carrier burnt.
    pub(super) spent_on_moves: Vec<f64>,
    /// How it was found.
    pub(super) effort: Effort,
}

/// The stage under which a move's own energy is shown.
pub(super) fn stage_of(kind: MoveKind) -> usize {
    match kind {
        MoveKind::Link(..) => TRANSPORT,
        MoveKind::Charge(_) | MoveKind::Discharge(_) | MoveKind::Hold(_) => STORAGE,
    }
}

fn stage_of_making(stage: Stage) -> usize {
    match stage {
        Stage::Extraction => EXTRACTION,
        Stage::Processing => PROCESSING,
    }
}

/// Solves both systems.
pub(super) fn passing(pools: &Pools) -> Passing {
    let (totals, total_effort) = totals(pools);
    let spent_on_moves = pools
        .moves
        .iter()
        .map(|m| spent_on(pools, &totals, m))
        .collect::<Vec<_>>();
    let mut columns = stage_sources(pools, &totals, &spent_on_moves);
    let chain = Chain::new(arcs(pools, Carry::Stages), exits(pools, Carry::Stages));
    let stage_effort = chain.solve(&mut columns);
    let at = |state: usize| StageEnergy::from_array(std::array::from_fn(|stage| columns[stage][state]));
    let count = pools.pools.len();
    Passing {
        pools: (0..count).map(at).collect(),
        makings: (count..count + pools.makings.len()).map(at).collect(),
        spent_on_moves,
        effort: Effort {
            error: total_effort.error.max(stage_effort.error),
            ..total_effort
        },
    }
}

/// What an arc of the chain carries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carry {
    /// All energy: what is burnt and what is lost goes to where it was needed.
    Totals,
    /// Stages as they are: what is burnt or lost leaves, to come back as a source of its own stage.
    Stages,
}

/// Fraction of all that leaves the pool.
fn fraction(pools: &Pools, pool: u32, amount: f64) -> f64 {
    amount / pools.outflow[pool as usize]
}

/// States are the pools, then the makings.
fn making_state(pools: &Pools, making: usize) -> u32 {
    (pools.pools.len() + making) as u32
}

fn arcs(pools: &Pools, carry: Carry) -> Vec<Arc> {
    let mut arcs = Vec::with_capacity(2 * pools.moves.len() + 4 * pools.makings.len());
    let mut from_pool = |pool: u32, amount: f64, to: u32| {
        arcs.push(Arc {
            from: pool,
            to,
            fraction: fraction(pools, pool, amount),
        });
    };
    for step in &pools.moves {
        let carried = if carry == Carry::Totals {
            step.departs
        } else {
            step.departs * step.keep
        };
        from_pool(step.from, carried, step.to);
        if let (Carry::Totals, Some((pool, amount))) = (carry, step.burnt) {
            from_pool(pool, amount, step.to);
        }
    }
    for (position, making) in pools.makings.iter().enumerate() {
        let state = making_state(pools, position);
        making
            .inputs
            .iter()
            .for_each(|&(pool, amount)| from_pool(pool, amount, state));
        if carry == Carry::Totals {
            making
                .burns
                .iter()
                .for_each(|&(pool, amount)| from_pool(pool, amount, state));
        }
    }
    for (position, making) in pools.makings.iter().enumerate() {
        let from = making_state(pools, position);
        arcs.extend(making.outputs.iter().map(|&(to, _, share)| Arc {
            from,
            to,
            fraction: share,
        }));
    }
    arcs
}

/// Fraction of each state that leaves the chain.
fn exits(pools: &Pools, carry: Carry) -> Vec<f64> {
    let mut exits = vec![0.0; pools.pools.len() + pools.makings.len()];
    for exit in &pools.exits {
        exits[exit.pool as usize] += fraction(pools, exit.pool, exit.amount);
    }
    if carry == Carry::Stages {
        for step in &pools.moves {
            exits[step.from as usize] += fraction(pools, step.from, step.departs * (1.0 - step.keep));
            if let Some((pool, amount)) = step.burnt {
                exits[pool as usize] += fraction(pools, pool, amount);
            }
        }
        for &(pool, amount) in pools.makings.iter().flat_map(|m| &m.burns) {
            exits[pool as usize] += fraction(pools, pool, amount);
        }
    }
    exits
}

/// Total energy that passes each state, GJ.
fn totals(pools: &Pools) -> (Vec<f64>, Effort) {
    let mut source = vec![0.0; pools.pools.len() + pools.makings.len()];
    for step in &pools.moves {
        source[step.to as usize] += step.posted_gj;
    }
    for entry in &pools.entries {
        source[entry.pool as usize] += entry.posted_gj;
    }
    for (position, making) in pools.makings.iter().enumerate() {
        source[making_state(pools, position) as usize] += making.posted_gj;
    }
    let chain = Chain::new(arcs(pools, Carry::Totals), exits(pools, Carry::Totals));
    let mut columns = [source];
    let effort = chain.solve(&mut columns);
    let [source] = columns;
    (source, effort)
}

fn embodied_in(pools: &Pools, totals: &[f64], pool: u32, amount: f64) -> f64 {
    totals[pool as usize] * fraction(pools, pool, amount)
}

fn spent_on(pools: &Pools, totals: &[f64], step: &Move) -> f64 {
    step.posted_gj
        + step
            .burnt
            .map_or(0.0, |(pool, amount)| embodied_in(pools, totals, pool, amount))
}

/// What enters each state as energy of each stage, GJ. Imports count as processing: spent by processes abroad.
fn stage_sources(pools: &Pools, totals: &[f64], spent_on_moves: &[f64]) -> [Vec<f64>; 5] {
    let mut columns: [Vec<f64>; 5] = std::array::from_fn(|_| vec![0.0; pools.pools.len() + pools.makings.len()]);
    for (step, spent) in pools.moves.iter().zip(spent_on_moves) {
        columns[stage_of(step.kind)][step.to as usize] += spent;
        let lost = step.departs * (1.0 - step.keep);
        columns[LOSS][step.to as usize] += embodied_in(pools, totals, step.from, lost);
    }
    for entry in &pools.entries {
        columns[PROCESSING][entry.pool as usize] += entry.posted_gj;
    }
    for (position, making) in pools.makings.iter().enumerate() {
        let burnt = making
            .burns
            .iter()
            .map(|&(pool, amount)| embodied_in(pools, totals, pool, amount));
        let own = making.posted_gj + burnt.sum::<f64>();
        columns[stage_of_making(making.stage)][making_state(pools, position) as usize] += own;
    }
    columns
}

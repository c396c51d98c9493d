//! Where what is delivered came from: the mix of origins in every pool of one commodity, with the energy that each
//! origin's part embodied at its gate and took up on its own way.
//!
//! A pool's mix is solved upstream first. Where a commodity goes round (through stores over the periods, or along
//! links), the part that goes round is solved exactly, origin by origin.

use super::chain::{Effort, connected_parts};
use super::cycle::Cycle;
use super::mix::{Gatherer, Mix, Part, amount_of, carried, without_specks};
use super::pools::{Exit, Place, Pools};
use super::stages::Passing;
use crate::plan::rows::{Embodied, Origin, StageEnergy};
use data::model::Continent;
use std::collections::BTreeSet;
use std::ops::Range;

/// What has its origin in a pool: origin, amount and energy at the gate, GJ.
pub(super) type Source = (Origin, f64, StageEnergy);

/// What leaves each pool other than on moves, units of the commodity.
pub(super) fn used_up(pools: &Pools) -> Vec<f64> {
    let mut used = vec![0.0; pools.pools.len()];
    let burnt = pools.moves.iter().filter_map(|m| m.burnt);
    let drawn = pools
        .makings
        .iter()
        .flat_map(|m| m.inputs.iter().chain(&m.burns).copied());
    let ended = pools.exits.iter().map(|e| (e.pool, e.amount));
    for (pool, amount) in burnt.chain(drawn).chain(ended) {
        used[pool as usize] += amount;
    }
    used
}

/// What has its origin in each pool.
pub(super) fn sources(pools: &Pools, passing: &Passing) -> Vec<Vec<Source>> {
    let mut sources = vec![Vec::new(); pools.pools.len()];
    for (making, stages) in pools.makings.iter().zip(&passing.makings) {
        for &(pool, amount, share) in &making.outputs {
            sources[pool as usize].push((Origin::Site(making.site), amount, stages.times(share)));
        }
    }
    for entry in &pools.entries {
        let stages = StageEnergy {
            processing_gj: entry.posted_gj,
            ..StageEnergy::default()
        };
        sources[entry.pool as usize].push((entry.origin, entry.amount, stages));
    }
    sources
}

/// What the tracing of every commodity reads.
pub(super) struct Ground<'a> {
    pub(super) continent: &'a Continent,
    pub(super) pools: &'a Pools,
    pub(super) passing: &'a Passing,
    pub(super) used_up: Vec<f64>,
    pub(super) sources: Vec<Vec<Source>>,
}

/// The rows of one commodity and how they were found.
#[derive(Default)]
pub(super) struct Traced {
    /// Unsorted.
    pub(super) rows: Vec<Embodied>,
    /// Sinks whose pool has no origin.
    pub(super) sinks_without_origin: usize,
    /// How they were found.
    pub(super) effort: Effort,
}

/// Traces the commodity whose pools are `range`.
pub(super) fn trace_commodity(ground: &Ground, range: Range<usize>) -> Traced {
    let mut local = Local::new(ground, range);
    let first = local.range.start as u32;
    let arcs = ground.pools.moves[local.moves.clone()]
        .iter()
        .map(|m| (m.from - first, m.to - first));
    let parts = connected_parts(local.range.len(), arcs);
    let mut traced = Traced::default();
    for mut part in parts {
        part.iter_mut().for_each(|pool| *pool += first);
        traced.effort.largest = traced.effort.largest.max(part.len());
        local.solve_part(&part, &mut traced.effort);
        part.iter().for_each(|&pool| local.emit(pool, &mut traced));
        part.iter().for_each(|&pool| local.forget_what_is_done(pool));
    }
    traced
}

/// One commodity in the making. Vectors by pool start at the commodity's first pool.
struct Local<'a> {
    ground: &'a Ground<'a>,
    range: Range<usize>,
    /// The commodity's moves: they are sorted by the pool they leave.
    moves: Range<usize>,
    /// Positions of the moves into each pool.
    moves_in: Vec<Vec<u32>>,
    /// Moves out of each pool that still wait for its mix.
    waiting: Vec<usize>,
    origins: Vec<Origin>,
    mixes: Vec<Mix>,
    gatherer: Gatherer,
}

impl<'a> Local<'a> {
    fn new(ground: &'a Ground<'a>, range: Range<usize>) -> Self {
        let here = ground.sources[range.clone()].iter().flatten();
        let origins: Vec<Origin> = here.map(|s| s.0).collect::<BTreeSet<_>>().into_iter().collect();
        let moves = moves_between(ground.pools, &range);
        let mut local = Self {
            ground,
            moves: moves.clone(),
            moves_in: vec![Vec::new(); range.len()],
            waiting: vec![0; range.len()],
            gatherer: Gatherer::new(origins.len()),
            origins,
            mixes: vec![Mix::new(); range.len()],
            range,
        };
        for position in moves {
            let step = &ground.pools.moves[position];
            let (from, to) = (local.slot(step.from), local.slot(step.to));
            local.waiting[from] += 1;
            local.moves_in[to].push(position as u32);
        }
        local
    }

    fn slot(&self, pool: u32) -> usize {
        pool as usize - self.range.start
    }

    /// What enters the pool from its own origins and along moves from pools that `counts` admits.
    fn gather(&mut self, pool: u32, counts: impl Fn(u32) -> bool) -> Mix {
        for (origin, amount, stages) in &self.ground.sources[pool as usize] {
            if let Ok(position) = self.origins.binary_search(origin) {
                let part = Part {
                    origin: position as u32,
                    amount: *amount,
                    stages: stages.as_array(),
                };
                self.gatherer.add(&part);
            }
        }
        for &position in &self.moves_in[self.slot(pool)] {
            let step = &self.ground.pools.moves[position as usize];
            if !counts(step.from) {
                continue;
            }
            let fraction = step.departs / self.ground.pools.outflow[step.from as usize];
            let spent_gj = self.ground.passing.spent_on_moves[position as usize];
            let mix = &self.mixes[self.slot(step.from)];
            let all = amount_of(mix);
            for part in mix {
                self.gatherer
                    .add(&carried(step, part, fraction, spent_gj * part.amount / all));
            }
        }
        self.gatherer.take()
    }

    fn solve_part(&mut self, part: &[u32], effort: &mut Effort) {
        if let [pool] = part {
            let comes_back = |position: &u32| self.ground.pools.moves[*position as usize].from == *pool;
            if !self.moves_in[self.slot(*pool)].iter().any(comes_back) {
                let mix = self.gather(*pool, |_| true);
                let slot = self.slot(*pool);
                self.mixes[slot] = without_specks(mix);
                return;
            }
        }
        self.solve_cycle(part, effort);
    }

    fn solve_cycle(&mut self, part: &[u32], effort: &mut Effort) {
        let from_outside = |from: u32| part.binary_search(&from).is_err();
        let given: Vec<Mix> = part.iter().map(|&pool| self.gather(pool, from_outside)).collect();
        let ground = self.ground;
        let moves_out = |pool: u32| moves_between(ground.pools, &(pool as usize..pool as usize + 1));
        let cycle = Cycle::new(
            ground.pools,
            part,
            &ground.used_up,
            &ground.passing.spent_on_moves,
            moves_out,
        );
        let (solved, error) = cycle.solve(&given);
        effort.cycles += 1;
        effort.core = effort.core.max(cycle.core_states());
        effort.error = effort.error.max(error);
        for (&pool, mix) in part.iter().zip(solved) {
            let slot = self.slot(pool);
            self.mixes[slot] = without_specks(mix);
        }
    }

    /// The sinks of a pool, as rows.
    fn emit(&self, pool: u32, traced: &mut Traced) {
        let exits = &self.ground.pools.exits;
        let first = exits.partition_point(|e| e.pool < pool);
        let mix = &self.mixes[self.slot(pool)];
        let all = amount_of(mix);
        for exit in exits[first..].iter().take_while(|e| e.pool == pool) {
            if all > 0.0 {
                traced.rows.extend(mix.iter().map(|part| self.row(exit, part, all)));
            } else {
                traced.sinks_without_origin += 1;
            }
        }
    }

    fn row(&self, exit: &Exit, part: &Part, all: f64) -> Embodied {
        let pool = &self.ground.pools.pools[exit.pool as usize];
        let share = part.amount / all;
        let fraction = exit.amount / self.ground.pools.outflow[exit.pool as usize];
        Embodied {
            period: pool.period,
            sink: exit.sink,
            node: match pool.place {
                Place::Node(node) => node,
                Place::Store(store) => self.ground.continent[store].node,
            },
            commodity: pool.commodity,
            origin: self.origins[part.origin as usize],
            amount: exit.amount * share,
            share,
            stages: StageEnergy::from_array(part.stages).times(fraction),
        }
    }

    /// Frees the mixes that nothing waits for any more: memory holds one front of pools, not all of them.
    fn forget_what_is_done(&mut self, pool: u32) {
        let slot = self.slot(pool);
        for position in std::mem::take(&mut self.moves_in[slot]) {
            let from = self.slot(self.ground.pools.moves[position as usize].from);
            self.waiting[from] -= 1;
            if self.waiting[from] == 0 {
                self.mixes[from] = Mix::new();
            }
        }
        if self.waiting[slot] == 0 {
            self.mixes[slot] = Mix::new();
        }
    }
}

/// Positions of the moves out of the pools `range`.
fn moves_between(pools: &Pools, range: &Range<usize>) -> Range<usize> {
    let first = |pool: usize| pools.moves.partition_point(|m| (m.from as usize) < pool);
    first(range.start)..first(range.end)
}

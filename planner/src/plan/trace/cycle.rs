//! Pools of one commodity that feed each other: solved exactly, one origin at a time.

use super::eliminate::{Arc, Limits, Reduced};
use super::mix::{Mix, Part};
use super::pools::{Move, Pools};
use super::stages::{LOSS, stage_of};

/// A move inside the cycle, its ends numbered within it.
struct Inside<'a> {
    step: &'a Move,
    from: usize,
    to: usize,
    /// Fraction of all that leaves the pool.
    fraction: f64,
    /// Energy spent on the move, GJ.
    spent_gj: f64,
}

/// Pools that feed each other.
pub(super) struct Cycle<'a> {
    moves: Vec<Inside<'a>>,
    pools: usize,
    /// What arrives: amounts, and energy other than losses.
    arriving: Reduced,
    /// What departs: losses stay with what arrives. None where nothing is lost inside.
    departing: Option<Reduced>,
}

impl<'a> Cycle<'a> {
    /// The cycle over the pools `part`, sorted; `moves_out` gives the positions in [`Pools::moves`] of the moves out of a
    /// pool, `used_up` what leaves it otherwise.
    pub(super) fn new(
        pools: &'a Pools,
        part: &[u32],
        used_up: &[f64],
        spent_on_moves: &[f64],
        moves_out: impl Fn(u32) -> std::ops::Range<usize>,
    ) -> Self {
        let mut moves = Vec::new();
        let mut leaving_all = Vec::with_capacity(part.len());
        let mut leaving_or_lost = Vec::with_capacity(part.len());
        for (from, &pool) in part.iter().enumerate() {
            let outflow = pools.outflow[pool as usize];
            let (mut left, mut lost) = (used_up[pool as usize], 0.0);
            for position in moves_out(pool) {
                let step = &pools.moves[position];
                match part.binary_search(&step.to) {
                    Ok(to) => {
                        lost += step.departs * (1.0 - step.keep);
                        let fraction = step.departs / outflow;
                        moves.push(Inside {
                            step,
                            from,
                            to,
                            fraction,
                            spent_gj: spent_on_moves[position],
                        });
                    }
                    Err(_) => left += step.departs,
                }
            }
            leaving_all.push(left / outflow);
            leaving_or_lost.push((left + lost) / outflow);
        }
        let arcs = |keep: fn(&Inside) -> f64| -> Vec<Arc> {
            let arc = |m: &Inside| Arc {
                from: m.from as u32,
                to: m.to as u32,
                fraction: m.fraction * keep(m),
            };
            moves.iter().map(arc).filter(|a| a.fraction > 0.0).collect()
        };
        let arriving = Reduced::new(&arcs(|m| m.step.keep), leaving_or_lost, Limits::default());
        let is_lossy = moves.iter().any(|m| m.step.keep < 1.0);
        let departing = is_lossy.then(|| Reduced::new(&arcs(|_| 1.0), leaving_all, Limits::default()));
        Self {
            moves,
            pools: part.len(),
            arriving,
            departing,
        }
    }

    /// States solved by iteration.
    pub(super) fn core_states(&self) -> usize {
        self.arriving.core_states()
    }

    /// What passes each pool, from what enters each from outside; and the largest relative error left.
    pub(super) fn solve(&self, given: &[Mix]) -> (Vec<Mix>, f64) {
        let mut origins: Vec<u32> = given.iter().flatten().map(|part| part.origin).collect();
        origins.sort_unstable();
        origins.dedup();
        let mut error = 0.0_f64;
        let amounts: Vec<Vec<f64>> = origins
            .iter()
            .map(|&origin| {
                let mut column = column(given, origin, |part| part.amount);
                error = error.max(self.arriving.solve(&mut column));
                column
            })
            .collect();
        let all: Vec<f64> = (0..self.pools)
            .map(|pool| amounts.iter().map(|column| column[pool]).sum())
            .collect();
        let mut mixes = vec![Mix::with_capacity(origins.len()); self.pools];
        for (&origin, amounts) in origins.iter().zip(&amounts) {
            let (stages, stage_error) = self.solve_stages(given, origin, amounts, &all);
            error = error.max(stage_error);
            for (pool, mix) in mixes.iter_mut().enumerate() {
                let stages = std::array::from_fn(|stage| stages[stage][pool]);
                if amounts[pool] > 0.0 || stages != [0.0; 5] {
                    mix.push(Part {
                        origin,
                        amount: amounts[pool],
                        stages,
                    });
                }
            }
        }
        (mixes, error)
    }

    /// Energy of one origin that passes each pool, by stage.
    fn solve_stages(&self, given: &[Mix], origin: u32, amounts: &[f64], all: &[f64]) -> ([Vec<f64>; 5], f64) {
        let mut stages: [Vec<f64>; 5] = std::array::from_fn(|stage| column(given, origin, |part| part.stages[stage]));
        for inside in &self.moves {
            if all[inside.from] > 0.0 {
                let spent = inside.spent_gj * amounts[inside.from] / all[inside.from];
                stages[stage_of(inside.step.kind)][inside.to] += spent;
            }
        }
        let mut error = 0.0_f64;
        for stage in &mut stages[..LOSS] {
            error = error.max(self.arriving.solve(stage));
        }
        for inside in &self.moves {
            let carried: f64 = stages[..LOSS].iter().map(|stage| stage[inside.from]).sum();
            stages[LOSS][inside.to] += carried * inside.fraction * (1.0 - inside.step.keep);
        }
        let departing = self.departing.as_ref().unwrap_or(&self.arriving);
        error = error.max(departing.solve(&mut stages[LOSS]));
        (stages, error)
    }
}

/// One origin's figure in every pool.
fn column(given: &[Mix], origin: u32, figure: impl Fn(&Part) -> f64) -> Vec<f64> {
    let at = |mix: &Mix| {
        mix.binary_search_by_key(&origin, |part| part.origin)
            .map_or(0.0, |i| figure(&mix[i]))
    };
    given.iter().map(at).collect()
}

//! Embodied energy and supply tracing by proportional sharing.
//!
//! The rule: in a pool (one commodity, one place, one period) everything that enters mixes, and everything that
//! leaves carries the same mix of origins and the same embodied energy per unit. It is the rule by which power flows
//! are traced to generators (J. Bialek, Tracing the flow of electricity, IEE Proc. Gener. Transm. Distrib. 143, 1996).
//! Shares therefore sum to 1, and the energy of all that leaves the plan is the energy that entered it.

mod chain;
mod core;
mod cycle;
mod eliminate;
mod mix;
mod origins;
pub mod pools;
mod stages;

use super::ledger;
use super::rows::{Activity, Embodied, Plan, Posting, StageEnergy};
use super::sum::compensated_sum;
use chain::Effort;
use data::model::{Accounting, Continent};
use origins::{Ground, Traced, trace_commodity};
use pools::{PoolIndex, Pools};
use std::ops::Range;

/// Shares below this are added to the sink's largest share.
const SMALLEST_SHARE: f64 = 1e-9;

/// Where everything came from and what it embodies.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The plan as pools.
    pub pools: Pools,
    /// Embodied energy of what passes each pool, GJ; per unit it is divided by the pool's outflow.
    pub passing: Vec<StageEnergy>,
    /// Embodied energy of what each site at work makes, GJ, by [`Pools::makings`].
    pub made: Vec<StageEnergy>,
    /// Energy spent on each move, GJ: posted, and embodied in the carrier burnt. By [`Pools::moves`].
    pub spent_on_moves_gj: Vec<f64>,
    /// Every sink by origin, in order of period, sink, node, commodity and origin.
    pub embodied: Vec<Embodied>,
    /// Whether it adds up.
    pub closure: Closure,
    /// How it was found.
    pub statistics: TraceStatistics,
}

/// Whether the energy of all deliveries, exports, spill and stocks is the energy of the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Closure {
    /// Sum of the ledger, GJ.
    pub ledger_gj: f64,
    /// Penalties of shortage in it, which nothing embodies, GJ.
    pub shortage_gj: f64,
    /// Policies' prices in it, which nothing embodies, GJ.
    pub weight_gj: f64,
    /// Embodied in all that left the plan, GJ.
    pub embodied_gj: f64,
    /// Spent on what leads nowhere: processes without products, and goods that go round for ever, GJ. An optimal plan
    /// has none.
    pub stranded_gj: f64,
    /// Ledger less all of these, GJ.
    pub residual_gj: f64,
}

impl Closure {
    /// The residual as a fraction of what was to be embodied.
    #[must_use]
    pub fn relative_residual(&self) -> f64 {
        let energy = self.ledger_gj - self.shortage_gj - self.weight_gj;
        if energy == 0.0 {
            self.residual_gj.abs()
        } else {
            (self.residual_gj / energy).abs()
        }
    }
}

/// How the trace was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct TraceStatistics {
    /// Pools.
    pub pools: usize,
    /// Moves between pools.
    pub moves: usize,
    /// States that depend on each other, in the largest such group.
    pub largest_cycle: usize,
    /// States solved by iteration, in the largest such group.
    pub largest_core: usize,
    /// Largest relative error left by iteration.
    pub iteration_error: f64,
    /// Sinks in whose pool nothing has an origin (solver noise).
    pub sinks_without_origin: usize,
    /// Largest difference between what enters and what leaves a pool, relative to the larger, over pools through
    /// which at least a millionth of the commodity's largest pool passes.
    pub largest_imbalance: f64,
}

/// Traces a plan; `postings` is its ledger.
#[must_use]
pub fn trace(continent: &Continent, accounting: Accounting, plan: &Plan, postings: &[Posting]) -> Trace {
    let pools = Pools::new(continent, accounting, plan);
    let passing = stages::passing(&pools);
    let sources = origins::sources(&pools, &passing);
    let ground = Ground {
        continent,
        pools: &pools,
        passing: &passing,
        used_up: origins::used_up(&pools),
        sources,
    };
    let traced: Vec<Traced> = commodity_ranges(&pools)
        .map(|range| trace_commodity(&ground, range))
        .collect();
    drop(ground);
    let efforts = traced.iter().map(|t| t.effort).chain([passing.effort]);
    let mut statistics = statistics(&pools, efforts);
    statistics.sinks_without_origin = traced.iter().map(|t| t.sinks_without_origin).sum();
    let embodied = settled(traced.into_iter().flat_map(|t| t.rows).collect());
    Trace {
        closure: closure(postings, &embodied, passing.effort.stranded),
        statistics,
        embodied,
        passing: passing.pools,
        made: passing.makings,
        spent_on_moves_gj: passing.spent_on_moves,
        pools,
    }
}

impl Trace {
    /// Embodied energy of what is in a pool, GJ per unit of its commodity.
    #[must_use]
    pub fn per_unit(&self, pool: PoolIndex) -> StageEnergy {
        let outflow = self.pools.outflow[pool as usize];
        if outflow > 0.0 {
            self.passing[pool as usize].times(1.0 / outflow)
        } else {
            StageEnergy::default()
        }
    }
}

/// Ranges of pools of one commodity.
fn commodity_ranges(pools: &Pools) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let commodity = pools.pools.get(start)?.commodity;
        let end = pools.pools.partition_point(|p| p.commodity <= commodity);
        Some(std::mem::replace(&mut start, end)..end)
    })
}

fn statistics(pools: &Pools, efforts: impl Iterator<Item = Effort>) -> TraceStatistics {
    let mut statistics = TraceStatistics {
        pools: pools.pools.len(),
        moves: pools.moves.len(),
        largest_imbalance: commodity_ranges(pools)
            .map(|range| imbalance(pools, range))
            .fold(0.0, f64::max),
        ..TraceStatistics::default()
    };
    for effort in efforts {
        statistics.largest_cycle = statistics.largest_cycle.max(effort.largest);
        statistics.largest_core = statistics.largest_core.max(effort.core);
        statistics.iteration_error = statistics.iteration_error.max(effort.error);
    }
    statistics
}

fn imbalance(pools: &Pools, range: Range<usize>) -> f64 {
    let larger = |pool: usize| pools.inflow[pool].max(pools.outflow[pool]);
    let largest = range.clone().map(larger).fold(0.0, f64::max);
    range
        .filter(|&pool| larger(pool) > largest * 1e-6)
        .map(|pool| (pools.inflow[pool] - pools.outflow[pool]).abs() / larger(pool))
        .fold(0.0, f64::max)
}

fn closure(postings: &[Posting], embodied: &[Embodied], stranded_gj: f64) -> Closure {
    let ledger_gj = ledger::sum(postings);
    let shortage_gj = ledger::sum_of(postings, Activity::Shortage);
    let weight_gj = ledger::sum_of(postings, Activity::Weight);
    let embodied_gj = compensated_sum(embodied.iter().flat_map(|row| row.stages.as_array()));
    let residual_gj = compensated_sum([ledger_gj, -shortage_gj, -weight_gj, -embodied_gj, -stranded_gj]);
    Closure {
        ledger_gj,
        shortage_gj,
        weight_gj,
        embodied_gj,
        stranded_gj,
        residual_gj,
    }
}

/// Sorted rows; rows of two stores of one node joined; shares of each sink summing to 1, small ones added to the
/// largest.
fn settled(mut rows: Vec<Embodied>) -> Vec<Embodied> {
    rows.sort_by_key(|r| (r.period, r.sink, r.node, r.commodity, r.origin));
    rows.dedup_by(|later, earlier| {
        let is_same = same_sink(earlier, later) && earlier.origin == later.origin;
        if is_same {
            earlier.amount += later.amount;
            earlier.stages = earlier.stages.plus(&later.stages);
        }
        is_same
    });
    for sink in rows.chunk_by_mut(same_sink) {
        settle_sink(sink);
    }
    rows.retain(|row| row.amount > 0.0);
    rows
}

fn same_sink(a: &Embodied, b: &Embodied) -> bool {
    (a.period, a.sink, a.node, a.commodity) == (b.period, b.sink, b.node, b.commodity)
}

/// Sets the shares of one sink. Rows too small to keep are left with amount 0.
fn settle_sink(sink: &mut [Embodied]) {
    let all = compensated_sum(sink.iter().map(|row| row.amount));
    let largest = sink
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.amount.total_cmp(&b.1.amount))
        .map_or(0, |(i, _)| i);
    for position in 0..sink.len() {
        if position != largest && sink[position].amount < all * SMALLEST_SHARE {
            let (amount, stages) = (sink[position].amount, sink[position].stages);
            sink[position].amount = 0.0;
            sink[largest].amount += amount;
            sink[largest].stages = sink[largest].stages.plus(&stages);
        }
    }
    for row in sink {
        row.share = row.amount / all;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

//! Rounds as questions, and answers as what a farm gives back.
//!
//! Invariant: what one side writes here, the other side reads here; both check what they read.

use crate::container::{pack, unpack};
use crate::error::ClusterError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use workers::block::{read_program, write_program};
use workers::pricing::{
    ArcPrices, PlanBatches, PricingPlan, PricingTask, read_plan, read_prices, read_tasks, write_plan, write_prices,
    write_tasks,
};
use workers::{Algorithm, LinearProgram, SolveOptions};

/// What of [`SolveOptions`] goes to an executor: no paths.
#[derive(Debug, Serialize, Deserialize)]
struct Options {
    algorithm: Algorithm,
    threads: u32,
    time_limit_s: Option<f64>,
}

/// A program as block data.
///
/// # Errors
/// [`ClusterError::Block`].
pub(crate) fn program_bytes(program: &LinearProgram) -> Result<Vec<u8>, ClusterError> {
    let (columns, rows) = write_program(program)?;
    pack([&columns, &rows])
}

/// A program from block data.
///
/// # Errors
/// Nothing is trusted.
pub(crate) fn program_from(bytes: &[u8]) -> Result<LinearProgram, ClusterError> {
    let [columns, rows] = unpack(bytes)?;
    Ok(read_program(&columns, &rows)?)
}

/// Options as the body of a question.
#[must_use]
pub(crate) fn options_bytes(options: &SolveOptions) -> Vec<u8> {
    let options = Options {
        algorithm: options.algorithm,
        threads: options.threads,
        time_limit_s: options.time_limit_s,
    };
    // A struct of words and numbers has a form in JSON.
    serde_json::to_vec(&options).unwrap_or_default()
}

/// Options from the body of a question; without a log file.
///
/// # Errors
/// [`ClusterError::Malformed`].
pub(crate) fn options_from(bytes: &[u8]) -> Result<SolveOptions, ClusterError> {
    let options: Options = serde_json::from_slice(bytes).map_err(|error| ClusterError::Malformed {
        what: format!("options: {error}"),
    })?;
    Ok(SolveOptions {
        algorithm: options.algorithm,
        threads: options.threads.clamp(1, 1024),
        time_limit_s: options.time_limit_s.filter(|limit| *limit > 0.0),
        log_file: None,
    })
}

/// A plan of pricings as block data.
///
/// # Errors
/// [`ClusterError::Block`].
pub(crate) fn plan_bytes(plan: &PricingPlan) -> Result<Vec<u8>, ClusterError> {
    let batches = write_plan(plan)?;
    pack([&batches.arcs, &batches.carriages])
}

/// A plan of pricings from block data.
///
/// # Errors
/// Nothing is trusted.
pub(crate) fn plan_from(bytes: &[u8]) -> Result<PricingPlan, ClusterError> {
    let [arcs, carriages] = unpack(bytes)?;
    Ok(read_plan(&PlanBatches { arcs, carriages })?)
}

/// Prices of one period as block data, behind the mark of who wrote them.
///
/// # Errors
/// [`ClusterError::Block`].
pub(crate) fn prices_bytes(mark: &[u8; 16], prices: &ArcPrices) -> Result<Vec<u8>, ClusterError> {
    let mut bytes = mark.to_vec();
    bytes.extend(pack([&write_prices(std::slice::from_ref(prices))?])?);
    Ok(bytes)
}

/// Prices of one period from block data.
///
/// # Errors
/// Nothing is trusted.
pub(crate) fn prices_from(plan: &PricingPlan, bytes: &[u8]) -> Result<ArcPrices, ClusterError> {
    let malformed = |what: &str| ClusterError::Malformed { what: what.to_owned() };
    let (_mark, bytes) = bytes
        .split_first_chunk::<16>()
        .ok_or_else(|| malformed("prices without a mark"))?;
    let [prices] = unpack(bytes)?;
    let mut periods = read_prices(plan, &prices)?;
    match (periods.pop(), periods.is_empty()) {
        (Some(prices), true) => Ok(prices),
        _ => Err(malformed("prices of another number of periods than one")),
    }
}

/// What the prices of some tasks' periods are called, each name once, and the place of each period's among them.
#[must_use]
pub(crate) fn named_once(tasks: &[PricingTask], names: &[String]) -> (Vec<String>, BTreeMap<u32, u32>) {
    let (mut once, mut places) = (Vec::<String>::new(), BTreeMap::new());
    for task in tasks {
        places.entry(task.period).or_insert_with(|| {
            let name = &names[task.period as usize];
            let known = once.iter().position(|known| known == name);
            let place = known.unwrap_or(once.len());
            if known.is_none() {
                once.push(name.clone());
            }
            u32::try_from(place).unwrap_or(u32::MAX)
        });
    }
    (once, places)
}

/// Some tasks of a round as the body of a question, each with the place of its period's prices.
///
/// # Errors
/// [`ClusterError::Block`].
pub(crate) fn tasks_bytes(places: &BTreeMap<u32, u32>, tasks: &[PricingTask]) -> Result<Vec<u8>, ClusterError> {
    let mut tasks = tasks.to_vec();
    for task in &mut tasks {
        task.period = places.get(&task.period).copied().unwrap_or(u32::MAX);
    }
    pack([&write_tasks(&tasks)?])
}

/// Tasks from the body of a question that names prices of so many periods.
///
/// # Errors
/// Nothing is trusted.
pub(crate) fn tasks_from(plan: &PricingPlan, periods: usize, bytes: &[u8]) -> Result<Vec<PricingTask>, ClusterError> {
    let [tasks] = unpack(bytes)?;
    Ok(read_tasks(plan, periods, &tasks)?)
}

/// The tasks of a round in at most `blocks` runs of nearly the same length, in order.
#[must_use]
pub(crate) fn cut(tasks: usize, blocks: usize) -> Vec<Range<usize>> {
    let blocks = blocks.clamp(1, tasks.max(1));
    let bound = |block: usize| block * tasks / blocks;
    (0..blocks)
        .map(|block| bound(block)..bound(block + 1))
        .filter(|range| !range.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_that_periods_share_are_named_once() {
        let task = |period| PricingTask {
            period,
            ..PricingTask::default()
        };
        let names = ["a", "b", "a"].map(str::to_owned);
        let (once, places) = named_once(&[task(0), task(2), task(1), task(0)], &names);
        assert_eq!(once, ["a", "b"]);
        assert_eq!(places, BTreeMap::from([(0, 0), (1, 1), (2, 0)]));
    }

    #[test]
    fn cuts_hold_every_task_once_in_order() {
        for (tasks, blocks) in [(0, 4), (1, 4), (4, 4), (118, 8), (5, 1), (7, 0)] {
            let all: Vec<usize> = cut(tasks, blocks).into_iter().flatten().collect();
            assert_eq!(all, (0..tasks).collect::<Vec<_>>());
            assert!(cut(tasks, blocks).len() <= blocks.max(1));
        }
    }
}

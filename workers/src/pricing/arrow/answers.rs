//! Answers: labels, a row a task.

use super::super::plan::PricingPlan;
use super::super::task::{Labels, NO_ARC};
use crate::block::BlockError;
use crate::block::batch::{self, check_count, check_version, list_starts, schema};
use arrow::array::{ListArray, RecordBatch};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::DataType;
use std::ops::Range;

/// Answers, a row each: `prices` and `last_arcs` by node, and `order`.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_answers(answers: &[Labels]) -> Result<RecordBatch, BlockError> {
    check_count("labels", answers.iter().map(|answer| answer.prices.len()).sum())?;
    let fields = vec![
        batch::list("prices", &DataType::Float64),
        batch::list("last_arcs", &DataType::UInt32),
        batch::list("order", &DataType::UInt32),
    ];
    let lengths = |of: fn(&Labels) -> usize| OffsetBuffer::from_lengths(answers.iter().map(of));
    let prices = answers.iter().flat_map(|answer| answer.prices.iter().copied());
    let last_arcs = answers.iter().flat_map(|answer| answer.last_arcs.iter().copied());
    let order = answers.iter().flat_map(|answer| answer.order.iter().copied());
    let batch = RecordBatch::try_new(
        schema(fields, &[]),
        vec![
            batch::number_lists(lengths(|answer| answer.prices.len()), prices.collect())?,
            batch::index_lists(lengths(|answer| answer.last_arcs.len()), last_arcs.collect())?,
            batch::index_lists(lengths(|answer| answer.order.len()), order.collect())?,
        ],
    )?;
    Ok(batch)
}

/// Reads `count` answers back and checks that each is a forest of ways in the plan's network: every reached node is in the
/// order once, after the node that its last arc leaves.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_answers(plan: &PricingPlan, count: usize, answers: &RecordBatch) -> Result<Vec<Labels>, BlockError> {
    check_version(answers)?;
    if answers.num_rows() != count {
        return Err(BlockError::Value {
            what: format!("{} answers to {count} tasks", answers.num_rows()),
        });
    }
    let price_lists = batch::lists(answers, "prices")?;
    let arc_lists = batch::lists(answers, "last_arcs")?;
    let order_lists = batch::lists(answers, "order")?;
    let prices = batch::list_numbers(price_lists, "prices")?;
    let last_arcs = batch::list_indices(arc_lists, "last_arcs")?;
    let orders = batch::list_indices(order_lists, "order")?;
    let ranges = ranges(price_lists).zip(ranges(arc_lists)).zip(ranges(order_lists));
    let mut ranks = Vec::new();
    let mut read = Vec::with_capacity(count);
    for (at, ((of_prices, of_arcs), of_order)) in ranges.enumerate() {
        let labels = Labels {
            prices: prices[of_prices].to_vec(),
            last_arcs: last_arcs[of_arcs].to_vec(),
            order: orders[of_order].to_vec(),
        };
        if let Some(what) = fault(plan, &labels, &mut ranks) {
            return Err(BlockError::at(what, at));
        }
        read.push(labels);
    }
    Ok(read)
}

fn ranges(lists: &ListArray) -> impl Iterator<Item = Range<usize>> + use<> {
    let starts = list_starts(lists);
    (1..starts.len()).map(move |end| starts[end - 1]..starts[end])
}

/// Not in the order.
const UNRANKED: usize = usize::MAX;

/// What is wrong with an answer; `ranks` is work space.
fn fault(plan: &PricingPlan, labels: &Labels, ranks: &mut Vec<usize>) -> Option<&'static str> {
    let nodes = plan.network().node_count();
    if labels.prices.len() != nodes || labels.last_arcs.len() != nodes {
        return Some("answer with another number of nodes");
    }
    ranks.clear();
    ranks.resize(nodes, UNRANKED);
    for (rank, node) in labels.order.iter().enumerate() {
        match ranks.get_mut(*node as usize) {
            Some(place) if *place == UNRANKED => *place = rank,
            _ => return Some("answer with a node twice in its order, or with none"),
        }
    }
    let is_well = |node: usize| is_well(plan, labels, ranks, node);
    (!(0..nodes).all(is_well)).then_some("answer with a node that is not reached as it says")
}

/// Whether a node is reached from one before it, or is a source, or is not reached and says so.
fn is_well(plan: &PricingPlan, labels: &Labels, ranks: &[usize], node: usize) -> bool {
    let (price, arc, network) = (labels.prices[node], labels.last_arcs[node], plan.network());
    if ranks[node] == UNRANKED {
        return price == f64::INFINITY && arc == NO_ARC;
    }
    if !price.is_finite() {
        return false;
    }
    let at = arc as usize;
    let comes_by = |head: &u32| *head as usize == node && ranks[network.tails[at] as usize] < ranks[node];
    arc == NO_ARC || network.heads.get(at).is_some_and(comes_by)
}

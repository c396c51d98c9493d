//! Answers: ways, a row a task, as narrow as the network allows.

use super::super::plan::PricingPlan;
use super::super::task::Labels;
use super::super::ways::Ways;
use crate::block::BlockError;
use crate::block::batch::{self, check_count, check_version, list_starts, schema};
use arrow::array::{Array, ListArray, RecordBatch};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::DataType;
use std::sync::Arc;

/// Nodes or arcs that two bytes can number, with one number left for none.
const NARROW: usize = u16::MAX as usize;

/// The ways of some tasks, one task after the other. Those that were read were not yet checked against their tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricingAnswers {
    /// Where each task starts, and where the last one ends.
    starts: Vec<usize>,
    order: Vec<u32>,
    last_arcs: Vec<u32>,
}

impl Default for PricingAnswers {
    fn default() -> Self {
        Self {
            starts: vec![0],
            order: Vec::new(),
            last_arcs: Vec::new(),
        }
    }
}

impl PricingAnswers {
    /// Adds the answer of the next task.
    pub fn push(&mut self, labels: &Labels) {
        self.order.extend_from_slice(&labels.order);
        let last_arcs = labels.order.iter().map(|node| labels.last_arcs[*node as usize]);
        self.last_arcs.extend(last_arcs);
        self.starts.push(self.order.len());
    }

    /// The ways of each task, in order.
    pub fn ways(&self) -> impl Iterator<Item = Ways<'_>> {
        self.starts.windows(2).map(|bounds| Ways {
            order: &self.order[bounds[0]..bounds[1]],
            last_arcs: &self.last_arcs[bounds[0]..bounds[1]],
        })
    }
}

/// Answers, a row each: `order`, and the `last_arcs` of the nodes in it. Numbers of nodes and of arcs take two bytes where the
/// network has so few of them, else four.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_answers(plan: &PricingPlan, answers: &PricingAnswers) -> Result<RecordBatch, BlockError> {
    check_count("nodes of answers", answers.order.len())?;
    let network = plan.network();
    let (nodes, arcs) = (network.node_count(), network.arc_count());
    let lengths = OffsetBuffer::from_lengths(answers.ways().map(|ways| ways.order.len()));
    let fields = vec![
        batch::list("order", &width(nodes)),
        batch::list("last_arcs", &width(arcs)),
    ];
    let columns = vec![
        lists(nodes, lengths.clone(), &answers.order)?,
        lists(arcs, lengths, &answers.last_arcs)?,
    ];
    Ok(RecordBatch::try_new(schema(fields, &[]), columns)?)
}

/// Reads `count` answers back. Whether they are right is for [`super::super::Verifier`] to find out: here, numbers of nodes and
/// arcs may be any.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_answers(plan: &PricingPlan, count: usize, answers: &RecordBatch) -> Result<PricingAnswers, BlockError> {
    check_version(answers)?;
    if answers.num_rows() != count {
        return Err(BlockError::Value {
            what: format!("{} answers to {count} tasks", answers.num_rows()),
        });
    }
    let network = plan.network();
    let (order, last_arcs) = (batch::lists(answers, "order")?, batch::lists(answers, "last_arcs")?);
    let starts = list_starts(order);
    if starts != list_starts(last_arcs) {
        return Err(BlockError::Value {
            what: "lists of nodes and of last arcs differ in length".to_owned(),
        });
    }
    Ok(PricingAnswers {
        starts,
        order: indices(network.node_count(), order, "order")?,
        last_arcs: indices(network.arc_count(), last_arcs, "last_arcs")?,
    })
}

/// The type that numbers `count` things, and none of them.
fn width(count: usize) -> DataType {
    if count <= NARROW {
        DataType::UInt16
    } else {
        DataType::UInt32
    }
}

/// Lists of numbers below `count`, or none.
fn lists(count: usize, lengths: OffsetBuffer<i32>, indices: &[u32]) -> Result<Arc<dyn Array>, BlockError> {
    if count <= NARROW {
        let narrow = |index: &u32| u16::try_from(*index).unwrap_or(u16::MAX);
        batch::narrow_lists(lengths, indices.iter().map(narrow).collect())
    } else {
        batch::index_lists(lengths, indices.to_vec())
    }
}

fn indices(count: usize, lists: &ListArray, name: &'static str) -> Result<Vec<u32>, BlockError> {
    if count > NARROW {
        return batch::list_indices(lists, name);
    }
    let wide = |index: u16| if index == u16::MAX { u32::MAX } else { u32::from(index) };
    Ok(batch::list_narrow(lists, name)?.into_iter().map(wide).collect())
}

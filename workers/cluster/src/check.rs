//! Answers against their blocks, before anything of them is used.
//!
//! Invariant: what comes out of a check is what this process would have found, or proves itself; a block is filled once.

use crate::error::ClusterError;
use arrow::array::RecordBatch;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use workers::block::read_answer;
use workers::pricing::{Labels, PricingRound, PricingTask, Verifier, read_answers};
use workers::{Answer, LinearProgram, solve};

/// Reads an answer to a program and checks it: shape, rows, bounds, and that its prices prove it. What cannot be shown, that
/// nothing is feasible for one, is an error.
pub(crate) fn solution(
    block: usize,
    program: &LinearProgram,
    may_stop: bool,
    batch: &RecordBatch,
) -> Result<Answer, ClusterError> {
    let answer = read_answer(program, batch)?;
    solve::verify(program, &answer, may_stop).map_err(|fault| wrong(block, &fault))?;
    Ok(answer)
}

fn wrong(block: usize, fault: &impl ToString) -> ClusterError {
    ClusterError::Wrong {
        block: block as u64,
        reason: fault.to_string(),
    }
}

/// The tasks of a pricing block, and where their labels go.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    tasks: &'a [PricingTask],
    labels: Mutex<Option<&'a mut [Labels]>>,
}

impl<'a> Place<'a> {
    /// One place a range; the ranges hold all tasks in order.
    pub(crate) fn all(tasks: &'a [PricingTask], mut answers: &'a mut [Labels], ranges: &[Range<usize>]) -> Vec<Self> {
        let place = |range: &Range<usize>| {
            let (labels, rest) = std::mem::take(&mut answers).split_at_mut(range.len());
            answers = rest;
            Self {
                tasks: &tasks[range.clone()],
                labels: Mutex::new(Some(labels)),
            }
        };
        ranges.iter().map(place).collect()
    }

    /// Reads an answer, checks it and puts its labels in their place. Another one for the same block is not looked at.
    pub(crate) fn fill(&self, block: usize, round: &PricingRound<'_>, batch: &RecordBatch) -> Result<(), ClusterError> {
        let answers = read_answers(round.plan, self.tasks.len(), batch)?;
        let mut place = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(labels) = place.as_mut() else {
            return Ok(());
        };
        let mut verifier = Verifier::default();
        for ((task, ways), labels) in self.tasks.iter().zip(answers.ways()).zip(labels.iter_mut()) {
            let verified = verifier.verify(round, task, ways, labels);
            verified.map_err(|fault| wrong(block, &fault))?;
        }
        *place = None;
        Ok(())
    }

    /// Where labels still have to go, and those of which tasks.
    pub(crate) fn left(self) -> Option<(&'a [PricingTask], &'a mut [Labels])> {
        let labels = self.labels.into_inner().unwrap_or_else(PoisonError::into_inner)?;
        Some((self.tasks, labels))
    }
}

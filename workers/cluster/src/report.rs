//! What a cluster farm did, in counts.
//!
//! Invariant: every block that was asked for is counted once as done there or here.

use crate::status::Outcomes;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Counts that grow while the farm works.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) rounds: AtomicU64,
    pub(crate) blocks_there: AtomicU64,
    pub(crate) blocks_here: AtomicU64,
    pub(crate) rounds_here: AtomicU64,
    pub(crate) asked_again: AtomicU64,
    pub(crate) refused: AtomicU64,
    pub(crate) twice: AtomicU64,
    pub(crate) warm: AtomicU64,
    pub(crate) took_us: AtomicU64,
    last_fault: Mutex<Option<String>>,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, count: usize) {
        counter.fetch_add(count as u64, Ordering::Relaxed);
    }

    pub(crate) fn fault(&self, fault: &impl ToString) {
        *self.last_fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault.to_string());
    }

    /// How blocks ended so far.
    pub(crate) fn outcomes(&self) -> Outcomes {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Outcomes {
            done: read(&self.blocks_there),
            refused: read(&self.refused),
            retried: read(&self.asked_again),
            local: read(&self.blocks_here),
        }
    }

    pub(crate) fn report(&self) -> FarmReport {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        FarmReport {
            rounds: read(&self.rounds),
            blocks_there: read(&self.blocks_there),
            blocks_here: read(&self.blocks_here),
            small_rounds_here: read(&self.rounds_here),
            blocks_asked_again: read(&self.asked_again),
            answers_refused: read(&self.refused),
            answers_twice: read(&self.twice),
            answers_warm: read(&self.warm),
            worker_us: read(&self.took_us),
            last_fault: self.last_fault.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

/// What a farm did so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct FarmReport {
    /// Rounds that were sent.
    pub rounds: u64,
    /// Blocks that executors did.
    pub blocks_there: u64,
    /// Blocks of sent rounds that were done here, because the cluster did not.
    pub blocks_here: u64,
    /// Rounds that were too small to send, or came while the cluster was left alone.
    pub small_rounds_here: u64,
    /// Blocks that were asked again.
    pub blocks_asked_again: u64,
    /// Answers that were refused: malformed, stale, wrong, of another version, failures.
    pub answers_refused: u64,
    /// Answers to blocks that had one.
    pub answers_twice: u64,
    /// Answers for which the block data was in the executor's memory.
    pub answers_warm: u64,
    /// Time that executors spent on the blocks, µs, added up.
    pub worker_us: u64,
    /// The last thing that went wrong.
    pub last_fault: Option<String>,
}

impl FarmReport {
    /// Whether everything that was sent was done there at the first attempt.
    #[must_use]
    pub const fn is_smooth(&self) -> bool {
        self.last_fault.is_none()
    }
}

impl fmt::Display for FarmReport {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "cluster: {} rounds, {} blocks done there, {} here; {} rounds too small to send; {} blocks asked again, {} answers refused",
            self.rounds,
            self.blocks_there,
            self.blocks_here,
            self.small_rounds_here,
            self.blocks_asked_again,
            self.answers_refused
        )?;
        match &self.last_fault {
            Some(fault) => write!(out, "; last: {fault}"),
            None => Ok(()),
        }
    }
}

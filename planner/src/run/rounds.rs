//! Between a decomposition and whoever waits for it: rounds go to the journal, stops come from it, checkpoints to disk.

use super::checkpoint::Checkpoint;
use super::error::RunError;
use super::facts;
use super::journal::Journal;
use crate::decompose::{Memory, Observer, Round};
use serde_json::json;

/// Watches the rounds of one run.
pub(super) struct Watch<'a> {
    journal: &'a mut dyn Journal,
    checkpoint: Checkpoint<'a>,
    ends_s: Option<f64>,
    /// When a round, or work on one, was last told of.
    told_s: f64,
}

/// Time without a round after which work on it is told of, s.
const SILENCE_S: f64 = 5.0;

impl<'a> Watch<'a> {
    /// A watch whose run may take `limit_s` from now on.
    pub(super) fn new(journal: &'a mut dyn Journal, checkpoint: Checkpoint<'a>, limit_s: Option<f64>) -> Self {
        let ends_s = limit_s.map(|limit| journal.seconds() + limit);
        let told_s = journal.seconds();
        Self {
            journal,
            checkpoint,
            ends_s,
            told_s,
        }
    }

    /// Why the run was to end; none when it was not.
    pub(super) fn stop(&self) -> Option<Stop> {
        if self.journal.is_stopped() {
            Some(Stop::Asked)
        } else {
            let is_late = self.ends_s.is_some_and(|end| self.journal.seconds() >= end);
            is_late.then_some(Stop::TimeLimit)
        }
    }

    /// Writes a checkpoint; a disk that refuses is told of, and the run goes on.
    pub(super) fn keep(&mut self, memory: &Memory) {
        let from_s = self.journal.seconds();
        if let Err(error) = self.checkpoint.write(memory) {
            let text = format!("no checkpoint could be written: {error}");
            self.journal.step("finding", facts([("text", json!(text))]));
        }
        self.checkpoint.written(from_s, self.journal.seconds());
    }
}

impl Observer for Watch<'_> {
    fn round(&mut self, round: &Round, memory: &dyn Fn() -> Memory) {
        self.journal.round(round);
        self.told_s = self.journal.seconds();
        if self.checkpoint.is_due(self.journal.seconds()) {
            self.keep(&memory());
        }
    }

    fn working(&mut self, round: &Round) {
        if self.journal.seconds() >= self.told_s + SILENCE_S {
            self.journal.round(round);
            self.told_s = self.journal.seconds();
        }
    }

    fn is_stopped(&self) -> bool {
        self.stop().is_some()
    }
}

/// Why a run ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Whoever waits for it asked.
    Asked,
    /// The time limit.
    TimeLimit,
}

impl Stop {
    /// In the place of a solver's own status.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Asked => "stopped when asked",
            Self::TimeLimit => "stopped at the time limit",
        }
    }

    /// The error of a run that was stopped before there was a plan.
    pub(super) fn no_point(self) -> RunError {
        RunError::NoPoint {
            status: self.word().to_owned(),
            hint: match self {
                Self::Asked => ": give it more time; --resume takes it up where it was",
                Self::TimeLimit => ": raise the time limit; --resume takes it up where it was",
            },
        }
    }
}

//! A journal with a clock that never runs, which may ask for the end after some rounds.

use planner::decompose::Round;
use planner::run::Journal;
use serde_json::{Map, Value};
use std::path::Path;

/// Counts rounds and keeps the names of steps.
pub(crate) struct Stopping {
    /// Rounds after which the run is asked to end.
    pub(crate) after: usize,
    /// Rounds so far.
    pub(crate) rounds: usize,
    /// Names and texts of the steps.
    pub(crate) steps: Vec<String>,
}

impl Stopping {
    pub(crate) fn after(rounds: usize) -> Self {
        Self {
            after: rounds,
            rounds: 0,
            steps: Vec::new(),
        }
    }

    /// Never.
    pub(crate) fn never() -> Self {
        Self::after(usize::MAX)
    }
}

impl Journal for Stopping {
    fn step(&mut self, name: &str, facts: Map<String, Value>) {
        self.steps.push(format!("{name} {}", Value::Object(facts)));
    }
    fn solving(&mut self, _log_file: &Path) {}
    fn solved(&mut self) {}
    fn rounds_begin(&mut self) {}
    fn round(&mut self, _round: &Round) {
        self.rounds += 1;
    }
    fn rounds_over(&mut self) {}
    fn is_stopped(&self) -> bool {
        self.rounds >= self.after
    }
    fn seconds(&self) -> f64 {
        0.0
    }
    fn lines(&self) -> String {
        String::new()
    }
}

//! What a run says while it works, and hears. The core has no clock, no screen and no ear; whoever runs it passes a [`Journal`].

use crate::decompose::Round;
use serde_json::{Map, Value};
use std::path::Path;

/// Receives the steps of a run; knows the time and whether to end.
pub trait Journal {
    /// A step begins.
    fn step(&mut self, name: &str, facts: Map<String, Value>);

    /// A solve begins that writes its own log to this file; progress may be read from it until [`Journal::solved`].
    fn solving(&mut self, log_file: &Path);

    /// The solve ended.
    fn solved(&mut self);

    /// Rounds begin; until [`Journal::rounds_over`] a request to end is heard.
    fn rounds_begin(&mut self);

    /// A round of a decomposition ended.
    fn round(&mut self, round: &Round);

    /// The last round ended.
    fn rounds_over(&mut self);

    /// Whether to end with the best plan so far.
    fn is_stopped(&self) -> bool;

    /// Time since the start, s.
    fn seconds(&self) -> f64;

    /// Everything said so far as JSON lines, for `run.jsonl`.
    fn lines(&self) -> String;
}

/// A journal for runs that nobody watches: it says nothing, knows no time and never asks to end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Journal for Silent {
    fn step(&mut self, _: &str, _: Map<String, Value>) {}
    fn solving(&mut self, _: &Path) {}
    fn solved(&mut self) {}
    fn rounds_begin(&mut self) {}
    fn round(&mut self, _: &Round) {}
    fn rounds_over(&mut self) {}
    fn is_stopped(&self) -> bool {
        false
    }
    fn seconds(&self) -> f64 {
        0.0
    }
    fn lines(&self) -> String {
        String::new()
    }
}

/// Facts of a step: `facts([("columns", 12.into())])`.
#[must_use]
pub fn facts<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

//! What a run says while it works. The core has no clock and no screen; whoever runs it passes a [`Journal`].

use serde_json::{Map, Value};
use std::path::Path;

/// Receives the steps of a run.
pub trait Journal {
    /// A step begins.
    fn step(&mut self, name: &str, facts: Map<String, Value>);

    /// A solve begins that writes its own log to this file; progress may be read from it until [`Journal::solved`].
    fn solving(&mut self, log_file: &Path);

    /// The solve ended.
    fn solved(&mut self);

    /// Everything said so far as JSON lines, for `run.jsonl`.
    fn lines(&self) -> String;
}

/// Facts of a step: `facts([("columns", 12.into())])`.
#[must_use]
pub fn facts<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

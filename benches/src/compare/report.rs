//! What a process that solves a program prints: one JSON object, the same from Rust and from Python.

use serde::{Deserialize, Serialize};

/// A solve, in the units of the program that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Report {
    /// The solver's own word.
    pub(super) status: String,
    /// Whether the solver says that the accuracy was reached.
    pub(super) finished: bool,
    /// Objective of the point.
    pub(super) objective: Option<f64>,
    /// Largest violation of a row or bound, relative to the sum of the sizes of its terms (at least 1).
    pub(super) worst_violation: Option<f64>,
    /// Iterations.
    pub(super) iterations: Option<u64>,
    /// CPU seconds from the start of the process to the start of the solve.
    pub(super) load_cpu_seconds: f64,
    /// CPU seconds of the solve.
    pub(super) solve_cpu_seconds: f64,
    /// Peak resident memory, MB.
    pub(super) peak_memory_mb: Option<f64>,
}

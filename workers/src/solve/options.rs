//! What a caller may ask of a solver, and how a solver can fail.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The algorithm that solves a linear program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// Dual simplex below [`Algorithm::SIMPLEX_COLUMNS`] columns, interior point with crossover above.
    #[default]
    Auto,
    /// Dual simplex.
    Simplex,
    /// Interior point, then crossover to a basic solution.
    InteriorPoint,
    /// Primal-dual hybrid gradient (first order, loose).
    Pdlp,
}

impl Algorithm {
    /// Programs with fewer columns go to the simplex method under [`Algorithm::Auto`]; the sweep in `benches` measures
    /// where the two cross.
    pub const SIMPLEX_COLUMNS: usize = 8_000;

    /// The algorithm that runs for a program of this many columns.
    #[must_use]
    pub const fn resolve(self, columns: usize) -> Self {
        match self {
            Self::Auto if columns < Self::SIMPLEX_COLUMNS => Self::Simplex,
            Self::Auto => Self::InteriorPoint,
            chosen => chosen,
        }
    }
}

/// Options of one solve.
#[derive(Clone, Debug, PartialEq)]
pub struct SolveOptions {
    /// Algorithm.
    pub algorithm: Algorithm,
    /// Threads the solver may use; 1 is deterministic and, in many solves side by side, fastest.
    pub threads: u32,
    /// Wall-clock limit, s.
    pub time_limit_s: Option<f64>,
    /// File the solver writes its own log to.
    pub log_file: Option<PathBuf>,
}

impl Default for SolveOptions {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::Auto,
            threads: 1,
            time_limit_s: None,
            log_file: None,
        }
    }
}

/// A solve that gave no answer at all. A status such as infeasible is an answer, not an error.
#[derive(Debug, thiserror::Error)]
pub enum SolveError {
    /// The program has more rows, columns or entries than the solver's index type holds.
    #[error(
        "the program has {count} {what}; the solver's index holds {limit}: plan fewer commodities or periods at once"
    )]
    TooLarge {
        /// Rows, columns or coefficients.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// How many are possible.
        limit: usize,
    },
    /// The solver refused the model or an option.
    #[error("HiGHS refused {what}: {reason}")]
    Refused {
        /// What was refused.
        what: String,
        /// What it said.
        reason: String,
    },
    /// The worker that ran the solve died.
    #[error("the worker that solved block {block} ended without an answer")]
    WorkerLost {
        /// Position of the block in its round.
        block: usize,
    },
    /// A farm of other processes gave no answer, and none was computed here.
    #[error("the farm gave no answer: {reason}")]
    FarmLost {
        /// What happened, and what to do.
        reason: String,
    },
    /// No worker could be started.
    #[error("could not start the workers: {0}")]
    NoWorkers(#[from] std::io::Error),
}

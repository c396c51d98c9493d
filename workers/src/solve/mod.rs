//! Solver adapters: options in our words, scaling, and the mapping of solver statuses to ours.

mod highs;
mod options;
mod scale;
mod verify;

pub use self::highs::solve;
pub use options::{Algorithm, SolveError, SolveOptions};
pub use scale::Scaling;
pub use verify::{AnswerFault, verify};

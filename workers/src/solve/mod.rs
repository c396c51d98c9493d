//! Solver adapters: options in our words, scaling, and the mapping of solver statuses to ours.

mod answering;
mod highs;
mod options;
mod parts;
mod scale;
mod verify;

pub use self::highs::solve;
pub use answering::solve_by_answering;
pub use options::{Algorithm, SolveError, SolveOptions};
pub use parts::solve_in_parts;
pub use scale::Scaling;
pub use verify::{AnswerFault, verify};

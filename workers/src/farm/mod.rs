//! Where blocks run. A farm takes a round of blocks and gives the answers back in block order, never in order of
//! arrival, so a plan does not depend on how many workers there are.

mod local;

pub use local::LocalFarm;

use crate::block::{Answer, LinearProgram};
use crate::solve::{SolveError, SolveOptions};
use std::sync::Arc;

/// One round of blocks in, answers out, in block order.
pub trait Farm {
    /// Solves every block of the round.
    ///
    /// # Errors
    /// The first error in block order; no answer of the round is returned then.
    fn solve_round(&self, blocks: &[Arc<LinearProgram>], options: &SolveOptions) -> Result<Vec<Answer>, SolveError>;

    /// Blocks that run side by side.
    fn workers(&self) -> usize;
}

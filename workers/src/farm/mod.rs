//! Where blocks run. A farm takes a round of blocks and gives the answers back in block order, never in order of
//! arrival, so a plan does not depend on how many workers there are.
//!
//! There are two kinds of rounds: linear programs to solve, and commodities to price. See `docs/farm.md`.

mod local;

pub use local::LocalFarm;

use crate::block::{Answer, LinearProgram};
use crate::pricing::{Labels, PricingRound};
use crate::solve::{SolveError, SolveOptions};
use std::sync::Arc;

/// One round of blocks in, answers out, in block order.
pub trait Farm: std::fmt::Debug + Send + Sync {
    /// Solves every block of the round.
    ///
    /// # Errors
    /// The first error in block order; no answer of the round is returned then.
    fn solve_round(&self, blocks: &[Arc<LinearProgram>], options: &SolveOptions) -> Result<Vec<Answer>, SolveError>;

    /// Prices every task of the round: `answers[i]` becomes the answer of task `i`. There are as many answers as tasks; what
    /// they held before is of no account but for its memory, which is used again.
    ///
    /// # Errors
    /// When a worker is lost; what the answers hold is then of no account.
    fn price_round(&self, round: &PricingRound<'_>, answers: &mut [Labels]) -> Result<(), SolveError>;

    /// Blocks that run side by side.
    fn workers(&self) -> usize;
}

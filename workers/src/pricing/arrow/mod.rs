//! Pricing blocks as Arrow record batches: the plan once, prices and tasks a round, answers back.
//!
//! Invariant: what is read back is checked (version, schema, limits, lengths, index ranges, numbers that can be), because
//! both sides take batches from elsewhere. What was read can be priced, and followed from node to node, without a panic.

mod answers;
mod plan;
mod round;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;

pub use answers::{read_answers, write_answers};
pub use plan::{PlanBatches, read_plan, write_plan};
pub use round::{read_prices, read_tasks, write_prices, write_tasks};

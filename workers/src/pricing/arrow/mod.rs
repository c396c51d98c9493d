//! Pricing blocks as Arrow record batches: the plan once, prices and tasks a round, answers back.
//!
//! Invariant: what is read back is checked (version, schema, limits, lengths, index ranges, numbers that can be), because
//! both sides take batches from elsewhere. A plan and a round that were read can be priced without a panic; answers that were read
//! are checked against their tasks before they are used.

mod answers;
mod plan;
mod round;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;

pub use answers::{PricingAnswers, read_answers, write_answers};
pub use plan::{PlanBatches, read_plan, write_plan};
pub use round::{read_prices, read_tasks, write_prices, write_tasks};

//! Pricing: the cheapest way of a commodity from where it can be had to everywhere, at given prices.
//!
//! A task is one commodity in one period. All tasks of a plan share a [`PricingPlan`], those of one period its prices;
//! what comes back are [`Labels`]. Tasks know nothing of each other, so a farm may run them in any order.
//!
//! Invariant: numbers only. A network and its prices are arrays by arc and node; what the arcs carry, and why it costs
//! what it costs, is the planner's.

mod arrow;
mod heap;
mod lanes;
mod network;
mod plan;
#[cfg(test)]
mod samples;
mod shortest;
mod task;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
mod verify;
mod ways;

pub use self::arrow::{
    PlanBatches, PricingAnswers, read_answers, read_plan, read_prices, read_tasks, write_answers, write_plan,
    write_prices, write_tasks,
};
pub use network::{ArcPrice, ArcPrices, Carrying, PricingNetwork};
pub use plan::{NO_CARRIER, PricingPlan};
pub use shortest::Shortest;
pub use task::{Labels, NO_ARC, PricingRound, PricingTask, Source};
pub use verify::{LabelFault, Verifier};
pub use ways::Ways;

//! Routes on the multimodal network: at a plan's own prices, and of the least energy.
//!
//! [`Paths`] answers what one more unit costs anywhere, by which way it comes, what that price is made of, and which other
//! sources come next; [`EnergyPaths`] which way takes the least energy of moving, plan or no plan. The rules and figures are
//! in `docs/routes.md`.
//!
//! Invariant: both own their arrays and keep no word of the continent, so that they can be kept beside it and asked from
//! many threads; indices in answers are the continent's. Nothing here changes a plan.

mod alternatives;
mod energy;
mod links;
mod of_plan;
mod prices;
mod route;
mod sources;
mod tree;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;

pub use energy::{EnergyError, EnergyPaths, EnergyRoute, EnergyTree};
pub use of_plan::Paths;
pub use route::{PriceParts, Route, RouteLink};
pub use sources::{PathSource, Supplier};
pub use tree::Tree;

//! One run from config to plan folder: load, build, solve, explain, certify, write.
//!
//! Invariant: a plan folder appears whole or not at all, and an earlier plan of the same name stays until the new one
//! is complete.

mod certify;
mod error;
mod folder;
mod journal;
mod load;
mod open;
mod solve;

pub use error::RunError;
pub use journal::{Journal, facts};
pub use load::{Inputs, load};
pub use open::{Opened, open};
pub use solve::{Settings, plan, program_of};

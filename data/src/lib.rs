//! What a continent is: the model, the tables it is read from, and the rules those tables obey.
//!
//! Invariant: this crate knows no solver, no plan, and no network algorithm but the rough routing by which [`generate`]
//! sizes its capacities. The checker of plans depends on it alone, so nothing here may compute an objective, a bound
//! or a constraint of the linear program.

pub mod batch;
pub mod change;
pub mod config;
pub mod dictionary;
pub mod findings;
pub mod foreign;
pub mod generate;
pub mod import;
pub mod model;
pub mod overlay;
pub mod tables;

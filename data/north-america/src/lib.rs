//! Assembles the tables of North America from public sources.
//!
//! Invariant: the same raw tables always give the same tables, byte for byte. Nothing here knows a solver.

pub mod economy;
pub mod error;
pub mod geometry;
pub mod network;
pub mod places;
pub mod raw;
mod works;
pub mod write;

pub use error::AssembleError;
pub use places::Places;

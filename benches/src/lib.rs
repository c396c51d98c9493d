//! Measurements on generated continents and real ones: how programs grow, which method is fastest where, and how the
//! planner stands beside other solvers.
//!
//! Invariant: figures are CPU seconds of one process, methods of one instance run one after the other in one go, and
//! every objective stands beside its time, so that a fast wrong answer shows.

pub mod ask;
pub mod compare;
pub mod size;
mod spent;
pub mod sweep;

pub use planner::bench::account as cpu;
pub use planner::bench::growth;
pub use spent::spent;

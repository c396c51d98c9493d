//! Measurements on generated continents: how programs grow, and which solver method is fastest where.
//!
//! Invariant: figures are CPU seconds of this process, methods of one instance run one after the other in one go, and
//! every objective stands beside its time, so that a fast wrong answer shows.

pub mod cpu;
pub mod sweep;

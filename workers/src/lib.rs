//! Solves one block, wherever it runs: numeric programs in, primal and dual answers out.
//!
//! Invariant: this crate knows rows and columns, never cities. A block is numbers only: no code, no paths, no names.

pub mod block;
pub mod design;
pub mod farm;
pub mod pricing;
pub mod simplex;
pub mod solve;

pub use block::{Answer, LinearProgram, Row, RowKind, SolveStatus};
pub use farm::{Farm, LocalFarm};
pub use solve::{Algorithm, SolveError, SolveOptions};

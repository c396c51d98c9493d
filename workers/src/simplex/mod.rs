//! A bounded primal simplex for programs that grow by columns while they are solved: the master of the decomposition.
//!
//! What makes it fit: nearly every row of a basis is a balance that one path or one activity answers for, so the factor
//! is nearly triangular, and an exchange touches some tens of rows out of a million. All work is proportional to what an
//! exchange touches (hyper-sparse: Hall and McKinnon, Computational Optimization and Applications 32, 2005). Basic
//! variables outside their bounds are allowed and charged for (composite phase one), so any basis is a start: one of an
//! earlier plan, or the shortest paths as they are.
//!
//! Invariant: knows rows and columns; no chance, no clock. The same calls give the same exchanges.

mod basis;
mod exchange;
mod factor;
mod markowitz;
mod near;
mod perturb;
mod pool;
mod price;
mod ratio;
mod read;
mod solve;
mod sparse;
mod state;
mod table;
mod triangle;

pub use state::{Outcome, Side, Simplex};

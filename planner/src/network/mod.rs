//! The continent as a graph: which commodity can come to which node and be of use there.
//!
//! Invariant: nothing here knows the linear program. Reachability is the greatest fixed point (an economy whose
//! diesel is made with diesel is possible), so nothing that a plan could use is ever cut off.

mod cut;
mod graph;
mod least_cut;
mod reach;
mod supply;
mod validate;

pub use graph::{Arc, ArcIndex, Direction, Network};
pub use reach::Reach;
pub use validate::validate;

//! The strong relaxation of network design: arcs are opened in fractions at a fixed cost, goods with one origin and one
//! destination each move over what is open, and no good moves over an arc by more than its own demand times the fraction.
//!
//! There is such a forcing row for every arc and good, of which few hold anything. So ways of goods take the place of flows and
//! both are found as they are needed: a master holds the ways and the forcing rows so far, its prices make shortest ways, which
//! come in as columns, and its flows break forcing rows, which come in as rows. HiGHS goes on from its last basis each time.
//!
//! Invariant: `lower_bound` holds whatever the master did. It is the Lagrangian bound at the best prices seen: with limits and
//! forcing rows charged instead of kept, every good takes its shortest way and every arc is open or not. Sums are told too small by
//! their rounding. `objective` is the cost of ways that keep every row, with every arc opened as far as they need.

mod bound;
mod master;
mod point;
mod shortest;
mod solve;

pub use solve::{DesignAnswer, DesignStatus, solve};

use crate::solve::SolveError;

/// An arc that can be opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc {
    /// Node it leaves.
    pub tail: usize,
    /// Node it enters.
    pub head: usize,
    /// Cost of a unit of any good.
    pub cost: f64,
    /// Units that it carries when it is open.
    pub capacity: f64,
    /// Cost of opening it.
    pub fixed_cost: f64,
}

/// A good with one origin and one destination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Good {
    /// Where it comes from.
    pub origin: usize,
    /// Where it is asked.
    pub destination: usize,
    /// How much is asked.
    pub demand: f64,
}

/// A network to design. Costs, capacities and demands are finite and not negative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {
    /// Nodes, numbered from 0.
    pub nodes: usize,
    /// Arcs.
    pub arcs: Vec<Arc>,
    /// Goods.
    pub goods: Vec<Good>,
}

impl Design {
    /// What part of a good's demand an open arc may carry.
    fn most(&self, arc: usize, good: usize) -> f64 {
        (self.arcs[arc].capacity / self.goods[good].demand).min(1.0)
    }
}

/// Why a design could not be solved.
#[derive(Debug, thiserror::Error)]
pub enum DesignError {
    /// A figure or an end is not what a design may hold.
    #[error("{what}: give finite figures of at least zero, and ends below the number of nodes")]
    Input {
        /// Which.
        what: String,
    },
    /// The solver of the master failed.
    #[error(transparent)]
    Solve(#[from] SolveError),
}

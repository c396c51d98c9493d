//! Batch files: axes of alternatives laid over one run, whose cross product is a list of plans.
//!
//! [`read_batch`] reads the file, the run config it stands on, and every policy and change file of its alternatives;
//! [`BatchSet::choices`] lists the plans, one alternative of each axis; [`BatchSet::lay`] makes of one of them the continent,
//! policies and config that are planned.
//!
//! Invariant: all findings of a step at once, in the words of the file; plans are counted in the same order whoever asks.

mod choices;
mod contradictions;
mod file;
mod keys;
mod lay;
mod read;

pub use choices::{Choice, LARGEST_PRODUCT, MOST_PLANS};
pub use file::{Alternative, Axis, BatchFile, Drawn, Selection};
pub use keys::BATCH_KEYS;
pub use lay::Laid;
pub use read::{BatchSet, read_batch};

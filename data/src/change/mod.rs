//! Change files: what is different from a plan that was made, as policies that are laid over what it planned.
//!
//! [`read_change`] reads the file and the policies it names; [`lay_over`] turns the file into a policy of overrides and
//! outages and lays it, then its policies, over the continent. What is laid over is what a certificate records, so a
//! checker repeats it with [`crate::overlay::apply`] and needs nothing of this module.
//!
//! Invariant: all findings of a step at once, in the words of the file; nothing is half laid over.

mod contradictions;
mod file;
mod keys;
mod lay;
mod translate;

pub use file::{CapacityChange, ChangeFile, ChangeSet, DemandChange, Outage, Scope, read_change};
pub use keys::CHANGE_KEYS;
pub use lay::lay_over;

//! What is wrong with an input: one code a rule, the place, what was seen, what to do.
//!
//! Invariant: a finding is data, never control flow. A step collects every finding it can and returns them together;
//! text that came from an input is escaped before it can reach a screen.

mod code;
mod display;
mod escape;
mod finding;
mod index;
mod list;
mod markdown;
mod offenders;

pub use code::{Code, Finder, Severity};
pub(crate) use escape::is_hidden;
pub use escape::{escape, shown};
pub use finding::{Finding, ROWS_SHOWN};
pub use index::Entry;
pub use list::Findings;
pub use markdown::to_markdown;
pub use offenders::Offenders;

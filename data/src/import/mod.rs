//! Public formats of instances that nobody here wrote: networks, sites to open, linear programs, input-output tables.
//!
//! `text -> parsed problem -> continent`. Each format is a module; what it reads is a plain problem, and [`network`] or
//! [`input_output`] lays problems that the model holds out as a [`crate::model::Continent`].
//!
//! Invariant: whatever the text is, reading ends with a problem or with every finding at once, each with its line. A problem
//! that the tables cannot hold is refused and never altered.

pub mod design;
pub mod dimacs;
pub mod dow;
pub mod facility;
pub mod input_output;
pub mod mps;
pub mod multicommodity;
pub mod network;
mod report;
mod text;

pub use design::{DesignArc, DesignGood, DesignProblem};
pub use network::{NetworkArc, NetworkProblem, NetworkSink, NetworkSource};
pub use text::read_text;

//! From continent and network to a linear program, and from its answer to a plan.
//!
//! Invariant: a column and a row each know what they stand for ([`Column`], [`ProgramRow`]); everything written about a
//! plan later is looked up through them, never through positions.

mod answer;
mod build;
mod columns;
pub(crate) mod energy;
mod export;
pub mod loops;
pub mod relief;

pub use answer::{plan_of, plan_of_fixed};
pub use build::{Part, Program, build, build_part, build_without_flows};
pub use columns::{Column, ProgramRow};
pub use export::{ExportFormat, write as write_export, write_arrow};

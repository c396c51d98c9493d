//! Checks a finished plan from the input tables and the plan's own files.
//!
//! Invariant: this crate depends on `data` alone. It shares no code with what builds, solves or explains plans, so
//! that a mistake there cannot hide here. It recomputes the objective, every balance, capacity, store and budget,
//! the lower bound that the stored prices prove, the gap, every posting of the ledger and the sums of the embodied
//! energy, and reports every disagreement.
//!
//! [`check`] takes a plan folder. [`recompute`] does the same for rows in memory, without files and certificate.

mod amounts;
mod bound;
mod causes;
mod certificate;
mod claims;
mod describe;
mod embodied;
mod error;
mod fault;
mod folder;
mod hashes;
mod interval;
mod ledger;
mod objective;
mod options;
mod prices;
mod program;
mod read;
mod recompute;
mod report;
mod residuals;
pub mod rows;
mod seal;
mod shortage;
mod sum;
mod violations;

#[cfg(test)]
mod tests;

pub use certificate::{Certificate, PlanStatus, StatedShortage, StatedViolation};
pub use error::CheckError;
pub use fault::Fault;
pub use folder::{changes, check, content_hashes, recompute_folder};
pub use options::{CheckOptions, Tolerances};
pub use recompute::{Recomputed, recompute, recompute_infeasibility};
pub use report::{Against, CheckReport, CheckStatus, GapCause, Violation, relative_gap};

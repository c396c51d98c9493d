//! The report of a plan: one HTML file with a map and tables, which opens from disk and loads nothing.
//!
//! Invariant: the page names no other resource, its policy forbids the browser to fetch any, and every text that
//! comes from data passes through maud's escaping or the JSON escapes of `embed`.

mod answer;
mod balance;
mod boundaries;
mod busiest;
mod certificate;
mod document;
mod embed;
mod energy;
mod figures;
mod flow_lines;
mod legend;
mod loads;
mod map;
mod page;
mod power;
mod projection;
mod scene_data;
mod shortfall;
mod shortfall_table;
mod table;
mod transport;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use boundaries::{Boundaries, BoundaryError, BoundaryKind, BoundaryLine};
pub(crate) use document::Document;
pub use projection::ProjectionError;

use crate::plan::rows::{Embodied, Plan, Posting};
use data::model::{Accounting, Continent};
use std::path::{Path, PathBuf};

/// Everything a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct ReportInput<'a> {
    /// Name of what was planned, such as the data set's.
    pub title: &'a str,
    /// The continent with the policies applied, as it was planned.
    pub continent: &'a Continent,
    /// The decisions and prices.
    pub plan: &'a Plan,
    /// The postings of the objective.
    pub ledger: &'a [Posting],
    /// Embodied energy of what reached each sink; the table of it is left out when empty.
    pub embodied: &'a [Embodied],
    /// What is proven about the plan.
    pub certificate: &'a CertificateFacts,
    /// Coast and border lines; the map has none without them.
    pub boundaries: Option<&'a Boundaries>,
}

/// What the certificate says, as the report shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct CertificateFacts {
    /// Version of the program.
    pub version: String,
    /// optimal, feasible, infeasible or failed.
    pub status: String,
    /// The solver's own word.
    pub solver_status: String,
    /// How it was solved: whole or decomposed.
    pub method: String,
    /// How energy was accounted for.
    pub accounting: Accounting,
    /// Calendar id.
    pub calendar: String,
    /// Names of the policies in force.
    pub policies: Vec<String>,
    /// Objective, GJ.
    pub objective_gj: f64,
    /// Proven lower bound, GJ.
    pub lower_bound_gj: f64,
    /// Gap between them, as a fraction of the objective.
    pub gap: f64,
    /// Gap that was asked for.
    pub gap_asked: f64,
    /// The row or bound that is violated most.
    pub worst_violation: WorstViolation,
    /// Objective less the sum of the ledger, GJ.
    pub ledger_residual_gj: f64,
    /// Input tables.
    pub input_hashes: Vec<FileHash>,
    /// Files of the plan.
    pub plan_hashes: Vec<FileHash>,
}

/// The row or bound that is violated most, in physical units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorstViolation {
    /// By how much.
    pub amount: f64,
    /// Unit of the amount.
    pub unit: String,
    /// Which row, in words.
    pub row: String,
}

/// A file with its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHash {
    /// File name.
    pub file: String,
    /// BLAKE3 in hexadecimal digits.
    pub blake3: String,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The map could not be set up.
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// The file could not be written.
    #[error("cannot write {path}: {source}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
}

/// The page.
///
/// # Errors
/// When the projection of the map cannot be set up.
pub fn render(input: &ReportInput) -> Result<String, ReportError> {
    page::render(input)
}

/// Writes the page to a file.
///
/// # Errors
/// When the page cannot be made or written.
pub fn write(path: &Path, input: &ReportInput) -> Result<(), ReportError> {
    let page = render(input)?;
    std::fs::write(path, page).map_err(|source| ReportError::Write {
        path: path.to_owned(),
        source,
    })
}

//! Why a check could not be made at all. A plan that was checked and found wrong is not an error but a report.

use std::path::PathBuf;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The folder is not a plan.
    #[error("{} is not a plan folder: it has no certificate.json", .0.display())]
    NotAPlan(PathBuf),
    /// The input tables are not where the certificate says.
    #[error(
        "the input tables are not at {}, where the certificate says they are; name their folder with --data",
        .0.display()
    )]
    DataMissing(PathBuf),
    /// The input tables, or the policies laid over them, have findings.
    #[error("the input tables cannot be used: {0}")]
    Data(data::findings::Findings),
    /// A file cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

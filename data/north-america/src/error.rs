//! What can go wrong while assembling.

use std::path::PathBuf;
use thiserror::Error;

/// Why the tables could not be assembled.
#[derive(Debug, Error)]
pub enum AssembleError {
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table is not a CSV table with the columns expected.
    #[error("{path}: {source}")]
    Csv {
        /// The file.
        path: PathBuf,
        /// What the CSV reader said.
        source: csv::Error,
    },
    /// A raw table holds something the assembler cannot use.
    #[error("{path}: {what}")]
    Raw {
        /// The file.
        path: PathBuf,
        /// What was seen.
        what: String,
    },
    /// A place named by the program is not in the tables.
    #[error("no place called {0}")]
    NoSuchPlace(String),
    /// An id was given twice.
    #[error("the id {0} is used twice")]
    DuplicateId(String),
    /// The parts of a network do not hang together.
    #[error("{mode}: {what}")]
    Network {
        /// The mode.
        mode: &'static str,
        /// What was seen.
        what: String,
    },
}

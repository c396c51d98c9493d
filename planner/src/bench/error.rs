//! Why a benchmark could not be run or read. A method that fails is a row, not an error.

use crate::plan::parquet::TableError;
use crate::run::RunError;
use data::findings::Findings;
use std::path::{Path, PathBuf};

/// A benchmark that ended without a result.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The suite is wrong; everything found is listed.
    #[error("{0}")]
    Suite(Findings),
    /// An instance cannot be read; everything found is listed.
    #[error("{0}")]
    Instance(Findings),
    /// The file system refused.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// A folder that is no result of a benchmark.
    #[error("{path}: {reason}; name a folder that `planner bench run` wrote", path = path.display())]
    Record {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The rows could not be written as Parquet.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A data folder could not be written.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The solver refused a program.
    #[error(transparent)]
    Solve(#[from] workers::SolveError),
    /// A method was asked for something that it does not do.
    #[error("{0}")]
    Method(String),
}

impl BenchError {
    /// Says which file it was.
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// The exit code that goes with it.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Suite(_) | Self::Instance(_) | Self::Record { .. } | Self::Method(_) | Self::File { .. } => 2,
            Self::Table(_) => 1,
            Self::Run(error) => error.exit_code(),
            Self::Solve(_) => 4,
        }
    }
}

//! Why a comparison could not be made at all. A method that fails is a row, not an error.

use planner::run::RunError;
use std::path::{Path, PathBuf};
use workers::block::BlockError;

/// A comparison that ended without rows.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// A method that does not exist.
    #[error("there is no method `{name}`: name some of {known}")]
    UnknownMethod {
        /// What was asked for.
        name: String,
        /// The methods there are.
        known: String,
    },
    /// The config or its tables are wrong.
    #[error("{config}: {source}", config = config.display())]
    Input {
        /// The config.
        config: PathBuf,
        /// Every finding.
        source: RunError,
    },
    /// The linear program could not be written or read.
    #[error("the program in {folder}: {source}", folder = folder.display())]
    Program {
        /// Its folder.
        folder: PathBuf,
        /// What is wrong.
        source: BlockError,
    },
    /// HiGHS gave no answer at all.
    #[error(transparent)]
    Solve(#[from] workers::SolveError),
    /// The file system refused.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The rows could not be written as Parquet.
    #[error("{path}: {source}", path = path.display())]
    Parquet {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        source: polars::error::PolarsError,
    },
    /// A result could not be put into words.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl CompareError {
    /// Says which file it was.
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }

    /// Says which folder of a program it was.
    pub(super) fn program(folder: &Path) -> impl FnOnce(BlockError) -> Self {
        let folder = folder.to_owned();
        move |source| Self::Program { folder, source }
    }
}

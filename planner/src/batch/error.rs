//! Why a batch ended, or could not begin.

use crate::plan::parquet::TableError;
use crate::run::RunError;
use data::findings::Findings;
use std::path::PathBuf;

/// A batch that did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// What every plan needs failed: the batch file, the tables, the disk.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The folder holds a batch already.
    #[error("{path} holds a batch already: --resume goes on with it, or name another folder with --out", path = .0.display())]
    Exists(PathBuf),
    /// The folder holds something else.
    #[error("{path} holds something that is no batch: name another folder with --out", path = .0.display())]
    Foreign(PathBuf),
    /// Another program works on the folder.
    #[error("{path} is being worked on by another `planner batch`: wait for it, or name another folder with --out", path = .0.display())]
    Busy(PathBuf),
    /// There is no batch in the folder.
    #[error("{path} holds no batch: name a folder that `planner batch` wrote", path = .0.display())]
    NoBatch(PathBuf),
    /// A line of the record is not what was written.
    #[error("{path}: line {line}: {reason}; restore the file, or begin the batch again in another folder", path = path.display())]
    Damaged {
        /// The record.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The batch that is on record is not the one that is asked for.
    #[error("{path} holds another batch: {seen}; put back what was changed, or begin again with another folder in --out", path = path.display())]
    Changed {
        /// The batch folder.
        path: PathBuf,
        /// What is different.
        seen: String,
    },
    /// Tables that are on record are not in their folder any more.
    #[error("{path}: {reason}; put the folder back, or begin the batch again in another folder", path = path.display())]
    Lost {
        /// Folder of the tables.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No column has that name.
    #[error("there is no column `{name}`; {advice}")]
    NoColumn {
        /// What was given.
        name: String,
        /// What to give.
        advice: String,
    },
}

impl From<Findings> for BatchError {
    fn from(findings: Findings) -> Self {
        Self::Run(RunError::Input(findings))
    }
}

impl From<TableError> for BatchError {
    fn from(error: TableError) -> Self {
        Self::Run(error.into())
    }
}

impl From<serde_json::Error> for BatchError {
    fn from(error: serde_json::Error) -> Self {
        Self::Run(error.into())
    }
}

impl BatchError {
    /// Exit code: 2 for what whoever runs it can mend, else that of the run.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Run(error) => error.exit_code(),
            _ => 2,
        }
    }
}

//! Why a run gave no plan, with the exit code that goes with it.

use super::columns::KeptError;
use crate::plan::parquet::TableError;
use crate::report::{BoundaryError, ReportError};
use data::findings::Findings;
use std::path::PathBuf;
use workers::SolveError;

/// A run that ended without a plan.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The tables, the config or a policy are wrong; everything found is listed.
    #[error("{0}")]
    Input(Findings),
    /// No plan keeps all limits; the folder holds the proof.
    #[error("{findings}\nno plan keeps all limits; the proof is in {folder}", folder = folder.display())]
    Infeasible {
        /// N03: which limits.
        findings: Findings,
        /// Folder with the certificate and the Farkas prices.
        folder: PathBuf,
    },
    /// The program has no bound, which none that tables can make should have.
    #[error("{0}")]
    Unbounded(Findings),
    /// The solver failed or stopped without a point.
    #[error("the solver ended with `{status}` and no plan{hint}")]
    NoPoint {
        /// The solver's own word.
        status: String,
        /// What to do.
        hint: &'static str,
    },
    /// The solver or the workers failed.
    #[error(transparent)]
    Solve(#[from] SolveError),
    /// A run of the whole program has no checkpoint.
    #[error(
        "--resume takes up a decomposed run and the method is `whole`: choose `decomposed` or `auto`, or leave --resume out"
    )]
    ResumeWhole,
    /// What a run should start from cannot be used, or could not be kept.
    #[error("{path}: {source}; without --resume a run starts from nothing", path = path.display())]
    Kept {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: KeptError,
    },
    /// A file of a plan folder cannot be read.
    #[error("{path}: {reason}; `planner check` says what else is wrong with the folder", path = path.display())]
    Damaged {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder holds a proof that there is no plan.
    #[error("{path} holds a proof that there is no plan, which can be checked but not asked", path = .0.display())]
    NoPlan(PathBuf),
    /// A plan table could not be written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The report could not be made.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The map's lines are there but wrong.
    #[error(transparent)]
    Map(#[from] BoundaryError),
    /// The certificate could not be put into words.
    #[error("certificate: {0}")]
    Json(#[from] serde_json::Error),
    /// The file system refused.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
}

impl RunError {
    /// For `map_err`: the file system's refusal at a path.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// Exit code: 2 bad input, 3 proven infeasible, 4 solver or workers failed, 1 anything else.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Input(_)
            | Self::ResumeWhole
            | Self::Kept { .. }
            | Self::Map(_)
            | Self::Damaged { .. }
            | Self::NoPlan(_)
            | Self::File { .. } => 2,
            Self::Infeasible { .. } => 3,
            Self::NoPoint { .. } | Self::Solve(_) => 4,
            Self::Unbounded(_) | Self::Table(_) | Self::Report(_) | Self::Json(_) => 1,
        }
    }
}

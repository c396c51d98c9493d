//! What a run keeps of itself while it works, beside its plan, so that it can be taken up again.

use super::columns::{self, KeptError, Keys, Of};
use super::error::RunError;
use crate::decompose::Memory;
use crate::network::Network;
use std::path::{Path, PathBuf};

/// Least time between two checkpoints, s.
const PERIOD_S: f64 = 20.0;
/// Least time between two checkpoints, in times of what the last one took.
const SHARE: f64 = 20.0;

/// The checkpoint of one run.
#[derive(Debug)]
pub(super) struct Checkpoint<'a> {
    path: PathBuf,
    keys: &'a Keys,
    network: &'a Network<'a>,
    next_s: f64,
}

impl<'a> Checkpoint<'a> {
    /// The checkpoint of the plan that goes to `out`; `now_s` is the time, s.
    pub(super) fn new(out: &Path, keys: &'a Keys, network: &'a Network<'a>, now_s: f64) -> Self {
        Self {
            path: path_of(out),
            keys,
            network,
            next_s: now_s + PERIOD_S,
        }
    }

    /// Whether it is time to write.
    pub(super) fn is_due(&self, now_s: f64) -> bool {
        now_s >= self.next_s
    }

    /// After writing: `from_s` and `to_s` are when it began and ended.
    pub(super) fn written(&mut self, from_s: f64, to_s: f64) {
        self.next_s = to_s + PERIOD_S.max(SHARE * (to_s - from_s));
    }

    /// Writes what the run can be taken up from.
    pub(super) fn write(&self, memory: &Memory) -> Result<(), RunError> {
        columns::write(&self.path, memory, self.network, self.keys).map_err(|source| self.error(source))
    }

    /// Reads what an earlier run left.
    pub(super) fn read(&self) -> Result<Memory, RunError> {
        columns::read(&self.path, self.network, self.keys, Of::Run).map_err(|source| self.error(source))
    }

    fn error(&self, source: KeptError) -> RunError {
        RunError::Kept {
            path: self.path.clone(),
            source,
        }
    }
}

/// Where the checkpoint of the plan in `out` is: beside it.
pub(super) fn path_of(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".checkpoint.arrow");
    out.with_file_name(name)
}

/// Removes the checkpoint of a run that needs none any more.
pub(crate) fn remove(out: &Path) -> Result<(), RunError> {
    let path = path_of(out);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(RunError::file(path)(error)),
        _ => Ok(()),
    }
}

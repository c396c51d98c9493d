//! What a batch removes from its folder.

use crate::run::RunError;
use std::path::Path;

/// Removes a file or a folder with all that is in it; it may be gone already.
pub(super) fn remove(path: &Path) -> Result<(), RunError> {
    let removed = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(RunError::file(path)(error)),
        _ => Ok(()),
    }
}

//! Folders that are to outlast a power cut: what is in them reaches the disk before their names do.

use super::error::RunError;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Puts every file in a folder on disk, in those within it too, and the folders themselves.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn sync_tree(folder: &Path) -> Result<(), RunError> {
    for entry in fs::read_dir(folder).map_err(RunError::file(folder))? {
        let path = entry.map_err(RunError::file(folder))?.path();
        if path.is_dir() {
            sync_tree(&path)?;
        } else {
            let synced = File::open(&path).and_then(|file| file.sync_all());
            synced.map_err(RunError::file(&path))?;
        }
    }
    sync_names(folder)
}

/// Renames a file or folder whose content is on disk; when this returns, its new name is too.
///
/// # Errors
/// When the disk refuses; then it may have either name.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), RunError> {
    fs::rename(from, to).map_err(RunError::file(to))?;
    sync_names(parent_of(to))
}

/// Puts the names in the folder that `path` is in on disk.
///
/// # Errors
/// When the disk refuses.
pub(crate) fn sync_name(path: &Path) -> Result<(), RunError> {
    sync_names(parent_of(path))
}

fn parent_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn sync_names(folder: &Path) -> Result<(), RunError> {
    sync_folder(folder).map_err(RunError::file(folder))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Where folders cannot be opened as files, the system keeps their names by itself.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{rename, sync_name, sync_tree};
    use std::path::Path;

    #[test]
    fn folders_within_folders_are_put_on_disk_and_what_cannot_be_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("plan/inner");
        std::fs::create_dir_all(&inner).unwrap();
        std::fs::write(inner.join("flows.parquet"), "flows").unwrap();
        sync_tree(folder.path()).unwrap();
        let (from, to) = (folder.path().join("plan"), folder.path().join("made"));
        rename(&from, &to).unwrap();
        assert_eq!(std::fs::read(to.join("inner/flows.parquet")).unwrap(), b"flows");
        let gone = sync_tree(&from).unwrap_err().to_string();
        assert!(gone.contains(&from.display().to_string()), "{gone}");
        assert!(rename(&from, &to).is_err() && sync_name(&from.join("inner")).is_err());
        // A bare name is in the folder that one is in.
        sync_name(Path::new("Cargo.toml")).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_file_deep_within_that_cannot_be_read_is_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::os::unix::fs::symlink("nowhere", inner.join("flows.parquet")).unwrap();
        let refused = sync_tree(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("flows.parquet"), "{refused}");
    }
}

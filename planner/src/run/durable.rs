//! Folders that are to outlast a power cut: what is in them reaches the disk before their names do.

use super::error::RunError;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

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

/// Gives a folder whose content is on disk the name `to`, and what has that name the name `from`, in one step. The names are on disk
/// after [`sync_name`].
///
/// # Errors
/// When the disk refuses; then both have the names they had.
pub(crate) fn exchange(from: &Path, to: &Path) -> Result<(), RunError> {
    exchange_names(from, to).map_err(RunError::file(to))
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange_names(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::EXCHANGE) {
        // Some network file systems cannot do it.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => exchange_in_steps(from, to),
        done => Ok(done?),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange_names(from: &Path, to: &Path) -> io::Result<()> {
    exchange_in_steps(from, to)
}

/// The same where there is no single step for it: between the first and the second rename the name `to` is free, and what it
/// named is [`aside`].
fn exchange_in_steps(from: &Path, to: &Path) -> io::Result<()> {
    let aside = free_aside(to);
    fs::rename(to, &aside)?;
    if let Err(refused) = fs::rename(from, to) {
        // Best effort: put it back before saying why.
        let _ = fs::rename(&aside, to);
        return Err(refused);
    }
    fs::rename(&aside, from)
}

/// Where what had the name `path` is while no other has it, or after a fault: beside it, under a name that only this program gives.
pub(crate) fn aside(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".replaced-");
    name.push(path.file_name().unwrap_or_default());
    path.with_file_name(name)
}

/// The same where nothing is: nothing that was kept is ever written over.
pub(crate) fn free_aside(path: &Path) -> PathBuf {
    let first = aside(path);
    let mut free = first.clone();
    let mut number = 1;
    while free.exists() {
        number += 1;
        let mut name = first.file_name().unwrap_or_default().to_owned();
        name.push(format!("-{number}"));
        free = first.with_file_name(name);
    }
    free
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
    use super::{exchange, exchange_in_steps, rename, sync_name, sync_tree};
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

    #[test]
    fn two_folders_take_each_others_names_or_neither_does() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        for (path, text) in [(&one, "1"), (&two, "2")] {
            std::fs::create_dir(path).unwrap();
            std::fs::write(path.join("said"), text).unwrap();
        }
        let said = || [&one, &two].map(|path| std::fs::read_to_string(path.join("said")).unwrap());
        exchange(&one, &two).unwrap();
        assert_eq!(said(), ["2", "1"]);
        exchange_in_steps(&one, &two).unwrap();
        assert_eq!(said(), ["1", "2"]);
        let gone = folder.path().join("gone");
        assert!(exchange(&gone, &two).is_err() && exchange_in_steps(&gone, &two).is_err());
        assert_eq!(said(), ["1", "2"]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
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

//! A folder that is filled beside the one it is to replace, and takes its place in one step.
//!
//! Invariant: `out` is at every instant the earlier folder or the new one, whole. A folder that is being filled is locked by who
//! fills it; one that nobody holds and that is older than [`LEFT_AFTER`] was left by a run that was killed, and the next run
//! beside it takes it away.

use super::durable;
use super::error::RunError;
use crate::plan::parquet::TEMPORARY_PREFIX;
use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// How the names of folders begin in which plans are put together.
pub(crate) const STAGING_PREFIX: &str = ".planner-staging-";

/// Younger folders are left alone: who made one may not have locked it yet.
const LEFT_AFTER: Duration = Duration::from_secs(60);

/// Files are written in seconds and not locked; one that old was left.
const FILE_LEFT_AFTER: Duration = Duration::from_secs(3600);

/// A folder beside the plan's own that takes its place when it is complete, and vanishes when it is not.
#[derive(Debug)]
pub(super) struct Staging {
    folder: TempDir,
    /// A file by which folders of this kind are known, and what they are called.
    marker: String,
    kind: String,
    /// Held for as long as the folder is being filled; none where folders cannot be locked.
    _lock: Option<File>,
}

impl Staging {
    /// A staging folder on the file system of `out`, which it must be possible to rename into.
    pub(super) fn beside(out: &Path) -> Result<Self, RunError> {
        Self::beside_holding(out, "certificate.json", "plan")
    }

    /// The same for folders of another kind, which are known by a file in them.
    pub(super) fn beside_holding(out: &Path, marker: &str, kind: &str) -> Result<Self, RunError> {
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if out.file_name().is_none() {
            let reason = format!("name a folder for the {kind}");
            let refusal = std::io::Error::new(std::io::ErrorKind::InvalidInput, reason);
            return Err(RunError::file(out)(refusal));
        }
        fs::create_dir_all(parent).map_err(RunError::file(parent))?;
        refuse_others(out, marker, kind)?;
        put_back(out, marker)?;
        remove_left(parent);
        let folder = tempfile::Builder::new()
            .prefix(STAGING_PREFIX)
            .tempdir_in(parent)
            .map_err(RunError::file(parent))?;
        let lock = locked(folder.path());
        Ok(Self {
            folder,
            marker: marker.to_owned(),
            kind: kind.to_owned(),
            _lock: lock,
        })
    }

    /// Whether a plan could be written to `out`, before hours are spent on it.
    pub(super) fn probe(out: &Path) -> Result<(), RunError> {
        Self::beside(out).map(drop)
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes the place of `out`, on disk when this returns. An earlier folder there is removed last.
    pub(super) fn publish(self, out: &Path) -> Result<(), RunError> {
        self.publish_and(out, durable::sync_name)
    }

    fn publish_and(self, out: &Path, sync: impl Fn(&Path) -> Result<(), RunError>) -> Result<(), RunError> {
        set_readable(self.path())?;
        durable::sync_tree(self.path())?;
        // Who else writes there may have done so meanwhile.
        refuse_others(out, &self.marker, &self.kind)?;
        if out.exists() {
            // Held, so that no other run takes it for one that was left, whatever its name.
            let _held = locked(out);
            durable::exchange(self.path(), out)?;
            // What was there has the temporary name now, and stays until the exchange is on disk.
            let earlier = self.folder.keep();
            if let Err(refused) = sync(out) {
                // Best effort: under a name that no later run takes away.
                let _ = fs::rename(&earlier, durable::free_aside(out));
                return Err(refused);
            }
            return fs::remove_dir_all(&earlier).map_err(RunError::file(earlier));
        }
        let staged = self.folder.keep();
        if let Err(source) = fs::rename(&staged, out) {
            // Best effort: what could not be published is of no use.
            let _ = fs::remove_dir_all(&staged);
            return Err(RunError::file(out)(source));
        }
        sync(out)
    }
}

/// Fills a folder that takes the place of `out` when it is complete. An earlier one is known by the file `marker` in it and
/// replaced; any other folder is left alone.
///
/// # Errors
/// When the disk refuses, or `fill` does; then nothing has changed.
pub(crate) fn publish_folder<T, E: From<RunError>>(
    out: &Path,
    marker: &str,
    kind: &str,
    fill: impl FnOnce(&Path) -> Result<T, E>,
) -> Result<T, E> {
    let staging = Staging::beside_holding(out, marker, kind)?;
    let made = fill(staging.path())?;
    staging.publish(out)?;
    Ok(made)
}

fn has_entries(folder: &Path) -> Result<bool, RunError> {
    let mut entries = fs::read_dir(folder).map_err(RunError::file(folder))?;
    Ok(entries.next().is_some())
}

/// A folder that is there and is none of the kind is left alone.
fn refuse_others(out: &Path, marker: &str, kind: &str) -> Result<(), RunError> {
    if out.exists() && !out.join(marker).exists() && has_entries(out)? {
        let reason = format!("exists and holds no {kind}; name another folder or remove it");
        let refusal = std::io::Error::new(std::io::ErrorKind::AlreadyExists, reason);
        return Err(RunError::file(out)(refusal));
    }
    Ok(())
}

/// A run that was killed where folders cannot be exchanged in one step may have left `out` without its folder: it is beside it.
fn put_back(out: &Path, marker: &str) -> Result<(), RunError> {
    let aside = durable::aside(out);
    if !out.exists() && aside.join(marker).exists() {
        return durable::rename(&aside, out);
    }
    Ok(())
}

/// Removes what killed runs left. Best effort: what stays is in nobody's way.
fn remove_left(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let name = name.to_string_lossy();
        if name.starts_with(STAGING_PREFIX) && is_older(&entry, LEFT_AFTER) && locked(&path).is_some() {
            let _ = fs::remove_dir_all(&path);
        } else if name.starts_with(TEMPORARY_PREFIX) && is_older(&entry, FILE_LEFT_AFTER) {
            let _ = fs::remove_file(&path);
        }
    }
}

fn is_older(entry: &fs::DirEntry, than: Duration) -> bool {
    let modified = entry.metadata().and_then(|of| of.modified());
    modified.is_ok_and(|then| then.elapsed().is_ok_and(|age| age > than))
}

/// The folder, locked; none when another process holds it or the system cannot lock folders.
fn locked(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Temporary folders are private; a plan is for whoever may read its parent.
#[cfg(unix)]
fn set_readable(folder: &Path) -> Result<(), RunError> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(RunError::file(folder))
}

#[cfg(not(unix))]
fn set_readable(_folder: &Path) -> Result<(), RunError> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{FILE_LEFT_AFTER, RunError, STAGING_PREFIX, Staging, TEMPORARY_PREFIX, durable};
    use std::fs::{self, File};
    use std::path::{Path, PathBuf};
    use std::time::SystemTime;

    fn entries(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name());
        let mut names: Vec<String> = names.map(|n| n.into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn make_old(path: &Path) {
        let then = SystemTime::now() - 2 * FILE_LEFT_AFTER;
        File::open(path).unwrap().set_modified(then).unwrap();
    }

    fn leave(parent: &Path, name: &str) -> PathBuf {
        let left = parent.join(format!("{STAGING_PREFIX}{name}"));
        fs::create_dir(&left).unwrap();
        fs::write(left.join("flows.parquet"), "half").unwrap();
        left
    }

    #[test]
    fn an_earlier_folder_is_replaced_and_nothing_is_left() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("plan");
        for text in ["first", "second"] {
            let staging = Staging::beside(&out).unwrap();
            fs::write(staging.path().join("certificate.json"), text).unwrap();
            staging.publish(&out).unwrap();
            assert_eq!(fs::read_to_string(out.join("certificate.json")).unwrap(), text);
            assert_eq!(entries(root.path()), ["plan"]);
        }
    }

    #[test]
    fn an_earlier_folder_outlasts_an_exchange_that_may_not_be_on_disk() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("plan");
        let said = |folder: &Path| fs::read_to_string(folder.join("certificate.json")).unwrap();
        let stage = |text: &str| {
            let staging = Staging::beside(&out).unwrap();
            fs::write(staging.path().join("certificate.json"), text).unwrap();
            staging
        };
        stage("first").publish(&out).unwrap();
        let refuse = |path: &Path| Err(RunError::file(path)(std::io::Error::other("disk error")));
        assert!(stage("second").publish_and(&out, refuse).is_err());
        assert_eq!(entries(root.path()), [".replaced-plan", "plan"]);
        assert_eq!([said(&out), said(&durable::aside(&out))], ["second", "first"]);
        stage("third").publish(&out).unwrap();
        assert_eq!([said(&out), said(&durable::aside(&out))], ["third", "first"]);
    }

    #[test]
    fn a_folder_that_came_meanwhile_and_is_no_plan_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("plan");
        let staging = Staging::beside(&out).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(out.join("notes.txt"), "mine").unwrap();
        assert!(staging.publish(&out).is_err());
        assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    }

    #[test]
    fn a_folder_that_was_set_aside_and_not_replaced_is_put_back() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("plan");
        let aside = durable::aside(&out);
        fs::create_dir(&aside).unwrap();
        fs::write(aside.join("certificate.json"), "first").unwrap();
        drop(Staging::beside(&out).unwrap());
        assert_eq!(entries(root.path()), ["plan"]);
        assert_eq!(fs::read_to_string(out.join("certificate.json")).unwrap(), "first");
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_a_living_one_fills_is_not() {
        let root = tempfile::tempdir().unwrap();
        let (old, young) = (leave(root.path(), "old"), leave(root.path(), "young"));
        let files = ["old", "young"].map(|name| root.path().join(format!("{TEMPORARY_PREFIX}{name}")));
        files.iter().for_each(|file| fs::write(file, "half").unwrap());
        make_old(&old);
        make_old(&files[0]);
        let living = Staging::beside(&root.path().join("other")).unwrap();
        make_old(living.path());
        let mine = Staging::beside(&root.path().join("plan")).unwrap();
        assert!(!old.exists() && young.exists());
        assert!(!files[0].exists() && files[1].exists());
        assert!(living.path().exists() && mine.path().exists());
        let name = living.path().to_owned();
        drop((living, mine));
        assert!(!name.exists());
    }
}

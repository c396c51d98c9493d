//! Folders that a target reads from: samples of the project, with one file after another replaced.

use data::model::Continent;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The samples of the project.
#[must_use]
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/samples")
}

/// The folder of this process; `TMPDIR` says where it lies, and whoever started the process removes it.
pub fn own() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| tempfile::tempdir().unwrap().keep())
}

/// Copies every file of a folder into a folder that is made for them.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in files(from) {
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// The files of a folder by name.
#[must_use]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// The tiny sample in two periods.
pub fn continent() -> &'static Continent {
    static CONTINENT: OnceLock<Continent> = OnceLock::new();
    CONTINENT.get_or_init(|| {
        let read = data::tables::read_continent(&samples().join("good-tiny"), "halves");
        read.unwrap_or_else(|findings| panic!("{findings}")).0
    })
}

//! The plans that are served.

use crate::ask::{PlanIndex, Scene};
use crate::report::Boundaries;
use crate::run::{self, RunError};
use std::path::{Path, PathBuf};

/// A plan that is served.
#[derive(Debug)]
pub struct ServedPlan {
    /// Its name in addresses: the folder's, with a number where several are called so.
    pub name: String,
    /// The plan.
    pub index: PlanIndex<'static>,
    /// Lines for its map.
    boundaries: Option<Boundaries>,
    /// Names its content and the program that answers, hexadecimal.
    pub(super) hash: String,
}

impl ServedPlan {
    /// Everything that has a place, with the lines of its map.
    #[must_use]
    pub fn scene(&self) -> Scene {
        self.index.scene(self.boundaries.as_ref())
    }
}

/// Opens plan folders; `data` stands in for the table folders named in their certificates.
///
/// What is opened is kept until the program ends: answers borrow from it on every thread.
///
/// # Errors
/// As [`run::open`], for the first folder that is not a plan.
pub fn open(folders: &[PathBuf], data: Option<&Path>) -> Result<Vec<ServedPlan>, RunError> {
    let mut plans: Vec<ServedPlan> = Vec::new();
    let program = program_hash();
    for folder in folders {
        let opened = Box::leak(Box::new(run::open(folder, data)?));
        let tables = data.map_or_else(|| folder.join(&opened.certificate.data), Path::to_owned);
        let name = free_name(&plans, folder);
        let boundaries = Boundaries::find(&tables);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&program).update(opened.certificate_hash.as_bytes());
        hasher.update(format!("{boundaries:?}").as_bytes());
        plans.push(ServedPlan {
            name,
            index: PlanIndex::new(opened),
            boundaries,
            hash: hasher.finalize().to_hex()[..16].to_owned(),
        });
    }
    Ok(plans)
}

/// Names the program as it was built: another build may answer otherwise. Its version, where its file cannot be read.
fn program_hash() -> [u8; 32] {
    let read = std::env::current_exe().and_then(std::fs::read);
    let bytes = read.unwrap_or_else(|_| env!("CARGO_PKG_VERSION").into());
    *blake3::hash(&bytes).as_bytes()
}

/// The folder's name, made fit for addresses, and unlike those of the plans before it.
fn free_name(plans: &[ServedPlan], folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let stem = folder
        .file_name()
        .map_or_else(|| "plan".into(), |name| name.to_string_lossy());
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '-'
        }
    };
    let stem: String = stem.chars().map(plain).collect();
    let is_free = |name: &String| plans.iter().all(|plan| plan.name != *name);
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.clone())
        .chain(numbered)
        .find(is_free)
        .unwrap_or(stem)
}

//! The plans of a batch, each with an id that stays the same as long as nothing that determines it is changed.

use super::sources::{Hashes, Origins};
use data::batch::{BatchSet, Choice};
use serde_json::Error;
use std::path::{Path, PathBuf};

/// Folder of the plans in a batch folder.
pub(super) const PLANS: &str = "plans";
/// Longest readable part of an id, bytes.
const LONGEST_NAME: usize = 60;
/// Hexadecimal digits of the hash in an id.
const DIGITS: usize = 10;

/// One plan that is to be made.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    /// Place in the batch, from 0.
    pub(super) position: usize,
    pub(super) id: String,
    pub(super) choice: Choice,
    /// Position of its tables among the sources.
    pub(super) source: usize,
}

/// Every plan, in the order of the batch.
pub(super) fn plans(set: &BatchSet, choices: &[Choice], origins: &Origins) -> Result<Vec<Planned>, Error> {
    let none = Hashes::new();
    let tables = origins.hashes().unwrap_or(&none);
    let places = choices.iter().zip(&origins.of_plans).enumerate();
    let plans = places.map(|(position, (choice, source))| {
        let hash = set.content_hash(choice, tables)?;
        let name = readable(&set.names(choice).join("-"));
        let digits = hash.get(..DIGITS).unwrap_or(&hash);
        Ok(Planned {
            position,
            id: format!("{name}-{digits}"),
            choice: choice.clone(),
            source: *source,
        })
    });
    plans.collect()
}

/// Folder of a plan, relative to the batch's.
pub(super) fn folder_of(id: &str) -> String {
    format!("{PLANS}/{id}")
}

/// Folder of a plan that is in the batch folder `out`.
pub(super) fn path_of(out: &Path, id: &str) -> PathBuf {
    out.join(PLANS).join(id)
}

/// A name of small letters, figures and single hyphens, fit for a folder on any system.
pub(super) fn readable(name: &str) -> String {
    let mut text = String::new();
    for sign in name.chars().flat_map(char::to_lowercase) {
        if sign.is_ascii_alphanumeric() {
            text.push(sign);
        } else if !text.ends_with('-') {
            text.push('-');
        }
        if text.len() == LONGEST_NAME {
            break;
        }
    }
    let trimmed = text.trim_matches('-');
    if trimmed.is_empty() { "plan" } else { trimmed }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn names_become_folders() {
        assert_eq!(readable("Demand +10 %, no coal"), "demand-10-no-coal");
        assert_eq!(readable("../../etc/passwd"), "etc-passwd");
        assert_eq!(readable("日本"), "plan");
        assert_eq!(readable(&"long ".repeat(40)).len(), 59);
    }
}

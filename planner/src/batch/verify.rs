//! Whether what is on record of a plan is still in its folder.
//!
//! Invariant: every file that determines a later answer is hashed again; what a certificate says of its tables is not believed.

use super::error::BatchError;
use super::job;
use super::row::Row;
use crate::run;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is wrong with the plan of a row in its folder, in words; none when it is as it was written, or nothing was.
///
/// # Errors
/// When a hash cannot be computed, which is a fault of the program.
pub(super) fn fault(folder: &Path, row: &Row) -> Result<Option<String>, BatchError> {
    if row.plan.is_none() {
        return Ok(None);
    }
    if !folder.is_dir() {
        return Ok(Some("its folder is gone".to_owned()));
    }
    let certificate = match run::read_certificate(folder) {
        Ok(certificate) => certificate,
        Err(error) => return Ok(Some(error.to_string())),
    };
    if Some(job::hash_of(&certificate)?) != row.plan_blake3 {
        return Ok(Some("its certificate is not the one on record".to_owned()));
    }
    let now = match run::table_hashes(folder) {
        Ok(hashes) => hashes,
        Err(error) => return Ok(Some(error.to_string())),
    };
    if now != certificate.plan_hashes {
        return Ok(Some(differing(&certificate.plan_hashes, &now)));
    }
    // Figures of a certificate are not on record, but under its seal.
    let mut sealed = certificate.clone();
    sealed.seal()?;
    if sealed.seal != certificate.seal {
        return Ok(Some("its certificate does not fit its seal".to_owned()));
    }
    Ok(match run::columns_hash(folder) {
        Err(error) => Some(error.to_string()),
        Ok(now) => change_of_columns(row.columns_blake3.as_deref(), now.as_deref()),
    })
}

fn change_of_columns(before: Option<&str>, now: Option<&str>) -> Option<String> {
    let what = match (before, now) {
        (Some(_), None) => "is gone",
        (None, Some(_)) => "was not there",
        (before, now) if before != now => "changed",
        _ => return None,
    };
    Some(format!("{} {what}", run::COLUMNS))
}

fn differing(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> String {
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let differ = names
        .into_iter()
        .filter_map(|name| match (before.get(name), now.get(name)) {
            (Some(_), None) => Some(format!("{name} is gone")),
            (None, Some(_)) => Some(format!("{name} was not there")),
            (before, now) => (before != now).then(|| format!("{name} changed")),
        });
    differ.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{change_of_columns, differing};
    use std::collections::BTreeMap;

    #[test]
    fn each_file_that_differs_is_named() {
        let hashes = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            let owned = pairs
                .iter()
                .map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned()));
            owned.collect()
        };
        let before = hashes(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let now = hashes(&[("b", "2"), ("c", "1"), ("d", "1")]);
        assert_eq!(differing(&before, &now), "a is gone, b changed, d was not there");
    }

    #[test]
    fn columns_that_come_go_or_change_are_told_of() {
        let said = |before, now| change_of_columns(before, now).unwrap_or_default();
        assert_eq!(said(Some("1"), None), "columns.arrow is gone");
        assert_eq!(said(None, Some("1")), "columns.arrow was not there");
        assert_eq!(said(Some("1"), Some("2")), "columns.arrow changed");
        assert_eq!(said(Some("1"), Some("1")) + &said(None, None), "");
    }
}

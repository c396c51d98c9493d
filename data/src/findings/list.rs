//! All findings of a run, merged and sorted.

use super::code::Severity;
use super::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Findings sorted by severity (errors first), code and place; the offenders of one code at one place are one finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Finding>", into = "Vec<Finding>")]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// No findings.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one, merging it with an earlier one of the same code, severity and place.
    pub fn push(&mut self, finding: Finding) {
        self.extend([finding]);
    }

    /// The findings in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any of them stops the run.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Finding::is_error)
    }

    /// How many have that severity.
    #[must_use]
    pub fn count_of(&self, severity: Severity) -> usize {
        self.0.iter().filter(|f| f.severity == severity).count()
    }

    /// The findings as a plain vector.
    #[must_use]
    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }

    /// `Err` of everything when an error is among them, else `Ok` of the warnings and notes.
    ///
    /// # Errors
    /// The findings themselves, when one of them is an error.
    pub fn into_result(self) -> Result<Self, Self> {
        if self.has_errors() { Err(self) } else { Ok(self) }
    }
}

impl std::error::Error for Findings {}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        let mut merged = BTreeMap::new();
        for finding in std::mem::take(&mut self.0).into_iter().chain(findings) {
            match merged.entry((finding.severity, finding.code, finding.place.clone())) {
                Entry::Vacant(slot) => {
                    slot.insert(finding);
                }
                Entry::Occupied(mut slot) => slot.get_mut().absorb(finding),
            }
        }
        self.0 = merged.into_values().collect();
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        let mut list = Self::new();
        list.extend(findings);
        list
    }
}

impl From<Vec<Finding>> for Findings {
    fn from(findings: Vec<Finding>) -> Self {
        findings.into_iter().collect()
    }
}

impl From<Finding> for Findings {
    fn from(finding: Finding) -> Self {
        Self(vec![finding])
    }
}

impl From<Findings> for Vec<Finding> {
    fn from(findings: Findings) -> Self {
        findings.0
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

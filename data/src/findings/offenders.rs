//! Gathers the offenders of one rule at one place without keeping more than the first five.

use super::code::{Code, Severity};
use super::finding::{Finding, ROWS_SHOWN};

/// The rows that broke one rule at one place, so far.
#[derive(Clone, Debug)]
pub struct Offenders {
    code: Code,
    place: String,
    severity: Severity,
    rows: Vec<String>,
    count: usize,
    seen: String,
    action: Option<String>,
}

impl Offenders {
    /// None yet.
    #[must_use]
    pub fn new(code: Code, place: impl Into<String>) -> Self {
        Self {
            code,
            place: place.into(),
            severity: code.severity(),
            rows: Vec::new(),
            count: 0,
            seen: String::new(),
            action: None,
        }
    }

    /// The same with another severity.
    #[must_use]
    pub const fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same with more precise advice.
    #[must_use]
    pub fn with_action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Adds one; `describe` gives its label and what was seen, and is called only for those that are shown.
    pub fn add(&mut self, describe: impl FnOnce() -> (String, String)) {
        self.count += 1;
        if self.count <= ROWS_SHOWN {
            let (label, seen) = describe();
            if self.count == 1 {
                self.seen = seen;
            }
            self.rows.push(label);
        }
    }

    /// Sets the advice that goes with the first offender; later calls change nothing.
    pub fn advise(&mut self, action: impl FnOnce() -> Option<String>) {
        if self.action.is_none() {
            self.action = action();
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The finding, if there is any offender.
    #[must_use]
    pub fn into_finding(self) -> Option<Finding> {
        if self.count == 0 {
            return None;
        }
        let mut finding = Finding::new(self.code, &self.place, &self.seen)
            .with_rows(&self.rows)
            .with_severity(self.severity);
        finding.count = self.count;
        Some(match self.action {
            Some(action) => finding.with_action(action),
            None => finding,
        })
    }
}

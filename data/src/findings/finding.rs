//! One finding.

use super::code::{Code, Severity};
use super::escape::escape;
use serde::{Deserialize, Serialize};

/// Offenders listed in a finding; the rest are counted.
pub const ROWS_SHOWN: usize = 5;

/// One rule broken at one place, by one or more rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// How much it matters here.
    pub severity: Severity,
    /// Where: `nodes.csv:latitude`, `nodes.csv`, or a key of a config.
    pub place: String,
    /// The first five offenders: `row 12` (counted as a spreadsheet does, the header is row 1) or ids.
    pub rows: Vec<String>,
    /// How many offenders there are.
    pub count: usize,
    /// What was seen at the first offender.
    pub seen: String,
    /// What to do.
    pub action: String,
}

impl Finding {
    /// A finding of the code's usual severity and action, with one offender that needs no naming.
    #[must_use]
    pub fn new(code: Code, place: impl AsRef<str>, seen: impl AsRef<str>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: escape(place.as_ref()).into_owned(),
            rows: Vec::new(),
            count: 1,
            seen: escape(seen.as_ref()).into_owned(),
            action: code.action().to_owned(),
        }
    }

    /// The same with these offenders: the first five are listed, all are counted.
    #[must_use]
    pub fn with_rows<S: AsRef<str>>(mut self, rows: impl IntoIterator<Item = S>) -> Self {
        let mut count = 0;
        self.rows.clear();
        for row in rows {
            count += 1;
            if count <= ROWS_SHOWN {
                self.rows.push(escape(row.as_ref()).into_owned());
            }
        }
        self.count = count.max(1);
        self
    }

    /// The same with more precise advice.
    #[must_use]
    pub fn with_action(mut self, action: impl AsRef<str>) -> Self {
        self.action = escape(action.as_ref()).into_owned();
        self
    }

    /// The same with another severity.
    #[must_use]
    pub const fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Whether it stops the run.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Joins the offenders of a later finding of the same rule and place to this one's.
    pub(super) fn absorb(&mut self, later: Self) {
        self.count += later.count;
        let room = ROWS_SHOWN.saturating_sub(self.rows.len());
        self.rows.extend(later.rows.into_iter().take(room));
    }
}

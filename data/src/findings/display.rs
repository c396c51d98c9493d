//! Findings as plain text, a few short lines each.

use super::code::Severity;
use super::escape::escape;
use super::finding::Finding;
use super::list::Findings;
use std::fmt;

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}[{}]: {}", self.severity.as_str(), self.code, self.code.title())?;
        write!(f, "  --> {}", escape(&self.place))?;
        if !self.rows.is_empty() {
            write!(f, ", {}", escape(&self.offenders()))?;
        }
        write!(f, "\n seen: {}", escape(&self.seen))?;
        if self.count > 1
            && let Some(first) = self.rows.first()
        {
            write!(f, " ({})", escape(first))?;
        }
        write!(f, "\n   do: {}", escape(&self.action))
    }
}

impl Finding {
    /// The offenders in one line: `rows 3, 5 and 7 more`, or ids.
    #[must_use]
    pub fn offenders(&self) -> String {
        let numbers: Option<Vec<&str>> = self.rows.iter().map(|r| r.strip_prefix("row ")).collect();
        let mut text = match numbers {
            Some(numbers) if numbers.len() > 1 => format!("rows {}", numbers.join(", ")),
            _ => self.rows.join(", "),
        };
        let more = self.count.saturating_sub(self.rows.len());
        if more > 0 && !self.rows.is_empty() {
            text.push_str(&format!(" and {more} more"));
        }
        text
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in self {
            writeln!(f, "{finding}\n")?;
        }
        f.write_str(&self.summary())
    }
}

impl Findings {
    /// How many errors, warnings and notes there are, in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .filter_map(|severity| match self.count_of(severity) {
                0 => None,
                1 => Some(format!("1 {}", severity.as_str())),
                n => Some(format!("{n} {}s", severity.as_str())),
            })
            .collect();
        if parts.is_empty() {
            "no findings".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

//! Columns of numbers: type (V03), empty (V04), finite (V05), sign (V06), size (V11), fractions (V14).
//!
//! Degrees are checked row by row in the rules (V12), because a latitude and a longitude may be swapped.

use super::Site;
use crate::dictionary::Range;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::files::Raw;

/// Amounts above this lose their last unit in a 64-bit number.
pub(in crate::tables) const LARGEST: f64 = 1e15;

pub(super) fn read(raw: Option<&Raw>, site: &Site<'_>, range: Range, findings: &mut Vec<Finding>) -> Vec<f64> {
    let default = site
        .column
        .default
        .and_then(|text| text.parse().ok())
        .unwrap_or(f64::NAN);
    let mut rules = Rules::new(site, range);
    let numbers = match raw {
        None => vec![default; site.rows],
        Some(Raw::Text(cells)) => {
            let cells = cells.iter().map(|cell| cell.unwrap_or("")).enumerate();
            cells.map(|(row, text)| rules.take_text(row, text, default)).collect()
        }
        Some(Raw::Numbers(cells)) => {
            let cells = cells.iter().enumerate();
            cells.map(|(row, cell)| rules.take_number(row, cell, default)).collect()
        }
        Some(Raw::Flags(_) | Raw::Other(_)) => {
            findings.push(
                Finding::new(Code::V03, &site.place, "a column of another type").with_action("Store it as numbers."),
            );
            vec![f64::NAN; site.rows]
        }
    };
    findings.extend(rules.into_findings());
    numbers
}

/// One list of offenders a rule.
struct Rules<'a> {
    site: &'a Site<'a>,
    range: Range,
    v03: Offenders,
    v04: Offenders,
    v05: Offenders,
    v06: Offenders,
    v11: Offenders,
    v14: Offenders,
}

impl<'a> Rules<'a> {
    fn new(site: &'a Site<'a>, range: Range) -> Self {
        let offenders = |code| Offenders::new(code, site.place.clone());
        let v06 = match range {
            Range::Positive => offenders(Code::V06).with_action("Write a number above zero."),
            _ => offenders(Code::V06).with_action("Write a number that is zero or more."),
        };
        let v14 = match range {
            Range::Share => offenders(Code::V14).with_action("Write the share as a fraction from 0 to 1."),
            _ => offenders(Code::V14),
        };
        Self {
            site,
            range,
            v03: offenders(Code::V03),
            v04: offenders(Code::V04),
            v05: offenders(Code::V05),
            v06,
            v11: offenders(Code::V11),
            v14,
        }
    }

    fn take_text(&mut self, row: usize, text: &str, default: f64) -> f64 {
        if text.is_empty() {
            return self.absent(row, default);
        }
        match text.parse::<f64>() {
            Ok(value) => self.check(row, value, text),
            Err(_) => {
                self.v03.advise(|| advice(text));
                self.v03.add(|| (self.site.label(row), shown(text)));
                f64::NAN
            }
        }
    }

    fn take_number(&mut self, row: usize, cell: Option<f64>, default: f64) -> f64 {
        match cell {
            Some(value) => self.check(row, value, ""),
            None => self.absent(row, default),
        }
    }

    /// An empty cell takes the default, or breaks V04.
    fn absent(&mut self, row: usize, default: f64) -> f64 {
        if self.site.column.default.is_none() {
            self.v04.add(|| (self.site.label(row), "an empty cell".to_owned()));
        }
        default
    }

    /// The value, or not a number if it breaks a rule.
    fn check(&mut self, row: usize, value: f64, text: &str) -> f64 {
        let label = self.site.first_row + row;
        let Some(rule) = self.broken(value, text) else {
            return value;
        };
        rule.add(|| {
            let seen = if text.is_empty() {
                value.to_string()
            } else {
                text.to_owned()
            };
            (format!("row {label}"), shown(&seen))
        });
        f64::NAN
    }

    fn broken(&mut self, value: f64, text: &str) -> Option<&mut Offenders> {
        let overflowed = value.is_infinite() && text.bytes().any(|b| b.is_ascii_digit());
        if overflowed || (value.is_finite() && value.abs() > LARGEST) {
            return Some(&mut self.v11);
        }
        if !value.is_finite() {
            return Some(&mut self.v05);
        }
        match self.range {
            Range::NonNegative if value < 0.0 => Some(&mut self.v06),
            Range::Positive if value <= 0.0 => Some(&mut self.v06),
            Range::Loss if !(0.0..1.0).contains(&value) => Some(&mut self.v14),
            Range::Share if !(0.0..=1.0).contains(&value) => Some(&mut self.v14),
            _ => None,
        }
    }

    fn into_findings(self) -> impl Iterator<Item = Finding> {
        let lists = [self.v03, self.v04, self.v05, self.v06, self.v11, self.v14];
        lists.into_iter().filter_map(Offenders::into_finding)
    }
}

/// What the text was probably meant to be.
fn advice(text: &str) -> Option<String> {
    let parses = |candidate: &str| candidate.parse::<f64>().is_ok_and(f64::is_finite);
    if text.matches(',').count() == 1 && parses(&text.replace(',', ".")) {
        return Some(format!("Write a decimal point: {}.", text.replace(',', ".")));
    }
    if parses(text.trim()) {
        return Some("Remove the spaces.".to_owned());
    }
    let number = text
        .strip_suffix('%')
        .map(str::trim_end)
        .and_then(|n| n.parse::<f64>().ok());
    number.map(|percent| format!("Write a fraction: {}.", percent / 100.0))
}

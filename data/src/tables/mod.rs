//! From files to a continent and back.
//!
//! `locate -> load -> type cells -> resolve references -> rules -> build`. Each step puts what it finds on one list, and
//! a continent is built only when no error is on it; so a reader sees everything that is wrong at once.
//!
//! Invariant: whatever the bytes are, reading ends with a continent or with findings, within [`Limits`]. Decoders that
//! panic are caught; one that aborts takes only a child process with it, in programs that call [`crate::foreign::isolate`].

mod build;
mod calendars;
mod cells;
mod files;
mod limits;
mod rules;
mod set;
mod words;
mod write;

pub use calendars::calendars;
pub(crate) use files::serve_decoder;
pub use limits::Limits;
pub use write::{WRITTEN_CALENDAR, write_continent};

use crate::dictionary::input_tables;
use crate::findings::{Code, Finding, Findings};
use crate::model::Continent;
use cells::Typed;
use serde::{Deserialize, Serialize};
use set::Tables;
use std::collections::BTreeMap;
use std::path::Path;

/// What reading found besides the continent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableReport {
    /// Warnings and notes; from [`read_for_findings`] errors as well.
    pub warnings: Findings,
    /// BLAKE3 hash, in hexadecimal, of every table file read, by file name.
    pub hashes: BTreeMap<String, String>,
    /// Rows read, by table name.
    pub rows: BTreeMap<String, usize>,
}

/// Reads and checks the tables of a folder for one calendar, under the usual limits.
///
/// # Errors
/// Every finding at once, warnings and notes included, when one of them is an error.
pub fn read_continent(folder: &Path, calendar: &str) -> Result<(Continent, TableReport), Findings> {
    read_continent_within(folder, calendar, &Limits::default())
}

/// Reads and checks the tables of a folder for one calendar, under the limits given.
///
/// # Errors
/// Every finding at once, warnings and notes included, when one of them is an error.
pub fn read_continent_within(
    folder: &Path,
    calendar: &str,
    limits: &Limits,
) -> Result<(Continent, TableReport), Findings> {
    match examine(folder, calendar, limits) {
        (Some(tables), report) if !report.warnings.has_errors() => Ok((build::continent(&tables, calendar), report)),
        (_, report) => Err(report.warnings),
    }
}

/// Errors that leave every row its meaning: a continent can be built from such tables, though none that may be planned.
const HARMLESS: [Code; 7] = [
    Code::V07,
    Code::V10,
    Code::V15,
    Code::I03,
    Code::I05,
    Code::R01,
    Code::R02,
];

/// Reads and checks the tables as [`read_continent`] does, but gives a continent also where the errors leave one to be
/// built, so that what it takes a network to see is found together with them. It must not be planned then: the report holds
/// the errors.
#[must_use]
pub fn read_for_findings(folder: &Path, calendar: &str) -> (Option<Continent>, TableReport) {
    let (tables, report) = examine(folder, calendar, &Limits::default());
    let stops = |finding: &Finding| finding.is_error() && !HARMLESS.contains(&finding.code);
    let tables = tables.filter(|_| !report.warnings.iter().any(stops));
    (tables.map(|tables| build::continent(&tables, calendar)), report)
}

/// The tables joined, and everything that is found in them.
fn examine(folder: &Path, calendar: &str, limits: &Limits) -> (Option<Tables>, TableReport) {
    let mut findings = Vec::new();
    let mut report = TableReport::default();
    let list = read_tables(folder, limits, &mut report, &mut findings);
    let tables = Tables::join(list, &mut findings);
    if let Some(tables) = &tables {
        rules::check(&rules::Context { tables, calendar }, &mut findings);
    }
    report.warnings = Findings::from(findings);
    (tables, report)
}

/// Every input table of the folder, in dictionary order; one that is missing or cannot be read has no rows.
fn read_tables(folder: &Path, limits: &Limits, report: &mut TableReport, findings: &mut Vec<Finding>) -> Vec<Typed> {
    let located = files::locate(folder, findings);
    let read = input_tables().map(|table| {
        let Some(file) = located.iter().find(|file| file.table.name == table.name) else {
            // A table that should be there but could not be located has a finding; nothing is said of its rows.
            let missing = table.required || findings.iter().any(|f| f.is_error() && is_of(f, table.name));
            return Typed::empty(table, !missing);
        };
        let loaded = files::load(file, limits, findings);
        if let Some(hash) = loaded.hash {
            report.hashes.insert(file.name.clone(), hash);
        }
        loaded.frame.map_or_else(
            || Typed::empty(table, false),
            |frame| {
                report.rows.insert(table.name.to_owned(), frame.rows);
                cells::type_cells(table, &file.name, &frame, findings)
            },
        )
    });
    read.collect()
}

/// Whether a finding is about the file of a table.
fn is_of(finding: &Finding, table: &str) -> bool {
    let rest = finding.place.strip_prefix(table);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

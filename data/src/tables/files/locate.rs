//! Which file holds which table (F01, F02, F03, F11).

use crate::dictionary::{Table, input_table, input_tables};
use crate::findings::{Code, Finding, Severity, shown};
use crate::tables::words::closest;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Entries of a folder that are looked at for misspelt table names.
const FOLDER_ENTRIES: usize = 4096;

/// How a file is encoded, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) enum Format {
    /// Comma-separated text.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// A table's file.
#[derive(Clone, Debug)]
pub(in crate::tables) struct TableFile {
    /// The table.
    pub(in crate::tables) table: &'static Table,
    /// Where it is.
    pub(in crate::tables) path: PathBuf,
    /// File name, such as `nodes.csv`.
    pub(in crate::tables) name: String,
    /// Its encoding.
    pub(in crate::tables) format: Format,
}

/// The files of all tables of a folder, in dictionary order.
pub(in crate::tables) fn locate(folder: &Path, findings: &mut Vec<Finding>) -> Vec<TableFile> {
    let root = match fs::canonicalize(folder) {
        Ok(root) if root.is_dir() => root,
        Ok(_) => {
            findings.push(no_folder(folder, "it is a file, not a folder"));
            return Vec::new();
        }
        Err(error) => {
            findings.push(no_folder(folder, &reason(&error)));
            return Vec::new();
        }
    };
    let names = file_names(&root);
    let misspelt = misspelt(&names);
    let files: Vec<TableFile> = input_tables()
        .filter_map(|table| match pick(table, &names, &misspelt) {
            Ok(found) => found.map(|(name, format)| TableFile {
                table,
                path: root.join(&name),
                name,
                format,
            }),
            Err(finding) => {
                findings.push(*finding);
                None
            }
        })
        .collect();
    findings.extend(misspelt.iter().filter_map(|(table, name)| ignored(table, name)));
    files
        .into_iter()
        .filter(|file| stays_inside(&root, file, findings))
        .collect()
}

fn no_folder(folder: &Path, seen: &str) -> Finding {
    Finding::new(Code::F01, folder.display().to_string(), seen)
}

/// An I/O error in plain words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "nothing there".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => error.to_string(),
    }
}

fn file_names(root: &Path) -> BTreeSet<String> {
    fs::read_dir(root)
        .into_iter()
        .flatten()
        .take(FOLDER_ENTRIES)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect()
}

/// Files that are no tables but almost have the name of one that is not there, by that table's name.
fn misspelt(names: &BTreeSet<String>) -> BTreeMap<&'static str, String> {
    let has_ending = |name: &&String| name.ends_with(".csv") || name.ends_with(".parquet");
    let strangers = names.iter().filter(has_ending).filter(|name| table_of(name).is_none());
    let missing: Vec<&str> = input_tables()
        .map(|table| table.name)
        .filter(|table| !names.iter().any(|name| table_of(name) == Some(*table)))
        .collect();
    let mut found = BTreeMap::new();
    for name in strangers {
        let stem = name.split('.').next().unwrap_or(name);
        if let Some(table) = closest(stem, missing.iter().copied()).and_then(input_table) {
            found.entry(table.name).or_insert_with(|| name.clone());
        }
    }
    found
}

/// The table that a file of that name holds.
fn table_of(name: &str) -> Option<&'static str> {
    let stem = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".parquet"))?;
    input_table(stem).map(|table| table.name)
}

/// The table's file name and format; an error when a required one is missing or there are two.
fn pick(
    table: &Table,
    names: &BTreeSet<String>,
    misspelt: &BTreeMap<&str, String>,
) -> Result<Option<(String, Format)>, Box<Finding>> {
    let csv = format!("{}.csv", table.name);
    let parquet = format!("{}.parquet", table.name);
    match (names.contains(&csv), names.contains(&parquet)) {
        (true, false) => Ok(Some((csv, Format::Csv))),
        (false, true) => Ok(Some((parquet, Format::Parquet))),
        (false, false) if table.required => Err(Box::new(missing(&csv, misspelt.get(table.name)))),
        (false, false) => Ok(None),
        (true, true) => Err(Box::new(Finding::new(
            Code::F11,
            table.name,
            format!("both {csv} and {parquet}"),
        ))),
    }
}

fn missing(csv: &str, misspelt: Option<&String>) -> Finding {
    let finding = Finding::new(Code::F01, csv, "no such file in the folder");
    match misspelt {
        Some(name) => finding.with_action(format!("Rename {} to {csv}?", shown(name))),
        None => finding,
    }
}

/// A warning of a file that would be silently ignored, though its name is almost that of an optional table.
fn ignored(table: &str, name: &str) -> Option<Finding> {
    let table = input_table(table).filter(|table| !table.required)?;
    let csv = format!("{}.csv", table.name);
    Some(
        Finding::new(Code::F01, &csv, format!("not there, but {} is", shown(name)))
            .with_severity(Severity::Warning)
            .with_action(format!(
                "Rename it to {csv} if it is that table; other files are not read."
            )),
    )
}

fn stays_inside(root: &Path, file: &TableFile, findings: &mut Vec<Finding>) -> bool {
    let finding = match fs::canonicalize(&file.path) {
        Ok(real) if !real.starts_with(root) => {
            Finding::new(Code::F02, &file.name, "a link to a file outside the folder")
        }
        Ok(real) if !real.is_file() => Finding::new(Code::F03, &file.name, "not an ordinary file"),
        Ok(_) => return true,
        Err(error) => Finding::new(Code::F01, &file.name, reason(&error)),
    };
    findings.push(finding);
    false
}

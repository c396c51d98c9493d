//! Which file holds which table (F01, F02, F03, F11).

use crate::dictionary::{Table, input_tables};
use crate::findings::{Code, Finding, Severity, shown};
use crate::tables::words::closest;
use std::collections::BTreeSet;
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
    let files: Vec<TableFile> = input_tables()
        .filter_map(|table| match pick(table, &names) {
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
    warn_of_misspelt(&names, &files, findings);
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

/// The table's file name and format; an error when a required one is missing or there are two.
fn pick(table: &Table, names: &BTreeSet<String>) -> Result<Option<(String, Format)>, Box<Finding>> {
    let csv = format!("{}.csv", table.name);
    let parquet = format!("{}.parquet", table.name);
    match (names.contains(&csv), names.contains(&parquet)) {
        (true, false) => Ok(Some((csv, Format::Csv))),
        (false, true) => Ok(Some((parquet, Format::Parquet))),
        (false, false) if table.required => Err(Box::new(missing(&csv, names))),
        (false, false) => Ok(None),
        (true, true) => Err(Box::new(Finding::new(
            Code::F11,
            table.name,
            format!("both {csv} and {parquet}"),
        ))),
    }
}

fn missing(csv: &str, names: &BTreeSet<String>) -> Finding {
    let finding = Finding::new(Code::F01, csv, "no such file in the folder");
    match closest(csv, names.iter().map(String::as_str)) {
        Some(name) if !is_table_file(name) => finding.with_action(format!("Rename {} to {csv}?", shown(name))),
        _ => finding,
    }
}

fn is_table_file(name: &str) -> bool {
    input_tables().any(|t| {
        name.strip_prefix(t.name)
            .is_some_and(|end| end == ".csv" || end == ".parquet")
    })
}

/// Warns of a file whose name is almost that of an optional table that is not there: it would be silently ignored.
fn warn_of_misspelt(names: &BTreeSet<String>, files: &[TableFile], findings: &mut Vec<Finding>) {
    for table in input_tables().filter(|t| !t.required && !files.iter().any(|f| f.table.name == t.name)) {
        let csv = format!("{}.csv", table.name);
        let strangers = names.iter().map(String::as_str).filter(|name| !is_table_file(name));
        if let Some(name) = closest(&csv, strangers) {
            findings.push(
                Finding::new(Code::F01, &csv, format!("not there, but {} is", shown(name)))
                    .with_severity(Severity::Warning)
                    .with_action(format!(
                        "Rename it to {csv} if it is that table; other files are not read."
                    )),
            );
        }
    }
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

//! Column names: missing (V01), unknown or repeated (V02).

use crate::dictionary::Table;
use crate::findings::{Code, Finding, shown};
use crate::tables::files::Frame;
use crate::tables::words::closest;

pub(super) fn check(table: &Table, file: &str, frame: &Frame) -> Vec<Finding> {
    let names: Vec<&str> = frame.columns.iter().map(|(name, _)| name.as_str()).collect();
    let mut findings = v01_missing(table, file, &names);
    findings.extend(v02_unknown(table, file, &names));
    findings.extend(v02_repeated(file, &names));
    findings
}

fn v01_missing(table: &Table, file: &str, names: &[&str]) -> Vec<Finding> {
    let missing = table
        .columns
        .iter()
        .filter(|c| c.default.is_none() && !names.contains(&c.name));
    missing
        .map(|column| {
            let finding = Finding::new(
                Code::V01,
                format!("{file}:{}", column.name),
                "no such column in the header",
            );
            let strangers = names.iter().copied().filter(|name| table.column(name).is_none());
            match closest(column.name, strangers) {
                Some(name) => finding.with_action(format!("Rename the column {} to `{}`?", shown(name), column.name)),
                None => finding.with_action(format!("Add the column `{}`: {}.", column.name, column.meaning)),
            }
        })
        .collect()
}

fn v02_unknown(table: &Table, file: &str, names: &[&str]) -> Vec<Finding> {
    let unknown = names.iter().filter(|name| table.column(name).is_none());
    unknown
        .map(|name| {
            let finding = Finding::new(Code::V02, format!("{file}:{name}"), format!("column {}", shown(name)));
            let free = table
                .columns
                .iter()
                .map(|c| c.name)
                .filter(|known| !names.contains(known));
            match closest(name, free) {
                Some(known) => finding.with_action(format!("Did you mean `{known}`?")),
                None => finding,
            }
        })
        .collect()
}

fn v02_repeated(file: &str, names: &[&str]) -> Vec<Finding> {
    let repeated = names.iter().enumerate().filter(|(i, name)| names[..*i].contains(name));
    repeated
        .map(|(_, name)| {
            Finding::new(
                Code::V02,
                format!("{file}:{name}"),
                format!("column {} is there twice", shown(name)),
            )
            .with_action("Remove one of the two.")
        })
        .collect()
}

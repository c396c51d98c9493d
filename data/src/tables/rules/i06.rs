//! I06: an id is too long or reserved.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::cells::Typed;

/// Longest id, bytes.
const LONGEST: usize = 128;

/// Words that results use for other things.
const RESERVED: [&str; 5] = ["all", "none", "null", "total", "unknown"];

/// Ids of every table, and the names of calendars, periods and profiles.
pub(super) fn ids(context: &Context<'_>) -> Vec<Finding> {
    let named = context.tables.iter().flat_map(|table| match table.table.name {
        "periods" => vec![(table, "calendar"), (table, "period")],
        _ => table
            .id_column()
            .filter(|column| is_own_id(table, column))
            .map(|column| (table, column))
            .into_iter()
            .collect(),
    });
    named.filter_map(|(table, column)| of_column(table, column)).collect()
}

/// Whether the column names rows of this table rather than of another.
fn is_own_id(table: &Typed, column: &str) -> bool {
    let kind = table.table.column(column).map(|c| c.kind);
    matches!(
        kind,
        Some(crate::dictionary::ColumnKind::Id | crate::dictionary::ColumnKind::Text)
    )
}

fn of_column(table: &Typed, column: &str) -> Option<Finding> {
    let texts = table.texts(column);
    let mut offenders = Offenders::new(Code::I06, table.place(column));
    for (row, id) in texts.iter(table.rows).enumerate() {
        if let Some(fault) = fault(id) {
            offenders.add(|| (table.label(row), format!("{}: {fault}", shown(id))));
        }
    }
    offenders.into_finding()
}

fn fault(id: &str) -> Option<&'static str> {
    if id.is_empty() {
        return None; // V04
    }
    if id.len() > LONGEST {
        return Some("longer than 128 bytes");
    }
    if !id.starts_with(char::is_alphanumeric) {
        return Some("it does not start with a letter or a digit");
    }
    if id.ends_with(char::is_whitespace) {
        return Some("a space at the end");
    }
    if id.contains([',', ';', '"', '\'', '/', '\\', '`']) {
        return Some("a comma, semicolon, quote or slash in it");
    }
    if RESERVED.iter().any(|word| id.eq_ignore_ascii_case(word)) {
        return Some("reserved");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn faults_are_found() {
        for good in ["a", "us.il:chicago", "Québec", "3-mile island", "a_b"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in ["=1+1", " a", "a ", "a,b", "../x", "NULL", "é".repeat(65).as_str()] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}

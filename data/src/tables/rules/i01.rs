//! I01: an id or key is there twice.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::cells::{Texts, Typed};
use polars::prelude::{InitHashMaps, PlHashMap};

/// Ids and keys within each table.
pub(super) fn duplicates(context: &Context<'_>) -> Vec<Finding> {
    context
        .tables
        .iter()
        .filter_map(|table| {
            if table.table.key.is_empty() {
                ids(table)
            } else {
                keys(table)
            }
        })
        .collect()
}

fn ids(table: &Typed) -> Option<Finding> {
    let column = table.id_column()?;
    let texts = table.texts(column);
    let mut first = PlHashMap::with_capacity(table.rows);
    let mut offenders = Offenders::new(Code::I01, table.place(column));
    for (row, id) in texts.iter(table.rows).enumerate().filter(|(_, id)| !id.is_empty()) {
        if let Some(before) = first.insert(id, row) {
            offenders.add(|| {
                (
                    table.label(row),
                    format!("{}, also in {}", shown(id), table.label(before)),
                )
            });
        }
    }
    offenders.into_finding()
}

fn keys(table: &Typed) -> Option<Finding> {
    let columns: Vec<Column<'_>> = table.table.key.iter().map(|name| Column::of(table, name)).collect();
    let mut first = PlHashMap::with_capacity(table.rows);
    let mut offenders = Offenders::new(Code::I01, table.place(&table.table.key.join("+")));
    for row in 0..table.rows {
        let cells: Vec<&str> = columns.iter().map(|column| column.get(row)).collect();
        if cells.contains(&"") {
            continue;
        }
        if let Some(before) = first.insert(cells.join("\u{1f}"), row) {
            offenders.add(|| {
                (
                    table.label(row),
                    format!("{}, also in {}", shown(&cells.join(" + ")), table.label(before)),
                )
            });
        }
    }
    offenders.into_finding()
}

enum Column<'a> {
    Texts(Texts),
    Words(crate::tables::cells::Words<'a>),
}

impl<'a> Column<'a> {
    fn of(table: &'a Typed, name: &str) -> Self {
        match table.table.column(name).map(|c| c.kind) {
            Some(crate::dictionary::ColumnKind::OneOf(_)) => Self::Words(table.words(name)),
            _ => Self::Texts(table.texts(name)),
        }
    }

    fn get(&self, row: usize) -> &str {
        match self {
            Self::Texts(texts) => texts.get(row),
            Self::Words(words) => words.get(row),
        }
    }
}

/// Links and terminals share their ids, because plans name them in one column.
pub(super) fn links_and_terminals(context: &Context<'_>) -> Vec<Finding> {
    let (links, terminals) = (context.tables.get("links"), context.tables.get("terminals"));
    let terminal_ids = terminals.texts("terminal");
    let rows: PlHashMap<&str, usize> = terminal_ids
        .iter(terminals.rows)
        .zip(0..)
        .filter(|(id, _)| !id.is_empty())
        .collect();
    let mut offenders = Offenders::new(Code::I01, terminals.place("terminal"));
    let link_count = if rows.is_empty() { 0 } else { links.rows };
    for (link, id) in links.texts("link").iter(link_count).enumerate() {
        if let Some(row) = rows.get(id) {
            let seen = || format!("{}, also a link in {}", shown(id), links.label(link));
            offenders.add(|| (terminals.label(*row), seen()));
        }
    }
    offenders.into_finding().into_iter().collect()
}

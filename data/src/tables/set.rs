//! All tables of a folder together, with references resolved.

use super::cells::{NO_ROW, Texts, Typed};
use super::words::closest;
use crate::dictionary::{ColumnKind, input_tables};
use crate::findings::{Code, Finding, Offenders, shown};
use polars::prelude::{InitHashMaps, PlHashMap};
use std::collections::{BTreeMap, BTreeSet};

/// Every input table, present or not.
pub(super) struct Tables {
    list: Vec<Typed>,
    /// Profile ids in the order of their first rows.
    profile_ids: Vec<String>,
    nothing: Typed,
}

/// What an id stands for: a row, or for profiles the position in the list of profile ids.
type Rows<'a> = PlHashMap<&'a str, u32>;

impl Tables {
    /// Joins the tables and resolves their references (I02).
    pub(super) fn join(list: Vec<Typed>, findings: &mut Vec<Finding>) -> Option<Self> {
        let nothing = Typed::empty(input_tables().next()?, false);
        let mut tables = Self {
            list,
            profile_ids: Vec::new(),
            nothing,
        };
        tables.profile_ids = distinct(tables.get("profiles"));
        let resolved = tables.resolve_all(findings);
        for (table, column, rows) in resolved {
            tables.list[table].resolve(column, rows);
        }
        Some(tables)
    }

    /// The table of that name.
    pub(super) fn get(&self, name: &str) -> &Typed {
        self.list.iter().find(|t| t.table.name == name).unwrap_or(&self.nothing)
    }

    /// All tables in dictionary order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Typed> {
        self.list.iter()
    }

    /// Profile ids in the order of their first rows.
    pub(super) fn profile_ids(&self) -> &[String] {
        &self.profile_ids
    }

    fn resolve_all(&self, findings: &mut Vec<Finding>) -> Vec<(usize, usize, Vec<u32>)> {
        let ids: BTreeMap<&str, Texts> = referred_to()
            .into_iter()
            .map(|name| (name, self.get(name)))
            .map(|(name, table)| (name, table.texts(table.id_column().unwrap_or(""))))
            .collect();
        let rows_of: BTreeMap<&str, Rows<'_>> = ids
            .iter()
            .map(|(name, ids)| (*name, self.rows_by_id(name, ids)))
            .collect();
        let mut resolved = Vec::new();
        for (i, table) in self.list.iter().enumerate().filter(|(_, t)| t.rows > 0) {
            for (c, column) in table.table.columns.iter().enumerate() {
                if let ColumnKind::Reference(targets) = column.kind {
                    let targets: Vec<Target<'_>> = targets
                        .iter()
                        .filter_map(|name| {
                            Some(Target {
                                table: self.get(name),
                                rows: rows_of.get(name)?,
                            })
                        })
                        .collect();
                    let (rows, dangling) = resolve_column(table, column.name, &targets);
                    findings.extend(dangling);
                    resolved.push((i, c, rows));
                }
            }
        }
        resolved
    }

    /// Rows that each id of a table stands for; of equal ids the first.
    fn rows_by_id<'a>(&'a self, name: &str, ids: &'a Texts) -> Rows<'a> {
        let table = self.get(name);
        let mut rows = Rows::with_capacity(table.rows);
        if name == "profiles" {
            rows.extend(self.profile_ids.iter().map(String::as_str).zip(0..));
        } else {
            for (id, row) in ids.iter(table.rows).zip(0..) {
                rows.entry(id).or_insert(row);
            }
        }
        rows
    }
}

/// The tables that some column refers to.
fn referred_to() -> BTreeSet<&'static str> {
    let columns = input_tables().flat_map(|table| table.columns);
    columns
        .flat_map(|column| match column.kind {
            ColumnKind::Reference(targets) => targets,
            _ => &[],
        })
        .copied()
        .collect()
}

/// A table that a column refers to.
struct Target<'a> {
    table: &'a Typed,
    rows: &'a Rows<'a>,
}

fn resolve_column(table: &Typed, column: &str, targets: &[Target<'_>]) -> (Vec<u32>, Option<Finding>) {
    // Where a column may refer to several tables, the column `..._kind` says to which, in the same order.
    let kinds = (targets.len() > 1).then(|| table.words(&format!("{column}_kind")));
    let mut dangling = Offenders::new(Code::I02, table.place(column));
    let texts = table.texts(column);
    let resolved = texts.iter(table.rows).enumerate().map(|(row, id)| {
        let kind = kinds.as_ref().map_or(Some(0), |kinds| kinds.position(row));
        let Some(target) = kind.and_then(|kind| targets.get(kind)).filter(|_| !id.is_empty()) else {
            return NO_ROW;
        };
        let found = target.rows.get(id).copied();
        if found.is_none() && target.table.readable {
            let name = target.table.table.name;
            dangling.advise(|| advice(id, name, target.rows));
            dangling.add(|| (table.label(row), format!("{} is not in {name}", shown(id))));
        }
        found.unwrap_or(NO_ROW)
    });
    let resolved = resolved.collect();
    (resolved, dangling.into_finding())
}

fn advice(id: &str, target: &str, rows: &Rows<'_>) -> Option<String> {
    let mut ids: Vec<&str> = rows.keys().copied().collect();
    ids.sort_unstable();
    let like = closest(id, ids)?;
    Some(format!(
        "Did you mean {}? Otherwise add {} to {target}.",
        shown(like),
        shown(id)
    ))
}

fn distinct(table: &Typed) -> Vec<String> {
    let texts = table.texts(table.id_column().unwrap_or(""));
    let mut seen = std::collections::HashSet::new();
    texts
        .iter(table.rows)
        .filter(|id| seen.insert(*id))
        .map(str::to_owned)
        .collect()
}

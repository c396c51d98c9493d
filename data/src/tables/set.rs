//! All tables of a folder together, with references resolved.

use super::cells::{NO_ROW, Typed};
use super::words::closest;
use crate::dictionary::{ColumnKind, input_tables};
use crate::findings::{Code, Finding, Offenders, shown};
use std::collections::{BTreeMap, HashMap};

/// Every input table, present or not.
pub(super) struct Tables {
    list: Vec<Typed>,
    /// Profile ids in the order of their first rows.
    profile_ids: Vec<String>,
    nothing: Typed,
}

/// What an id stands for: a row, or for profiles the position in the list of profile ids.
type Rows<'a> = HashMap<&'a str, u32>;

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

    /// Rows that each id of a table stands for.
    fn rows_by_id<'a>(&'a self, ids: &'a [(usize, Vec<&'a str>)], table: usize) -> Rows<'a> {
        let of_table = ids.iter().find(|(t, _)| *t == table);
        let ids = of_table.map_or(&[][..], |(_, ids)| ids);
        let mut rows = Rows::with_capacity(ids.len());
        for (row, id) in (0..).zip(ids) {
            rows.entry(id).or_insert(row);
        }
        rows
    }

    fn resolve_all(&self, findings: &mut Vec<Finding>) -> Vec<(usize, usize, Vec<u32>)> {
        let texts: Vec<_> = self.list.iter().map(|t| t.texts(t.id_column().unwrap_or(""))).collect();
        let ids: Vec<(usize, Vec<&str>)> = self
            .list
            .iter()
            .enumerate()
            .map(|(i, table)| match table.table.name {
                "profiles" => (i, self.profile_ids.iter().map(String::as_str).collect()),
                _ => (i, texts[i].iter(table.rows).collect()),
            })
            .collect();
        let rows_of: BTreeMap<&str, Rows<'_>> = self
            .list
            .iter()
            .enumerate()
            .map(|(i, t)| (t.table.name, self.rows_by_id(&ids, i)))
            .collect();
        let mut resolved = Vec::new();
        for (i, table) in self.list.iter().enumerate().filter(|(_, t)| t.rows > 0) {
            for (c, column) in table.table.columns.iter().enumerate() {
                if let ColumnKind::Reference(targets) = column.kind {
                    let rows = self.resolve_column(table, column.name, targets, &rows_of, findings);
                    resolved.push((i, c, rows));
                }
            }
        }
        resolved
    }

    fn resolve_column(
        &self,
        table: &Typed,
        column: &str,
        targets: &[&'static str],
        rows_of: &BTreeMap<&str, Rows<'_>>,
        findings: &mut Vec<Finding>,
    ) -> Vec<u32> {
        let texts = table.texts(column);
        // Where a column may refer to several tables, the column `..._kind` says to which, in the same order.
        let kinds = table.words(&format!("{column}_kind"));
        let mut dangling = Offenders::new(Code::I02, table.place(column));
        let resolved = texts.iter(table.rows).enumerate().map(|(row, id)| {
            let kind = if targets.len() > 1 {
                kinds.position(row)
            } else {
                Some(0)
            };
            let target = kind.and_then(|k| targets.get(k).copied());
            let found = target
                .and_then(|t| rows_of.get(t))
                .and_then(|rows| rows.get(id).copied());
            if let (Some(target), None) = (target, found)
                && !id.is_empty()
                && self.get(target).readable
            {
                dangling.advise(|| rows_of.get(target).and_then(|rows| advice(id, target, rows)));
                dangling.add(|| (table.label(row), format!("{} is not in {target}", shown(id))));
            }
            found.unwrap_or(NO_ROW)
        });
        let resolved = resolved.collect();
        findings.extend(dangling.into_finding());
        resolved
    }
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

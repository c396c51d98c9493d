//! From raw columns to typed ones, by the dictionary: what a column is called, what a cell may hold.
//!
//! Every finding is collected; a cell that breaks a rule is filled with a value that later rules skip (a number that is
//! not one, no word, no reference), so that one slip is reported once.

mod flags;
mod header;
pub(super) mod numbers;
mod texts;
mod typed;
mod words;

pub(super) use typed::{Cells, NO_ROW, References, Texts, Typed, Words};

use super::files::{Frame, Raw};
use crate::dictionary::{Column, ColumnKind, Table};
use crate::findings::Finding;

/// Where a column's findings are reported.
#[derive(Clone, Debug)]
struct Site<'a> {
    column: &'a Column,
    place: String,
    first_row: usize,
    rows: usize,
    text_is_clean: bool,
}

impl Site<'_> {
    fn label(&self, row: usize) -> String {
        format!("row {}", row + self.first_row)
    }
}

/// Gives a frame its types.
pub(super) fn type_cells(table: &'static Table, file: &str, frame: &Frame, findings: &mut Vec<Finding>) -> Typed {
    findings.extend(header::check(table, file, frame));
    let cells = table.columns.iter().map(|column| {
        let raw = frame
            .columns
            .iter()
            .find(|(name, _)| name == column.name)
            .map(|(_, raw)| raw);
        let site = Site {
            column,
            place: format!("{file}:{}", column.name),
            first_row: frame.first_row,
            rows: frame.rows,
            text_is_clean: frame.text_is_clean,
        };
        // A required column that is missing was reported by its header; its cells stay unknown.
        type_column(raw, &site, findings)
    });
    let cells = cells.collect();
    Typed::new(table, file, frame.rows, frame.first_row, cells)
}

fn type_column(raw: Option<&Raw>, site: &Site<'_>, findings: &mut Vec<Finding>) -> Cells {
    match site.column.kind {
        ColumnKind::Number(range) => Cells::Numbers(numbers::read(raw, site, range, findings)),
        ColumnKind::Flag => Cells::Flags(flags::read(raw, site, findings)),
        ColumnKind::OneOf(words) => Cells::Words(words::read(raw, site, words, findings)),
        ColumnKind::Id | ColumnKind::Text => Cells::Texts(texts::read(raw, site, findings)),
        ColumnKind::Reference(_) => Cells::References(texts::read(raw, site, findings), Vec::new()),
    }
}

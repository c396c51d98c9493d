//! A table whose cells have types. Rules and the builder read columns by name.

use crate::dictionary::{ColumnKind, Table};
use polars::prelude::StringChunked;

/// A reference to nothing: the cell is empty, or names a row that is not there.
pub(in crate::tables) const NO_ROW: u32 = u32::MAX;

/// The code of a word that could not be read.
pub(super) const NO_WORD: u8 = u8::MAX;

/// Texts of a column; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(in crate::tables) struct Texts(Option<StringChunked>);

impl Texts {
    /// Texts in one chunk, so that a row is found at once.
    pub(super) fn new(cells: &StringChunked) -> Self {
        Self(Some(cells.rechunk().into_owned()))
    }

    /// The text of a row; empty where there is none.
    pub(in crate::tables) fn get(&self, row: usize) -> &str {
        self.0
            .as_ref()
            .filter(|cells| row < cells.len())
            .and_then(|cells| cells.get(row))
            .unwrap_or("")
    }

    /// The texts of `rows` rows in order.
    pub(in crate::tables) fn iter(&self, rows: usize) -> impl Iterator<Item = &str> {
        let missing = if self.0.is_none() { rows } else { 0 };
        let cells = self.0.iter().flat_map(|cells| cells.iter());
        cells
            .map(Option::unwrap_or_default)
            .chain(std::iter::repeat_n("", missing))
            .take(rows)
    }
}

/// A typed column.
#[derive(Clone, Debug)]
pub(in crate::tables) enum Cells {
    /// Ids and free text.
    Texts(Texts),
    /// Numbers; not a number where the cell is empty without default, or wrong.
    Numbers(Vec<f64>),
    /// Flags.
    Flags(Vec<bool>),
    /// Positions in the column's list of words.
    Words(Vec<u8>),
    /// Ids of other rows, and the rows once they are resolved.
    References(Texts, Vec<u32>),
}

/// A column of words.
#[derive(Clone, Copy)]
pub(in crate::tables) struct Words<'a> {
    codes: &'a [u8],
    list: &'static [&'static str],
}

impl Words<'_> {
    /// The word of a row; empty when it could not be read.
    pub(in crate::tables) fn get(&self, row: usize) -> &'static str {
        let code = self.codes.get(row).copied().unwrap_or(NO_WORD);
        self.list.get(usize::from(code)).copied().unwrap_or("")
    }

    /// The position of a row's word in the column's list.
    pub(in crate::tables) fn position(&self, row: usize) -> Option<usize> {
        let code = usize::from(self.codes.get(row).copied().unwrap_or(NO_WORD));
        (code < self.list.len()).then_some(code)
    }
}

/// A resolved column of references.
#[derive(Clone, Copy)]
pub(in crate::tables) struct References<'a>(&'a [u32]);

impl References<'_> {
    /// The row that a row refers to.
    pub(in crate::tables) fn get(&self, row: usize) -> Option<usize> {
        self.0
            .get(row)
            .copied()
            .filter(|to| *to != NO_ROW)
            .map(|to| to as usize)
    }
}

/// A table.
#[derive(Clone, Debug)]
pub(in crate::tables) struct Typed {
    /// Its entry in the dictionary.
    pub(in crate::tables) table: &'static Table,
    /// Its file's name; the table's name where there is no file.
    pub(in crate::tables) file: String,
    /// Number of rows.
    pub(in crate::tables) rows: usize,
    /// Whether the rows could be told apart. A table without a file has no rows and counts as readable.
    pub(in crate::tables) readable: bool,
    first_row: usize,
    cells: Vec<Cells>,
}

impl Typed {
    pub(super) fn new(table: &'static Table, file: &str, rows: usize, first_row: usize, cells: Vec<Cells>) -> Self {
        Self {
            table,
            file: file.to_owned(),
            rows,
            readable: true,
            first_row,
            cells,
        }
    }

    /// A table without rows.
    pub(in crate::tables) fn empty(table: &'static Table, readable: bool) -> Self {
        Self {
            table,
            file: table.name.to_owned(),
            rows: 0,
            readable,
            first_row: 1,
            cells: Vec::new(),
        }
    }

    /// `nodes.csv:latitude`.
    pub(in crate::tables) fn place(&self, column: &str) -> String {
        format!("{}:{column}", self.file)
    }

    /// `row 12`.
    pub(in crate::tables) fn label(&self, row: usize) -> String {
        format!("row {}", row + self.first_row)
    }

    fn cells(&self, column: &str) -> Option<&Cells> {
        let position = self.table.columns.iter().position(|c| c.name == column)?;
        self.cells.get(position)
    }

    /// The numbers of a column; empty when it has none.
    pub(in crate::tables) fn numbers(&self, column: &str) -> &[f64] {
        match self.cells(column) {
            Some(Cells::Numbers(numbers)) => numbers,
            _ => &[],
        }
    }

    /// The flags of a column.
    pub(in crate::tables) fn flags(&self, column: &str) -> &[bool] {
        match self.cells(column) {
            Some(Cells::Flags(flags)) => flags,
            _ => &[],
        }
    }

    /// The words of a column.
    pub(in crate::tables) fn words(&self, column: &str) -> Words<'_> {
        let list = match self.table.column(column).map(|c| c.kind) {
            Some(ColumnKind::OneOf(list)) => list,
            _ => &[],
        };
        match self.cells(column) {
            Some(Cells::Words(codes)) => Words { codes, list },
            _ => Words { codes: &[], list },
        }
    }

    /// The texts of a column: ids, references as written, free text.
    pub(in crate::tables) fn texts(&self, column: &str) -> Texts {
        match self.cells(column) {
            Some(Cells::Texts(texts) | Cells::References(texts, _)) => texts.clone(),
            _ => Texts::default(),
        }
    }

    /// The rows that a column refers to.
    pub(in crate::tables) fn references(&self, column: &str) -> References<'_> {
        match self.cells(column) {
            Some(Cells::References(_, rows)) => References(rows),
            _ => References(&[]),
        }
    }

    /// Stores the rows that a column refers to.
    pub(in crate::tables) fn resolve(&mut self, column: usize, to: Vec<u32>) {
        if let Some(Cells::References(_, rows)) = self.cells.get_mut(column) {
            *rows = to;
        }
    }

    /// The column that names the row: the id column, or the first of the key.
    pub(in crate::tables) fn id_column(&self) -> Option<&'static str> {
        let id = self
            .table
            .columns
            .iter()
            .find(|c| c.kind == ColumnKind::Id)
            .map(|c| c.name);
        id.or_else(|| self.table.key.first().copied())
    }
}

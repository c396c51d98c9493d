//! One Parquet table of a plan, with the columns that the dictionary lists and no others.

use crate::fault::{Fault, Faults};
use data::dictionary::{Column, ColumnKind, Table, output_table};
use data::foreign;
use polars::prelude::{DataFrame, DataType, Float64Chunked, StringChunked};
use std::collections::BTreeMap;
use std::path::Path;

/// A table whose columns all have their right types and no empty cells.
pub(super) struct Sheet {
    table: &'static str,
    rows: usize,
    texts: BTreeMap<&'static str, StringChunked>,
    numbers: BTreeMap<&'static str, Float64Chunked>,
}

/// One row of a table.
pub(super) struct Line<'a> {
    sheet: &'a Sheet,
    position: usize,
}

impl Sheet {
    /// Reads `NAME.parquet` of the plan folder; none, and faults, when it cannot be used.
    pub(super) fn read(folder: &Path, name: &'static str, faults: &mut Faults) -> Option<Self> {
        let path = folder.join(format!("{name}.parquet"));
        if !path.exists() {
            let file = format!("{name}.parquet");
            faults.push(Fault::FileMissing { file });
            return None;
        }
        match read_frame(&path) {
            Ok(frame) => Self::from_frame(name, &frame, faults),
            Err(reason) => {
                faults.push(Fault::TableUnreadable {
                    table: name.to_owned(),
                    reason,
                });
                None
            }
        }
    }

    fn from_frame(name: &'static str, frame: &DataFrame, faults: &mut Faults) -> Option<Self> {
        let table = output_table(name)?;
        let mut sheet = Self {
            table: name,
            rows: frame.height(),
            texts: BTreeMap::new(),
            numbers: BTreeMap::new(),
        };
        let mut is_whole = true;
        for column in table.columns {
            if let Err(reason) = sheet.take(column, frame) {
                is_whole = false;
                faults.push(wrong(name, column.name, reason));
            }
        }
        for unknown in unknown_columns(table, frame) {
            faults.push(wrong(name, &unknown, "is not a column of this table".to_owned()));
        }
        is_whole.then_some(sheet)
    }

    fn take(&mut self, column: &'static Column, frame: &DataFrame) -> Result<(), String> {
        let found = frame.column(column.name).map_err(|_| "is missing".to_owned())?;
        let series = found.as_materialized_series();
        let series = series.rechunk();
        match column.kind {
            ColumnKind::Number(_) => {
                let numbers = series.f64().map_err(|_| type_words(series.dtype(), "64-bit floats"))?;
                if numbers.null_count() > 0 {
                    return Err(format!("has {} empty cells", numbers.null_count()));
                }
                self.numbers.insert(column.name, numbers.clone());
            }
            _ => {
                let texts = series.str().map_err(|_| type_words(series.dtype(), "text"))?;
                self.texts.insert(column.name, texts.clone());
            }
        }
        Ok(())
    }

    /// The rows in order.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.rows).map(|position| Line { sheet: self, position })
    }
}

impl Line<'_> {
    /// The table's name.
    pub(super) fn table(&self) -> &'static str {
        self.sheet.table
    }

    /// The row's number, from 1.
    pub(super) fn number(&self) -> usize {
        self.position + 1
    }

    /// The text of a cell; an empty cell is the empty text.
    pub(super) fn text(&self, column: &'static str) -> Option<&str> {
        let texts = self.sheet.texts.get(column)?;
        Some(texts.get(self.position).unwrap_or(""))
    }

    /// The number of a cell.
    pub(super) fn amount(&self, column: &'static str) -> Option<f64> {
        self.sheet.numbers.get(column)?.get(self.position)
    }
}

fn read_frame(path: &Path) -> Result<DataFrame, String> {
    let bytes = foreign::read(path, foreign::LARGEST_BYTES).map_err(|e| e.to_string())?;
    foreign::try_out(foreign::PARQUET, &bytes)?;
    foreign::read_parquet(bytes)
}

fn unknown_columns(table: &Table, frame: &DataFrame) -> Vec<String> {
    frame
        .get_column_names()
        .into_iter()
        .filter(|name| table.column(name.as_str()).is_none())
        .map(ToString::to_string)
        .collect()
}

fn type_words(found: &DataType, wanted: &str) -> String {
    format!("holds {found}, not {wanted}")
}

fn wrong(table: &str, column: &str, reason: String) -> Fault {
    Fault::ColumnWrong {
        table: table.to_owned(),
        column: column.to_owned(),
        reason,
    }
}

//! Rows of the plan's own tables, as they are in its folder: a page as JSON, or all as Arrow.

use super::index::PlanIndex;
use crate::plan::parquet::AllRows;
use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;
use data::dictionary::output_table;
use polars::prelude::Column;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A column of a plan table.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RowColumn {
    /// Name, as in the data dictionary.
    pub name: String,
    /// Unit of its numbers; empty for words.
    pub unit: String,
    /// What it says.
    pub meaning: String,
    /// The cells of the page.
    #[schema(value_type = Vec<Object>)]
    pub cells: Cells,
}

/// Cells of one column.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cells {
    /// Words.
    Words(Vec<String>),
    /// Numbers.
    Numbers(Vec<f64>),
}

/// Some rows of a plan table, in columns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RowPage {
    /// Name of the table.
    pub table: String,
    /// What a row is.
    pub meaning: String,
    /// Position of the first row of the page.
    pub offset: usize,
    /// Rows of the whole table.
    pub total: usize,
    /// The columns.
    pub columns: Vec<RowColumn>,
}

impl PlanIndex<'_> {
    fn all_rows(&self) -> AllRows<'_> {
        AllRows {
            continent: self.continent(),
            plan: &self.opened.plan,
            ledger: &self.opened.ledger,
            embodied: &self.trace.embodied,
        }
    }

    /// At most `limit` rows of a plan table from `offset` on; none when there is no such table.
    #[must_use]
    pub fn rows(&self, table: &str, offset: usize, limit: usize) -> Option<RowPage> {
        let rows = self.all_rows();
        let (total, described) = (rows.count(table)?, output_table(table)?);
        let first = offset.min(total);
        let columns = rows.columns(table, first..first + limit.min(total - first))?;
        let column = |(column, described): (Column, &data::dictionary::Column)| RowColumn {
            name: described.name.to_owned(),
            unit: described.unit.to_owned(),
            meaning: described.meaning.to_owned(),
            cells: cells(&column),
        };
        Some(RowPage {
            table: described.name.to_owned(),
            meaning: described.meaning.to_owned(),
            offset: first,
            total,
            columns: columns.into_iter().zip(described.columns).map(column).collect(),
        })
    }

    /// Rows of a plan table from `offset` on, at most `limit`, as an Arrow IPC stream; none when there is no such table.
    ///
    /// # Errors
    /// When Arrow cannot write them.
    pub fn rows_as_arrow(&self, table: &str, offset: usize, limit: usize) -> Option<Result<Vec<u8>, ArrowError>> {
        self.rows(table, offset, limit).map(|page| stream(&page))
    }
}

fn cells(column: &Column) -> Cells {
    match column.f64() {
        Ok(numbers) => Cells::Numbers(numbers.into_no_null_iter().collect()),
        Err(_) => Cells::Words(words(column)),
    }
}

/// Columns of the dictionary hold numbers or words.
fn words(column: &Column) -> Vec<String> {
    let words = column
        .str()
        .map(|words| words.iter().map(|word| word.unwrap_or_default().to_owned()).collect());
    words.unwrap_or_default()
}

/// A page as an Arrow IPC stream of one batch; units are in the metadata of the fields, under `unit`.
fn stream(page: &RowPage) -> Result<Vec<u8>, ArrowError> {
    let field = |column: &RowColumn| {
        let kind = match column.cells {
            Cells::Words(_) => DataType::Utf8,
            Cells::Numbers(_) => DataType::Float64,
        };
        let unit = [("unit".to_owned(), column.unit.clone())];
        Field::new(&column.name, kind, false).with_metadata(unit.into())
    };
    let array = |column: &RowColumn| -> ArrayRef {
        match &column.cells {
            Cells::Words(words) => Arc::new(StringArray::from_iter_values(words)),
            Cells::Numbers(numbers) => Arc::new(Float64Array::from(numbers.clone())),
        }
    };
    let schema = Arc::new(Schema::new(page.columns.iter().map(field).collect::<Vec<_>>()));
    let batch = RecordBatch::try_new(Arc::clone(&schema), page.columns.iter().map(array).collect())?;
    let mut writer = StreamWriter::try_new(Vec::new(), &schema)?;
    writer.write(&batch)?;
    writer.into_inner()
}

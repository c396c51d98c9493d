//! CSV files: all columns as text, so that a value of the wrong type can be shown with its row.

use super::csv_scan::{Shape, scan};
use super::frame::{Frame, Raw};
use crate::findings::{Code, Finding};
use crate::foreign::guarded;
use crate::tables::limits::Limits;
use polars::prelude::{CsvReadOptions, DataFrame, DataType, Field, PolarsResult, Schema, SerReader, StringChunked};
use std::io::Cursor;
use std::sync::Arc;

/// The rows below the header is row 1, as a spreadsheet counts.
const FIRST_ROW: usize = 2;

/// Decodes a CSV file; none when its rows cannot be told apart.
pub(super) fn decode(bytes: &[u8], file: &str, limits: &Limits, findings: &mut Vec<Finding>) -> Option<Frame> {
    let shape = scan(bytes, file, limits, findings)?;
    let outcome = if shape.rows == 0 {
        Ok(no_rows(&shape))
    } else {
        read_cells(&shape)
    };
    match outcome {
        Ok(columns) => Some(Frame {
            columns,
            rows: shape.rows,
            first_row: FIRST_ROW,
            text_is_clean: true,
        }),
        Err(seen) => {
            findings.push(Finding::new(Code::F05, file, seen));
            None
        }
    }
}

fn no_rows(shape: &Shape<'_>) -> Vec<(String, Raw)> {
    shape
        .header
        .iter()
        .map(|name| (name.clone(), Raw::Text(StringChunked::default())))
        .collect()
}

fn read_cells(shape: &Shape<'_>) -> Result<Vec<(String, Raw)>, String> {
    let frame = guarded(|| read_frame(shape))
        .ok_or("the decoder stopped")?
        .map_err(|e| e.to_string())?;
    if frame.height() != shape.rows {
        return Err(format!("{} rows decoded out of {}", frame.height(), shape.rows));
    }
    let cells = frame
        .columns()
        .iter()
        .map(|column| column.as_materialized_series().str().cloned());
    shape
        .header
        .iter()
        .zip(cells)
        .map(|(name, cells)| Ok((name.clone(), Raw::Text(cells.map_err(|e| e.to_string())?))))
        .collect()
}

fn read_frame(shape: &Shape<'_>) -> PolarsResult<DataFrame> {
    // Columns are named by position: the header may repeat a name, which is found later (V02).
    let fields = (0..shape.header.len()).map(|i| Field::new(i.to_string().into(), DataType::String));
    let mut frame = CsvReadOptions::default()
        .with_has_header(false)
        .with_schema(Some(Arc::new(Schema::from_iter(fields))))
        .with_rechunk(true)
        .into_reader_with_file_handle(Cursor::new(shape.body))
        .finish()?;
    frame.rechunk_mut_par();
    Ok(frame)
}

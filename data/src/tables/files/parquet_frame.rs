//! A decoded Parquet file as plain columns: text, numbers, flags (F09 for nested ones).

use super::frame::{Frame, Raw};
use crate::findings::{Code, Finding};
use polars::prelude::{Column, DataFrame, DataType, PolarsResult};

/// Parquet has no header, so its first row is row 1.
pub(super) const FIRST_ROW: usize = 1;

/// The columns of a frame.
pub(super) fn into_frame(frame: DataFrame, file: &str) -> Result<Frame, Finding> {
    let rows = frame.height();
    let columns = frame.columns().iter().map(|column| {
        let name = column.name().to_string();
        let raw = raw(column, file)?;
        Ok((name, raw))
    });
    Ok(Frame {
        columns: columns.collect::<Result<_, _>>()?,
        rows,
        first_row: FIRST_ROW,
        text_is_clean: false,
    })
}

fn raw(column: &Column, file: &str) -> Result<Raw, Finding> {
    let dtype = column.dtype();
    if dtype.is_nested() {
        return Err(Finding::new(
            Code::F09,
            format!("{file}:{}", column.name()),
            format!("a nested type, {dtype}"),
        ));
    }
    convert(column).map_err(|error| Finding::new(Code::F05, file, error.to_string()))
}

fn convert(column: &Column) -> PolarsResult<Raw> {
    let series = column.as_materialized_series();
    Ok(match series.dtype() {
        DataType::String => Raw::Text(series.str()?.rechunk().into_owned()),
        DataType::Boolean => Raw::Flags(series.bool()?.rechunk().into_owned()),
        DataType::Null => Raw::Text(series.cast(&DataType::String)?.str()?.clone()),
        dtype if dtype.is_primitive_numeric() => {
            Raw::Numbers(series.cast(&DataType::Float64)?.f64()?.rechunk().into_owned())
        }
        dtype => Raw::Other(dtype.to_string()),
    })
}

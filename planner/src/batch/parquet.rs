//! `batch.parquet`: the rows on record as a table, a column for each axis.

use super::row::Row;
use crate::plan::parquet::{TableError, write_columns};
use polars::prelude::{Column, NamedFrom, PlSmallStr, Series};
use std::path::Path;

/// Name of the table in a batch folder.
pub const TABLE: &str = "batch.parquet";

/// Writes the rows, which are in the order of the batch, into its folder.
pub(super) fn write(folder: &Path, axes: &[String], rows: &[Row]) -> Result<(), TableError> {
    write_columns(&folder.join(TABLE), columns(axes, rows))
}

fn columns(axes: &[String], rows: &[Row]) -> Vec<Column> {
    #[allow(clippy::cast_possible_truncation, reason = "a batch has at most 10,000 plans")]
    let positions: Vec<u32> = rows.iter().map(|row| row.position as u32).collect();
    let mut columns = vec![
        Series::new(PlSmallStr::from_static("position"), positions).into(),
        text("id", rows, |row| Some(&row.id)),
    ];
    columns.extend(
        axes.iter()
            .map(|axis| text(axis, rows, |row| row.axes.get(axis).map(String::as_str))),
    );
    columns.extend([
        text("status", rows, |row| Some(row.status.word())),
        text("message", rows, |row| row.message.as_deref()),
        number("objective_gj", rows, |row| row.objective_gj),
        number("bound_gj", rows, |row| row.bound_gj),
        number("gap", rows, |row| row.gap),
        number("demand_met", rows, |row| row.demand_met),
        number("shortage_gj", rows, |row| row.shortage_gj),
        number("energy_gj", rows, |row| row.energy_gj),
        number("cpu_s", rows, |row| row.cpu_s),
        number("wall_s", rows, |row| Some(row.wall_s)),
        exchanges(rows),
        text("start", rows, |row| Some(row.start.word())),
        text("started_from", rows, |row| row.started_from.as_deref()),
        text("plan", rows, |row| row.plan.as_deref()),
        text("plan_blake3", rows, |row| row.plan_blake3.as_deref()),
        text("columns_blake3", rows, |row| row.columns_blake3.as_deref()),
    ]);
    columns
}

fn text<'a>(name: &str, rows: &'a [Row], cell: impl Fn(&'a Row) -> Option<&'a str>) -> Column {
    let cells: Vec<Option<&str>> = rows.iter().map(cell).collect();
    Series::new(PlSmallStr::from_str(name), cells).into()
}

fn number(name: &str, rows: &[Row], cell: impl Fn(&Row) -> Option<f64>) -> Column {
    let cells: Vec<Option<f64>> = rows.iter().map(cell).collect();
    Series::new(PlSmallStr::from_str(name), cells).into()
}

fn exchanges(rows: &[Row]) -> Column {
    let cells: Vec<Option<u64>> = rows.iter().map(|row| row.exchanges).collect();
    Series::new(PlSmallStr::from_static("exchanges"), cells).into()
}

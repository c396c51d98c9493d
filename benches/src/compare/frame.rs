//! The rows as a Parquet file.

use super::error::CompareError;
use super::row::Row;
use polars::prelude::{Column, DataFrame, NamedFrom, ParquetWriter, PolarsResult, Series};
use std::fs::File;
use std::path::Path;

/// Writes the rows to a Parquet file, one column a field, under the field's name.
///
/// # Errors
/// [`CompareError::File`] or [`CompareError::Parquet`].
pub fn write_parquet(rows: &[Row], path: &Path) -> Result<(), CompareError> {
    let wrong = |source| CompareError::Parquet {
        path: path.to_owned(),
        source,
    };
    let mut frame = frame(rows).map_err(wrong)?;
    let file = File::create(path).map_err(CompareError::file(path))?;
    ParquetWriter::new(file).finish(&mut frame).map_err(wrong)?;
    Ok(())
}

fn frame(rows: &[Row]) -> PolarsResult<DataFrame> {
    let word = |name: &str, f: fn(&Row) -> &str| column(name, rows.iter().map(f).collect::<Vec<_>>());
    let count = |name: &str, f: fn(&Row) -> usize| column(name, rows.iter().map(|r| f(r) as u64).collect::<Vec<_>>());
    let whole = |name: &str, f: fn(&Row) -> Option<u64>| column(name, rows.iter().map(f).collect::<Vec<_>>());
    let number = |name: &str, f: fn(&Row) -> Option<f64>| column(name, rows.iter().map(f).collect::<Vec<_>>());
    let columns = vec![
        word("instance", |r| &r.instance),
        whole("seed", |r| r.seed),
        count("periods", |r| r.periods),
        count("columns", |r| r.columns),
        count("rows", |r| r.rows),
        count("coefficients", |r| r.coefficients),
        word("method", |r| r.method),
        number("accuracy", |r| r.accuracy),
        word("status", |r| &r.outcome.status),
        column("finished", rows.iter().map(|r| r.outcome.finished).collect::<Vec<_>>()),
        number("cpu_seconds", |r| r.outcome.cpu_seconds),
        number("cpu_load_seconds", |r| r.outcome.cpu_load_seconds),
        number("wall_seconds", |r| r.outcome.wall_seconds),
        number("cpu_check_seconds", |r| r.outcome.cpu_check_seconds),
        number("peak_memory_mb", |r| r.outcome.peak_memory_mb),
        whole("iterations", |r| r.outcome.iterations),
        number("objective_gj", |r| r.outcome.objective_gj),
        number("lower_bound_gj", |r| r.outcome.lower_bound_gj),
        number("certified_gap", |r| r.outcome.certified_gap),
        number("objective_distance", |r| r.objective_distance),
        number("worst_violation", |r| r.outcome.worst_violation),
    ];
    DataFrame::new(rows.len(), columns)
}

fn column<T, Kind: ?Sized>(name: &str, values: T) -> Column
where
    Series: NamedFrom<T, Kind>,
{
    Series::new(name.into(), values).into()
}

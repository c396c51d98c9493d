//! One table file: columns checked against the dictionary, written beside its place and renamed into it.

use super::TableError;
use data::dictionary::{Table, output_table};
use data::foreign;
use polars::error::PolarsResult;
use polars::frame::DataFrame;
use polars::prelude::{Column, Float64Chunked, ParquetCompression, ParquetWriter, StringChunked};
use std::io::Write;
use std::path::Path;

/// A table read from disk, whose columns are those of the dictionary.
pub(super) struct Sheet {
    table: &'static Table,
    frame: DataFrame,
}

/// Writes the columns as `NAME.parquet`.
pub(super) fn write(folder: &Path, name: &'static str, columns: Vec<Column>) -> Result<(), TableError> {
    let path = folder.join(format!("{name}.parquet"));
    let mut frame = DataFrame::new_infer_height(columns).map_err(|source| TableError::Format {
        path: path.clone(),
        source,
    })?;
    dictionary_table(name, &frame)?;
    write_frame(&path, &mut frame)
}

/// Writes a frame beside its place and renames it into it.
pub(super) fn write_frame(path: &Path, frame: &mut DataFrame) -> Result<(), TableError> {
    let disk_error = |source| TableError::Disk {
        path: path.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .finish(frame)
        .map_err(|source| TableError::Format {
            path: path.to_owned(),
            source,
        })?;
    foreign::written_here(&bytes);
    write_whole(path, &bytes).map_err(disk_error)
}

/// Writes a file beside its place and renames it into it: it is there whole or as it was. Others may read it, as a plain new
/// file.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut temporary = temporary_in(folder.unwrap_or(Path::new(".")))?;
    temporary.write_all(bytes)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// How the names of files begin that are being written.
pub(crate) const TEMPORARY_PREFIX: &str = ".writing-";

/// A temporary file beside the final place, readable by others as a plain new file would be.
fn temporary_in(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    builder.tempfile_in(folder)
}

/// Reads `NAME.parquet`.
pub(super) fn read(folder: &Path, name: &'static str) -> Result<Sheet, TableError> {
    let path = folder.join(format!("{name}.parquet"));
    let bytes = foreign::read(&path, foreign::LARGEST_BYTES).map_err(|source| TableError::Disk {
        path: path.clone(),
        source,
    })?;
    foreign::try_out(foreign::PARQUET, &bytes).map_err(|reason| TableError::Refused {
        path: path.clone(),
        reason,
    })?;
    let frame = foreign::read_parquet(bytes).map_err(|reason| TableError::Refused { path, reason })?;
    let table = dictionary_table(name, &frame)?;
    Ok(Sheet { table, frame })
}

/// The dictionary's table, when the frame has exactly its columns in its order.
fn dictionary_table(name: &'static str, frame: &DataFrame) -> Result<&'static Table, TableError> {
    let seen: Vec<&str> = frame.get_column_names().into_iter().map(|n| n.as_str()).collect();
    let table = output_table(name).ok_or_else(|| TableError::Columns {
        table: name,
        seen: seen.join(", "),
        expected: "a table of the dictionary".to_owned(),
    })?;
    if seen.iter().copied().eq(table.columns.iter().map(|c| c.name)) {
        return Ok(table);
    }
    let expected: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
    Err(TableError::Columns {
        table: name,
        seen: seen.join(", "),
        expected: expected.join(", "),
    })
}

impl Sheet {
    /// Number of rows.
    pub(super) fn height(&self) -> usize {
        self.frame.height()
    }

    /// A column of words or ids, without empty cells.
    pub(super) fn text(&self, column: &'static str) -> Result<Text<'_>, TableError> {
        let cells = self.cells(column, |c| c.str())?;
        if cells.null_count() > 0 {
            return Err(self.column_error(column, "has empty cells".to_owned()));
        }
        Ok(Text {
            table: self.table.name,
            column,
            cells,
        })
    }

    /// A column of numbers, without empty cells.
    pub(super) fn numbers(&self, column: &'static str) -> Result<Vec<f64>, TableError> {
        let cells: &Float64Chunked = self.cells(column, |c| c.f64())?;
        if cells.null_count() > 0 {
            return Err(self.column_error(column, "has empty cells".to_owned()));
        }
        Ok(cells.into_no_null_iter().collect())
    }

    fn cells<'a, T>(
        &'a self,
        column: &'static str,
        cast: impl FnOnce(&'a Column) -> PolarsResult<&'a T>,
    ) -> Result<&'a T, TableError> {
        let error = |e: polars::error::PolarsError| self.column_error(column, e.to_string());
        cast(self.frame.column(column).map_err(error)?).map_err(error)
    }

    fn column_error(&self, column: &'static str, seen: String) -> TableError {
        TableError::Column {
            table: self.table.name,
            column,
            seen,
        }
    }
}

/// A text column with its name, for errors that say where.
pub(super) struct Text<'a> {
    table: &'static str,
    column: &'static str,
    cells: &'a StringChunked,
}

impl<'a> Text<'a> {
    /// Every cell through `look_up`; a cell for which it finds nothing is an error that says what was expected.
    pub(super) fn parse<T>(
        &self,
        expected: &str,
        mut look_up: impl FnMut(usize, &'a str) -> Option<T>,
    ) -> Result<Vec<T>, TableError> {
        let cells = self.cells.iter().map(Option::unwrap_or_default).enumerate();
        cells
            .map(|(row, cell)| look_up(row, cell).ok_or_else(|| self.error(row, cell, expected)))
            .collect()
    }

    fn error(&self, row: usize, cell: &str, expected: &str) -> TableError {
        TableError::Cell {
            table: self.table,
            row: row + 1,
            column: self.column,
            seen: cell.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

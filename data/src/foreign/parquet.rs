//! A Parquet table of a plan, decoded under limits.
//!
//! Invariant: a file that comes through takes memory in proportion to its size, but for [`FREE_CELLS`]: a few bytes cannot say that
//! they are millions of rows, nor one long text a million times.

use super::guarded;
use polars::io::parquet::metadata::FileMetadata;
use polars::prelude::{Column, DataFrame, DataType, ParallelStrategy, ParquetReader, PolarsError, SerReader};
use std::io::Cursor;

/// Cells (rows times columns) that are never too many.
const FREE_CELLS: u64 = 1 << 24;

/// Cells beyond those, for each byte of the file. Tables of plans hold one or two.
const CELLS_PER_BYTE: u64 = 3;

/// Unpacked size that is never too much, bytes.
const FREE_UNPACKED_BYTES: u64 = 1 << 28;

/// Unpacked bytes beyond those, for each byte of the file.
const UNPACKED_FACTOR: u64 = 256;

/// Longest text of a cell, bytes. Ids are words.
const LONGEST_TEXT: usize = 1 << 12;

/// Decodes a table on this thread.
///
/// # Errors
/// Why it is refused: the decoder's own words, that it panicked, or that it is too much for its size.
pub fn read_parquet(bytes: Vec<u8>) -> Result<DataFrame, String> {
    guarded(|| decode(bytes)).unwrap_or_else(|| Err("the file is damaged".to_owned()))
}

fn decode(bytes: Vec<u8>) -> Result<DataFrame, String> {
    let size = bytes.len() as u64;
    // No other thread, so that the guard sees a panic.
    let mut reader = ParquetReader::new(Cursor::new(bytes)).read_parallel(ParallelStrategy::None);
    let metadata = reader.get_metadata().map_err(|e| first_line(&e))?;
    check_declared(metadata, size)?;
    let frame = reader.finish().map_err(|e| first_line(&e))?;
    check_decoded(&frame, size)?;
    Ok(frame)
}

/// Holds what the footer declares against the limits before anything is unpacked.
fn check_declared(metadata: &FileMetadata, size: u64) -> Result<(), String> {
    let groups = &metadata.row_groups;
    let in_groups = groups.iter().fold(0, |sum: usize, g| sum.saturating_add(g.num_rows()));
    check_cells(
        metadata.num_rows.max(in_groups),
        metadata.schema_descr.columns().len(),
        size,
    )?;
    let unpacked = groups
        .iter()
        .flat_map(|group| group.parquet_columns())
        .map(|chunk| u64::try_from(chunk.uncompressed_size()).unwrap_or(u64::MAX))
        .fold(0, u64::saturating_add);
    if unpacked > FREE_UNPACKED_BYTES.saturating_add(size.saturating_mul(UNPACKED_FACTOR)) {
        return Err(format!(
            "it is {size} bytes long and declares that it unpacks to {unpacked}, more than is believed of a table"
        ));
    }
    Ok(())
}

/// Holds rows and columns against the size of their file, bytes.
///
/// # Errors
/// What was seen, where they are more than is believed.
pub(crate) fn check_cells(rows: usize, columns: usize, size: u64) -> Result<(), String> {
    let cells = (rows as u64).saturating_mul(columns as u64);
    if cells > FREE_CELLS.saturating_add(size.saturating_mul(CELLS_PER_BYTE)) {
        return Err(format!(
            "it is {size} bytes long and holds {rows} rows of {columns} columns, more than is believed of a table"
        ));
    }
    Ok(())
}

/// What the pages held, which may be other than the footer declared.
fn check_decoded(frame: &DataFrame, size: u64) -> Result<(), String> {
    let rows = frame.columns().iter().map(Column::len).max().unwrap_or(0);
    if frame.columns().iter().any(|column| column.len() != rows) || frame.height() != rows {
        return Err("its columns have different numbers of rows".to_owned());
    }
    check_cells(rows, frame.width(), size)?;
    frame.columns().iter().try_for_each(check_texts)
}

fn check_texts(column: &Column) -> Result<(), String> {
    if *column.dtype() != DataType::String {
        return Ok(());
    }
    let texts = column.str().map_err(|e| first_line(&e))?;
    match texts.iter().flatten().map(str::len).max() {
        Some(longest) if longest > LONGEST_TEXT => Err(format!(
            "column {} has a text of {longest} bytes, more than the {LONGEST_TEXT} that are read",
            column.name()
        )),
        _ => Ok(()),
    }
}

fn first_line(error: &PolarsError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use polars::prelude::{NamedFrom, ParquetCompression, ParquetWriter, Series};

    fn file(columns: Vec<Column>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let writer = ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Zstd(None));
        writer
            .finish(&mut DataFrame::new_infer_height(columns).unwrap())
            .unwrap();
        bytes
    }

    fn column(name: &str, rows: usize) -> Column {
        Column::new_scalar(name.into(), 1.0_f64.into(), rows)
    }

    #[test]
    fn rows_are_as_many_as_the_size_makes_believable() {
        let cells = usize::try_from(FREE_CELLS).unwrap();
        let few = file(vec![column("a", cells / 2), column("b", cells / 2)]);
        assert_eq!(read_parquet(few).unwrap().height(), cells / 2);
        let many = file(vec![column("a", 2 * cells), column("b", 2 * cells)]);
        assert!(many.len() < cells / 16);
        let refused = read_parquet(many).unwrap_err();
        assert!(refused.contains("rows of 2 columns"), "{refused}");
    }

    #[test]
    fn texts_are_words() {
        let text = |bytes: usize| file(vec![Series::new("id".into(), ["x".repeat(bytes)]).into()]);
        assert!(read_parquet(text(LONGEST_TEXT)).is_ok());
        let refused = read_parquet(text(LONGEST_TEXT + 1)).unwrap_err();
        assert!(refused.contains("column id"), "{refused}");
    }

    #[test]
    fn what_is_no_table_is_refused_in_words() {
        for bytes in [Vec::new(), b"PAR1".to_vec(), vec![7; 4000]] {
            assert!(!read_parquet(bytes).unwrap_err().is_empty());
        }
    }
}

//! Parquet files: what the footer declares is held against the limits before anything is unpacked
//! (F03, F04, F05, F06, F07, F09).

use super::frame::Frame;
use super::isolated;
pub(super) use super::parquet_frame::FIRST_ROW;
use super::parquet_frame::into_frame;
use crate::findings::{Code, Finding};
use crate::foreign::{check_cells, guarded, is_isolated};
use crate::tables::limits::Limits;
use polars::io::parquet::metadata::FileMetadata;
use polars::prelude::{ParallelStrategy, ParquetReader, PolarsResult, SerReader};
use std::io::Cursor;

const MAGIC: &[u8] = b"PAR1";

/// Length of the closing footer length and magic, bytes.
const TAIL: usize = 8;

/// Decodes a Parquet file; none when it is not one, is not whole, or is over a limit.
pub(super) fn decode(bytes: Vec<u8>, file: &str, limits: &Limits, findings: &mut Vec<Finding>) -> Option<Frame> {
    let decoded = if is_isolated() {
        isolated::decode(&bytes, file, limits)
    } else {
        decode_here(bytes, file, limits)
    };
    match decoded {
        Ok(frame) => Some(frame),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

/// Decodes in this process: errors and panics become findings, an abort does not.
pub(super) fn decode_here(bytes: Vec<u8>, file: &str, limits: &Limits) -> Result<Frame, Box<Finding>> {
    check_outline(&bytes, file)?;
    let size = bytes.len() as u64;
    let mut reader = ParquetReader::new(Cursor::new(bytes)).read_parallel(ParallelStrategy::None);
    let metadata = decoded(file, || reader.get_metadata().cloned())?;
    check_footer(&metadata, size, file, limits)?;
    let frame = decoded(file, || reader.set_rechunk(true).finish())?;
    into_frame(frame, file).map_err(Box::new)
}

/// Runs one step of the decoder; its errors and panics become F05.
fn decoded<T>(file: &str, step: impl FnOnce() -> PolarsResult<T>) -> Result<T, Box<Finding>> {
    let refused = |seen: &str| Box::new(Finding::new(Code::F05, file, seen));
    match guarded(step) {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => Err(refused(&first_line(&error.to_string()))),
        None => Err(refused("the decoder stopped")),
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}

/// Magic at both ends and room for the footer.
fn check_outline(bytes: &[u8], file: &str) -> Result<(), Box<Finding>> {
    let fault = |code, seen: String| Err(Box::new(Finding::new(code, file, seen)));
    if bytes.is_empty() {
        return fault(Code::F04, "an empty file".to_owned());
    }
    if !bytes.starts_with(MAGIC) {
        return fault(Code::F03, "it does not begin as a Parquet file does".to_owned());
    }
    if bytes.len() < MAGIC.len() + TAIL || !bytes.ends_with(MAGIC) {
        return fault(Code::F04, format!("{} bytes, and no closing footer", bytes.len()));
    }
    let tail = &bytes[bytes.len() - TAIL..];
    let footer = tail
        .iter()
        .take(4)
        .rev()
        .fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
    if footer > bytes.len() - MAGIC.len() - TAIL {
        return fault(
            Code::F04,
            format!("a footer of {footer} bytes in a file of {} bytes", bytes.len()),
        );
    }
    Ok(())
}

/// What the footer declares, against the limits.
fn check_footer(metadata: &FileMetadata, size: u64, file: &str, limits: &Limits) -> Result<(), Box<Finding>> {
    let fault = |code, seen: String| Err(Box::new(Finding::new(code, file, seen)));
    let columns = metadata.schema_descr.columns().len();
    if columns > limits.columns {
        return fault(
            Code::F09,
            format!("{columns} columns, more than the limit of {}", limits.columns),
        );
    }
    let groups = metadata.row_groups.len();
    if groups > limits.row_groups {
        return fault(
            Code::F09,
            format!("{groups} row groups, more than the limit of {}", limits.row_groups),
        );
    }
    let grouped = metadata
        .row_groups
        .iter()
        .fold(0_usize, |sum, group| sum.saturating_add(group.num_rows()));
    let rows = metadata.num_rows.max(grouped);
    if rows > limits.rows {
        return fault(
            Code::F06,
            format!("{rows} rows declared, more than the limit of {}", limits.rows),
        );
    }
    if let Err(seen) = check_cells(rows, columns, size) {
        return fault(Code::F07, seen);
    }
    let expanded = expanded_bytes(metadata);
    let most = limits
        .expanded_bytes
        .min((size.saturating_mul(limits.expansion_factor)).max(Limits::EXPANSION_FREE_BYTES));
    if expanded > most {
        return fault(Code::F07, format!("{size} bytes that say they unpack to {expanded}"));
    }
    Ok(())
}

/// The unpacked size that the footer declares, bytes; a negative size counts as endless.
fn expanded_bytes(metadata: &FileMetadata) -> u64 {
    let chunks = metadata.row_groups.iter().flat_map(|group| group.parquet_columns());
    chunks
        .map(|chunk| u64::try_from(chunk.uncompressed_size()).unwrap_or(u64::MAX))
        .fold(0, u64::saturating_add)
}

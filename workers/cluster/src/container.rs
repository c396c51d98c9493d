//! Several record batches as one run of bytes: each an Arrow IPC stream with its length before it.
//!
//! Invariant: lengths are checked against the bytes that are there, and bytes that no writer made are an error, never a
//! panic.

use crate::error::ClusterError;
use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::ipc::reader::StreamDecoder;
use arrow::ipc::writer::StreamWriter;
use std::panic::catch_unwind;
use workers::block::BlockError;

/// Bytes of a length.
const LENGTH: usize = size_of::<u64>();

/// The batches as bytes.
///
/// # Errors
/// [`ClusterError::Block`] where Arrow refuses a batch.
pub(crate) fn pack<'a>(batches: impl IntoIterator<Item = &'a RecordBatch>) -> Result<Vec<u8>, ClusterError> {
    let mut packed = Vec::new();
    for batch in batches {
        let start = packed.len();
        packed.extend_from_slice(&[0; LENGTH]);
        let mut writer = StreamWriter::try_new(&mut packed, &batch.schema()).map_err(BlockError::from)?;
        writer
            .write(batch)
            .and_then(|()| writer.finish())
            .map_err(BlockError::from)?;
        drop(writer);
        let length = (packed.len() - start - LENGTH) as u64;
        packed[start..start + LENGTH].copy_from_slice(&length.to_le_bytes());
    }
    Ok(packed)
}

/// The `COUNT` batches of some bytes.
///
/// # Errors
/// [`ClusterError::Malformed`] or [`ClusterError::Block`]: nothing is trusted.
pub(crate) fn unpack<const COUNT: usize>(bytes: &[u8]) -> Result<[RecordBatch; COUNT], ClusterError> {
    let mut rest = bytes;
    let mut batches = Vec::with_capacity(COUNT);
    while let Some((length, after)) = rest.split_first_chunk::<LENGTH>() {
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let Some((stream, after)) = after.split_at_checked(length) else {
            return Err(malformed("a batch is longer than its message"));
        };
        batches.push(read(Buffer::from(stream))?);
        rest = after;
        if batches.len() > COUNT {
            break;
        }
    }
    if !rest.is_empty() {
        return Err(malformed("bytes after the last batch"));
    }
    let count = batches.len();
    batches
        .try_into()
        .map_err(|_| malformed(&format!("{count} batches instead of {COUNT}")))
}

/// One batch from one stream. The decoder works on the bytes themselves; where it panics on bytes that no writer made,
/// that is an answer too.
pub(crate) fn read(stream: Buffer) -> Result<RecordBatch, ClusterError> {
    let decoded = catch_unwind(|| decode(stream)).map_err(|_| malformed("no Arrow stream"))?;
    decoded
        .map_err(BlockError::from)?
        .ok_or_else(|| malformed("no single batch in a stream"))
}

fn decode(mut buffer: Buffer) -> Result<Option<RecordBatch>, arrow::error::ArrowError> {
    let mut decoder = StreamDecoder::new();
    let mut found = None;
    while !buffer.is_empty() {
        if let Some(batch) = decoder.decode(&mut buffer)? {
            if found.is_some() {
                return Ok(None);
            }
            found = Some(batch);
        }
    }
    decoder.finish()?;
    Ok(found)
}

fn malformed(what: &str) -> ClusterError {
    ClusterError::Malformed { what: what.to_owned() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use workers::block::{read_program, write_program};
    use workers::{LinearProgram, Row, RowKind};

    fn program() -> LinearProgram {
        let mut program = LinearProgram::default();
        program.add_column(1.0, 0.0, 4.0);
        let row = Row {
            kind: RowKind::AtMost,
            right_hand_side: 2.0,
        };
        program.add_row(row, &mut [(0, 1.5)]);
        program
    }

    fn packed() -> Vec<u8> {
        let (columns, rows) = write_program(&program()).unwrap();
        pack([&columns, &rows]).unwrap()
    }

    #[test]
    fn batches_survive_the_trip() {
        let [columns, rows] = unpack(&packed()).unwrap();
        assert_eq!(read_program(&columns, &rows).unwrap(), program());
    }

    #[test]
    fn another_count_of_batches_is_refused() {
        assert!(unpack::<1>(&packed()).is_err());
        assert!(unpack::<3>(&packed()).is_err());
    }

    proptest! {
        #[test]
        fn changed_bytes_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = packed();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if let Ok([columns, rows]) = unpack(&bytes) {
                let _read = read_program(&columns, &rows);
            }
        }

        #[test]
        fn cut_bytes_are_refused(at in any::<prop::sample::Index>()) {
            let bytes = packed();
            prop_assert!(unpack::<2>(&bytes[..at.index(bytes.len())]).is_err());
        }
    }
}

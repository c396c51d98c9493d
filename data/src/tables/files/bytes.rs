//! A file's bytes, no more of them than the limit (F01, F08).

use super::locate::{TableFile, reason};
use crate::findings::{Code, Finding};
use crate::tables::limits::Limits;
use std::fs::File;
use std::io::Read;

/// The whole file.
pub(super) fn read(file: &TableFile, limits: &Limits) -> Result<Vec<u8>, Finding> {
    let unreadable = |error: std::io::Error| Finding::new(Code::F01, &file.name, reason(&error));
    let handle = File::open(&file.path).map_err(unreadable)?;
    let size = handle.metadata().map_err(unreadable)?.len();
    if size > limits.file_bytes {
        return Err(too_large(file, size, limits));
    }
    // The file may grow while it is read, so the limit holds for the reading as well.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    handle
        .take(limits.file_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large(file, bytes.len() as u64, limits));
    }
    Ok(bytes)
}

fn too_large(file: &TableFile, size: u64, limits: &Limits) -> Finding {
    Finding::new(
        Code::F08,
        &file.name,
        format!("{size} bytes, more than the limit of {}", limits.file_bytes),
    )
}

//! From a folder to frames: which files there are, and what their bytes hold, under limits.

mod bytes;
mod csv;
mod csv_scan;
mod frame;
mod isolated;
mod locate;
mod parquet;
mod parquet_frame;
mod wire;

pub(super) use frame::{Frame, Raw};
pub(crate) use isolated::serve_decoder;
pub(super) use locate::{Format, TableFile, locate};

use super::limits::Limits;
use crate::findings::Finding;

/// A table's content, with the hash of its file when the file could be read.
pub(super) struct Loaded {
    /// The rows; none when the file could not be decoded.
    pub(super) frame: Option<Frame>,
    /// BLAKE3 hash of the file in hexadecimal.
    pub(super) hash: Option<String>,
}

/// Reads and decodes one file; whatever stops it is put on the list.
pub(super) fn load(file: &TableFile, limits: &Limits, findings: &mut Vec<Finding>) -> Loaded {
    let bytes = match bytes::read(file, limits) {
        Ok(bytes) => bytes,
        Err(finding) => {
            findings.push(finding);
            return Loaded {
                frame: None,
                hash: None,
            };
        }
    };
    let hash = Some(blake3::hash(&bytes).to_hex().to_string());
    let frame = match file.format {
        Format::Csv => csv::decode(&bytes, &file.name, limits, findings),
        Format::Parquet => parquet::decode(bytes, &file.name, limits, findings),
    };
    Loaded { frame, hash }
}

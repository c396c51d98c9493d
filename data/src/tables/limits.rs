//! How much a reader takes in before it refuses.

use serde::{Deserialize, Serialize};

/// Limits of the table reader. They are checked before the memory they bound is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Largest file, bytes (F08).
    pub file_bytes: u64,
    /// Most rows of one table (F06).
    pub rows: usize,
    /// Most columns of one file (F09).
    pub columns: usize,
    /// Most row groups of one Parquet file (F09).
    pub row_groups: usize,
    /// Largest size a Parquet file may say it unpacks to, bytes (F07).
    pub expanded_bytes: u64,
    /// Largest ratio of that size to the file's own (F07), counted above [`Limits::EXPANSION_FREE_BYTES`].
    pub expansion_factor: u64,
}

impl Limits {
    /// Unpacked sizes up to this are never called an expansion, bytes.
    pub const EXPANSION_FREE_BYTES: u64 = 64 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            rows: 10_000_000,
            columns: 64,
            row_groups: 4096,
            expanded_bytes: 2 << 30,
            expansion_factor: 200,
        }
    }
}

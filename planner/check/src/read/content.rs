//! What a table says, whatever file it is in.
//!
//! Invariant: the hash depends on the set of rows alone. Order of rows and columns, row groups, encodings and compression do not
//! matter; a text cell that is empty is the empty text, and -0 is 0.

use super::sheet::{Line, Sheet};
use crate::fault::Faults;
use data::dictionary::{ColumnKind, Table};
use std::path::Path;

/// BLAKE3 of what `NAME.parquet` of the folder says, hexadecimal; none when it cannot be used.
pub(crate) fn content_hash(folder: &Path, table: &'static Table) -> Option<String> {
    let sheet = Sheet::read(folder, table.name, &mut Faults::default())?;
    let mut rows: Vec<[u8; 32]> = sheet.lines().map(|line| row_hash(&line, table)).collect();
    rows.sort_unstable();
    let mut hasher = blake3::Hasher::new();
    hasher.update(table.name.as_bytes());
    rows.iter().for_each(|row| {
        hasher.update(row);
    });
    Some(hasher.finalize().to_hex().to_string())
}

/// Each cell by the dictionary's order of columns, texts with their length before them.
fn row_hash(line: &Line<'_>, table: &Table) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for column in table.columns {
        if let ColumnKind::Number(_) = column.kind {
            let number = line.amount(column.name).unwrap_or(f64::NAN) + 0.0;
            hasher.update(&number.to_bits().to_le_bytes());
        } else {
            let text = line.text(column.name).unwrap_or_default();
            hasher
                .update(&(text.len() as u64).to_le_bytes())
                .update(text.as_bytes());
        }
    }
    *hasher.finalize().as_bytes()
}

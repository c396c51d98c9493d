//! A file's columns before they are given their types.

use polars::prelude::{BooleanChunked, Float64Chunked, StringChunked};

/// A column as the file holds it.
#[derive(Clone, Debug)]
pub(in crate::tables) enum Raw {
    /// Text, as all columns of a CSV file are.
    Text(StringChunked),
    /// Numbers, from Parquet.
    Numbers(Float64Chunked),
    /// Flags, from Parquet.
    Flags(BooleanChunked),
    /// A type that no table has; its name.
    Other(String),
}

/// A file's columns, in its order.
#[derive(Clone, Debug)]
pub(in crate::tables) struct Frame {
    /// Column names and cells.
    pub(in crate::tables) columns: Vec<(String, Raw)>,
    /// Number of rows.
    pub(in crate::tables) rows: usize,
    /// What the first row is called: 2 in CSV, where the header is row 1; 1 in Parquet.
    pub(in crate::tables) first_row: usize,
    /// Whether text was already searched for hidden characters.
    pub(in crate::tables) text_is_clean: bool,
}

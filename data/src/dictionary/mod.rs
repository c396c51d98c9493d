//! The data dictionary: every table and column, in and out, with type, unit, default and meaning.
//!
//! Invariant: readers, writers, validation and the documentation page all take columns from here, so a column that
//! is not listed does not exist.

pub(crate) mod column;
mod input;
mod markdown;
mod output;

pub use column::{Column, ColumnKind, Range, Table};
pub use input::{input_table, input_tables};
pub use markdown::to_markdown;
pub use output::{OUTPUT_TABLES, output_table};

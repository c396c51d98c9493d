//! Plan tables on disk: `NAME.parquet`, columns as in [`data::dictionary::output_table`].
//!
//! Files are compressed with zstd, written beside their place and renamed into it, so a reader never sees half a
//! table. Equal rows give equal bytes.

mod file;
mod frames;
mod names;
mod pages;
mod parse;

pub(crate) use file::{TEMPORARY_PREFIX, write_whole};
pub(crate) use pages::AllRows;

use super::rows::{Embodied, Plan, Posting};
use data::model::Continent;
use names::Names;
use polars::frame::DataFrame;
use polars::prelude::Column;
use std::path::{Path, PathBuf};

/// Why a plan table could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The disk refused.
    #[error("{path}: {source}")]
    Disk {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Not a table, or not one that can be written.
    #[error("{path}: {source}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What the reader or writer of the format said.
        source: polars::error::PolarsError,
    },
    /// A child that tried to decode the file did not survive it.
    #[error("{path}: {reason}")]
    Refused {
        /// The file.
        path: PathBuf,
        /// What became of the child.
        reason: String,
    },
    /// The columns are not those of the dictionary.
    #[error("{table}: the columns are {seen}; expected {expected}")]
    Columns {
        /// The table.
        table: &'static str,
        /// Columns seen.
        seen: String,
        /// Columns of the dictionary.
        expected: String,
    },
    /// A column has another type than the dictionary says, or empty cells.
    #[error("{table}: column {column}: {seen}")]
    Column {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What is wrong with it.
        seen: String,
    },
    /// A cell names something that the continent does not have, or contradicts another cell.
    #[error("{table}: row {row}: column {column}: {seen:?} is not {expected}")]
    Cell {
        /// The table.
        table: &'static str,
        /// The row, from 1.
        row: usize,
        /// The column.
        column: &'static str,
        /// What the cell says.
        seen: String,
        /// What it should be.
        expected: String,
    },
}

/// Writes a table that is not the dictionary's, whose columns depend on what was asked, to `path`.
///
/// # Errors
/// When the columns differ in length or the file cannot be written.
pub(crate) fn write_columns(path: &Path, columns: Vec<Column>) -> Result<(), TableError> {
    let mut frame = DataFrame::new_infer_height(columns).map_err(|source| TableError::Format {
        path: path.to_owned(),
        source,
    })?;
    file::write_frame(path, &mut frame)
}

/// Writes the seven tables of decisions and prices into `folder`, which must exist.
///
/// # Errors
/// When a file cannot be written.
pub fn write_plan(folder: &Path, continent: &Continent, plan: &Plan) -> Result<(), TableError> {
    file::write(folder, "flows", frames::flows(continent, &plan.flows))?;
    file::write(folder, "production", frames::production(continent, &plan.production))?;
    file::write(folder, "storage", frames::storage(continent, &plan.storage))?;
    file::write(folder, "shortages", frames::shortages(continent, &plan.shortages))?;
    file::write(folder, "spills", frames::spills(continent, &plan.spills))?;
    file::write(folder, "trade", frames::trade(continent, &plan.trade))?;
    file::write(folder, "prices", frames::prices(continent, &plan.prices))
}

/// Reads the seven tables of decisions and prices from `folder`.
///
/// # Errors
/// When a file is missing or damaged, or names something that `continent` does not have.
pub fn read_plan(folder: &Path, continent: &Continent) -> Result<Plan, TableError> {
    let names = Names::new(continent);
    Ok(Plan {
        flows: parse::flows(&file::read(folder, "flows")?, &names)?,
        production: parse::production(&file::read(folder, "production")?, &names)?,
        storage: parse::storage(&file::read(folder, "storage")?, &names)?,
        shortages: parse::shortages(&file::read(folder, "shortages")?, &names)?,
        spills: parse::spills(&file::read(folder, "spills")?, &names)?,
        trade: parse::trade(&file::read(folder, "trade")?, &names)?,
        prices: parse::prices(&file::read(folder, "prices")?, &names)?,
    })
}

/// Writes `ledger.parquet` into `folder`.
///
/// # Errors
/// When the file cannot be written.
pub fn write_ledger(folder: &Path, continent: &Continent, postings: &[Posting]) -> Result<(), TableError> {
    file::write(folder, "ledger", frames::ledger(continent, postings))
}

/// Reads `ledger.parquet` from `folder`.
///
/// # Errors
/// When the file is missing or damaged, or names something that `continent` does not have.
pub fn read_ledger(folder: &Path, continent: &Continent) -> Result<Vec<Posting>, TableError> {
    parse::ledger(&file::read(folder, "ledger")?, &Names::new(continent))
}

/// Writes `embodied.parquet` into `folder`.
///
/// # Errors
/// When the file cannot be written.
pub fn write_embodied(folder: &Path, continent: &Continent, rows: &[Embodied]) -> Result<(), TableError> {
    file::write(folder, "embodied", frames::embodied(continent, rows))
}

/// Reads `embodied.parquet` from `folder`.
///
/// # Errors
/// When the file is missing or damaged, or names something that `continent` does not have.
pub fn read_embodied(folder: &Path, continent: &Continent) -> Result<Vec<Embodied>, TableError> {
    parse::embodied(&file::read(folder, "embodied")?, &Names::new(continent))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

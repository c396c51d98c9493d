//! A continent as CSV tables: what [`super::read_continent`] reads back as the same continent.
//!
//! Invariant: a table appears whole or not at all. Each is written to a temporary file, flushed to the disk, and renamed.

mod goods;
mod limits;
mod places;
mod sheet;

use crate::model::Continent;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The calendar that [`write_continent`] puts the periods under.
pub const WRITTEN_CALENDAR: &str = "default";

/// Writes every table of a continent, the empty ones too; its periods become the calendar [`WRITTEN_CALENDAR`].
///
/// # Errors
/// When a file cannot be written; when the folder holds a table as Parquet, which would then be there twice; when the
/// continent has weights, which belong to policies and have no table.
pub fn write_continent(folder: &Path, continent: &Continent) -> io::Result<()> {
    if !continent.weights.is_empty() {
        let message = "weights belong to a policy; write the continent as it was before the policy was applied";
        return Err(io::Error::new(ErrorKind::InvalidInput, message));
    }
    fs::create_dir_all(folder)?;
    let tables: [fn(&Continent) -> sheet::Sheet; 19] = [
        goods::sequences,
        goods::resources,
        goods::commodities,
        goods::processes,
        goods::recipes,
        goods::resource_uses,
        places::areas,
        places::nodes,
        places::modes,
        places::mode_commodities,
        places::links,
        places::terminals,
        limits::sites,
        limits::stores,
        limits::demand,
        limits::trade,
        limits::budgets,
        limits::periods,
        limits::profiles,
    ];
    tables.iter().try_for_each(|table| table(continent).save(folder))
}

//! A data folder with its config.

use crate::run::{RunError, publish_folder};
use data::model::{Accounting, Continent};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The config in a data folder, by which it is known.
const CONFIG: &str = "config.toml";

/// The folder of its tables.
const TABLES: &str = "tables";

/// What a data folder is made of besides its tables.
#[derive(Clone, Copy, Debug)]
pub struct DataFolder<'a> {
    /// Name of the run.
    pub name: &'a str,
    /// How its plans count energy.
    pub accounting: Accounting,
    /// What stands above the config as a comment, a line each.
    pub remarks: &'a [String],
}

/// Writes tables and config to `out`; gives the config's path. An earlier data folder there is replaced.
///
/// # Errors
/// [`RunError::File`] when the disk refuses or the folder holds something else; nothing has changed then.
pub fn write(continent: &Continent, folder: &DataFolder<'_>, out: &Path) -> Result<PathBuf, RunError> {
    check_replaced(out)?;
    publish_folder(out, CONFIG, "data folder", |staging| {
        let tables = staging.join(TABLES);
        data::tables::write_continent(&tables, continent).map_err(RunError::file(&tables))?;
        let config = staging.join(CONFIG);
        std::fs::write(&config, text(folder)).map_err(RunError::file(&config))
    })?;
    Ok(out.join(CONFIG))
}

/// An earlier folder is replaced whole, so nothing else may have been put into it.
fn check_replaced(out: &Path) -> Result<(), RunError> {
    let Ok(entries) = std::fs::read_dir(out) else {
        return Ok(());
    };
    for entry in entries {
        let name = entry.map_err(RunError::file(out))?.file_name();
        if name != CONFIG && name != TABLES {
            let reason = format!("holds {} too; name another folder", name.to_string_lossy());
            return Err(RunError::file(out)(std::io::Error::new(
                ErrorKind::AlreadyExists,
                reason,
            )));
        }
    }
    Ok(())
}

fn text(folder: &DataFolder<'_>) -> String {
    let remarks: String = folder.remarks.iter().map(|remark| format!("# {remark}\n")).collect();
    let accounting = match folder.accounting {
        Accounting::Direct => "accounting = \"direct\"\n",
        Accounting::Closed => "",
    };
    let calendar = data::tables::WRITTEN_CALENDAR;
    let name = toml_string(folder.name);
    format!("{remarks}version = 1\nname = {name}\ndata = \"tables\"\ncalendar = \"{calendar}\"\n{accounting}")
}

/// Names come from file names: what TOML would read otherwise is left out.
fn toml_string(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric() || "-_. ".contains(*c));
    format!("\"{}\"", kept.collect::<String>())
}

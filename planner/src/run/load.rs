//! From a config file to the continent that is planned: tables read, policies laid over, all findings together.

use super::change::Before;
use data::config::{RunConfig, read_config};
use data::findings::Findings;
use data::model::{Accounting, Continent, Policy};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything a run starts from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The effective config.
    pub config: RunConfig,
    /// Policies in the order they were laid over.
    pub policies: Vec<Policy>,
    /// Folder of the tables.
    pub data: PathBuf,
    /// The continent after the overlay.
    pub continent: Continent,
    /// BLAKE3 of each table file, by file name.
    pub hashes: BTreeMap<String, String>,
    /// Warnings and notes.
    pub warnings: Findings,
    /// The plan this run starts from; none for a run from a config.
    pub before: Option<Before>,
}

/// Reads the config at `path`, its policies and its tables.
///
/// # Errors
/// Every finding of the step that failed: config, then tables, then overlay.
pub fn load(path: &Path) -> Result<Inputs, Findings> {
    let (config, policies) = read_config(path)?;
    from_config(config, policies)
}

/// As [`load`] for whoever looks for findings only: a continent also where the errors of the tables leave one to be built,
/// and all findings beside it.
#[must_use]
pub fn load_for_findings(path: &Path) -> (Option<(Continent, Accounting)>, Findings) {
    let (config, policies) = match read_config(path) {
        Ok(read) => read,
        Err(findings) => return (None, findings),
    };
    let (continent, report) = data::tables::read_for_findings(&config.data_folder(), &config.calendar);
    let mut findings = report.warnings;
    let laid = continent.and_then(|mut continent| {
        let laid = data::overlay::apply(&mut continent, &policies, &config.capacity_factor);
        laid.map_err(|found| findings.extend(found))
            .ok()
            .map(|_report| continent)
    });
    (laid.map(|continent| (continent, config.accounting)), findings)
}

fn from_config(config: RunConfig, policies: Vec<Policy>) -> Result<Inputs, Findings> {
    let data = config.data_folder();
    let (mut continent, report) = data::tables::read_continent(&data, &config.calendar)?;
    data::overlay::apply(&mut continent, &policies, &config.capacity_factor)?;
    Ok(Inputs {
        config,
        policies,
        data,
        continent,
        hashes: report.hashes,
        warnings: report.warnings,
        before: None,
    })
}

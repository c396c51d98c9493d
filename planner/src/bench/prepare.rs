//! What an instance's runs read: a config with its tables, or a file as it is.

use super::error::BenchError;
use super::instance::{Instance, Source};
use crate::import::{self, DataFolder, Imported};
use data::generate::generate;
use data::import::input_output::{LaySpec, synthetic};
use data::model::{Accounting, Continent};
use std::path::{Path, PathBuf};

/// A config, and what is to be added to its plans' objective.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plannable {
    pub(super) config: PathBuf,
    pub(super) offset: f64,
}

/// The config of an instance; tables that have to be made are written under `folder`. Why not, where the tables cannot hold it.
pub(super) fn plannable(instance: &Instance, folder: &Path) -> Result<Result<Plannable, String>, BenchError> {
    let imported = match &instance.source {
        Source::Config(config) => {
            return Ok(Ok(Plannable {
                config: config.clone(),
                offset: 0.0,
            }));
        }
        Source::Continent(spec) => closed(generate(spec)),
        Source::Sectors { sectors, years, seed } => closed(synthetic(*sectors, *seed).to_continent(&lay(*years))),
        Source::Files {
            format, files, years, ..
        } => match import::read(*format, files, &lay(*years)) {
            Ok(imported) => imported,
            Err(findings) => {
                let first = findings
                    .iter()
                    .next()
                    .map(|finding| format!("{}: {}", finding.code, finding.seen));
                return Ok(Err(first.unwrap_or_default()));
            }
        },
    };
    let data = DataFolder {
        name: "instance",
        accounting: imported.accounting,
        remarks: &imported.remarks,
    };
    let config = import::write(&imported.continent, &data, &folder.join("data"))?;
    Ok(Ok(Plannable {
        config,
        offset: imported.offset,
    }))
}

fn lay(years: usize) -> LaySpec {
    LaySpec {
        years,
        ..LaySpec::default()
    }
}

const fn closed(continent: Continent) -> Imported {
    Imported {
        continent,
        accounting: Accounting::Closed,
        offset: 0.0,
        remarks: Vec::new(),
    }
}

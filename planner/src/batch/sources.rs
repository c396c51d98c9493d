//! The tables that a batch plans on: read once, or drawn once a seed and kept in the batch folder.

use super::error::BatchError;
use crate::run::RunError;
use data::batch::BatchSet;
use data::findings::Findings;
use data::generate::{GenerateSpec, generate};
use data::model::Continent;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folder of drawn tables in a batch folder.
pub(super) const DRAWN: &str = "tables";
/// How the names of folders begin in which tables are put together.
pub(super) const STAGING_PREFIX: &str = ".tables-";

/// One set of tables.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Folder of the tables, as a plan's config writes it.
    pub(super) written: String,
    /// Folder of the tables.
    pub(super) folder: PathBuf,
    /// The continent before any policy.
    pub(super) continent: Continent,
    /// BLAKE3 of each table file, by file name.
    pub(super) hashes: BTreeMap<String, String>,
}

/// Where a plan's tables come from, before anything is written.
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// They are there.
    Read(Source),
    /// They are drawn.
    Drawn(GenerateSpec, Continent),
}

/// The origins of a batch, each once, and which one each plan has.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    pub(super) origins: Vec<Origin>,
    /// Position among the origins, plan by plan.
    pub(super) of_plans: Vec<usize>,
    /// Warnings and notes of tables that were read.
    pub(super) warnings: Findings,
}

/// Reads or draws every set of tables, and lays every alternative over it once.
pub(super) fn origins(set: &BatchSet, choices: &[Vec<usize>]) -> Result<Origins, BatchError> {
    let Some(drawn) = set.batch.generate else {
        let (source, warnings) = read(&set.run.data_folder(), &set.run.data, &set.run.calendar)?;
        set.examine(&source.continent)?;
        return Ok(Origins {
            origins: vec![Origin::Read(source)],
            of_plans: vec![0; choices.len()],
            warnings,
        });
    };
    let specs: Vec<GenerateSpec> = choices.iter().map(|choice| drawn.spec(set.seed(choice))).collect();
    let mut origins: Vec<Origin> = Vec::new();
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    let mut of_plans = Vec::with_capacity(specs.len());
    for spec in specs {
        let place = *places.entry(spec.seed).or_insert(origins.len());
        if place == origins.len() {
            let continent = generate(&spec);
            set.examine(&continent)?;
            origins.push(Origin::Drawn(spec, continent));
        }
        of_plans.push(place);
    }
    Ok(Origins {
        origins,
        of_plans,
        warnings: Findings::default(),
    })
}

fn read(folder: &Path, written: &str, calendar: &str) -> Result<(Source, Findings), BatchError> {
    let (continent, report) = data::tables::read_continent(folder, calendar)?;
    let source = Source {
        written: written.to_owned(),
        folder: folder.to_owned(),
        continent,
        hashes: report.hashes,
    };
    Ok((source, report.warnings))
}

impl Origin {
    /// The tables; drawn ones are written into the batch folder `out`, or found there.
    pub(super) fn settle(self, out: &Path) -> Result<Source, BatchError> {
        let (spec, continent) = match self {
            Self::Read(source) => return Ok(source),
            Self::Drawn(spec, continent) => (spec, continent),
        };
        let written = format!("{DRAWN}/seed-{}", spec.seed);
        let folder = out.join(&written);
        if !folder.exists() {
            write(&folder, &continent)?;
        }
        let (source, _) = read(&folder, &written, data::tables::WRITTEN_CALENDAR)?;
        Ok(source)
    }
}

/// Writes tables beside their place and renames the folder into it.
fn write(folder: &Path, continent: &Continent) -> Result<(), RunError> {
    let parent = folder.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(RunError::file(parent))?;
    let staging = tempfile::Builder::new()
        .prefix(STAGING_PREFIX)
        .tempdir_in(parent)
        .map_err(RunError::file(parent))?;
    let inside = staging.path().join(DRAWN);
    std::fs::create_dir(&inside).map_err(RunError::file(&inside))?;
    data::tables::write_continent(&inside, continent).map_err(RunError::file(&inside))?;
    std::fs::rename(&inside, folder).map_err(RunError::file(folder))
}

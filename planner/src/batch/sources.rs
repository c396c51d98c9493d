//! The tables that a batch plans on: read once, or drawn once a seed and kept in the batch folder.
//!
//! Invariant: nothing is written before [`Origins::settle`]. Drawn tables lie in a folder named by all that they are drawn
//! from, and those that are there count only where the record of the batch has begun, which holds their hashes.

use super::disk::remove;
use super::error::BatchError;
use super::shelf::Shelf;
use crate::run::{self, RunError};
use data::batch::{BatchSet, Choice};
use data::findings::Findings;
use data::generate::{GenerateSpec, generate};
use data::model::Continent;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folder of drawn tables in a batch folder.
pub(super) const DRAWN: &str = "tables";
/// How the names of folders begin in which tables are put together.
pub(super) const STAGING_PREFIX: &str = ".tables-";
/// Hexadecimal digits of the hash in the name of a folder of drawn tables.
const DIGITS: usize = 10;

/// BLAKE3 of each table file, by file name.
pub(super) type Hashes = BTreeMap<String, String>;

/// One set of tables, as it is on disk.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Folder of the tables, as a plan's config writes it.
    pub(super) written: String,
    /// Folder of the tables.
    pub(super) folder: PathBuf,
    /// The calendar they are read with.
    pub(super) calendar: String,
    /// What is in them.
    pub(super) hashes: Hashes,
}

/// Where the tables come from, before anything is written.
#[derive(Clone, Debug)]
enum Tables {
    /// They are there, with the continent before any policy.
    Read(Source, Box<Continent>),
    /// They are drawn, each once.
    Drawn(Vec<GenerateSpec>),
}

/// The tables of a batch, and which of them each plan has.
#[derive(Clone, Debug)]
pub(super) struct Origins {
    tables: Tables,
    /// Position among the sets of tables, plan by plan.
    pub(super) of_plans: Vec<usize>,
    /// Warnings and notes of tables that were read.
    pub(super) warnings: Findings,
}

/// Reads the tables, or draws every set of them, and lays every alternative over each set once. Drawn ones are not kept: there
/// may be thousands.
pub(super) fn origins(set: &BatchSet, choices: &[Choice]) -> Result<Origins, BatchError> {
    let specs: Vec<GenerateSpec> = choices.iter().filter_map(|choice| set.spec(choice)).collect();
    if specs.is_empty() {
        let (source, continent, warnings) = read(set.run.data_folder(), &set.run.data, &set.run.calendar)?;
        set.examine(&continent)?;
        return Ok(Origins {
            tables: Tables::Read(source, Box::new(continent)),
            of_plans: vec![0; choices.len()],
            warnings,
        });
    }
    let mut drawn: Vec<GenerateSpec> = Vec::new();
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    let mut of_plans = Vec::with_capacity(specs.len());
    for spec in specs {
        let place = *places.entry(spec.seed).or_insert(drawn.len());
        if place == drawn.len() {
            set.examine(&generate(&spec))?;
            drawn.push(spec);
        }
        of_plans.push(place);
    }
    Ok(Origins {
        tables: Tables::Drawn(drawn),
        of_plans,
        warnings: Findings::default(),
    })
}

/// Reads the tables in a folder; gives what they are, the continent, and their warnings and notes.
pub(super) fn read(
    folder: PathBuf,
    written: &str,
    calendar: &str,
) -> Result<(Source, Continent, Findings), BatchError> {
    let (continent, report) = data::tables::read_continent(&folder, calendar)?;
    let source = Source {
        written: written.to_owned(),
        folder,
        calendar: calendar.to_owned(),
        hashes: report.hashes,
    };
    Ok((source, continent, report.warnings))
}

impl Origins {
    /// What each set is drawn from; nothing where tables are read.
    pub(super) fn specs(&self) -> &[GenerateSpec] {
        match &self.tables {
            Tables::Read(..) => &[],
            Tables::Drawn(specs) => specs,
        }
    }

    /// Hashes of the tables that were read; nothing where they are drawn, which have none before they are settled.
    pub(super) fn hashes(&self) -> Option<&Hashes> {
        match &self.tables {
            Tables::Read(source, _) => Some(&source.hashes),
            Tables::Drawn(_) => None,
        }
    }

    /// Puts drawn tables into the batch folder `out`. Where the record `is_begun`, those that are there stay, for the record
    /// to be compared with; where it is not, they are left from a run that ended before, and are drawn anew.
    pub(super) fn settle(self, out: &Path, is_begun: bool) -> Result<Shelf, BatchError> {
        let specs = match self.tables {
            Tables::Read(source, continent) => return Ok(Shelf::of_one(source, *continent)),
            Tables::Drawn(specs) => specs,
        };
        let mut sources = Vec::with_capacity(specs.len());
        for spec in &specs {
            let written = format!("{DRAWN}/{}", folder_of(spec)?);
            let folder = out.join(&written);
            if !is_begun || !folder.exists() {
                write(&folder, &generate(spec))?;
            }
            sources.push(read(folder, &written, data::tables::WRITTEN_CALENDAR)?.0);
        }
        Ok(Shelf::new(sources))
    }
}

/// Name of the folder of a drawn set: its seed for people, and a hash of all that it is drawn from.
fn folder_of(spec: &GenerateSpec) -> Result<String, serde_json::Error> {
    let hash = blake3::hash(&serde_json::to_vec(spec)?).to_hex();
    let digits = hash.get(..DIGITS).unwrap_or(&hash);
    Ok(format!("seed-{}-{digits}", spec.seed))
}

/// Writes tables beside their place and renames the folder into it, in place of any that is there.
fn write(folder: &Path, continent: &Continent) -> Result<(), RunError> {
    let parent = folder.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(RunError::file(parent))?;
    run::sync_name(parent)?;
    let staging = tempfile::Builder::new()
        .prefix(STAGING_PREFIX)
        .tempdir_in(parent)
        .map_err(RunError::file(parent))?;
    let inside = staging.path().join(DRAWN);
    std::fs::create_dir(&inside).map_err(RunError::file(&inside))?;
    data::tables::write_continent(&inside, continent).map_err(RunError::file(&inside))?;
    remove(folder)?;
    run::sync_tree(&inside)?;
    run::rename(&inside, folder)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Origins, Tables, folder_of};
    use data::findings::Findings;
    use data::generate::{GenerateSpec, generate};
    use std::path::Path;

    const SPEC: GenerateSpec = GenerateSpec {
        nodes: 8,
        commodities: 5,
        periods: 1,
        seed: 4,
    };

    fn drawn() -> Origins {
        Origins {
            tables: Tables::Drawn(vec![SPEC]),
            of_plans: vec![0],
            warnings: Findings::default(),
        }
    }

    #[test]
    fn all_that_a_continent_is_drawn_from_is_in_the_name_of_its_folder() {
        let other = |change: fn(&mut GenerateSpec)| {
            let mut spec = SPEC;
            change(&mut spec);
            folder_of(&spec).unwrap()
        };
        let names = [
            other(|_| {}),
            other(|spec| spec.nodes = 9),
            other(|spec| spec.commodities = 6),
            other(|spec| spec.periods = 2),
            other(|spec| spec.seed = 5),
        ];
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        assert_eq!(distinct.len(), names.len(), "{names:?}");
        assert!(names[0].starts_with("seed-4-"));
    }

    /// Settles the tables where another continent lies in their folder already; gives the hashes of that one and of them.
    fn settled_over_another(out: &Path, is_begun: bool) -> [super::Hashes; 2] {
        let folder = out.join("tables").join(folder_of(&SPEC).unwrap());
        let other = generate(&GenerateSpec { nodes: 12, ..SPEC });
        super::write(&folder, &other).unwrap();
        let before = super::read(folder, "tables", data::tables::WRITTEN_CALENDAR).unwrap().0;
        let shelf = drawn().settle(out, is_begun).unwrap();
        [before.hashes, shelf.hashes().remove(0)]
    }

    #[test]
    fn tables_left_from_a_run_without_a_record_are_drawn_anew() {
        let folder = tempfile::tempdir().unwrap();
        let clean = drawn().settle(&folder.path().join("clean"), false).unwrap();
        let [other, now] = settled_over_another(&folder.path().join("left"), false);
        assert_ne!(other, now);
        assert_eq!(clean.hashes(), [now]);
        let [other, now] = settled_over_another(&folder.path().join("begun"), true);
        assert_eq!(other, now, "what the record is compared with is what is there");
    }
}

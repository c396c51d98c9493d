//! The instances of a comparison: a config that the planner reads, and the same program for the other solvers.

use super::error::CompareError;
use super::options::{Options, Source};
use super::program_file;
use data::generate::{GenerateSpec, generate};
use data::model::Accounting;
use planner::network::Network;
use planner::run::{self, RunError};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Something to plan, before it is made.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// A continent to draw.
    Generated(GenerateSpec, Accounting),
    /// A config.
    Config(PathBuf),
}

/// Something to plan, on disk; its folder goes when it is dropped.
#[derive(Debug)]
pub(super) struct Instance {
    /// Size as NODESxCOMMODITIESxPERIODS, or the name of the config.
    pub(super) name: String,
    /// Seed of a generated continent.
    pub(super) seed: Option<u64>,
    /// Periods.
    pub(super) periods: usize,
    /// Columns of the program.
    pub(super) columns: usize,
    /// Rows of the program.
    pub(super) rows: usize,
    /// Nonzero coefficients of the program.
    pub(super) coefficients: usize,
    /// Units of an amount in one unit of the program's files.
    pub(super) unit: f64,
    /// The config.
    pub(super) config: PathBuf,
    folder: TempDir,
}

impl Instance {
    /// The folder of the program's files.
    pub(super) fn program(&self) -> &Path {
        self.folder.path()
    }

    /// A folder for a plan, not made yet.
    pub(super) fn plan(&self) -> PathBuf {
        self.folder.path().join("plan")
    }
}

/// Every instance asked for.
pub(super) fn wanted(options: &Options) -> Vec<Wanted> {
    match &options.source {
        Source::Configs(configs) => configs.iter().cloned().map(Wanted::Config).collect(),
        Source::Generated {
            sizes,
            seeds,
            accounting,
        } => sizes
            .iter()
            .flat_map(|size| {
                seeds
                    .iter()
                    .flat_map(|range| range.iter())
                    .map(|seed| size.with_seed(seed))
            })
            .map(|spec| Wanted::Generated(spec, *accounting))
            .collect(),
    }
}

/// Draws or reads an instance and writes its program.
pub(super) fn make(wanted: &Wanted) -> Result<Instance, CompareError> {
    let folder = tempfile::tempdir().map_err(CompareError::file(&std::env::temp_dir()))?;
    match wanted {
        Wanted::Generated(spec, accounting) => {
            let config = draw(spec, *accounting, folder.path())?;
            let name = format!("{}x{}x{}", spec.nodes, spec.commodities, spec.periods);
            build(name, Some(spec.seed), config, folder)
        }
        Wanted::Config(config) => {
            let name = config.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            build(name, None, config.clone(), folder)
        }
    }
}

/// Writes the tables and the config of a continent; gives the config.
fn draw(spec: &GenerateSpec, accounting: Accounting, folder: &Path) -> Result<PathBuf, CompareError> {
    let tables = folder.join("tables");
    fs::create_dir_all(&tables).map_err(CompareError::file(&tables))?;
    data::tables::write_continent(&tables, &generate(spec)).map_err(CompareError::file(&tables))?;
    let config = folder.join("config.toml");
    let word = match accounting {
        Accounting::Closed => "closed",
        Accounting::Direct => "direct",
    };
    let text = format!(
        "version = 1\nname = \"generated\"\ndata = \"tables\"\ncalendar = \"{}\"\naccounting = \"{word}\"\n",
        data::tables::WRITTEN_CALENDAR,
    );
    fs::write(&config, text).map_err(CompareError::file(&config))?;
    Ok(config)
}

fn build(name: String, seed: Option<u64>, config: PathBuf, folder: TempDir) -> Result<Instance, CompareError> {
    let wrong = |source| CompareError::Input {
        config: config.clone(),
        source,
    };
    let inputs = run::load(&config).map_err(|findings| wrong(RunError::Input(findings)))?;
    let network = Network::new(&inputs.continent);
    let (program, _) = run::program_of(&inputs, &network).map_err(wrong)?;
    let program = &program.program;
    Ok(Instance {
        name,
        seed,
        periods: inputs.continent.periods.len(),
        columns: program.column_count(),
        rows: program.row_count(),
        coefficients: program.entry_count(),
        unit: program_file::write(program, folder.path())?,
        config,
        folder,
    })
}

//! What one run is asked to do.

use crate::model::Accounting;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of the config format that this program writes and the newest that it reads.
pub const CONFIG_VERSION: u32 = 1;

/// How the linear program is solved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// As one program.
    Whole,
    /// In blocks.
    Decomposed,
    /// Whole while it fits, else in blocks.
    #[default]
    Auto,
}

/// The algorithm of the solver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolverChoice {
    /// The one that is usually fastest at that size.
    #[default]
    Auto,
    /// Dual simplex.
    Simplex,
    /// Interior point.
    InteriorPoint,
    /// Primal-dual hybrid gradient, first order.
    Pdlp,
}

/// Where the blocks of a run are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FarmChoice {
    /// Threads of the planner's own process.
    #[default]
    Local,
    /// Executors of a cluster.
    Cluster,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunConfig {
    /// Version of the config format.
    #[serde(default = "newest_version")]
    pub version: u32,
    /// Name for people.
    pub name: String,
    /// Folder of the tables, as written: relative to the config file.
    pub data: String,
    /// Calendar of the periods table.
    #[serde(default = "year")]
    pub calendar: String,
    /// How energy is accounted for.
    #[serde(default)]
    pub accounting: Accounting,
    /// How the program is solved.
    #[serde(default)]
    pub method: Method,
    /// The algorithm of the solver.
    #[serde(default)]
    pub solver: SolverChoice,
    /// Certified gap that is asked, as a fraction of the objective.
    #[serde(default = "usual_gap")]
    pub gap: f64,
    /// Threads; all of the machine's when absent.
    #[serde(default)]
    pub threads: Option<usize>,
    /// Time the solver may take, s; no limit when absent.
    #[serde(default)]
    pub time_limit_s: Option<f64>,
    /// Memory the run should stay under, GB; one that took more says so at its end.
    #[serde(default)]
    pub memory_limit_gb: Option<f64>,
    /// Factor on the capacity of every link and terminal of a mode, by the mode's id.
    #[serde(default)]
    pub capacity_factor: BTreeMap<String, f64>,
    /// Policy files, as written: relative to the config file.
    #[serde(default)]
    pub policies: Vec<String>,
    /// Where blocks are done. Never part of a plan, which is the same wherever that is.
    #[serde(default, skip_serializing)]
    pub farm: FarmChoice,
    /// Scheduler of the cluster, `HOST:PORT`. Never part of a plan.
    #[serde(default, skip_serializing)]
    pub farm_scheduler: Option<String>,
    /// URI of the store that planner and executors share. Never part of a plan.
    #[serde(default, skip_serializing)]
    pub farm_store: Option<String>,
    /// Pricing rounds of fewer tasks times arcs are done by the planner; the cluster's own figure when absent. Never part of a
    /// plan.
    #[serde(default, skip_serializing)]
    pub farm_least_arcs: Option<usize>,
    /// File with the token for a farm of workers, as written. Never part of a plan.
    #[serde(default, skip_serializing)]
    pub token_file: Option<String>,
    /// Folder of the config file, from which the paths above are resolved.
    #[serde(skip)]
    pub folder: PathBuf,
}

impl RunConfig {
    /// A config of that name and table folder, `data` being relative to `folder`, with the default of every other key.
    #[must_use]
    pub fn new(name: &str, data: &str, folder: &Path) -> Self {
        Self {
            version: newest_version(),
            name: name.to_owned(),
            data: data.to_owned(),
            calendar: year(),
            accounting: Accounting::default(),
            method: Method::default(),
            solver: SolverChoice::default(),
            gap: usual_gap(),
            threads: None,
            time_limit_s: None,
            memory_limit_gb: None,
            capacity_factor: BTreeMap::new(),
            policies: Vec::new(),
            farm: FarmChoice::default(),
            farm_scheduler: None,
            farm_store: None,
            farm_least_arcs: None,
            token_file: None,
            folder: folder.to_owned(),
        }
    }

    /// The folder of the tables.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.resolve(&self.data)
    }

    /// The policy files, in order.
    #[must_use]
    pub fn policy_files(&self) -> Vec<PathBuf> {
        self.policies.iter().map(|p| self.resolve(p)).collect()
    }

    /// The file with the farm's token.
    #[must_use]
    pub fn token_path(&self) -> Option<PathBuf> {
        self.token_file.as_ref().map(|t| self.resolve(t))
    }

    fn resolve(&self, written: &str) -> PathBuf {
        self.folder.join(Path::new(written))
    }
}

const fn newest_version() -> u32 {
    CONFIG_VERSION
}

fn year() -> String {
    "year".to_owned()
}

const fn usual_gap() -> f64 {
    1e-6
}

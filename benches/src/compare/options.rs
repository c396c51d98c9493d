//! What a comparison is asked for.

use super::method::Method;
use crate::size::{Seeds, Size};
use data::model::Accounting;
use std::path::PathBuf;
use std::time::Duration;

/// Where instances come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Generated continents of these sizes, each with each of these seeds.
    Generated {
        /// Sizes.
        sizes: Vec<Size>,
        /// Seeds of each size.
        seeds: Vec<Seeds>,
        /// Accounting of every continent.
        accounting: Accounting,
    },
    /// The configs of runs, with the accounting each asks for.
    Configs(Vec<PathBuf>),
}

/// What a comparison is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Where instances come from.
    pub source: Source,
    /// Methods, in the order they run.
    pub methods: Vec<Method>,
    /// Relative gaps asked of the planner.
    pub gaps: Vec<f64>,
    /// Relative accuracies asked of the methods that can end early.
    pub accuracies: Vec<f64>,
    /// Wall-clock limit of one method on one instance; its process is ended then.
    pub time_limit: Duration,
    /// Threads each method may use.
    pub threads: u32,
    /// Folder of the Python environment, made when a method needs it.
    pub python_home: PathBuf,
    /// The `planner` program.
    pub planner: PathBuf,
    /// This program, which solves with HiGHS in a process of its own.
    pub benches: PathBuf,
}

//! Flags of `planner import` and `planner bench`.

use crate::bench::SolveRequest;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// Format of the files.
    #[arg(value_enum)]
    pub(super) format: crate::import::Format,
    /// The file, packed with gzip or not; the make table and the use table for input-output.
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Folder for the tables and a config.
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Input-output tables: years to plan, one period each, joined by stocks.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) years: usize,
    /// Input-output tables: capacity of an industry as a multiple of its output.
    #[arg(long, default_value_t = 1.2, value_name = "FACTOR")]
    pub(super) headroom: f64,
    /// Print what was made as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum BenchCommand {
    /// Run a suite, each run in a child process of its own, and write its rows and a page.
    Run(BenchRunArgs),
    /// Find what became slower or faster beyond noise; exit code 5 when anything became slower.
    Compare(BenchCompareArgs),
    /// Solve one program and print one JSON object; `run` starts this.
    #[command(hide = true)]
    Solve(SolveRequest),
}

#[derive(Debug, Args)]
pub(super) struct BenchRunArgs {
    /// Suite (TOML).
    pub(super) suite: PathBuf,
    /// Folder of the rows and the page; `benchmarks/` and the suite's name when absent.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Runs of each method on each instance; the suite's when absent.
    #[arg(long, value_name = "N")]
    pub(super) repeats: Option<usize>,
    /// Print the summary as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct BenchCompareArgs {
    /// Folder of the earlier benchmark.
    pub(super) before: PathBuf,
    /// Folder of the later one.
    pub(super) after: PathBuf,
    /// List instances without a difference too.
    #[arg(long)]
    pub(super) all: bool,
    /// Print the comparison as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

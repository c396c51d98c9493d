//! An executor of a cluster; see `docs/cluster.md`.

use clap::Parser;
use cluster::serve::{ExecutorArgs, executor};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    executor(ExecutorArgs::parse(), |worker| Arc::new(worker))
}

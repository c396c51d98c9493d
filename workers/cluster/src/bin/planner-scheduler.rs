//! The scheduler of a cluster of executors; see `docs/cluster.md`.

use clap::Parser;
use cluster::serve::{SchedulerArgs, scheduler};
use std::process::ExitCode;

fn main() -> ExitCode {
    scheduler(SchedulerArgs::parse())
}

//! `planner cluster status` in a planner that was built without the cluster: how to get one that can.
//!
//! Invariant: the same functions as in `status`.

use super::args::StatusArgs;
use super::fail::Failure;
use super::farm::WITHOUT_CLUSTER;

pub(super) fn run(_args: &StatusArgs) -> Result<(), Failure> {
    Err(Failure::Arguments(format!(
        "{WITHOUT_CLUSTER}: build it with `cargo build --release -p planner --features cluster`"
    )))
}

#[allow(clippy::unnecessary_wraps, reason = "with the cluster it can fail")]
pub(super) const fn say_to_stderr() -> Result<(), Failure> {
    Ok(())
}

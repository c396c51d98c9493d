//! `planner diff`.

use super::args::DiffArgs;
use super::fail::Failure;

pub(super) fn run(_args: &DiffArgs) -> Result<(), Failure> {
    Err(Failure::Arguments("not yet".to_owned()))
}

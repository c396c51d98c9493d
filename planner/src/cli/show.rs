//! `planner show`.

use super::args::ShowArgs;
use super::fail::Failure;

pub(super) fn run(_args: &ShowArgs) -> Result<(), Failure> {
    Err(Failure::Arguments("not yet".to_owned()))
}

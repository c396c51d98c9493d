//! `planner routes`.

use super::args::RoutesArgs;
use super::fail::Failure;

pub(super) fn run(_args: &RoutesArgs) -> Result<(), Failure> {
    Err(Failure::Arguments("not yet".to_owned()))
}

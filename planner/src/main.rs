//! The `planner` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    // The program starts itself again to decode files that could bring a decoder down.
    data::foreign::isolate(planner::run::DECODERS).unwrap_or_else(planner::cli::main)
}

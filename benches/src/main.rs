//! The `benches` program: `sweep`, `compare` and `ask`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The program starts itself again to decode files that could bring a decoder down.
    data::foreign::isolate(planner::run::DECODERS).unwrap_or_else(cli::main)
}

//! The `planner` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    planner::cli::main()
}

//! The command line: data to stdout, the rest to stderr. Exit codes: 0 done, 2 not done.

mod ask;
mod compare;
mod sweep;

use benches::compare::{SolveRequest, solve_program};
use clap::{Parser, Subcommand};
use std::error::Error;
use std::io::Write;
use std::process::ExitCode;

/// Measurements: solver methods on generated continents, and the planner beside other solvers.
#[derive(Debug, Parser)]
#[command(name = "benches", version)]
struct Cli {
    /// `sweep` with its defaults when absent.
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Simplex against interior point on generated continents of growing size.
    Sweep(sweep::SweepArgs),
    /// The planner beside other solvers, each in a process of its own.
    Compare(compare::CompareArgs),
    /// How long questions about a plan take in process.
    Ask(ask::AskArgs),
    /// Solve one program with HiGHS and print one JSON object; `compare` starts this.
    #[command(hide = true)]
    SolveProgram(SolveRequest),
}

/// Runs the program on its arguments.
pub(crate) fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli) -> Result<(), Box<dyn Error>> {
    match cli.command {
        None => sweep::run(&sweep::SweepArgs::parse_from(["sweep"])),
        Some(Command::Sweep(args)) => sweep::run(&args),
        Some(Command::Compare(args)) => compare::run(args),
        Some(Command::Ask(args)) => ask::run(&args),
        Some(Command::SolveProgram(args)) => {
            let report = solve_program(&args)?;
            Ok(writeln!(std::io::stdout(), "{report}")?)
        }
    }
}

/// A line to stderr.
fn say(line: &str) {
    // Remarks are lost when stderr is gone, results are not.
    let _ = writeln!(std::io::stderr(), "{line}");
}

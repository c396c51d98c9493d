//! The command line: flags, printing, exit codes.
//!
//! Invariant: data goes to stdout, everything else to stderr; with `--json` stdout holds one JSON value and nothing
//! else. Exit codes: 0 done, 1 a fault of ours, 2 bad input or config, 3 proven infeasible, 4 solver or workers
//! failed, 5 a plan failed its check or a benchmark became slower, 130 interrupted.

mod args;
mod args_bench;
mod batch;
mod bench;
mod check;
mod compare;
mod diff;
mod export;
mod fail;
mod farm;
mod find;
mod generate;
mod import;
mod interrupt;
mod page;
mod plan;
mod print;
mod progress;
mod replan;
mod rounds;
mod routes;
mod serve;
mod show;
#[cfg_attr(not(feature = "cluster"), path = "status_absent.rs")]
mod status;
mod validate;
mod ways;
mod why;

use args::{Cli, ClusterCommand, Command};
use clap::{CommandFactory, Parser};
use fail::Failure;
use std::process::ExitCode;

/// Runs the program on its arguments.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match status::say_to_stderr().and_then(|()| run(&cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run(cli: &Cli) -> Result<(), Failure> {
    match &cli.command {
        Command::Plan(args) => plan::run(args),
        Command::Replan(args) => replan::run(args),
        Command::Batch(args) => batch::run(args),
        Command::Compare(args) => compare::run(args),
        Command::Check(args) => check::run(args),
        Command::Routes(args) => routes::run(args),
        Command::Page(args) => page::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Show(args) => show::run(args),
        Command::Why(args) => why::run(args),
        Command::Diff(args) => diff::run(args),
        Command::Validate(args) => validate::run(args),
        Command::ExportLp(args) => export::run(args),
        Command::Generate(args) => generate::run(args),
        Command::Import(args) => import::run(args),
        Command::Bench(command) => bench::run(command),
        Command::Cluster(ClusterCommand::Status(args)) => status::run(args),
        Command::Completions { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "planner", &mut text);
            print::bytes(&text)
        }
    }
}

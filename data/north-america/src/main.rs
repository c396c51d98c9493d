//! Assembles the tables of North America: `north-america --raw FOLDER --out FOLDER`.

use clap::Parser;
use north_america::error::AssembleError;
use north_america::{economy, network, raw, write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Assembles the tables of North America from the folder of raw public tables.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder with the raw tables.
    #[arg(long, env = "NORTH_AMERICA_RAW")]
    raw: PathBuf,
    /// Folder the tables are written to.
    #[arg(long)]
    out: PathBuf,
}

#[allow(clippy::print_stderr, clippy::print_stdout, reason = "a program's own output")]
fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<network::Summary, AssembleError> {
    let raw = raw::Raw::read(&arguments.raw)?;
    let (mut places, report) = network::assemble(&raw)?;
    let tables = economy::assemble(&arguments.raw, &mut places)?;
    std::fs::create_dir_all(&arguments.out).map_err(|source| AssembleError::Write {
        path: arguments.out.clone(),
        source,
    })?;
    for table in write::place_tables(&places).iter().chain(&tables) {
        write::write_table(&arguments.out, table)?;
    }
    Ok(network::Summary::of(&places, report))
}

//! Prints capacity against requirement of every commodity: `cargo run --release -p north-america --example balance -- RAW`.

use north_america::error::AssembleError;
use north_america::{economy, network, raw};
use std::path::PathBuf;
use std::process::ExitCode;

#[allow(clippy::print_stdout, clippy::print_stderr, reason = "a program's own output")]
fn main() -> ExitCode {
    let folder = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from("."), PathBuf::from);
    match balance(&folder) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn balance(folder: &std::path::Path) -> Result<String, AssembleError> {
    let (mut places, _) = network::assemble(&raw::Raw::read(folder)?)?;
    Ok(economy::balance::text(&economy::balance_of(folder, &mut places)?))
}

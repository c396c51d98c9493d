//! `planner export-lp`.

use super::args::{ExportArgs, FormatArg};
use super::fail::Failure;
use super::print;
use crate::network::Network;
use crate::program::{ExportFormat, write_arrow, write_export};
use crate::run::{self, RunError};
use std::path::PathBuf;

pub(super) fn run(args: &ExportArgs) -> Result<(), Failure> {
    let inputs = run::load(&args.config).map_err(|findings| Failure::Run(RunError::Input(findings)))?;
    let network = Network::new(&inputs.continent);
    let (program, _) = run::program_of(&inputs, &network)?;
    let ending = match args.format {
        FormatArg::Mps => "mps",
        FormatArg::Lp => "lp",
        FormatArg::Arrow => "program",
    };
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{}.{ending}", inputs.config.name)));
    let written = match args.format {
        FormatArg::Mps => write_export(&network, &program, ExportFormat::Mps, &out),
        FormatArg::Lp => write_export(&network, &program, ExportFormat::Lp, &out),
        FormatArg::Arrow => write_arrow(&network, &program, &out),
    };
    written.map_err(RunError::file(&out))?;
    let numbers = &program.program;
    print::remark(&format!(
        "{} columns, {} rows, {} coefficients",
        numbers.column_count(),
        numbers.row_count(),
        numbers.entry_count()
    ));
    print::line(&out.display().to_string())
}

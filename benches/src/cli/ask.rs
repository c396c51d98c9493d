//! `benches ask`: how long questions about a plan take in process, each asked once.

use benches::ask::{Timing, ask};
use clap::Args;
use comfy_table::{Table, presets};
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// Plan folder.
    plan: PathBuf,
    /// Folder of the input tables, when it is not where the certificate says.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &AskArgs) -> Result<(), Box<dyn Error>> {
    let timings = ask(&args.plan, args.data.as_deref())?;
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&timings)?)?;
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_header(["question", "asked", "median, us", "99th percentile, us", "longest, us"]);
    for timing in &timings {
        table.add_row(cells(timing));
    }
    writeln!(out, "{table}")?;
    Ok(())
}

fn cells(timing: &Timing) -> [String; 5] {
    [
        timing.question.to_owned(),
        timing.asked.to_string(),
        format!("{:.0}", timing.median_us),
        format!("{:.0}", timing.p99_us),
        format!("{:.0}", timing.longest_us),
    ]
}

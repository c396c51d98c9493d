//! `planner generate`.

use super::args::GenerateArgs;
use super::fail::Failure;
use super::print;
use crate::run::RunError;
use data::generate::{FEWEST_COMMODITIES, FEWEST_NODES, GenerateSpec, generate};

pub(super) fn run(args: &GenerateArgs) -> Result<(), Failure> {
    check(args)?;
    let spec = GenerateSpec {
        nodes: args.nodes,
        commodities: args.commodities,
        periods: args.periods,
        seed: args.seed,
    };
    let continent = generate(&spec);
    let tables = args.out.join("tables");
    std::fs::create_dir_all(&tables).map_err(RunError::file(&tables))?;
    data::tables::write_continent(&tables, &continent).map_err(RunError::file(&tables))?;
    let config = args.out.join("config.toml");
    let text = format!(
        "version = 1\nname = \"synthetic-{}x{}x{}-{}\"\ndata = \"tables\"\ncalendar = \"{}\"\n",
        args.nodes,
        args.commodities,
        args.periods,
        args.seed,
        data::tables::WRITTEN_CALENDAR,
    );
    std::fs::write(&config, text).map_err(RunError::file(&config))?;
    print::line(&config.display().to_string())
}

/// Sizes below the least are refused, and a folder that holds anything else than an earlier continent is left alone.
fn check(args: &GenerateArgs) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    if args.nodes < FEWEST_NODES {
        wrong.push(format!("--nodes must be at least {FEWEST_NODES}"));
    }
    if args.commodities < FEWEST_COMMODITIES {
        wrong.push(format!("--commodities must be at least {FEWEST_COMMODITIES}"));
    }
    if args.periods == 0 {
        wrong.push("--periods must be at least 1".to_owned());
    }
    let is_empty = std::fs::read_dir(&args.out).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty && !args.out.join("tables").is_dir() {
        wrong.push(format!(
            "{} holds something else: name another folder",
            args.out.display()
        ));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Failure::Arguments(wrong.join("; ")))
    }
}

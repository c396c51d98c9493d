//! `planner generate`.

use super::args::GenerateArgs;
use super::fail::Failure;
use super::print;
use crate::run::RunError;
use data::generate::{GenerateSpec, generate};

pub(super) fn run(args: &GenerateArgs) -> Result<(), Failure> {
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

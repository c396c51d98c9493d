//! `planner generate`.

use super::args::GenerateArgs;
use super::fail::Failure;
use super::print;
use crate::import::{self, DataFolder};
use data::generate::{FEWEST_COMMODITIES, FEWEST_NODES, GenerateSpec, generate};
use data::import::input_output::{LaySpec, synthetic};
use data::model::Accounting;

pub(super) fn run(args: &GenerateArgs) -> Result<(), Failure> {
    check(args)?;
    let (continent, name) = match args.sectors {
        Some(sectors) => {
            let lay = LaySpec {
                years: args.periods,
                ..LaySpec::default()
            };
            let name = format!("sectors-{sectors}x{}-{}", args.periods, args.seed);
            (synthetic(sectors, args.seed).to_continent(&lay), name)
        }
        None => (generate(&spec(args)), {
            let (nodes, commodities) = (args.nodes, args.commodities);
            format!("synthetic-{nodes}x{commodities}x{}-{}", args.periods, args.seed)
        }),
    };
    let folder = DataFolder {
        name: &name,
        accounting: Accounting::Closed,
        remarks: &[],
    };
    let config = import::write(&continent, &folder, &args.out)?;
    print::line(&config.display().to_string())
}

const fn spec(args: &GenerateArgs) -> GenerateSpec {
    GenerateSpec {
        nodes: args.nodes,
        commodities: args.commodities,
        periods: args.periods,
        seed: args.seed,
    }
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
    if args.sectors.is_some_and(|sectors| sectors < 2) {
        wrong.push("--sectors must be at least 2".to_owned());
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

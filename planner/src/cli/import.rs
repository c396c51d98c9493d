//! `planner import`.

use super::args::ImportArgs;
use super::fail::Failure;
use super::print;
use crate::import::{self, DataFolder};
use data::findings::Findings;
use data::import::input_output::LaySpec;
use serde::Serialize;

/// What was made, for programs.
#[derive(Serialize)]
struct Made {
    config: String,
    nodes: usize,
    links: usize,
    commodities: usize,
    sites: usize,
    periods: usize,
    offset: f64,
}

pub(super) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let lay = lay_spec(args)?;
    let imported = import::read(args.format, &args.files, &lay).map_err(refused)?;
    let stem = args.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = DataFolder {
        name: &stem,
        accounting: imported.accounting,
        remarks: &imported.remarks,
    };
    let config = import::write(&imported.continent, &folder, &args.out)?;
    let continent = &imported.continent;
    let made = Made {
        config: config.display().to_string(),
        nodes: continent.nodes.len(),
        links: continent.links.len(),
        commodities: continent.commodities.len(),
        sites: continent.sites.len(),
        periods: continent.periods.len(),
        offset: imported.offset,
    };
    if args.json {
        return print::json(&made);
    }
    print::remark(&format!(
        "{} nodes, {} links, {} commodities, {} sites, {} periods",
        made.nodes, made.links, made.commodities, made.sites, made.periods
    ));
    if imported.offset != 0.0 {
        print::remark(&format!(
            "the objective of the instance is that of a plan and {}",
            imported.offset
        ));
    }
    print::line(&made.config)
}

const fn refused(findings: Findings) -> Failure {
    Failure::Findings {
        findings,
        printed: false,
    }
}

fn lay_spec(args: &ImportArgs) -> Result<LaySpec, Failure> {
    let mut wrong = Vec::new();
    if args.years == 0 || args.years > 100 {
        wrong.push("--years must lie between 1 and 100");
    }
    if !(args.headroom >= 1.0 && args.headroom <= 100.0) {
        wrong.push("--headroom must lie between 1 and 100");
    }
    if !wrong.is_empty() {
        return Err(Failure::Arguments(wrong.join("; ")));
    }
    Ok(LaySpec {
        years: args.years,
        headroom: args.headroom,
        ..LaySpec::default()
    })
}

//! `planner validate`: every finding of a data folder or a config at once.

use super::args::ValidateArgs;
use super::fail::Failure;
use super::print;
use crate::network::{Network, Reach, validate};
use crate::program::loops::gaining_loop;
use crate::run;
use data::findings::Findings;
use data::model::{Accounting, Continent};
use std::path::Path;

pub(super) fn run(args: &ValidateArgs) -> Result<(), Failure> {
    let findings = gather(args);
    if args.json {
        print::json(&findings)?;
    } else if findings.is_empty() {
        print::line("no findings")?;
    } else {
        print::line(findings.to_string().trim_end())?;
    }
    if findings.has_errors() {
        Err(Failure::Findings {
            findings,
            printed: true,
        })
    } else {
        Ok(())
    }
}

/// What is found in the tables and, where they leave a continent to be built, in its network.
fn gather(args: &ValidateArgs) -> Findings {
    let is_config = args.data.extension().is_some_and(|ending| ending == "toml");
    let (read, mut findings) = if is_config {
        run::load_for_findings(&args.data)
    } else {
        let calendar = args.calendar.clone().unwrap_or_else(|| first_calendar(&args.data));
        let (continent, report) = data::tables::read_for_findings(&args.data, &calendar);
        (
            continent.map(|continent| (continent, Accounting::Closed)),
            report.warnings,
        )
    };
    if let Some((continent, accounting)) = read {
        findings.extend(of_network(&continent, accounting));
    }
    findings
}

/// Findings that need the graph or a program.
fn of_network(continent: &Continent, accounting: Accounting) -> Findings {
    let network = Network::new(continent);
    let mut findings = validate(&network, &Reach::of(&network, accounting));
    match gaining_loop(continent) {
        Ok(Some(finding)) => findings.push(finding),
        Ok(None) => {}
        Err(error) => print::remark(&format!(
            "the search for gaining loops of recipes gave no answer: {error}"
        )),
    }
    findings
}

/// The calendar named in the first row of the periods table; empty when it cannot be read, which the reader reports.
fn first_calendar(folder: &Path) -> String {
    data::tables::calendars(folder).into_iter().next().unwrap_or_default()
}

//! `planner diff`: what differs between two plans of one continent.

use super::args::DiffArgs;
use super::fail::Failure;
use super::print;
use crate::plan::diff::{Side, diff};
use crate::run::{self, Opened};
use data::model::Continent;

pub(super) fn run(args: &DiffArgs) -> Result<(), Failure> {
    let (a, b) = (run::open(&args.plan_a, None)?, run::open(&args.plan_b, None)?);
    if !same_shape(&a.continent, &b.continent) {
        let message = "the two plans are of different continents or calendars; only plans of one data set and calendar can be \
                       compared";
        return Err(Failure::Arguments(message.to_owned()));
    }
    let top = if args.json { usize::MAX } else { args.top };
    let tables = diff(&a.continent, side(&a), side(&b), top);
    if args.json {
        print::json(&tables)
    } else {
        print::tables(&tables, top)
    }
}

fn side(opened: &Opened) -> Side<'_> {
    Side {
        plan: &opened.plan,
        postings: &opened.ledger,
    }
}

/// Whether indices of one mean the same in the other: policies change figures, never ids.
fn same_shape(a: &Continent, b: &Continent) -> bool {
    let ids = |c: &Continent| -> Vec<Vec<String>> {
        vec![
            c.nodes.iter().map(|r| r.id.clone()).collect(),
            c.links.iter().map(|r| r.id.clone()).collect(),
            c.sites.iter().map(|r| r.id.clone()).collect(),
            c.commodities.iter().map(|r| r.id.clone()).collect(),
            c.periods.iter().map(|r| r.id.clone()).collect(),
        ]
    };
    ids(a) == ids(b)
}

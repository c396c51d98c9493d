//! `planner diff`: what differs between two plans of one continent.

use super::args::DiffArgs;
use super::fail::Failure;
use super::print;
use crate::plan::diff::{Side, diff, is_same_shape};
use crate::run::{self, Opened};

pub(super) fn run(args: &DiffArgs) -> Result<(), Failure> {
    let (a, b) = (run::open(&args.plan_a, None)?, run::open(&args.plan_b, None)?);
    if !is_same_shape(&a.continent, &b.continent) {
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

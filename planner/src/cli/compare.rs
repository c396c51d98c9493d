//! `planner compare`: the plans of a batch side by side, and a page of them.

use super::args::CompareArgs;
use super::fail::Failure;
use super::print;
use crate::batch::{Comparison, write_page};
use crate::plan::show::Cell;
use std::path::Path;

pub(super) fn run(args: &CompareArgs) -> Result<(), Failure> {
    let mut comparison = Comparison::read(&args.batch)?;
    if let Some(column) = &args.sort {
        comparison.sort(column, args.descending)?;
    }
    let page = write_page(&args.batch, &comparison)?;
    if args.json {
        return print::json(&comparison);
    }
    list(&comparison, args.top)?;
    print::line(&format!("page              {}", page.display()))
}

/// Prints the plans of a batch folder in its order, at most `top` of them.
pub(super) fn table(folder: &Path, top: usize) -> Result<(), Failure> {
    list(&Comparison::read(folder)?, top)
}

fn list(comparison: &Comparison, top: usize) -> Result<(), Failure> {
    let columns = comparison.columns();
    let headings = columns.iter().map(|column| print::heading(&column.name, column.unit));
    let plans = comparison.plans.iter().take(top);
    let rows: Vec<Vec<Cell>> = plans.map(|plan| comparison.cells(plan)).collect();
    print::line(&print::grid(headings.collect(), &rows, top))?;
    let made = comparison.plans.len();
    if made > top {
        print::line(&format!(
            "({} more plans; `planner compare --top N` lists more)",
            made - top
        ))?;
    }
    if made < comparison.planned {
        print::remark(&format!("{made} of {} plans are made", comparison.planned));
    }
    Ok(())
}

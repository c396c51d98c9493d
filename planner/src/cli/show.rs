//! `planner show`: the statistics of a plan.

use super::args::{ShowArgs, ShowWhat};
use super::fail::Failure;
use super::print;
use crate::plan::show;
use crate::run;

pub(super) fn run(args: &ShowArgs) -> Result<(), Failure> {
    let opened = run::open(&args.open.plan, args.open.data.as_deref())?;
    let (continent, plan, ledger) = (&opened.continent, &opened.plan, &opened.ledger);
    let accounting = opened.certificate.accounting;
    // JSON is for programs: nothing is cut off there.
    let top = if args.open.json { usize::MAX } else { args.top };
    let tables = match args.what {
        Some(ShowWhat::Balance) => vec![show::balance(continent, accounting, plan)],
        Some(ShowWhat::Sequences) => vec![show::sequences(continent, plan, ledger)],
        Some(ShowWhat::Areas) => show::areas(continent, accounting, plan, ledger).into(),
        Some(ShowWhat::Prices) => show::prices(continent, plan).into(),
        Some(ShowWhat::Links) => show::links(continent, accounting, plan, top).into(),
        Some(ShowWhat::Sites) => show::sites(continent, accounting, plan, top).into(),
        Some(ShowWhat::Goals) => vec![show::goals(continent, plan, &opened.certificate.policies)],
        None => vec![
            show::sequences(continent, plan, ledger),
            show::balance(continent, accounting, plan),
        ],
    };
    if args.open.json {
        return print::json(&tables);
    }
    print::tables(&tables, top)
}

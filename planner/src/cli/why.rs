//! `planner why`: reduced costs and what is behind them.

use super::args::WhyArgs;
use super::fail::Failure;
use super::{find, print};
use crate::network::{Network, Reach};
use crate::run;
use crate::why::{Priced, Reason, why_commodity, why_link, why_site};
use data::model::PeriodIndex;

/// Ways or commodities listed for people; `--json` lists all.
const LISTED: usize = 8;

pub(super) fn run(args: &WhyArgs) -> Result<(), Failure> {
    let opened = run::open(&args.open.plan, args.open.data.as_deref())?;
    let continent = &opened.continent;
    let period = find::period(continent, args.period.as_deref())?.unwrap_or(PeriodIndex::from_position(0));
    let network = Network::new(continent);
    let accounting = opened.certificate.accounting;
    let reach = Reach::of(&network, accounting);
    let priced = Priced::new(&network, &reach, accounting, &opened.plan);
    match (&args.site, &args.link, &args.commodity, &args.to) {
        (Some(site), ..) => {
            let site = find::site(continent, site)?;
            let reason = why_site(&priced, site, period).ok_or_else(|| {
                Failure::Arguments(format!(
                    "site {} has no capacity in that period, or is a candidate",
                    continent[site].id
                ))
            })?;
            if args.open.json {
                print::json(&reason)
            } else {
                one(&reason)
            }
        }
        (_, Some(link), ..) => {
            let reasons = why_link(&priced, find::link(continent, link)?, period);
            if args.open.json {
                return print::json(&reasons);
            }
            let (used, capacity) = (print::significant(reasons.used), print::significant(reasons.capacity));
            print::line(&format!("{}: {used} of {capacity} in use", reasons.link))?;
            print::line(&format!(
                "one more unit of capacity would save {} GJ",
                print::significant(reasons.relief_gj)
            ))?;
            several(&reasons.reasons)
        }
        (_, _, Some(commodity), Some(to)) => {
            let (node, commodity) = (find::node(continent, to)?, find::commodity(continent, commodity)?);
            let reasons = why_commodity(&priced, node, commodity, period);
            if args.open.json {
                return print::json(&reasons);
            }
            let unit = continent[commodity].unit.symbol();
            let price = print::significant(reasons.price_gj);
            print::line(&format!(
                "{} at {}: one more {unit} costs {price} GJ",
                reasons.commodity, reasons.node
            ))?;
            several(&reasons.ways)
        }
        _ => Err(Failure::Arguments(
            "give --site, --link, or --commodity with --to".to_owned(),
        )),
    }
}

fn one(reason: &Reason) -> Result<(), Failure> {
    let most = reason
        .upper
        .map_or_else(|| "no limit of its own".to_owned(), print::significant);
    print::line(&reason.decision)?;
    print::line(&format!(
        "  amount          {} (from {} to {most})",
        print::significant(reason.amount),
        print::significant(reason.lower)
    ))?;
    print::line(&format!(
        "  reduced cost    {} GJ per unit",
        print::significant(reason.reduced_cost_gj)
    ))?;
    print::line(&format!(
        "  own energy      {} GJ per unit",
        print::significant(reason.own_energy_gj)
    ))?;
    for term in &reason.terms {
        let binds = if term.binds { "  (binds)" } else { "" };
        print::line(&format!(
            "  {:>12} GJ  {} x {} GJ  {}{binds}",
            print::significant(term.energy_gj),
            print::significant(term.use_per_unit),
            print::significant(term.price_gj),
            term.what
        ))?;
    }
    print::line(&format!("  {}", reason.flip))
}

fn several(reasons: &[Reason]) -> Result<(), Failure> {
    for reason in reasons.iter().take(LISTED) {
        one(reason)?;
    }
    if reasons.len() > LISTED {
        print::line(&format!("({} more; --json lists all)", reasons.len() - LISTED))?;
    }
    Ok(())
}

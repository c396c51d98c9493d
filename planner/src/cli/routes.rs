//! `planner routes`: origins, the way as places and modes, shares, amounts, energy by stage.

use super::args::RoutesArgs;
use super::fail::Failure;
use super::{find, print, ways};
use crate::plan::routes::{Inward, Leg, Route, Routes, routes};
use crate::plan::rows::StageEnergy;
use crate::plan::trace::trace;
use crate::run;
use data::findings::escape;
use data::model::PeriodIndex;

pub(super) fn run(args: &RoutesArgs) -> Result<(), Failure> {
    let opened = run::open(&args.open.plan, args.open.data.as_deref())?;
    let continent = &opened.continent;
    let node = find::node(continent, &args.to)?;
    let commodity = find::commodity(continent, &args.commodity)?;
    let period = find::period(continent, args.period.as_deref())?;
    if let Some(count) = args.alternatives {
        let period = period.unwrap_or(PeriodIndex::from_position(0));
        return ways::alternatives(&opened, (node, commodity, period), count, args.open.json);
    }
    if let Some(from) = &args.from {
        let from = find::node(continent, from)?;
        return ways::least_energy(&opened, (from, node, commodity), args.open.json);
    }
    let trace = trace(continent, opened.certificate.accounting, &opened.plan, &opened.ledger);
    let found = routes(
        continent,
        &trace,
        &Inward::new(&trace),
        node,
        commodity,
        period,
        args.top,
    );
    if args.open.json {
        return print::json(&found);
    }
    words(&found)
}

fn words(found: &Routes) -> Result<(), Failure> {
    if found.amount <= 0.0 {
        return print::line(&format!(
            "{} at {}: none of it is used there",
            found.commodity, found.to
        ));
    }
    let (amount, total) = (
        print::significant(found.amount),
        print::significant(found.embodied.total_gj()),
    );
    let unit = found.unit;
    print::line(&format!(
        "{} to {} ({}): {amount} {unit}, embodying {total} GJ, {} GJ/{unit}",
        found.commodity,
        found.to,
        found.delivered_to,
        print::significant(found.embodied.total_gj() / found.amount)
    ))?;
    print::line(&format!("  {}", stages(&found.embodied)))?;
    for (position, route) in found.routes.iter().enumerate() {
        print::line(&format!("\n{:3}. {}", position + 1, heading(route, unit)))?;
        for leg in &route.legs {
            print::line(&format!("       {}", leg_words(leg)))?;
        }
        print::line(&format!("       {}", stages(&route.embodied)))?;
    }
    Ok(())
}

fn heading(route: &Route, unit: &str) -> String {
    let origin = route.origin.as_ref().map_or_else(
        || "other routes".to_owned(),
        |origin| {
            format!(
                "{} {} ({}) at {}",
                origin.kind,
                escape(&origin.name),
                escape(&origin.id),
                escape(&origin.place.name)
            )
        },
    );
    let (share, amount) = (route.share * 100.0, print::significant(route.amount));
    format!(
        "{share:6.2} %  {amount} {unit}  {:.0} km  from {origin}",
        route.length_km
    )
}

pub(super) fn leg_words(leg: &Leg) -> String {
    let via = match leg.via.len() {
        0 => String::new(),
        1..=4 => {
            let names: Vec<_> = leg.via.iter().map(|place| escape(&place.name)).collect();
            format!(" via {}", names.join(", "))
        }
        count => {
            let middle = &leg.via[count / 2];
            format!(" via {} and {} more places", escape(&middle.name), count - 1)
        }
    };
    let (from, to) = (escape(&leg.from.name), escape(&leg.to.name));
    format!("{}: {from} to {to}{via}, {:.0} km", escape(&leg.by_name), leg.length_km)
}

fn stages(energy: &StageEnergy) -> String {
    let parts = [
        ("extraction", energy.extraction_gj),
        ("processing", energy.processing_gj),
        ("transport", energy.transport_gj),
        ("storage", energy.storage_gj),
        ("loss", energy.loss_gj),
    ];
    let total = energy.total_gj();
    let shown = parts.iter().filter(|(_, gj)| *gj != 0.0);
    let words: Vec<String> = shown
        .map(|(name, gj)| format!("{name} {} GJ ({:.1} %)", print::significant(*gj), 100.0 * gj / total))
        .collect();
    words.join(", ")
}

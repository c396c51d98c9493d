//! `planner routes --alternatives` and `--from`: what one more unit would cost from other sources, and ways of the least
//! energy.

use super::fail::Failure;
use super::print;
use super::routes::leg_words;
use crate::ask::{Alternatives, LeastEnergy, PlanIndex, Way};
use crate::run::Opened;
use data::findings::escape;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};

/// The cheapest sources for a node.
pub(super) fn alternatives(
    opened: &Opened,
    (node, commodity, period): (NodeIndex, CommodityIndex, PeriodIndex),
    count: usize,
    as_json: bool,
) -> Result<(), Failure> {
    let found = PlanIndex::new(opened).alternatives(node, commodity, period, count);
    if as_json {
        return print::json(&found);
    }
    let Alternatives {
        node,
        commodity,
        unit,
        period,
        price_gj,
        alternatives,
    } = &found;
    print::line(&format!(
        "{commodity} to {} in {period}: one more {unit} costs {} GJ",
        node.id,
        print::significant(*price_gj)
    ))?;
    for (position, way) in alternatives.iter().enumerate() {
        print::line(&format!("\n{:3}. {}", position + 1, heading(way, unit)))?;
        for leg in &way.legs {
            print::line(&format!("       {}", leg_words(leg)))?;
        }
        print::line(&format!("       {}", parts(way)))?;
    }
    Ok(())
}

fn heading(way: &Way, unit: &str) -> String {
    let used = if way.is_used { "in use" } else { "idle" };
    let (price, kind, id) = (
        print::significant(way.price_gj),
        way.origin.kind,
        escape(&way.origin.id),
    );
    let place = escape(&way.origin.place.name);
    format!(
        "{price} GJ/{unit}  {:.0} km  from {kind} {} ({id}) at {place}, {used}",
        way.length_km,
        escape(&way.origin.name)
    )
}

/// What the price is made of; what is nothing is left out.
fn parts(way: &Way) -> String {
    let parts = [
        ("made for", way.making_gj),
        ("rent of its limits", way.at_source_gj - way.making_gj),
        ("moving", way.moving_gj),
        ("resources", way.resources_gj),
        ("rent of links", way.capacity_gj),
        ("losses", way.loss_gj),
    ];
    let shown = parts.iter().filter(|(_, gj)| gj.abs() > 1e-9 * way.price_gj.abs());
    let words: Vec<String> = shown
        .map(|(name, gj)| format!("{name} {} GJ", print::significant(*gj)))
        .collect();
    words.join(", ")
}

/// The way of the least energy between two nodes.
pub(super) fn least_energy(
    opened: &Opened,
    (from, to, commodity): (NodeIndex, NodeIndex, CommodityIndex),
    as_json: bool,
) -> Result<(), Failure> {
    let found = PlanIndex::new(opened).least_energy(from, to, commodity);
    let found = found.map_err(|error| Failure::Arguments(error.to_string()))?;
    if as_json {
        return print::json(&found);
    }
    let LeastEnergy {
        from,
        to,
        commodity,
        unit,
        energy_gj,
        legs,
        length_km,
    } = &found;
    let Some(energy_gj) = energy_gj else {
        return print::line(&format!("{commodity} has no way from {} to {}", from.id, to.id));
    };
    print::line(&format!(
        "{commodity} from {} to {}: {} GJ/{unit}, {length_km:.0} km",
        from.id,
        to.id,
        print::significant(*energy_gj)
    ))?;
    for leg in legs {
        print::line(&format!("       {}", leg_words(leg)))?;
    }
    Ok(())
}

//! V11: a sum or product of figures is too large. Single figures are checked where they are read.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::tables::cells::numbers::LARGEST;
use crate::tables::words::figure;

/// Demand of all nodes for one commodity.
pub(super) fn demand_sums(context: &Context<'_>) -> Vec<Finding> {
    let (demand, commodities) = (context.tables.get("demand"), context.tables.get("commodities"));
    let commodity_of = demand.references("commodity");
    let mut sums = vec![0.0; commodities.rows];
    for (row, amount) in demand
        .numbers("amount_per_year")
        .iter()
        .enumerate()
        .filter(|(_, a)| a.is_finite())
    {
        if let Some(sum) = commodity_of.get(row).and_then(|commodity| sums.get_mut(commodity)) {
            *sum += amount;
        }
    }
    let ids = commodities.texts("commodity");
    let mut offenders = Offenders::new(Code::V11, demand.place("amount_per_year"));
    for (commodity, sum) in sums.into_iter().enumerate().filter(|(_, sum)| *sum > LARGEST) {
        let id = ids.get(commodity);
        offenders.add(|| {
            (
                id.to_owned(),
                format!("demand for {} sums to {}", shown(id), figure(sum)),
            )
        });
    }
    offenders.into_finding().into_iter().collect()
}

/// What a site makes or uses at full capacity.
pub(super) fn site_amounts(context: &Context<'_>) -> Vec<Finding> {
    let (sites, recipes) = (context.tables.get("sites"), context.tables.get("recipes"));
    let process_of = recipes.references("process");
    let mut largest = vec![0.0_f64; context.tables.get("processes").rows];
    for (row, amount) in recipes.numbers("amount").iter().enumerate() {
        if let Some(most) = process_of.get(row).and_then(|process| largest.get_mut(process)) {
            *most = most.max(*amount); // f64::max skips figures that are not numbers
        }
    }
    let process_of = sites.references("process");
    let mut offenders = Offenders::new(Code::V11, sites.place("capacity_per_year"));
    for (row, capacity) in sites.numbers("capacity_per_year").iter().enumerate() {
        let most = process_of
            .get(row)
            .and_then(|process| largest.get(process))
            .map_or(0.0, |m| m * capacity);
        if most > LARGEST {
            offenders.add(|| {
                (
                    sites.label(row),
                    format!("its largest flow at full capacity is {}", figure(most)),
                )
            });
        }
    }
    offenders.into_finding().into_iter().collect()
}

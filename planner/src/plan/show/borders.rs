//! What crosses the borders between areas, and what it is worth on either side.
//!
//! A border price is the marginal energy of a commodity where it enters the other area: what that area pays for one more
//! unit there, and what the area it comes from could have it for on its own side.

use super::{PriceBook, StatTable, table};
use crate::plan::rows::{Plan, PricedRow};
use crate::plan::terms::{head, kept_by_link, tail};
use data::model::{AreaIndex, CommodityIndex, Continent};
use std::collections::BTreeMap;

/// One commodity across one border in one direction.
#[derive(Clone, Copy, Default)]
struct Crossing {
    departs: f64,
    arrives: f64,
    /// Price times amount on each side, GJ.
    value_before_gj: f64,
    value_after_gj: f64,
}

/// One row a pair of leaf areas and a commodity, the largest energy value first; prices are weighed by amounts.
#[must_use]
pub fn borders(continent: &Continent, plan: &Plan) -> StatTable {
    let book = PriceBook::new(plan);
    let mut crossings: BTreeMap<(AreaIndex, AreaIndex, CommodityIndex), Crossing> = BTreeMap::new();
    for flow in &plan.flows {
        let (from, to) = (
            tail(continent, flow.link, flow.direction),
            head(continent, flow.link, flow.direction),
        );
        let areas = (continent[from].area, continent[to].area);
        if areas.0 == areas.1 {
            continue;
        }
        let price = |node| book.of(PricedRow::Balance(node, flow.commodity), flow.period);
        let arrives = flow.amount * kept_by_link(continent, flow.link);
        let sum = crossings.entry((areas.0, areas.1, flow.commodity)).or_default();
        sum.departs += flow.amount;
        sum.arrives += arrives;
        sum.value_before_gj += price(from) * flow.amount;
        sum.value_after_gj += price(to) * arrives;
    }
    let mut ranked: Vec<_> = crossings.into_iter().collect();
    ranked.sort_by(|a, b| b.1.value_after_gj.total_cmp(&a.1.value_after_gj).then(a.0.cmp(&b.0)));
    let mut shown = border_table();
    for ((from, to, commodity), sum) in ranked {
        let record = &continent[commodity];
        shown.rows.push(vec![
            (&continent[from].id).into(),
            (&continent[from].name).into(),
            (&continent[to].id).into(),
            (&continent[to].name).into(),
            (&record.id).into(),
            record.unit.symbol().into(),
            sum.departs.into(),
            sum.arrives.into(),
            super::ratio(sum.value_before_gj, sum.departs).into(),
            super::ratio(sum.value_after_gj, sum.arrives).into(),
        ]);
    }
    shown
}

fn border_table() -> StatTable {
    table(
        "borders",
        "One commodity that crosses from one leaf area to another, and its price on either side",
        &[
            ("from_area", ""),
            ("from_name", ""),
            ("to_area", ""),
            ("to_name", ""),
            ("commodity", ""),
            ("unit", ""),
            ("departs", "unit"),
            ("arrives", "unit"),
            ("price_before", "GJ/unit"),
            ("price_after", "GJ/unit"),
        ],
    )
}

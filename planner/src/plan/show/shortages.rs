//! Demand left unmet: where, of what, how much of what was asked.

use super::{StatTable, ratio, table};
use crate::plan::rows::Plan;
use crate::plan::terms::asked;
use data::model::{CommodityIndex, Continent, NodeIndex};
use std::collections::BTreeMap;

/// One row a node and commodity, the largest part of what was asked first.
#[must_use]
pub fn shortages(continent: &Continent, plan: &Plan) -> StatTable {
    let mut short = BTreeMap::new();
    for row in &plan.shortages {
        *short.entry((row.node, row.commodity)).or_insert(0.0) += row.amount;
    }
    let mut demand: BTreeMap<_, f64> = BTreeMap::new();
    for period in continent.period_indices() {
        for (key, amount) in asked(continent, period) {
            if short.contains_key(&key) {
                *demand.entry(key).or_default() += amount;
            }
        }
    }
    let mut shown = table(
        "shortages",
        "Demand of one commodity left unmet in one place",
        &[
            ("node", ""),
            ("name", ""),
            ("commodity", ""),
            ("unit", ""),
            ("asked", "unit"),
            ("short", "unit"),
            ("part_of_demand", ""),
            ("penalty", "GJ"),
        ],
    );
    let mut ranked: Vec<_> = short.into_iter().collect();
    let part = |key: (NodeIndex, CommodityIndex), amount: f64| {
        let asked = demand.get(&key).copied().unwrap_or(0.0);
        ratio(amount, asked).unwrap_or(0.0)
    };
    ranked.sort_by(|a, b| part(b.0, b.1).total_cmp(&part(a.0, a.1)).then(a.0.cmp(&b.0)));
    for ((node, commodity), amount) in ranked {
        let record = &continent[commodity];
        shown.rows.push(vec![
            (&continent[node].id).into(),
            (&continent[node].name).into(),
            (&record.id).into(),
            record.unit.symbol().into(),
            demand.get(&(node, commodity)).copied().into(),
            amount.into(),
            part((node, commodity), amount).into(),
            (amount * record.shortage_penalty_gj).into(),
        ]);
    }
    shown
}

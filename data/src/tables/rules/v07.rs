//! V07: a minimum is above its maximum.

use super::Context;
use crate::findings::{Code, Finding, Offenders};
use crate::tables::cells::Typed;
use crate::tables::words::figure;

pub(super) fn sites(context: &Context<'_>) -> Vec<Finding> {
    above(
        context.tables.get("sites"),
        "minimum_per_year",
        "capacity_per_year",
        |_| true,
    )
}

pub(super) fn trade(context: &Context<'_>) -> Vec<Finding> {
    above(
        context.tables.get("trade"),
        "minimum_per_year",
        "maximum_per_year",
        |_| true,
    )
}

/// Levels at the ends, for stores whose ends are given.
pub(super) fn stores(context: &Context<'_>) -> Vec<Finding> {
    let stores = context.tables.get("stores");
    let ends = stores.words("ends");
    let given = |row| ends.get(row) == "given";
    let mut findings = above(stores, "initial_level", "capacity", given);
    findings.extend(above(stores, "final_minimum", "capacity", given));
    findings
}

fn above(table: &Typed, lower: &str, upper: &str, counts: impl Fn(usize) -> bool) -> Vec<Finding> {
    let mut offenders = Offenders::new(Code::V07, table.place(lower));
    let pairs = table.numbers(lower).iter().zip(table.numbers(upper));
    for (row, (low, high)) in pairs.enumerate() {
        if low > high && counts(row) {
            let seen = || format!("{lower} {}, {upper} {}", figure(*low), figure(*high));
            offenders.add(|| (table.label(row), seen()));
        }
    }
    offenders.into_finding().into_iter().collect()
}

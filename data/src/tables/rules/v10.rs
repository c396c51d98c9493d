//! V10: figures of one column are spread too far.
//!
//! Figures are compared only where they have one unit: demand by commodity, capacity by process or mode.

use super::Context;
use crate::findings::{Code, Finding, Offenders, Severity, shown};
use crate::tables::cells::Typed;
use crate::tables::words::figure;
use std::collections::BTreeMap;

/// Ratio of the largest figure to the smallest above zero that is an error.
const ERROR_RATIO: f64 = 1e9;

/// Ratio that is a warning.
const WARNING_RATIO: f64 = 1e6;

/// Table, column, and the column whose rows of one value have one unit; empty when the whole column has.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("commodities", "shortage_penalty_gj", ""),
    ("recipes", "amount", "commodity"),
    ("resource_uses", "amount", "resource"),
    ("links", "length_km", ""),
    ("links", "capacity_per_year", "mode"),
    ("terminals", "capacity_per_year", "mode"),
    ("sites", "capacity_per_year", "process"),
    ("stores", "capacity", "commodity"),
    ("demand", "amount_per_year", "commodity"),
    ("trade", "maximum_per_year", "commodity"),
    ("budgets", "limit_per_year", "resource"),
];

/// Smallest and largest figure of a group, with their rows.
#[derive(Clone, Copy)]
struct Spread {
    least: (f64, usize),
    most: (f64, usize),
}

pub(super) fn spreads(context: &Context<'_>) -> Vec<Finding> {
    COLUMNS
        .iter()
        .flat_map(|(table, column, group)| of_column(context.tables.get(table), column, group))
        .collect()
}

fn of_column(table: &Typed, column: &str, group: &str) -> Vec<Finding> {
    let mut errors = Offenders::new(Code::V10, table.place(column));
    let mut warnings = errors.clone().with_severity(Severity::Warning);
    for (group, spread) in spreads_by_group(table, column, group) {
        let ratio = spread.most.0 / spread.least.0;
        if ratio > WARNING_RATIO {
            let list = if ratio > ERROR_RATIO {
                &mut errors
            } else {
                &mut warnings
            };
            list.add(|| describe(table, column, &group.1, spread));
        }
    }
    [errors, warnings]
        .into_iter()
        .filter_map(Offenders::into_finding)
        .collect()
}

/// Smallest and largest figure by kind of owner (a mode uses resources per tonne-km, a process per activity) and group.
/// Groups are told apart by the rows that they refer to, which is quicker than by their ids; what refers to nothing has
/// a finding of its own (I02).
fn spreads_by_group(table: &Typed, column: &str, group: &str) -> BTreeMap<(&'static str, String), Spread> {
    let (groups, kinds) = (table.references(group), table.words("owner_kind"));
    let mut spreads: Vec<Spreads> = Vec::new();
    for (row, value) in table.numbers(column).iter().copied().enumerate() {
        let position = if group.is_empty() { Some(0) } else { groups.get(row) };
        if let Some(position) = position.filter(|_| value > 0.0) {
            let kind = kinds.position(row).map_or(0, |kind| kind + 1);
            note(at(at(&mut spreads, kind), position), (value, row));
        }
    }
    let texts = table.texts(group);
    let named = spreads.into_iter().flatten().flatten();
    named
        .map(|spread| {
            let row = spread.least.1;
            ((kinds.get(row), texts.get(row).to_owned()), spread)
        })
        .collect()
}

/// The spread of each group, by the position of the group.
type Spreads = Vec<Option<Spread>>;

/// The item at a position of a list that grows as needed.
fn at<T: Clone + Default>(list: &mut Vec<T>, position: usize) -> &mut T {
    if position >= list.len() {
        list.resize(position + 1, T::default());
    }
    &mut list[position]
}

fn note(spread: &mut Option<Spread>, here: (f64, usize)) {
    let spread = spread.get_or_insert(Spread {
        least: here,
        most: here,
    });
    if here.0 < spread.least.0 {
        spread.least = here;
    }
    if here.0 > spread.most.0 {
        spread.most = here;
    }
}

fn describe(table: &Typed, column: &str, group: &str, spread: Spread) -> (String, String) {
    let (least, most) = (spread.least, spread.most);
    let of = if group.is_empty() {
        String::new()
    } else {
        format!(" of {}", shown(group))
    };
    let seen = format!(
        "{column}{of} from {} ({}) to {} ({})",
        figure(least.0),
        table.label(least.1),
        figure(most.0),
        table.label(most.1)
    );
    (table.label(least.1), seen)
}

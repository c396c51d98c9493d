//! Overrides: one column of the rows that meet every condition.

use super::Run;
use super::conditions::{Condition, Unknown};
use super::target::{CHANGEABLE, Changeable};
use crate::config::nearest;
use crate::dictionary::{ColumnKind, Range, input_table};
use crate::findings::{Code, Finding, Offenders};
use crate::model::{Continent, Override, Policy};

/// What can be said of an override without a continent: its table, columns and value. `entry` is its place.
pub(crate) fn check_override(entry: &str, change: &Override) -> Vec<Finding> {
    let mut found = Vec::new();
    let seen = match (change.set, change.multiply) {
        (Some(_), Some(_)) => Some("both set and multiply are given"),
        (None, None) => Some("neither set nor multiply is given"),
        _ => None,
    };
    found.extend(seen.map(|s| Finding::new(Code::C04, entry, s).with_action("Give exactly one of set and multiply.")));
    let Some(table) = changeable(&change.table) else {
        let tables: Vec<&str> = CHANGEABLE.iter().map(|c| c.table).collect();
        found.push(unknown(
            &format!("{entry}.table"),
            &change.table,
            "a table that a policy may change",
            &tables,
        ));
        return found;
    };
    if !table.columns.contains(&change.column.as_str()) {
        let what = format!("a column of {} that a policy may change", table.table);
        found.push(unknown(
            &format!("{entry}.column"),
            &change.column,
            &what,
            table.columns,
        ));
    }
    for column in change.conditions.keys() {
        if !table.conditions.contains(&column.as_str()) {
            let what = format!("a condition on {}", table.table);
            found.push(unknown(
                &format!("{entry}.where.{column}"),
                column,
                &what,
                table.conditions,
            ));
        }
    }
    found
}

fn unknown(place: &str, name: &str, what: &str, known: &[&str]) -> Finding {
    let listed = known.join(", ");
    let advice = match nearest(name, known.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`? Known are {listed}."),
        None => format!("Known are {listed}."),
    };
    Finding::new(Code::C01, place, format!("`{name}` is not {what}")).with_action(advice)
}

fn changeable(table: &str) -> Option<&'static Changeable> {
    CHANGEABLE.iter().find(|c| c.table == table)
}

/// Applies the policy's overrides in order.
pub(super) fn apply_all(continent: &mut Continent, policy: &Policy, run: &mut Run) {
    for (place, change) in policy.overrides.iter().enumerate() {
        let entry = format!("overrides[{}]", place + 1);
        let unfit = check_override(&run.place(&entry), change);
        match changeable(&change.table) {
            Some(table) if unfit.is_empty() => apply_one(continent, table, change, &entry, run),
            _ => run.findings.extend(unfit),
        }
    }
}

fn apply_one(continent: &mut Continent, table: &Changeable, change: &Override, entry: &str, run: &mut Run) {
    let place = run.place(entry);
    let mut conditions = Vec::with_capacity(change.conditions.len());
    let mut dangling = false;
    for (column, text) in &change.conditions {
        match Condition::resolve(continent, table.target, column, text) {
            Ok(condition) => conditions.push(condition),
            Err(missing) => {
                dangling = true;
                run.findings
                    .push(dangling_id(&format!("{place}.where.{column}"), &missing));
            }
        }
    }
    if dangling {
        return;
    }
    let range = range_of(table.table, &change.column);
    let mut outside = Offenders::new(Code::C03, &place);
    let mut rows = 0;
    for row in table.target.rows(continent) {
        let facts = table.target.facts(continent, row);
        if !conditions.iter().all(|c| c.holds(continent, row, &facts)) {
            continue;
        }
        let Some(figure) = table.target.figure(continent, row, &change.column) else {
            continue;
        };
        let value = change.set.unwrap_or(*figure * change.multiply.unwrap_or(1.0));
        *figure = value;
        rows += 1;
        if !is_within(value, range) {
            let seen = format!("{} would be {value}", change.column);
            outside.add(|| (table.target.label(continent, row), seen));
        }
    }
    run.findings.extend(outside.into_finding());
    if rows == 0 {
        let seen = format!("no row of {} with {} meets the conditions", table.table, change.column);
        let finding = Finding::new(Code::I02, &place, seen);
        run.findings
            .push(finding.with_action("Loosen the conditions, or remove the override."));
    }
    run.note(entry, rows);
}

/// The finding of an id that the tables do not have.
pub(super) fn dangling_id(place: &str, missing: &Unknown) -> Finding {
    let finding = Finding::new(Code::I02, place, &missing.seen);
    match &missing.near {
        Some(near) => finding.with_action(format!("Did you mean `{near}`?")),
        None => finding.with_action("Use an id of the tables."),
    }
}

fn range_of(table: &str, column: &str) -> Range {
    let kind = input_table(table).and_then(|t| t.column(column)).map(|c| c.kind);
    match kind {
        Some(ColumnKind::Number(range)) => range,
        _ => Range::Finite,
    }
}

fn is_within(value: f64, range: Range) -> bool {
    value.is_finite()
        && match range {
            Range::Finite => true,
            Range::NonNegative => value >= 0.0,
            Range::Positive => value > 0.0,
            Range::Loss => (0.0..1.0).contains(&value),
            Range::Share => (0.0..=1.0).contains(&value),
            Range::Latitude => (-90.0..=90.0).contains(&value),
            Range::Longitude => (-180.0..=180.0).contains(&value),
        }
}

//! V16: a table is empty.

use super::Context;
use crate::findings::{Code, Finding, shown};
use crate::tables::words::closest;
use std::collections::BTreeSet;

/// Required tables without rows.
pub(super) fn tables(context: &Context<'_>) -> Vec<Finding> {
    let empty = context
        .tables
        .iter()
        .filter(|t| t.table.required && t.readable && t.rows == 0);
    empty
        .map(|table| Finding::new(Code::V16, &table.file, "a header and no rows"))
        .collect()
}

/// The calendar asked for has no periods.
pub(super) fn calendar(context: &Context<'_>) -> Vec<Finding> {
    let periods = context.tables.get("periods");
    let texts = periods.texts("calendar");
    let calendars: BTreeSet<&str> = texts.iter(periods.rows).filter(|id| !id.is_empty()).collect();
    if calendars.is_empty() || calendars.contains(context.calendar) {
        return Vec::new();
    }
    let known: Vec<String> = calendars.iter().map(|id| shown(id)).collect();
    let seen = format!(
        "no periods of calendar {}; there are {}",
        shown(context.calendar),
        known.join(", ")
    );
    let finding = Finding::new(Code::V16, periods.place("calendar"), seen);
    vec![match closest(context.calendar, calendars) {
        Some(id) => finding.with_action(format!("Did you mean {}?", shown(id))),
        None => finding.with_action("Ask for a calendar that is there, or add its periods."),
    }]
}

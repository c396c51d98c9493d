//! V13: periods have gaps, overlap or are out of order.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::model::HOURS_PER_YEAR;
use crate::tables::words::figure;
use std::collections::BTreeMap;

/// Slack of starts and ends, h.
const SLACK_HOURS: f64 = 1e-6;

/// Each calendar's periods follow each other within the year.
pub(super) fn periods(context: &Context<'_>) -> Vec<Finding> {
    let periods = context.tables.get("periods");
    let (calendars, ids) = (periods.texts("calendar"), periods.texts("period"));
    let spans = periods.numbers("start_hour").iter().zip(periods.numbers("hours"));
    let mut before: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    let mut offenders = Offenders::new(Code::V13, periods.place("start_hour"));
    for (row, (start, hours)) in spans.enumerate() {
        let end = start + hours;
        let last = before.insert(calendars.get(row), (*start, end));
        if let Some(fault) = fault(*start, end, last) {
            let seen = || {
                format!(
                    "period {} of calendar {}: {fault}",
                    shown(ids.get(row)),
                    shown(calendars.get(row))
                )
            };
            offenders.add(|| (periods.label(row), seen()));
        }
    }
    offenders.into_finding().into_iter().collect()
}

/// Figures that are not numbers were reported already; every comparison with them is false.
fn fault(start: f64, end: f64, last: Option<(f64, f64)>) -> Option<String> {
    if let Some((last_start, last_end)) = last {
        let (here, there) = (figure(start), figure(last_end));
        if start < last_start {
            return Some(format!("it starts at hour {here}, before the one above it"));
        }
        if start < last_end - SLACK_HOURS {
            return Some(format!(
                "it starts at hour {here}, but the one above it ends at hour {there}"
            ));
        }
        if start > last_end + SLACK_HOURS {
            return Some(format!("it starts at hour {here}, a gap after hour {there}"));
        }
    }
    let late = end > HOURS_PER_YEAR + SLACK_HOURS;
    late.then(|| format!("it ends at hour {}, after the year of {HOURS_PER_YEAR} h", figure(end)))
}

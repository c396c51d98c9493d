//! I02: an id refers to nothing. Columns of references are checked where they are resolved; here are the keys of
//! profiles, which name a calendar and a period together.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use std::collections::HashSet;

/// Calendars and periods that profiles name.
pub(super) fn profile_periods(context: &Context<'_>) -> Vec<Finding> {
    let (periods, profiles) = (context.tables.get("periods"), context.tables.get("profiles"));
    let (calendar_ids, period_ids) = (periods.texts("calendar"), periods.texts("period"));
    let known: HashSet<(&str, &str)> = calendar_ids
        .iter(periods.rows)
        .zip(period_ids.iter(periods.rows))
        .collect();
    let calendars: HashSet<&str> = calendar_ids.iter(periods.rows).collect();
    let mut no_calendar = Offenders::new(Code::I02, profiles.place("calendar"));
    let mut no_period = Offenders::new(Code::I02, profiles.place("period"));
    let (calendar_of, period_of) = (profiles.texts("calendar"), profiles.texts("period"));
    for row in 0..profiles.rows {
        let (calendar, period) = (calendar_of.get(row), period_of.get(row));
        if calendar.is_empty() || period.is_empty() || known.contains(&(calendar, period)) {
            continue;
        }
        if calendars.contains(calendar) {
            let seen = || format!("{} is not a period of calendar {}", shown(period), shown(calendar));
            no_period.add(|| (profiles.label(row), seen()));
        } else {
            no_calendar.add(|| {
                (
                    profiles.label(row),
                    format!("{} is not a calendar of periods", shown(calendar)),
                )
            });
        }
    }
    [no_calendar, no_period]
        .into_iter()
        .filter_map(Offenders::into_finding)
        .collect()
}

//! Periods and profiles of the calendar in use.

use super::Reader;
use crate::model::{Period, Profile};
use crate::tables::set::Tables;
use std::collections::BTreeMap;

pub(super) fn periods(tables: &Tables, calendar: &str) -> Vec<Period> {
    let reader = Reader::new(tables, "periods");
    let (calendars, ids) = (reader.table.texts("calendar"), reader.table.texts("period"));
    let names = reader.table.texts("name");
    let rows = reader.rows().filter(|row| calendars.get(*row) == calendar);
    rows.map(|row| {
        let id = ids.get(row).to_owned();
        let name = match names.get(row) {
            "" => id.clone(),
            name => name.to_owned(),
        };
        Period {
            id,
            name,
            hours: reader.number("hours", row),
        }
    })
    .collect()
}

/// Every profile; one without rows for the calendar is flat.
pub(super) fn profiles(tables: &Tables, calendar: &str, periods: &[Period]) -> Vec<Profile> {
    let reader = Reader::new(tables, "profiles");
    let (calendars, period_of) = (reader.table.texts("calendar"), reader.table.texts("period"));
    let ids = reader.table.texts("profile");
    let factors: BTreeMap<(&str, &str), f64> = reader
        .rows()
        .filter(|row| calendars.get(*row) == calendar)
        .map(|row| ((ids.get(row), period_of.get(row)), reader.number("factor", row)))
        .collect();
    let profiles = tables.profile_ids().iter();
    profiles
        .map(|id| {
            let factor = |period: &Period| factors.get(&(id.as_str(), period.id.as_str())).copied().unwrap_or(1.0);
            Profile {
                id: id.clone(),
                factors: periods.iter().map(factor).collect(),
            }
        })
        .collect()
}

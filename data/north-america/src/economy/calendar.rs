//! Time: the year as one period, the twelve months, and the shapes of the year.

use super::figures;
use crate::error::AssembleError;
use crate::write::{Table, flag, number};
use serde::Deserialize;

/// Hours of the planning year.
const HOURS_PER_YEAR: f64 = 8760.0;
/// Names and days of the months of a year of 365 days.
const MONTHS: [(&str, f64); 12] = [
    ("January", 31.0),
    ("February", 28.0),
    ("March", 31.0),
    ("April", 30.0),
    ("May", 31.0),
    ("June", 30.0),
    ("July", 31.0),
    ("August", 31.0),
    ("September", 30.0),
    ("October", 31.0),
    ("November", 30.0),
    ("December", 31.0),
];

#[derive(Debug, Deserialize)]
struct ProfileRow {
    profile: String,
    m01: f64,
    m02: f64,
    m03: f64,
    m04: f64,
    m05: f64,
    m06: f64,
    m07: f64,
    m08: f64,
    m09: f64,
    m10: f64,
    m11: f64,
    m12: f64,
    source: String,
}

impl ProfileRow {
    const fn parts(&self) -> [f64; 12] {
        [
            self.m01, self.m02, self.m03, self.m04, self.m05, self.m06, self.m07, self.m08, self.m09, self.m10,
            self.m11, self.m12,
        ]
    }
}

/// The periods of both calendars.
#[must_use]
pub fn periods() -> Table {
    let mut table = Table::new("periods", &["calendar", "period", "name", "start_hour", "hours"]);
    let row = |calendar: &str, period: &str, name: &str, start: f64, hours: f64| {
        vec![
            calendar.to_owned(),
            period.to_owned(),
            name.to_owned(),
            number(start, 0),
            number(hours, 0),
        ]
    };
    let mut start = 0.0;
    for (i, (name, days)) in MONTHS.iter().enumerate() {
        let hours = days * 24.0;
        table.rows.push(row("months", &month_id(i), name, start, hours));
        start += hours;
    }
    table.rows.push(row("year", "year", "Year", 0.0, HOURS_PER_YEAR));
    table
}

fn month_id(position: usize) -> String {
    format!("m{:02}", position + 1)
}

/// The profiles: what a month has of the year's whole, as a factor on the hourly mean.
///
/// # Errors
/// If the figures do not fit.
pub fn profiles() -> Result<Table, AssembleError> {
    let header = ["profile", "calendar", "period", "factor", "source", "approximate"];
    let mut table = Table::new("profiles", &header);
    for profile in figures::PROFILES.rows::<ProfileRow>()? {
        let parts = profile.parts();
        let whole: f64 = parts.iter().sum();
        for (i, (part, (_, days))) in parts.iter().zip(MONTHS).enumerate() {
            let factor = part / whole * HOURS_PER_YEAR / (days * 24.0);
            table.rows.push(vec![
                profile.profile.clone(),
                "months".to_owned(),
                month_id(i),
                number(factor, 12),
                profile.source.clone(),
                flag(true),
            ]);
        }
    }
    Ok(table)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{MONTHS, periods, profiles};
    use std::collections::BTreeMap;

    #[test]
    fn months_fill_the_year() {
        let days: f64 = MONTHS.iter().map(|(_, days)| days).sum();
        assert!((days - 365.0).abs() < 1e-9);
        assert_eq!(periods().rows.len(), 13);
    }

    #[test]
    fn the_mean_of_a_profile_over_the_hours_is_one() {
        let mut sums: BTreeMap<String, f64> = BTreeMap::new();
        for row in profiles().unwrap().rows {
            let month: usize = row[2][1..].parse().unwrap();
            let factor: f64 = row[3].parse().unwrap();
            *sums.entry(row[0].clone()).or_default() += factor * MONTHS[month - 1].1 / 365.0;
        }
        for (profile, mean) in sums {
            assert!((mean - 1.0).abs() < 1e-9, "{profile}: {mean}");
        }
    }
}

//! Time: the year as one period, the twelve months, and the shapes of the year.

use super::figures;
use crate::error::AssembleError;
use crate::write::{Table, flag, number};
use serde::Deserialize;
use std::collections::BTreeMap;

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

/// What the months have of a year's whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Id of the profile.
    pub profile: String,
    /// By month; they sum to 1.
    pub shares: [f64; 12],
    /// Short name of the source.
    pub source: String,
}

/// The profiles of the figures.
///
/// # Errors
/// If the figures do not fit.
pub fn shapes() -> Result<Vec<Shape>, AssembleError> {
    let shape = |row: ProfileRow| {
        let whole: f64 = row.parts().iter().sum();
        Shape {
            shares: row.parts().map(|part| part / whole),
            profile: row.profile,
            source: row.source,
        }
    };
    Ok(figures::PROFILES.rows::<ProfileRow>()?.into_iter().map(shape).collect())
}

/// The sum of amounts a year, each spread by its profile (flat where the id is empty), as a shape of its own; none where
/// all of them are flat.
///
/// # Errors
/// If the figures do not fit.
pub fn mixed(profile: &str, amounts: &BTreeMap<String, f64>, source: &str) -> Result<Option<Shape>, AssembleError> {
    let shapes: BTreeMap<String, [f64; 12]> = (shapes()?.into_iter())
        .map(|shape| (shape.profile, shape.shares))
        .collect();
    if amounts.keys().all(|id| !shapes.contains_key(id)) {
        return Ok(None);
    }
    let flat = MONTHS.map(|(_, days)| days * 24.0 / HOURS_PER_YEAR);
    let whole: f64 = amounts.values().sum();
    let mut shares = [0.0; 12];
    for (id, amount) in amounts {
        for (share, part) in shares.iter_mut().zip(shapes.get(id).unwrap_or(&flat)) {
            *share += amount / whole * part;
        }
    }
    Ok(Some(Shape {
        profile: profile.to_owned(),
        shares,
        source: source.to_owned(),
    }))
}

/// The table of profiles: what a month has of the year's whole, as a factor on the hourly mean.
#[must_use]
pub fn profiles(shapes: &[Shape]) -> Table {
    let header = ["profile", "calendar", "period", "factor", "source", "approximate"];
    let mut table = Table::new("profiles", &header);
    for shape in shapes {
        for (i, (share, (_, days))) in shape.shares.iter().zip(MONTHS).enumerate() {
            let factor = share * HOURS_PER_YEAR / (days * 24.0);
            table.rows.push(vec![
                shape.profile.clone(),
                "months".to_owned(),
                month_id(i),
                number(factor, 12),
                shape.source.clone(),
                flag(true),
            ]);
        }
    }
    table
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{HOURS_PER_YEAR, MONTHS, mixed, periods, profiles, shapes};
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
        for row in profiles(&shapes().unwrap()).rows {
            let month: usize = row[2][1..].parse().unwrap();
            let factor: f64 = row[3].parse().unwrap();
            *sums.entry(row[0].clone()).or_default() += factor * MONTHS[month - 1].1 / 365.0;
        }
        for (profile, mean) in sums {
            assert!((mean - 1.0).abs() < 1e-9, "{profile}: {mean}");
        }
    }

    #[test]
    fn a_mix_has_of_each_month_what_its_parts_have() {
        let amounts = BTreeMap::from([(String::new(), 30.0), ("harvest_corn".to_owned(), 10.0)]);
        let mix = mixed("both", &amounts, "Test").unwrap().unwrap();
        let corn = shapes()
            .unwrap()
            .into_iter()
            .find(|s| s.profile == "harvest_corn")
            .unwrap();
        assert!((mix.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for ((share, part), (_, days)) in mix.shares.iter().zip(corn.shares).zip(MONTHS) {
            let expected = 0.25 * part + 0.75 * days * 24.0 / HOURS_PER_YEAR;
            assert!((share - expected).abs() < 1e-12, "{share} {expected}");
        }
        assert_eq!(
            mixed("flat", &BTreeMap::from([(String::new(), 1.0)]), "Test").unwrap(),
            None
        );
    }
}

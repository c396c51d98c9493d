//! Time: equal periods or months, and the profiles that give demand, rivers, sun and harvests their seasons.

use crate::model::{Continent, HOURS_PER_YEAR, Period, Profile, ProfileIndex};

const DAYS_OF_MONTHS: [f64; 12] = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// The profiles of a continent with more than one period; with one period everything is flat.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seasons {
    pub(super) heating: Option<ProfileIndex>,
    pub(super) hydro: Option<ProfileIndex>,
    pub(super) sun: Option<ProfileIndex>,
    pub(super) harvest: Option<ProfileIndex>,
}

impl Seasons {
    /// Puts periods and profiles into the continent.
    pub(super) fn draw(continent: &mut Continent, periods: usize) -> Self {
        continent.periods = draw_periods(periods);
        if periods == 1 {
            return Self::default();
        }
        let mut add = |id: &str, shape: fn(f64) -> f64| {
            let factors = factors(&continent.periods, shape);
            continent.profiles.push(Profile {
                id: id.to_owned(),
                factors,
            });
            Some(ProfileIndex::from_position(continent.profiles.len() - 1))
        };
        Self {
            heating: add("heating", |t| 1.0 - 0.35 * summer(t)),
            hydro: add("hydro", |t| 1.0 + 0.3 * summer(t + 0.15)),
            sun: add("sun", |t| 1.0 + 0.4 * summer(t)),
            harvest: add("harvest", |t| 0.1 + summer(t - 0.15).max(0.0)),
        }
    }
}

fn draw_periods(count: usize) -> Vec<Period> {
    let period = |id: String, name: String, hours: f64| Period { id, name, hours };
    match count {
        1 => vec![period("year".into(), "Year".into(), HOURS_PER_YEAR)],
        12 => DAYS_OF_MONTHS
            .iter()
            .zip(1..)
            .map(|(days, month)| period(format!("month-{month:02}"), format!("Month {month}"), days * 24.0))
            .collect(),
        _ => (1..=count)
            .map(|n| {
                period(
                    format!("period-{n:04}"),
                    format!("Period {n}"),
                    HOURS_PER_YEAR / count as f64,
                )
            })
            .collect(),
    }
}

/// From -1 in midwinter to 1 in midsummer and back, in straight lines; `t` is the part of the year that has passed.
fn summer(t: f64) -> f64 {
    let t = t - t.floor();
    1.0 - 4.0 * (t - 0.5).abs()
}

/// The shape at the middle of each period, scaled so that the mean over the hours is 1.
fn factors(periods: &[Period], shape: fn(f64) -> f64) -> Vec<f64> {
    let mut start = 0.0;
    let mut raw = Vec::with_capacity(periods.len());
    for period in periods {
        raw.push(shape((start + period.hours / 2.0) / HOURS_PER_YEAR));
        start += period.hours;
    }
    let sum: f64 = raw.iter().zip(periods).map(|(f, p)| f * p.hours).sum();
    raw.iter().map(|f| f * start / sum).collect()
}

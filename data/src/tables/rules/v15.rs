//! V15: shares or factors do not sum to what they must.

use super::Context;
use crate::findings::{Code, Finding, Offenders, shown};
use crate::model::HOURS_PER_YEAR;
use crate::tables::cells::Typed;
use crate::tables::words::figure;
use std::collections::BTreeMap;

/// Slack of a sum of shares. The reader scales shares within it to sum to 1 exactly.
pub(in crate::tables) const SHARE_SLACK: f64 = 1e-6;

/// Slack of the mean of a profile.
const MEAN_SLACK: f64 = 1e-3;

/// Slack of the length of a whole year, h.
const YEAR_SLACK_HOURS: f64 = 1e-3;

/// Shares of a process's outputs: on outputs only, on all of them or none, with the sum 1.
pub(super) fn embodied_shares(context: &Context<'_>) -> Vec<Finding> {
    let recipes = context.tables.get("recipes");
    let processes = context.tables.get("processes");
    let (process_of, roles) = (recipes.references("process"), recipes.words("role"));
    let mut misplaced = Offenders::new(Code::V15, recipes.place("role"))
        .with_action("Leave embodied_share empty on rows that are not outputs.");
    let mut outputs: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (row, share) in recipes.numbers("embodied_share").iter().copied().enumerate() {
        match (roles.get(row), process_of.get(row)) {
            ("output", Some(process)) => outputs.entry(process).or_default().push(share),
            (role, _) if !share.is_nan() => {
                misplaced.add(|| (recipes.label(row), format!("a share on a row of role {role}")));
            }
            _ => {}
        }
    }
    let ids = processes.texts("process");
    let mut sums = Offenders::new(Code::V15, recipes.place("embodied_share"));
    for (process, shares) in outputs {
        if let Some(fault) = share_fault(&shares) {
            let id = ids.get(process);
            sums.add(|| (id.to_owned(), format!("process {}: {fault}", shown(id))));
        }
    }
    [misplaced, sums]
        .into_iter()
        .filter_map(Offenders::into_finding)
        .collect()
}

/// A share that is not a number is one that is not given.
fn share_fault(shares: &[f64]) -> Option<String> {
    let given = shares.iter().filter(|share| !share.is_nan()).count();
    if given == 0 {
        return None;
    }
    if given < shares.len() {
        return Some(format!("{given} of its {} outputs have a share", shares.len()));
    }
    let sum: f64 = shares.iter().sum();
    ((sum - 1.0).abs() > SHARE_SLACK).then(|| format!("shares sum to {}", figure(sum)))
}

/// One calendar's periods: id and hours.
type Calendar<'a> = Vec<(&'a str, f64)>;

/// Each profile has a factor for every period of a calendar or for none; over a whole year their mean is 1.
pub(super) fn profiles(context: &Context<'_>) -> Vec<Finding> {
    let (periods, profiles) = (context.tables.get("periods"), context.tables.get("profiles"));
    let (calendar_ids, period_ids) = (periods.texts("calendar"), periods.texts("period"));
    let mut calendars: BTreeMap<&str, Calendar<'_>> = BTreeMap::new();
    for (row, hours) in periods.numbers("hours").iter().enumerate() {
        calendars
            .entry(calendar_ids.get(row))
            .or_default()
            .push((period_ids.get(row), *hours));
    }
    let (ids, calendar_of) = (profiles.texts("profile"), profiles.texts("calendar"));
    let period_of = profiles.texts("period");
    let mut factors: BTreeMap<(&str, &str), BTreeMap<&str, f64>> = BTreeMap::new();
    for (row, factor) in profiles.numbers("factor").iter().enumerate() {
        factors
            .entry((ids.get(row), calendar_of.get(row)))
            .or_default()
            .insert(period_of.get(row), *factor);
    }
    let faults = factors.iter().filter_map(|((id, calendar), factors)| {
        let fault = profile_fault(calendars.get(calendar)?, factors)?;
        Some((
            *id,
            format!("profile {} in calendar {}: {fault}", shown(id), shown(calendar)),
        ))
    });
    report(profiles, faults)
}

fn report<'a>(profiles: &Typed, faults: impl Iterator<Item = (&'a str, String)>) -> Vec<Finding> {
    let mut offenders = Offenders::new(Code::V15, profiles.place("factor"));
    for (id, seen) in faults {
        offenders.add(|| (id.to_owned(), seen));
    }
    offenders.into_finding().into_iter().collect()
}

fn profile_fault(calendar: &Calendar<'_>, factors: &BTreeMap<&str, f64>) -> Option<String> {
    if let Some((missing, _)) = calendar.iter().find(|(period, _)| !factors.contains_key(period)) {
        return Some(format!("no factor for period {}", shown(missing)));
    }
    let hours: f64 = calendar.iter().map(|(_, hours)| hours).sum();
    // Part of a year may well lie above or below the yearly mean.
    if (hours - HOURS_PER_YEAR).abs() > YEAR_SLACK_HOURS {
        return None;
    }
    let weighted: f64 = calendar
        .iter()
        .filter_map(|(period, hours)| Some(hours * factors.get(period)?))
        .sum();
    let mean = weighted / hours;
    ((mean - 1.0).abs() > MEAN_SLACK).then(|| format!("mean over the hours {}", figure(mean)))
}

//! Sites that stand still in some periods: a profile of their own, with a factor of 0 then.

use super::Run;
use super::conditions;
use super::overrides::dangling_id;
use crate::findings::{Code, Finding};
use crate::model::{Continent, PeriodIndex, Policy, Profile, ProfileIndex, SiteIndex, SiteOutage};

/// Stops each site of the policy's outages. What it can and must do in the other periods stays as it was.
pub(super) fn stop_sites(continent: &mut Continent, policy: &Policy, run: &mut Run) {
    for (place, outage) in policy.outages.iter().enumerate() {
        let entry = format!("outages[{}]", place + 1);
        let Some((site, periods)) = resolve(continent, outage, &entry, run) else {
            continue;
        };
        if periods.is_empty() {
            let finding = Finding::new(Code::I02, run.place(&format!("{entry}.periods")), "no period is named");
            run.findings.push(finding.with_action("Name a period of the calendar."));
            continue;
        }
        stop(continent, site, &periods, format!("policy:{}:{entry}", policy.name));
        run.note(&entry, 1);
    }
}

/// The site and its periods; what is missing becomes a finding.
fn resolve(
    continent: &Continent,
    outage: &SiteOutage,
    entry: &str,
    run: &mut Run,
) -> Option<(SiteIndex, Vec<PeriodIndex>)> {
    let site = conditions::site(continent, &outage.site);
    if let Err(missing) = &site {
        let place = run.place(&format!("{entry}.site"));
        run.findings.push(dangling_id(&place, missing));
    }
    let mut periods = Vec::with_capacity(outage.periods.len());
    for (place, id) in outage.periods.iter().enumerate() {
        match conditions::period(continent, id) {
            Ok(period) => periods.push(period),
            Err(missing) => {
                let place = run.place(&format!("{entry}.periods[{}]", place + 1));
                run.findings.push(dangling_id(&place, &missing));
            }
        }
    }
    (periods.len() == outage.periods.len()).then_some((site.ok()?, periods))
}

/// Gives the site a profile like the one it had, but for those periods. What it can do in a year becomes less in the
/// proportion of what is lost, and the factors rise by as much: over a year their mean stays what it was.
fn stop(continent: &mut Continent, site: SiteIndex, periods: &[PeriodIndex], id: String) {
    let mut factors = match continent[site].profile {
        Some(profile) => continent.profiles[profile.position()].factors.clone(),
        None => vec![1.0; continent.periods.len()],
    };
    let hours = |factors: &[f64]| -> f64 {
        let periods = continent.periods.iter().zip(factors);
        periods.map(|(period, factor)| period.hours * factor).sum()
    };
    let whole = hours(&factors);
    for period in periods {
        factors[period.position()] = 0.0;
    }
    let kept = if whole > 0.0 { hours(&factors) / whole } else { 0.0 };
    let record = &mut continent.sites[site.position()];
    record.capacity_per_year *= kept;
    record.minimum_per_year *= kept;
    if kept > 0.0 {
        factors.iter_mut().for_each(|factor| *factor /= kept);
        record.profile = Some(ProfileIndex::from_position(continent.profiles.len()));
        continent.profiles.push(Profile { id, factors });
    }
}

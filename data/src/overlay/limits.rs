//! Capacity factors, limits, weights and candidates.

use super::Run;
use super::conditions;
use super::overrides::dangling_id;
use crate::findings::{Code, Finding};
use crate::model::{AreaIndex, Budget, Continent, Policy, Provenance, ResourceIndex, ResourceWeight, SiteStatus};
use std::collections::BTreeMap;

/// Multiplies the capacity of every link and terminal of a mode.
pub(super) fn scale_modes(continent: &mut Continent, factors: &BTreeMap<String, f64>, run: &mut Run) {
    for (id, factor) in factors {
        let entry = format!("capacity_factor.{id}");
        if !is_amount(*factor) {
            run.findings
                .push(Finding::new(Code::C03, &entry, format!("the factor is {factor}")));
        }
        let mode = match conditions::mode(continent, id) {
            Ok(mode) => mode,
            Err(missing) => {
                run.findings.push(dangling_id(&entry, &missing));
                continue;
            }
        };
        let mut rows = 0;
        for link in continent.links.iter_mut().filter(|l| l.mode == mode) {
            link.capacity_per_year *= factor;
            rows += 1;
        }
        if rows == 0 {
            let seen = format!("no link or terminal is of mode `{id}`");
            run.findings
                .push(Finding::new(Code::I02, &entry, seen).with_action("Remove the factor."));
        }
        run.note(&entry, rows);
    }
}

/// Puts each limit in place of the budget of its area and resource, spread over the year as that one, or beside the others.
pub(super) fn set_limits(continent: &mut Continent, policy: &Policy, run: &mut Run) {
    for (place, limit) in policy.limits.iter().enumerate() {
        let entry = format!("limits[{}]", place + 1);
        let found = area_and_resource(continent, Some(&limit.area), &limit.resource, &entry, run);
        check_amount(limit.limit_per_year, &format!("{entry}.limit_per_year"), run);
        let Some((area, resource)) = found else { continue };
        let set = Budget {
            id: format!("policy:{}:{}:{}", policy.name, limit.area, limit.resource),
            area,
            resource,
            limit_per_year: limit.limit_per_year,
            profile: None,
            provenance: Provenance {
                source: format!("policy {}", policy.name),
                approximate: false,
            },
        };
        let mut budgets = continent.budgets.iter_mut();
        match budgets.find(|b| b.area == area && b.resource == resource) {
            Some(budget) => {
                let profile = budget.profile;
                *budget = Budget { profile, ..set };
            }
            None => continent.budgets.push(set),
        }
        run.note(&entry, 1);
    }
}

/// Adds the energy prices on resources.
pub(super) fn add_weights(continent: &mut Continent, policy: &Policy, run: &mut Run) {
    for (place, weight) in policy.weights.iter().enumerate() {
        let entry = format!("weights[{}]", place + 1);
        let found = area_and_resource(continent, weight.area.as_deref(), &weight.resource, &entry, run);
        check_amount(weight.energy_gj, &format!("{entry}.energy_gj"), run);
        let Some((area, resource)) = found else { continue };
        continent.weights.push(ResourceWeight {
            resource,
            area,
            energy_gj: weight.energy_gj,
        });
        run.note(&entry, 1);
    }
}

/// Turns candidate sites into existing ones.
pub(super) fn admit_candidates(continent: &mut Continent, policy: &Policy, run: &mut Run) {
    if !policy.admit_candidates {
        return;
    }
    let mut rows = 0;
    for site in continent.sites.iter_mut().filter(|s| s.status == SiteStatus::Candidate) {
        site.status = SiteStatus::Existing;
        rows += 1;
    }
    run.note("admit_candidates", rows);
}

/// The area (the continent when none is named) and the resource; what is missing becomes a finding.
fn area_and_resource(
    continent: &Continent,
    area: Option<&str>,
    resource: &str,
    entry: &str,
    run: &mut Run,
) -> Option<(AreaIndex, ResourceIndex)> {
    let root = continent.areas.iter().position(|a| a.parent.is_none());
    let area = match area {
        Some(id) => conditions::area(continent, id),
        None => Ok(AreaIndex::from_position(root.unwrap_or(0))),
    };
    let resource = conditions::resource(continent, resource);
    for (key, missing) in [("area", area.as_ref().err()), ("resource", resource.as_ref().err())] {
        let place = run.place(&format!("{entry}.{key}"));
        run.findings.extend(missing.map(|m| dangling_id(&place, m)));
    }
    Some((area.ok()?, resource.ok()?))
}

fn check_amount(value: f64, entry: &str, run: &mut Run) {
    if !is_amount(value) {
        let finding = Finding::new(Code::C03, run.place(entry), format!("it is {value}"));
        run.findings.push(finding.with_action("Give a number of 0 or more."));
    }
}

fn is_amount(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}

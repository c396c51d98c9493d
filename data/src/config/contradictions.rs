//! Settings that exclude each other (C04), and overrides of columns that do not exist. One small function a rule.

use super::files::PolicyFile;
use super::run::{Method, RunConfig, SolverChoice};
use crate::findings::{Code, Finding};
use crate::model::{Goal, GoalMeasure};
use crate::overlay;
use std::collections::BTreeMap;

/// A first-order method does not get closer than this in useful time.
const FINEST_GAP_OF_PDLP: f64 = 1e-8;

/// What contradicts itself in a run config.
pub(crate) fn in_run(file: &str, run: &RunConfig) -> Vec<Finding> {
    let rules = [token_without_farm, gap_too_fine];
    rules.iter().filter_map(|rule| rule(file, run)).collect()
}

/// What contradicts itself in the policies, each alone and all together.
pub(crate) fn in_policies(policies: &[PolicyFile]) -> Vec<Finding> {
    let mut found = same_policy_twice(policies);
    found.extend(limits_disagree(policies));
    found.extend(overrides_disagree(policies));
    for PolicyFile { file, policy } in policies {
        for (place, goal) in policy.goals.iter().enumerate() {
            found.extend(goal_without_sense(&format!("{file}:goals[{}]", place + 1), goal));
        }
        for (place, change) in policy.overrides.iter().enumerate() {
            found.extend(overlay::check_override(
                &format!("{file}:overrides[{}]", place + 1),
                change,
            ));
        }
    }
    found
}

fn contradiction(place: &str, seen: impl AsRef<str>, action: &str) -> Finding {
    Finding::new(Code::C04, place, seen).with_action(action)
}

fn token_without_farm(file: &str, run: &RunConfig) -> Option<Finding> {
    let idle = run.token_file.is_some() && run.method == Method::Whole;
    idle.then(|| {
        let seen = "method is whole, which uses no farm of workers, and a token for a farm is given";
        contradiction(
            &format!("{file}:token_file"),
            seen,
            "Remove token_file, or choose method decomposed or auto.",
        )
    })
}

fn gap_too_fine(file: &str, run: &RunConfig) -> Option<Finding> {
    let too_fine = run.solver == SolverChoice::Pdlp && run.gap < FINEST_GAP_OF_PDLP;
    too_fine.then(|| {
        let seen = format!("solver is pdlp, which does not reach a gap of {:e}", run.gap);
        let action = format!("Ask a gap of {FINEST_GAP_OF_PDLP:e} or more, or choose simplex or interior_point.");
        contradiction(&format!("{file}:gap"), seen, &action)
    })
}

/// Two policies of one name could not be told apart in a plan.
fn same_policy_twice(policies: &[PolicyFile]) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for PolicyFile { file, policy } in policies {
        match first.get(policy.name.as_str()) {
            Some(other) => {
                let seen = format!("the name `{}` is that of {other} as well", policy.name);
                found.push(contradiction(
                    &format!("{file}:name"),
                    seen,
                    "Name one policy once, each by a name of its own.",
                ));
            }
            None => {
                first.insert(&policy.name, file);
            }
        }
    }
    found
}

/// Two limits on one resource of one area.
fn limits_disagree(policies: &[PolicyFile]) -> Vec<Finding> {
    let mut first: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut found = Vec::new();
    for PolicyFile { file, policy } in policies {
        for (place, limit) in policy.limits.iter().enumerate() {
            let entry = format!("{file}:limits[{}]", place + 1);
            match first.get(&(limit.area.as_str(), limit.resource.as_str())) {
                Some(other) => {
                    let seen = format!("`{}` in `{}` is limited by {other} as well", limit.resource, limit.area);
                    found.push(contradiction(&entry, seen, "Keep one of the two limits."));
                }
                None => {
                    first.insert((&limit.area, &limit.resource), entry);
                }
            }
        }
    }
    found
}

/// Two values set for the same column under the same conditions.
fn overrides_disagree(policies: &[PolicyFile]) -> Vec<Finding> {
    let mut first: BTreeMap<_, (String, f64)> = BTreeMap::new();
    let mut found = Vec::new();
    for PolicyFile { file, policy } in policies {
        for (place, change) in policy.overrides.iter().enumerate() {
            let Some(value) = change.set else { continue };
            let entry = format!("{file}:overrides[{}]", place + 1);
            let target = (&change.table, &change.column, &change.conditions);
            match first.get(&target) {
                Some((other, earlier)) if *earlier != value => {
                    let seen = format!("sets {value} where {other} sets {earlier}");
                    found.push(contradiction(&entry, seen, "Keep one of the two values."));
                }
                Some(_) => {}
                None => {
                    first.insert(target, (entry, value));
                }
            }
        }
    }
    found
}

fn goal_without_sense(entry: &str, goal: &Goal) -> Vec<Finding> {
    let mut found = Vec::new();
    match (goal.at_least, goal.at_most) {
        (None, None) => {
            let seen = format!("`{}` has neither at_least nor at_most", goal.name);
            found.push(contradiction(
                &format!("{entry}.at_least"),
                seen,
                "Say when the goal is reached.",
            ));
        }
        (Some(least), Some(most)) if least > most => {
            let seen = format!("at_least {least} is above at_most {most}");
            found.push(contradiction(
                &format!("{entry}.at_least"),
                seen,
                "Put at_least below at_most.",
            ));
        }
        _ => {}
    }
    let needed: &[(&str, bool)] = match goal.measure {
        GoalMeasure::Production | GoalMeasure::ShortageFraction => &[("commodity", goal.commodity.is_some())],
        GoalMeasure::ShareOfProduction => &[
            ("commodity", goal.commodity.is_some()),
            ("process", goal.process.is_some()),
        ],
        GoalMeasure::ResourceUse => &[("resource", goal.resource.is_some())],
    };
    for (key, _) in needed.iter().filter(|(_, given)| !given) {
        let seen = format!("`{}` does not name a {key}, which its measure needs", goal.name);
        found.push(contradiction(
            &format!("{entry}.{key}"),
            seen,
            &format!("Add `{key} = ...`."),
        ));
    }
    found
}

//! What is wrong between the entries of a batch file: names, seeds, selections, the count of plans. One small function a rule.

use super::choices::{LARGEST_PRODUCT, MOST_PLANS};
use super::file::{Alternative, BatchFile, Selection};
use crate::config::{FarmChoice, RunConfig, nearest};
use crate::findings::{Code, Finding};
use std::collections::BTreeSet;

/// Names that an axis may not have: the other columns of the batch's table, and of the table of a comparison.
const TAKEN_BY_COLUMNS: &[&str] = &[
    "position",
    "id",
    "status",
    "message",
    "objective_gj",
    "bound_gj",
    "gap",
    "demand_met",
    "shortage_gj",
    "energy_gj",
    "cpu_s",
    "wall_s",
    "exchanges",
    "start",
    "started_from",
    "plan",
    "plan_blake3",
    "columns_blake3",
    "objective",
    "less first",
    "change",
    "energy",
    "shortage",
    "demand met",
    "cpu",
    "wall",
];

/// Everything that is wrong between the entries of the file.
pub(super) fn in_batch(file: &str, batch: &BatchFile) -> Vec<Finding> {
    let mut found: Vec<Finding> = sources(file, batch).into_iter().collect();
    found.extend(beside_a_base(file, batch));
    found.extend(calendar_of_generated(file, batch));
    found.extend(names(file, batch));
    found.extend(seeds(file, batch));
    found.extend(selections(file, "only", &batch.only, batch));
    found.extend(selections(file, "exclude", &batch.exclude, batch));
    if found.is_empty() {
        found.extend(count(file, batch));
    }
    found
}

fn contradiction(place: &str, seen: impl AsRef<str>, action: &str) -> Finding {
    Finding::new(Code::C04, place, seen).with_action(action)
}

/// Exactly one of base, data and generate says what is planned.
fn sources(file: &str, batch: &BatchFile) -> Option<Finding> {
    let given: Vec<&str> = [
        ("base", batch.base.is_some()),
        ("data", batch.data.is_some()),
        ("generate", batch.generate.is_some()),
    ]
    .into_iter()
    .filter_map(|(key, is_given)| is_given.then_some(key))
    .collect();
    let action = "Give one of them: base (a run config), data (a folder of tables) or generate (a drawn continent).";
    match given.as_slice() {
        [_] => None,
        [] => {
            let seen = "none of base, data and generate says what is planned";
            Some(contradiction(&format!("{file}:base"), seen, action))
        }
        [first, others @ ..] => {
            let seen = format!("{first} and {} say both what is planned", others.join(" and "));
            Some(contradiction(&format!("{file}:{}", others[0]), seen, action))
        }
    }
}

/// What a base says of the continent stays as the base says it.
fn beside_a_base(file: &str, batch: &BatchFile) -> Vec<Finding> {
    if batch.base.is_none() {
        return Vec::new();
    }
    let keys = [
        ("calendar", batch.calendar.is_some()),
        ("accounting", batch.accounting.is_some()),
        ("capacity_factor", !batch.capacity_factor.is_empty()),
        ("policies", !batch.policies.is_empty()),
    ];
    let given = keys.into_iter().filter(|(_, is_given)| *is_given);
    let finding = |(key, _)| {
        let seen = format!("{key} is given beside base, which has its own");
        let action = format!("Change {key} in the base, make it an alternative, or leave base out.");
        contradiction(&format!("{file}:{key}"), seen, &action)
    };
    given.map(finding).collect()
}

/// A batch shares its plans out over threads of one process, so a base for a cluster would be another run than it says.
pub(super) fn in_base(file: &str, base: &RunConfig) -> Option<Finding> {
    (base.farm == FarmChoice::Cluster).then(|| {
        let seen = "the base has farm cluster, and a batch makes its plans in its own process";
        let action = "Remove farm from the base, or make its plans one by one with `planner plan`.";
        contradiction(&format!("{file}:base"), seen, action)
    })
}

fn calendar_of_generated(file: &str, batch: &BatchFile) -> Option<Finding> {
    let both = batch.generate.is_some() && batch.calendar.is_some();
    both.then(|| {
        let seen = "a calendar is given for a generated continent, which has one only";
        contradiction(&format!("{file}:calendar"), seen, "Remove calendar.")
    })
}

/// Names of axes and, axis by axis, of alternatives are given once, and no axis is a column of the table already.
fn names(file: &str, batch: &BatchFile) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut axes = BTreeSet::new();
    if batch.axes.is_empty() {
        let action = "Add [[axes]] with alternatives.";
        found.push(contradiction(&format!("{file}:axes"), "nothing is varied", action));
    }
    for (at, axis) in batch.axes.iter().enumerate() {
        let place = format!("{file}:axes[{}]", at + 1);
        if !axes.insert(axis.name.as_str()) {
            found.push(twice(&place, &axis.name, "axis"));
        }
        if TAKEN_BY_COLUMNS.contains(&axis.name.as_str()) {
            let seen = format!("`{}` is another column of the batch's table", axis.name);
            found.push(contradiction(
                &format!("{place}.name"),
                seen,
                "Give the axis another name.",
            ));
        }
        if axis.alternatives.is_empty() {
            let seen = format!("axis `{}` has no alternatives", axis.name);
            found.push(contradiction(
                &format!("{place}.alternatives"),
                seen,
                "Add one, or remove the axis.",
            ));
        }
        let mut alternatives = BTreeSet::new();
        for (position, alternative) in axis.alternatives.iter().enumerate() {
            if !alternatives.insert(alternative.name.as_str()) {
                let place = format!("{place}.alternatives[{}]", position + 1);
                found.push(twice(&place, &alternative.name, "alternative"));
            }
        }
    }
    found
}

fn twice(place: &str, name: &str, what: &str) -> Finding {
    let seen = format!("another {what} before it is named `{name}` as well");
    contradiction(
        &format!("{place}.name"),
        seen,
        &format!("Name each {what} by a name of its own."),
    )
}

/// Seeds need a continent that is drawn, and stand in one axis.
fn seeds(file: &str, batch: &BatchFile) -> Vec<Finding> {
    let has_seed = |alternative: &&Alternative| alternative.seed.is_some();
    let mut found = Vec::new();
    let mut first: Option<&str> = None;
    for (at, axis) in batch.axes.iter().enumerate() {
        let Some(position) = axis.alternatives.iter().position(|a| has_seed(&a)) else {
            continue;
        };
        let place = format!("{file}:axes[{}].alternatives[{}].seed", at + 1, position + 1);
        if batch.generate.is_none() {
            let seen = "a seed is given, and the continent is not generated";
            let action = "Remove the seed, or give `generate` in place of base or data.";
            found.push(contradiction(&place, seen, action));
        } else if let Some(first) = first {
            let seen = format!("axis `{first}` gives seeds as well");
            found.push(contradiction(&place, seen, "Give seeds in one axis."));
        }
        first = first.or(Some(&axis.name));
    }
    found
}

/// Selections name axes and alternatives that are there.
fn selections(file: &str, list: &str, selections: &[Selection], batch: &BatchFile) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, selection) in selections.iter().enumerate() {
        for (name, alternative) in &selection.conditions {
            let place = format!("{file}:{list}[{}].where.{name}", at + 1);
            let Some(axis) = batch.axes.iter().find(|axis| axis.name == *name) else {
                let names = batch.axes.iter().map(|axis| axis.name.as_str());
                let seen = format!("`{name}` is not an axis");
                found.push(Finding::new(Code::C01, place, seen).with_action(suggestion(name, names)));
                continue;
            };
            let names = || axis.alternatives.iter().map(|a| a.name.as_str());
            // An axis without alternatives has a finding of its own.
            if names().next().is_some() && !names().any(|known| known == alternative) {
                let seen = format!("`{alternative}` is not an alternative of `{name}`");
                found.push(Finding::new(Code::C03, place, seen).with_action(suggestion(alternative, names())));
            }
        }
    }
    found
}

fn suggestion<'a>(given: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(given, known.clone()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Known are {}.", known.collect::<Vec<_>>().join(", ")),
    }
}

/// At least one plan, and not more than a batch may have.
fn count(file: &str, batch: &BatchFile) -> Option<Finding> {
    let place = format!("{file}:axes");
    let action = "Leave alternatives out, or make several batches of it.";
    match batch.product() {
        Some(product) if product <= LARGEST_PRODUCT => {}
        Some(product) => {
            let seen = format!(
                "the axes make {product} plans before any selection; at most {LARGEST_PRODUCT} are looked through"
            );
            return Some(contradiction(&place, seen, action));
        }
        None => {
            return Some(contradiction(
                &place,
                "the axes make more plans than can be counted",
                action,
            ));
        }
    }
    match batch.choices().len() {
        0 => {
            let action = "Loosen the selections.";
            Some(contradiction(&place, "only and exclude leave no plan", action))
        }
        count if count > MOST_PLANS => {
            let seen = format!("{count} plans; a batch has at most {MOST_PLANS}");
            Some(contradiction(&place, seen, action))
        }
        _ => None,
    }
}

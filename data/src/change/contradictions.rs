//! Entries of a change file that contradict themselves or each other (C04). One small function a rule.

use super::file::{CapacityChange, ChangeFile, DemandChange, Outage, Scope};
use crate::findings::{Code, Finding};

/// What contradicts itself in the file.
pub(super) fn in_change(file: &str, change: &ChangeFile) -> Vec<Finding> {
    let place = |list: &str, at: usize| format!("{file}:{list}[{}]", at + 1);
    let mut found = Vec::new();
    found.extend(changes_nothing(file, change));
    for (at, entry) in change.demand.iter().enumerate() {
        found.extend(demand_without_figure(&place("demand", at), entry));
    }
    found.extend(amounts_disagree(file, &change.demand));
    for (at, entry) in change.capacity.iter().enumerate() {
        found.extend(keys_of_another_table(&place("capacity", at), entry));
    }
    for (at, entry) in change.outage.iter().enumerate() {
        found.extend(outage_of_not_one(&place("outage", at), entry));
        found.extend(periods_that_cannot_be(&place("outage", at), entry));
    }
    found
}

fn contradiction(place: &str, seen: impl AsRef<str>, action: &str) -> Finding {
    Finding::new(Code::C04, place, seen).with_action(action)
}

fn changes_nothing(file: &str, change: &ChangeFile) -> Option<Finding> {
    let empty = change.demand.is_empty()
        && change.capacity.is_empty()
        && change.outage.is_empty()
        && change.policies.is_empty();
    empty.then(|| {
        contradiction(
            file,
            "the file changes nothing",
            "Add [[demand]], [[capacity]], [[outage]] or policies.",
        )
    })
}

fn demand_without_figure(place: &str, entry: &DemandChange) -> Option<Finding> {
    let nothing = entry.factor.is_none() && entry.amount_per_year.is_none();
    nothing.then(|| {
        contradiction(
            place,
            "neither factor nor amount_per_year is given",
            "Give one of them, or both.",
        )
    })
}

/// Two amounts for the same rows.
fn amounts_disagree(file: &str, demand: &[DemandChange]) -> Vec<Finding> {
    let same_rows =
        |a: &DemandChange, b: &DemandChange| (&a.node, &a.area, &a.commodity) == (&b.node, &b.area, &b.commodity);
    let mut found = Vec::new();
    for (at, entry) in demand.iter().enumerate() {
        let Some(amount) = entry.amount_per_year else { continue };
        let mut earlier = demand[..at].iter().enumerate().filter(|(_, e)| same_rows(e, entry));
        let other = earlier.find_map(|(i, e)| e.amount_per_year.filter(|a| *a != amount).map(|a| (i, a)));
        if let Some((other, earlier)) = other {
            let seen = format!("sets {amount} where demand[{}] sets {earlier}", other + 1);
            let place = format!("{file}:demand[{}].amount_per_year", at + 1);
            found.push(contradiction(&place, seen, "Keep one of the two amounts."));
        }
    }
    found
}

/// Conditions that the table does not have.
fn keys_of_another_table(place: &str, entry: &CapacityChange) -> Vec<Finding> {
    let known: &[&str] = match entry.of {
        Scope::Links | Scope::Terminals => &["link", "mode", "node", "area"],
        Scope::Sites => &["site", "process", "node", "area"],
        Scope::Stores => &["store", "node", "area"],
    };
    let given = [
        ("link", &entry.link),
        ("mode", &entry.mode),
        ("site", &entry.site),
        ("process", &entry.process),
        ("store", &entry.store),
    ];
    let strange = given
        .iter()
        .filter(|(key, value)| value.is_some() && !known.contains(key));
    strange
        .map(|(key, _)| {
            let of = entry.of.word();
            let seen = format!("{of} are not picked by {key}");
            let action = format!("Remove it, or change `of`; {of} are picked by {}.", known.join(", "));
            contradiction(&format!("{place}.{key}"), seen, &action)
        })
        .collect()
}

fn outage_of_not_one(place: &str, entry: &Outage) -> Option<Finding> {
    let given = [&entry.link, &entry.site, &entry.store]
        .iter()
        .filter(|id| id.is_some())
        .count();
    let seen = match given {
        0 => "none of link, site and store is given",
        1 => return None,
        _ => "more than one of link, site and store is given",
    };
    Some(contradiction(
        place,
        seen,
        "Give exactly one of them under each [[outage]].",
    ))
}

/// Only sites have a figure for each period.
fn periods_that_cannot_be(place: &str, entry: &Outage) -> Option<Finding> {
    let periods = entry.periods.as_ref()?;
    let place = format!("{place}.periods");
    if periods.is_empty() {
        return Some(contradiction(
            &place,
            "it names no period",
            "Name periods, or remove the key: then the outage is for the whole calendar.",
        ));
    }
    let kind = if entry.link.is_some() { "link" } else { "store" };
    let all_year = entry.link.is_some() || entry.store.is_some();
    all_year.then(|| {
        let seen = format!("a {kind} has one capacity for all periods, so its outage is for the whole calendar");
        let action = "Remove the key, or lower the capacity by a factor under [[capacity]].";
        contradiction(&place, seen, action)
    })
}

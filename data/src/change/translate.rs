//! A change file as a policy: each entry becomes overrides of the tables, or the outage of a site.

use super::file::{CapacityChange, ChangeFile, DemandChange, Outage, Scope};
use crate::model::{Continent, Override, Policy, SiteOutage, StoreEnds};
use std::collections::BTreeMap;

/// A policy, and which entry of the file each of its own came from.
pub(super) struct Translated {
    pub(super) policy: Policy,
    /// `overrides[3]` of the policy is `capacity[1]` of the file.
    pub(super) origins: BTreeMap<String, String>,
}

/// The policy that does what the file says, its `policies` aside. Ids are taken as they are.
pub(super) fn translate(continent: &Continent, change: &ChangeFile) -> Translated {
    let mut made = Translated {
        policy: Policy {
            name: change.name.clone(),
            answers_for_it: change.answers_for_it.clone(),
            purpose: change.purpose.clone(),
            ..Policy::default()
        },
        origins: BTreeMap::new(),
    };
    for (at, entry) in change.demand.iter().enumerate() {
        made.add(of_demand(entry), &format!("demand[{}]", at + 1));
    }
    for (at, entry) in change.capacity.iter().enumerate() {
        made.add(of_capacity(continent, entry), &format!("capacity[{}]", at + 1));
    }
    for (at, entry) in change.outage.iter().enumerate() {
        let origin = format!("outage[{}]", at + 1);
        match (&entry.site, &entry.periods) {
            (Some(site), Some(periods)) => made.add_outage(site, periods, origin),
            _ => made.add(of_outage(continent, entry), &origin),
        }
    }
    made
}

impl Translated {
    fn add(&mut self, overrides: Vec<Override>, origin: &str) {
        for change in overrides {
            self.policy.overrides.push(change);
            let entry = format!("overrides[{}]", self.policy.overrides.len());
            self.origins.insert(entry, origin.to_owned());
        }
    }

    fn add_outage(&mut self, site: &str, periods: &[String], origin: String) {
        self.policy.outages.push(SiteOutage {
            site: site.to_owned(),
            periods: periods.to_vec(),
        });
        let entry = format!("outages[{}]", self.policy.outages.len());
        self.origins.insert(entry, origin);
    }
}

fn of_demand(entry: &DemandChange) -> Vec<Override> {
    let rows = conditions(&[
        ("node", &entry.node),
        ("area", &entry.area),
        ("commodity", &entry.commodity),
    ]);
    let one = |set, multiply| Override {
        table: "demand".to_owned(),
        column: "amount_per_year".to_owned(),
        conditions: rows.clone(),
        set,
        multiply,
    };
    let amount = entry.amount_per_year.map(|amount| one(Some(amount), None));
    let factor = entry.factor.map(|factor| one(None, Some(factor)));
    amount.into_iter().chain(factor).collect()
}

/// A site that loses capacity has less that it must do, in the same proportion.
fn of_capacity(continent: &Continent, entry: &CapacityChange) -> Vec<Override> {
    let (table, id) = match (entry.of, &entry.link) {
        (Scope::Links | Scope::Terminals, Some(link)) => table_of_link(continent, link, entry.of),
        (Scope::Terminals, None) => ("terminals", "terminal"),
        (of, _) => (of.word(), "link"),
    };
    let rows = conditions(&[
        (id, &entry.link),
        ("mode", &entry.mode),
        ("site", &entry.site),
        ("process", &entry.process),
        ("store", &entry.store),
        ("node", &entry.node),
        ("area", &entry.area),
    ]);
    let columns: &[&str] = match entry.of {
        Scope::Links | Scope::Terminals => &["capacity_per_year"],
        Scope::Sites if entry.factor < 1.0 => &["capacity_per_year", "minimum_per_year"],
        Scope::Sites => &["capacity_per_year"],
        Scope::Stores => &["capacity"],
    };
    let multiplied = columns.iter().map(|column| Override {
        table: table.to_owned(),
        column: (*column).to_owned(),
        conditions: rows.clone(),
        set: None,
        multiply: Some(entry.factor),
    });
    multiplied.collect()
}

/// What is out takes nothing and gives nothing; what is in a store stays there.
fn of_outage(continent: &Continent, entry: &Outage) -> Vec<Override> {
    let (table, id, columns): (&str, _, &[&str]) = match (&entry.link, &entry.site, &entry.store) {
        (Some(link), ..) => {
            let (table, id) = table_of_link(continent, link, Scope::Links);
            (table, (id, &entry.link), &["capacity_per_year"])
        }
        (_, Some(_), _) => (
            "sites",
            ("site", &entry.site),
            &["capacity_per_year", "minimum_per_year"],
        ),
        (_, _, Some(store)) => ("stores", ("store", &entry.store), columns_of_store(continent, store)),
        // Refused when the file was read.
        (None, None, None) => return Vec::new(),
    };
    let zeroed = columns.iter().map(|column| Override {
        table: table.to_owned(),
        column: (*column).to_owned(),
        conditions: conditions(&[id]),
        set: Some(0.0),
        multiply: None,
    });
    zeroed.collect()
}

/// Only a store whose ends are given has a least last level.
fn columns_of_store(continent: &Continent, store: &str) -> &'static [&'static str] {
    let found = continent.stores.iter().find(|s| s.id == store);
    match found.map(|s| s.ends) {
        Some(StoreEnds::Given { .. }) => &["charge_per_hour", "discharge_per_hour", "final_minimum"],
        _ => &["charge_per_hour", "discharge_per_hour"],
    }
}

/// Table and condition that pick the link: the id says whether it is a terminal; `otherwise` is for ids that are not known.
fn table_of_link(continent: &Continent, id: &str, otherwise: Scope) -> (&'static str, &'static str) {
    let found = continent.links.iter().find(|link| link.id == id);
    if found.map_or(otherwise == Scope::Terminals, |link| link.is_terminal) {
        ("terminals", "terminal")
    } else {
        ("links", "link")
    }
}

fn conditions(given: &[(&str, &Option<String>)]) -> BTreeMap<String, String> {
    let given = given.iter().filter_map(|(key, id)| Some((*key, id.as_ref()?)));
    given.map(|(key, id)| (key.to_owned(), id.clone())).collect()
}

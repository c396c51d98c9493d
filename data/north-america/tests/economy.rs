//! The goods, sites and demand of the committed tables; the balance where the raw tables are at hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use north_america::{economy, network, raw};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Row = BTreeMap<String, String>;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tables")
}

fn table(name: &str) -> Vec<Row> {
    let path = folder().join(format!("{name}.csv"));
    csv::Reader::from_path(&path)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// Modes of the links and terminals that touch each node.
fn modes_at() -> BTreeMap<String, BTreeSet<String>> {
    let mut modes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for link in table("links").iter().chain(&table("terminals")) {
        for end in ["from_node", "to_node"] {
            modes.entry(link[end].clone()).or_default().insert(link["mode"].clone());
        }
    }
    modes
}

/// Modes that carry each commodity.
fn carriage() -> BTreeMap<String, BTreeSet<String>> {
    let mut modes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in table("mode_commodities") {
        modes
            .entry(row["commodity"].clone())
            .or_default()
            .insert(row["mode"].clone());
    }
    modes
}

#[test]
fn tables_obey_every_rule_in_both_calendars() {
    for calendar in ["year", "months"] {
        if let Err(findings) = data::tables::read_continent(&folder(), calendar) {
            panic!("{findings}");
        }
    }
}

#[test]
fn there_is_enough_of_everything() {
    assert!(table("sequences").len() >= 8);
    assert!(table("commodities").len() >= 30);
    assert!(table("processes").len() >= 45);
    assert!(table("sites").len() <= 8000);
    let sites = table("sites");
    let used: BTreeSet<&str> = sites.iter().map(|s| s["process"].as_str()).collect();
    for process in table("processes") {
        assert!(
            used.contains(process["process"].as_str()),
            "no site of {}",
            process["process"]
        );
    }
}

#[test]
fn every_row_names_its_source() {
    for name in [
        "commodities",
        "processes",
        "recipes",
        "sites",
        "stores",
        "demand",
        "trade",
        "profiles",
    ] {
        for row in table(name) {
            assert!(!row["source"].is_empty(), "{name}: {row:?}");
        }
    }
}

#[test]
fn carriers_and_materials_can_arrive_where_they_are_used() {
    let (modes_at, carriage) = (modes_at(), carriage());
    let mut recipes: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in table("recipes") {
        recipes.entry(row["process"].clone()).or_default().push(row);
    }
    let mut made: BTreeSet<(String, String)> = BTreeSet::new();
    let sites = table("sites");
    for site in &sites {
        for row in recipes[&site["process"]].iter().filter(|r| r["role"] == "output") {
            made.insert((site["node"].clone(), row["commodity"].clone()));
        }
    }
    for trade in table("trade").iter().filter(|t| t["direction"] == "import") {
        made.insert((trade["node"].clone(), trade["commodity"].clone()));
    }
    let arrives = |node: &str, commodity: &str| {
        made.contains(&(node.to_owned(), commodity.to_owned()))
            || carriage
                .get(commodity)
                .is_some_and(|modes| modes_at.get(node).is_some_and(|at| !at.is_disjoint(modes)))
    };
    for site in &sites {
        for row in recipes[&site["process"]].iter().filter(|r| r["role"] != "output") {
            assert!(
                arrives(&site["node"], &row["commodity"]),
                "{} lacks {}",
                site["site"],
                row["commodity"]
            );
        }
    }
    for demand in table("demand") {
        assert!(arrives(&demand["node"], &demand["commodity"]), "{demand:?}");
    }
}

#[test]
fn a_mode_carries_the_carrier_it_burns() {
    let carriage = carriage();
    for mode in table("modes").iter().filter(|m| !m["carrier"].is_empty()) {
        assert!(carriage[&mode["carrier"]].contains(&mode["mode"]), "{}", mode["mode"]);
    }
}

#[test]
fn the_deliveries_that_the_documents_name_are_asked_for() {
    let demand = table("demand");
    for (node, commodity) in [
        ("chicago-il", "steel"),
        ("mexico-city-cmx", "wheat"),
        ("toronto-on", "electricity"),
        ("houston-tx", "cement"),
    ] {
        let asked = demand.iter().find(|d| d["node"] == node && d["commodity"] == commodity);
        assert!(
            asked.is_some_and(|d| number(d, "amount_per_year") > 1000.0),
            "{commodity} to {node}"
        );
    }
}

#[test]
fn capacity_meets_requirement() {
    let Some(folder) = raw::folder_for_tests() else {
        return; // the raw tables are not part of the project
    };
    let (mut places, _) = network::assemble(&raw::Raw::read(&folder).unwrap()).unwrap();
    let lines = economy::balance_of(&folder, &mut places).unwrap();
    let short: Vec<_> = lines
        .iter()
        .filter(|l| l.asked + l.used > 0.0 && l.margin() < 1.02)
        .collect();
    assert!(short.is_empty(), "{}{short:?}", economy::balance::text(&lines));
}

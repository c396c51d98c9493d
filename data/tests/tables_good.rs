//! The good samples read whole, and what is left out takes its default.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::model::{Continent, Stage, StoreEnds};
use data::tables::{TableReport, read_continent};
use std::path::PathBuf;

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn read(name: &str, calendar: &str) -> (Continent, TableReport) {
    read_continent(&sample(name), calendar).unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn every_table_is_read() {
    let (_, report) = read("good-tiny", "year");
    let files: Vec<&str> = report.hashes.keys().map(String::as_str).collect();
    let tables: Vec<String> = data::dictionary::input_tables()
        .map(|t| format!("{}.csv", t.name))
        .collect();
    for table in &tables {
        assert!(files.contains(&table.as_str()), "{table} is exercised");
    }
    assert!(report.rows.values().all(|rows| *rows > 0));
    assert!(report.hashes.values().all(|hash| hash.len() == 64));
}

#[test]
fn what_is_left_out_takes_its_default() {
    let (continent, _) = read("good-tiny", "year");
    let site = |id: &str| continent.sites.iter().find(|s| s.id == id).unwrap();
    assert_eq!(format!("{:?}", site("ore-pit").status), "Existing");
    assert_eq!(format!("{:?}", site("new-steelworks").status), "Candidate");
    assert_eq!(continent.periods[0].name, "Whole year");
    let (minimal, _) = read("good-minimal", "year");
    assert_eq!(minimal.sites[0].name, "coal-pit");
    assert!(minimal.links[0].two_way);
    assert_eq!(minimal.modes[0].carriages[0].weight, 1.0);
    assert_eq!(minimal.processes[0].free_mass_t, 0.0);
    assert!(minimal.stores.is_empty());
}

#[test]
fn areas_come_parents_first() {
    let (continent, _) = read("good-tiny", "year");
    let ids: Vec<&str> = continent.areas.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["land", "east", "west"]);
    let aster = continent.nodes.iter().find(|n| n.id == "aster").unwrap();
    assert_eq!(continent[aster.area].id, "west");
    assert_eq!(continent[continent.budgets[1].area].id, "west");
    assert_eq!(continent.areas_upwards(aster.area).count(), 2);
}

#[test]
fn recipes_are_in_commodity_order_and_shares_sum_to_one() {
    let (continent, _) = read("good-tiny", "year");
    for process in &continent.processes {
        assert!(process.inputs.is_sorted_by_key(|q| q.commodity));
        assert!(process.burns.is_sorted_by_key(|q| q.commodity));
        assert!((process.embodied_shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
    let refine = continent.processes.iter().find(|p| p.id == "refine").unwrap();
    assert_eq!(refine.stage, Stage::Processing);
    assert_eq!(refine.embodied_shares, [0.625, 0.375]);
}

#[test]
fn a_profile_without_rows_for_the_calendar_is_flat() {
    let (year, _) = read("good-tiny", "year");
    assert!(year.profiles.iter().all(|p| p.factors == [1.0]));
    let (halves, _) = read("good-tiny", "halves");
    let ids: Vec<&str> = halves.profiles.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["heating", "river"]);
    assert_eq!(halves.profiles[0].factors, [1.7, 0.3]);
    assert_eq!(halves.periods.len(), 2);
}

#[test]
fn links_come_before_terminals_and_ends_of_stores_are_read() {
    let (continent, _) = read("good-tiny", "year");
    assert!(continent.links.is_sorted_by_key(|l| l.is_terminal));
    assert_eq!(continent.links.iter().filter(|l| l.is_terminal).count(), 2);
    assert!(
        continent
            .links
            .iter()
            .filter(|l| l.is_terminal)
            .all(|l| l.length_km == 0.0)
    );
    assert_eq!(
        continent.stores[0].ends,
        StoreEnds::Given {
            initial: 50_000.0,
            final_minimum: 50_000.0
        }
    );
    assert_eq!(continent.stores[1].ends, StoreEnds::Cyclic);
}

#[test]
fn rounds_of_recipes_are_noted_in_a_good_set() {
    let (_, report) = read("good-tiny", "year");
    assert!(!report.warnings.has_errors());
    let codes: Vec<&str> = report.warnings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["R04"]);
}

#[test]
fn a_folder_that_is_not_there_is_one_finding() {
    let findings = read_continent(&sample("no-such-folder"), "year").unwrap_err();
    assert_eq!(findings.len(), 1, "{findings}");
    assert_eq!(findings.iter().next().unwrap().code.as_str(), "F01");
}

//! What is written reads back as the same continent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::findings::Findings;
use data::generate::{GenerateSpec, generate, random_small};
use data::model::Continent;
use data::tables::{WRITTEN_CALENDAR, read_continent, write_continent};
use proptest::prelude::*;
use std::path::Path;

fn written_and_read(continent: &Continent) -> Result<Continent, Findings> {
    let folder = tempfile::tempdir().unwrap();
    write_continent(folder.path(), continent).unwrap();
    read_continent(folder.path(), WRITTEN_CALENDAR).map(|(continent, _)| continent)
}

fn sample(calendar: &str) -> Continent {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/good-tiny");
    read_continent(&folder, calendar).unwrap().0
}

#[test]
fn the_good_sample_comes_back() {
    for calendar in ["year", "halves"] {
        let continent = sample(calendar);
        assert_eq!(written_and_read(&continent).unwrap(), continent);
    }
}

#[test]
fn awkward_names_come_back() {
    let mut continent = sample("year");
    continent.nodes[0].name = "St. \"John's\", east".to_owned();
    continent.nodes[1].name = "Zürich – 北京".to_owned();
    continent.links[0].provenance.source = "a,b;\"c\"".to_owned();
    continent.links[0].capacity_per_year = 0.1 + 0.2;
    continent.links[1].capacity_per_year = 123_456.789_012_345_67;
    assert_eq!(written_and_read(&continent).unwrap(), continent);
}

#[test]
fn nothing_but_tables_is_left_in_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    write_continent(folder.path(), &sample("year")).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut tables: Vec<String> = data::dictionary::input_tables()
        .map(|t| format!("{}.csv", t.name))
        .collect();
    names.sort();
    tables.sort();
    assert_eq!(names, tables);
}

#[test]
fn a_table_is_not_written_beside_its_parquet_twin() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nodes.parquet"), "PAR1").unwrap();
    let error = write_continent(folder.path(), &sample("year")).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
}

#[test]
fn written_columns_are_in_the_dictionary() {
    let folder = tempfile::tempdir().unwrap();
    write_continent(folder.path(), &sample("year")).unwrap();
    for table in data::dictionary::input_tables() {
        let text = std::fs::read_to_string(folder.path().join(format!("{}.csv", table.name))).unwrap();
        for column in text.lines().next().unwrap().split(',') {
            assert!(table.column(column).is_some(), "{}: {column}", table.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn drawn_continents_come_back(nodes in 3_usize..40, commodities in 4_usize..20, periods in 1_usize..13, seed: u64) {
        let continent = generate(&GenerateSpec { nodes, commodities, periods, seed });
        match written_and_read(&continent) {
            Ok(back) => prop_assert_eq!(back, continent),
            Err(findings) => prop_assert!(false, "{}", findings),
        }
    }
}

/// Small continents with nasty corners break some rules on purpose; what is read back must still be the same.
#[test]
fn small_continents_come_back() {
    let mut read_back = 0;
    for seed in 0..200 {
        let mut continent = random_small(seed);
        continent.weights.clear();
        match written_and_read(&continent) {
            Ok(back) => {
                assert_eq!(back, continent, "seed {seed}");
                read_back += 1;
            }
            Err(findings) => {
                let expected =
                    |f: &data::findings::Finding| !f.is_error() || ["R05", "I05", "V16"].contains(&f.code.as_str());
                assert!(findings.iter().all(expected), "seed {seed}: {findings}");
            }
        }
    }
    assert!(read_back > 50, "only {read_back} of 200 could be read back");
}

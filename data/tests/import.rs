//! Public formats: every code has a sample with a frozen message, no text brings a reader down, and continents made of problems
//! are read back without a finding.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use data::findings::{Code, Finder, Findings};
use data::import::input_output::{LaySpec, synthetic};
use data::import::{dimacs, dow, facility, input_output, mps, multicommodity, read_text};
use data::model::Continent;
use data::tables::{WRITTEN_CALENDAR, read_continent, write_continent};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

/// Reads a file by its ending, up to a continent.
fn read(path: &Path) -> Result<Continent, Findings> {
    let text = read_text(path)?;
    let name = path.file_name().unwrap().to_str().unwrap();
    parse(&text, name)
}

fn parse(text: &str, name: &str) -> Result<Continent, Findings> {
    let network = match name.rsplit_once('.').unwrap().1 {
        "min" => dimacs::parse(text, name)?,
        "dow" => dow::parse(text, name)?.weak(),
        "txt" => facility::parse_or_library(text, name)?.weak(),
        "holmberg" => facility::parse_holmberg(text, name)?.weak(),
        "mps" => multicommodity::recognise(&mps::parse(text, name)?, name)?.network,
        other => panic!("{other}"),
    };
    network.to_continent(name)
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/bad-import")
}

#[test]
fn every_code_has_a_sample_that_shows_it_and_nothing_else() {
    for code in Code::ALL.iter().filter(|code| code.finder() == Finder::Import) {
        let mut files = std::fs::read_dir(samples().join(code.as_str())).unwrap();
        let findings = read(&files.next().unwrap().unwrap().path()).unwrap_err();
        assert!(
            findings.iter().all(|finding| finding.code == *code),
            "{code}: {findings}"
        );
        insta::assert_snapshot!(format!("bad_{code}"), findings.to_string());
    }
}

fn assert_read_back(continent: &Continent) {
    let folder = tempfile::tempdir().unwrap();
    write_continent(folder.path(), continent).unwrap();
    let (read, report) = read_continent(folder.path(), WRITTEN_CALENDAR).unwrap();
    assert!(!report.warnings.has_errors());
    assert_eq!(read.links.len(), continent.links.len());
    assert_eq!(read.sites, continent.sites);
    assert_eq!(read.demands, continent.demands);
    assert_eq!(read.periods, continent.periods);
}

#[test]
fn problems_become_continents_that_are_read_back() {
    let network = "p min 4 4\nn 1 3\nn 4 -3\na 1 2 0 2 3\na 2 3 0 2 0\na 3 4 0 2 1\na 1 4 0 2 2\n";
    assert_read_back(&parse(network, "a.min").unwrap());
    let design = "two goods\n 3 3 2\n 1 2 5 10 20\n 2 3 5 10 30\n 1 3 12 4 8\n 1 3 6\n 2 3 1\n";
    assert_read_back(&parse(design, "b.dow").unwrap());
    assert_read_back(&parse("2 3\n10 5.\n20 0\n4\n8 12\n2\n2 4 \n6\n6 18\n", "c.txt").unwrap());
    for years in [1, 5] {
        let lay = LaySpec {
            years,
            ..LaySpec::default()
        };
        assert_read_back(&synthetic(30, 1).to_continent(&lay));
    }
}

proptest! {
    /// Lines of words that the formats know, in any order.
    #[test]
    fn no_text_brings_a_reader_down(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "p", "min", "n", "a", "c", "1", "2", "3", "0", "-1", "1e30", "nan", "x", "\n", "\n ", "ROWS", "COLUMNS", "RHS", "BOUNDS",
                "RANGES", "ENDATA", "NAME", "N", "E", "L", "UP", "FR", "99999999999999999999", "9999999", "'MARKER'", "\u{e9}",
            ]),
            0..60,
        ),
    ) {
        let text = words.join(" ").replace(" \n", "\n").replace("\n ", "\n");
        let spaced = words.join(" ");
        for text in [&text, &spaced] {
            for name in ["f.min", "f.dow", "f.txt", "f.holmberg", "f.mps"] {
                let _ = parse(text, name);
            }
            let _ = input_output::parse(&text.replace(' ', ","), &text.replace(' ', ","), ["make", "use"]);
        }
    }
}

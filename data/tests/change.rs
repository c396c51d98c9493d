//! Change files: what is accepted, what it does, and the message of every finding.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::change::{CHANGE_KEYS, ChangeSet, lay_over, read_change};
use data::config::{Key, Kind};
use data::findings::{Code, Findings};
use data::model::{Continent, Policy, Store, StoreEnds};
use data::overlay::apply;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const BAD: &str = "samples/bad-change";

/// Seven nodes in two areas, two periods: winter and summer.
fn continent() -> Continent {
    let read = data::tables::read_continent(Path::new("samples/good-tiny"), "halves");
    read.unwrap_or_else(|findings| panic!("{findings}")).0
}

fn set(body: &str) -> ChangeSet {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("change.toml");
    fs::write(&path, format!("name = \"Test\"\nanswers_for_it = \"Nobody\"\n{body}")).unwrap();
    read_change(&path).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The continent with the change, after the policies it becomes were found to do the same on their own.
fn laid(body: &str) -> Continent {
    let mut changed = continent();
    let policies = lay_over(&mut changed, &set(body), &[]).unwrap_or_else(|findings| panic!("{findings}"));
    let recorded = serde_json::to_string(&policies).unwrap();
    let read: Vec<Policy> = serde_json::from_str(&recorded).unwrap();
    let mut again = continent();
    apply(&mut again, &read, &BTreeMap::new()).unwrap();
    assert!(again == changed, "what is recorded does what was done");
    changed
}

fn refused(path: &Path) -> Findings {
    let before = continent();
    let mut after = before.clone();
    let found = match read_change(path) {
        Ok(set) => lay_over(&mut after, &set, &[]).unwrap_err(),
        Err(found) => found,
    };
    assert!(after == before, "a refused change changes nothing");
    found
}

#[test]
fn every_bad_sample_has_its_code_and_message() {
    let mut folders: Vec<PathBuf> = fs::read_dir(BAD).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let code = Code::parse(name).unwrap();
        let found = refused(&folder.join("change.toml"));
        assert!(found.iter().any(|f| f.code == code), "{name}: {found}");
        insta::assert_snapshot!(format!("bad_{name}"), found.to_string());
    }
}

/// Every key, those of entries as `demand.factor`.
fn keys() -> Vec<(String, &'static Key)> {
    let mut keys = Vec::new();
    for key in CHANGE_KEYS {
        keys.push((key.name.to_owned(), key));
        if let Kind::Tables(inner) = key.kind {
            keys.extend(inner.iter().map(|k| (format!("{}.{}", key.name, k.name), k)));
        }
    }
    keys
}

#[test]
fn each_key_has_a_meaning_and_a_place_on_the_page() {
    let page = fs::read_to_string("../docs/replan.md").unwrap();
    for (name, key) in keys() {
        assert!(!key.meaning.is_empty(), "{name}");
        assert!(
            page.contains(&format!("`{name}`")),
            "docs/replan.md says nothing of `{name}`"
        );
    }
}

#[test]
fn demand_is_changed_where_every_condition_holds() {
    let before = continent();
    let after = laid(
        r#"
        [[demand]]
        factor = 1.02
        [[demand]]
        area = "east"
        commodity = "steel"
        amount_per_year = 1000
        factor = 2
        "#,
    );
    let east = before.areas.iter().position(|a| a.id == "east").unwrap();
    for (old, new) in before.demands.iter().zip(&after.demands) {
        let is_set = before[old.node].area.position() == east && before[old.commodity].id == "steel";
        let expected = if is_set { 2000.0 } else { old.amount_per_year * 1.02 };
        assert_eq!(new.amount_per_year, expected);
    }
    let (a, b) = (
        Continent {
            demands: vec![],
            ..before
        },
        Continent {
            demands: vec![],
            ..after
        },
    );
    assert!(a == b, "nothing else changes");
}

#[test]
fn capacities_are_changed_table_by_table() {
    let before = continent();
    let after = laid(
        r#"
        capacity = [
            { of = "links", mode = "rail", factor = 0.5 },
            { of = "links", area = "east", factor = 0.5 },
            { of = "terminals", factor = 3 },
            { of = "links", link = "aster-yard", factor = 2 },
            { of = "sites", process = "make-steel", area = "west", factor = 0.5 },
            { of = "sites", site = "coal-pit", factor = 2 },
            { of = "stores", store = "oil-tank", factor = 0.25 },
        ]
        "#,
    );
    let link = |id: &str| {
        let of = |c: &Continent| c.links.iter().find(|l| l.id == id).unwrap().capacity_per_year;
        of(&after) / of(&before)
    };
    let factors = [
        "rail-pit-aster",
        "rail-aster-cedar",
        "grid-pit-aster",
        "aster-yard",
        "cedar-yard",
    ]
    .map(link);
    assert_eq!(factors, [0.5, 0.25, 1.0, 6.0, 3.0]);
    let site = |id: &str| {
        let of = |c: &Continent| {
            let site = c.sites.iter().find(|s| s.id == id).unwrap();
            (site.capacity_per_year, site.minimum_per_year)
        };
        (of(&before), of(&after))
    };
    // Less capacity is less that must be done; more capacity is not more.
    assert_eq!(site("steelworks"), ((600_000.0, 50_000.0), (300_000.0, 25_000.0)));
    assert_eq!(site("new-steelworks").1.0, 300_000.0);
    assert_eq!(site("coal-pit"), ((3e6, 1e5), (6e6, 1e5)));
    assert_eq!(store(&after, "oil-tank").capacity, 20_000.0);
}

fn store<'a>(continent: &'a Continent, id: &str) -> &'a Store {
    continent.stores.iter().find(|s| s.id == id).unwrap()
}

#[test]
fn what_is_out_takes_and_gives_nothing() {
    let after = laid(
        r#"
        outage = [
            { link = "rail-aster-cedar" },
            { link = "cedar-yard" },
            { site = "steelworks" },
            { store = "coal-heap" },
            { store = "oil-tank" },
        ]
        "#,
    );
    for link in after
        .links
        .iter()
        .filter(|l| ["rail-aster-cedar", "cedar-yard"].contains(&l.id.as_str()))
    {
        assert_eq!(link.capacity_per_year, 0.0, "{}", link.id);
    }
    let works = after.sites.iter().find(|s| s.id == "steelworks").unwrap();
    assert_eq!((works.capacity_per_year, works.minimum_per_year), (0.0, 0.0));
    for id in ["coal-heap", "oil-tank"] {
        assert_eq!(
            (store(&after, id).charge_per_hour, store(&after, id).discharge_per_hour),
            (0.0, 0.0)
        );
    }
    let StoreEnds::Given { initial, final_minimum } = store(&after, "coal-heap").ends else {
        panic!("the ends stay given")
    };
    assert_eq!((initial, final_minimum), (50_000.0, 0.0));
    assert_eq!(store(&after, "oil-tank").ends, StoreEnds::Cyclic);
}

#[test]
fn a_site_can_be_out_in_some_periods() {
    let before = continent();
    let after = laid(
        r#"
        outage = [
            { site = "weir", periods = ["winter"] },
            { site = "ore-pit", periods = ["winter", "summer"] },
            { site = "steelworks", periods = ["summer"] },
        ]
        "#,
    );
    let shares = |continent: &Continent, id: &str| -> Vec<f64> {
        let site = continent.sites.iter().find(|s| s.id == id).unwrap();
        let can = |p| continent.per_period(site.capacity_per_year, site.profile, p);
        continent.period_indices().map(can).collect()
    };
    assert_eq!(shares(&before, "weir"), [1_800_000.0, 4_200_000.0]);
    assert_eq!(shares(&after, "weir"), [0.0, 4_200_000.0]);
    assert_eq!(shares(&after, "steelworks"), [300_000.0, 0.0]);
    assert_eq!(shares(&after, "ore-pit"), [0.0, 0.0]);
    // A year holds what is left of it, and the mean of a profile over a year stays 1.
    let works = after.sites.iter().find(|s| s.id == "steelworks").unwrap();
    assert_eq!((works.capacity_per_year, works.minimum_per_year), (300_000.0, 25_000.0));
    assert_eq!(after.profiles.last().unwrap().factors, [2.0, 0.0]);
    assert_eq!(
        after.profiles[..before.profiles.len()],
        before.profiles[..],
        "others keep theirs"
    );
}

#[test]
fn policies_come_after_the_entries_and_names_are_not_given_twice() {
    let folder = tempfile::tempdir().unwrap();
    let policy = "name = \"Less coal\"\nanswers_for_it = \"Nobody\"\n[[overrides]]\ntable = \"sites\"\n\
        column = \"capacity_per_year\"\nwhere = { process = \"dig-coal\" }\nset = 200000\n";
    fs::write(folder.path().join("coal.toml"), policy).unwrap();
    let text = "name = \"Test\"\nanswers_for_it = \"Nobody\"\npolicies = [\"coal.toml\"]\n[[capacity]]\nof = \"sites\"\n\
        factor = 2\n";
    let path = folder.path().join("change.toml");
    fs::write(&path, text).unwrap();
    let set = read_change(&path).unwrap();
    let mut changed = continent();
    let policies = lay_over(&mut changed, &set, &[]).unwrap();
    assert_eq!(
        policies.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(),
        ["Test", "Less coal"]
    );
    let capacity = |id: &str| changed.sites.iter().find(|s| s.id == id).unwrap().capacity_per_year;
    assert_eq!((capacity("coal-pit"), capacity("ore-pit")), (200_000.0, 3_000_000.0));
    let again = lay_over(&mut changed, &set, &policies).unwrap_err();
    assert_eq!(again.iter().filter(|f| f.code == Code::C04).count(), 2, "{again}");
}

#[test]
fn odd_texts_are_findings_and_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("change.toml");
    let odd = [
        "",
        "demand = 3",
        "demand = [3]",
        "[demand]\nfactor = 1",
        "[[outage]]\nperiods = [[]]",
        "[[capacity]]\nof = []",
        "[[demand]]\nfactor = nan",
        "name = \"a\"\nanswers_for_it = \"b\"",
        "name = \"\\u001b[31m\"\nanswers_for_it = \"b\"\n[[outage]]\nsite = \"\\u0000\"",
    ];
    for text in odd {
        fs::write(&path, text).unwrap();
        assert!(!refused(&path).is_empty(), "{text:?}");
    }
    assert!(!refused(&folder.path().join("none.toml")).is_empty());
}

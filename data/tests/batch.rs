//! Batch files: what is accepted, what a plan of one is made of, and the message of every finding.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::batch::{BATCH_KEYS, BatchSet, MOST_PLANS, read_batch};
use data::config::{Key, Kind, Method};
use data::findings::{Code, Findings};
use data::model::Continent;
use data::overlay::apply;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const BAD: &str = "samples/bad-batch";

/// Seven nodes in two areas, two periods: winter and summer.
fn continent() -> Continent {
    let read = data::tables::read_continent(Path::new("samples/good-tiny"), "halves");
    read.unwrap_or_else(|findings| panic!("{findings}")).0
}

fn written(batch: &str, others: &[(&str, &str)]) -> Result<BatchSet, Findings> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in others {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().join("batch.toml");
    fs::write(&path, batch).unwrap();
    read_batch(&path)
}

const POLICY: &str = "name = \"Less coal\"\nanswers_for_it = \"Nobody\"\n[[overrides]]\ntable = \"sites\"\n\
                      column = \"capacity_per_year\"\nwhere = { process = \"burn-coal\" }\nmultiply = 0.5\n";
const CHANGE: &str = "name = \"No railway\"\nanswers_for_it = \"Nobody\"\n[[outage]]\nlink = \"rail-aster-cedar\"\n";

const GRID: &str = r#"
name = "Grid"
data = "tables"
calendar = "halves"
method = "decomposed"
capacity_factor = { rail = 0.5 }
[[axes]]
name = "demand"
[[axes.alternatives]]
name = "as it is"
[[axes.alternatives]]
name = "twice"
demand_scale = 2
capacity_factor = { rail = 0.5, road = 3 }
[[axes]]
name = "rest"
[[axes.alternatives]]
name = "as it is"
[[axes.alternatives]]
name = "all"
policy = "policy.toml"
change = "change.toml"
"#;

fn grid() -> BatchSet {
    let set = written(GRID, &[("policy.toml", POLICY), ("change.toml", CHANGE)]);
    set.unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn every_bad_sample_has_its_code_and_message() {
    let mut folders: Vec<PathBuf> = fs::read_dir(BAD).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let code = Code::parse(name).unwrap();
        let found = match read_batch(&folder.join("batch.toml")) {
            Ok(set) => set.examine(&continent()).unwrap_err(),
            Err(found) => found,
        };
        assert!(found.iter().any(|f| f.code == code), "{name}: {found}");
        insta::assert_snapshot!(format!("bad_{name}"), found.to_string());
    }
}

#[test]
fn each_plan_is_the_tables_with_its_alternatives_laid_over_in_order() {
    let (set, tables) = (grid(), continent());
    set.examine(&tables).unwrap_or_else(|findings| panic!("{findings}"));
    assert_eq!(set.run.method, Method::Decomposed);
    assert_eq!(set.choices(), [[0, 0], [0, 1], [1, 0], [1, 1]]);
    let laid = set.lay(&tables, &[1, 1]).unwrap();
    let names: Vec<&str> = laid.policies.iter().map(|policy| policy.name.as_str()).collect();
    assert_eq!(names, ["demand: twice", "Less coal", "No railway"]);
    assert_eq!(laid.config.name, "Grid: twice, all");
    assert_eq!(laid.config.threads, Some(1));
    let factor = |mode: &str| laid.config.capacity_factor[mode];
    assert_eq!((factor("rail"), factor("road")), (0.25, 3.0));
    let asked = |c: &Continent| c.demands.iter().map(|d| d.amount_per_year).sum::<f64>();
    assert!((asked(&laid.continent) - 2.0 * asked(&tables)).abs() < 1e-6);
    let untouched = set.lay(&tables, &[0, 0]).unwrap();
    assert_eq!(asked(&untouched.continent), asked(&tables));
}

#[test]
fn what_is_recorded_does_what_was_done() {
    let (set, tables) = (grid(), continent());
    for choice in set.choices() {
        let laid = set.lay(&tables, &choice).unwrap();
        let mut again = tables.clone();
        apply(&mut again, &laid.policies, &laid.config.capacity_factor).unwrap();
        assert!(again == laid.continent, "{choice:?}");
    }
}

#[test]
fn the_hash_of_a_plan_changes_with_whatever_determines_it_and_nothing_else() {
    let hashes = [("nodes.csv".to_owned(), "1".to_owned())].into();
    let all = |set: &BatchSet| -> Vec<String> {
        let choices = set.choices();
        choices
            .iter()
            .map(|choice| set.content_hash(choice, &hashes).unwrap())
            .collect()
    };
    let before = all(&grid());
    let distinct: std::collections::BTreeSet<&String> = before.iter().collect();
    assert_eq!(distinct.len(), 4);
    // More of another policy: only plans that take it are others.
    let other = POLICY.replace("0.5", "0.4");
    let after = all(&written(GRID, &[("policy.toml", &other), ("change.toml", CHANGE)]).unwrap());
    let same: Vec<bool> = before.iter().zip(&after).map(|(a, b)| a == b).collect();
    assert_eq!(same, [true, false, true, false]);
    // A comment, and where the tables lie, change nothing.
    let moved = GRID.replace("data = \"tables\"", "data = \"elsewhere\" # moved");
    assert_eq!(
        all(&written(&moved, &[("policy.toml", POLICY), ("change.toml", CHANGE)]).unwrap()),
        before
    );
    let finer = GRID.replace("[[axes]]\nname = \"demand\"", "gap = 1e-7\n[[axes]]\nname = \"demand\"");
    let finer = all(&written(
        &finer.replace("capacity_factor = { rail = 0.5 }\n", ""),
        &[("policy.toml", POLICY), ("change.toml", CHANGE)],
    )
    .unwrap());
    assert!(finer.iter().zip(&before).all(|(a, b)| a != b));
}

#[test]
fn the_hash_of_a_plan_changes_with_what_its_continent_is_drawn_from() {
    let hash = |drawn: &str, alternative: &str| -> String {
        let text = format!(
            "name = \"Drawn\"\ngenerate = {{ {drawn} }}\n[[axes]]\nname = \"a\"\n[[axes.alternatives]]\nname = \"b\"\n{alternative}"
        );
        let set = written(&text, &[]).unwrap();
        set.content_hash(&[0], &std::collections::BTreeMap::new()).unwrap()
    };
    let hashes = [
        hash("nodes = 10, commodities = 5", ""),
        hash("nodes = 11, commodities = 5", ""),
        hash("nodes = 10, commodities = 6", ""),
        hash("nodes = 10, commodities = 5, periods = 2", ""),
        hash("nodes = 10, commodities = 5, seed = 2", ""),
        hash("nodes = 10, commodities = 5", "seed = 3"),
    ];
    let distinct: std::collections::BTreeSet<&String> = hashes.iter().collect();
    assert_eq!(distinct.len(), hashes.len());
    assert_eq!(hash("nodes = 10, commodities = 5, seed = 1", ""), hashes[0]);
}

#[test]
fn a_base_for_a_cluster_is_refused() {
    let base = "name = \"Base\"\ndata = \"tables\"\nfarm = \"cluster\"\nfarm_scheduler = \"127.0.0.1:50050\"\nfarm_store = \"file:///store\"\n";
    let batch =
        "name = \"On a base\"\nbase = \"run.toml\"\n[[axes]]\nname = \"a\"\n[[axes.alternatives]]\nname = \"b\"\n";
    let found = written(batch, &[("run.toml", base)]).unwrap_err();
    let finding = found.iter().find(|f| f.place == "batch.toml:base").expect("a finding");
    assert_eq!(finding.code, Code::C04, "{found}");
    assert!(finding.seen.contains("farm cluster"), "{found}");
    let local = base.replace("\"cluster\"", "\"local\"");
    written(batch, &[("run.toml", &local)]).unwrap_or_else(|findings| panic!("{findings}"));
}

#[test]
fn a_base_gives_what_the_batch_does_not() {
    let base = "name = \"Base\"\ndata = \"tables\"\ncalendar = \"halves\"\ngap = 1e-4\nthreads = 7\npolicies = [\"policy.toml\"]\n";
    let batch = "name = \"On a base\"\nbase = \"run.toml\"\nmethod = \"whole\"\n\
                 [[axes]]\nname = \"a\"\n[[axes.alternatives]]\nname = \"b\"\n";
    let set = written(batch, &[("run.toml", base), ("policy.toml", POLICY)]).unwrap();
    assert_eq!(
        (set.run.gap, set.run.method, set.run.threads),
        (1e-4, Method::Whole, Some(1))
    );
    assert_eq!(set.run.calendar, "halves");
    assert_eq!(set.policies.len(), 1);
}

#[test]
fn policies_that_contradict_each_other_are_found_in_the_plan_that_has_both() {
    let limit = |name: &str| {
        format!(
            "name = \"{name}\"\nanswers_for_it = \"Nobody\"\n[[limits]]\narea = \"land\"\nresource = \"labour\"\nlimit_per_year = 1e9\n"
        )
    };
    let axis = |name: &str| {
        format!(
            "[[axes]]\nname = \"{name}\"\n[[axes.alternatives]]\nname = \"no\"\n[[axes.alternatives]]\nname = \"yes\"\npolicy = \"{name}.toml\"\n"
        )
    };
    let batch = format!(
        "name = \"x\"\ndata = \"y\"\ncalendar = \"halves\"\n{}{}",
        axis("one"),
        axis("two")
    );
    let set = written(&batch, &[("one.toml", &limit("One")), ("two.toml", &limit("Two"))]).unwrap();
    let tables = continent();
    set.examine(&tables).unwrap();
    assert!(set.lay(&tables, &[1, 0]).is_ok());
    let found = set.lay(&tables, &[1, 1]).unwrap_err();
    assert!(found.to_string().contains("is limited by policy One"), "{found}");
}

#[test]
fn a_batch_of_too_many_plans_or_of_none_is_refused() {
    let axis = |name: &str, count: usize| {
        let mut text = format!("[[axes]]\nname = \"{name}\"\n");
        for at in 0..count {
            writeln!(text, "[[axes.alternatives]]\nname = \"{at}\"").unwrap();
        }
        text
    };
    let head = "name = \"x\"\ndata = \"y\"\n";
    let message = |text: &str| written(text, &[]).unwrap_err().to_string();
    let many = message(&format!("{head}{}{}", axis("a", 101), axis("b", 100)));
    assert!(
        many.contains(&format!("10100 plans; a batch has at most {MOST_PLANS}")),
        "{many}"
    );
    let huge: String = (0..10).map(|at| axis(&format!("axis {at}"), 100)).collect();
    let huge = message(&format!("{head}{huge}"));
    assert!(huge.contains("more plans than can be counted"), "{huge}");
    let none = message(&format!("{head}exclude = [{{ where = {{}} }}]\n{}", axis("a", 2)));
    assert!(none.contains("leave no plan"), "{none}");
}

#[test]
fn every_key_has_a_meaning_and_is_in_the_docs() {
    let docs = fs::read_to_string("../docs/batch.md").unwrap();
    let mut lists: Vec<&[Key]> = vec![BATCH_KEYS];
    while let Some(list) = lists.pop() {
        for key in list {
            assert!(!key.meaning.is_empty(), "{}", key.name);
            assert!(
                docs.contains(&format!("{}`", key.name)),
                "{} is not in docs/batch.md",
                key.name
            );
            if let Kind::Table(inner) | Kind::Tables(inner) = key.kind {
                lists.push(inner);
            }
        }
    }
}

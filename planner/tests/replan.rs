//! `planner replan`: a changed plan is the plan of tables changed by hand, passes its check, and says what differs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "replan/land.rs"]
mod land;

use data::generate::{GenerateSpec, generate};
use data::model::{Continent, Profile, ProfileIndex, StoreEnds};
use land::{arguments, assert_same_objective, base, check, json, land, objective, planned, planner, replanned};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Replans the land, passes the check, compares with tables changed by hand; gives the new folder's difference.
fn same_as_by_hand(body: &str, by_hand: impl Fn(&mut Continent)) -> Value {
    let (folder, plan) = base();
    let (code, new) = replanned(&plan, "changed", body);
    assert_eq!(code, 0);
    assert_eq!(check(&new), 0);
    let mut changed = land();
    by_hand(&mut changed);
    let (code, cold) = planned(folder.path(), "cold", &changed);
    assert_eq!(code, 0);
    assert_same_objective(&new, &cold);
    let difference = json(&new.join("difference.json"));
    let extra = objective(&new) - objective(&plan);
    let rounding = 1e-12 * objective(&new);
    let stated = |key: &str| difference[key].as_f64().unwrap();
    assert!((stated("extra_gj") - extra).abs() <= rounding);
    assert!(stated("extra_at_least_gj") <= extra + rounding && extra <= stated("extra_at_most_gj") + rounding);
    difference
}

fn halve_links(continent: &mut Continent, factor: f64) {
    for link in continent.links.iter_mut().filter(|l| !l.is_terminal) {
        link.capacity_per_year *= factor;
    }
}

#[test]
fn demand_everywhere() {
    let difference = same_as_by_hand("[[demand]]\nfactor = 1.02\n", |c| {
        c.demands.iter_mut().for_each(|d| d.amount_per_year *= 1.02);
    });
    assert!(difference["extra_gj"].as_f64().unwrap() > 0.0);
    assert_eq!(difference["replanned_from"], "../base");
    assert_eq!(difference["change"]["demand"][0]["factor"], 1.02);
}

#[test]
fn demand_of_one_area_and_everything_below_it() {
    let mut rows = 0;
    for d in &land().demands {
        rows += usize::from(is_in_board_01(&land(), d.node.position()));
    }
    assert!(rows > 0 && rows < land().demands.len());
    same_as_by_hand("[[demand]]\narea = \"board-01\"\nfactor = 1.05\n", |c| {
        let places = c.clone();
        let inside = c
            .demands
            .iter_mut()
            .filter(|d| is_in_board_01(&places, d.node.position()));
        inside.for_each(|d| d.amount_per_year *= 1.05);
    });
}

fn is_in_board_01(continent: &Continent, node: usize) -> bool {
    let area = continent.nodes[node].area;
    continent.areas_upwards(area).any(|a| continent[a].id == "board-01")
}

#[test]
fn links_halved() {
    same_as_by_hand("[[capacity]]\nof = \"links\"\nfactor = 0.5\n", |c| halve_links(c, 0.5));
}

#[test]
fn an_outage_that_causes_a_shortage() {
    let difference = same_as_by_hand("[[outage]]\nsite = \"site-000003\"\n", |c| {
        let site = c.sites.iter_mut().find(|s| s.id == "site-000003").unwrap();
        (site.capacity_per_year, site.minimum_per_year) = (0.0, 0.0);
    });
    assert!(difference["shortages"]["new"].as_u64().unwrap() > 0, "{difference}");
    let tables = difference["tables"].as_array().unwrap();
    let short = tables.iter().find(|t| t["name"] == "shortages").unwrap();
    let rows = short["rows"].as_array().unwrap();
    assert!(rows.iter().any(|r| r[1] == "electricity" && r[3] == "new"), "{short}");
    // The site that is out comes first among the sites whose activity changed.
    let made = tables.iter().find(|t| t["name"] == "production").unwrap();
    assert!(
        made["rows"]
            .as_array()
            .unwrap()
            .iter()
            .take(3)
            .any(|r| r[0] == "site-000003"),
        "{made}"
    );
}

#[test]
fn an_outage_of_one_period() {
    same_as_by_hand(
        "[[outage]]\nsite = \"site-000003\"\nperiods = [\"period-0002\"]\n",
        |c| {
            let site = c.sites.iter().position(|s| s.id == "site-000003").unwrap();
            let profile = c.sites[site].profile.unwrap();
            let mut factors = c.profiles[profile.position()].factors.clone();
            // Three periods of one length: what is left of the year, and factors whose mean is 1.
            let kept = 1.0 - factors[1] / 3.0;
            factors[1] = 0.0;
            factors.iter_mut().for_each(|f| *f /= kept);
            c.sites[site].capacity_per_year *= kept;
            c.sites[site].profile = Some(ProfileIndex::from_position(c.profiles.len()));
            let id = "stopped".to_owned();
            c.profiles.push(Profile { id, factors });
        },
    );
}

#[test]
fn a_policy() {
    let policy = "name = \"Coal halved\"\nanswers_for_it = \"the test\"\n[[overrides]]\ntable = \"sites\"\n\
        column = \"capacity_per_year\"\nwhere = { process = \"power-coal\" }\nmultiply = 0.5\n";
    let (folder, plan) = base();
    std::fs::write(folder.path().join("coal.toml"), policy).unwrap();
    let (code, new) = replanned(&plan, "with-policy", "policies = [\"coal.toml\"]\n");
    assert_eq!((code, check(&new)), (0, 0));
    let mut changed = land();
    let coal = changed.processes.iter().position(|p| p.id == "power-coal").unwrap();
    let sites = changed.sites.iter_mut().filter(|s| s.process.position() == coal);
    sites.for_each(|s| s.capacity_per_year *= 0.5);
    assert_same_objective(&new, &planned(folder.path(), "cold", &changed).1);
    let certificate = json(&new.join("certificate.json"));
    let names: Vec<&Value> = certificate["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["name"])
        .collect();
    assert_eq!(names, ["with-policy", "Coal halved"]);
}

#[test]
fn changes_accumulate_and_the_checker_lays_them_over_itself() {
    let (folder, plan) = base();
    let (_, first) = replanned(&plan, "first", "[[demand]]\nfactor = 1.02\n");
    let (code, second) = replanned(&first, "second", "[[capacity]]\nof = \"links\"\nfactor = 0.5\n");
    assert_eq!((code, check(&second)), (0, 0));
    let mut changed = land();
    changed.demands.iter_mut().for_each(|d| d.amount_per_year *= 1.02);
    halve_links(&mut changed, 0.5);
    assert_same_objective(&second, &planned(folder.path(), "cold", &changed).1);
    // The name of a change in force is taken.
    assert_eq!(replanned(&second, "first", "[[demand]]\nfactor = 1.02\n").0, 2);
    // A plan whose record of the change is softened is not a plan of its continent.
    let path = second.join("certificate.json");
    let mut certificate = json(&path);
    certificate["policies"][1]["overrides"][0]["multiply"] = 0.25.into();
    let mut certificate: ::check::Certificate = serde_json::from_value(certificate).unwrap();
    certificate.seal().unwrap();
    std::fs::write(&path, serde_json::to_string(&certificate).unwrap()).unwrap();
    assert_eq!(check(&second), 5);
}

#[test]
fn many_continents_agree_with_their_tables_changed_by_hand() {
    for seed in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let mut land = generate(&GenerateSpec {
            nodes: 12,
            commodities: 6,
            periods: 2,
            seed,
        });
        let store = &mut land.stores[0];
        store.ends = StoreEnds::Given {
            initial: 0.2 * store.capacity,
            final_minimum: 0.1 * store.capacity,
        };
        let (code, plan) = planned(folder.path(), "base", &land);
        assert_eq!(code, 0, "seed {seed}");
        let (body, changed) = random_change(&land, seed);
        let (code, new) = replanned(&plan, "changed", &body);
        assert_eq!((code, check(&new)), (0, 0), "seed {seed}:\n{body}");
        assert_same_objective(&new, &planned(folder.path(), "cold", &changed).1);
    }
}

/// More or less of demand and links, and one store and one site out, with the continent as it then is.
fn random_change(land: &Continent, seed: u64) -> (String, Continent) {
    let mut changed = land.clone();
    #[allow(clippy::cast_precision_loss, reason = "a small number")]
    let (more, less) = (1.0 + 0.01 * seed as f64, 1.0 - 0.1 * seed as f64);
    changed.demands.iter_mut().for_each(|d| d.amount_per_year *= more);
    halve_links(&mut changed, less);
    let mut body = format!("[[demand]]\nfactor = {more}\n[[capacity]]\nof = \"links\"\nfactor = {less}\n");
    if let Some(store) = changed.stores.first_mut() {
        (store.charge_per_hour, store.discharge_per_hour) = (0.0, 0.0);
        if let StoreEnds::Given { final_minimum, .. } = &mut store.ends {
            *final_minimum = 0.0;
        }
        body += &format!("[[outage]]\nstore = {:?}\n", store.id);
    }
    if let Some(site) = changed.sites.last_mut() {
        (site.capacity_per_year, site.minimum_per_year) = (0.0, 0.0);
        body += &format!("[[outage]]\nsite = {:?}\n", site.id);
    }
    (body, changed)
}

#[test]
fn a_bad_change_file_lists_everything_and_writes_nothing() {
    let (folder, plan) = base();
    let change = folder.path().join("bad.toml");
    let text = "name = \"Bad\"\nanswers_for_it = \"the test\"\n[[demand]]\narea = \"board-1\"\nfactor = 2\n\
        [[capacity]]\nof = \"links\"\nmode = \"tramway\"\nfactor = 0.5\n[[outage]]\nsite = \"site-999999\"\n";
    std::fs::write(&change, text).unwrap();
    let before = entries(folder.path());
    let ended = planner()
        .args(arguments(&["replan"], &[&plan]))
        .args(arguments(&["--change"], &[&change]))
        .assert()
        .code(2);
    assert!(ended.get_output().stdout.is_empty());
    assert_eq!(entries(folder.path()), before);
    insta::assert_snapshot!("bad_change", String::from_utf8_lossy(&ended.get_output().stderr));
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    entries
}

#[test]
fn a_plan_is_never_replaced_by_what_follows_from_it() {
    let (folder, plan) = base();
    let change = folder.path().join("more.toml");
    std::fs::write(
        &change,
        "name = \"More\"\nanswers_for_it = \"the test\"\n[[demand]]\nfactor = 1.1\n",
    )
    .unwrap();
    let replan = |flags: &[&str], code: i32| {
        let command = planner()
            .current_dir(folder.path())
            .args(["replan", "base", "--change", "more.toml"])
            .args(flags)
            .assert()
            .code(code);
        String::from_utf8(command.get_output().stdout.clone()).unwrap()
    };
    let kept = std::fs::read(plan.join("certificate.json")).unwrap();
    replan(&["--out", "./base/"], 2);
    replan(&["--gap", "0"], 2);
    let printed: Value = serde_json::from_str(&replan(&["--json", "--gap", "1e-7"], 0)).unwrap();
    assert_eq!(printed["plan"], "base-more");
    assert_eq!(
        json(&folder.path().join("base-more/certificate.json"))["gap_asked"],
        1e-7
    );
    assert_eq!(std::fs::read(plan.join("certificate.json")).unwrap(), kept);
}

#[test]
fn the_difference_is_printed() {
    let (folder, _) = base();
    let text = "name = \"A hard winter\"\nanswers_for_it = \"Board 01\"\n[[demand]]\ncommodity = \"electricity\"\n\
        factor = 1.02\n[[outage]]\nsite = \"site-000003\"\nperiods = [\"period-0001\"]\n";
    std::fs::write(folder.path().join("hard-winter.toml"), text).unwrap();
    let ended = planner()
        .current_dir(folder.path())
        .args(["replan", "base", "--change", "hard-winter.toml", "--top", "3"])
        .assert()
        .success();
    let stdout = String::from_utf8(ended.get_output().stdout.clone()).unwrap();
    // The gap is a figure of rounding.
    insta::with_settings!({filters => vec![(r"certified gap [^)]*", "certified gap [gap]")]}, {
        insta::assert_snapshot!("difference", stdout);
    });
}

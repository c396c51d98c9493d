//! Replanning a decomposed plan: from what it kept and from nothing, to the same objective.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "decomposed/stopping.rs"]
mod stopping;

use check::{CheckOptions, CheckStatus, PlanStatus};
use data::config::Method;
use data::generate::{GenerateSpec, generate};
use data::model::Continent;
use data::tables::{WRITTEN_CALENDAR, write_continent};
use planner::run::{self, Settings};
use std::path::{Path, PathBuf};
use stopping::Stopping;

const GAP: f64 = 1e-9;

fn land(seed: u64) -> Continent {
    generate(&GenerateSpec {
        nodes: 40,
        commodities: 10,
        periods: 2,
        seed,
    })
}

fn settings(out: PathBuf) -> Settings {
    Settings { out, resume: false }
}

/// Plans the land by decomposition.
fn base(folder: &Path, continent: &Continent) -> PathBuf {
    write_continent(&folder.join("tables"), continent).unwrap();
    let config = folder.join("land.toml");
    let text = format!("name = \"land\"\ndata = \"tables\"\ncalendar = \"{WRITTEN_CALENDAR}\"\n");
    std::fs::write(&config, text).unwrap();
    let mut inputs = run::load(&config).unwrap();
    (inputs.config.method, inputs.config.gap) = (Method::Decomposed, GAP);
    let out = folder.join("plan");
    let (certificate, out) = run::plan(&inputs, &settings(out), &mut Stopping::never()).unwrap();
    assert_eq!(certificate.status, PlanStatus::Optimal);
    assert!(out.join("columns.arrow").exists());
    out
}

/// Replans from what the plan kept; objective, exchanges and what was said of the start.
fn replanned(plan: &Path, change: &Path, name: &str) -> (f64, u64, String) {
    let inputs = run::load_change(plan, change, None).unwrap();
    let mut journal = Stopping::never();
    let out = plan.with_file_name(name);
    let (certificate, out) = run::replan(&inputs, &settings(out), Some(plan), &mut journal).unwrap();
    assert_eq!(certificate.status, PlanStatus::Optimal, "{name}");
    assert_eq!(certificate.method, "decomposed");
    let report = check::check(&out, CheckOptions::default()).unwrap();
    assert_eq!(report.status, CheckStatus::Passed, "{name}: {:?}", report.faults);
    let start = journal.steps.iter().find(|s| s.starts_with("finding ways")).unwrap();
    let solved = journal.steps.iter().find_map(|s| s.strip_prefix("solved ")).unwrap();
    let solved: serde_json::Value = serde_json::from_str(solved).unwrap();
    let exchanges = solved["exchanges"].as_u64().unwrap();
    (certificate.objective_gj.unwrap(), exchanges, start.clone())
}

/// A little more, a little less, one area, the network, an outage.
fn changes(continent: &Continent) -> Vec<(&'static str, String)> {
    let area = &continent.areas[continent.nodes[continent.demands[0].node.position()].area.position()].id;
    let site = &continent.sites[continent.sites.len() / 2].id;
    let link = &continent.links[0].id;
    vec![
        ("more", "[[demand]]\nfactor = 1.02\n".to_owned()),
        ("less", "[[demand]]\nfactor = 0.98\n".to_owned()),
        ("area", format!("[[demand]]\narea = \"{area}\"\nfactor = 1.05\n")),
        ("links", "[[capacity]]\nof = \"links\"\nfactor = 0.5\n".to_owned()),
        (
            "outage",
            format!("[[outage]]\nsite = \"{site}\"\n\n[[outage]]\nlink = \"{link}\"\n"),
        ),
    ]
}

#[test]
fn warm_and_cold_agree_whatever_changed() {
    let (mut warm_exchanges, mut cold_exchanges) = (0, 0);
    for seed in [3, 8] {
        let folder = tempfile::tempdir().unwrap();
        let continent = land(seed);
        let plan = base(folder.path(), &continent);
        let kept = std::fs::read(plan.join("columns.arrow")).unwrap();
        for (name, body) in changes(&continent) {
            let change = folder.path().join(format!("{name}.change.toml"));
            let text = format!("name = \"{name}\"\nanswers_for_it = \"the test\"\n{body}");
            std::fs::write(&change, text).unwrap();
            let (warm, exchanges, start) = replanned(&plan, &change, &format!("{name}-warm"));
            assert!(start.contains("earlier plan"), "{start}");
            warm_exchanges += exchanges;
            std::fs::remove_file(plan.join("columns.arrow")).unwrap();
            let (cold, exchanges, start) = replanned(&plan, &change, &format!("{name}-cold"));
            assert!(start.contains("nothing"), "{start}");
            cold_exchanges += exchanges;
            std::fs::write(plan.join("columns.arrow"), &kept).unwrap();
            assert!((warm - cold).abs() <= 1e-6 * cold.abs(), "{seed} {name}: {warm} {cold}");
        }
    }
    assert!(
        warm_exchanges < cold_exchanges,
        "{warm_exchanges} exchanges warm, {cold_exchanges} cold"
    );
}

#[test]
fn a_damaged_start_is_told_of_and_left() {
    let folder = tempfile::tempdir().unwrap();
    let plan = base(folder.path(), &land(3));
    std::fs::write(plan.join("columns.arrow"), "damaged").unwrap();
    let change = folder.path().join("more.toml");
    std::fs::write(
        &change,
        "name = \"more\"\nanswers_for_it = \"the test\"\n[[demand]]\nfactor = 1.02\n",
    )
    .unwrap();
    let inputs = run::load_change(&plan, &change, None).unwrap();
    let mut journal = Stopping::never();
    let out = settings(folder.path().join("new"));
    let (certificate, _) = run::replan(&inputs, &out, Some(&plan), &mut journal).unwrap();
    assert_eq!(certificate.status, PlanStatus::Optimal);
    let told = journal
        .steps
        .iter()
        .any(|s| s.contains("starting from nothing") && s.contains("damaged"));
    assert!(told, "{:?}", journal.steps);
}

//! Policies laid over a continent: what changes, what is counted, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use data::config::parse_policy;
use data::findings::Findings;
use data::generate::{GenerateSpec, generate};
use data::model::{Continent, Policy, Site, SiteStatus};
use data::overlay::{OverlayReport, apply};
use std::collections::BTreeMap;

/// 150 nodes: 4 boards of 4 controls, candidates, stores, trade.
fn continent() -> Continent {
    generate(&GenerateSpec {
        nodes: 150,
        commodities: 20,
        periods: 3,
        seed: 1,
    })
}

fn policy(body: &str) -> Policy {
    let text = format!("name = \"Test\"\nanswers_for_it = \"Nobody\"\n{body}");
    parse_policy(&text, "test.toml").unwrap()
}

fn laid(body: &str) -> (Continent, Continent, OverlayReport) {
    let before = continent();
    let mut after = before.clone();
    let report = apply(&mut after, &[policy(body)], &BTreeMap::new()).unwrap();
    (before, after, report)
}

fn refused(body: &str, factors: &[(&str, f64)]) -> Findings {
    let before = continent();
    let mut after = before.clone();
    let factors = factors.iter().map(|(m, f)| ((*m).to_owned(), *f)).collect();
    let found = apply(&mut after, &[policy(body)], &factors).unwrap_err();
    assert!(after == before, "a refused overlay changes nothing");
    found
}

#[test]
fn nothing_changes_without_policies() {
    let mut after = continent();
    let report = apply(&mut after, &[], &BTreeMap::new()).unwrap();
    assert!(after == continent() && report.rows() == 0);
}

#[test]
fn an_override_changes_the_rows_that_meet_every_condition_and_no_other() {
    let before = continent();
    let is_coal = |c: &Continent, s: &Site| c[s.process].id == "power-coal";
    let first = before.sites.iter().find(|s| is_coal(&before, s)).unwrap();
    // The board above the leaf that the first site lies in: conditions on areas hold for all areas below.
    let board = before[before[first.node].area].parent.unwrap();
    let (before, after, report) = laid(&format!(
        r#"
        [[overrides]]
        table = "sites"
        column = "capacity_per_year"
        where = {{ process = "power-coal", area = "{}" }}
        multiply = 0.5
        "#,
        before[board].id
    ));
    let mut changed = 0;
    for (old, new) in before.sites.iter().zip(&after.sites) {
        let meets = is_coal(&before, old) && before.is_within(before[old.node].area, board);
        let factor = if meets { 0.5 } else { 1.0 };
        assert_eq!(new.capacity_per_year, old.capacity_per_year * factor);
        changed += usize::from(meets);
    }
    assert!(changed > 0 && report.rows() == changed);
    assert_eq!(report.changes[0].entry, "overrides[1]");
    assert!(after.links == before.links && after.demands == before.demands);
}

#[test]
fn every_table_can_be_changed() {
    let (before, after, report) = laid(
        r#"
        overrides = [
            { table = "links", column = "capacity_per_year", where = { mode = "rail", node = "junction-00001" }, set = 0 },
            { table = "links", column = "length_km", where = { link = "road-000001" }, set = 500 },
            { table = "terminals", column = "capacity_per_year", where = { mode = "port-terminal" }, multiply = 2 },
            { table = "demand", column = "amount_per_year", where = { commodity = "electricity" }, multiply = 1.1 },
            { table = "stores", column = "loss_per_month", where = { commodity = "diesel" }, set = 0.5 },
            { table = "trade", column = "energy_gj", where = { direction = "import" }, multiply = 2 },
            { table = "processes", column = "direct_energy_gj", where = { sequence = "mining" }, set = 1 },
            { table = "modes", column = "energy_gj_per_t_km", where = { mode = "road" }, multiply = 0.9 },
            { table = "commodities", column = "shortage_penalty_gj", multiply = 2 },
            { table = "sites", column = "capacity_per_year", where = { commodity = "electricity", status = "existing" }, multiply = 2 },
        ]
        "#,
    );
    assert_eq!(report.changes.len(), 10);
    assert!(report.changes.iter().all(|c| c.rows > 0), "{report:?}");
    let junction = before.nodes.iter().position(|n| n.id == "junction-00001").unwrap();
    for link in &after.links {
        let touches = [link.from.position(), link.to.position()].contains(&junction);
        assert_eq!(
            link.capacity_per_year == 0.0,
            touches && after[link.mode].id == "rail",
            "{}",
            link.id
        );
    }
    assert_eq!(report.changes[8].rows, before.commodities.len());
    assert_eq!(
        after.commodities[3].shortage_penalty_gj,
        before.commodities[3].shortage_penalty_gj * 2.0
    );
}

#[test]
fn a_limit_replaces_the_budget_of_its_area_and_resource_or_joins_the_others() {
    let (before, after, report) = laid(
        r#"
        limits = [
            { area = "board-01", resource = "labour", limit_per_year = 5 },
            { area = "board-01", resource = "water", limit_per_year = 7 },
        ]
        "#,
    );
    assert_eq!(after.budgets.len(), before.budgets.len() + 1);
    let at = before.budgets.iter().position(|b| b.id == "labour-board-01").unwrap();
    assert_eq!(
        (after.budgets[at].id.as_str(), after.budgets[at].limit_per_year),
        ("policy:Test:board-01:labour", 5.0)
    );
    assert_eq!(after.budgets.last().unwrap().id, "policy:Test:board-01:water");
    assert_eq!(report.rows(), 2);
}

#[test]
fn weights_candidates_and_capacity_factors_are_applied() {
    let before = continent();
    let mut after = before.clone();
    let body = "admit_candidates = true\nweights = [{ resource = \"co2\", energy_gj = 0.5 }]";
    let factors = BTreeMap::from([("rail".to_owned(), 1.5)]);
    let report = apply(&mut after, &[policy(body)], &factors).unwrap();
    assert!(before.sites.iter().any(|s| s.status == SiteStatus::Candidate));
    assert!(after.sites.iter().all(|s| s.status == SiteStatus::Existing));
    assert_eq!((after.weights[0].area.position(), after.weights[0].energy_gj), (0, 0.5));
    for (old, new) in before.links.iter().zip(&after.links) {
        let factor = if before[old.mode].id == "rail" { 1.5 } else { 1.0 };
        assert_eq!(new.capacity_per_year, old.capacity_per_year * factor);
    }
    assert_eq!(
        report.changes.iter().map(|c| c.entry.as_str()).collect::<Vec<_>>(),
        ["capacity_factor.rail", "weights[1]", "admit_candidates"]
    );
}

#[test]
fn later_policies_see_what_earlier_ones_left() {
    let mut after = continent();
    let half = "[[overrides]]\ntable = \"demand\"\ncolumn = \"amount_per_year\"\nmultiply = 0.5";
    apply(&mut after, &[policy(half), policy(half)], &BTreeMap::new()).unwrap();
    assert_eq!(
        after.demands[0].amount_per_year,
        continent().demands[0].amount_per_year * 0.25
    );
}

#[test]
fn every_mistake_is_found_at_once_and_named() {
    let found = refused(
        r#"
        overrides = [
            { table = "sites", column = "capacity_per_year", where = { process = "power-cole" }, multiply = 0.5 },
            { table = "sites", column = "capacity_per_year", where = { area = "atlantis", node = "urbanate-1" }, multiply = 0.5 },
            { table = "sites", column = "capacity", multiply = 0.5 },
            { table = "nodes", column = "population", multiply = 0.5 },
            { table = "commodities", column = "mass_t", set = 1 },
            { table = "sites", column = "capacity_per_year", where = { mode = "road" }, multiply = 0.5 },
            { table = "sites", column = "capacity_per_year", where = { process = "mine-coal", sequence = "farming" }, multiply = 0.5 },
            { table = "modes", column = "loss_per_1000_km", set = 1.5 },
            { table = "sites", column = "capacity_per_year", where = { process = "power-coal" } },
            { table = "trade", column = "energy_gj", where = { direction = "sideways" }, set = 1 },
        ]
        limits = [{ area = "nowhere", resource = "labor", limit_per_year = 1 }]
        weights = [{ resource = "c02", energy_gj = 1 }]
        goals = [{ name = "Lost", measure = "production", commodity = "kaol", area = "board-1", at_least = 1 }]
        "#,
        &[("rial", 2.0)],
    );
    insta::assert_snapshot!(found.to_string());
}

#[test]
fn a_least_figure_above_the_greatest_is_found_once_all_policies_are_applied() {
    let found = refused(
        r#"
        overrides = [
            { table = "sites", column = "minimum_per_year", where = { process = "power-hydro" }, set = 1e3 },
            { table = "sites", column = "capacity_per_year", where = { process = "power-hydro" }, set = 1e2 },
        ]
        "#,
        &[],
    );
    insta::assert_snapshot!(found.to_string());
}

//! The valley plan passes, and single changes give the fault that names them.

use super::valley::{CITY, FISH, MEDICINE, PORT, continent, objective_gj, plan};
use crate::rows::*;
use crate::{Fault, Recomputed, Tolerances, recompute};
use data::model::*;

fn check(rows: &PlanRows) -> Recomputed {
    recompute(&continent(), Accounting::Closed, rows, &Tolerances::default())
}

fn kinds(rows: &PlanRows) -> Vec<&'static str> {
    let mut kinds: Vec<_> = check(rows).faults.iter().map(Fault::kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn the_optimum_passes_and_its_prices_prove_it() {
    let found = check(&plan());
    assert_eq!(found.faults, vec![]);
    assert!((found.objective_gj - objective_gj()).abs() < 1e-9);
    assert!(found.gap.abs() < 1e-12, "gap {}", found.gap);
    assert!(found.lower_bound_gj <= objective_gj());
    assert!(found.ledger_residual_gj.abs() < 1e-9);
    assert!(found.worst_violation.relative < 1e-12);
    assert_eq!(found.shortage.len(), 1);
    let fish = &found.shortage[0];
    assert_eq!(
        (fish.commodity.as_str(), fish.amount, fish.demand, fish.fraction),
        ("fish", 7.0, 7.0, 1.0)
    );
}

#[test]
fn a_flow_that_does_not_fit_names_the_balances() {
    let mut rows = plan();
    rows.flows[0].amount += 5.0;
    let found = check(&rows);
    let words: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
    assert!(
        words
            .iter()
            .any(|w| w.starts_with("balance of wheat at farm in wet: off by 5")),
        "{words:#?}"
    );
    assert!(
        words.iter().any(|w| w.contains("balance of wheat at city in wet")),
        "{words:#?}"
    );
    // The trucks of 5 t more burn 5 GJ more, most of all in proportion.
    assert_eq!(found.worst_violation.row, "balance of electricity at farm in wet");
    assert_eq!(found.worst_violation.unit, "GJ");
    assert!((found.worst_violation.amount - 5.0).abs() < 1e-9);
}

#[test]
fn a_full_canal_is_named() {
    let mut rows = plan();
    rows.flows[1].amount = 31.0;
    let words: Vec<String> = check(&rows).faults.iter().map(ToString::to_string).collect();
    assert!(
        words
            .iter()
            .any(|w| w.starts_with("joint capacity of link canal-1 in wet: off by 1 t")),
        "{words:#?}"
    );
}

#[test]
fn a_broken_budget_store_and_bound_are_named() {
    let mut rows = plan();
    rows.production[0].activity += 20.0;
    rows.storage[1].level = 3.0;
    rows.trade[0].amount = 1.0;
    rows.production.push(ProductionRow {
        period: PeriodIndex(0),
        site: SiteIndex(3),
        activity: 2.0,
    });
    let words: Vec<String> = check(&rows).faults.iter().map(ToString::to_string).collect();
    for start in [
        "budget labour-west in wet: off by",
        "level of store silo in dry: off by 1 t",
        "level of store silo at the end of dry below its least value: off by 1 t",
        "trade medicine-in in wet below its least value: off by 1.5 t",
        "activity of site new-field in wet above its greatest value: off by 2 units of activity",
    ] {
        assert!(words.iter().any(|w| w.starts_with(start)), "{start}\n{words:#?}");
    }
}

#[test]
fn what_the_program_does_not_have_is_named() {
    let mut rows = plan();
    rows.flows[1].direction = Direction::Backward;
    rows.flows[2].commodity = CommodityIndex(FISH);
    rows.shortages[0].node = NodeIndex(CITY);
    rows.spills[0].node = NodeIndex(CITY);
    let found = kinds(&rows);
    for kind in ["one_way", "not_carried", "nothing_asked", "nothing_made"] {
        assert!(found.contains(&kind), "{kind} in {found:?}");
    }
}

#[test]
fn amounts_that_cannot_be_are_named() {
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let mut rows = plan();
        rows.flows[0].amount = bad;
        assert!(kinds(&rows).contains(&"bad_amount"));
        let mut rows = plan();
        rows.ledger[0].energy_gj = bad;
        rows.embodied[0].share = bad;
        rows.storage[0].level = bad;
        let found = check(&rows);
        assert!(found.faults.iter().filter(|f| f.kind() == "bad_amount").count() >= 2);
    }
    let mut rows = plan();
    rows.prices[0].price_gj = f64::NAN;
    let found = check(&rows);
    assert!(found.faults.iter().any(|f| f.kind() == "bad_amount"));
    assert!(found.lower_bound_gj.is_finite());
}

#[test]
fn repeated_rows_are_named() {
    let mut rows = plan();
    rows.flows.push(rows.flows[0]);
    rows.storage.push(rows.storage[0]);
    rows.prices.push(rows.prices[0]);
    rows.ledger.push(rows.ledger[0]);
    rows.embodied.push(rows.embodied[0]);
    let found = check(&rows);
    let repeated = found.faults.iter().filter(|f| f.kind() == "duplicate").count();
    assert_eq!(repeated, 5);
}

#[test]
fn postings_are_checked_one_by_one() {
    let mut rows = plan();
    // Two errors that cancel in the sum.
    rows.ledger[0].energy_gj += 1.0;
    rows.ledger[1].energy_gj -= 1.0;
    let found = check(&rows);
    assert!(found.ledger_residual_gj.abs() < 1e-9);
    assert_eq!(found.faults.iter().filter(|f| f.kind() == "posting_differs").count(), 2);
    assert!(found.faults.iter().any(|f| f.kind() == "ledger_open_at"));
}

#[test]
fn postings_missing_unexpected_and_misplaced_are_named() {
    let mut rows = plan();
    let taken = rows.ledger.remove(0);
    rows.ledger[0].area = AreaIndex(1);
    rows.ledger[1].sequence = SequenceIndex(1);
    rows.ledger.push(LedgerRow {
        key: PostingKey {
            activity: Activity::Export,
            id: PostingId::Trade(TradeIndex(1)),
            ..taken.key
        },
        ..taken
    });
    let found = kinds(&rows);
    for kind in [
        "posting_missing",
        "posting_unexpected",
        "posting_misplaced",
        "ledger_open_at",
    ] {
        assert!(found.contains(&kind), "{kind} in {found:?}");
    }
}

#[test]
fn deliveries_must_add_up() {
    let mut rows = plan();
    rows.embodied[0].amount += 1.0;
    assert_eq!(kinds(&rows), ["embodied_amount", "embodied_row"]);
    let mut rows = plan();
    rows.embodied[0].share += 0.1;
    assert_eq!(kinds(&rows), ["embodied_shares", "embodied_row"]);
    let mut rows = plan();
    rows.embodied[0].stages_gj[2] += 1.0;
    assert_eq!(kinds(&rows), ["embodied_row"]);
    let mut rows = plan();
    rows.embodied[0].stages_gj[2] += 1.0;
    rows.embodied[0].total_gj += 1.0;
    assert_eq!(kinds(&rows), ["embodied_total"]);
    let mut rows = plan();
    let there = rows.embodied[0].stages_gj[0];
    rows.embodied[0].stages_gj[0] -= 2.0 * there;
    rows.embodied[0].stages_gj[2] += 2.0 * there;
    assert_eq!(kinds(&rows), ["embodied_row"]);
    let mut rows = plan();
    let other = rows
        .embodied
        .iter()
        .find(|r| r.commodity != rows.embodied[0].commodity)
        .unwrap()
        .origin;
    rows.embodied[0].origin = other;
    assert_eq!(kinds(&rows), ["embodied_origin"]);
    let mut rows = plan();
    let spill = rows.embodied.iter().position(|r| r.sink == Sink::Spill).unwrap();
    rows.embodied.remove(spill);
    assert_eq!(kinds(&rows), ["embodied_amount", "embodied_total"]);
}

#[test]
fn what_is_left_in_store_is_a_sink() {
    let mut rows = plan();
    rows.embodied.retain(|r| r.sink != Sink::Stock);
    let words: Vec<String> = check(&rows).faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        ["embodied.parquet: 0 t reach stock of wheat at farm, the plan delivers 4 t"]
    );
}

#[test]
fn a_carrier_without_energy_is_named() {
    let mut continent = continent();
    continent.commodities[3].energy_content_gj = 0.0;
    let found = recompute(&continent, Accounting::Closed, &plan(), &Tolerances::default());
    let words: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
    assert!(words.iter().any(|w| w.contains("carrier electricity holds no energy")));
}

#[test]
fn a_plan_wrong_throughout_gives_a_short_report() {
    let mut rows = plan();
    for _ in 0..500 {
        rows.shortages.push(PlaceRow {
            period: PeriodIndex(0),
            node: NodeIndex(PORT),
            commodity: CommodityIndex(MEDICINE),
            amount: 1.0,
        });
    }
    let found = check(&rows);
    assert!(found.faults.len() < 120);
    let more = found.faults.iter().find_map(|f| match f {
        Fault::More { of, count } => Some((of.as_str(), *count)),
        _ => None,
    });
    assert_eq!(more, Some(("duplicate", 399)));
}

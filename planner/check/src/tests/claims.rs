//! What a certificate claims against what is recomputed.

use super::valley;
use crate::fault::Faults;
use crate::rows::PlanRows;
use crate::{
    Certificate, Fault, PlanStatus, Recomputed, StatedShortage, StatedViolation, Tolerances, claims, recompute,
    relative_gap,
};
use data::model::Accounting;
use std::collections::BTreeMap;

/// The certificate of the valley plan, with figures from paper.
pub(super) fn certificate() -> Certificate {
    let objective_gj = valley::objective_gj();
    let lower_bound_gj = objective_gj * (1.0 - 1e-12);
    Certificate {
        version: "0.0.0".into(),
        status: PlanStatus::Optimal,
        solver_status: "on paper".into(),
        accounting: Accounting::Closed,
        calendar: "halves".into(),
        objective_gj: Some(objective_gj),
        lower_bound_gj: Some(lower_bound_gj),
        gap: Some(relative_gap(objective_gj, lower_bound_gj)),
        gap_asked: Some(1e-6),
        worst_violation: Some(StatedViolation::default()),
        ledger_residual_gj: Some(0.0),
        shortage: vec![StatedShortage {
            commodity: "fish".into(),
            amount: 7.0,
            demand: 7.0,
            fraction: 1.0,
        }],
        data: "data".into(),
        config: serde_json::Value::Null,
        policies: vec![],
        input_hashes: BTreeMap::new(),
        plan_hashes: BTreeMap::new(),
        plan_content: BTreeMap::new(),
        seal: None,
        method: "whole".into(),
        statistics: serde_json::Value::Null,
        other: serde_json::Map::new(),
    }
}

/// All faults of rows and certificate together, hashes left out.
pub(super) fn faults_of(certificate: &Certificate, rows: &PlanRows) -> Vec<Fault> {
    let found = recomputed(rows);
    let mut faults = Faults::default();
    claims::compare(certificate, &found, &Tolerances::default(), &mut faults);
    let mut list = found.faults;
    list.extend(faults.into_list());
    list
}

fn recomputed(rows: &PlanRows) -> Recomputed {
    recompute(&valley::continent(), Accounting::Closed, rows, &Tolerances::default())
}

fn kinds(change: impl FnOnce(&mut Certificate)) -> Vec<&'static str> {
    let mut certificate = certificate();
    change(&mut certificate);
    faults_of(&certificate, &valley::plan())
        .iter()
        .map(Fault::kind)
        .collect()
}

#[test]
fn true_claims_pass() {
    assert_eq!(kinds(|_| {}), Vec::<&str>::new());
}

#[test]
fn a_cautious_bound_passes() {
    let found = kinds(|c| {
        c.lower_bound_gj = c.lower_bound_gj.map(|b| b * (1.0 - 1e-7));
        c.gap = Some(relative_gap(c.objective_gj.unwrap(), c.lower_bound_gj.unwrap()));
    });
    assert_eq!(found, Vec::<&str>::new());
}

#[test]
fn an_objective_that_is_not_the_plans_is_found() {
    let found = kinds(|c| c.objective_gj = c.objective_gj.map(|o| o * (1.0 + 1e-8)));
    assert_eq!(found, ["objective", "gap"]);
}

#[test]
fn a_bound_that_is_not_proven_is_found() {
    let found = kinds(|c| {
        c.lower_bound_gj = c.lower_bound_gj.map(|b| b * (1.0 + 1e-8));
        c.gap = Some(relative_gap(c.objective_gj.unwrap(), c.lower_bound_gj.unwrap()));
    });
    assert_eq!(found, ["lower_bound", "gap"]);
}

#[test]
fn a_gap_that_does_not_follow_is_found() {
    assert_eq!(kinds(|c| c.gap = Some(1e-7)), ["gap"]);
    assert_eq!(kinds(|c| c.gap = Some(f64::NAN)), ["gap"]);
}

#[test]
fn optimal_must_be_within_what_was_asked() {
    assert_eq!(kinds(|c| c.gap_asked = Some(-1e-9)), ["not_optimal"]);
    assert_eq!(kinds(|c| c.gap_asked = None), ["not_stated"]);
    let missing = kinds(|c| (c.lower_bound_gj, c.gap) = (None, None));
    assert_eq!(missing, ["not_stated", "not_stated"]);
    let feasible = kinds(|c| {
        c.status = PlanStatus::Feasible;
        (c.lower_bound_gj, c.gap, c.gap_asked) = (None, None, None);
    });
    assert_eq!(feasible, Vec::<&str>::new());
    let without_bound = kinds(|c| {
        c.status = PlanStatus::Feasible;
        (c.lower_bound_gj, c.gap) = (None, Some(0.0));
    });
    assert_eq!(without_bound, ["not_stated"]);
}

#[test]
fn shortages_must_be_told() {
    assert_eq!(kinds(|c| c.shortage.clear()), ["stated", "stated", "stated"]);
    assert_eq!(kinds(|c| c.shortage[0].amount = 6.9), ["stated"]);
    assert_eq!(kinds(|c| c.shortage[0].fraction = 0.5), ["stated"]);
    let invented = kinds(|c| {
        c.shortage.push(StatedShortage {
            commodity: "wheat".into(),
            amount: 1.0,
            demand: 200.0,
            fraction: 0.005,
        });
    });
    assert_eq!(invented, ["stated"]);
}

#[test]
fn a_false_residual_is_found() {
    assert_eq!(kinds(|c| c.ledger_residual_gj = Some(1.0)), ["stated"]);
    assert_eq!(kinds(|c| c.ledger_residual_gj = None), ["not_stated"]);
}

#[test]
fn a_false_worst_violation_is_found() {
    assert_eq!(kinds(|c| c.worst_violation = None), ["not_stated"]);
    let false_ones = [
        (1.0, "t", "balance of wheat at city in wet"),
        (-1.0, "", ""),
        (f64::NAN, "", ""),
    ];
    for (amount, unit, row) in false_ones {
        let (unit, row) = (unit.to_owned(), row.to_owned());
        let stated = Some(StatedViolation { amount, unit, row });
        assert_eq!(kinds(|c| c.worst_violation = stated), ["stated"]);
    }
    let mut rows = valley::plan();
    rows.flows[0].amount *= 1.0 + 1e-7;
    let found = recomputed(&rows).worst_violation;
    assert!(found.relative > 1e-9, "{found:?}");
    let stated = |amount: f64| {
        let mut certificate = certificate();
        let (unit, row) = (found.unit.clone(), found.row.clone());
        certificate.worst_violation = Some(StatedViolation { amount, unit, row });
        let faults = faults_of(&certificate, &rows);
        faults.iter().any(|f| f.to_string().contains("worst violation"))
    };
    assert!(!stated(found.amount));
    assert!(stated(found.amount / 2.0) && stated(0.0) && stated(found.amount * 2.0));
}

#[test]
fn a_shortage_told_twice_is_found() {
    assert_eq!(kinds(|c| c.shortage.push(c.shortage[0].clone())), ["stated"]);
}

#[test]
fn a_certificate_survives_being_written_and_read() {
    let written = serde_json::to_string(&certificate()).unwrap();
    let read: Certificate = serde_json::from_str(&written).unwrap();
    assert_eq!(read, certificate());
}

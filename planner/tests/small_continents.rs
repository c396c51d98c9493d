//! Small continents with every nasty corner: whatever is planned, the separate checker agrees, the ledger closes and
//! the embodied energy adds up. Simplex and interior point reach the same objective.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use check::{Fault, Tolerances};
use data::generate::random_small;
use data::model::{Accounting, Continent};
use planner::network::{Network, Reach};
use planner::plan::{ledger::ledger, parquet, trace::trace};
use planner::program::relief::Relief;
use planner::program::{self, Program};
use workers::solve::solve;
use workers::{Algorithm, SolveOptions, SolveStatus};

const SEEDS: std::ops::Range<u64> = 0..100;

fn program_of(network: &Network<'_>, accounting: Accounting) -> Program {
    program::build(network, &Reach::of(network, accounting), accounting)
}

fn options(algorithm: Algorithm) -> SolveOptions {
    SolveOptions {
        algorithm,
        ..SolveOptions::default()
    }
}

/// Plans, writes and rechecks one continent; false when it is infeasible.
fn plan_and_check(continent: &Continent, accounting: Accounting, seed: u64) -> bool {
    let network = Network::new(continent);
    let program = program_of(&network, accounting);
    let answer = solve(&program.program, &options(Algorithm::Simplex)).unwrap();
    if answer.status != SolveStatus::Optimal {
        let relief = program::relief::clash(&network, &program, &options(Algorithm::Simplex), &mut |_| {}).unwrap();
        let Relief::Needed(clash) = relief else {
            panic!("seed {seed}: {} without a reason: {relief:?}", answer.solver_status);
        };
        assert!(!clash.finding.rows.is_empty());
        return false;
    }
    let plan = program::plan_of(&network, &program, &answer);
    let postings = ledger(continent, accounting, &plan);
    let trace = trace(continent, accounting, &plan, &postings);
    let closure = trace.closure;
    assert!(
        closure.residual_gj.abs() <= 1e-9 * closure.ledger_gj,
        "seed {seed}: {closure:?}"
    );
    let folder = tempfile::tempdir().unwrap();
    parquet::write_plan(folder.path(), continent, &plan).unwrap();
    parquet::write_ledger(folder.path(), continent, &postings).unwrap();
    parquet::write_embodied(folder.path(), continent, &trace.embodied).unwrap();
    assert_eq!(parquet::read_plan(folder.path(), continent).unwrap(), plan);
    let checked = check::recompute_folder(folder.path(), continent, accounting, &Tolerances::default());
    let unexplained: Vec<_> = checked
        .faults
        .iter()
        .filter(|fault| !is_stranded(fault, closure.stranded_gj))
        .collect();
    assert!(unexplained.is_empty(), "seed {seed} {accounting:?}: {unexplained:#?}");
    assert!(
        checked.gap <= 1e-7,
        "seed {seed} {accounting:?}: gap {} {:#?}",
        checked.gap,
        checked.gap_causes
    );
    true
}

/// Energy that a round of sites held at their minima uses up without delivering anything has no sink to be embodied in:
/// the checker reports it, and the trace says how much it is.
fn is_stranded(fault: &Fault, stranded_gj: f64) -> bool {
    match fault {
        Fault::EmbodiedTotal { stated_gj, expected_gj } => {
            stranded_gj > 0.0 && (expected_gj - stated_gj - stranded_gj).abs() <= 1e-6 * expected_gj
        }
        _ => false,
    }
}

#[test]
fn the_checker_agrees_under_both_accountings() {
    let mut feasible = 0;
    for seed in SEEDS {
        let continent = random_small(seed);
        for accounting in [Accounting::Closed, Accounting::Direct] {
            feasible += usize::from(plan_and_check(&continent, accounting, seed));
        }
    }
    assert!(feasible > 100, "only {feasible} of the small continents can be planned");
}

/// No program that tables make is without a bound (N04): what gains energy is bounded, and nothing is below zero.
#[test]
fn what_gains_has_a_limit() {
    for seed in SEEDS {
        let continent = random_small(seed);
        let network = Network::new(&continent);
        for accounting in [Accounting::Closed, Accounting::Direct] {
            let program = program_of(&network, accounting).program;
            for column in 0..program.column_count() {
                let (cost, lower, upper) = (program.costs[column], program.lower[column], program.upper[column]);
                assert!(lower.is_finite() && cost.is_finite(), "seed {seed}, column {column}");
                assert!(cost >= 0.0 || upper.is_finite(), "seed {seed}, column {column}");
            }
        }
    }
}

#[test]
fn simplex_and_interior_point_agree() {
    for seed in SEEDS {
        let continent = random_small(seed);
        let network = Network::new(&continent);
        let program = program_of(&network, Accounting::Closed).program;
        let objective = |algorithm| {
            let answer = solve(&program, &options(algorithm)).unwrap();
            let sum: f64 = answer.primal.iter().zip(&program.costs).map(|(x, cost)| x * cost).sum();
            (answer.status == SolveStatus::Optimal).then_some(sum)
        };
        match (objective(Algorithm::Simplex), objective(Algorithm::InteriorPoint)) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-6 * a.abs().max(1.0), "seed {seed}: {a} and {b}"),
            (a, b) => assert_eq!(a.is_some(), b.is_some(), "seed {seed}"),
        }
    }
}

#[test]
fn relabelling_nodes_changes_nothing() {
    for seed in SEEDS {
        let continent = random_small(seed);
        let reversed = with_links_reversed(&continent);
        let objective = |continent: &Continent| {
            let network = Network::new(continent);
            let program = program_of(&network, Accounting::Closed).program;
            let answer = solve(&program, &options(Algorithm::Simplex)).unwrap();
            let sum: f64 = answer.primal.iter().zip(&program.costs).map(|(x, cost)| x * cost).sum();
            (answer.status == SolveStatus::Optimal).then_some(sum)
        };
        match (objective(&continent), objective(&reversed)) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-7 * a.abs().max(1.0), "seed {seed}: {a} and {b}"),
            (a, b) => assert_eq!(a.is_some(), b.is_some(), "seed {seed}"),
        }
    }
}

/// The same continent with links, sites and demands in reverse order and two-way links turned round.
fn with_links_reversed(continent: &Continent) -> Continent {
    let mut turned = continent.clone();
    turned.links.reverse();
    for link in turned.links.iter_mut().filter(|link| link.two_way) {
        std::mem::swap(&mut link.from, &mut link.to);
    }
    turned.sites.reverse();
    turned.demands.reverse();
    turned
}

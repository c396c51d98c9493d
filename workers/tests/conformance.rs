//! One suite for everything that solves a linear program here: HiGHS by simplex, interior point and PDLP, and the growing simplex.
//! An optimal answer keeps all rows and is proven by its prices; an infeasible one is proven by a Farkas ray of the same
//! adapter; what an adapter cannot tell it says, and never calls it optimal.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "conformance/adapters.rs"]
mod adapters;
#[path = "conformance/cases.rs"]
mod cases;
#[path = "conformance/mps.rs"]
mod mps;
#[path = "conformance/proof.rs"]
mod proof;

use adapters::{Adapter, Found, adapters};
use cases::Expected;
use std::path::{Path, PathBuf};
use workers::{LinearProgram, RowKind};

/// Whether the answer is what may be said of the program; why not.
fn judge(adapter: &dyn Adapter, program: &LinearProgram, expected: &Expected) -> Result<(), String> {
    let answer = adapter.solve(program);
    let said = || format!("{:?} ({})", answer.found, answer.words);
    match (expected, answer.found) {
        (Expected::Optimal(objective), Found::Optimal) => {
            proof::is_optimal(program, &answer, adapter.tolerance())?;
            let ours: f64 = answer.amounts.iter().zip(&program.costs).map(|(x, c)| x * c).sum();
            let allowed = adapter.tolerance() * objective.abs().max(1.0);
            let is_there = (ours - objective).abs() <= allowed;
            is_there
                .then_some(())
                .ok_or_else(|| format!("objective {ours}, not {objective}"))
        }
        (Expected::Infeasible, Found::Infeasible) => proof::is_infeasible(program, &adapter.ray(program)?),
        (Expected::Unbounded, Found::Unbounded) => Ok(()),
        // A first-order method may find no end to either.
        (Expected::Infeasible | Expected::Unbounded, Found::Unknown) if adapter.may_not_know() => Ok(()),
        _ => Err(format!("expected {expected:?}, found {}", said())),
    }
}

#[test]
fn every_adapter_passes_every_case() {
    let mut failed = Vec::new();
    for adapter in adapters() {
        for (name, program, expected) in cases::all() {
            if let Err(reason) = judge(adapter.as_ref(), &program, &expected) {
                failed.push(format!("{}, {name}: {reason}", adapter.name()));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_limit_that_was_reached_is_not_called_optimal() {
    let program = cases::large();
    for adapter in adapters() {
        let answer = adapter.solve_with_no_time(&program);
        assert_eq!(answer.found, Found::Unknown, "{}: {}", adapter.name(), answer.words);
        let free = adapter.solve(&program);
        assert_eq!(free.found, Found::Optimal, "{}: {}", adapter.name(), free.words);
        proof::is_optimal(&program, &free, adapter.tolerance()).unwrap();
    }
}

/// The proofs must be able to fail: of a program with a solution none is accepted, and part of a ray proves nothing.
#[test]
fn a_false_proof_is_refused() {
    let (_, infeasible, _) = cases::all().into_iter().find(|(name, ..)| *name == "galenet").unwrap();
    let adapter = &adapters()[0];
    let ray = adapter.ray(&infeasible).unwrap();
    proof::is_infeasible(&infeasible, &ray).unwrap();
    let turned: Vec<f64> = ray.iter().map(|price| -price).collect();
    assert!(proof::is_infeasible(&infeasible, &turned).is_err());
    // Each equality priced is needed: without it something is left over.
    let equalities = (0..ray.len()).filter(|row| infeasible.rows[*row].kind == RowKind::Equal && ray[*row] != 0.0);
    let mut needed = 0;
    for row in equalities {
        let mut without = ray.clone();
        without[row] = 0.0;
        assert!(proof::is_infeasible(&infeasible, &without).is_err(), "row {row}");
        needed += 1;
    }
    assert!(needed > 0, "{ray:?}");
    let mut eased = infeasible.clone();
    eased
        .rows
        .iter_mut()
        .for_each(|row| row.right_hand_side = row.right_hand_side.abs());
    assert!(proof::is_infeasible(&eased, &ray).is_err());
    assert!(proof::is_infeasible(&infeasible, &vec![0.0; ray.len()]).is_err());
    assert!(proof::is_infeasible(&infeasible, &vec![f64::NAN; ray.len()]).is_err());
}

/// Where public instances are: `BENCH_INSTANCES`, else `../shared/bench` beside the workspace.
fn instances() -> PathBuf {
    std::env::var_os("BENCH_INSTANCES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/bench"),
        PathBuf::from,
    )
}

#[test]
fn the_infeasible_instances_of_netlib_are_proven_infeasible() {
    let folder = instances().join("netlib_infeasible");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut failed, mut proven) = (Vec::new(), 0);
    for path in &paths {
        let program = mps::read(path);
        let name = path.file_name().unwrap().to_string_lossy();
        for adapter in adapters() {
            if !adapter.takes(&program) {
                eprintln!("{name}: not for {}", adapter.name());
                continue;
            }
            match judge(adapter.as_ref(), &program, &Expected::Infeasible) {
                Ok(()) => proven += 1,
                Err(reason) => failed.push(format!("{}, {name}: {reason}", adapter.name())),
            }
        }
    }
    eprintln!("{} instances, {proven} answers as they must be", paths.len());
    assert!(!paths.is_empty() && failed.is_empty(), "{failed:#?}");
}

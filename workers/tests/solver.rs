//! The suite every solver adapter passes: solved, infeasible, unbounded, degenerate, ill-scaled, limit hit.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use workers::solve::solve;
use workers::{Algorithm, Farm, LinearProgram, LocalFarm, Row, RowKind, SolveOptions, SolveStatus};

const EXACT: [Algorithm; 2] = [Algorithm::Simplex, Algorithm::InteriorPoint];

fn with(algorithm: Algorithm) -> SolveOptions {
    SolveOptions {
        algorithm,
        ..SolveOptions::default()
    }
}

fn equal(right_hand_side: f64) -> Row {
    Row {
        kind: RowKind::Equal,
        right_hand_side,
    }
}

fn at_most(right_hand_side: f64) -> Row {
    Row {
        kind: RowKind::AtMost,
        right_hand_side,
    }
}

/// Two mines, one city that asks for `demand`; the near mine costs 1 a unit and gives at most 6, the far one costs 3.
fn two_mines(demand: f64) -> LinearProgram {
    let mut program = LinearProgram::default();
    let near = program.add_column(1.0, 0.0, f64::INFINITY);
    let far = program.add_column(3.0, 0.0, 100.0);
    program.add_row(equal(demand), &mut [(near, 1.0), (far, 1.0)]);
    program.add_row(at_most(6.0), &mut [(near, 1.0)]);
    program
}

#[test]
fn solved_with_prices_of_the_documented_sign() {
    for algorithm in EXACT {
        let answer = solve(&two_mines(10.0), &with(algorithm)).unwrap();
        assert_eq!(answer.status, SolveStatus::Optimal, "{algorithm:?}");
        assert!((answer.primal[0] - 6.0).abs() < 1e-7 && (answer.primal[1] - 4.0).abs() < 1e-7);
        assert!((answer.row_prices[0] - 3.0).abs() < 1e-7, "one more unit asked costs 3");
        assert!(
            (answer.row_prices[1] + 2.0).abs() < 1e-7,
            "one more unit of the near mine saves 2"
        );
    }
}

#[test]
fn infeasible_is_told_from_unbounded() {
    for algorithm in EXACT {
        let answer = solve(&two_mines(1000.0), &with(algorithm)).unwrap();
        assert!(
            matches!(
                answer.status,
                SolveStatus::Infeasible | SolveStatus::InfeasibleOrUnbounded
            ),
            "{algorithm:?}: {answer:?}"
        );
        let mut falling = LinearProgram::default();
        let x = falling.add_column(-1.0, 0.0, f64::INFINITY);
        let y = falling.add_column(0.0, 0.0, f64::INFINITY);
        falling.add_row(equal(0.0), &mut [(x, 1.0), (y, -1.0)]);
        let answer = solve(&falling, &with(algorithm)).unwrap();
        assert!(
            matches!(
                answer.status,
                SolveStatus::Unbounded | SolveStatus::InfeasibleOrUnbounded
            ),
            "{algorithm:?}: {answer:?}"
        );
    }
}

#[test]
fn degenerate_assignment_is_solved() {
    let n = 12;
    let mut program = LinearProgram::default();
    for i in 0..n {
        for j in 0..n {
            program.add_column(f64::from((i * 7 + j * 11) % 13), 0.0, f64::INFINITY);
        }
    }
    let n = usize::try_from(n).unwrap();
    for i in 0..n {
        program.add_row(equal(1.0), &mut (0..n).map(|j| (i * n + j, 1.0)).collect::<Vec<_>>());
        program.add_row(equal(1.0), &mut (0..n).map(|j| (j * n + i, 1.0)).collect::<Vec<_>>());
    }
    let objectives: Vec<f64> = EXACT
        .iter()
        .map(|algorithm| {
            let answer = solve(&program, &with(*algorithm)).unwrap();
            assert_eq!(answer.status, SolveStatus::Optimal);
            answer.primal.iter().zip(&program.costs).map(|(x, c)| x * c).sum()
        })
        .collect();
    assert!((objectives[0] - objectives[1]).abs() < 1e-6, "{objectives:?}");
}

#[test]
fn ill_scaled_amounts_keep_their_digits() {
    for algorithm in EXACT {
        let mut program = LinearProgram::default();
        let coal = program.add_column(24.0, 0.0, 5e10);
        let power = program.add_column(1e-3, 0.0, f64::INFINITY);
        program.add_row(equal(1.5e10), &mut [(power, 1.0)]);
        program.add_row(equal(0.0), &mut [(coal, 24.0), (power, -2.5)]);
        program.add_row(at_most(9e12), &mut [(coal, 2_400.0)]);
        let answer = solve(&program, &with(algorithm)).unwrap();
        assert_eq!(answer.status, SolveStatus::Optimal);
        assert!((answer.primal[0] / (1.5e10 * 2.5 / 24.0) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn a_time_limit_of_nothing_is_not_called_optimal() {
    let mut program = LinearProgram::default();
    let columns: Vec<usize> = (0..4000)
        .map(|i| program.add_column(f64::from(i % 17) + 1.0, 0.0, 1e6))
        .collect();
    for i in 0..2000 {
        let mut entries: Vec<_> = (0..20)
            .map(|j| (columns[(i * 13 + j * 97) % 4000], 1.0 + j as f64 * 0.1))
            .collect();
        program.add_row(equal(100.0 + i as f64), &mut entries);
    }
    let options = SolveOptions {
        time_limit_s: Some(1e-6),
        ..with(Algorithm::Simplex)
    };
    let answer = solve(&program, &options).unwrap();
    assert_ne!(answer.status, SolveStatus::Optimal, "{}", answer.solver_status);
}

#[test]
fn a_round_comes_back_in_block_order_for_any_number_of_workers() {
    let blocks: Vec<_> = (1..9).map(|d| Arc::new(two_mines(f64::from(d)))).collect();
    let rounds: Vec<_> = [1, 2, 8]
        .iter()
        .map(|workers| {
            LocalFarm::new(*workers)
                .unwrap()
                .solve_round(&blocks, &with(Algorithm::Simplex))
                .unwrap()
        })
        .collect();
    assert_eq!(rounds[0], rounds[1]);
    assert_eq!(rounds[0], rounds[2]);
    assert!(rounds[0].windows(2).all(|pair| pair[0].primal != pair[1].primal));
}

//! The growing simplex against HiGHS: on random programs, while columns come in, and from another program's basis.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use proptest::prelude::*;
use workers::simplex::{Outcome, Side, Simplex};
use workers::solve::solve;
use workers::{Algorithm, LinearProgram, Row, RowKind, SolveOptions, SolveStatus};

const PENALTY: f64 = 1e6;

/// A program of small whole numbers: rows of both kinds, bounded columns, some fixed, some negative costs.
fn program() -> impl Strategy<Value = LinearProgram> {
    (1_usize..9, 1_usize..14).prop_flat_map(|(rows, columns)| {
        let column = (-5_i8..10, 0_u8..3, 0_u8..9);
        let entry = prop_oneof![3 => Just(0_i8), 2 => -3_i8..4];
        let row = (any::<bool>(), -4_i8..12, prop::collection::vec(entry, columns));
        (prop::collection::vec(column, columns), prop::collection::vec(row, rows)).prop_map(|(columns, rows)| {
            let mut program = LinearProgram::default();
            for (cost, lower, span) in columns {
                program.add_column(f64::from(cost), f64::from(lower), f64::from(lower + span));
            }
            for (is_equal, right_hand_side, entries) in rows {
                let row = Row {
                    kind: if is_equal { RowKind::Equal } else { RowKind::AtMost },
                    right_hand_side: f64::from(right_hand_side),
                };
                let mut entries: Vec<(usize, f64)> = entries.into_iter().map(f64::from).enumerate().collect();
                program.add_row(row, &mut entries);
            }
            program
        })
    })
}

fn columns_of(program: &LinearProgram) -> Vec<Vec<(u32, f64)>> {
    let mut columns = vec![Vec::new(); program.column_count()];
    for row in 0..program.row_count() {
        for (column, value) in program.row_entries(row) {
            columns[column].push((u32::try_from(row).unwrap(), value));
        }
    }
    columns
}

fn empty(program: &LinearProgram) -> Simplex {
    let mut simplex = Simplex::new(PENALTY, 1e-9, 1e-9);
    for row in &program.rows {
        simplex.add_row(row.kind, row.right_hand_side);
    }
    simplex
}

fn add(simplex: &mut Simplex, program: &LinearProgram, columns: &[Vec<(u32, f64)>], column: usize) -> u32 {
    let entries = columns[column].iter().copied();
    simplex.add_column(
        program.costs[column],
        program.lower[column],
        program.upper[column],
        entries,
    )
}

/// The objective by HiGHS; none when it is infeasible.
fn by_highs(program: &LinearProgram) -> Option<f64> {
    let options = SolveOptions {
        algorithm: Algorithm::Simplex,
        ..SolveOptions::default()
    };
    let answer = solve(program, &options).unwrap();
    let cost = answer.primal.iter().zip(&program.costs).map(|(x, c)| x * c).sum();
    (answer.status == SolveStatus::Optimal).then_some(cost)
}

fn assert_same(simplex: &Simplex, outcome: Outcome, expected: Option<f64>) -> Result<(), TestCaseError> {
    match expected {
        Some(objective) => {
            prop_assert_eq!(outcome, Outcome::Optimal);
            prop_assert!((simplex.objective() - objective).abs() <= 1e-6 * objective.abs().max(1.0));
        }
        None => prop_assert_eq!(outcome, Outcome::Infeasible),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn solves_what_highs_solves(program in program()) {
        let columns = columns_of(&program);
        let mut simplex = empty(&program);
        for column in 0..columns.len() {
            add(&mut simplex, &program, &columns, column);
        }
        let outcome = simplex.solve(10_000);
        assert_same(&simplex, outcome, by_highs(&program))?;
    }

    #[test]
    fn columns_may_come_one_by_one(program in program()) {
        let columns = columns_of(&program);
        let mut simplex = empty(&program);
        let mut outcome = Outcome::Limit;
        for column in 0..columns.len() {
            add(&mut simplex, &program, &columns, column);
            outcome = simplex.solve(10_000);
        }
        assert_same(&simplex, outcome, by_highs(&program))?;
    }

    #[test]
    fn prices_prove_the_optimum(program in program()) {
        let columns = columns_of(&program);
        let mut simplex = empty(&program);
        let ids: Vec<u32> = (0..columns.len()).map(|column| add(&mut simplex, &program, &columns, column)).collect();
        if simplex.solve(10_000) == Outcome::Optimal {
            let rows: f64 = program.rows.iter().zip(simplex.prices()).map(|(row, price)| row.right_hand_side * price).sum();
            let bounds: f64 = ids.iter().enumerate().map(|(column, id)| {
                let reduced = simplex.reduced_cost(*id);
                (reduced * program.lower[column]).min(reduced * program.upper[column])
            }).sum();
            let limits_are_paid = program.rows.iter().zip(simplex.prices());
            prop_assert!(limits_are_paid.filter(|(row, _)| row.kind == RowKind::AtMost).all(|(_, price)| *price <= 1e-9));
            prop_assert!((rows + bounds - simplex.objective()).abs() <= 1e-6 * simplex.objective().abs().max(1.0));
        }
    }

    #[test]
    fn a_basis_of_before_is_a_start(program in program(), shift in 0.5_f64..2.0) {
        let columns = columns_of(&program);
        let mut simplex = empty(&program);
        let ids: Vec<u32> = (0..columns.len()).map(|column| add(&mut simplex, &program, &columns, column)).collect();
        simplex.solve(10_000);
        let mut changed = program.clone();
        changed.rows.iter_mut().for_each(|row| row.right_hand_side *= shift);
        let mut again = empty(&changed);
        for column in 0..columns.len() {
            add(&mut again, &changed, &columns, column);
        }
        let slacks = (0..u32::try_from(program.row_count()).unwrap()).map(|row| simplex.slack(row));
        let basic: Vec<u32> = ids.iter().copied().chain(slacks).filter(|column| simplex.is_basic(*column)).collect();
        let at_upper: Vec<u32> = ids.iter().copied().filter(|column| simplex.is_at_upper(*column)).collect();
        again.set_basis(&basic, &at_upper);
        let outcome = again.solve(10_000);
        assert_same(&again, outcome, by_highs(&changed))?;
    }

    #[test]
    fn columns_may_start_between_their_bounds(program in program(), share in 0.0_f64..1.0) {
        let columns = columns_of(&program);
        let mut simplex = empty(&program);
        for column in 0..columns.len() {
            let id = add(&mut simplex, &program, &columns, column);
            let (lower, upper) = (program.lower[column], program.upper[column]);
            simplex.put_between(id, lower + share * (upper - lower));
            prop_assert!((simplex.amount(id) - lower - share * (upper - lower)).abs() < 1e-9);
        }
        let outcome = simplex.solve(10_000);
        assert_same(&simplex, outcome, by_highs(&program))?;
    }

    #[test]
    fn a_raised_right_hand_side_is_solved_for(program in program(), raise in -2.0_f64..2.0) {
        let columns = columns_of(&program);
        let mut simplex = empty(&program);
        for column in 0..columns.len() {
            add(&mut simplex, &program, &columns, column);
        }
        simplex.solve(10_000);
        let mut changed = program.clone();
        changed.rows[0].right_hand_side += raise;
        simplex.add_to_right_hand_side(0, raise);
        let outcome = simplex.solve(10_000);
        assert_same(&simplex, outcome, by_highs(&changed))?;
    }
}

#[test]
fn what_is_broken_counts_at_its_charge() {
    let mut simplex = Simplex::new(PENALTY, 1e-9, 1e-9);
    let row = simplex.add_row(RowKind::AtMost, 4.0);
    simplex.add_column(-5.0, 0.0, 10.0, std::iter::once((row, 1.0)));
    simplex.set_charge(simplex.slack(row), Side::Below, 2.0);
    assert_eq!(simplex.solve(100), Outcome::Infeasible);
    assert!((simplex.objective() + 50.0).abs() < 1e-9);
    assert!((simplex.charged_objective() + 38.0).abs() < 1e-9);
}

#[test]
fn a_charge_caps_what_a_limit_is_worth() {
    // One unit is asked; a cheap way of capacity 0.25 at 1 a unit, a dear one at 10. The limit is worth 9.
    let mut simplex = Simplex::new(PENALTY, 1e-9, 1e-9);
    let balance = simplex.add_row(RowKind::Equal, 1.0);
    let limit = simplex.add_row(RowKind::AtMost, 0.25);
    simplex.add_column(1.0, 0.0, f64::INFINITY, [(balance, 1.0), (limit, 1.0)].into_iter());
    simplex.add_column(10.0, 0.0, f64::INFINITY, [(balance, 1.0)].into_iter());
    let slack = simplex.slack(limit);
    simplex.set_charge(slack, workers::simplex::Side::Below, 4.0);
    assert_eq!(simplex.solve(100), Outcome::Infeasible);
    assert_eq!(simplex.violation(slack), 0.75);
    assert_eq!(simplex.prices()[limit as usize], -4.0);
    simplex.set_charge(slack, workers::simplex::Side::Below, 100.0);
    assert_eq!(simplex.solve(100), Outcome::Optimal);
    assert_eq!(simplex.prices()[limit as usize], -9.0);
    assert_eq!(simplex.objective(), 0.25 + 7.5);
}

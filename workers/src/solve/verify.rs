//! Whether an answer holds: its point keeps the rows, and where it says it is optimal, its prices prove that none is better.
//!
//! Invariant: everything is computed again from the program and the answer; the solver's own figures are not used.

use crate::block::{Answer, LinearProgram, RowKind, SolveStatus};

/// How far a row may be broken, relative to the largest of its terms, a bound, relative to the amount (at least one
/// unit), and how far the objective may lie from the bound, relative to the sum of its own terms. Interior point without
/// crossover and first-order methods come this close; an answer to another program does not.
const TOLERANCE: f64 = 1e-4;

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AnswerFault {
    /// No point, or one of another program.
    #[error("an optimal answer without a point and prices of its program")]
    Shape,
    /// A status that only a solve of one's own can tell.
    #[error("an answer that says {0:?}, which nothing in it shows")]
    Unproven(SolveStatus),
    /// A column outside its bounds.
    #[error("column {column} is {by:e} outside its bounds")]
    Bound {
        /// Position of the column.
        column: usize,
        /// How far, relative.
        by: f64,
    },
    /// A row that is not kept.
    #[error("row {row} is broken by {by:e}")]
    Row {
        /// Position of the row.
        row: usize,
        /// How far, relative.
        by: f64,
    },
    /// The prices do not prove the objective.
    #[error("the objective {objective} is not the bound {bound} of its prices")]
    Gap {
        /// Objective of the point, GJ.
        objective: f64,
        /// Bound that the prices give, GJ.
        bound: f64,
    },
}

/// Checks an answer. One that was stopped passes where a stop `may` be and its point keeps rows and bounds; whatever else
/// is not optimal shows nothing that could be checked, and does not pass.
///
/// # Errors
/// The first [`AnswerFault`].
pub fn verify(program: &LinearProgram, answer: &Answer, may_stop: bool) -> Result<(), AnswerFault> {
    let is_stopped = answer.status == SolveStatus::Stopped && may_stop;
    if answer.status != SolveStatus::Optimal && !is_stopped {
        return Err(AnswerFault::Unproven(answer.status));
    }
    if answer.primal.len() != program.column_count() {
        return Err(AnswerFault::Shape);
    }
    check_bounds(program, &answer.primal)?;
    check_rows(program, &answer.primal)?;
    if is_stopped {
        return Ok(());
    }
    if answer.row_prices.len() != program.row_count() {
        return Err(AnswerFault::Shape);
    }
    check_gap(program, answer)
}

/// Whether a relative difference is small; what is not a number is not.
fn is_small(by: f64) -> bool {
    by <= TOLERANCE
}

fn check_bounds(program: &LinearProgram, primal: &[f64]) -> Result<(), AnswerFault> {
    for (column, value) in primal.iter().enumerate() {
        let (lower, upper) = (program.lower[column], program.upper[column]);
        let by = (lower - value).max(value - upper) / value.abs().max(1.0);
        if !is_small(by) {
            return Err(AnswerFault::Bound { column, by });
        }
    }
    Ok(())
}

fn check_rows(program: &LinearProgram, primal: &[f64]) -> Result<(), AnswerFault> {
    for (row, of) in program.rows.iter().enumerate() {
        let (mut activity, mut largest) = (0.0_f64, of.right_hand_side.abs().max(f64::MIN_POSITIVE));
        for (column, value) in program.row_entries(row) {
            let term = value * primal[column];
            activity += term;
            largest = largest.max(term.abs());
        }
        let over = activity - of.right_hand_side;
        let broken = if of.kind == RowKind::Equal { over.abs() } else { over };
        if !is_small(broken / largest) {
            return Err(AnswerFault::Row {
                row,
                by: broken / largest,
            });
        }
    }
    Ok(())
}

/// The bound takes every row at its price and every column at the bound its reduced cost pushes it to. Where that bound is
/// infinite, and where a row's price has the wrong sign, rounding is all that can be behind it, and the column stays
/// where it is. What the two may differ by is measured against costs and amounts only: prices have no say in it.
fn check_gap(program: &LinearProgram, answer: &Answer) -> Result<(), AnswerFault> {
    let terms = || program.costs.iter().zip(&answer.primal).map(|(c, x)| c * x);
    let (objective, size) = (terms().sum::<f64>(), terms().map(f64::abs).sum::<f64>());
    let mut bound = 0.0_f64;
    for (row, price) in program.rows.iter().zip(&answer.row_prices) {
        let price = if row.kind == RowKind::AtMost {
            price.min(0.0)
        } else {
            *price
        };
        bound += price * row.right_hand_side;
    }
    for (column, reduced) in program.reduced_costs(&answer.row_prices).into_iter().enumerate() {
        let at = if reduced >= 0.0 {
            program.lower[column]
        } else {
            program.upper[column]
        };
        let is_infinite = !at.is_finite();
        if is_infinite && !is_small(reduced.abs() / program.costs[column].abs().max(1.0)) {
            return Err(AnswerFault::Gap {
                objective,
                bound: f64::NEG_INFINITY,
            });
        }
        bound += reduced * if is_infinite { answer.primal[column] } else { at };
    }
    if !is_small((objective - bound).abs() / size.max(f64::MIN_POSITIVE)) && objective != bound {
        return Err(AnswerFault::Gap { objective, bound });
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::block::Row;
    use crate::solve::{SolveOptions, solve};

    /// Two ways to meet a demand of 10: at 1 each up to 6, at 3 each without limit.
    fn program() -> LinearProgram {
        let mut program = LinearProgram::default();
        program.add_column(1.0, 0.0, 6.0);
        program.add_column(3.0, 0.0, f64::INFINITY);
        let kind = RowKind::Equal;
        program.add_row(
            Row {
                kind,
                right_hand_side: 10.0,
            },
            &mut [(0, 1.0), (1, 1.0)],
        );
        program
    }

    #[test]
    fn the_solver_passes() {
        let program = program();
        let answer = solve(&program, &SolveOptions::default()).unwrap();
        assert_eq!(verify(&program, &answer, false), Ok(()));
    }

    #[test]
    fn a_point_that_breaks_a_row_is_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.primal[1] = 3.9;
        assert!(matches!(
            verify(&program, &answer, false),
            Err(AnswerFault::Row { row: 0, .. })
        ));
    }

    #[test]
    fn a_point_that_is_not_the_best_is_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.primal = vec![5.0, 5.0];
        assert!(matches!(verify(&program, &answer, false), Err(AnswerFault::Gap { .. })));
    }

    #[test]
    fn prices_that_prove_nothing_are_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.row_prices = vec![0.5];
        assert!(matches!(verify(&program, &answer, false), Err(AnswerFault::Gap { .. })));
        answer.row_prices = vec![5.0];
        assert!(matches!(verify(&program, &answer, false), Err(AnswerFault::Gap { .. })));
    }

    #[test]
    fn prices_beyond_all_measure_are_caught() {
        let mut program = program();
        let row = Row {
            kind: RowKind::AtMost,
            right_hand_side: 10.0,
        };
        program.add_row(row, &mut [(0, 1.0)]);
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        assert_eq!(verify(&program, &answer, false), Ok(()));
        for huge in [-1e308, f64::NEG_INFINITY, f64::NAN] {
            answer.row_prices[1] = huge;
            assert!(verify(&program, &answer, false).is_err(), "{huge}");
        }
        answer.primal[1] = f64::NAN;
        assert!(verify(&program, &answer, true).is_err());
    }

    #[test]
    fn only_what_can_be_shown_passes() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        for status in [SolveStatus::Infeasible, SolveStatus::Unbounded, SolveStatus::Failed] {
            answer.status = status;
            assert_eq!(verify(&program, &answer, true), Err(AnswerFault::Unproven(status)));
        }
        answer.status = SolveStatus::Stopped;
        assert!(verify(&program, &answer, false).is_err());
        assert_eq!(verify(&program, &answer, true), Ok(()));
        answer.primal[1] = 0.0;
        assert!(verify(&program, &answer, true).is_err());
    }

    #[test]
    fn a_column_beyond_its_bound_is_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.primal = vec![7.0, 3.0];
        assert!(matches!(
            verify(&program, &answer, false),
            Err(AnswerFault::Bound { column: 0, .. })
        ));
    }
}

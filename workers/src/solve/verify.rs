//! Whether an answer that says it is optimal is: its point keeps the rows, and its prices prove that none is better.
//!
//! Invariant: everything is computed again from the program and the answer; the solver's own figures are not used.

use crate::block::{Answer, LinearProgram, RowKind, SolveStatus};

/// How far a row or a bound may be broken, relative to the largest of its terms (at least one unit), and the objective
/// may lie from the bound, relative to the sum of the bound's terms. Interior point without crossover and first-order
/// methods come this close; an answer to another program does not.
const TOLERANCE: f64 = 1e-4;

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AnswerFault {
    /// No point, or one of another program.
    #[error("an optimal answer without a point and prices of its program")]
    Shape,
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

/// Checks an answer; one that does not say it is optimal claims nothing that could be checked.
///
/// # Errors
/// The first [`AnswerFault`].
pub fn verify(program: &LinearProgram, answer: &Answer) -> Result<(), AnswerFault> {
    if answer.status != SolveStatus::Optimal {
        return Ok(());
    }
    if answer.primal.len() != program.column_count() || answer.row_prices.len() != program.row_count() {
        return Err(AnswerFault::Shape);
    }
    check_bounds(program, &answer.primal)?;
    check_rows(program, &answer.primal)?;
    check_gap(program, answer)
}

fn check_bounds(program: &LinearProgram, primal: &[f64]) -> Result<(), AnswerFault> {
    for (column, value) in primal.iter().enumerate() {
        let (lower, upper) = (program.lower[column], program.upper[column]);
        let by = (lower - value).max(value - upper) / value.abs().max(1.0);
        if by > TOLERANCE {
            return Err(AnswerFault::Bound { column, by });
        }
    }
    Ok(())
}

fn check_rows(program: &LinearProgram, primal: &[f64]) -> Result<(), AnswerFault> {
    for (row, of) in program.rows.iter().enumerate() {
        let (mut activity, mut largest) = (0.0_f64, of.right_hand_side.abs().max(1.0));
        for (column, value) in program.row_entries(row) {
            let term = value * primal[column];
            activity += term;
            largest = largest.max(term.abs());
        }
        let over = activity - of.right_hand_side;
        let broken = if of.kind == RowKind::Equal { over.abs() } else { over };
        if broken / largest > TOLERANCE {
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
/// where it is.
fn check_gap(program: &LinearProgram, answer: &Answer) -> Result<(), AnswerFault> {
    let objective: f64 = program.costs.iter().zip(&answer.primal).map(|(c, x)| c * x).sum();
    let (mut bound, mut size) = (0.0_f64, 1.0_f64);
    for (row, price) in program.rows.iter().zip(&answer.row_prices) {
        let price = if row.kind == RowKind::AtMost {
            price.min(0.0)
        } else {
            *price
        };
        bound += price * row.right_hand_side;
        size += (price * row.right_hand_side).abs();
    }
    for (column, reduced) in program.reduced_costs(&answer.row_prices).into_iter().enumerate() {
        let at = if reduced >= 0.0 {
            program.lower[column]
        } else {
            program.upper[column]
        };
        let is_infinite = !at.is_finite();
        if is_infinite && reduced.abs() > TOLERANCE * program.costs[column].abs().max(1.0) {
            return Err(AnswerFault::Gap {
                objective,
                bound: f64::NEG_INFINITY,
            });
        }
        let term = reduced * if is_infinite { answer.primal[column] } else { at };
        bound += term;
        size += term.abs();
    }
    if (objective - bound).abs() > TOLERANCE * size {
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
        assert_eq!(verify(&program, &answer), Ok(()));
    }

    #[test]
    fn a_point_that_breaks_a_row_is_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.primal[1] = 3.9;
        assert!(matches!(
            verify(&program, &answer),
            Err(AnswerFault::Row { row: 0, .. })
        ));
    }

    #[test]
    fn a_point_that_is_not_the_best_is_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.primal = vec![5.0, 5.0];
        assert!(matches!(verify(&program, &answer), Err(AnswerFault::Gap { .. })));
    }

    #[test]
    fn prices_that_prove_nothing_are_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.row_prices = vec![0.5];
        assert!(matches!(verify(&program, &answer), Err(AnswerFault::Gap { .. })));
        answer.row_prices = vec![5.0];
        assert!(matches!(verify(&program, &answer), Err(AnswerFault::Gap { .. })));
    }

    #[test]
    fn a_column_beyond_its_bound_is_caught() {
        let program = program();
        let mut answer = solve(&program, &SolveOptions::default()).unwrap();
        answer.primal = vec![7.0, 3.0];
        assert!(matches!(
            verify(&program, &answer),
            Err(AnswerFault::Bound { column: 0, .. })
        ));
    }
}

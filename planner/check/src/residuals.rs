//! Every row of the program with the plan's amounts put in.
//!
//! Invariant: the exact residual of the stated amounts lies in the interval, and the exact scale is not below the one given.

use crate::amounts::Amounts;
use crate::interval::Interval;
use crate::program::{Column, Program};
use crate::sum::{IntervalSum, SumDown};

/// One row with the amounts put in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Residual {
    /// Number of the row.
    pub(crate) row: usize,
    /// Left side less right side, in the unit of the row.
    pub(crate) amount: Interval,
    /// Sum of the absolute terms, the right side among them, rounded down.
    pub(crate) scale: f64,
}

/// The rows with a term or a right-hand side, in row order.
pub(crate) fn residuals(program: &Program<'_>, amounts: &Amounts) -> Vec<Residual> {
    let mut terms = right_hand_sides(program);
    let mut column = Column::empty();
    for (variable, amount) in amounts.iter() {
        program.fill(variable, &mut column);
        terms.extend(
            column
                .entries
                .iter()
                .map(|(row, c)| (*row, *c * Interval::exactly(amount))),
        );
    }
    terms.sort_by_key(|(row, _)| *row);
    terms
        .chunk_by(|a, b| a.0 == b.0)
        .map(|terms| Residual {
            row: terms[0].0,
            amount: terms.iter().map(|(_, term)| *term).collect::<IntervalSum>().value(),
            scale: scale(terms),
        })
        .collect()
}

fn scale(terms: &[(usize, Interval)]) -> f64 {
    let mut scale = SumDown::default();
    for (_, term) in terms {
        scale.add(term.least_size());
    }
    scale.value().max(0.0)
}

/// The right-hand sides, negated. Limits are listed even at 0.
fn right_hand_sides(program: &Program<'_>) -> Vec<(usize, Interval)> {
    let asked = program.asked_rows().map(|(row, asked)| (row, -asked));
    let others = program
        .rows
        .numbers_after_balances()
        .map(|row| (row, -program.right_hand_side(row)));
    asked.chain(others).collect()
}

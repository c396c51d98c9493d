//! Every row of the program with the plan's amounts put in.

use crate::amounts::Amounts;
use crate::program::{Column, Program};
use crate::sum::Sum;

/// One row with the amounts put in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Residual {
    /// Number of the row.
    pub(crate) row: usize,
    /// Left side less right side, in the unit of the row.
    pub(crate) amount: f64,
    /// Sum of the absolute terms, the right side among them.
    pub(crate) scale: f64,
}

/// The rows with a term or a right-hand side, in row order.
pub(crate) fn residuals(program: &Program<'_>, amounts: &Amounts) -> Vec<Residual> {
    let mut terms = right_hand_sides(program);
    let mut column = Column::empty();
    for (variable, amount) in amounts.iter() {
        program.fill(variable, &mut column);
        terms.extend(column.entries.iter().map(|(row, c)| (*row, c.middle() * amount)));
    }
    terms.sort_by_key(|(row, _)| *row);
    terms
        .chunk_by(|a, b| a.0 == b.0)
        .map(|terms| Residual {
            row: terms[0].0,
            amount: terms.iter().map(|(_, term)| *term).collect::<Sum>().value(),
            scale: terms.iter().map(|(_, term)| term.abs()).collect::<Sum>().value(),
        })
        .collect()
}

/// The right-hand sides, negated. Limits are listed even at 0.
fn right_hand_sides(program: &Program<'_>) -> Vec<(usize, f64)> {
    let asked = program.asked_rows().map(|(row, asked)| (row, -asked.middle()));
    let others = program
        .rows
        .numbers_after_balances()
        .map(|row| (row, -program.right_hand_side(row).middle()));
    asked.chain(others).collect()
}

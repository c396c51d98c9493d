//! Why the bound is poor: the difference between objective and bound, taken apart.
//!
//! With r the reduced costs at the prices p, objective less bound is exactly the sum over variables of
//! `r_j x_j - min r_j x_j` plus the sum over rows of `p_i (a_i x - b_i)`. No part is negative on a plan without
//! violations, so the largest parts are the causes.

use crate::amounts::Amounts;
use crate::bound::{Costs, least_contribution, reduced_cost};
use crate::describe;
use crate::prices::Prices;
use crate::program::{Column, Program};
use crate::report::GapCause;
use crate::residuals::Residual;

/// How many causes are told.
const TOLD: usize = 8;

/// The largest parts of the difference, largest first.
pub(crate) fn gap_causes(
    program: &Program<'_>,
    amounts: &Amounts,
    prices: &Prices,
    residuals: &[Residual],
) -> Vec<GapCause> {
    let mut largest = Largest::default();
    program.for_each_variable(|variable, column| {
        let reduced = reduced_cost(column, prices, Costs::Energy);
        let value = if reduced.low < 0.0 || reduced.middle() > 0.0 {
            amounts.of(variable)
        } else {
            0.0
        };
        let energy = reduced.middle() * value - least_contribution(reduced, column);
        largest.offer(energy, || words(program, variable, column, reduced.middle(), value));
    });
    for residual in residuals {
        let price = prices.of(residual.row);
        largest.offer(price * residual.amount.middle(), || {
            format!(
                "{}: priced at {price} GJ but not used up, by {}",
                describe::numbered_row(program, residual.row),
                residual.amount.middle().abs()
            )
        });
    }
    largest.causes
}

fn words(
    program: &Program<'_>,
    variable: crate::program::Variable,
    column: &Column,
    reduced: f64,
    value: f64,
) -> String {
    let what = describe::variable(program.continent, variable);
    let upper = column.upper.middle();
    format!("{what}: {reduced:.3e} GJ a unit at the prices, planned {value} of at most {upper}")
}

#[derive(Default)]
struct Largest {
    causes: Vec<GapCause>,
}

impl Largest {
    fn offer(&mut self, energy_gj: f64, what: impl FnOnce() -> String) {
        let is_full = self.causes.len() == TOLD;
        let least = self.causes.last().map_or(0.0, |c| c.energy_gj);
        let wanted = energy_gj > 0.0 && (!is_full || energy_gj > least);
        if !wanted {
            return;
        }
        self.causes.truncate(TOLD - 1);
        let position = self.causes.partition_point(|c| c.energy_gj >= energy_gj);
        let what = what();
        self.causes.insert(position, GapCause { what, energy_gj });
    }
}

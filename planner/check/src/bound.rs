//! The safe lower bound: what the stored prices prove, whatever rounding did to them.
//!
//! For any prices p (at most 0 on limits), every plan x within its bounds and rows has
//! `c x >= p b + sum over variables of min (c_j - p A_j) x_j`, each minimum taken over the variable's bounds
//! (Neumaier and Shcherbina, "Safe bounds in linear and mixed-integer linear programming", 2004). Every operation
//! is rounded so that the result is never above the exact value.

use crate::interval::{Interval, multiply_down};
use crate::prices::Prices;
use crate::program::{Column, Program};
use crate::sum::SumDown;

/// What the variables cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Costs {
    /// Their energy: the bound is one on the objective.
    Energy,
    /// Nothing: a bound above 0 proves that no plan exists (a Farkas certificate).
    Nothing,
}

/// The bound, GJ; minus infinity when the figures overflow.
pub(crate) fn lower_bound_gj(program: &Program<'_>, prices: &Prices, costs: Costs) -> f64 {
    let mut sum = SumDown::default();
    for (row, asked) in program.asked_rows() {
        sum.add(times_right_hand_side(prices.of(row), asked));
    }
    for row in program.rows.numbers_after_balances() {
        if prices.of(row) != 0.0 {
            sum.add(times_right_hand_side(prices.of(row), program.right_hand_side(row)));
        }
    }
    program.for_each_variable(|_, column| {
        let least = least_contribution(reduced_cost(column, prices, costs), column);
        if least != 0.0 {
            sum.add(least);
        }
    });
    sum.value()
}

/// Energy of one unit of the variable less the worth of what it gives and takes at the prices.
pub(crate) fn reduced_cost(column: &Column, prices: &Prices, costs: Costs) -> Interval {
    let cost = match costs {
        Costs::Energy => column.energy_gj + column.weight_gj,
        Costs::Nothing => Interval::ZERO,
    };
    column.entries.iter().fold(cost, |reduced, (row, coefficient)| {
        let price = prices.of(*row);
        if price == 0.0 {
            reduced
        } else {
            reduced - *coefficient * Interval::exactly(price)
        }
    })
}

/// The least that a variable can add, rounded down. No variable is ever negative. Nothing is known where a bound overflowed.
pub(crate) fn least_contribution(reduced: Interval, column: &Column) -> f64 {
    if reduced.low.is_nan() || column.lower.low.is_nan() || column.upper.high.is_nan() {
        f64::NEG_INFINITY
    } else if reduced.low >= 0.0 {
        multiply_down(reduced.low, column.lower.low.max(0.0))
    } else {
        multiply_down(reduced.low, column.upper.high.max(0.0))
    }
}

fn times_right_hand_side(price: f64, right_hand_side: Interval) -> f64 {
    (Interval::exactly(price) * right_hand_side).low
}

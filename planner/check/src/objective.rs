//! The objective, from the plan's amounts alone.

use crate::amounts::Amounts;
use crate::interval::Interval;
use crate::program::{Column, Program};
use crate::sum::IntervalSum;

/// Energy of the plan under its accounting, policy weights and shortage penalties included, GJ: the
/// interval holds the exact value.
pub(crate) fn objective_gj(program: &Program<'_>, amounts: &Amounts) -> Interval {
    let mut sum = IntervalSum::default();
    let mut column = Column::empty();
    for (variable, amount) in amounts.iter() {
        program.fill(variable, &mut column);
        sum.add(column.energy_gj * Interval::exactly(amount));
        sum.add(column.weight_gj * Interval::exactly(amount));
    }
    sum.value()
}

//! The objective, from the plan's amounts alone.

use crate::amounts::Amounts;
use crate::program::{Column, Program};
use crate::sum::Sum;

/// Energy of the plan under its accounting, policy weights and shortage penalties included, GJ.
pub(crate) fn objective_gj(program: &Program<'_>, amounts: &Amounts) -> f64 {
    let mut sum = Sum::default();
    let mut column = Column::empty();
    for (variable, amount) in amounts.iter() {
        program.fill(variable, &mut column);
        sum.add(column.energy_gj.middle() * amount);
        sum.add(column.weight_gj.middle() * amount);
    }
    sum.value()
}

//! Broken rows and bounds, in physical units.
//!
//! Invariant: no violation is told smaller than it is: amounts are rounded up, what they are measured against down.

use crate::amounts::Amounts;
use crate::describe;
use crate::fault::{Fault, Faults};
use crate::interval::divide_up;
use crate::options::Tolerances;
use crate::program::{Column, Program};
use crate::report::Violation;
use crate::residuals::Residual;
use crate::sum::subtract_up;

/// Adds a fault for every violation above the tolerance, the worst first, and returns all that are more than rounding.
pub(crate) fn judge(
    program: &Program<'_>,
    amounts: &Amounts,
    residuals: &[Residual],
    tolerances: &Tolerances,
    faults: &mut Faults,
) -> Vec<Violation> {
    let mut broken = broken_rows(program, residuals, tolerances);
    broken.extend(broken_bounds(program, amounts, tolerances));
    // The sort is stable, so violations of one size keep the order of rows.
    broken.sort_by(|a, b| b.relative.total_cmp(&a.relative));
    for violation in &broken {
        if violation.relative > tolerances.feasibility {
            faults.push(Fault::Violated {
                row: violation.row.clone(),
                amount: violation.amount,
                unit: violation.unit.clone(),
                relative: violation.relative,
                allowed: tolerances.feasibility,
            });
        }
    }
    broken
}

/// Violations that are not kept: below this relative size they are rounding.
const ROUNDING: f64 = 1e-14;

fn broken_rows(program: &Program<'_>, residuals: &[Residual], tolerances: &Tolerances) -> Vec<Violation> {
    let mut broken = Vec::new();
    for residual in residuals {
        let row = program.rows.row(residual.row);
        let amount = if row.is_limit() {
            residual.amount.high.max(0.0)
        } else {
            residual.amount.outer_end().abs()
        };
        let relative = divide_up(amount, residual.scale.max(tolerances.row_floor));
        if relative > ROUNDING {
            broken.push(Violation {
                amount,
                unit: describe::unit_of_row(program.continent, row),
                row: describe::row(program.continent, row),
                relative,
            });
        }
    }
    broken
}

fn broken_bounds(program: &Program<'_>, amounts: &Amounts, tolerances: &Tolerances) -> Vec<Violation> {
    let mut broken = Vec::new();
    let mut column = Column::empty();
    for period in program.continent.period_indices() {
        for variable in program.bounded_variables(period) {
            let value = amounts.of(variable);
            program.fill(variable, &mut column);
            let (amount, bound, words) = if value > column.upper.low {
                (
                    subtract_up(value, column.upper.low),
                    column.upper.low,
                    "above its greatest value",
                )
            } else {
                (
                    subtract_up(column.lower.high, value),
                    column.lower.low,
                    "below its least value",
                )
            };
            let relative = divide_up(amount.max(0.0), bound.max(tolerances.row_floor));
            if relative > ROUNDING {
                broken.push(Violation {
                    amount,
                    unit: describe::unit_of_variable(program.continent, variable),
                    row: format!("{} {words}", describe::variable(program.continent, variable)),
                    relative,
                });
            }
        }
    }
    broken
}

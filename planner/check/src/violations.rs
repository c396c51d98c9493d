//! Broken rows and bounds, in physical units.

use crate::amounts::Amounts;
use crate::describe;
use crate::fault::{Fault, Faults};
use crate::options::Tolerances;
use crate::program::{Column, Program};
use crate::report::Violation;
use crate::residuals::Residual;

/// Adds a fault for every violation above the tolerance, the worst first, and returns the worst.
pub(crate) fn judge(
    program: &Program<'_>,
    amounts: &Amounts,
    residuals: &[Residual],
    tolerances: &Tolerances,
    faults: &mut Faults,
) -> Violation {
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
    broken.into_iter().next().unwrap_or_else(Violation::none)
}

/// Violations that are not kept: below this relative size they are rounding.
const ROUNDING: f64 = 1e-14;

fn broken_rows(program: &Program<'_>, residuals: &[Residual], tolerances: &Tolerances) -> Vec<Violation> {
    let mut broken = Vec::new();
    for residual in residuals {
        let row = program.rows.row(residual.row);
        let amount = if row.is_limit() {
            residual.amount.max(0.0)
        } else {
            residual.amount.abs()
        };
        let relative = amount / residual.scale.max(tolerances.row_floor);
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
            let (lower, upper) = (column.lower.middle(), column.upper.middle());
            let (amount, bound, words) = if value > upper {
                (value - upper, upper, "above its greatest value")
            } else {
                (lower - value, lower, "below its least value")
            };
            let relative = amount / bound.max(tolerances.row_floor);
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

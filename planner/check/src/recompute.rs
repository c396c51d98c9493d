//! Everything that can be recomputed from a continent and the rows of a plan, in memory.

use crate::amounts::Amounts;
use crate::bound::{Costs, lower_bound_gj};
use crate::certificate::StatedShortage;
use crate::fault::{Fault, Faults};
use crate::interval::{Interval, divide_up};
use crate::options::{ONE_JOULE_GJ, Tolerances};
use crate::prices::Prices;
use crate::program::Program;
use crate::report::{GapCause, Violation};
use crate::rows::{PlanRows, PriceRow};
use crate::sum::subtract_up;
use crate::{causes, embodied, ledger, objective, residuals, shortage, violations};
use data::model::{Accounting, Continent};

/// A gap above this is taken apart into causes.
const POOR_GAP: f64 = 1e-6;

/// The checker's own figures, and every disagreement among the rows and with the continent.
#[derive(Clone, Debug, PartialEq)]
pub struct Recomputed {
    /// Energy of the plan, GJ.
    pub objective_gj: f64,
    /// Proven lower bound, GJ; minus infinity when the prices prove nothing.
    pub lower_bound_gj: f64,
    /// See [`crate::relative_gap`]; never below the exact one of the stated amounts and the bound.
    pub gap: f64,
    /// The worst broken row or bound, however small.
    pub worst_violation: Violation,
    /// Every row and bound that is broken by more than rounding, the worst first.
    pub violations: Vec<Violation>,
    /// Sum of the ledger less the objective, GJ.
    pub ledger_residual_gj: f64,
    /// Demand left unmet, by commodity.
    pub shortage: Vec<StatedShortage>,
    /// The largest parts of the gap when it is above 1e-6, largest first.
    pub gap_causes: Vec<GapCause>,
    /// Every disagreement found.
    pub faults: Vec<Fault>,
}

/// Recomputes a plan from its rows. The continent is the one after the policies were laid over it.
#[must_use]
pub fn recompute(
    continent: &Continent,
    accounting: Accounting,
    rows: &PlanRows,
    tolerances: &Tolerances,
) -> Recomputed {
    let program = Program::new(continent, accounting);
    let mut faults = Faults::default();
    faults.extend(program.carriers_without_energy());
    let amounts = Amounts::new(&program, rows, &mut faults);
    let residuals = residuals::residuals(&program, &amounts);
    let violations = violations::judge(&program, &amounts, &residuals, tolerances, &mut faults);
    let objective_gj = objective::objective_gj(&program, &amounts);

    let prices = Prices::new(&program, &rows.prices, &mut faults);
    let lower_bound_gj = lower_bound_gj(&program, &prices, Costs::Energy);
    let gap = gap_up(objective_gj, lower_bound_gj);
    let gap_causes = if gap > POOR_GAP {
        causes::gap_causes(&program, &amounts, &prices, &residuals)
    } else {
        Vec::new()
    };

    let figures = ledger::judge(&program, &amounts, &rows.ledger, objective_gj, tolerances, &mut faults);
    embodied::judge(&program, &amounts, &rows.embodied, &figures, tolerances, &mut faults);
    Recomputed {
        objective_gj: objective_gj.middle(),
        lower_bound_gj,
        gap,
        worst_violation: violations.first().cloned().unwrap_or_else(Violation::none),
        violations,
        ledger_residual_gj: figures.residual_gj.outer_end(),
        shortage: shortage::shortages(&program, &amounts),
        gap_causes,
        faults: faults.into_list(),
    }
}

/// The gap at the upper end of the objective, rounded up.
fn gap_up(objective_gj: Interval, lower_bound_gj: f64) -> f64 {
    let size = objective_gj.least_size().max(ONE_JOULE_GJ);
    divide_up(subtract_up(objective_gj.high, lower_bound_gj), size)
}

/// What the prices prove of a continent said to have no plan: above 0, they are a Farkas certificate that it has
/// none; otherwise a fault.
#[must_use]
pub fn recompute_infeasibility(
    continent: &Continent,
    accounting: Accounting,
    prices: &[PriceRow],
) -> (f64, Vec<Fault>) {
    let program = Program::new(continent, accounting);
    let mut faults = Faults::default();
    faults.extend(program.carriers_without_energy());
    let prices = Prices::new(&program, prices, &mut faults);
    let value = lower_bound_gj(&program, &prices, Costs::Nothing);
    if value <= 0.0 {
        faults.push(Fault::NotProvenInfeasible { value });
    }
    (value, faults.into_list())
}

//! Scaling of a program before it reaches a solver, by powers of two so that nothing is rounded.
//!
//! Solvers judge feasibility by an absolute tolerance (1e-7). Amounts here run to 1e10 units, so all columns are
//! counted in a common larger unit, and rows whose coefficients are far from 1 (budgets) are divided by one.

use crate::block::LinearProgram;

/// Exact scale factors of a program: `x = amount * x'`, row `i` divided by `rows[i]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    /// Units of every column in one scaled unit.
    pub amount: f64,
    /// Divisor of each row's coefficients.
    pub rows: Vec<f64>,
}

/// The power of two nearest below `value`; 1 for values that are not positive and finite.
fn power_of_two(value: f64) -> f64 {
    if value > 0.0 && value.is_finite() {
        value.log2().floor().exp2()
    } else {
        1.0
    }
}

impl Scaling {
    /// Largest scaled right-hand side aimed at; with an absolute tolerance of 1e-7 it leaves eleven digits.
    const LARGEST_SCALED: f64 = 65_536.0;

    /// Factors for a program.
    #[must_use]
    pub fn of(program: &LinearProgram) -> Self {
        let rows: Vec<f64> = (0..program.row_count())
            .map(|row| {
                let largest = program.row_entries(row).fold(0.0_f64, |m, (_, v)| m.max(v.abs()));
                power_of_two(largest)
            })
            .collect();
        let mut sizes: Vec<f64> = program
            .rows
            .iter()
            .zip(&rows)
            .map(|(row, divisor)| (row.right_hand_side / divisor).abs())
            .filter(|size| *size > 0.0)
            .collect();
        sizes.sort_by(f64::total_cmp);
        // The 99th percentile: a few generous limits must not drown the rest.
        let typical_largest = sizes.get(sizes.len() * 99 / 100).copied().unwrap_or(1.0);
        Self {
            amount: power_of_two(typical_largest / Self::LARGEST_SCALED).max(1.0),
            rows,
        }
    }

    /// The scaled program: same optimum in scaled units, costs unchanged.
    #[must_use]
    pub fn apply(&self, program: &LinearProgram) -> LinearProgram {
        let mut scaled = program.clone();
        for bound in scaled.lower.iter_mut().chain(&mut scaled.upper) {
            *bound /= self.amount;
        }
        for (row, divisor) in self.rows.iter().enumerate() {
            scaled.rows[row].right_hand_side /= divisor * self.amount;
            for entry in program.row_starts[row]..program.row_starts[row + 1] {
                scaled.entry_values[entry] /= divisor;
            }
        }
        scaled
    }

    /// Puts a scaled point back into the program's units.
    pub fn unscale_primal(&self, primal: &mut [f64]) {
        primal.iter_mut().for_each(|x| *x *= self.amount);
    }

    /// Puts scaled row prices back into the program's units.
    pub fn unscale_prices(&self, prices: &mut [f64]) {
        prices
            .iter_mut()
            .zip(&self.rows)
            .for_each(|(price, divisor)| *price /= divisor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{Row, RowKind};

    #[test]
    fn factors_are_powers_of_two_and_undo_themselves() {
        let mut program = LinearProgram::default();
        let x = program.add_column(3.0, 0.0, 7e9);
        program.add_row(
            Row {
                kind: RowKind::AtMost,
                right_hand_side: 5e11,
            },
            &mut [(x, 1234.5)],
        );
        let scaling = Scaling::of(&program);
        assert_eq!(scaling.amount.log2().fract(), 0.0);
        assert_eq!(scaling.rows[0].log2().fract(), 0.0);
        let scaled = scaling.apply(&program);
        let mut upper = scaled.upper.clone();
        scaling.unscale_primal(&mut upper);
        assert_eq!(upper, program.upper);
        assert_eq!(scaled.entry_values[0] * scaling.rows[0], 1234.5);
    }
}

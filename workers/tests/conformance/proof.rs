//! Proofs of answers from the program's numbers alone, with nothing of what the adapters use.
//!
//! Figures are plain floating point, and these programs have columns without bounds: a reduced cost that must not be negative may be
//! so by rounding, relative to its own terms and the largest price. Plans have bounds throughout, and their checker needs no such leave.

use super::adapters::Answered;
use workers::{LinearProgram, RowKind};

/// Rounding in a sum, relative to its absolute terms.
const ROUNDING: f64 = 1e-8;

/// Least of what a ray proves, relative to the absolute terms of the proof.
const PROVEN: f64 = 1e-7;

/// For each column: what the prices give for it, and the sum of the absolute terms.
fn worth(program: &LinearProgram, prices: &[f64]) -> Vec<(f64, f64)> {
    let mut worth = vec![(0.0, 0.0); program.column_count()];
    for (row, price) in prices.iter().enumerate() {
        for (column, value) in program.row_entries(row) {
            worth[column].0 += price * value;
            worth[column].1 += (price * value).abs();
        }
    }
    worth
}

/// Prices as they may count: at most 0 on limits.
fn clamped(program: &LinearProgram, prices: &[f64]) -> Vec<f64> {
    let rows = program.rows.iter().zip(prices);
    rows.map(|(row, price)| {
        if row.kind == RowKind::AtMost {
            price.min(0.0)
        } else {
            *price
        }
    })
    .collect()
}

/// The lower bound that prices prove at these costs, and the sum of its absolute terms.
fn bound(program: &LinearProgram, costs: &[f64], prices: &[f64], slip: f64) -> Result<(f64, f64), String> {
    if prices.len() != program.row_count() || prices.iter().any(|p| !p.is_finite()) {
        return Err(format!(
            "{} prices for {} rows, or not numbers",
            prices.len(),
            program.row_count()
        ));
    }
    let prices = clamped(program, prices);
    let largest = prices
        .iter()
        .chain(costs)
        .fold(0.0_f64, |largest, figure| largest.max(figure.abs()));
    let (mut value, mut size) = (0.0, 0.0);
    for (row, price) in program.rows.iter().zip(&prices) {
        value += price * row.right_hand_side;
        size += (price * row.right_hand_side).abs();
    }
    for (column, (worth, scale)) in worth(program, &prices).into_iter().enumerate() {
        let reduced = costs[column] - worth;
        let at = if reduced >= 0.0 {
            program.lower[column]
        } else {
            program.upper[column]
        };
        if at.is_finite() {
            value += reduced * at;
            size += (reduced * at).abs();
        } else if reduced.abs() > slip * (scale + largest) {
            return Err(format!(
                "column {column} has no bound and a reduced cost of {reduced:e}"
            ));
        }
    }
    Ok((value, size))
}

/// Whether the ray proves that the program has no solution.
pub(crate) fn is_infeasible(program: &LinearProgram, ray: &[f64]) -> Result<(), String> {
    let (value, size) = bound(program, &vec![0.0; program.column_count()], ray, ROUNDING)?;
    if value > PROVEN * size && value > 0.0 {
        Ok(())
    } else {
        Err(format!("the ray proves {value:e} of terms of {size:e}"))
    }
}

/// Whether amounts keep all rows and bounds and the prices prove that none are better.
pub(crate) fn is_optimal(program: &LinearProgram, answer: &Answered, tolerance: f64) -> Result<(), String> {
    if answer.amounts.len() != program.column_count() {
        return Err(format!(
            "{} amounts for {} columns",
            answer.amounts.len(),
            program.column_count()
        ));
    }
    for (column, amount) in answer.amounts.iter().enumerate() {
        let (lower, upper) = (program.lower[column], program.upper[column]);
        let slip = tolerance * amount.abs().max(1.0);
        if !(*amount >= lower - slip && *amount <= upper + slip) {
            return Err(format!("column {column} is {amount}, outside {lower} to {upper}"));
        }
    }
    for (position, row) in program.rows.iter().enumerate() {
        let terms: Vec<f64> = program
            .row_entries(position)
            .map(|(c, a)| a * answer.amounts[c])
            .collect();
        let over = terms.iter().sum::<f64>() - row.right_hand_side;
        let scale = terms.iter().map(|t| t.abs()).sum::<f64>() + row.right_hand_side.abs().max(1.0);
        let broken = if row.kind == RowKind::Equal { over.abs() } else { over };
        if broken.is_nan() || broken > tolerance * scale {
            return Err(format!("row {position} is broken by {broken:e}"));
        }
    }
    let objective: f64 = answer.amounts.iter().zip(&program.costs).map(|(x, c)| x * c).sum();
    let (proven, size) = bound(program, &program.costs, &answer.prices, tolerance)?;
    let is_proven = (objective - proven).abs() <= tolerance * size.max(1.0);
    is_proven
        .then_some(())
        .ok_or_else(|| format!("objective {objective}, proven {proven}"))
}

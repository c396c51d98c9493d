//! What prices prove of a program: a bound on its objective, or that it has no solution. Everything is rounded outward: each sum is
//! told with what its rounding may be, and a proof counts only when it holds at the unfavourable end.

use workers::solve::solve;
use workers::{LinearProgram, RowKind, SolveError, SolveOptions, SolveStatus};

/// A sum with the most that rounding may have changed it by.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    value: f64,
    size: f64,
    terms: u32,
}

impl Sum {
    fn add(&mut self, term: f64) {
        self.value += term;
        self.size += term.abs();
        self.terms += 1;
    }

    /// A product and a sum are rounded for each term, and the sizes are sums themselves.
    fn error(&self) -> f64 {
        f64::from(self.terms + 3) * 2.0 * f64::EPSILON * self.size
    }
}

/// A lower bound, and what rounding of reduced costs leaves open.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bound {
    /// No point costs less that has nothing of the columns in `slips` above their lower bounds.
    value: f64,
    /// Columns without an upper bound that may gain, and what a unit of each may gain.
    slips: Vec<(usize, f64)>,
}

/// How many times what they are in a point its unbounded columns are taken to stay below.
const TIMES: f64 = 10.0;

impl Bound {
    /// The bound for all points in which no unbounded column is above ten times what it is in this one (or ten, where it is less than
    /// one). Where no reduced cost is left open it holds for all points.
    pub(super) fn around(&self, primal: &[f64]) -> f64 {
        let most = |column: usize| TIMES * primal[column].abs().max(1.0);
        self.value
            - self
                .slips
                .iter()
                .map(|(column, slip)| slip * most(*column))
                .sum::<f64>()
    }

    /// What a unit of all columns that are left open may gain at most.
    fn slip(&self) -> f64 {
        self.slips.iter().map(|(_, slip)| *slip).fold(0.0, f64::max)
    }
}

/// The bound that row prices prove at given costs.
pub(super) fn bound(program: &LinearProgram, costs: &[f64], prices: &[f64]) -> Bound {
    let mut reduced: Vec<Sum> = vec![Sum::default(); program.column_count()];
    reduced.iter_mut().zip(costs).for_each(|(sum, cost)| sum.add(*cost));
    let mut total = Sum::default();
    for (row, price) in prices.iter().enumerate() {
        let of = program.rows[row];
        let price = if of.kind == RowKind::AtMost {
            price.min(0.0)
        } else {
            *price
        };
        total.add(price * of.right_hand_side);
        for (column, value) in program.row_entries(row) {
            reduced[column].add(-price * value);
        }
    }
    let mut slips = Vec::new();
    for (column, sum) in reduced.iter().enumerate() {
        let (least, most) = (sum.value - sum.error(), sum.value + sum.error());
        let (lower, upper) = (program.lower[column], program.upper[column]);
        // The worst of both ends of what the reduced cost may be, each at the bound it pushes to.
        if least >= 0.0 {
            total.add((least * lower).min(most * lower));
        } else if upper.is_finite() {
            let ends = [least * upper, most * lower, least * lower, most * upper];
            total.add(ends.into_iter().fold(f64::INFINITY, f64::min));
        } else {
            total.add((least * lower).min(most * lower));
            slips.push((column, -least));
        }
    }
    Bound {
        value: total.value - total.error(),
        slips,
    }
}

/// A proof that a program has no solution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct NoSolution {
    /// By how much rows and bounds together miss, at the ray's prices.
    pub(super) missed: f64,
    /// No point is a solution whose unbounded columns add up to less than this; infinite where the proof takes nothing for granted.
    pub(super) within: f64,
}

/// Searches for the proof: the prices of the program without costs whose rows may give way at a cost of 1 a unit.
///
/// # Errors
/// As the solver's.
pub(super) fn no_solution(program: &LinearProgram, options: &SolveOptions) -> Result<Option<NoSolution>, SolveError> {
    let answer = solve(&program.elastic(), options)?;
    if answer.status != SolveStatus::Optimal {
        return Ok(None);
    }
    let proven = bound(program, &vec![0.0; program.column_count()], &answer.row_prices);
    Ok((proven.value > 0.0).then(|| NoSolution {
        missed: proven.value,
        within: proven.value / proven.slip(),
    }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use workers::Row;

    /// Two ways to meet a demand: at 1 each up to 6, at 3 each up to 4.
    fn program(asked: f64) -> LinearProgram {
        let mut program = LinearProgram::default();
        program.add_column(1.0, 0.0, 6.0);
        program.add_column(3.0, 0.0, 4.0);
        let row = Row {
            kind: RowKind::Equal,
            right_hand_side: asked,
        };
        program.add_row(row, &mut [(0, 1.0), (1, 1.0)]);
        program
    }

    #[test]
    fn bounds_are_below_and_close() {
        let program = program(8.0);
        let proven = bound(&program, &program.costs, &[3.0]);
        assert!(
            proven.value <= 12.0 && proven.value > 12.0 - 1e-12 && proven.slips.is_empty(),
            "{proven:?}"
        );
        // Any prices prove something, and none too much.
        for price in [-5.0, 0.0, 1.0, 2.5, 100.0] {
            assert!(bound(&program, &program.costs, &[price]).value <= 12.0);
        }
    }

    #[test]
    fn only_what_has_no_solution_is_proven_to_have_none() {
        let options = SolveOptions::default();
        let proof = no_solution(&program(10.5), &options).unwrap().unwrap();
        assert!(proof.missed > 0.49 && proof.within.is_infinite(), "{proof:?}");
        assert_eq!(no_solution(&program(10.0), &options).unwrap(), None);
    }
}

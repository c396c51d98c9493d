//! A program that falls into parts once some columns stand at their lower bounds: stores that nobody needs to use, say. The parts are
//! solved one by one, and the prices of all of them say what those columns could gain.
//!
//! Invariant: an answer is given only when it is proven to be within the gap. The parts' prices and those of a program over the
//! joining columns alone, at their costs less what the parts pay for them, are prices of the whole.

use super::{SolveError, SolveOptions, solve, solve_by_answering};
use crate::block::{Answer, LinearProgram, Row, RowKind, SolveStatus};

/// Solves in parts; none when the parts are fewer than two, when one of them has no optimum, or when the joining columns would gain more than
/// `gap` of the objective.
///
/// # Errors
/// As [`solve`].
pub fn solve_in_parts(
    program: &LinearProgram,
    joining: &[bool],
    gap: f64,
    options: &SolveOptions,
) -> Result<Option<Answer>, SolveError> {
    let Some(split) = Split::of(program, joining) else {
        return Ok(None);
    };
    let mut primal = program.lower.clone();
    let mut row_prices = vec![0.0; program.row_count()];
    let mut iterations = 0;
    for part in 0..split.parts {
        let (numbers, rows, columns) = split.program(program, part);
        let answer = match solve_by_answering(&numbers, gap) {
            Some(answer) => answer,
            None => solve(&numbers, options)?,
        };
        if answer.status != SolveStatus::Optimal {
            return Ok(None);
        }
        columns
            .iter()
            .zip(&answer.primal)
            .for_each(|(column, amount)| primal[*column] = *amount);
        rows.iter()
            .zip(&answer.row_prices)
            .for_each(|(row, price)| row_prices[*row] = *price);
        iterations += answer.iterations;
    }
    let Some(gain) = split.gain(program, &mut row_prices, options)? else {
        return Ok(None);
    };
    let objective: f64 = primal
        .iter()
        .zip(&program.costs)
        .map(|(amount, cost)| amount * cost)
        .sum();
    // The parts have as much of the gap as what joins them.
    Ok((gain <= gap * objective.abs()).then(|| Answer {
        status: SolveStatus::Optimal,
        solver_status: format!("Optimal in {} parts", split.parts),
        primal,
        row_prices,
        iterations,
        algorithm: format!("{:?}", options.algorithm),
    }))
}

/// Which part every row and column is of; none for what joins them.
struct Split {
    row_part: Vec<Option<usize>>,
    column_part: Vec<Option<usize>>,
    parts: usize,
}

impl Split {
    /// None with fewer than two parts, or when joining columns at their lower bounds touch what parts can do.
    fn of(program: &LinearProgram, joining: &[bool]) -> Option<Self> {
        let stand_still = |column: usize| program.lower[column] == 0.0;
        if !(0..program.column_count()).all(|column| !joining[column] || stand_still(column)) {
            return None;
        }
        let mut above: Vec<usize> = (0..program.row_count()).collect();
        let mut first_row = vec![None; program.column_count()];
        let mut has_part = vec![false; program.row_count()];
        for (row, has_part) in has_part.iter_mut().enumerate() {
            for (column, _) in program.row_entries(row).filter(|(column, _)| !joining[*column]) {
                *has_part = true;
                let first = *first_row[column].get_or_insert(row);
                let (a, b) = (top(&mut above, first), top(&mut above, row));
                above[a.max(b)] = a.min(b);
            }
        }
        let mut number = vec![None; program.row_count()];
        let mut parts = 0;
        let mut row_part = vec![None; program.row_count()];
        for row in (0..program.row_count()).filter(|row| has_part[*row]) {
            let root = top(&mut above, row);
            row_part[row] = Some(*number[root].get_or_insert_with(|| {
                parts += 1;
                parts - 1
            }));
        }
        let column_part = first_row.iter().map(|row| row.and_then(|row| row_part[row])).collect();
        // What no part has must hold while joining columns stand still.
        let holds = |row: &Row| match row.kind {
            RowKind::Equal => row.right_hand_side == 0.0,
            RowKind::AtMost => row.right_hand_side >= 0.0,
        };
        let all_hold = program
            .rows
            .iter()
            .zip(&row_part)
            .all(|(row, part)| part.is_some() || holds(row));
        let loose = (0..program.column_count()).any(|column| !joining[column] && first_row[column].is_none());
        (parts > 1 && all_hold && !loose).then_some(Self {
            row_part,
            column_part,
            parts,
        })
    }

    /// The program of a part, and its rows and columns in the whole.
    fn program(&self, program: &LinearProgram, part: usize) -> (LinearProgram, Vec<usize>, Vec<usize>) {
        let columns: Vec<usize> = positions(&self.column_part, Some(part));
        let rows: Vec<usize> = positions(&self.row_part, Some(part));
        (restricted(program, &rows, &columns, &program.costs), rows, columns)
    }

    /// The most that joining columns could gain at the parts' prices, with the prices of what no part has; none without a bound.
    fn gain(
        &self,
        program: &LinearProgram,
        row_prices: &mut [f64],
        options: &SolveOptions,
    ) -> Result<Option<f64>, SolveError> {
        let columns = positions(&self.column_part, None);
        let rows = positions(&self.row_part, None);
        let reduced = program.reduced_costs(row_prices);
        let answer = solve(&restricted(program, &rows, &columns, &reduced), options)?;
        if answer.status != SolveStatus::Optimal {
            return Ok(None);
        }
        rows.iter()
            .zip(&answer.row_prices)
            .for_each(|(row, price)| row_prices[*row] = *price);
        let value = columns
            .iter()
            .zip(&answer.primal)
            .map(|(column, amount)| reduced[*column] * amount);
        Ok(Some(-value.sum::<f64>()))
    }
}

fn positions(parts: &[Option<usize>], wanted: Option<usize>) -> Vec<usize> {
    let those = parts.iter().enumerate().filter(|(_, part)| **part == wanted);
    those.map(|(position, _)| position).collect()
}

/// Some rows and columns of a program, at these costs by column of the whole.
fn restricted(program: &LinearProgram, rows: &[usize], columns: &[usize], costs: &[f64]) -> LinearProgram {
    let mut part = LinearProgram::default();
    let mut at = vec![None; program.column_count()];
    for column in columns {
        at[*column] = Some(part.add_column(costs[*column], program.lower[*column], program.upper[*column]));
    }
    for row in rows {
        let entries = program
            .row_entries(*row)
            .filter_map(|(column, value)| Some((at[column]?, value)));
        part.add_row(program.rows[*row], &mut entries.collect::<Vec<_>>());
    }
    part
}

/// The root of a row, and a shorter way to it next time.
fn top(above: &mut [usize], mut row: usize) -> usize {
    while above[row] != row {
        above[row] = above[above[row]];
        row = above[row];
    }
    row
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::verify;
    use super::*;

    /// Two periods that each make at a cost up to a limit and are short beyond it, and a store between them.
    fn program(costs: [f64; 2], asked: [f64; 2]) -> (LinearProgram, Vec<bool>) {
        let mut program = LinearProgram::default();
        let mut joining = Vec::new();
        let mut column = |program: &mut LinearProgram, cost, upper, joins| {
            joining.push(joins);
            program.add_column(cost, 0.0, upper)
        };
        let made = costs.map(|cost| column(&mut program, cost, 10.0, false));
        let short = [100.0, 100.0].map(|cost| column(&mut program, cost, 50.0, false));
        let [put, level, taken] = [0, 1, 2].map(|_| column(&mut program, 0.0, 5.0, true));
        let row = |right_hand_side| Row {
            kind: RowKind::Equal,
            right_hand_side,
        };
        program.add_row(row(asked[0]), &mut [(made[0], 1.0), (short[0], 1.0), (put, -1.0)]);
        program.add_row(row(asked[1]), &mut [(made[1], 1.0), (short[1], 1.0), (taken, 1.0)]);
        program.add_row(row(0.0), &mut [(level, 1.0), (put, -1.0)]);
        program.add_row(row(0.0), &mut [(level, -1.0), (taken, 1.0)]);
        (program, joining)
    }

    #[test]
    fn a_store_that_nobody_needs_is_proven_to_be_so() {
        let (program, joining) = program([2.0, 2.0], [4.0, 8.0]);
        let options = SolveOptions::default();
        let answer = solve_in_parts(&program, &joining, 1e-9, &options).unwrap().unwrap();
        assert_eq!(answer.primal[..2], [4.0, 8.0]);
        assert_eq!(verify(&program, &answer, false), Ok(()));
    }

    #[test]
    fn a_store_that_gains_leaves_it_to_the_whole() {
        let options = SolveOptions::default();
        for (costs, asked) in [([1.0, 2.0], [4.0, 8.0]), ([2.0, 2.0], [4.0, 12.0])] {
            let (program, joining) = program(costs, asked);
            assert_eq!(solve_in_parts(&program, &joining, 1e-9, &options).unwrap(), None);
            // Within a gap that is wide enough it is not worth it.
            let wide = solve_in_parts(&program, &joining, 10.0, &options).unwrap();
            assert!(wide.is_some());
        }
    }

    #[test]
    fn one_part_and_parts_that_are_touched_are_none() {
        let options = SolveOptions::default();
        let (mut program, joining) = program([2.0, 2.0], [4.0, 8.0]);
        assert_eq!(
            solve_in_parts(&program, &vec![false; joining.len()], 1e-9, &options).unwrap(),
            None
        );
        program.lower[4] = 1.0;
        assert_eq!(solve_in_parts(&program, &joining, 1e-9, &options).unwrap(), None);
    }
}

//! Programs in which every row has one column that answers for it, as every product of an input-output table has an industry that
//! makes most of it. Such a basis is so nearly diagonal that its two linear systems are solved by going round and putting one
//! figure right after the other, without a factor that would fill up.
//!
//! Rounds: prices of the basis; every other column to the bound that its reduced cost pushes it to; amounts of the basis. Whatever
//! leaves its bounds stands at them from then on, and something that is in no other row answers in its place. When nothing changes,
//! the basis is optimal. (Block pivoting: Judice and Pires, Computers and Operations Research 21, 1994.)
//!
//! Invariant: an answer is given only when its rows hold and its prices prove it within the gap; otherwise none is.

use crate::block::{Answer, LinearProgram, RowKind, SolveStatus};

/// Most rounds before another method has to do it.
const MOST_ROUNDS: usize = 60;

/// Most times that the figures of a basis are gone through.
const MOST_SWEEPS: usize = 400;

/// Change of a figure, relative to the largest, at which it is settled.
const SETTLED: f64 = 1e-14;

/// Reduced costs and amounts beyond bounds that are rounding, relative.
const ROUNDING: f64 = 1e-10;

/// Rows must hold to this, relative to their terms.
const HOLDS: f64 = 1e-9;

/// Solves a program of equalities; none where no column answers for a row, the rounds do not end, or the proof is wider than the gap.
#[must_use]
pub fn solve_by_answering(program: &LinearProgram, gap: f64) -> Option<Answer> {
    if program.rows.iter().any(|row| row.kind != RowKind::Equal) {
        return None;
    }
    let mut basis = Basis::first(program)?;
    let mut iterations = 0;
    for _ in 0..MOST_ROUNDS {
        iterations += 1;
        basis.price()?;
        let moved = basis.push();
        basis.amounts()?;
        if !basis.mend()? && !moved {
            return basis.answer(gap, iterations);
        }
    }
    None
}

struct Basis<'a> {
    program: &'a LinearProgram,
    /// Entries by column: where each starts, rows and coefficients.
    starts: Vec<usize>,
    rows: Vec<usize>,
    values: Vec<f64>,
    /// The column that answers for each row.
    answers: Vec<usize>,
    /// The one that did at first.
    homes: Vec<usize>,
    is_basic: Vec<bool>,
    primal: Vec<f64>,
    prices: Vec<f64>,
    /// Coefficient of its column in each row.
    pivot: Vec<f64>,
}

impl<'a> Basis<'a> {
    /// For each row the column that can make most of what is in it and of nothing else more.
    fn first(program: &'a LinearProgram) -> Option<Self> {
        let (starts, rows, values) = by_column(program);
        let mut best: Vec<Option<(f64, usize)>> = vec![None; program.row_count()];
        for column in 0..program.column_count() {
            let entries = starts[column]..starts[column + 1];
            let main = entries.max_by(|a, b| values[*a].total_cmp(&values[*b]));
            let Some(main) = main.filter(|main| values[*main] > 0.0) else {
                continue;
            };
            // What is in one row alone answers only where nothing else does.
            let is_alone = starts[column + 1] - starts[column] == 1 && program.costs[column] > 0.0;
            let most = if is_alone {
                -program.costs[column]
            } else {
                values[main] * program.upper[column]
            };
            let row = &mut best[rows[main]];
            if row.is_none_or(|(other, _)| most > other) {
                *row = Some((most, column));
            }
        }
        let homes = assigned(program, best)?;
        let mut basis = Self {
            program,
            starts,
            rows,
            values,
            is_basic: vec![false; program.column_count()],
            primal: program.lower.clone(),
            prices: vec![0.0; program.row_count()],
            pivot: vec![0.0; program.row_count()],
            answers: homes.clone(),
            homes,
        };
        for row in 0..program.row_count() {
            basis.put(row, basis.answers[row]);
        }
        Some(basis)
    }

    fn entries(&self, column: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.starts[column]..self.starts[column + 1];
        self.rows[range.clone()]
            .iter()
            .copied()
            .zip(self.values[range].iter().copied())
    }

    fn entry(&self, column: usize, row: usize) -> f64 {
        let mut entries = self.entries(column);
        entries.find(|(at, _)| *at == row).map_or(0.0, |(_, value)| value)
    }

    /// Has a column answer for a row.
    fn put(&mut self, row: usize, column: usize) {
        self.answers[row] = column;
        self.is_basic[column] = true;
        let own = self
            .entries(column)
            .find(|(at, _)| *at == row)
            .map_or(0.0, |(_, value)| value);
        self.pivot[row] = own;
    }

    /// Prices at which every basic column costs what it is paid.
    fn price(&mut self) -> Option<()> {
        for _ in 0..MOST_SWEEPS {
            let (mut change, mut largest) = (0.0_f64, 0.0_f64);
            for row in 0..self.answers.len() {
                let column = self.answers[row];
                let paid: f64 = self.entries(column).map(|(at, value)| value * self.prices[at]).sum();
                let by = (self.program.costs[column] - paid) / self.pivot[row];
                self.prices[row] += by;
                change = change.max(by.abs());
                largest = largest.max(self.prices[row].abs());
            }
            if !largest.is_finite() {
                return None;
            }
            if change <= SETTLED * largest {
                return Some(());
            }
        }
        None
    }

    fn reduced(&self, column: usize) -> f64 {
        self.program.costs[column]
            - self
                .entries(column)
                .map(|(row, value)| value * self.prices[row])
                .sum::<f64>()
    }

    /// Every column that is not basic to the bound where it belongs; whether any moved.
    fn push(&mut self) -> bool {
        let mut moved = false;
        for column in (0..self.primal.len()).filter(|column| !self.is_basic[*column]) {
            let reduced = self.reduced(column);
            let rounding = ROUNDING * self.program.costs[column].abs().max(1.0);
            let to = if reduced < -rounding && self.program.upper[column].is_finite() {
                self.program.upper[column]
            } else if reduced > rounding {
                self.program.lower[column]
            } else {
                continue;
            };
            moved |= to != self.primal[column];
            self.primal[column] = to;
        }
        moved
    }

    /// Amounts of basic columns at which every row holds.
    fn amounts(&mut self) -> Option<()> {
        let mut left: Vec<f64> = self.program.rows.iter().map(|row| row.right_hand_side).collect();
        for (column, amount) in self.primal.iter().enumerate().filter(|(_, amount)| **amount != 0.0) {
            self.entries(column)
                .for_each(|(row, value)| left[row] -= value * amount);
        }
        for _ in 0..MOST_SWEEPS {
            let (mut change, mut largest) = (0.0_f64, 0.0_f64);
            for row in 0..self.answers.len() {
                let column = self.answers[row];
                let by = left[row] / self.pivot[row];
                if by != 0.0 {
                    self.primal[column] += by;
                    let range = self.starts[column]..self.starts[column + 1];
                    for (at, value) in self.rows[range.clone()].iter().zip(&self.values[range]) {
                        left[*at] -= value * by;
                    }
                }
                change = change.max(by.abs());
                largest = largest.max(self.primal[column].abs());
            }
            if !largest.is_finite() {
                return None;
            }
            if change <= SETTLED * largest {
                return Some(());
            }
        }
        None
    }

    /// Basic columns outside their bounds stand at them, and something else answers; whether any did. None where nothing else can.
    fn mend(&mut self) -> Option<bool> {
        let largest = self
            .primal
            .iter()
            .fold(0.0_f64, |largest, amount| largest.max(amount.abs()));
        let slack = ROUNDING * largest;
        let mut alone = None;
        let mut mended = false;
        for row in 0..self.answers.len() {
            let column = self.answers[row];
            let (lower, upper) = (self.program.lower[column], self.program.upper[column]);
            let amount = self.primal[column];
            let is_above = amount > upper + slack;
            if !is_above && amount >= lower - slack {
                continue;
            }
            self.primal[column] = if is_above { upper } else { lower };
            self.is_basic[column] = false;
            let alone = alone.get_or_insert_with(|| columns_alone(self.program, &self.starts, &self.rows));
            let is_missing = is_above == (self.pivot[row] > 0.0);
            let next = self.next(row, &alone[row], is_missing)?;
            self.put(row, next);
            mended = true;
        }
        Some(mended)
    }

    /// What takes up what is missing, or what is too much: the row's first column where it can, else of the columns in this row alone
    /// the one that does it at least cost.
    fn next(&self, row: usize, alone: &[usize], is_missing: bool) -> Option<usize> {
        let leaving = self.answers[row];
        let home = self.homes[row];
        let is_free = !self.is_basic[home] && home != leaving && self.primal[home] < self.program.upper[home];
        if is_missing && is_free && self.entry(home, row) > 0.0 {
            return Some(home);
        }
        let can = |column: usize| {
            let is_made = self.values[self.starts[column]] > 0.0;
            let (at_lower, at_upper) = (
                self.primal[column] <= self.program.lower[column],
                self.primal[column] >= self.program.upper[column],
            );
            // More of what is made, or less of what is taken away; the other way round where there is too much.
            if is_made == is_missing { !at_upper } else { !at_lower }
        };
        let cost = |column: usize| self.program.costs[column] / self.values[self.starts[column]];
        let those = alone
            .iter()
            .copied()
            .filter(|column| *column != leaving && !self.is_basic[*column] && can(*column));
        if is_missing {
            those.min_by(|a, b| cost(*a).total_cmp(&cost(*b)))
        } else {
            those.max_by(|a, b| cost(*a).total_cmp(&cost(*b)))
        }
    }

    /// The answer, when rows hold and the prices prove it.
    fn answer(self, gap: f64, iterations: u64) -> Option<Answer> {
        let program = self.program;
        let primal: Vec<f64> = self
            .primal
            .iter()
            .enumerate()
            .map(|(column, amount)| amount.clamp(program.lower[column], program.upper[column]))
            .collect();
        for (row, of) in program.rows.iter().enumerate() {
            let (mut sum, mut size) = (-of.right_hand_side, of.right_hand_side.abs());
            for (column, value) in program.row_entries(row) {
                sum += value * primal[column];
                size += (value * primal[column]).abs();
            }
            if sum.abs() > HOLDS * size {
                return None;
            }
        }
        let objective: f64 = primal
            .iter()
            .zip(&program.costs)
            .map(|(amount, cost)| amount * cost)
            .sum();
        let mut bound: f64 = program
            .rows
            .iter()
            .zip(&self.prices)
            .map(|(row, price)| row.right_hand_side * price)
            .sum();
        for column in 0..program.column_count() {
            let reduced = self.reduced(column);
            let at = if reduced >= 0.0 {
                program.lower[column]
            } else {
                program.upper[column]
            };
            let is_rounding = reduced.abs() <= ROUNDING * program.costs[column].abs().max(1.0);
            if at.is_finite() {
                bound += reduced * at;
            } else if !is_rounding {
                return None;
            }
        }
        (objective - bound <= gap * objective.abs()).then(|| Answer {
            status: SolveStatus::Optimal,
            solver_status: "Optimal by answering columns".to_owned(),
            primal,
            row_prices: self.prices,
            iterations,
            algorithm: "Answering".to_owned(),
        })
    }
}

/// The best column of each row; where there is none, one that is in the row alone, else any that is not taken.
fn assigned(program: &LinearProgram, best: Vec<Option<(f64, usize)>>) -> Option<Vec<usize>> {
    let (starts, rows, _) = by_column(program);
    let alone = columns_alone(program, &starts, &rows);
    let mut is_taken = vec![false; program.column_count()];
    best.iter().flatten().for_each(|(_, column)| is_taken[*column] = true);
    let mut assigned = Vec::with_capacity(best.len());
    for (row, best) in best.into_iter().enumerate() {
        let column = match best {
            Some((_, column)) => column,
            None => {
                let made = program
                    .row_entries(row)
                    .filter(|(column, value)| *value > 0.0 && !is_taken[*column]);
                let most = made.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(column, _)| column);
                alone[row].first().copied().or(most)?
            }
        };
        is_taken[column] = true;
        assigned.push(column);
    }
    Some(assigned)
}

/// Entries by column: where each starts, rows and coefficients.
fn by_column(program: &LinearProgram) -> (Vec<usize>, Vec<usize>, Vec<f64>) {
    let mut starts = vec![0; program.column_count() + 1];
    program
        .entry_columns
        .iter()
        .for_each(|column| starts[*column as usize + 1] += 1);
    for column in 0..program.column_count() {
        starts[column + 1] += starts[column];
    }
    let mut next = starts.clone();
    let (mut rows, mut values) = (vec![0; program.entry_count()], vec![0.0; program.entry_count()]);
    for row in 0..program.row_count() {
        for (column, value) in program.row_entries(row) {
            rows[next[column]] = row;
            values[next[column]] = value;
            next[column] += 1;
        }
    }
    (starts, rows, values)
}

/// For each row the columns that are in it alone.
fn columns_alone(program: &LinearProgram, starts: &[usize], rows: &[usize]) -> Vec<Vec<usize>> {
    let mut alone = vec![Vec::new(); program.row_count()];
    for column in 0..program.column_count() {
        if starts[column + 1] - starts[column] == 1 {
            alone[rows[starts[column]]].push(column);
        }
    }
    alone
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::{SolveOptions, solve, verify};
    use super::*;
    use crate::block::Row;
    use proptest::prelude::*;

    /// Sectors that use of each other, with imports up to a limit, shortages and spills; value added costs 1 a unit.
    fn economy(sectors: usize, figures: &[f64]) -> LinearProgram {
        let mut figures = figures.iter().copied().cycle();
        let mut next = move || figures.next().unwrap_or(0.5);
        let mut program = LinearProgram::default();
        let mut entries: Vec<(u32, u32, f64)> = Vec::new();
        let mut column = |program: &mut LinearProgram, cost: f64, upper: f64, of: &[(usize, f64)]| {
            let at = u32::try_from(program.add_column(cost, 0.0, upper)).unwrap();
            entries.extend(of.iter().map(|(row, value)| (u32::try_from(*row).unwrap(), at, *value)));
        };
        for sector in 0..sectors {
            let mut recipe = vec![(sector, 1.0)];
            for other in (0..sectors).filter(|other| *other != sector) {
                recipe.push((other, -0.8 * next() / f64::from(u32::try_from(sectors).unwrap())));
            }
            let by = (sector + 1) % sectors;
            recipe.iter_mut().find(|(row, _)| *row == by).unwrap().1 += 0.15 * next();
            column(&mut program, 0.2 + next(), 40.0 + 300.0 * next(), &recipe);
            column(&mut program, 0.2 + 2.0 * next(), 20.0 * next(), &[(sector, 1.0)]);
            column(&mut program, 1_000.0, 1e4, &[(sector, 1.0)]);
            column(&mut program, 0.0, f64::INFINITY, &[(sector, -1.0)]);
        }
        let rows = (0..sectors).map(|_| Row {
            kind: RowKind::Equal,
            right_hand_side: 30.0 * next(),
        });
        let rows: Vec<Row> = rows.collect();
        program.set_rows(rows, &entries);
        program
    }

    fn cost(program: &LinearProgram, answer: &Answer) -> f64 {
        answer
            .primal
            .iter()
            .zip(&program.costs)
            .map(|(amount, cost)| amount * cost)
            .sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]
        /// Whatever comes of it is the optimum.
        #[test]
        fn an_answer_is_the_optimum(sectors in 2_usize..12, figures in prop::collection::vec(0.0..1.0_f64, 40..80)) {
            let program = economy(sectors, &figures);
            let whole = solve(&program, &SolveOptions::default()).unwrap();
            if let Some(answer) = solve_by_answering(&program, 1e-9) {
                prop_assert_eq!(verify(&program, &answer, false), Ok(()));
                let (ours, least) = (cost(&program, &answer), cost(&program, &whole));
                prop_assert!((ours - least).abs() <= 1e-7 * least.max(1.0), "{} {}", ours, least);
            }
        }
    }

    #[test]
    fn most_economies_have_an_answer() {
        let found = (1..=40).filter(|seed: &u32| {
            let figures: Vec<f64> = (1..97).map(|k| f64::from(k * 37 * seed % 97) / 97.0).collect();
            solve_by_answering(&economy(10, &figures), 1e-9).is_some()
        });
        assert!(found.count() >= 20);
    }

    #[test]
    fn programs_that_are_not_of_the_kind_have_none() {
        let mut program = economy(3, &[0.5]);
        let row = Row {
            kind: RowKind::AtMost,
            right_hand_side: 1.0,
        };
        program.add_row(row, &mut [(0, 1.0)]);
        assert_eq!(solve_by_answering(&program, 1e-9), None);
    }
}

//! The elastic program: least amounts and upper-limit rows may give way, at a cost of one per their own size.

use super::limit::Limit;
use crate::program::build::Program;
use crate::program::columns::Column;
use workers::{Answer, LinearProgram, Row, RowKind};

/// Shares of a limit below this are solver noise.
const LEAST_SHARE: f64 = 1e-7;

/// Prices below this, per share of a limit, are solver noise.
const LEAST_PRICE: f64 = 1e-9;

/// How much more than the least relief a cheaper plan may take, relative: what a solver cannot tell from nothing.
const RELIEF_SLACK: f64 = 1e-9;

/// How much of what a proof proves stays at least when least amounts are left out, so that no solver's tolerance undoes it.
const PROOF_KEPT: f64 = 0.01;

/// A program whose limits may give way.
pub(super) struct Elastic {
    /// The original columns without costs, then one of relief a limit; the original rows, then one a least amount.
    pub(super) program: LinearProgram,
    /// Limit and size of each column of relief.
    relieved: Vec<(Limit, f64)>,
    columns: usize,
    rows: usize,
}

impl Elastic {
    /// The elastic form of a program.
    pub(super) fn of(program: &LinearProgram) -> Self {
        let mut elastic = program.clone();
        elastic.costs.fill(0.0);
        let mut relieved = Vec::new();
        let mut floors = Vec::new();
        for column in (0..program.column_count()).filter(|c| program.lower[*c] > 0.0) {
            let least = program.lower[column];
            let relief = elastic.add_column(1.0 / least, 0.0, least);
            elastic.lower[column] = 0.0;
            floors.push((column, relief, least));
            relieved.push((Limit::Least(column), least));
        }
        let mut extra: Vec<Option<(usize, f64)>> = vec![None; program.row_count()];
        let rows = program.rows.iter().enumerate();
        for (position, row) in rows.filter(|(_, row)| row.kind == RowKind::AtMost) {
            let size = row.right_hand_side.abs().max(1.0);
            extra[position] = Some((elastic.add_column(1.0 / size, 0.0, f64::INFINITY), -1.0));
            relieved.push((Limit::Most(position), size));
        }
        rebuild_rows(&mut elastic, program, &extra, &floors);
        Self {
            program: elastic,
            relieved,
            columns: program.column_count(),
            rows: program.row_count(),
        }
    }

    /// What gives way in an answer, and by how much.
    pub(super) fn relief(&self, primal: &[f64]) -> Vec<(Limit, f64)> {
        let amounts = self.relieved.iter().zip(&primal[self.columns..]);
        let given_way = amounts.filter(|((_, size), amount)| **amount > LEAST_SHARE * size);
        given_way.map(|((limit, _), amount)| (*limit, *amount)).collect()
    }

    /// The least energy with no more relief than in an answer.
    pub(super) fn with_costs(&self, original: &LinearProgram, primal: &[f64]) -> LinearProgram {
        let mut program = self.program.clone();
        let charges = self.program.costs[self.columns..].iter().enumerate();
        let mut entries: Vec<(usize, f64)> = charges.map(|(i, charge)| (self.columns + i, *charge)).collect();
        let least: f64 = entries.iter().map(|(column, charge)| primal[*column] * charge).sum();
        program.costs[..self.columns].copy_from_slice(&original.costs);
        program.costs[self.columns..].fill(0.0);
        let row = Row {
            kind: RowKind::AtMost,
            right_hand_side: least * (1.0 + RELIEF_SLACK),
        };
        program.add_row(row, &mut entries);
        program
    }

    /// The limits that the proof in an answer rests on, those that weigh most in it first; least amounts that it does without
    /// are left out.
    pub(super) fn limits_of_proof(&self, program: &Program, answer: &Answer) -> Vec<Limit> {
        let mut weights = self.least_amounts_needed(answer);
        let numbers = &program.program;
        let rows = numbers.rows.iter().zip(&answer.row_prices).enumerate();
        let rows = rows.filter(|(_, (row, _))| row.kind == RowKind::AtMost);
        weights.extend(
            rows.map(|(position, (row, price))| {
                (Limit::Most(position), price.abs() * row.right_hand_side.abs().max(1.0))
            }),
        );
        let reduced = self.reduced_costs(answer);
        let capacities = (0..self.columns).filter(|column| is_capacity(program.columns[*column].0));
        let held = capacities.filter(|column| reduced[*column] < 0.0 && numbers.upper[*column].is_finite());
        weights.extend(held.map(|column| {
            (
                Limit::Greatest(column),
                -reduced[column] * numbers.upper[column].max(1.0),
            )
        }));
        weights.retain(|(_, weight)| *weight > LEAST_PRICE);
        weights.sort_by(|a, b| b.1.total_cmp(&a.1));
        weights.into_iter().map(|(limit, _)| limit).collect()
    }

    /// Least amounts and what each adds to the proof. The prices prove what they prove as long as the sum stays above nothing, so the
    /// smallest are left out, as many as keep a share of it.
    fn least_amounts_needed(&self, answer: &Answer) -> Vec<(Limit, f64)> {
        let relief = self.relieved.iter().zip(&answer.primal[self.columns..]);
        let proven: f64 = relief.map(|((_, size), amount)| amount / size).sum();
        let floors = self
            .relieved
            .iter()
            .filter(|(limit, _)| matches!(limit, Limit::Least(_)));
        let floors = floors.zip(&answer.row_prices[self.rows..]);
        let mut weights: Vec<(Limit, f64)> = floors
            .map(|((limit, size), price)| (*limit, price.abs() * size))
            .collect();
        weights.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        let mut left = proven;
        let needless = weights.iter().take_while(|(_, weight)| {
            left -= weight;
            left >= PROOF_KEPT * proven
        });
        let needless = needless.count();
        weights.split_off(needless)
    }

    /// The reduced cost of each original column; costs are zero there.
    fn reduced_costs(&self, answer: &Answer) -> Vec<f64> {
        let mut reduced = vec![0.0; self.program.column_count()];
        for (row, price) in answer.row_prices.iter().enumerate().filter(|(_, price)| **price != 0.0) {
            for (column, coefficient) in self.program.row_entries(row) {
                reduced[column] -= price * coefficient;
            }
        }
        reduced
    }
}

/// Whether the greatest amount of a column is a limit of the tables; demand, which bounds shortages, is none.
pub(super) const fn is_capacity(column: Column) -> bool {
    matches!(
        column,
        Column::Activity(_) | Column::Trade(_) | Column::Charge(_) | Column::Discharge(_) | Column::Level(_)
    )
}

fn rebuild_rows(
    elastic: &mut LinearProgram,
    program: &LinearProgram,
    extra: &[Option<(usize, f64)>],
    floors: &[(usize, usize, f64)],
) {
    elastic.rows.clear();
    elastic.row_starts = vec![0];
    elastic.entry_columns.clear();
    elastic.entry_values.clear();
    for (position, row) in program.rows.iter().enumerate() {
        let mut entries: Vec<_> = program.row_entries(position).chain(extra[position]).collect();
        elastic.add_row(*row, &mut entries);
    }
    for (column, relief, least) in floors {
        let row = Row {
            kind: RowKind::AtMost,
            right_hand_side: -least,
        };
        elastic.add_row(row, &mut [(*column, -1.0), (*relief, -1.0)]);
    }
}

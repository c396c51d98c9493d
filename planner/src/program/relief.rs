//! N03: when no plan keeps all limits, which limits, by how much, and the prices that prove it.
//!
//! Demand can always go unmet, so only least amounts can clash with the rest: least activities, least imports, least
//! final levels, and the budgets and capacities they need. Each may give way at a cost of one per its own size
//! (an elastic program, Chinneck 2008, chapter 6); what gives way in the cheapest solution is the list. The row
//! prices of that program are a Farkas certificate of the original one.

use super::build::Program;
use super::columns::Column;
use crate::network::Network;
use crate::plan::rows::{Price, PricedRow};
use data::findings::{Code, Finding};
use workers::solve::solve;
use workers::{LinearProgram, RowKind, SolveError, SolveOptions, SolveStatus};

/// Shares of a limit below this are solver noise.
const LEAST_SHARE: f64 = 1e-7;

/// Why there is no plan: the limits that clash, and the prices that prove it.
#[derive(Clone, Debug)]
pub struct Clash {
    /// The finding, one offender a limit.
    pub finding: Finding,
    /// Farkas prices of the original rows.
    pub prices: Vec<Price>,
}

/// Finds the limits that clash; none if the elastic program needs no relief, so the infeasibility is not real.
///
/// # Errors
/// When the solver gives no answer at all.
pub fn clash(network: &Network<'_>, program: &Program, options: &SolveOptions) -> Result<Option<Clash>, SolveError> {
    let (elastic, relieved) = elastic(&program.program);
    let answer = solve(&elastic, options)?;
    if answer.status != SolveStatus::Optimal {
        return Ok(None);
    }
    let first = program.program.column_count();
    let given_way: Vec<(Limit, f64)> = relieved
        .iter()
        .zip(&answer.primal[first..])
        .filter(|((_, size), amount)| **amount > LEAST_SHARE * size)
        .map(|((limit, _), amount)| (*limit, *amount))
        .collect();
    if given_way.is_empty() {
        return Ok(None);
    }
    let prices = program
        .rows
        .iter()
        .zip(&answer.row_prices)
        .filter(|(_, price)| **price != 0.0)
        .map(|(row, price)| Price {
            period: row.period,
            row: row.row,
            price_gj: *price,
        })
        .collect();
    let rows = given_way
        .iter()
        .map(|(limit, amount)| describe(network, program, *limit, *amount));
    let seen = match given_way.len() {
        1 => "one limit cannot hold beside the rest".to_owned(),
        count => format!("{count} limits cannot hold together"),
    };
    Ok(Some(Clash {
        finding: Finding::new(Code::N03, "limits", seen).with_rows(rows),
        prices,
    }))
}

/// A limit that may give way.
#[derive(Clone, Copy, Debug)]
enum Limit {
    /// The lower bound of a column.
    Least(usize),
    /// The right-hand side of an upper-limit row.
    Most(usize),
}

/// The program without costs, in which lower bounds and upper-limit rows may give way, and the size of each such limit.
fn elastic(program: &LinearProgram) -> (LinearProgram, Vec<(Limit, f64)>) {
    let mut elastic = program.clone();
    elastic.costs.fill(0.0);
    let mut relieved = Vec::new();
    let mut extra: Vec<Vec<(usize, f64)>> = vec![Vec::new(); program.row_count()];
    let mut floors = Vec::new();
    for column in (0..program.column_count()).filter(|c| program.lower[*c] > 0.0) {
        let least = program.lower[column];
        let slack = elastic.add_column(1.0 / least, 0.0, least);
        elastic.lower[column] = 0.0;
        floors.push((column, slack, least));
        relieved.push((Limit::Least(column), least));
    }
    for (position, row) in program
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.kind == RowKind::AtMost)
    {
        let size = row.right_hand_side.abs().max(1.0);
        let slack = elastic.add_column(1.0 / size, 0.0, f64::INFINITY);
        extra[position].push((slack, -1.0));
        relieved.push((Limit::Most(position), size));
    }
    rebuild_rows(&mut elastic, program, &extra, &floors);
    (elastic, relieved)
}

fn rebuild_rows(
    elastic: &mut LinearProgram,
    program: &LinearProgram,
    extra: &[Vec<(usize, f64)>],
    floors: &[(usize, usize, f64)],
) {
    elastic.rows.clear();
    elastic.row_starts = vec![0];
    elastic.entry_columns.clear();
    elastic.entry_values.clear();
    for (position, row) in program.rows.iter().enumerate() {
        let mut entries: Vec<_> = program
            .row_entries(position)
            .chain(extra[position].iter().copied())
            .collect();
        elastic.add_row(*row, &mut entries);
    }
    for (column, slack, least) in floors {
        let row = workers::Row {
            kind: RowKind::AtMost,
            right_hand_side: -least,
        };
        elastic.add_row(row, &mut [(*column, -1.0), (*slack, -1.0)]);
    }
}

fn describe(network: &Network<'_>, program: &Program, limit: Limit, amount: f64) -> String {
    let continent = network.continent;
    match limit {
        Limit::Least(column) => match program.columns[column].0 {
            Column::Activity(site) => format!("site {}: minimum too high by {amount:.3}", continent[site].id),
            Column::Trade(trade) => {
                format!(
                    "trade {}: minimum too high by {amount:.3}",
                    continent.trades[trade.position()].id
                )
            }
            Column::Level(store) => format!("store {}: final level too high by {amount:.3}", continent[store].id),
            other => format!("{other:?}: least amount too high by {amount:.3}"),
        },
        Limit::Most(row) => match program.rows[row].row {
            PricedRow::Link(link) => format!("link {}: capacity too low by {amount:.3}", continent[link].id),
            PricedRow::Budget(budget) => {
                format!(
                    "budget {}: limit too low by {amount:.3}",
                    continent.budgets[budget.position()].id
                )
            }
            other => format!("{other:?}: limit too low by {amount:.3}"),
        },
    }
}

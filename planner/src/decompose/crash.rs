//! The first basis: what serves a balance most answers for it, what serves it besides answers for limits that are full.
//!
//! A basis has one column a row. Amounts that nearly keep all limits use about that many: one way or activity for each
//! balance, and for each full limit one more that shares with it. Amounts of the basis may break limits; the master mends
//! that.

use super::equilibrium::Flows;
use super::master::{Master, NO_ROW};
use super::sweep::Sweeper;
use crate::plan::rows::PricedRow;
use workers::pricing::NO_ARC;

/// Share of an upper bound from which on a column counts as being at it.
const FULL: f64 = 0.995;

/// A column that serves a balance, and how much.
#[derive(Clone, Copy)]
struct Server {
    column: u32,
    amount: f64,
}

/// Puts what carries the amounts into the basis; balances without any get what the last sweep found cheapest.
pub(super) fn take_flows(master: &mut Master<'_>, sweeper: &Sweeper, flows: &Flows, prices: &[f64], rents: &[f64]) {
    let (mut servers, mut is_open) = (servers(master, flows), full_limits(master, flows, prices));
    for (position, column) in master.fixed_columns.clone().into_iter().enumerate() {
        if rents[position] > 0.0 && flows.of(column) >= FULL * master.fixed.program.upper[position] {
            master.simplex.put_at_upper(column);
        }
    }
    let mut others = Vec::new();
    for row in 0..master.rows.len() {
        if !matches!(master.rows[row].row, PricedRow::Balance(..)) {
            continue;
        }
        servers[row].retain(|server| !master.simplex.is_at_upper(server.column));
        servers[row].sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.column.cmp(&b.column)));
        #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
        let position = row as u32;
        match servers[row].first() {
            Some(most) => {
                master.simplex.make_basic_instead(most.column, position);
                others.extend_from_slice(&servers[row][1..]);
            }
            None if is_used(master, row) => is_open[row] = true,
            None => take_cheapest(master, sweeper, row),
        }
    }
    others.sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.column.cmp(&b.column)));
    for server in others {
        let (rows, values) = master.simplex.entries(server.column);
        let open = rows.iter().zip(values).filter(|(row, _)| is_open[**row as usize]);
        let worth = |(row, value): &(&u32, &f64)| (prices[**row as usize] * **value).abs();
        if let Some((row, _)) = open.max_by(|a, b| worth(a).total_cmp(&worth(b))) {
            let row = *row;
            is_open[row as usize] = false;
            master.simplex.make_basic_instead(server.column, row);
        }
    }
}

/// By row: ways that arrive there and activities that make it.
fn servers(master: &Master<'_>, flows: &Flows) -> Vec<Vec<Server>> {
    let mut servers = vec![Vec::new(); master.rows.len()];
    for column in master.path_columns.iter().chain(&master.fixed_columns) {
        let amount = flows.of(*column);
        if amount <= 0.0 {
            continue;
        }
        let (rows, values) = master.simplex.entries(*column);
        let served = rows
            .iter()
            .zip(values)
            .filter(|(row, value)| **value > 0.0 && master.is_balance(**row));
        if let Some((row, value)) = served.max_by(|a, b| a.1.total_cmp(b.1)) {
            servers[*row as usize].push(Server {
                column: *column,
                amount: amount * value,
            });
        }
    }
    servers
}

/// By row: joint capacities and budgets that have a price and are full.
fn full_limits(master: &Master<'_>, flows: &Flows, prices: &[f64]) -> Vec<bool> {
    let mut used = vec![0.0; master.rows.len()];
    for column in master.path_columns.iter().chain(&master.fixed_columns) {
        let amount = flows.of(*column);
        if amount > 0.0 {
            let (rows, values) = master.simplex.entries(*column);
            rows.iter()
                .zip(values)
                .for_each(|(row, value)| used[*row as usize] += amount * value);
        }
    }
    let limits = master
        .rows
        .iter()
        .zip(prices)
        .zip(used.iter().zip(&master.right_hand_sides));
    limits
        .map(|((row, price), (used, limit))| match row.row {
            PricedRow::Link(_) | PricedRow::Budget(_) => *price < 0.0 && *used >= FULL * limit,
            _ => false,
        })
        .collect()
}

/// Whether a balance is one of a source whose columns are all at their bounds.
fn is_used(master: &Master<'_>, row: usize) -> bool {
    let suppliers = master.suppliers[row].iter().chain(&master.byproducts[row]);
    let mut columns = suppliers.map(|supplier| master.fixed_columns[*supplier as usize]);
    columns.any(|column| master.simplex.is_at_upper(column))
}

fn take_cheapest(master: &mut Master<'_>, sweeper: &Sweeper, row: usize) {
    let PricedRow::Balance(node, commodity) = master.rows[row].row else {
        return;
    };
    let space = master.space;
    let period = master.rows[row].period;
    let start = space.cell(data::model::NodeIndex(0), commodity);
    let last_arcs = &sweeper.last_arcs[period.position()][start..start + space.node_count()];
    #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
    let position = row as u32;
    if last_arcs[node.position()] != NO_ARC {
        if let Some(path) = master.way(period, commodity, node.0, last_arcs) {
            let column = master.column_of(path);
            master.simplex.make_basic_instead(column, position);
        }
    } else if master.is_source[row] && sweeper.chosen[row] != NO_ROW {
        let column = master.fixed_columns[sweeper.chosen[row] as usize];
        let label = sweeper.labels[period.position()][start + node.position()];
        if !master.simplex.is_basic(column) && !master.simplex.is_at_upper(column) && label < master.shortage_gj[row] {
            master.simplex.make_basic_instead(column, position);
        }
    }
}

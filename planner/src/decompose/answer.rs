//! From the master's amounts and the best prices to a plan.

mod mend;
mod schedules;

use super::master::Master;
use super::sweep::{Gates, Sweeper};
use crate::plan::rows::{Flow, Plan, Price, PricedRow};
use crate::program::{self, Column};
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use std::collections::BTreeMap;

/// Amounts below this are specks: a gram, or a kilojoule, in a year.
const SPECK: f64 = 1e-6;

/// The plan of the master's amounts times `share`, what is missing then made good by shortages; where no share can keep all rows, of
/// amounts mended otherwise. With the prices that a sweep at `best_prices` gives every row, and the
/// lower bound that these prove, GJ.
pub(super) fn plan(master: &Master<'_>, sweeper: &mut Sweeper, best_prices: &[f64], share: f64) -> (Plan, f64) {
    let mended = if can_be_scaled(master, share) {
        None
    } else {
        mend::mend(master)
    };
    let (fixed, paths) = mended.map_or_else(
        || (scaled(master, share), scaled_paths(master, share)),
        |mended| (mended.fixed, mended.paths),
    );
    let mut plan = program::plan_of_fixed(&master.fixed, &fixed);
    add_flows(master, &paths, &mut plan);
    let bound_gj = add_prices(master, sweeper, best_prices, &mut plan);
    plan.normalise();
    (plan, bound_gj)
}

/// Whether some share of the amounts keeps every row: nothing is negative, and every balance and store holds.
fn can_be_scaled(master: &Master<'_>, share: f64) -> bool {
    // Least amounts and what stores begin with do not shrink with the rest.
    let is_least_kept = (master.fixed_columns.iter().zip(&master.fixed.program.lower))
        .all(|(column, lower)| *lower <= share * master.simplex.amount(*column));
    let begins_empty = (master.rows.iter().zip(&master.right_hand_sides))
        .all(|(row, begins)| !matches!(row.row, PricedRow::Store(_)) || *begins == 0.0);
    if share < 1.0 && !(is_least_kept && begins_empty) {
        return false;
    }
    let simplex = &master.simplex;
    let is_below = |column: u32, lower: f64| simplex.is_violated(column) && simplex.amount(column) < lower;
    let lower = &master.fixed.program.lower;
    let mut slacks = (0_u32..)
        .zip(&master.rows)
        .map(|(row, meaning)| (simplex.slack(row), meaning.row));
    let is_equal = |row: &PricedRow| matches!(row, PricedRow::Balance(..) | PricedRow::Store(_));
    !master.path_columns.iter().any(|column| is_below(*column, 0.0))
        && !master
            .fixed_columns
            .iter()
            .zip(lower)
            .any(|(column, lower)| is_below(*column, *lower))
        && !slacks.any(|(slack, row)| is_equal(&row) && simplex.is_violated(slack))
}

fn scaled_paths(master: &Master<'_>, share: f64) -> Vec<f64> {
    let amounts = master.path_columns.iter().map(|column| master.simplex.amount(*column));
    amounts.map(|amount| share * amount.max(0.0)).collect()
}

fn scaled(master: &Master<'_>, share: f64) -> Vec<f64> {
    master
        .fixed_columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let numbers = &master.fixed.program;
            let (lower, upper) = (numbers.lower[position], numbers.upper[position]);
            let amount = share * master.simplex.amount(*column);
            let missing = match master.fixed.columns[position].0 {
                Column::Shortage(..) => (1.0 - share) * upper,
                _ => 0.0,
            };
            (amount + missing).clamp(lower, upper)
        })
        .collect()
}

fn add_flows(master: &Master<'_>, amounts: &[f64], plan: &mut Plan) {
    let space = master.space;
    let mut flows: BTreeMap<(PeriodIndex, usize, CommodityIndex), f64> = BTreeMap::new();
    for (path, amount) in master.paths.iter().zip(amounts) {
        let mut amount = *amount;
        if amount == 0.0 {
            continue;
        }
        for arc in path.arcs.iter().map(|a| *a as usize) {
            *flows.entry((path.period, arc, path.commodity)).or_insert(0.0) += amount;
            amount *= space.topology.keeps[arc];
        }
    }
    for ((period, arc, commodity), amount) in flows {
        if amount < SPECK {
            continue;
        }
        let arc = &space.network.arcs[space.arcs[arc].0];
        plan.flows.push(Flow {
            period,
            link: arc.link,
            direction: arc.direction,
            commodity,
            amount,
        });
    }
}

fn add_prices(master: &Master<'_>, sweeper: &mut Sweeper, best_prices: &[f64], plan: &mut Plan) -> f64 {
    let space = master.space;
    let mut priced = sweeper.sweep(master, best_prices, Gates::AsGiven);
    let bound_gj = sweeper.settle_unreached(master, &mut priced);
    for period in space.network.continent.period_indices() {
        let labels = &sweeper.labels[period.position()];
        for commodity in (0..space.commodity_count()).map(CommodityIndex::from_position) {
            for node in (0..space.node_count()).map(NodeIndex::from_position) {
                let price_gj = labels[space.cell(node, commodity)];
                if price_gj != 0.0 {
                    let row = PricedRow::Balance(node, commodity);
                    plan.prices.push(Price { period, row, price_gj });
                }
            }
        }
    }
    for (row, meaning) in master.rows.iter().enumerate() {
        let price_gj = match meaning.row {
            PricedRow::Balance(..) => continue,
            PricedRow::Store(_) => priced.rows[row],
            PricedRow::Link(_) | PricedRow::Budget(_) => priced.rows[row].min(0.0),
        };
        if price_gj != 0.0 {
            plan.prices.push(Price {
                period: meaning.period,
                row: meaning.row,
                price_gj,
            });
        }
    }
    bound_gj
}

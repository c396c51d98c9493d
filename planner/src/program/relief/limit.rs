//! A limit of the tables, by its place in the program and in words.

use crate::network::Network;
use crate::plan::rows::PricedRow;
use crate::program::build::Program;
use crate::program::columns::Column;

/// A limit of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limit {
    /// The least amount of a column.
    Least(usize),
    /// The greatest amount of a column.
    Greatest(usize),
    /// The right-hand side of an upper-limit row.
    Most(usize),
}

impl Limit {
    /// The limit and its size.
    pub(super) fn describe(self, network: &Network<'_>, program: &Program) -> String {
        let size = match self {
            Self::Least(column) => program.program.lower[column],
            Self::Greatest(column) => program.program.upper[column],
            Self::Most(row) => program.program.rows[row].right_hand_side,
        };
        format!("{} {size:.3}", self.name(network, program))
    }

    /// By how much the limit gives way.
    pub(super) fn describe_relief(self, network: &Network<'_>, program: &Program, amount: f64) -> String {
        let way = if matches!(self, Self::Least(_)) { "less" } else { "more" };
        format!("{} {amount:.3} {way}", self.name(network, program))
    }

    fn name(self, network: &Network<'_>, program: &Program) -> String {
        let continent = network.continent;
        let (thing, period) = match self {
            Self::Least(column) | Self::Greatest(column) => {
                let (of, period) = program.columns[column];
                (name_of_column(network, of, matches!(self, Self::Least(_))), period)
            }
            Self::Most(row) => {
                let row = program.rows[row];
                (name_of_row(network, row.row), row.period)
            }
        };
        if continent.periods.len() > 1 {
            format!("{thing} in {}", continent[period].id)
        } else {
            thing
        }
    }
}

fn name_of_column(network: &Network<'_>, column: Column, is_least: bool) -> String {
    let continent = network.continent;
    let which = if is_least { "minimum" } else { "maximum" };
    match column {
        Column::Activity(site) if is_least => format!("site {}: minimum", continent[site].id),
        Column::Activity(site) => format!("site {}: capacity", continent[site].id),
        Column::Trade(trade) => format!("trade {}: {which}", continent.trades[trade.position()].id),
        Column::Level(store) if is_least => format!("store {}: final level", continent[store].id),
        Column::Level(store) => format!("store {}: capacity", continent[store].id),
        Column::Charge(store) => format!("store {}: charge", continent[store].id),
        Column::Discharge(store) => format!("store {}: discharge", continent[store].id),
        other => format!("{other:?}: {which}"),
    }
}

fn name_of_row(network: &Network<'_>, row: PricedRow) -> String {
    let continent = network.continent;
    match row {
        PricedRow::Link(link) => format!("link {}: capacity", continent[link].id),
        PricedRow::Budget(budget) => format!("budget {}: limit", continent.budgets[budget.position()].id),
        other => format!("{other:?}: limit"),
    }
}

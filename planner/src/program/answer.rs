//! From the solver's answer back to a plan.
//!
//! Solvers leave amounts of the order of their tolerance (1e-9 of the scaled units) where zero is meant, and may step
//! over a bound by as much. Amounts are put back inside their bounds and specks are dropped, so that no row of the
//! plan is noise; what that does to the balances is what the checker reports as violation.

use super::build::Program;
use super::columns::Column;
use crate::network::Network;
use crate::plan::rows::{Flow, Plan, Price, Production, Shortage, Spill, Storage, TradeRow};
use std::collections::BTreeMap;
use workers::Answer;

/// Amounts below this are specks: a gram, or a kilojoule, in a year.
const SPECK: f64 = 1e-6;

/// The plan that an answer with a point describes.
#[must_use]
pub fn plan_of(network: &Network<'_>, program: &Program, answer: &Answer) -> Plan {
    let mut plan = decisions(Some(network), program, &answer.primal);
    plan.prices = program
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
    plan.normalise();
    plan
}

/// The decisions of a program without flows; prices and flows are left out.
#[must_use]
pub fn plan_of_fixed(program: &Program, amounts: &[f64]) -> Plan {
    decisions(None, program, amounts)
}

fn decisions(network: Option<&Network<'_>>, program: &Program, amounts: &[f64]) -> Plan {
    let mut plan = Plan::default();
    let mut stores = BTreeMap::new();
    for (position, (column, period)) in program.columns.iter().enumerate() {
        let (lower, upper) = (program.program.lower[position], program.program.upper[position]);
        let amount = amounts[position].clamp(lower, upper);
        if amount < SPECK {
            continue;
        }
        let period = *period;
        match *column {
            Column::Flow(arc, commodity) => {
                let Some(network) = network else { continue };
                let arc = &network.arcs[arc.0];
                plan.flows.push(Flow {
                    period,
                    link: arc.link,
                    direction: arc.direction,
                    commodity,
                    amount,
                });
            }
            Column::Activity(site) => plan.production.push(Production {
                period,
                site,
                activity: amount,
            }),
            Column::Shortage(node, commodity) => plan.shortages.push(Shortage {
                period,
                node,
                commodity,
                amount,
            }),
            Column::Spill(node, commodity) => plan.spills.push(Spill {
                period,
                node,
                commodity,
                amount,
            }),
            Column::Trade(trade) => plan.trade.push(TradeRow { period, trade, amount }),
            Column::Charge(store) => store_row(&mut stores, period, store).charged = amount,
            Column::Discharge(store) => store_row(&mut stores, period, store).discharged = amount,
            Column::Level(store) => store_row(&mut stores, period, store).level = amount,
        }
    }
    plan.storage = stores.into_values().collect();
    plan
}

type StoreRows = BTreeMap<(data::model::PeriodIndex, data::model::StoreIndex), Storage>;

fn store_row(rows: &mut StoreRows, period: data::model::PeriodIndex, store: data::model::StoreIndex) -> &mut Storage {
    rows.entry((period, store)).or_insert(Storage {
        period,
        store,
        charged: 0.0,
        discharged: 0.0,
        level: 0.0,
    })
}

//! What the plan delivers to every sink.

use super::SinkKey;
use crate::amounts::Amounts;
use crate::interval::Interval;
use crate::program::{Program, Row, Variable};
use crate::rows::Sink;
use crate::sum::{IntervalSum, SumDown};
use data::model::{PeriodIndex, StoreEnds, StoreIndex, TradeDirection};
use std::collections::BTreeMap;

/// What reaches one sink, units of the commodity.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Delivery {
    /// What reaches it.
    pub(super) amount: IntervalSum,
    /// Size of the figures that the amount was reckoned from.
    pub(super) scale: SumDown,
}

/// Every sink that anything reaches.
pub(super) fn deliveries(program: &Program<'_>, amounts: &Amounts) -> BTreeMap<SinkKey, Delivery> {
    let mut deliveries: BTreeMap<SinkKey, Delivery> = BTreeMap::new();
    let mut add = |key: SinkKey, amount: Interval| {
        let delivery = deliveries.entry(key).or_default();
        delivery.amount.add(amount);
        delivery.scale.add(amount.least_size());
    };
    for (row, asked) in program.asked_rows() {
        if let Row::Balance(period, node, commodity) = program.rows.row(row) {
            add((Sink::Demand, Some(period), node, commodity), asked);
        }
    }
    for (variable, amount) in amounts.iter() {
        match variable {
            Variable::Shortage(period, node, commodity) => {
                add(
                    (Sink::Demand, Some(period), node, commodity),
                    Interval::exactly(-amount),
                );
            }
            Variable::Spill(period, node, commodity) => {
                add((Sink::Spill, Some(period), node, commodity), Interval::exactly(amount));
            }
            Variable::Trade(period, index) => {
                let trade = &program.continent.trades[index.position()];
                if trade.direction == TradeDirection::Export {
                    add(
                        (Sink::Export, Some(period), trade.node, trade.commodity),
                        Interval::exactly(amount),
                    );
                }
            }
            _ => {}
        }
    }
    for (position, store) in program.continent.stores.iter().enumerate() {
        let left = left(program, amounts, StoreIndex::from_position(position));
        if left > 0.0 {
            add(
                (Sink::Stock, None, store.node, store.commodity),
                Interval::exactly(left),
            );
        }
    }
    deliveries
}

/// What a store with given ends holds after the last period; what it held before the first is an origin, which embodies
/// nothing. 0 for cyclic stores.
fn left(program: &Program<'_>, amounts: &Amounts, store: StoreIndex) -> f64 {
    match (program.continent[store].ends, program.continent.periods.len()) {
        (StoreEnds::Given { .. }, periods) if periods > 0 => {
            amounts.of(Variable::Level(PeriodIndex::from_position(periods - 1), store))
        }
        _ => 0.0,
    }
}

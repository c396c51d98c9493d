//! No origin gives what it does not make, nor more than it makes: what reaches all sinks from it is at most what it made in all
//! periods together.

use crate::amounts::Amounts;
use crate::fault::{Fault, Faults};
use crate::interval::Interval;
use crate::options::Tolerances;
use crate::program::{Program, Variable};
use crate::rows::{EmbodiedRow, Origin};
use crate::sum::IntervalSum;
use data::model::{CommodityIndex, StoreEnds, StoreIndex, TradeDirection};
use std::collections::BTreeMap;

type Made = BTreeMap<(Origin, CommodityIndex), IntervalSum>;

pub(super) fn compare(
    program: &Program<'_>,
    amounts: &Amounts,
    rows: &[&EmbodiedRow],
    tolerances: &Tolerances,
    faults: &mut Faults,
) {
    let made = made(program, amounts);
    let mut given = Made::new();
    for row in rows {
        given.entry((row.origin, row.commodity)).or_default().add(row.amount);
    }
    for ((origin, commodity), given) in given {
        let made = made
            .get(&(origin, commodity))
            .map_or(Interval::ZERO, |made| made.value());
        let given = given.value();
        // Shares too small to list are added to the largest of their sink.
        let leave = tolerances.embodied * made.high.max(tolerances.row_floor);
        if given.low > made.high + leave {
            faults.push(Fault::EmbodiedOrigin {
                origin: super::id_of(program, origin).to_owned(),
                commodity: program.continent[commodity].id.clone(),
                given: given.middle(),
                made: made.middle(),
                unit: program.continent[commodity].unit.symbol().to_owned(),
            });
        }
    }
}

/// What every origin made, imported or held at first, over all periods, units of the commodity.
fn made(program: &Program<'_>, amounts: &Amounts) -> Made {
    let continent = program.continent;
    let mut made = Made::new();
    let mut add = |origin, commodity, amount: Interval| made.entry((origin, commodity)).or_default().add(amount);
    for (variable, amount) in amounts.iter() {
        let amount = Interval::exactly(amount);
        match variable {
            Variable::Activity(_, site) => {
                for output in &continent[continent[site].process].outputs {
                    add(
                        Origin::Site(site),
                        output.commodity,
                        amount * Interval::exactly(output.amount),
                    );
                }
            }
            Variable::Trade(_, index) => {
                let trade = &continent.trades[index.position()];
                if trade.direction == TradeDirection::Import {
                    add(Origin::Import(index), trade.commodity, amount);
                }
            }
            _ => {}
        }
    }
    for (position, store) in continent.stores.iter().enumerate() {
        if let StoreEnds::Given { initial, .. } = store.ends {
            let origin = Origin::Stock(StoreIndex::from_position(position));
            add(origin, store.commodity, Interval::exactly(initial));
        }
    }
    made
}

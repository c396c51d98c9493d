//! What stores that close the horizon on themselves do, as one amount each.
//!
//! Charges, discharges and levels of such a store keep its rows whatever they are multiplied with, so that what it does may fall
//! like any other amount.

use super::super::master::Master;
use crate::plan::rows::PricedRow;
use crate::plan::terms;
use crate::program::Column;
use data::model::{PeriodIndex, StoreEnds};
use std::collections::BTreeMap;

/// What one store does.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// All that is put in, units of the commodity.
    pub(super) amount: f64,
    /// Change of each balance for a unit put in.
    pub(super) entries: BTreeMap<u32, f64>,
    /// Amount of each column of the fixed part for a unit put in.
    pub(super) parts: Vec<(usize, f64)>,
}

/// Positions of a store's columns in one period, and its level there.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    charge: usize,
    discharge: usize,
    level: usize,
    amount: f64,
}

/// By store that closes the horizon on itself and does something: what it does at the master's levels.
pub(super) fn schedules(master: &Master<'_>) -> Vec<Schedule> {
    let continent = master.space.network.continent;
    let mut steps = vec![vec![Step::default(); continent.periods.len()]; continent.stores.len()];
    for (position, (column, period)) in master.fixed.columns.iter().enumerate() {
        match column {
            Column::Charge(store) => steps[store.position()][period.position()].charge = position,
            Column::Discharge(store) => steps[store.position()][period.position()].discharge = position,
            Column::Level(store) => {
                let step = &mut steps[store.position()][period.position()];
                let most = master.fixed.program.upper[position];
                step.level = position;
                step.amount = master.simplex.amount(master.fixed_columns[position]).clamp(0.0, most);
            }
            _ => {}
        }
    }
    let stores = steps.iter().enumerate();
    let cyclic = stores.filter(|(store, _)| continent.stores[*store].ends == StoreEnds::Cyclic);
    cyclic
        .filter_map(|(store, steps)| schedule(master, store, steps))
        .collect()
}

fn schedule(master: &Master<'_>, store: usize, steps: &[Step]) -> Option<Schedule> {
    let continent = master.space.network.continent;
    let (mut share, mut put_in) = (1.0_f64, 0.0);
    let mut amounts = Vec::with_capacity(2 * steps.len());
    let mut before = steps.last()?.amount;
    for (position, step) in steps.iter().enumerate() {
        let period = PeriodIndex::from_position(position);
        let kept = terms::kept_by_store(continent, data::model::StoreIndex::from_position(store), period);
        let more = step.amount - kept * before;
        let column = if more > 0.0 { step.charge } else { step.discharge };
        share = share.min(master.fixed.program.upper[column] / more.abs().max(f64::MIN_POSITIVE));
        put_in += more.max(0.0);
        amounts.push((column, more.abs()));
        before = step.amount;
    }
    if put_in <= 0.0 {
        return None;
    }
    let mut entries = BTreeMap::new();
    for (column, amount) in &amounts {
        let (rows, values) = master.simplex.entries(master.fixed_columns[*column]);
        for (row, value) in rows.iter().zip(values) {
            if !matches!(master.rows[*row as usize].row, PricedRow::Store(_)) {
                *entries.entry(*row).or_insert(0.0) += value * amount / put_in;
            }
        }
    }
    let levels = steps.iter().map(|step| (step.level, step.amount));
    let parts = amounts.iter().copied().chain(levels);
    Some(Schedule {
        amount: share * put_in,
        entries,
        parts: parts.map(|(column, amount)| (column, amount / put_in)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::space::Space;
    use super::*;
    use crate::network::{Network, Reach};
    use data::generate::{GenerateSpec, generate};
    use data::model::Accounting;

    #[test]
    fn what_a_store_does_keeps_its_rows_and_rates() {
        let mut continent = generate(&GenerateSpec {
            nodes: 40,
            commodities: 12,
            periods: 4,
            seed: 3,
        });
        for store in &mut continent.stores {
            store.ends = StoreEnds::Cyclic;
        }
        let network = Network::new(&continent);
        let reach = Reach::of(&network, Accounting::Closed);
        let space = Space::new(&network, Accounting::Closed);
        let mut master = Master::new(&space, &reach);
        let levels = |capacity: f64| [0.0, 0.9, 0.4, 0.1].map(|share| share * capacity).to_vec();
        let levels: Vec<_> = continent.stores.iter().map(|store| levels(store.capacity)).collect();
        master.put_levels(&levels);
        let found = schedules(&master);
        assert!(!found.is_empty() && found.len() == continent.stores.len());
        for schedule in &found {
            let mut rows = BTreeMap::new();
            for (column, part) in &schedule.parts {
                let amount = part * schedule.amount;
                assert!(amount <= master.fixed.program.upper[*column] * (1.0 + 1e-12));
                let (touched, values) = master.simplex.entries(master.fixed_columns[*column]);
                for (row, value) in touched.iter().zip(values) {
                    *rows.entry(*row).or_insert(0.0) += value * amount;
                }
            }
            for (row, sum) in rows {
                let is_store = matches!(master.rows[row as usize].row, PricedRow::Store(_));
                let expected = if is_store {
                    0.0
                } else {
                    schedule.entries[&row] * schedule.amount
                };
                assert!((sum - expected).abs() <= 1e-9 * schedule.amount, "{sum} {expected}");
            }
        }
    }
}

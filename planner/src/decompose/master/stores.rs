//! What a master is told about its stores, and what it says of them.

use super::Master;
use crate::program::Column;

/// What it is worth that a store holds something at the end of a period that is planned on its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Terminal {
    /// What it is meant to hold, units of the commodity.
    pub(in super::super) target: f64,
    /// Value of a unit up to the target, GJ.
    pub(in super::super) below_gj: f64,
    /// Value of a unit beyond it, GJ; not above the other, so that the target is filled first.
    pub(in super::super) above_gj: f64,
}

impl Master<'_> {
    /// What is in stores at the end counts at its value, by store. The column of a level goes up to the target; another, for
    /// what is beyond, stands beside it. For a master of one period.
    pub(in super::super) fn value_levels(&mut self, terminals: &[Terminal]) {
        for position in 0..self.fixed.columns.len() {
            let (meaning @ Column::Level(store), period) = self.fixed.columns[position] else {
                continue;
            };
            let terminal = terminals[store.position()];
            let (column, numbers) = (self.fixed_columns[position], &mut self.fixed.program);
            let (cost, capacity) = (numbers.costs[position], numbers.upper[position]);
            let target = terminal.target.clamp(0.0, capacity);
            let beyond_gj = cost - terminal.above_gj;
            numbers.upper[position] = target;
            numbers.costs[position] = cost - terminal.below_gj;
            numbers.lower.push(0.0);
            numbers.upper.push(capacity - target);
            numbers.costs.push(beyond_gj);
            self.simplex.set_upper(column, target);
            self.simplex.add_to_cost(column, -terminal.below_gj);
            let (rows, values) = self.simplex.entries(column);
            let entries: Vec<(u32, f64)> = rows.iter().copied().zip(values.iter().copied()).collect();
            let beyond = self
                .simplex
                .add_column(beyond_gj, 0.0, capacity - target, entries.into_iter());
            self.fixed_columns.push(beyond);
            self.fixed.columns.push((meaning, period));
        }
    }

    /// Puts the levels of stores, by store and period, where they are not in the basis.
    pub(in super::super) fn put_levels(&mut self, levels: &[Vec<f64>]) {
        for ((meaning, period), column) in self.fixed.columns.iter().zip(&self.fixed_columns) {
            if let Column::Level(store) = meaning {
                let level = levels[store.position()][period.position()];
                self.simplex.put_between(*column, level);
            }
        }
    }

    /// Levels of stores, by store and period.
    pub(in super::super) fn levels(&self) -> Vec<Vec<f64>> {
        let continent = self.space.network.continent;
        let mut levels = vec![vec![0.0; continent.periods.len()]; continent.stores.len()];
        for ((meaning, period), column) in self.fixed.columns.iter().zip(&self.fixed_columns) {
            if let Column::Level(store) = meaning {
                levels[store.position()][period.position()] += self.simplex.amount(*column);
            }
        }
        levels
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::space::Space;
    use super::*;
    use crate::network::{Network, Reach};
    use data::generate::{GenerateSpec, generate};
    use data::model::Accounting;

    #[test]
    fn a_level_is_worth_less_beyond_its_target_and_ends_where_the_store_is_full() {
        let continent = generate(&GenerateSpec {
            nodes: 40,
            commodities: 12,
            periods: 1,
            seed: 3,
        });
        let network = Network::new(&continent);
        let space = Space::new(&network, Accounting::Direct);
        let mut master = Master::new(&space, &Reach::of(&network, Accounting::Direct));
        let before = master.fixed.columns.len();
        let cost = |master: &Master<'_>, at: usize| master.simplex.cost(master.fixed_columns[at]);
        let costs: Vec<f64> = (0..before).map(|at| cost(&master, at)).collect();
        let terminals: Vec<_> = (continent.stores.iter())
            .map(|store| Terminal {
                target: 0.25 * store.capacity,
                below_gj: 3.0,
                above_gj: 1.0,
            })
            .collect();
        master.value_levels(&terminals);
        assert_eq!(master.fixed.columns.len(), before + continent.stores.len());
        for beyond in before..master.fixed.columns.len() {
            let meaning = master.fixed.columns[beyond];
            let Some(below) = master.fixed.columns.iter().position(|other| *other == meaning) else {
                unreachable!("the column beside it stands for the same level");
            };
            let Column::Level(store) = meaning.0 else {
                unreachable!("only levels are valued");
            };
            let upper = &master.fixed.program.upper;
            assert!((upper[below] - 0.25 * continent[store].capacity).abs() <= 1e-9 * continent[store].capacity);
            assert!(
                (upper[below] + upper[beyond] - continent[store].capacity).abs() <= 1e-9 * continent[store].capacity
            );
            assert!((cost(&master, below) - (costs[below] - 3.0)).abs() < 1e-12);
            assert!((cost(&master, beyond) - (costs[below] - 1.0)).abs() < 1e-12);
            let columns = &master.fixed_columns;
            assert_eq!(
                master.simplex.entries(columns[below]),
                master.simplex.entries(columns[beyond])
            );
        }
    }
}

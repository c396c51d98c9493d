//! What moving burns, taken as given: amounts at each place, and what a unit of the carrier is worth there.
//!
//! Under closed accounting every way draws on carriers all along, so an exchange of the simplex changes half of all prices.
//! Little depends on it: carriers burnt in moving are a few hundredths of all energy. So the master is first solved with what
//! is burnt posted as energy at the prices of the last pass, and asked at each place as of the last pass; some passes later
//! neither changes any more (block Gauss-Seidel on the program and its dual), and the true master needs few exchanges.
//!
//! Invariant: a start only. Bounds and plans come from masters in which carriers are burnt.

use super::master::Master;
use crate::plan::rows::PricedRow;
use data::model::NodeIndex;

/// By period, then cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Burning {
    /// What is burnt, units of the carrier.
    pub(super) amounts: Vec<Vec<f64>>,
    /// What a unit is worth, GJ.
    pub(super) prices: Vec<Vec<f64>>,
}

impl Burning {
    /// What the master's ways burn, at its prices.
    pub(super) fn of(master: &Master<'_>) -> Self {
        Self::at(master, |column| master.simplex.amount(column), master.simplex.prices())
    }

    /// What ways burn at amounts by column and prices by row.
    pub(super) fn at(master: &Master<'_>, amount: impl Fn(u32) -> f64, prices: &[f64]) -> Self {
        let space = master.space;
        let cells = space.commodity_count() * space.node_count();
        let empty = vec![vec![0.0; cells]; space.network.continent.periods.len()];
        let mut burning = Self {
            amounts: empty.clone(),
            prices: empty,
        };
        for (path, column) in master.paths.iter().zip(&master.path_columns) {
            let mut amount = amount(*column).max(0.0);
            let amounts = &mut burning.amounts[path.period.position()];
            for arc in path.arcs.iter().map(|arc| *arc as usize) {
                let mode = space.topology.modes[arc] as usize;
                let carrying = space.carrying[path.commodity.position()][mode].unwrap_or_default();
                if let Some(carrier) = space.burnt[arc] {
                    let tail = NodeIndex(space.topology.tails[arc]);
                    amounts[space.cell(tail, carrier)] += amount * carrying.energy * space.energy_per_t[arc];
                }
                amount *= space.topology.keeps[arc];
            }
        }
        for (meaning, price) in master.rows.iter().zip(prices) {
            if let PricedRow::Balance(node, commodity) = meaning.row {
                let dearest = space.network.continent[commodity].shortage_penalty_gj;
                burning.prices[meaning.period.position()][space.cell(node, commodity)] = price.clamp(0.0, dearest);
            }
        }
        burning
    }

    /// The same in a period that is `ratio` times as long.
    pub(super) fn stretched(mut self, ratio: f64) -> Self {
        self.amounts.iter_mut().flatten().for_each(|amount| *amount *= ratio);
        self
    }

    /// Adds the periods of another.
    pub(super) fn append(&mut self, other: &Self) {
        self.amounts.extend_from_slice(&other.amounts);
        self.prices.extend_from_slice(&other.prices);
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::Space;
    use super::super::{End, Memory, Observer, Options, Round, Run};
    use super::*;
    use crate::network::{Network, Reach};
    use data::generate::{GenerateSpec, generate};
    use data::model::Accounting;

    struct Silent;

    impl Observer for Silent {
        fn round(&mut self, _round: &Round, _memory: &dyn Fn() -> Memory) {}
        fn is_stopped(&self) -> bool {
            false
        }
    }

    #[test]
    fn an_optimum_stays_one_when_what_it_burns_is_given() {
        let continent = generate(&GenerateSpec {
            nodes: 60,
            commodities: 12,
            periods: 1,
            seed: 5,
        });
        let (network, options) = (
            Network::new(&continent),
            Options {
                gap: 1e-12,
                threads: 1,
                farm: None,
            },
        );
        let reach = Reach::of(&network, Accounting::Closed);
        let space = Space::new(&network, Accounting::Closed);
        let (mut drawn, _) = Run::start(&space, &reach, &options, &mut Silent);
        assert_eq!(drawn.improve(&options, &mut Silent), End::Optimal);
        let burning = Burning::of(&drawn.master);
        let worth = |amounts: &Burning, prices: &Burning| -> f64 {
            let amounts = amounts.amounts.iter().flatten();
            amounts.zip(prices.prices.iter().flatten()).map(|(a, p)| a * p).sum()
        };
        let burnt_gj = worth(&burning, &burning);
        assert!(burnt_gj > 0.0);
        let space = Space::new(&network, Accounting::Closed).with_burning(burning.clone());
        let memory = Memory::of(&drawn.master, &drawn.best_prices, drawn.best_bound_gj);
        let mut given = Run::take_up(&space, &reach, &memory, &options);
        assert_eq!(given.improve(&options, &mut Silent), End::Optimal);
        // What is burnt is both made and posted.
        let expected_gj = drawn.last.objective_gj + burnt_gj;
        let difference = (given.last.objective_gj - expected_gj).abs() / expected_gj;
        assert!(difference < 1e-9, "{difference}");
        let again_gj = worth(&Burning::of(&given.master), &burning);
        assert!((again_gj - burnt_gj).abs() < 1e-6 * burnt_gj, "{again_gj} {burnt_gj}");
    }
}

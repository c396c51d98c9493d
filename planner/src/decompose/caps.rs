//! Caps on what limits may be worth, so that the master's prices stay sane while it lacks the paths that would relieve
//! them.
//!
//! A limit may be broken at a charge; its price can then not exceed the charge. Charges start near the prices of the
//! first-order phase and grow as long as the limit is broken, until nothing is: the exact penalty method, which in terms
//! of prices is the box-step method (Marsten, Hogan and Blankenship, Operations Research 23, 1975).
//!
//! Sites that run the same process are charged alike: where hundreds of small ones compete, a charge that is too low at each
//! would have to be found too low at each in turn.

use super::ascent::{Start, worth};
use super::master::Master;
use crate::plan::rows::PricedRow;
use crate::program::Column;
use workers::simplex::Side;

/// First charge relative to the price of the first-order phase.
const ABOVE_PRICE: f64 = 2.0;
/// First charge relative to the natural scale of the price.
const OF_SCALE: f64 = 0.2;
/// Least first charge: one of zero would never grow.
const LEAST: f64 = 1e-6;
/// What the charge of a broken limit is multiplied with.
const GROWTH: f64 = 5.0;

/// The limits that may be broken.
#[derive(Clone, Debug, Default)]
pub(super) struct Caps {
    soft: Vec<Soft>,
}

#[derive(Clone, Copy, Debug)]
enum Soft {
    /// Joint capacity or budget, by row.
    Row(u32),
    /// Upper bound of a column of the fixed part.
    Column(usize),
    /// Balance of a store, by row, and which way it is missed.
    Store(u32, Side),
}

impl Soft {
    /// Position of the process whose capacity it is.
    fn process(self, master: &Master<'_>) -> Option<usize> {
        match self {
            Self::Column(column) => process(master, column),
            Self::Row(_) | Self::Store(..) => None,
        }
    }
}

impl Caps {
    /// Sets the first charges.
    #[must_use]
    pub(super) fn new(master: &mut Master<'_>, start: &Start, prices: &[f64]) -> Self {
        let mut caps = Self::default();
        for (row, meaning) in master.rows.clone().iter().enumerate() {
            if matches!(meaning.row, PricedRow::Link(_) | PricedRow::Budget(_)) {
                let charge = (OF_SCALE * start.scales[row]).max(-ABOVE_PRICE * start.rows[row]);
                #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
                caps.add(master, Soft::Row(row as u32), charge);
            }
        }
        let dearest = dearest(master, prices);
        for column in 0..master.fixed_columns.len() {
            if matches!(master.fixed.columns[column].0, Column::Activity(_) | Column::Trade(_)) {
                let worth = process(master, column).map_or_else(|| worth(master, column, prices), |p| dearest[p]);
                let charge = (OF_SCALE * worth).max(ABOVE_PRICE * start.rents[column]);
                caps.add(master, Soft::Column(column), charge.max(1e-3));
            }
        }
        caps
    }

    fn add(&mut self, master: &mut Master<'_>, soft: Soft, charge: f64) {
        let (column, side) = place(master, soft);
        let charge = charge.max(LEAST).min(master.simplex.penalty());
        master.simplex.set_charge(column, side, charge);
        self.soft.push(soft);
    }

    /// Lets stores miss their balances at first, at a charge by store, GJ per unit.
    pub(super) fn add_stores(&mut self, master: &mut Master<'_>, charges_gj: &[f64]) {
        for (row, meaning) in (0_u32..).zip(master.rows.clone()) {
            if let PricedRow::Store(store) = meaning.row {
                for side in [Side::Below, Side::Above] {
                    self.add(master, Soft::Store(row, side), charges_gj[store.position()]);
                }
            }
        }
    }

    /// Charges every limit but stores in full: for a start that keeps them.
    pub(super) fn harden(&self, master: &mut Master<'_>) {
        for soft in self.soft.iter().filter(|soft| !matches!(soft, Soft::Store(..))) {
            let (column, side) = place(master, *soft);
            master.simplex.set_charge(column, side, master.simplex.penalty());
        }
    }

    /// Raises the charges of broken limits, and those of all sites that run a process of which one is broken: what is too
    /// cheap at one is too cheap at the next. Returns how many are broken.
    pub(super) fn raise(&self, master: &mut Master<'_>) -> usize {
        let mut broken = 0;
        let mut least = vec![0.0_f64; master.space.network.continent.processes.len()];
        for soft in &self.soft {
            let (column, side) = place(master, *soft);
            if master.simplex.is_violated_on(column, side) {
                broken += 1;
                let charge = (GROWTH * master.simplex.charge_of(column, side)).min(master.simplex.penalty());
                master.simplex.set_charge(column, side, charge);
                if let Some(process) = soft.process(master) {
                    least[process] = least[process].max(charge);
                }
            }
        }
        for soft in &self.soft {
            let (column, side) = place(master, *soft);
            if let Some(process) = soft.process(master)
                && master.simplex.charge_of(column, side) < least[process]
            {
                master.simplex.set_charge(column, side, least[process]);
            }
        }
        broken
    }

    /// How many limits are broken.
    #[must_use]
    pub(super) fn broken(&self, master: &Master<'_>) -> usize {
        let places = self.soft.iter().map(|soft| place(master, *soft));
        places
            .filter(|(column, side)| master.simplex.is_violated_on(*column, *side))
            .count()
    }

    /// Whether every broken limit is charged in full.
    #[must_use]
    pub(super) fn are_spent(&self, master: &Master<'_>) -> bool {
        self.soft.iter().all(|soft| {
            let (column, side) = place(master, *soft);
            !master.simplex.is_violated_on(column, side)
                || master.simplex.charge_of(column, side) >= master.simplex.penalty()
        })
    }
}

/// By process: the most that a unit of it gives anywhere, GJ.
fn dearest(master: &Master<'_>, prices: &[f64]) -> Vec<f64> {
    let mut dearest = vec![0.0_f64; master.space.network.continent.processes.len()];
    for column in 0..master.fixed_columns.len() {
        if let Some(process) = process(master, column) {
            dearest[process] = dearest[process].max(worth(master, column, prices));
        }
    }
    dearest
}

/// Position of the process that a column of the fixed part runs.
fn process(master: &Master<'_>, column: usize) -> Option<usize> {
    match master.fixed.columns[column].0 {
        Column::Activity(site) => Some(master.space.network.continent[site].process.position()),
        _ => None,
    }
}

fn place(master: &Master<'_>, soft: Soft) -> (u32, Side) {
    match soft {
        Soft::Row(row) => (master.simplex.slack(row), Side::Below),
        Soft::Column(column) => (master.fixed_columns[column], Side::Above),
        Soft::Store(row, side) => (master.simplex.slack(row), side),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::ascent::{SHORT, ascend};
    use super::super::space::Space;
    use super::super::sweep::{Gates, Sweeper};
    use super::*;
    use crate::network::{Network, Reach};
    use data::generate::{GenerateSpec, generate};
    use data::model::Accounting;

    #[test]
    fn sites_of_a_process_are_charged_alike() {
        let continent = generate(&GenerateSpec {
            nodes: 60,
            commodities: 12,
            periods: 1,
            seed: 6,
        });
        let network = Network::new(&continent);
        let reach = Reach::of(&network, Accounting::Closed);
        let space = Space::new(&network, Accounting::Closed);
        let (mut master, mut sweeper) = (Master::new(&space, &reach), Sweeper::new(&space));
        let start = ascend(&master, &mut sweeper, SHORT, || false);
        let priced = sweeper.sweep(&master, &start.rows, Gates::Chained);
        sweeper.add_paths(&mut master, &vec![f64::INFINITY; start.rows.len()]);
        // Charges of nearly nothing: something will be broken.
        let free = Start {
            rows: vec![0.0; start.rows.len()],
            rents: vec![0.0; start.rents.len()],
            scales: vec![0.0; start.scales.len()],
        };
        let caps = Caps::new(&mut master, &free, &vec![0.0; priced.rows.len()]);
        master.simplex.solve(100_000);
        let mut least = vec![0.0_f64; continent.processes.len()];
        for soft in &caps.soft {
            let (column, side) = place(&master, *soft);
            if let (true, Some(process)) = (master.simplex.is_violated(column), soft.process(&master)) {
                least[process] = GROWTH * master.simplex.charge_of(column, side);
            }
        }
        assert!(caps.raise(&mut master) > 0 && least.iter().any(|charge| *charge > 0.0));
        for soft in &caps.soft {
            let (column, side) = place(&master, *soft);
            if let Some(process) = soft.process(&master) {
                assert!(master.simplex.charge_of(column, side) >= least[process].min(master.simplex.penalty()));
            }
        }
    }
}

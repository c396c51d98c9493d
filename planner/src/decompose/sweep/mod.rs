//! The oracle: at given prices of what is shared, the least price of every commodity everywhere, and the lower bound that
//! these prices prove.
//!
//! Two ways to price what sources give. [`Gates::AsGiven`] takes the prices handed in: every commodity is then on
//! its own. [`Gates::Chained`] makes them from recipes, in bill-of-materials order: the price of what a site makes is
//! what its inputs cost there, its own energy and the rent of its capacity. Any prices give a bound; chained ones need
//! good prices of limits only.
//!
//! Commodities that do not wait for each other are priced in one round of a farm, all periods at once. Which ones stand in
//! a round does not depend on how many workers the farm has, so neither do the prices.

mod bound;
mod carriers;
mod chain;
mod paths;
mod rounds;
mod tables;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests;
mod unreached;

pub(super) use bound::rents;

use super::master::{Master, NO_ROW};
use super::space::Space;
use data::model::{CommodityIndex, PeriodIndex};
use rounds::Rounds;
use std::ops::Range;
use std::sync::Arc;
use tables::Tables;
use workers::pricing::NO_ARC;
use workers::{Farm, LocalFarm};

/// How the prices at sources are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gates {
    /// From the prices handed in.
    AsGiven,
    /// From recipes and rents.
    Chained,
    /// As chained, in one pass, with the prices of carriers as they were: no proof, a third of the work.
    Quick,
}

impl Gates {
    /// Passes over recipes.
    fn passes(self) -> usize {
        match self {
            Self::AsGiven => 0,
            Self::Quick => 1,
            Self::Chained => 2,
        }
    }
}

/// What stands for "cannot be had", relative to the dearest shortage.
const UNREACHED: f64 = 1e3;

/// Prices of one sweep.
#[derive(Clone, Debug, Default)]
pub(super) struct Priced {
    /// By row of the master.
    pub(super) rows: Vec<f64>,
    /// The prices that were handed in.
    pub(super) given: Vec<f64>,
    /// The lower bound they prove, GJ.
    pub(super) bound_gj: f64,
    /// Largest change of a carrier's price in the last pass, relative; zero when the prices agree with each other.
    pub(super) unrest: f64,
}

/// Work space of sweeps.
#[derive(Debug)]
pub(super) struct Sweeper {
    /// By period: prices by cell.
    pub(super) labels: Vec<Vec<f64>>,
    /// By period: last arcs by cell.
    pub(super) last_arcs: Vec<Vec<u32>>,
    /// By period and cell: nodes of each commodity, cheapest first; unreached ones are `NO_ARC`.
    pub(super) orders: Vec<Vec<u32>>,
    /// By row: column of `fixed` that supplies it most cheaply, as chained prices see it.
    pub(super) chosen: Vec<u32>,
    /// Rent of each column of `fixed`, for chained prices.
    pub(super) rents: Vec<f64>,
    /// By row: price at which a main output can also be had from processes that run for something else, for chained
    /// prices; infinite where it cannot. May be empty.
    pub(super) gates: Vec<f64>,
    rounds: Rounds,
    tables: Arc<Tables>,
    /// By row: price at which a source gives.
    sources: Vec<f64>,
    unreached_gj: f64,
    floor_gj: f64,
}

impl Sweeper {
    /// Work space for a space, on the caller's own thread.
    #[must_use]
    pub(super) fn new(space: &Space<'_>) -> Self {
        let continent = space.network.continent;
        let cells = space.commodity_count() * space.node_count();
        let guess: Vec<f64> = continent
            .commodities
            .iter()
            .flat_map(|c| std::iter::repeat_n(1.5 * c.energy_content_gj, space.node_count()))
            .collect();
        let dearest = continent
            .commodities
            .iter()
            .map(|c| c.shortage_penalty_gj)
            .fold(1.0, f64::max);
        Self {
            labels: vec![guess; continent.periods.len()],
            last_arcs: vec![vec![NO_ARC; cells]; continent.periods.len()],
            orders: vec![vec![NO_ARC; cells]; continent.periods.len()],
            chosen: Vec::new(),
            rents: Vec::new(),
            gates: Vec::new(),
            rounds: Rounds::new(space, Arc::new(LocalFarm::default())),
            tables: Arc::default(),
            sources: Vec::new(),
            unreached_gj: UNREACHED * dearest,
            floor_gj: UNREACHED * dearest,
        }
    }

    /// Prices on this many threads of this process from now on; on one where the system gives no more.
    pub(super) fn set_threads(&mut self, threads: usize) {
        self.set_farm(Arc::new(LocalFarm::new(threads).unwrap_or_default()));
    }

    /// Prices on a farm from now on.
    pub(super) fn set_farm(&mut self, farm: Arc<dyn Farm>) {
        self.rounds.farm = farm;
    }

    /// One sweep over all periods at the prices `given` by row.
    pub(super) fn sweep(&mut self, master: &Master<'_>, given: &[f64], gates: Gates) -> Priced {
        self.begin(master, given);
        let mut priced = Priced {
            rows: given.to_vec(),
            ..Priced::default()
        };
        for _ in 0..gates.passes() {
            self.chain(master, given, &mut priced.rows);
        }
        if gates != Gates::Quick {
            priced.unrest = self.price_carriers(master, gates);
            self.price_others(master, gates);
            self.read_all(&mut priced.rows);
        }
        priced.bound_gj = bound::bound(master, &priced.rows);
        let is_negative = |label: &f64| *label < 0.0;
        if gates != Gates::Quick && (priced.unrest > 0.0 || self.labels.iter().flatten().any(is_negative)) {
            // Labels may not agree with each other here: flows then have a say in the bound.
            priced.bound_gj += self.flows_contribute(master, &priced.rows);
        }
        // Chained sources are prices like any other: handed in again, they prove the same.
        priced.given = match gates {
            Gates::AsGiven => given.to_vec(),
            _ => priced.rows.clone(),
        };
        priced
    }

    fn begin(&mut self, master: &Master<'_>, given: &[f64]) {
        if !self.tables.is_of(master) {
            self.tables = Arc::new(Tables::new(master));
        }
        self.chosen.resize(given.len(), NO_ROW);
        self.sources.clear();
        self.sources.extend_from_slice(given);
        // What cannot be had is dearer than anything that can.
        let dearest = given
            .iter()
            .copied()
            .filter(|price| price.is_finite())
            .fold(self.floor_gj, f64::max);
        self.unreached_gj = 2.0 * dearest;
        for period in master.space.network.continent.period_indices() {
            let labels = &self.labels[period.position()];
            let prices = &mut self.rounds.prices[period.position()];
            tables::set_prices(master, &self.tables, given, period, labels, prices);
        }
    }

    /// Everything that no arc burns, in one round.
    fn price_others(&mut self, master: &Master<'_>, gates: Gates) {
        let space = master.space;
        self.rounds.clear();
        for period in space.network.continent.period_indices() {
            for commodity in (0..space.commodity_count()).map(CommodityIndex::from_position) {
                if !space.carrier_commodities.contains(&commodity) {
                    self.add_task(master, period, commodity, gates);
                }
            }
        }
        self.rounds.run();
        self.store();
    }

    /// Puts one commodity of one period into the round, at the prices of `sources`.
    fn add_task(&mut self, master: &Master<'_>, period: PeriodIndex, commodity: CommodityIndex, gates: Gates) {
        let sources = &self.sources;
        let balances = self.tables.balances(period, commodity).iter();
        let offers = balances.map(|(node, row)| (*node, offer(master, sources, gates, *row as usize)));
        self.rounds.add(period, commodity, offers);
    }

    /// Takes over the answers of the round.
    fn store(&mut self) {
        for (period, commodity, answer) in self.rounds.answers() {
            let cells = cells(commodity, answer.prices.len());
            let labels = &mut self.labels[period][cells.clone()];
            for (label, price) in labels.iter_mut().zip(&answer.prices) {
                *label = price.min(self.unreached_gj);
            }
            self.last_arcs[period][cells.clone()].copy_from_slice(&answer.last_arcs);
            let (reached, others) = self.orders[period][cells].split_at_mut(answer.order.len());
            reached.copy_from_slice(&answer.order);
            others.fill(NO_ARC);
        }
    }

    /// Copies prices to the rows of one commodity's balances in one period.
    fn read(&self, period: PeriodIndex, commodity: CommodityIndex, rows: &mut [f64]) {
        let labels = &self.labels[period.position()];
        let start = commodity.position() * self.rounds.node_count();
        for (node, row) in self.tables.balances(period, commodity) {
            rows[*row as usize] = labels[start + *node as usize];
        }
    }

    /// Copies prices to the rows of all balances.
    fn read_all(&self, rows: &mut [f64]) {
        for period in (0..self.labels.len()).map(PeriodIndex::from_position) {
            for commodity in (0..self.rounds.commodity_count()).map(CommodityIndex::from_position) {
                self.read(period, commodity, rows);
            }
        }
    }
}

/// At what price something can be had at a row; infinite where it cannot. A shortage supplies at its penalty; where all is
/// short already, more is worth what the row says.
fn offer(master: &Master<'_>, sources: &[f64], gates: Gates, row: usize) -> f64 {
    let price = match gates {
        Gates::AsGiven if sources[row] >= master.shortage_gj[row] => sources[row],
        Gates::AsGiven => f64::INFINITY,
        _ => master.shortage_gj[row],
    };
    match (master.is_source[row], master.can_spill[row]) {
        (false, _) => price,
        (true, false) => price.min(sources[row]),
        (true, true) => price.min(sources[row]).max(0.0),
    }
}

/// Where a commodity stands in arrays by cell.
fn cells(commodity: usize, nodes: usize) -> Range<usize> {
    commodity * nodes..(commodity + 1) * nodes
}

//! The oracle: at given prices of what is shared, the least price of every commodity everywhere, and the lower bound that
//! these prices prove.
//!
//! Two ways to price what sources give. [`Gates::AsGiven`] takes the prices handed in: every commodity is then on
//! its own. [`Gates::Chained`] makes them from recipes, in bill-of-materials order: the price of what a site makes is
//! what its inputs cost there, its own energy and the rent of its capacity. Any prices give a bound; chained ones need
//! good prices of limits only.

use super::master::{Master, NO_ROW};
use super::space::Space;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use workers::pricing::{ArcPrices, Labels, NO_ARC, Shortest};

/// How the prices at sources are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gates {
    /// From the prices handed in.
    AsGiven,
    /// From recipes and rents.
    Chained,
    /// As chained, in one pass, with the prices of carriers as they were: no proof, a third of the work.
    Quick,
}

/// What stands for "cannot be had", relative to the dearest shortage.
const UNREACHED: f64 = 1e3;

/// Prices of one sweep.
#[derive(Clone, Debug, Default)]
pub struct Priced {
    /// By row of the master.
    pub rows: Vec<f64>,
    /// The prices that were handed in.
    pub given: Vec<f64>,
    /// The lower bound they prove, GJ.
    pub bound_gj: f64,
    /// Largest change of a carrier's price in the last pass, relative; zero when the prices agree with each other.
    pub unrest: f64,
}

/// Work space of sweeps.
#[derive(Debug)]
pub struct Sweeper {
    /// By period: prices by cell.
    pub labels: Vec<Vec<f64>>,
    /// By period: last arcs by cell.
    pub last_arcs: Vec<Vec<u32>>,
    /// By period and cell: nodes of each commodity, cheapest first; unreached ones are `NO_ARC`.
    pub orders: Vec<Vec<u32>>,
    /// By row: column of `fixed` that supplies it most cheaply, as chained prices see it.
    pub chosen: Vec<u32>,
    /// Amount that each arc burns of its own carrier, by commodity.
    pub own: Vec<Option<Vec<f64>>>,
    shortest: Shortest,
    unreached_gj: f64,
    floor_gj: f64,
    /// Rent of each column of `fixed`, for chained prices.
    pub rents: Vec<f64>,
}

impl Sweeper {
    /// Work space for a space.
    #[must_use]
    pub fn new(space: &Space<'_>) -> Self {
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
            own: (0..space.commodity_count())
                .map(|k| space.own_burns(CommodityIndex::from_position(k)))
                .collect(),
            shortest: Shortest::default(),
            unreached_gj: UNREACHED * dearest,
            floor_gj: UNREACHED * dearest,
            rents: Vec::new(),
        }
    }

    /// One sweep over all periods at the prices `given` by row.
    pub fn sweep(&mut self, master: &Master<'_>, given: &[f64], gates: Gates) -> Priced {
        self.chosen.resize(given.len(), NO_ROW);
        // What cannot be had is dearer than anything that can.
        let dearest = given
            .iter()
            .copied()
            .filter(|price| price.is_finite())
            .fold(self.floor_gj, f64::max);
        self.unreached_gj = 2.0 * dearest;
        let mut priced = Priced {
            rows: given.to_vec(),
            ..Priced::default()
        };
        for period in master.space.network.continent.period_indices() {
            self.sweep_period(master, given, gates, period, &mut priced);
        }
        priced.bound_gj = bound(master, &priced.rows);
        // Chained sources are prices like any other: handed in again, they prove the same.
        priced.given = match gates {
            Gates::AsGiven => given.to_vec(),
            _ => priced.rows.clone(),
        };
        priced
    }

    fn sweep_period(
        &mut self,
        master: &Master<'_>,
        given: &[f64],
        gates: Gates,
        period: PeriodIndex,
        priced: &mut Priced,
    ) {
        let space = master.space;
        let empty = Vec::new();
        let rents = if gates != Gates::AsGiven { &self.rents } else { &empty }.clone();
        let mut sources = given.to_vec();
        if gates != Gates::AsGiven {
            for _ in 0..if gates == Gates::Quick { 1 } else { 2 } {
                let mut prices = arc_prices(master, given, period);
                for commodity in space.commodity_order.clone() {
                    self.set_energy(space, period, commodity, &mut prices);
                    self.chain_sources(master, &rents, period, commodity, &priced.rows, given, &mut sources);
                    self.spread(master, period, commodity, &prices, (&sources, gates));
                    self.read(master, period, commodity, &mut priced.rows);
                }
            }
        }
        if gates == Gates::Quick {
            return;
        }
        let mut prices = arc_prices(master, given, period);
        for _ in 0..20 {
            let mut unrest = 0.0_f64;
            for commodity in &space.carrier_commodities {
                let range = cells(space, *commodity);
                let before = self.labels[period.position()][range.clone()].to_vec();
                self.set_energy(space, period, *commodity, &mut prices);
                self.spread(master, period, *commodity, &prices, (&sources, gates));
                let after = &self.labels[period.position()][range];
                for (new, old) in after.iter().zip(&before) {
                    unrest = unrest.max((new - old).abs() / new.abs().max(1e-9));
                }
            }
            priced.unrest = unrest;
            if unrest == 0.0 {
                break;
            }
        }
        for commodity in space.commodity_order.clone() {
            if !space.carrier_commodities.contains(&commodity) {
                self.set_energy(space, period, commodity, &mut prices);
                self.spread(master, period, commodity, &prices, (&sources, gates));
            }
            self.read(master, period, commodity, &mut priced.rows);
        }
    }

    /// Sets what the energy of moving one tonne of a commodity costs on each arc.
    fn set_energy(&self, space: &Space<'_>, period: PeriodIndex, commodity: CommodityIndex, prices: &mut ArcPrices) {
        let labels = &self.labels[period.position()];
        for arc in 0..space.arcs.len() {
            let Some(carrier) = space.carriers[arc] else { continue };
            prices.energy[arc] = if carrier == commodity {
                0.0
            } else {
                let tail = NodeIndex(space.topology.tails[arc]);
                space.energy_per_t[arc] * labels[space.cell(tail, carrier)]
            };
        }
    }

    /// Prices sources by the cheapest of what supplies them.
    fn chain_sources(
        &mut self,
        master: &Master<'_>,
        rents: &[f64],
        period: PeriodIndex,
        commodity: CommodityIndex,
        rows: &[f64],
        given: &[f64],
        sources: &mut [f64],
    ) {
        for node in 0..master.space.node_count() {
            let row = master.balance_row(period, NodeIndex::from_position(node), commodity);
            if row == NO_ROW || !master.is_source[row as usize] {
                continue;
            }
            let mut least = f64::INFINITY;
            self.chosen[row as usize] = NO_ROW;
            if !master.byproducts[row as usize].is_empty() {
                least = given[row as usize].max(0.0);
            }
            for supplier in &master.suppliers[row as usize] {
                let column = master.fixed_columns[*supplier as usize];
                let (touched, values) = master.simplex.entries(column);
                let own = touched
                    .iter()
                    .zip(values)
                    .find(|(r, _)| **r == row)
                    .map_or(1.0, |(_, v)| *v);
                let reduced = master.simplex.reduced_cost_at(column, rows) + own * rows[row as usize];
                let price = (reduced + rents[*supplier as usize]) / own;
                if price < least {
                    least = price;
                    self.chosen[row as usize] = *supplier;
                }
            }
            if master.can_spill[row as usize] {
                least = least.max(0.0);
            }
            sources[row as usize] = least.min(self.unreached_gj);
        }
    }

    /// Prices of one commodity everywhere from its sources.
    fn spread(
        &mut self,
        master: &Master<'_>,
        period: PeriodIndex,
        commodity: CommodityIndex,
        prices: &ArcPrices,
        (sources, gates): (&[f64], Gates),
    ) {
        let space = master.space;
        let range = cells(space, commodity);
        let mut labels = Labels {
            prices: vec![f64::INFINITY; space.node_count()],
            last_arcs: vec![NO_ARC; space.node_count()],
            order: Vec::new(),
        };
        for node in 0..space.node_count() {
            let row = master.balance_row(period, NodeIndex::from_position(node), commodity);
            if row == NO_ROW {
                continue;
            }
            // A shortage supplies at its penalty; where all is short already, more is worth what the row says.
            let mut price = match gates {
                Gates::AsGiven if sources[row as usize] >= master.shortage_gj[row as usize] => sources[row as usize],
                Gates::AsGiven => f64::INFINITY,
                _ => master.shortage_gj[row as usize],
            };
            if master.is_source[row as usize] {
                price = price.min(sources[row as usize]);
                if master.can_spill[row as usize] {
                    price = price.max(0.0);
                }
            }
            labels.prices[node] = price;
        }
        self.shortest.spread(
            &space.topology,
            prices,
            &space.carrying[commodity.position()],
            self.own[commodity.position()].as_deref(),
            &mut labels,
        );
        for (target, price) in self.labels[period.position()][range.clone()]
            .iter_mut()
            .zip(&labels.prices)
        {
            *target = price.min(self.unreached_gj);
        }
        self.last_arcs[period.position()][range.clone()].copy_from_slice(&labels.last_arcs);
        labels.order.resize(space.node_count(), NO_ARC);
        self.orders[period.position()][range].copy_from_slice(&labels.order);
    }

    /// Copies prices to the rows of the commodity's balances.
    fn read(&self, master: &Master<'_>, period: PeriodIndex, commodity: CommodityIndex, rows: &mut [f64]) {
        let labels = &self.labels[period.position()][cells(master.space, commodity)];
        for (node, price) in labels.iter().enumerate() {
            let row = master.balance_row(period, NodeIndex::from_position(node), commodity);
            if row != NO_ROW {
                rows[row as usize] = *price;
            }
        }
    }

    /// Lowers what stands for "cannot be had" as far as the bound allows: prices that are needlessly large cost digits. To
    /// be called after a sweep with [`Gates::AsGiven`]; returns the bound, flows counted.
    pub fn settle_unreached(&mut self, master: &Master<'_>, priced: &mut Priced) -> f64 {
        let (labels, rows) = (self.labels.clone(), priced.rows.clone());
        let mut best: Option<(f64, f64)> = None;
        for factor in [1e-3, 1e-2, 0.1, 1.0, 1e2, f64::INFINITY] {
            let level = factor * self.floor_gj;
            self.lower_to(master, &labels, &rows, level, priced);
            let bound_gj = bound(master, &priced.rows) + self.flows_contribute(master, &priced.rows);
            if best.is_none_or(|(bound, _)| bound_gj > bound + 1e-12 * bound.abs()) {
                best = Some((bound_gj, level));
            }
        }
        let (bound_gj, level) = best.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        self.lower_to(master, &labels, &rows, level, priced);
        bound_gj
    }

    fn lower_to(&mut self, master: &Master<'_>, labels: &[Vec<f64>], rows: &[f64], level: f64, priced: &mut Priced) {
        for (target, labels) in self.labels.iter_mut().zip(labels) {
            target.clear();
            target.extend(labels.iter().map(|price| price.min(level)));
        }
        for (row, price) in rows.iter().enumerate() {
            #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
            let is_balance = master.is_balance(row as u32);
            priced.rows[row] = if is_balance { price.min(level) } else { *price };
        }
    }

    /// What flows with a negative reduced cost can contribute at most: zero where labels agree with each other.
    fn flows_contribute(&self, master: &Master<'_>, rows: &[f64]) -> f64 {
        let space = master.space;
        let mut sum = 0.0;
        for period in space.network.continent.period_indices() {
            let labels = &self.labels[period.position()];
            let mut prices = arc_prices(master, rows, period);
            for arc in 0..space.arcs.len() {
                if let Some(carrier) = space.carriers[arc] {
                    let tail = NodeIndex(space.topology.tails[arc]);
                    prices.energy[arc] = space.energy_per_t[arc] * labels[space.cell(tail, carrier)];
                }
            }
            for commodity in (0..space.commodity_count()).map(CommodityIndex::from_position) {
                let labels = &labels[cells(space, commodity)];
                for arc in 0..space.arcs.len() {
                    let carrying = space.carrying[commodity.position()][space.topology.modes[arc] as usize];
                    let (Some(carrying), true) = (carrying, prices.toll[arc].is_finite()) else {
                        continue;
                    };
                    let tail = labels[space.topology.tails[arc] as usize];
                    let head = labels[space.topology.heads[arc] as usize];
                    let reduced = prices.of(arc, carrying) + tail - space.topology.keeps[arc] * head;
                    if reduced < 0.0 && carrying.weight > 0.0 {
                        sum += reduced * space.capacity(space.links[arc], period) / carrying.weight;
                    }
                }
            }
        }
        sum
    }

    /// Adds the paths of the last sweep that are cheaper than the master's prices say; returns how many.
    pub fn add_paths(&self, master: &mut Master<'_>, against: &[f64]) -> usize {
        let space = master.space;
        let mut added = 0;
        for period in space.network.continent.period_indices() {
            for commodity in space.commodity_order.iter().copied() {
                let range = cells(space, commodity);
                let labels = &self.labels[period.position()][range.clone()];
                let last_arcs = &self.last_arcs[period.position()][range];
                for (node, label) in labels.iter().enumerate() {
                    if last_arcs[node] == NO_ARC {
                        continue;
                    }
                    let row = master.balance_row(period, NodeIndex::from_position(node), commodity);
                    if row == NO_ROW || *label >= against[row as usize] - 1e-9 * label.abs().max(1e-6) {
                        continue;
                    }
                    #[allow(clippy::cast_possible_truncation, reason = "nodes are counted in u32")]
                    if let Some(path) = master.way(period, commodity, node as u32, last_arcs) {
                        let before = master.paths.len();
                        master.column_of(path);
                        added += master.paths.len() - before;
                    }
                }
            }
        }
        added
    }
}

fn cells(space: &Space<'_>, commodity: CommodityIndex) -> std::ops::Range<usize> {
    let start = commodity.position() * space.node_count();
    start..start + space.node_count()
}

/// What the capacity of each fixed column is worth: how far its reduced cost is below zero.
pub fn rents(master: &Master<'_>, given: &[f64]) -> Vec<f64> {
    master
        .fixed_columns
        .iter()
        .map(|column| (-master.simplex.reduced_cost_at(*column, given)).max(0.0))
        .collect()
}

/// Tolls and resource prices of a period; what burnt carriers cost is set for each commodity.
fn arc_prices(master: &Master<'_>, given: &[f64], period: PeriodIndex) -> ArcPrices {
    let space = master.space;
    let budgets = space.network.continent.budgets.len();
    let toll = |row: u32| {
        if row == NO_ROW {
            0.0
        } else {
            (-given[row as usize]).max(0.0)
        }
    };
    let mut prices = ArcPrices::default();
    for arc in 0..space.arcs.len() {
        let row = master.link_row(period, space.links[arc]);
        let resources: f64 = space.budgets_per_t[arc]
            .iter()
            .map(|(budget, per_t)| per_t * toll(master.budget_rows[period.position() * budgets + budget.position()]))
            .sum();
        prices.toll.push(if row == NO_ROW { f64::INFINITY } else { toll(row) });
        prices.tonne.push(space.weights_per_t[arc] + resources);
        prices.energy.push(space.energy_per_t[arc]);
    }
    prices
}

/// Priced right-hand sides plus the least that every fixed column can contribute; flows contribute nothing where labels
/// agree with each other.
fn bound(master: &Master<'_>, prices: &[f64]) -> f64 {
    let priced: f64 = master
        .right_hand_sides
        .iter()
        .zip(prices)
        .zip(&master.rows)
        .map(|((b, price), row)| match row.row {
            crate::plan::rows::PricedRow::Link(_) | crate::plan::rows::PricedRow::Budget(_) => b * price.min(0.0),
            _ => b * price,
        })
        .sum();
    let numbers = &master.fixed.program;
    let columns: f64 = master
        .fixed_columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let reduced = master.simplex.reduced_cost_at(*column, prices);
            if reduced >= 0.0 {
                reduced * numbers.lower[position]
            } else if numbers.upper[position].is_finite() {
                reduced * numbers.upper[position]
            } else if reduced > -1e-9 {
                0.0
            } else {
                f64::NEG_INFINITY
            }
        })
        .sum();
    priced + columns
}

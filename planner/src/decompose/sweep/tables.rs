//! What a master and its space say once and sweeps ask again and again.

use super::super::master::{Master, NO_ROW};
use super::super::order;
use super::super::space::Space;
use crate::plan::rows::PricedRow;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use workers::pricing::{ArcPrice, ArcPrices};

/// Balances by commodity, arcs by carrier, and who waits for whom.
#[derive(Debug, Default)]
pub(super) struct Tables {
    rows: usize,
    commodities: usize,
    /// `starts[i]..starts[i + 1]` are balances of the `i`th pair of period and commodity.
    starts: Vec<usize>,
    /// Node and row of each balance.
    balances: Vec<(u32, u32)>,
    /// By commodity: arcs that burn it.
    burning: Vec<Vec<usize>>,
    /// By commodity, then commodity: whether moving the first burns the second.
    burns: Vec<Vec<bool>>,
    /// Commodities that chained prices may find side by side.
    pub(super) steps: Vec<Vec<CommodityIndex>>,
}

impl Tables {
    pub(super) fn new(master: &Master<'_>) -> Self {
        let space = master.space;
        let commodities = space.commodity_count();
        let mut tables = Self {
            rows: master.rows.len(),
            commodities,
            starts: vec![0],
            balances: Vec::new(),
            burning: vec![Vec::new(); commodities],
            burns: burns(space),
            steps: Vec::new(),
        };
        for period in space.network.continent.period_indices() {
            for commodity in (0..commodities).map(CommodityIndex::from_position) {
                tables.add_balances(master, period, commodity);
            }
        }
        for (arc, carrier) in space.carriers.iter().enumerate() {
            if let Some(carrier) = carrier {
                tables.burning[carrier.position()].push(arc);
            }
        }
        let mut reads = tables.burns.clone();
        add_recipes(master, &mut reads);
        tables.steps = order::steps(&space.commodity_order, &reads);
        tables
    }

    /// Whether the tables were made for this master.
    pub(super) fn is_of(&self, master: &Master<'_>) -> bool {
        self.rows == master.rows.len() && !self.starts.is_empty()
    }

    fn add_balances(&mut self, master: &Master<'_>, period: PeriodIndex, commodity: CommodityIndex) {
        for node in (0..master.space.node_count()).map(NodeIndex::from_position) {
            let row = master.balance_row(period, node, commodity);
            if row != NO_ROW {
                self.balances.push((node.0, row));
            }
        }
        self.starts.push(self.balances.len());
    }

    /// Node and row of each balance of a commodity in a period, nodes ascending.
    pub(super) fn balances(&self, period: PeriodIndex, commodity: CommodityIndex) -> &[(u32, u32)] {
        let pair = period.position() * self.commodities + commodity.position();
        &self.balances[self.starts[pair]..self.starts[pair + 1]]
    }

    /// Whether moving a commodity burns a carrier other than itself.
    pub(super) fn burns(&self, commodity: CommodityIndex, carrier: CommodityIndex) -> bool {
        self.burns[commodity.position()][carrier.position()]
    }

    /// Sets what the energy of moving one tonne costs on the arcs that burn a carrier; `labels` are by cell.
    pub(super) fn set_energy(
        &self,
        space: &Space<'_>,
        carrier: CommodityIndex,
        labels: &[f64],
        prices: &mut ArcPrices,
    ) {
        for arc in &self.burning[carrier.position()] {
            let tail = NodeIndex(space.topology.tails[*arc]);
            prices[*arc].energy = space.energy_per_t[*arc] * labels[space.cell(tail, carrier)];
        }
    }
}

/// By commodity, then commodity: whether moving the first burns the second; itself left out.
fn burns(space: &Space<'_>) -> Vec<Vec<bool>> {
    let commodities = space.commodity_count();
    let modes = space.carrying.first().map_or(0, Vec::len);
    let mut by_mode = vec![vec![false; commodities]; modes];
    for (mode, carrier) in space.topology.modes.iter().zip(&space.carriers) {
        if let Some(carrier) = carrier {
            by_mode[*mode as usize][carrier.position()] = true;
        }
    }
    let burns = |commodity: usize, carrier: usize| {
        let moved = &space.carrying[commodity];
        commodity != carrier && (0..modes).any(|mode| moved[mode].is_some() && by_mode[mode][carrier])
    };
    (0..commodities)
        .map(|commodity| (0..commodities).map(|carrier| burns(commodity, carrier)).collect())
        .collect()
}

/// Adds whose prices make the price of a commodity's sources: everything that its suppliers' columns touch.
fn add_recipes(master: &Master<'_>, reads: &mut [Vec<bool>]) {
    for (row, suppliers) in master.suppliers.iter().enumerate() {
        let PricedRow::Balance(_, commodity) = master.rows[row].row else {
            continue;
        };
        for supplier in suppliers {
            let (touched, _) = master.simplex.entries(master.fixed_columns[*supplier as usize]);
            for row in touched {
                if let PricedRow::Balance(_, other) = master.rows[*row as usize].row {
                    reads[commodity.position()][other.position()] |= other != commodity;
                }
            }
        }
    }
}

/// Sets tolls, resource prices and what burnt carriers cost in a period, at prices `given` by row and `labels` by cell.
pub(super) fn set_prices(
    master: &Master<'_>,
    tables: &Tables,
    given: &[f64],
    period: PeriodIndex,
    labels: &[f64],
    prices: &mut ArcPrices,
) {
    let space = master.space;
    let toll = |row: u32| {
        if row == NO_ROW {
            0.0
        } else {
            (-given[row as usize]).max(0.0)
        }
    };
    let price = |arc: usize| {
        let row = master.link_row(period, space.links[arc]);
        let resources: f64 = space.budgets_per_t[arc]
            .iter()
            .map(|(budget, per_t)| per_t * toll(master.budget_row(period, *budget)))
            .sum();
        ArcPrice {
            energy: space.energy_at(period, arc),
            tonne: space.weights_per_t[arc] + resources,
            toll: if row == NO_ROW { f64::INFINITY } else { toll(row) },
        }
    };
    prices.clear();
    prices.extend((0..space.arcs.len()).map(price));
    for carrier in &space.carrier_commodities {
        tables.set_energy(space, *carrier, labels, prices);
    }
}

//! Why a commodity costs what it costs in a place: every way it comes or could come there, and its margin.

use super::Reason;
use super::prices::Priced;
use crate::network::ArcIndex;
use crate::program::{Column, Part};
use data::model::{
    CommodityIndex, NodeIndex, PeriodIndex, Site, SiteIndex, Store, StoreIndex, Trade, TradeDirection, TradeIndex,
};
use serde::Serialize;

/// A commodity at a node: its price and the ways it comes or could come.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CommodityReasons {
    /// Node id.
    pub node: String,
    /// Commodity id.
    pub commodity: String,
    /// Energy of one more unit there and then, GJ.
    pub price_gj: f64,
    /// Penalty of one unit of demand left unmet there, GJ.
    pub shortage_penalty_gj: f64,
    /// Arrivals and local makers: those in use by amount, then the rest by how little they lack.
    pub ways: Vec<Reason>,
}

/// The ways a commodity comes to a node in a period.
#[must_use]
pub fn why_commodity(
    priced: &Priced<'_>,
    node: NodeIndex,
    commodity: CommodityIndex,
    period: PeriodIndex,
) -> CommodityReasons {
    let continent = priced.network.continent;
    let part = priced.part(period, &ways_in(priced, node, commodity));
    let unit = continent[commodity].unit.symbol();
    let mut ways: Vec<Reason> = part
        .columns()
        .filter_map(|(position, column)| {
            let (decision, unit) = match column {
                Column::Flow(arc, moved) if moved == commodity => (arrival(priced, arc), unit),
                Column::Activity(site) => {
                    let (id, process) = (&continent[site].id, &continent[continent[site].process].id);
                    (format!("made at {id} by {process}"), "unit of activity")
                }
                Column::Trade(trade) => (format!("imported by {}", continent.trades[trade.position()].id), unit),
                Column::Discharge(store) => (format!("taken out of store {}", continent[store].id), unit),
                _ => return None,
            };
            Some(part.reason(position, decision, unit))
        })
        .collect();
    ways.sort_by(|a, b| {
        b.amount
            .total_cmp(&a.amount)
            .then(a.reduced_cost_gj.total_cmp(&b.reduced_cost_gj))
    });
    CommodityReasons {
        node: continent[node].id.clone(),
        commodity: continent[commodity].id.clone(),
        price_gj: priced.price_of(node, commodity, period),
        shortage_penalty_gj: continent[commodity].shortage_penalty_gj,
        ways,
    }
}

fn arrival(priced: &Priced<'_>, arc: ArcIndex) -> String {
    let continent = priced.network.continent;
    let arc = &priced.network.arcs[arc.0];
    let (from, mode) = (&continent[arc.tail].id, &continent[arc.mode].id);
    format!("from {from} by {mode} ({})", continent[arc.link].id)
}

/// Everything by which a commodity comes or could come to a node.
fn ways_in(priced: &Priced<'_>, node: NodeIndex, commodity: CommodityIndex) -> Part {
    let continent = priced.network.continent;
    let makes = |site: &Site| {
        let outputs = &continent[site.process].outputs;
        site.node == node && outputs.iter().any(|output| output.commodity == commodity)
    };
    let brings =
        |trade: &Trade| (trade.node, trade.commodity, trade.direction) == (node, commodity, TradeDirection::Import);
    let holds = |store: &Store| (store.node, store.commodity) == (node, commodity);
    let (sites, trades, stores) = (&continent.sites, &continent.trades, &continent.stores);
    Part {
        arcs: priced.network.arcs_into(node).collect(),
        sites: positions(sites, makes).map(SiteIndex::from_position).collect(),
        trades: positions(trades, brings).map(TradeIndex::from_position).collect(),
        stores: positions(stores, holds).map(StoreIndex::from_position).collect(),
    }
}

/// Positions of the records that `counts` admits.
fn positions<T>(records: &[T], counts: impl Fn(&T) -> bool) -> impl Iterator<Item = usize> {
    let admitted = records.iter().enumerate().filter(move |(_, record)| counts(record));
    admitted.map(|(position, _)| position)
}

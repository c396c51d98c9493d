//! Why a commodity costs what it costs in a place: every way it comes or could come there, and its margin.

use super::Reason;
use super::prices::Priced;
use crate::network::ArcIndex;
use crate::program::Column;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex, SiteIndex, StoreIndex, TradeDirection, TradeIndex};
use serde::Serialize;

/// A commodity at a node: its price and the ways it comes or could come.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    let mut ways = arrivals(priced, node, commodity, period);
    ways.extend(makers(priced, node, commodity, period));
    ways.extend(imports_and_stores(priced, node, commodity, period));
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

fn arrivals(priced: &Priced<'_>, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> Vec<Reason> {
    let continent = priced.network.continent;
    let into = priced
        .network
        .arcs
        .iter()
        .enumerate()
        .filter(|(_, arc)| arc.head == node);
    into.filter_map(|(position, arc)| {
        let column = *priced
            .columns
            .get(&(Column::Flow(ArcIndex(position), commodity), period))?;
        let amount = priced
            .flows
            .get(&(arc.link, arc.direction, commodity, period))
            .copied()
            .unwrap_or(0.0);
        let (from, mode) = (&continent[arc.tail].id, &continent[arc.mode].id);
        let decision = format!("from {from} by {mode} ({})", continent[arc.link].id);
        Some(priced.reason(column, amount, decision, continent[commodity].unit.symbol()))
    })
    .collect()
}

fn imports_and_stores(
    priced: &Priced<'_>,
    node: NodeIndex,
    commodity: CommodityIndex,
    period: PeriodIndex,
) -> Vec<Reason> {
    let continent = priced.network.continent;
    let unit = continent[commodity].unit.symbol();
    let imports = continent.trades.iter().enumerate().filter(|(_, trade)| {
        (trade.node, trade.commodity, trade.direction) == (node, commodity, TradeDirection::Import)
    });
    let imports = imports.filter_map(|(position, trade)| {
        let index = TradeIndex::from_position(position);
        let column = *priced.columns.get(&(Column::Trade(index), period))?;
        let amount = priced.trades.get(&(index, period)).copied().unwrap_or(0.0);
        Some(priced.reason(column, amount, format!("imported by {}", trade.id), unit))
    });
    let here = continent.stores.iter().enumerate();
    let here = here.filter(|(_, store)| (store.node, store.commodity) == (node, commodity));
    let stores = here.filter_map(|(position, store)| {
        let index = StoreIndex::from_position(position);
        let column = *priced.columns.get(&(Column::Discharge(index), period))?;
        let amount = priced.discharges.get(&(index, period)).copied().unwrap_or(0.0);
        Some(priced.reason(column, amount, format!("taken out of store {}", store.id), unit))
    });
    imports.chain(stores).collect()
}

fn makers(priced: &Priced<'_>, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> Vec<Reason> {
    let continent = priced.network.continent;
    let here = continent.sites.iter().enumerate().filter(|(_, site)| {
        site.node == node
            && continent[site.process]
                .outputs
                .iter()
                .any(|output| output.commodity == commodity)
    });
    here.filter_map(|(position, site)| {
        let index = SiteIndex::from_position(position);
        let column = *priced.columns.get(&(Column::Activity(index), period))?;
        let amount = priced.activities.get(&(index, period)).copied().unwrap_or(0.0);
        let decision = format!("made at {} by {}", site.id, continent[site.process].id);
        Some(priced.reason(column, amount, decision, "unit of activity"))
    })
    .collect()
}

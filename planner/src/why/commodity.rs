//! Why a commodity costs what it costs in a place: every way it comes or could come there, and its margin.

use super::Reason;
use super::prices::Priced;
use crate::network::ArcIndex;
use crate::program::Column;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex, SiteIndex};
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
    /// Demand left unmet.
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

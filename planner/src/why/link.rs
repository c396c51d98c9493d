//! Why a link is used as it is: its joint price, and for each commodity and direction what moving it there is worth.

use super::Reason;
use super::prices::Priced;
use crate::plan::rows::PricedRow;
use crate::program::Column;
use data::model::{LinkIndex, PeriodIndex};
use serde::Serialize;

/// A link, its loading, its price, and the commodities on it or nearest to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LinkReasons {
    /// Link or terminal id.
    pub link: String,
    /// Capacity in use, in the mode's capacity units.
    pub used: f64,
    /// Capacity of the period.
    pub capacity: f64,
    /// What one more unit of capacity would save, GJ.
    pub relief_gj: f64,
    /// By commodity and direction: those in use by amount, then the rest by how little they lack.
    pub reasons: Vec<Reason>,
}

/// The reasons of a link in a period.
#[must_use]
pub fn why_link(priced: &Priced<'_>, link: LinkIndex, period: PeriodIndex) -> LinkReasons {
    let continent = priced.network.continent;
    let mut used = 0.0;
    let mut reasons = Vec::new();
    for (position, arc) in priced
        .network
        .arcs
        .iter()
        .enumerate()
        .filter(|(_, arc)| arc.link == link)
    {
        for carriage in &continent[arc.mode].carriages {
            let key = (
                Column::Flow(crate::network::ArcIndex(position), carriage.commodity),
                period,
            );
            let Some(column) = priced.columns.get(&key) else {
                continue;
            };
            let flow = (link, arc.direction, carriage.commodity, period);
            let amount = priced.flows.get(&flow).copied().unwrap_or(0.0);
            used += amount * carriage.weight;
            let (from, to) = (&continent[arc.tail].id, &continent[arc.head].id);
            let decision = format!("{} from {from} to {to}", continent[carriage.commodity].id);
            reasons.push(priced.reason(*column, amount, decision, continent[carriage.commodity].unit.symbol()));
        }
    }
    reasons.sort_by(|a, b| {
        b.amount
            .total_cmp(&a.amount)
            .then(a.reduced_cost_gj.total_cmp(&b.reduced_cost_gj))
    });
    LinkReasons {
        link: continent[link].id.clone(),
        used,
        capacity: continent.per_period(continent[link].capacity_per_year, None, period),
        relief_gj: -priced.price(PricedRow::Link(link), period),
        reasons,
    }
}

//! Why a link is used as it is: its joint price, and for each commodity and direction what moving it there is worth.

use super::Reason;
use super::prices::Priced;
use crate::network::ArcIndex;
use crate::plan::rows::PricedRow;
use crate::plan::terms::carriage;
use crate::program::{Column, Part};
use data::model::{LinkIndex, PeriodIndex};
use serde::Serialize;

/// A link, its loading, its price, and the commodities on it or nearest to it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
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
    let arcs: Vec<ArcIndex> = priced.network.arcs_of(link).collect();
    let part = priced.part(
        period,
        &Part {
            arcs,
            ..Part::default()
        },
    );
    let mut used = 0.0;
    let mut reasons = Vec::new();
    for (position, column) in part.columns() {
        let Column::Flow(ArcIndex(arc), commodity) = column else {
            continue;
        };
        let arc = &priced.network.arcs[arc];
        used += part.amount(column) * carriage(continent, link, commodity).map_or(1.0, |c| c.weight);
        let (from, to) = (&continent[arc.tail].id, &continent[arc.head].id);
        let decision = format!("{} from {from} to {to}", continent[commodity].id);
        reasons.push(part.reason(position, decision, continent[commodity].unit.symbol()));
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

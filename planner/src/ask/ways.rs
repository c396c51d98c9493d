//! What one more unit would cost and by which way it would come; which sources come next; which way takes the least energy.
//!
//! Another question than where a delivery of the plan came from: here nothing has to have moved.

use super::index::PlanIndex;
use super::words::Named;
use crate::paths::{EnergyError, PathSource, PriceParts, Route, RouteLink, Supplier};
use crate::plan::routes::{Leg, OriginName, legs, origin_name};
use crate::plan::rows::{Origin, Sink};
use crate::plan::trace::pools::MoveKind;
use data::model::{CommodityIndex, NodeIndex, PeriodIndex};
use serde::Serialize;
use utoipa::ToSchema;

/// A way of one more unit from a source to a node, at the plan's prices.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Way {
    /// Where it would come from.
    pub origin: OriginName,
    /// What one unit would cost at its end, GJ.
    pub price_gj: f64,
    /// Of that, at the source, GJ: the plan's price there if the source is in use, else what making there costs.
    pub at_source_gj: f64,
    /// What making or importing one unit takes at the source at the plan's prices, GJ; the rest of its price is a limit's
    /// rent.
    pub making_gj: f64,
    /// Of the price, energy of moving, GJ.
    pub moving_gj: f64,
    /// Of the price, budgets and what policies charge for resources, GJ.
    pub resources_gj: f64,
    /// Of the price, rents of the capacities of links, GJ.
    pub capacity_gj: f64,
    /// Of the price, what is lost on the way, GJ.
    pub loss_gj: f64,
    /// Whether the plan uses the source in that period.
    pub is_used: bool,
    /// Its part in what the plan delivers to the node in that period; none where there is no demand.
    pub share: Option<f64>,
    /// The way; empty where the source is at the node itself.
    pub legs: Vec<Leg>,
    /// Length of all legs, km.
    pub length_km: f64,
}

/// The cheapest sources of a commodity for a node.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Alternatives {
    /// Where it would go.
    pub node: Named,
    /// Commodity id.
    pub commodity: String,
    /// Unit of the commodity.
    pub unit: &'static str,
    /// Period id.
    pub period: String,
    /// The plan's price there, GJ per unit.
    pub price_gj: f64,
    /// Sources with their cheapest ways, cheapest first.
    pub alternatives: Vec<Way>,
}

/// The way of the least energy between two nodes, whatever the plan says.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LeastEnergy {
    /// Where it starts.
    pub from: Named,
    /// Where it ends.
    pub to: Named,
    /// Commodity id.
    pub commodity: String,
    /// Unit of the commodity.
    pub unit: &'static str,
    /// Energy of moving, and energy held by what is lost; GJ per unit that arrives. None where there is no way.
    pub energy_gj: Option<f64>,
    /// The way.
    pub legs: Vec<Leg>,
    /// Length of all legs, km.
    pub length_km: f64,
}

impl PlanIndex<'_> {
    /// The cheapest way of one more unit to a node in a period; none where it cannot come.
    #[must_use]
    pub fn cheapest(&self, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> Option<Way> {
        let route = self.paths.route(commodity, period, node)?;
        Some(self.way(&route, node, commodity, period))
    }

    /// The `count` cheapest sources for a node in a period, each with its cheapest way.
    #[must_use]
    pub fn alternatives(
        &self,
        node: NodeIndex,
        commodity: CommodityIndex,
        period: PeriodIndex,
        count: usize,
    ) -> Alternatives {
        let continent = self.continent();
        let routes = self.paths.alternatives(commodity, period, node, count);
        Alternatives {
            node: Named::node(continent, node),
            commodity: continent[commodity].id.clone(),
            unit: continent[commodity].unit.symbol(),
            period: continent[period].id.clone(),
            price_gj: self.price(node, commodity, Some(period)),
            alternatives: routes
                .iter()
                .map(|route| self.way(route, node, commodity, period))
                .collect(),
        }
    }

    /// The way of the least energy of moving.
    ///
    /// # Errors
    /// As [`crate::paths::Paths::least_energy`].
    pub fn least_energy(
        &self,
        from: NodeIndex,
        to: NodeIndex,
        commodity: CommodityIndex,
    ) -> Result<LeastEnergy, EnergyError> {
        let continent = self.continent();
        let found = self.paths.least_energy(commodity, from, to)?;
        let links = found.iter().flat_map(|route| &route.links);
        let steps: Vec<MoveKind> = links
            .map(|(link, direction)| MoveKind::Link(*link, *direction))
            .collect();
        let legs = legs(continent, &steps);
        Ok(LeastEnergy {
            from: Named::node(continent, from),
            to: Named::node(continent, to),
            commodity: continent[commodity].id.clone(),
            unit: continent[commodity].unit.symbol(),
            energy_gj: found.map(|route| route.energy_gj),
            length_km: legs.iter().fold(0.0, |sum, leg| sum + leg.length_km),
            legs,
        })
    }

    fn way(&self, route: &Route, node: NodeIndex, commodity: CommodityIndex, period: PeriodIndex) -> Way {
        let continent = self.continent();
        let step = |link: &RouteLink| MoveKind::Link(link.link, link.direction);
        let steps: Vec<MoveKind> = route.links.iter().map(step).collect();
        let legs = legs(continent, &steps);
        let origin = origin_of(&route.source);
        let PriceParts {
            source_gj,
            moving_gj,
            resources_gj,
            capacity_gj,
            loss_gj,
        } = route.parts;
        Way {
            origin: origin_name(continent, origin),
            price_gj: route.price_gj,
            at_source_gj: source_gj,
            making_gj: route.source.making_gj,
            moving_gj,
            resources_gj,
            capacity_gj,
            loss_gj,
            is_used: route.source.is_used,
            share: self.share(origin, (period, Sink::Demand, node, commodity)),
            length_km: legs.iter().fold(0.0, |sum, leg| sum + leg.length_km),
            legs,
        }
    }

    /// The part of an origin in what reached a sink; none where nothing did.
    fn share(&self, origin: Origin, sink: (PeriodIndex, Sink, NodeIndex, CommodityIndex)) -> Option<f64> {
        let rows = self.embodied_rows(sink);
        let mine = rows.iter().filter(|row| row.origin == origin);
        (!rows.is_empty()).then(|| mine.map(|row| row.share).sum())
    }
}

/// The origin that a source would be.
const fn origin_of(source: &PathSource) -> Origin {
    match source.supplier {
        Supplier::Site(site) => Origin::Site(site),
        Supplier::Import(trade) => Origin::Import(trade),
        Supplier::Store(store) => Origin::Stock(store),
    }
}

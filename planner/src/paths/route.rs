//! A way from a source to a node, and what its price is made of.
//!
//! Invariant: the parts sum to the price, up to rounding, and the price is the search's to the last bit.

use super::links::PathLinks;
use super::sources::PathSource;
use crate::plan::rows::Direction;
use data::model::{LinkIndex, NodeIndex};
use serde::Serialize;
use workers::pricing::{ArcPrice, Carrying, PricingRound};

/// What a price is made of, GJ per unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PriceParts {
    /// At the source.
    pub source_gj: f64,
    /// Energy of moving: posted, or carriers burnt at their prices where they are burnt.
    pub moving_gj: f64,
    /// Budgets at their prices and what policies charge for resources.
    pub resources_gj: f64,
    /// Rents of joint capacities.
    pub capacity_gj: f64,
    /// What is lost on the way, at what it had cost up to there.
    pub loss_gj: f64,
}

impl PriceParts {
    /// Their sum, GJ per unit.
    #[must_use]
    pub fn total_gj(&self) -> f64 {
        self.source_gj + self.moving_gj + self.resources_gj + self.capacity_gj + self.loss_gj
    }
}

/// A link on a way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RouteLink {
    /// Link or terminal.
    pub link: LinkIndex,
    /// Which way.
    pub direction: Direction,
    /// Where it arrives.
    pub to: NodeIndex,
    /// What one unit costs there, having come this way, GJ.
    pub price_gj: f64,
}

/// A way from a source to a node.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Route {
    /// Where it comes from.
    pub source: PathSource,
    /// What one unit costs at the end, GJ.
    pub price_gj: f64,
    /// What that is made of.
    pub parts: PriceParts,
    /// Links in the order they are passed; none where the source is at the node itself.
    pub links: Vec<RouteLink>,
}

/// A commodity in a period on arcs at their prices.
#[derive(Clone, Copy)]
pub(super) struct Priced<'a> {
    pub(super) round: PricingRound<'a>,
    pub(super) period: usize,
    pub(super) commodity: u32,
}

/// What one unit costs on an arc, by part, and what it costs where it arrives.
struct Step {
    moving_gj: f64,
    resources_gj: f64,
    capacity_gj: f64,
    loss_gj: f64,
    arriving_gj: f64,
}

impl Priced<'_> {
    /// What one unit costs at the head of an arc when it costs `label_gj` at its tail: the rule of the pricing, in its
    /// arithmetic. None where the arc may not carry it.
    #[inline]
    pub(super) fn arriving_gj(&self, arc: u32, label_gj: f64) -> Option<f64> {
        let (carrying, price, own) = self.of_arc(arc)?;
        let departing = if own == 0.0 {
            label_gj + price.of(carrying)
        } else {
            let burnt = own * carrying.energy * label_gj.max(0.0);
            label_gj + burnt + ArcPrice { energy: 0.0, ..price }.of(carrying)
        };
        let arriving = departing / self.round.plan.network().keeps[arc as usize];
        arriving.is_finite().then_some(arriving)
    }

    /// What one unit takes on an arc whatever it costs at its tail; infinite where the arc may not carry it.
    #[inline]
    pub(super) fn least_gj(&self, arc: u32) -> f64 {
        let least = |(carrying, price, own): (Carrying, ArcPrice, f64)| {
            let price = if own == 0.0 {
                price
            } else {
                ArcPrice { energy: 0.0, ..price }
            };
            price.of(carrying)
        };
        // A closed arc without a weight is no number: it is closed all the same.
        self.of_arc(arc)
            .map(least)
            .filter(|gj| *gj >= 0.0)
            .unwrap_or(f64::INFINITY)
    }

    /// What the arc does with the commodity, its prices, and what it burns of the commodity itself.
    #[inline]
    fn of_arc(&self, arc: u32) -> Option<(Carrying, ArcPrice, f64)> {
        let plan = self.round.plan;
        let mode = plan.network().modes[arc as usize] as usize;
        let carrying = plan.carrying(self.commodity)[mode]?;
        let is_own = plan.carriers()[arc as usize] == self.commodity;
        let own = if is_own { plan.burns()[arc as usize] } else { 0.0 };
        Some((carrying, self.round.prices[self.period][arc as usize], own))
    }

    fn step(&self, arc: u32, label_gj: f64) -> Option<Step> {
        let (carrying, price, own) = self.of_arc(arc)?;
        let arriving_gj = self.arriving_gj(arc, label_gj)?;
        let energy_gj = if own == 0.0 {
            price.energy
        } else {
            own * label_gj.max(0.0)
        };
        let (moving_gj, resources_gj) = (carrying.energy * energy_gj, carrying.tonnes * price.tonne);
        let capacity_gj = carrying.weight * price.toll;
        let keep = self.round.plan.network().keeps[arc as usize];
        Some(Step {
            moving_gj,
            resources_gj,
            capacity_gj,
            loss_gj: (label_gj + moving_gj + resources_gj + capacity_gj) * ((1.0 - keep) / keep),
            arriving_gj,
        })
    }

    /// The route over these arcs; none where one of them may not carry the commodity.
    pub(super) fn route(&self, links: &PathLinks, source: PathSource, arcs: &[u32]) -> Option<Route> {
        let mut route = Route {
            source,
            price_gj: source.price_gj,
            parts: PriceParts {
                source_gj: source.price_gj,
                ..PriceParts::default()
            },
            links: Vec::with_capacity(arcs.len()),
        };
        for arc in arcs {
            let step = self.step(*arc, route.price_gj)?;
            let parts = &mut route.parts;
            parts.moving_gj += step.moving_gj;
            parts.resources_gj += step.resources_gj;
            parts.capacity_gj += step.capacity_gj;
            parts.loss_gj += step.loss_gj;
            route.price_gj = step.arriving_gj;
            let link = links.of(*arc);
            route.links.push(RouteLink {
                link: link.link,
                direction: link.direction,
                to: link.head,
                price_gj: step.arriving_gj,
            });
        }
        Some(route)
    }
}

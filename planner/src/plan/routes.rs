//! Supply routes: where what is delivered came from, by which way, and what it embodies.
//!
//! A delivery is taken apart along the proportional shares of [`super::trace`]: the part of a path is the product of
//! its shares of each pool's inflow. The most important paths are found first; what is not listed is one row of its
//! own, so that shares sum to 1 and energies to the energy of the delivery.

mod legs;
mod search;

use super::rows::{Embodied, Origin, Sink, StageEnergy};
use super::trace::Trace;
use super::trace::pools::{MoveKind, Place, Pool, PoolIndex};
use data::model::{CommodityIndex, Continent, NodeIndex, PeriodIndex};
pub use legs::{Leg, PlaceName};
pub(crate) use legs::{legs, origin_name};
pub use search::Inward;
use search::Path;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is left over is not listed when it is a smaller share than this; it then joins the largest row.
const SMALLEST_REST: f64 = 1e-9;
/// What is left of a stage is rounding when it is a smaller fraction than this.
const ROUNDING: f64 = 1e-12;

/// The routes of one delivery.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Routes {
    /// Node id.
    pub to: String,
    /// Commodity id.
    pub commodity: String,
    /// Unit of amounts.
    pub unit: &'static str,
    /// `demand`, or `all uses` where there is none.
    pub delivered_to: &'static str,
    /// Amount delivered, units of the commodity.
    pub amount: f64,
    /// What the delivery embodies, GJ.
    pub embodied: StageEnergy,
    /// Every origin, largest first; shares sum to 1. Where there is no demand, the origins of the routes that were found: what
    /// the last route leaves out is left out here too.
    pub origins: Vec<OriginShare>,
    /// Routes, largest first; shares sum to 1. The last one has no origin when not all are listed.
    pub routes: Vec<Route>,
}

/// One origin of a delivery, whatever the way.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OriginShare {
    /// Where it came into being.
    pub origin: OriginName,
    /// Share of the delivery.
    pub share: f64,
    /// Amount, units of the commodity.
    pub amount: f64,
    /// Embodied energy, GJ.
    pub embodied: StageEnergy,
}

/// An origin in words.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OriginName {
    /// `site`, `import` or `stock`.
    pub kind: &'static str,
    /// Site, trade or store id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Where it stands.
    pub place: PlaceName,
}

/// One way from an origin to the delivery, or, without an origin, all ways that are not listed.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Route {
    /// Where it came into being; none for the rest.
    pub origin: Option<OriginName>,
    /// The way, from origin to delivery; empty where it is used where it is made.
    pub legs: Vec<Leg>,
    /// Length of all legs, km.
    pub length_km: f64,
    /// Share of the delivery.
    pub share: f64,
    /// Amount delivered by this route, units of the commodity.
    pub amount: f64,
    /// What it embodies, GJ.
    pub embodied: StageEnergy,
}

/// The routes of a commodity to a node, in one period or in all; at most `top` routes and the rest. `inward` belongs to
/// the trace.
#[must_use]
pub fn routes(
    continent: &Continent,
    trace: &Trace,
    inward: &Inward,
    node: NodeIndex,
    commodity: CommodityIndex,
    period: Option<PeriodIndex>,
    top: usize,
) -> Routes {
    let periods: Vec<PeriodIndex> = continent
        .period_indices()
        .filter(|p| period.is_none_or(|only| only == *p))
        .collect();
    let is_demanded = periods
        .iter()
        .any(|&p| demand(trace, commodity, p, node).is_some_and(|(_, a)| a > 0.0));
    let (mut amount, mut embodied) = (0.0, StageEnergy::default());
    let mut found: BTreeMap<Way, Found> = BTreeMap::new();
    let mut origins: BTreeMap<Origin, Found> = BTreeMap::new();
    for &period in &periods {
        let delivery = if is_demanded {
            demand(trace, commodity, period, node)
        } else {
            all_uses(trace, commodity, period, node)
        };
        let Some((pool, delivered)) = delivery.filter(|(_, a)| *a > 0.0) else {
            continue;
        };
        amount += delivered;
        embodied = embodied.plus(&trace.per_unit(pool).times(delivered));
        for path in search::paths(trace, inward, pool, top.saturating_mul(4).saturating_add(100)) {
            let entry = found.entry(Way::of(&path)).or_default();
            entry.add(path.share * delivered, &path.per_unit);
            if !is_demanded {
                let origin = origins.entry(path.origin).or_default();
                origin.add(path.share * delivered, &path.per_unit);
            }
        }
        let demanded = if is_demanded { origins_of(trace, pool) } else { &[] };
        for row in demanded {
            origins
                .entry(row.origin)
                .or_default()
                .add(row.amount, &row.stages.times(1.0 / row.amount));
        }
    }
    Routes {
        to: continent[node].id.clone(),
        commodity: continent[commodity].id.clone(),
        unit: continent[commodity].unit.symbol(),
        delivered_to: if is_demanded { "demand" } else { "all uses" },
        amount,
        embodied,
        origins: origin_rows(continent, origins, amount),
        routes: route_rows(continent, found, amount, embodied, top),
    }
}

/// Amount and energy found so far.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    amount: f64,
    embodied: StageEnergy,
}

impl Found {
    fn add(&mut self, amount: f64, per_unit: &StageEnergy) {
        self.amount += amount;
        self.embodied = self.embodied.plus(&per_unit.times(amount));
    }
}

/// A route without its periods: paths of several periods that go the same way are one route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    origin: Origin,
    steps: Vec<MoveKind>,
}

impl Way {
    fn of(path: &Path) -> Self {
        let mut steps = path.steps.clone();
        // However many periods it lay in a store, it is one stay.
        steps.dedup_by(|later, earlier| matches!(later, MoveKind::Hold(_)) && later == earlier);
        Self {
            origin: path.origin,
            steps,
        }
    }
}

fn pool_at(trace: &Trace, commodity: CommodityIndex, period: PeriodIndex, node: NodeIndex) -> Option<PoolIndex> {
    trace.pools.find(&Pool {
        commodity,
        period,
        place: Place::Node(node),
    })
}

/// The pool and the amount of demand met.
fn demand(trace: &Trace, commodity: CommodityIndex, period: PeriodIndex, node: NodeIndex) -> Option<(PoolIndex, f64)> {
    let pool = pool_at(trace, commodity, period, node)?;
    let exits = &trace.pools.exits;
    let found = exits
        .binary_search_by_key(&(pool, Sink::Demand), |e| (e.pool, e.sink))
        .ok()?;
    Some((pool, exits[found].amount))
}

/// The pool and all that leaves it other than on moves.
fn all_uses(
    trace: &Trace,
    commodity: CommodityIndex,
    period: PeriodIndex,
    node: NodeIndex,
) -> Option<(PoolIndex, f64)> {
    let pool = pool_at(trace, commodity, period, node)?;
    let moved: f64 = trace.pools.moves_out(pool).iter().map(|m| m.departs).sum();
    Some((pool, (trace.pools.outflow[pool as usize] - moved).max(0.0)))
}

/// The rows of the demand met from a pool.
fn origins_of(trace: &Trace, pool: PoolIndex) -> &[Embodied] {
    let record = trace.pools.pools[pool as usize];
    let Place::Node(node) = record.place else { return &[] };
    let key = (record.period, Sink::Demand, node, record.commodity);
    let first = trace
        .embodied
        .partition_point(|r| (r.period, r.sink, r.node, r.commodity) < key);
    let count = trace.embodied[first..].partition_point(|r| (r.period, r.sink, r.node, r.commodity) == key);
    &trace.embodied[first..first + count]
}

fn origin_rows(continent: &Continent, origins: BTreeMap<Origin, Found>, amount: f64) -> Vec<OriginShare> {
    let mut rows: Vec<(Origin, Found)> = origins.into_iter().collect();
    rows.sort_by(|a, b| b.1.amount.total_cmp(&a.1.amount).then(a.0.cmp(&b.0)));
    let row = |(origin, found): (Origin, Found)| OriginShare {
        origin: legs::origin_name(continent, origin),
        share: found.amount / amount,
        amount: found.amount,
        embodied: found.embodied,
    };
    rows.into_iter().map(row).collect()
}

/// The `top` largest routes and a row for the rest.
fn route_rows(
    continent: &Continent,
    found: BTreeMap<Way, Found>,
    amount: f64,
    embodied: StageEnergy,
    top: usize,
) -> Vec<Route> {
    let mut ways: Vec<(Way, Found)> = found.into_iter().collect();
    ways.sort_by(|a, b| b.1.amount.total_cmp(&a.1.amount).then(a.0.cmp(&b.0)));
    ways.truncate(top);
    let mut rest = Found { amount, embodied };
    for (_, found) in &ways {
        rest.add(-found.amount, &found.embodied.times(1.0 / found.amount));
    }
    let mut rows: Vec<Route> = ways
        .into_iter()
        .map(|(way, found)| route(continent, &way, &found, amount))
        .collect();
    let is_complete = rest.amount.abs() <= SMALLEST_REST * amount;
    if let Some(largest) = rows.first_mut().filter(|_| is_complete) {
        largest.amount += rest.amount;
        largest.share = largest.amount / amount;
    } else if amount > 0.0 {
        rows.push(Route {
            origin: None,
            legs: Vec::new(),
            length_km: 0.0,
            share: rest.amount / amount,
            amount: rest.amount,
            embodied: StageEnergy::default(),
        });
    }
    add_rest(&mut rows, &rest.embodied, &embodied, is_complete);
    rows
}

/// Gives what is left of each stage to the last row, which stands for the rest; or, where nothing or only rounding is
/// left, to the row that has most of that stage.
fn add_rest(rows: &mut [Route], rest: &StageEnergy, all: &StageEnergy, is_complete: bool) {
    for (stage, (left, whole)) in rest.as_array().into_iter().zip(all.as_array()).enumerate() {
        let is_rounding = left.abs() <= ROUNDING * whole.abs();
        let of = |row: &Route| row.embodied.as_array()[stage];
        let row = if is_complete || is_rounding {
            rows.iter_mut().max_by(|a, b| of(a).total_cmp(&of(b)))
        } else {
            rows.last_mut()
        };
        if let Some(row) = row {
            let mut stages = row.embodied.as_array();
            stages[stage] += left;
            row.embodied = StageEnergy::from_array(stages);
        }
    }
}

fn route(continent: &Continent, way: &Way, found: &Found, amount: f64) -> Route {
    let legs = legs::legs(continent, &way.steps);
    Route {
        origin: Some(legs::origin_name(continent, way.origin)),
        length_km: legs.iter().fold(0.0, |sum, leg| sum + leg.length_km),
        legs,
        share: found.amount / amount,
        amount: found.amount,
        embodied: found.embodied,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests;

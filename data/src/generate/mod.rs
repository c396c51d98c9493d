//! Synthetic continents of any size, seeded: the same specification gives the same continent, byte for byte.
//!
//! The shape is that of a real continent: places in a box of latitude and longitude, roads between neighbours, rail
//! and water as networks of their own joined by terminals, a grid; carriers with their whole chain; goods in layers
//! with alternative recipes and byproducts; areas with budgets; and, with more than one period, seasons and stores.
//! Capacities are drawn around the loads that nearest sources would cause, so that some 7 to 9 % of them bind.
//!
//! Invariant: a plan always exists. Least activities stand only where nothing is needed to reach them, and given
//! store ends are met by doing nothing.

mod capacities;
mod commodities;
mod demand;
mod dice;
mod energy_chain;
mod geography;
mod loads;
mod neighbours;
mod network;
mod penalties;
mod placement;
mod recipes;
mod routing;
mod seasons;
mod small;
mod stores;

pub(crate) use dice::{Dice, Stream};
pub use small::random_small;

use crate::model::Continent;
use geography::Geography;
use loads::Sourcing;
use seasons::Seasons;

/// Fewest nodes that are drawn.
pub const FEWEST_NODES: usize = 3;
/// Fewest commodities that are drawn: the carriers.
pub const FEWEST_COMMODITIES: usize = 4;

/// How large a continent to draw. Figures below the fewest are raised to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct GenerateSpec {
    /// Nodes of all kinds; 60 % are urbanates.
    pub nodes: usize,
    /// Commodities, carriers included.
    pub commodities: usize,
    /// Periods: 1 is a year, 12 are months, any other number is equal parts.
    pub periods: usize,
    /// Seed of all chance.
    pub seed: u64,
}

/// Draws a continent of that size.
#[must_use]
pub fn generate(spec: &GenerateSpec) -> Continent {
    let nodes = spec.nodes.max(FEWEST_NODES);
    let roles = commodities::roles(spec.commodities.max(FEWEST_COMMODITIES));
    let seed = spec.seed;
    let mut continent = Continent::default();
    let seasons = Seasons::draw(&mut continent, spec.periods.max(1));
    let geography = Geography::draw(&mut continent, nodes, seed);
    commodities::draw_commodities(&mut continent, &roles, seed);
    let makers = recipes::draw_processes(&mut continent, &roles, seed);
    penalties::set_penalties(&mut continent);
    network::draw_network(&mut continent, &geography, &roles, seed);
    placement::draw_sites(&mut continent, &geography, &roles, &makers, &seasons, seed);
    demand::draw_demand(&mut continent, &geography, &roles, &seasons, seed);
    let sourcing = Sourcing::of(&continent, &roles, &makers);
    let home = sourcing.loads(&continent, 1);
    demand::draw_trade(&mut continent, &geography, &roles, &home.totals, seed);
    let loads = sourcing.loads(&continent, 3);
    capacities::draw_capacities(&mut continent, &makers, &loads, seed);
    if continent.periods.len() > 1 {
        stores::draw_stores(&mut continent, &geography, &roles, &makers, &loads.totals, seed);
    }
    continent
}

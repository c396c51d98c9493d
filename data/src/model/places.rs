//! Where things are and how they move: areas, nodes, modes, links and terminals.

use super::goods::ResourceUse;
use super::ids::{AreaIndex, CommodityIndex, ModeIndex, NodeIndex, SequenceIndex};
use super::limits::Provenance;
use serde::{Deserialize, Serialize};

/// One area of the tree continent > area board > area control.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Id, unique among areas.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The area above; none for the continent.
    pub parent: Option<AreaIndex>,
}

/// What a node is. Only urbanates have people and demand by default; the rest is for reading results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    /// A city with people and demand.
    Urbanate,
    /// A junction of one mode.
    Junction,
    /// A sea or river port.
    Port,
    /// A place of production away from cities: a mine, a field, a well, a plant.
    Works,
}

/// A place. A node belongs to one mode (road nodes are the urbanates themselves); terminals join nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Id, unique among nodes.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it is.
    pub kind: NodeKind,
    /// The leaf area it lies in.
    pub area: AreaIndex,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// People, for urbanates.
    pub population: f64,
}

/// What a mode may carry, and how.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Carriage {
    /// The commodity.
    pub commodity: CommodityIndex,
    /// Capacity that one unit takes up, in the mode's capacity units (t, or GJ for the grid).
    pub weight: f64,
    /// Factor on the mode's energy for this commodity (1 is the mode's own figure).
    pub energy_factor: f64,
}

/// A way of moving or transferring: rail, road, inland waterway, sea, pipeline, grid, and transfers at terminals.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mode {
    /// Id, unique among modes.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The sequence its energy is reported under.
    pub sequence: SequenceIndex,
    /// The carrier it burns; none where moving costs only losses (the grid).
    pub carrier: Option<CommodityIndex>,
    /// Energy of moving, GJ per tonne and km.
    pub energy_gj_per_t_km: f64,
    /// Energy of each passage whatever its length, GJ per tonne: loading, unloading, transfer.
    pub energy_gj_per_t: f64,
    /// Fraction lost per 1,000 km: what departs, `x`, arrives as `x * (1 - loss)^(km / 1000)`.
    pub loss_per_1000_km: f64,
    /// What it may carry, in commodity order.
    pub carriages: Vec<Carriage>,
    /// Resources used per tonne-kilometre on links (per tonne on terminals), counted in the area of departure.
    pub resource_uses: Vec<ResourceUse>,
}

/// A link of a mode between two nodes, or a terminal (length 0) that joins two nodes of one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Id, unique among links and terminals together.
    pub id: String,
    /// The mode.
    pub mode: ModeIndex,
    /// One end.
    pub from: NodeIndex,
    /// The other end.
    pub to: NodeIndex,
    /// Whether it may be used from `to` to `from` as well.
    pub two_way: bool,
    /// Length, km; 0 for terminals.
    pub length_km: f64,
    /// Joint capacity of all commodities and both directions, in the mode's capacity units per year.
    pub capacity_per_year: f64,
    /// Whether it came from the terminals table.
    pub is_terminal: bool,
    /// Where the figures come from.
    pub provenance: Provenance,
}

//! What is made and used: units, commodities, processes, resources, functional sequences.

use super::ids::{CommodityIndex, ResourceIndex, SequenceIndex};
use serde::{Deserialize, Serialize};

/// The unit that a commodity or a resource is counted in. Amounts are never converted after reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Tonne, 1,000 kg.
    #[serde(rename = "t")]
    Tonne,
    /// Gigajoule, 1e9 J.
    #[serde(rename = "GJ")]
    Gigajoule,
    /// Labour hour.
    #[serde(rename = "h")]
    Hour,
    /// Cubic metre.
    #[serde(rename = "m3")]
    CubicMetre,
    /// Hectare (land, as a resource only).
    #[serde(rename = "ha")]
    Hectare,
    /// A million of the money of an input-output table; weighs nothing.
    #[serde(rename = "M$")]
    Money,
}

impl Unit {
    /// All units, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Tonne,
        Self::Gigajoule,
        Self::Hour,
        Self::CubicMetre,
        Self::Hectare,
        Self::Money,
    ];

    /// The symbol used in tables and on screen.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Tonne => "t",
            Self::Gigajoule => "GJ",
            Self::Hour => "h",
            Self::CubicMetre => "m3",
            Self::Hectare => "ha",
            Self::Money => "M$",
        }
    }
}

/// A functional sequence: mining, farming, metals, power, transport and so on. Plans are reported by sequence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// Id, unique among sequences.
    pub id: String,
    /// Name for people.
    pub name: String,
}

/// Something limited by budgets that is not moved or stored: labour hours, land, water, carbon dioxide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Id, unique among resources.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit of its budgets and uses.
    pub unit: Unit,
}

/// A good, material, energy carrier or service that can be made, moved, stored and used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Commodity {
    /// Id, unique among commodities.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The unit every amount of it is in.
    pub unit: Unit,
    /// The sequence it is reported under.
    pub sequence: SequenceIndex,
    /// Mass of one unit, t per unit; 0 for electricity and heat.
    pub mass_t: f64,
    /// Energy held by one unit, GJ per unit; what burning one unit gives.
    pub energy_content_gj: f64,
    /// Penalty for one unit of demand left unmet, GJ per unit; far above any real energy cost.
    pub shortage_penalty_gj: f64,
}

/// Whether a process takes from nature or works on what others made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Mining, pumping, farming, hydro, wind, sun.
    Extraction,
    /// Everything made from other commodities.
    Processing,
}

/// An amount of a commodity per unit of activity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The commodity.
    pub commodity: CommodityIndex,
    /// Amount, units of the commodity per unit of activity.
    pub amount: f64,
}

/// Use of a resource per unit of activity (processes) or per tonne-kilometre and tonne (modes).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceUse {
    /// The resource.
    pub resource: ResourceIndex,
    /// Amount, units of the resource per unit of activity.
    pub amount: f64,
}

/// A recipe: commodities in, commodities out, carriers burnt, resources used, per unit of activity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Process {
    /// Id, unique among processes.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The sequence it belongs to.
    pub sequence: SequenceIndex,
    /// Extraction or processing: where its energy is shown in the embodied energy of a good.
    pub stage: Stage,
    /// Energy taken from nature, GJ per unit of activity; the objective of closed accounting.
    pub primary_energy_gj: f64,
    /// Book figure beyond the carriers burnt, GJ per unit of activity; used by direct accounting only.
    pub direct_energy_gj: f64,
    /// Mass taken from air, water or the ground that no input states, t per unit of activity; used by validation only.
    pub free_mass_t: f64,
    /// Materials used up, in commodity order. Drawn from the balance under both accountings.
    pub inputs: Vec<Quantity>,
    /// Products, in commodity order.
    pub outputs: Vec<Quantity>,
    /// Share of the process's embodied energy that each output carries; same order as `outputs`, sums to 1.
    pub embodied_shares: Vec<f64>,
    /// Carriers burnt, in units of the carrier. Drawn from the balance under closed accounting; a figure of
    /// `amount * energy_content_gj` under direct accounting.
    pub burns: Vec<Quantity>,
    /// Resources used, counted against the budgets of the areas above the site.
    pub resource_uses: Vec<ResourceUse>,
}

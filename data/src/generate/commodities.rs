//! What a synthetic continent is made of: the carriers, and layers of goods from raw materials up.

use super::dice::{Dice, Stream};
use super::geography::titled;
use crate::model::{Commodity, CommodityIndex, Continent, Resource, ResourceIndex, Sequence, SequenceIndex, Unit};

/// What a commodity is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Electricity,
    Diesel,
    Crude,
    Coal,
    Gas,
    /// What a refinery leaves; burnt in power plants.
    Residue,
    /// A raw material that is mined.
    Mined,
    /// A raw material that is harvested, with seasons.
    Farmed,
    /// Made from lower layers, for use in higher ones; layer 1 is the lowest.
    Material(usize),
    /// Made for cities.
    Good,
}

/// The carriers that every continent has; they are its first four commodities.
pub(super) const ELECTRICITY: CommodityIndex = CommodityIndex(0);
pub(super) const DIESEL: CommodityIndex = CommodityIndex(1);
pub(super) const CRUDE: CommodityIndex = CommodityIndex(2);
pub(super) const COAL: CommodityIndex = CommodityIndex(3);
/// The next two, on continents of twelve commodities and more.
pub(super) const GAS: CommodityIndex = CommodityIndex(4);
pub(super) const RESIDUE: CommodityIndex = CommodityIndex(5);

/// The resources, in their order.
pub(super) const LABOUR: ResourceIndex = ResourceIndex(0);
pub(super) const CARBON_DIOXIDE: ResourceIndex = ResourceIndex(1);
pub(super) const WATER: ResourceIndex = ResourceIndex(2);

const SEQUENCES: [(&str, &str); 8] = [
    ("power", "Power"),
    ("fuels", "Fuels"),
    ("mining", "Mining"),
    ("farming", "Farming"),
    ("materials", "Materials"),
    ("chemicals", "Chemicals"),
    ("goods", "Goods"),
    ("transport", "Transport"),
];

const RESOURCES: [(&str, &str, Unit); 3] = [
    ("labour", "Labour", Unit::Hour),
    ("co2", "Carbon dioxide", Unit::Tonne),
    ("water", "Water", Unit::CubicMetre),
];

/// The sequence of that id.
pub(super) fn sequence(id: &str) -> SequenceIndex {
    let position = SEQUENCES.iter().position(|(s, _)| *s == id);
    SequenceIndex::from_position(position.unwrap_or(0))
}

/// Roles of all commodities: carriers first, then raw materials, materials by layer, goods.
pub(super) fn roles(count: usize) -> Vec<Role> {
    use Role::{Coal, Crude, Diesel, Electricity, Farmed, Gas, Good, Material, Mined, Residue};
    let mut roles = vec![Electricity, Diesel, Crude, Coal];
    if count >= 12 {
        roles.extend([Gas, Residue]);
    }
    let rest = count.saturating_sub(roles.len());
    let raws = if rest == 0 { 0 } else { (rest / 5).max(1) };
    let goods = ((rest - raws) * 7).div_ceil(10);
    let materials = rest - raws - goods;
    let layers = (materials / 6).clamp(1, 6);
    roles.extend((0..raws).map(|i| if i % 3 == 1 { Farmed } else { Mined }));
    roles.extend((0..materials).map(|i| Material(1 + i * layers / materials)));
    roles.extend((0..goods).map(|_| Good));
    roles
}

/// Puts sequences, resources and commodities into the continent. Penalties follow when embodied energies are known.
pub(super) fn draw_commodities(continent: &mut Continent, roles: &[Role], seed: u64) {
    let mut dice = Dice::new(seed, Stream::Commodities);
    continent.sequences = SEQUENCES.iter().map(|(id, name)| named_sequence(id, name)).collect();
    continent.resources = RESOURCES.iter().map(named_resource).collect();
    for (position, role) in roles.iter().enumerate() {
        continent.commodities.push(draw_commodity(*role, position, &mut dice));
    }
}

fn named_sequence(id: &str, name: &str) -> Sequence {
    Sequence {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

fn named_resource((id, name, unit): &(&str, &str, Unit)) -> Resource {
    Resource {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        unit: *unit,
    }
}

fn draw_commodity(role: Role, position: usize, dice: &mut Dice) -> Commodity {
    // One good in twelve is counted in cubic metres.
    let by_volume = matches!(role, Role::Farmed | Role::Material(_)) && dice.chance(1.0 / 12.0);
    let (unit, mass_t) = match role {
        Role::Electricity => (Unit::Gigajoule, 0.0),
        _ if by_volume => (Unit::CubicMetre, dice.rounded_between(0.4, 0.9, 2)),
        _ => (Unit::Tonne, 1.0),
    };
    let energy_content_gj = match role {
        Role::Electricity => 1.0,
        Role::Diesel => 43.0,
        Role::Crude => 42.0,
        Role::Coal => 25.0,
        Role::Gas => 50.0,
        Role::Residue => 40.0,
        Role::Farmed => dice.rounded_between(10.0, 16.0, 2),
        Role::Mined | Role::Material(_) | Role::Good => 0.0,
    };
    let id = commodity_id(role, position);
    Commodity {
        name: titled(&id),
        id,
        unit,
        sequence: sequence(commodity_sequence(role, position)),
        mass_t,
        energy_content_gj,
        shortage_penalty_gj: 1.0,
    }
}

fn commodity_id(role: Role, position: usize) -> String {
    match role {
        Role::Electricity => "electricity".to_owned(),
        Role::Diesel => "diesel".to_owned(),
        Role::Crude => "crude-oil".to_owned(),
        Role::Coal => "coal".to_owned(),
        Role::Gas => "natural-gas".to_owned(),
        Role::Residue => "fuel-residue".to_owned(),
        Role::Mined => format!("ore-{position:03}"),
        Role::Farmed => format!("crop-{position:03}"),
        Role::Material(layer) => format!("material-{layer}-{position:03}"),
        Role::Good => format!("good-{position:03}"),
    }
}

/// The sequence a commodity, and the processes that make it, belong to.
pub(super) const fn commodity_sequence(role: Role, position: usize) -> &'static str {
    match role {
        Role::Electricity => "power",
        Role::Diesel | Role::Crude | Role::Gas | Role::Residue => "fuels",
        Role::Coal | Role::Mined => "mining",
        Role::Farmed => "farming",
        Role::Material(_) if position.is_multiple_of(3) => "chemicals",
        Role::Material(_) => "materials",
        Role::Good => "goods",
    }
}

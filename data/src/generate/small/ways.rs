//! Modes, links and terminals of a small continent.

use super::goods::{FUEL, POWER};
use crate::generate::dice::Dice;
use crate::model::{
    Carriage, CommodityIndex, Continent, Link, Mode, ModeIndex, NodeIndex, Provenance, ResourceIndex, ResourceUse,
    SequenceIndex,
};

pub(super) fn draw(continent: &mut Continent, dice: &mut Dice) {
    for (id, carrier) in [("road", Some(FUEL)), ("rail", Some(POWER)), ("belt", None)] {
        if id == "road" || dice.chance(0.5) {
            let mut mode = draw_mode(continent, id, carrier, dice);
            mode.energy_gj_per_t_km = dice.rounded_between(0.0005, 0.01, 2);
            mode.energy_gj_per_t = if dice.chance(0.4) {
                dice.rounded_between(0.01, 0.2, 2)
            } else {
                0.0
            };
            continent.modes.push(mode);
        }
    }
    let mut grid = draw_mode(continent, "grid", None, dice);
    grid.carriages = vec![carriage(POWER, 1.0)];
    grid.loss_per_1000_km = dice.rounded_between(0.02, 0.2, 2);
    continent.modes.push(grid);
    let moving = continent.modes.len();
    if dice.chance(0.75) {
        join_all(continent, moving, dice);
    }
    draw_links(continent, moving, dice);
    if dice.chance(0.5) {
        let mut transfer = draw_mode(continent, "transfer", Some(FUEL), dice);
        transfer.energy_gj_per_t = dice.rounded_between(0.01, 0.3, 2);
        continent.modes.push(transfer);
        for _ in 0..dice.whole(1, 2) {
            if let Some(ends) = draw_ends(continent, dice) {
                let terminal = draw_link(continent, ModeIndex::from_position(moving), ends, true, dice);
                continent.links.push(terminal);
            }
        }
    }
}

/// A mode that takes most commodities, some of them bulky or hard to move.
fn draw_mode(continent: &Continent, id: &str, carrier: Option<CommodityIndex>, dice: &mut Dice) -> Mode {
    let mut carriages = Vec::new();
    for (position, commodity) in continent.commodities.iter().enumerate() {
        if commodity.mass_t > 0.0 && dice.chance(0.92) {
            carriages.push(Carriage {
                commodity: CommodityIndex::from_position(position),
                weight: commodity.mass_t * dice.pick(&[1.0, 1.0, 2.0]),
                energy_factor: dice.pick(&[1.0, 1.0, 0.5, 3.0]),
            });
        }
    }
    let mut resource_uses = Vec::new();
    if !continent.resources.is_empty() && dice.chance(0.3) {
        resource_uses.push(ResourceUse {
            resource: ResourceIndex::from_position(dice.below(continent.resources.len())),
            amount: dice.rounded_between(0.0005, 0.005, 2),
        });
    }
    Mode {
        id: id.to_owned(),
        name: id.to_owned(),
        sequence: SequenceIndex(2),
        carrier,
        energy_gj_per_t_km: 0.0,
        energy_gj_per_t: 0.0,
        loss_per_1000_km: if dice.chance(0.3) {
            dice.rounded_between(0.01, 0.3, 2)
        } else {
            0.0
        },
        carriages,
        resource_uses,
    }
}

/// A road and a grid along all nodes, wide enough: without it most small continents are mostly shortage.
fn join_all(continent: &mut Continent, modes: usize, dice: &mut Dice) {
    for node in 1..continent.nodes.len() {
        let ends = (NodeIndex::from_position(node - 1), NodeIndex::from_position(node));
        for mode in [0, modes - 1] {
            let mut link = draw_link(continent, ModeIndex::from_position(mode), ends, false, dice);
            link.two_way = true;
            link.capacity_per_year = dice.rounded_between(2000.0, 5000.0, 2);
            continent.links.push(link);
        }
    }
}

/// Random links, parallel ones among them; sometimes none cross from the lower to the upper half of the nodes.
fn draw_links(continent: &mut Continent, modes: usize, dice: &mut Dice) {
    let nodes = continent.nodes.len();
    let cut = dice.chance(0.25).then_some(nodes / 2);
    for _ in 0..dice.whole(2 * nodes, 4 * nodes) {
        let mode = ModeIndex::from_position(dice.below(modes));
        let crosses = |l: &Link| cut.is_some_and(|c| (l.from.position() < c) != (l.to.position() < c));
        if let Some(ends) = draw_ends(continent, dice) {
            let link = draw_link(continent, mode, ends, false, dice);
            continent.links.extend(Some(link).filter(|l| !crosses(l)));
        }
    }
}

/// Two different nodes; none when the same node is drawn twice.
fn draw_ends(continent: &Continent, dice: &mut Dice) -> Option<(NodeIndex, NodeIndex)> {
    let mut end = || NodeIndex::from_position(dice.below(continent.nodes.len()));
    let (from, to) = (end(), end());
    (from != to).then_some((from, to))
}

fn draw_link(
    continent: &Continent,
    mode: ModeIndex,
    (from, to): (NodeIndex, NodeIndex),
    is_terminal: bool,
    dice: &mut Dice,
) -> Link {
    let number = continent.links.len() + 1;
    let capacity_per_year = match dice.unit() {
        u if u < 0.05 => 0.0,
        u if u < 0.3 => dice.rounded_between(5.0, 80.0, 2),
        _ => dice.rounded_between(200.0, 1000.0, 2),
    };
    Link {
        id: format!("{}-{number}", continent[mode].id),
        mode,
        from,
        to,
        two_way: dice.chance(0.6),
        length_km: if is_terminal {
            0.0
        } else {
            dice.rounded_between(10.0, 800.0, 3)
        },
        capacity_per_year,
        is_terminal,
        provenance: Provenance::default(),
    }
}

fn carriage(commodity: CommodityIndex, weight: f64) -> Carriage {
    Carriage {
        commodity,
        weight,
        energy_factor: 1.0,
    }
}

//! Roads between places, rail and water as nodes of their own joined by terminals, and a grid for electricity.

use super::commodities::{DIESEL, ELECTRICITY, LABOUR, Role, sequence};
use super::dice::{Dice, Stream};
use super::geography::{Geography, distance_km, spot_km};
use super::neighbours::connections;
use crate::model::{Carriage, CommodityIndex, Continent, Link, Mode, ModeIndex, NodeIndex, Provenance, ResourceUse};

pub(super) const ROAD: ModeIndex = ModeIndex(0);
pub(super) const RAIL: ModeIndex = ModeIndex(1);
pub(super) const WATER: ModeIndex = ModeIndex(2);
pub(super) const GRID: ModeIndex = ModeIndex(3);
const RAIL_TERMINAL: ModeIndex = ModeIndex(4);
pub(super) const PORT_TERMINAL: ModeIndex = ModeIndex(5);

/// Shortest length of a link, km.
const SHORTEST_KM: f64 = 1.0;

/// Draws modes, links and terminals. Capacities follow when the loads are known.
pub(super) fn draw_network(continent: &mut Continent, geography: &Geography, roles: &[Role], seed: u64) {
    let mut dice = Dice::new(seed, Stream::Network);
    continent.modes = modes(continent, roles);
    let places: Vec<NodeIndex> = geography.places().map(NodeIndex::from_position).collect();
    let junctions: Vec<NodeIndex> = geography.junctions.iter().map(|(j, _)| *j).collect();
    let ports: Vec<NodeIndex> = geography.ports.iter().map(|(p, _)| *p).collect();
    for (mode, nodes, nearest, winding) in [
        (ROAD, &places, 5, (1.12, 1.35)),
        (RAIL, &junctions, 4, (1.1, 1.3)),
        (WATER, &ports, 3, (1.15, 1.6)),
        (GRID, &places, 3, (1.05, 1.15)),
    ] {
        join_nearest(continent, mode, nodes, nearest, winding, &mut dice);
    }
    // The terminals of rail run on electricity, so their junctions hang on the grid.
    for &(junction, urbanate) in &geography.junctions {
        let length = distance_km(&continent[junction], &continent[urbanate]);
        let spur = link(continent, GRID, urbanate, junction, Some(length * 1.1));
        continent.links.push(spur);
    }
    for (mode, pairs) in [(RAIL_TERMINAL, &geography.junctions), (PORT_TERMINAL, &geography.ports)] {
        for &(node, urbanate) in pairs {
            let terminal = link(continent, mode, urbanate, node, None);
            continent.links.push(terminal);
        }
    }
}

fn join_nearest(
    continent: &mut Continent,
    mode: ModeIndex,
    nodes: &[NodeIndex],
    nearest: usize,
    winding: (f64, f64),
    dice: &mut Dice,
) {
    let spots: Vec<[f64; 2]> = nodes.iter().map(|n| spot_km(&continent[*n])).collect();
    for (a, b) in connections(&spots, nearest) {
        let straight = distance_km(&continent[nodes[a]], &continent[nodes[b]]);
        let length = straight * dice.between(winding.0, winding.1);
        let joined = link(continent, mode, nodes[a], nodes[b], Some(length));
        continent.links.push(joined);
    }
}

/// A link, or a terminal when it has no length. The id carries its number among all links and terminals.
fn link(continent: &Continent, mode: ModeIndex, from: NodeIndex, to: NodeIndex, length_km: Option<f64>) -> Link {
    let number = continent.links.len() + 1;
    Link {
        id: format!("{}-{number:06}", continent[mode].id),
        mode,
        from,
        to,
        two_way: true,
        length_km: length_km.map_or(0.0, |l| (l.max(SHORTEST_KM) * 10.0).round() / 10.0),
        capacity_per_year: 0.0,
        is_terminal: length_km.is_none(),
        provenance: Provenance::default(),
    }
}

/// Whether ships take it: all but every fourth good.
pub(super) const fn goes_by_water(position: usize, role: Role) -> bool {
    !(matches!(role, Role::Good) && position.is_multiple_of(4))
}

fn modes(continent: &Continent, roles: &[Role]) -> Vec<Mode> {
    let all = freight(continent, |_| true);
    let by_water = freight(continent, |k| goes_by_water(k.position(), roles[k.position()]));
    let electricity = vec![Carriage {
        commodity: ELECTRICITY,
        weight: 1.0,
        energy_factor: 1.0,
    }];
    let moving = |id: &str, name: &str, energy_gj_per_t_km, carriages, hours_per_t_km| Mode {
        energy_gj_per_t_km,
        ..mode(id, name, Some(DIESEL), carriages, hours_per_t_km)
    };
    vec![
        moving("road", "Road", 0.0016, all.clone(), 0.0006),
        moving("rail", "Rail", 0.000_25, all.clone(), 0.000_06),
        moving("water", "Inland waterway", 0.000_18, by_water.clone(), 0.000_03),
        Mode {
            loss_per_1000_km: 0.06,
            ..mode("grid", "Grid", None, electricity, 0.0)
        },
        Mode {
            energy_gj_per_t: 0.012,
            ..mode("rail-terminal", "Rail terminal", Some(ELECTRICITY), all, 0.05)
        },
        Mode {
            energy_gj_per_t: 0.02,
            ..mode("port-terminal", "Port terminal", Some(DIESEL), by_water, 0.04)
        },
    ]
}

fn mode(id: &str, name: &str, carrier: Option<CommodityIndex>, carriages: Vec<Carriage>, hours: f64) -> Mode {
    let labour = ResourceUse {
        resource: LABOUR,
        amount: hours,
    };
    Mode {
        id: id.to_owned(),
        name: name.to_owned(),
        sequence: sequence(if carrier.is_some() { "transport" } else { "power" }),
        carrier,
        energy_gj_per_t_km: 0.0,
        energy_gj_per_t: 0.0,
        loss_per_1000_km: 0.0,
        carriages,
        resource_uses: if hours > 0.0 { vec![labour] } else { Vec::new() },
    }
}

/// Everything that has a mass and passes the test; a unit takes up its mass.
fn freight(continent: &Continent, allowed: impl Fn(CommodityIndex) -> bool) -> Vec<Carriage> {
    let indices = (0..continent.commodities.len()).map(CommodityIndex::from_position);
    indices
        .filter(|k| continent[*k].mass_t > 0.0 && allowed(*k))
        .map(|commodity| Carriage {
            commodity,
            weight: continent[commodity].mass_t,
            energy_factor: 1.0,
        })
        .collect()
}

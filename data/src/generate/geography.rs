//! Where things are: areas, urbanates, works, rail junctions and ports in a box of latitude and longitude.

use super::dice::{Dice, Stream, rounded};
use crate::model::{Area, AreaIndex, Continent, Node, NodeIndex, NodeKind};
use std::ops::Range;

const SOUTH: f64 = 28.0;
const NORTH: f64 = 47.0;
const WEST: f64 = -118.0;
const EAST: f64 = -78.0;
const KM_PER_DEGREE: f64 = 111.195;

/// Positions of the kinds of nodes in the continent, and which urbanate each junction and port belongs to.
#[derive(Clone, Debug)]
pub(super) struct Geography {
    /// Cities.
    pub(super) urbanates: Range<usize>,
    /// Places of production; they follow the urbanates.
    pub(super) works: Range<usize>,
    /// Each rail junction with its urbanate.
    pub(super) junctions: Vec<(NodeIndex, NodeIndex)>,
    /// Each port with its urbanate.
    pub(super) ports: Vec<(NodeIndex, NodeIndex)>,
}

impl Geography {
    /// Draws areas and nodes into the continent.
    pub(super) fn draw(continent: &mut Continent, nodes: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed, Stream::Geography);
        let grid = AreaGrid::draw(continent, nodes);
        let rail = at_least_two(nodes / 5);
        let ports = at_least_two(nodes * 2 / 25);
        let works = (nodes * 3 / 25).max(1);
        let urbanates = nodes - rail - ports - works;
        let spots = draw_spots(&mut dice, urbanates + works);
        for (position, spot) in spots.iter().enumerate() {
            let is_city = position < urbanates;
            let (kind, word, number) = if is_city {
                (NodeKind::Urbanate, "urbanate", position)
            } else {
                (NodeKind::Works, "works", position - urbanates)
            };
            let people = if is_city { draw_population(&mut dice) } else { 0.0 };
            continent.nodes.push(node(&grid, kind, word, number, *spot, people));
        }
        let served = draw_served(&mut dice, urbanates, rail);
        let junctions = add_beside(continent, &grid, &served, NodeKind::Junction, "junction");
        let coastal = most_coastal(&continent.nodes[..urbanates], ports);
        let ports = add_beside(continent, &grid, &coastal, NodeKind::Port, "port");
        Self {
            urbanates: 0..urbanates,
            works: urbanates..urbanates + works,
            junctions,
            ports,
        }
    }

    /// Urbanates and works: the nodes that roads join.
    pub(super) fn places(&self) -> Range<usize> {
        self.urbanates.start..self.works.end
    }
}

/// Distance in km over a plane that touches the globe between the two; exact arithmetic only, so the same everywhere.
pub(super) fn distance_km(a: &Node, b: &Node) -> f64 {
    let narrowing = cosine_of_degrees((a.latitude + b.latitude) / 2.0);
    let north = (a.latitude - b.latitude) * KM_PER_DEGREE;
    let east = (a.longitude - b.longitude) * KM_PER_DEGREE * narrowing;
    (north * north + east * east).sqrt()
}

/// Kilometres east and north of a corner of the box, for finding neighbours.
pub(super) fn spot_km(node: &Node) -> [f64; 2] {
    let narrowing = cosine_of_degrees((SOUTH + NORTH) / 2.0);
    [
        (node.longitude - WEST) * KM_PER_DEGREE * narrowing,
        (node.latitude - SOUTH) * KM_PER_DEGREE,
    ]
}

/// The cosine by its series, good to 1e-6 in the box: library cosines differ from machine to machine.
fn cosine_of_degrees(degrees: f64) -> f64 {
    let square = (degrees.to_radians()).powi(2);
    1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)))
}

fn at_least_two(count: usize) -> usize {
    if count < 2 { 0 } else { count }
}

/// The tree of areas: a grid of boards, each cut into a grid of controls on larger continents.
struct AreaGrid {
    boards: usize,
    controls: usize,
    first_leaf: usize,
}

impl AreaGrid {
    fn draw(continent: &mut Continent, nodes: usize) -> Self {
        let boards = match nodes {
            0..12 => 1,
            12..400 => 2,
            400..4000 => 3,
            _ => 4,
        };
        let controls = match nodes {
            0..60 => 1,
            60..4000 => 2,
            _ => 3,
        };
        continent.areas.push(area("continent".into(), None));
        for board in 1..=boards * boards {
            let id = format!("board-{board:02}");
            continent.areas.push(area(id, Some(AreaIndex(0))));
        }
        let first_leaf = if controls == 1 { 1 } else { continent.areas.len() };
        if controls > 1 {
            for board in 1..=boards * boards {
                for control in 1..=controls * controls {
                    let id = format!("control-{board:02}-{control:02}");
                    let parent = AreaIndex::from_position(board);
                    continent.areas.push(area(id, Some(parent)));
                }
            }
        }
        Self {
            boards,
            controls,
            first_leaf,
        }
    }

    /// The leaf that holds the place.
    fn leaf(&self, latitude: f64, longitude: f64) -> AreaIndex {
        let side = self.boards * self.controls;
        let cell = |share: f64| ((share * side as f64) as usize).min(side - 1);
        let row = cell((latitude - SOUTH) / (NORTH - SOUTH));
        let column = cell((longitude - WEST) / (EAST - WEST));
        let board = row / self.controls * self.boards + column / self.controls;
        let control = row % self.controls * self.controls + column % self.controls;
        AreaIndex::from_position(self.first_leaf + board * self.controls * self.controls + control)
    }
}

fn area(id: String, parent: Option<AreaIndex>) -> Area {
    Area {
        name: titled(&id),
        id,
        parent,
    }
}

/// Latitude and longitude of each place; more than half lie in clusters.
fn draw_spots(dice: &mut Dice, count: usize) -> Vec<[f64; 2]> {
    let centres: Vec<[f64; 2]> = (0..2 + count / 60)
        .map(|_| [dice.between(SOUTH, NORTH), dice.between(WEST, EAST)])
        .collect();
    (0..count)
        .map(|_| {
            if !dice.chance(0.6) {
                return [dice.between(SOUTH, NORTH), dice.between(WEST, EAST)];
            }
            let centre = dice.pick(&centres);
            let mut off = |reach: f64| (dice.unit() - dice.unit()) * reach;
            let latitude = (centre[0] + off(3.0)).clamp(SOUTH, NORTH);
            let longitude = (centre[1] + off(4.0)).clamp(WEST, EAST);
            [latitude, longitude]
        })
        .map(|[latitude, longitude]| [four_decimals(latitude), four_decimals(longitude)])
        .collect()
}

/// Rank-size populations: half below 70,000, one in a hundred above 2 million.
fn draw_population(dice: &mut Dice) -> f64 {
    rounded(35_000.0 / (0.007 + dice.unit()), 3)
}

/// Which urbanates have a rail junction.
fn draw_served(dice: &mut Dice, urbanates: usize, count: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..urbanates).collect();
    dice.shuffle(&mut all);
    all.truncate(count);
    all.sort_unstable();
    all
}

/// The urbanates nearest to the edge of the box, the coast.
fn most_coastal(urbanates: &[Node], count: usize) -> Vec<usize> {
    let mut all: Vec<(f64, usize)> = urbanates
        .iter()
        .enumerate()
        .map(|(position, n)| {
            let north_south = (n.latitude - SOUTH).min(NORTH - n.latitude);
            let east_west = (n.longitude - WEST).min(EAST - n.longitude);
            (north_south.min(east_west), position)
        })
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<usize> = all.into_iter().take(count).map(|(_, p)| p).collect();
    chosen.sort_unstable();
    chosen
}

/// Adds a node of that kind two kilometres or so from each of the urbanates.
fn add_beside(
    continent: &mut Continent,
    grid: &AreaGrid,
    beside: &[usize],
    kind: NodeKind,
    word: &str,
) -> Vec<(NodeIndex, NodeIndex)> {
    let mut joined = Vec::with_capacity(beside.len());
    for (number, &urbanate) in beside.iter().enumerate() {
        let city = &continent.nodes[urbanate];
        // Inwards, so that the node stays in the box.
        let step = if city.latitude > (SOUTH + NORTH) / 2.0 {
            -0.02
        } else {
            0.02
        };
        let spot = [four_decimals(city.latitude + step), city.longitude];
        joined.push((
            NodeIndex::from_position(continent.nodes.len()),
            NodeIndex::from_position(urbanate),
        ));
        continent.nodes.push(node(grid, kind, word, number, spot, 0.0));
    }
    joined
}

fn node(grid: &AreaGrid, kind: NodeKind, word: &str, number: usize, spot: [f64; 2], people: f64) -> Node {
    let id = format!("{word}-{:05}", number + 1);
    Node {
        name: titled(&id),
        id,
        kind,
        area: grid.leaf(spot[0], spot[1]),
        latitude: spot[0],
        longitude: spot[1],
        population: people,
    }
}

fn four_decimals(degrees: f64) -> f64 {
    (degrees * 1e4).round() / 1e4
}

/// `control-01-02` as a name: `Control 01 02`.
pub(super) fn titled(id: &str) -> String {
    let spaced = id.replace('-', " ");
    let mut letters = spaced.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

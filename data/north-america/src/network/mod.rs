//! The network: urbanates, the graphs of each mode, and the terminals that join them.

mod areas;
mod borders;
mod contract;
mod corridors_gas;
mod corridors_oil;
mod graph;
mod grid;
mod neighbours;
mod pipelines;
mod ports;
mod rail;
mod rail_capacity;
mod rail_lines;
mod river_ports;
mod road;
mod sea;
mod sections;
mod snap;
mod urbanates;
mod waterway;

pub use urbanates::{PeopleCount, plain};

use crate::error::AssembleError;
use crate::places::{Kind, Places};
use crate::raw::Raw;
use std::collections::BTreeMap;
use std::fmt;

/// What was assembled, for people to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The count of people.
    pub people: PeopleCount,
    /// How many nodes there are of each kind.
    pub nodes: BTreeMap<&'static str, usize>,
    /// How many links or terminals there are of each mode.
    pub links: BTreeMap<&'static str, usize>,
}

impl Summary {
    /// Counts the places.
    #[must_use]
    pub fn of(places: &Places, people: PeopleCount) -> Self {
        let mut summary = Self {
            people,
            ..Self::default()
        };
        for node in places.nodes() {
            *summary.nodes.entry(node.kind.word()).or_default() += 1;
        }
        for link in places.links() {
            *summary.links.entry(link.mode).or_default() += 1;
        }
        summary
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = self.people;
        writeln!(
            f,
            "people of urbanates: {:.1} M, {:.1} % of the {:.1} M listed ({:.1} M with parts of cities counted again)",
            people.in_urbanates / 1e6,
            100.0 * people.in_urbanates / people.listed_once,
            people.listed_once / 1e6,
            people.listed / 1e6
        )?;
        let nodes: usize = self.nodes.values().sum();
        writeln!(f, "nodes: {nodes} {:?}", self.nodes)?;
        let links: usize = self.links.values().sum();
        write!(f, "links and terminals: {links} {:?}", self.links)
    }
}

/// Assembles the places.
///
/// # Errors
/// If the raw tables do not hang together.
pub fn assemble(raw: &Raw) -> Result<(Places, PeopleCount), AssembleError> {
    let mut places = Places::new(areas::areas(), areas::located(&raw.cities));
    let found = urbanates::urbanates(&raw.cities);
    for node in found.nodes {
        places.add_node(node)?;
    }
    rail::add(&mut places, &raw.rail)?;
    road::add(&mut places, &raw.freeway)?;
    sea::add(&mut places, raw)?;
    waterway::add(&mut places, &raw.waterway)?;
    pipelines::add(&mut places)?;
    grid::add(&mut places)?;
    Ok((places, found.count))
}

/// The urbanates, in the order they were added.
fn urbanate_places(places: &Places) -> Vec<crate::places::Node> {
    places
        .nodes()
        .iter()
        .filter(|n| n.kind == Kind::Urbanate)
        .cloned()
        .collect()
}

/// The nearest urbanate, to name things after.
struct Near {
    id: String,
    name: String,
}

fn place_name(places: &Places, position: crate::geometry::Position) -> Near {
    places.nearest_urbanate(position).map_or_else(
        || Near {
            id: "nowhere".to_owned(),
            name: "nowhere".to_owned(),
        },
        |(n, _)| Near {
            id: n.id.clone(),
            name: n.name.clone(),
        },
    )
}

/// Adds a junction of a mode, named after the nearest urbanate, and gives its id.
fn add_junction(
    places: &mut Places,
    prefix: &str,
    position: crate::geometry::Position,
    source: &'static str,
) -> Result<String, AssembleError> {
    let near = place_name(places, position);
    let mut id = format!("{prefix}-near-{}", near.id);
    let mut number = 2;
    while places.node(&id).is_some() {
        id = format!("{prefix}-near-{}-{number}", near.id);
        number += 1;
    }
    places.add_node(crate::places::Node {
        id: id.clone(),
        name: format!("{prefix} junction near {}", near.name),
        kind: Kind::Junction,
        area: places.area_at(position).unwrap_or_default().to_owned(),
        position,
        population: 0.0,
        source,
        approximate: false,
    })?;
    Ok(id)
}

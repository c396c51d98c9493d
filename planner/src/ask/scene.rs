//! The network of a plan in columns: what a map needs once, before any flow.

use super::index::PlanIndex;
use super::node::kind_word;
use crate::report::{Boundaries, BoundaryKind};
use data::model::Continent;
use serde::Serialize;
use utoipa::ToSchema;

/// Everything that has a place. Columns of a part are as long as each other; other records are named by position.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Scene {
    /// Places.
    pub nodes: SceneNodes,
    /// Links and terminals.
    pub links: SceneLinks,
    /// Sites.
    pub sites: SceneSites,
    /// Recipes: what sites do.
    pub processes: SceneProcesses,
    /// Coast, lakes and borders, for drawing alone.
    pub boundaries: Vec<SceneLine>,
}

/// Places, in columns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SceneNodes {
    /// Ids.
    pub id: Vec<String>,
    /// Names for people.
    pub name: Vec<String>,
    /// `urbanate`, `junction`, `port` or `works`.
    pub kind: Vec<&'static str>,
    /// Degrees east.
    pub longitude: Vec<f64>,
    /// Degrees north.
    pub latitude: Vec<f64>,
    /// Position of the area in the overview.
    pub area: Vec<u32>,
    /// People, for urbanates.
    pub population: Vec<f64>,
}

/// Links and terminals, in columns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SceneLinks {
    /// Ids.
    pub id: Vec<String>,
    /// Position of the mode in the overview.
    pub mode: Vec<u32>,
    /// Position of the node at one end.
    pub from: Vec<u32>,
    /// Position of the node at the other end.
    pub to: Vec<u32>,
    /// Length, km.
    pub length_km: Vec<f64>,
    /// Joint capacity over all periods, in the mode's capacity units.
    pub capacity: Vec<f64>,
    /// Whether it joins nodes of one place.
    pub is_terminal: Vec<bool>,
}

/// Sites, in columns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SceneSites {
    /// Ids.
    pub id: Vec<String>,
    /// Names for people.
    pub name: Vec<String>,
    /// Position of the process.
    pub process: Vec<u32>,
    /// Position of the node.
    pub node: Vec<u32>,
}

/// Recipes, in columns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SceneProcesses {
    /// Ids.
    pub id: Vec<String>,
    /// Names for people.
    pub name: Vec<String>,
}

/// One line of a coast or border.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SceneLine {
    /// `coast`, `lake`, `country` or `state`.
    pub kind: &'static str,
    /// Degrees east and north of its points.
    pub points: Vec<[f64; 2]>,
}

impl PlanIndex<'_> {
    /// The network, and the lines that belong to its data set, if there are any.
    #[must_use]
    pub fn scene(&self, boundaries: Option<&Boundaries>) -> Scene {
        let continent = self.continent();
        Scene {
            nodes: nodes(continent),
            links: self.scene_links(),
            sites: sites(continent),
            processes: SceneProcesses {
                id: column(&continent.processes, |p| p.id.clone()),
                name: column(&continent.processes, |p| p.name.clone()),
            },
            boundaries: boundaries.map(lines).unwrap_or_default(),
        }
    }

    fn scene_links(&self) -> SceneLinks {
        let links = &self.continent().links;
        let capacity = |yearly: f64| -> f64 {
            let periods = self.periods(None);
            periods.map(|p| self.continent().per_period(yearly, None, p)).sum()
        };
        SceneLinks {
            id: column(links, |l| l.id.clone()),
            mode: column(links, |l| place(l.mode.position())),
            from: column(links, |l| place(l.from.position())),
            to: column(links, |l| place(l.to.position())),
            length_km: column(links, |l| l.length_km),
            capacity: column(links, |l| capacity(l.capacity_per_year)),
            is_terminal: column(links, |l| l.is_terminal),
        }
    }
}

fn column<R, T>(records: &[R], cell: impl Fn(&R) -> T) -> Vec<T> {
    records.iter().map(cell).collect()
}

#[allow(clippy::cast_possible_truncation, reason = "readers limit every table to u32 rows")]
const fn place(position: usize) -> u32 {
    position as u32
}

fn nodes(continent: &Continent) -> SceneNodes {
    let nodes = &continent.nodes;
    SceneNodes {
        id: column(nodes, |n| n.id.clone()),
        name: column(nodes, |n| n.name.clone()),
        kind: column(nodes, |n| kind_word(n.kind)),
        longitude: column(nodes, |n| n.longitude),
        latitude: column(nodes, |n| n.latitude),
        area: column(nodes, |n| place(n.area.position())),
        population: column(nodes, |n| n.population),
    }
}

fn sites(continent: &Continent) -> SceneSites {
    let sites = &continent.sites;
    SceneSites {
        id: column(sites, |s| s.id.clone()),
        name: column(sites, |s| s.name.clone()),
        process: column(sites, |s| place(s.process.position())),
        node: column(sites, |s| place(s.node.position())),
    }
}

fn lines(boundaries: &Boundaries) -> Vec<SceneLine> {
    let line = |line: &crate::report::BoundaryLine| SceneLine {
        kind: match line.kind {
            BoundaryKind::Coast => "coast",
            BoundaryKind::Lake => "lake",
            BoundaryKind::Country => "country",
            BoundaryKind::State => "state",
        },
        points: line
            .points
            .iter()
            .map(|(latitude, longitude)| [*longitude, *latitude])
            .collect(),
    };
    boundaries.lines.iter().map(line).collect()
}

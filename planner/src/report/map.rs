//! The map as SVG: land and lines below, then the network, flows, urbanates, shortages.
//!
//! Sizes of marks and lines are in `em` of the drawing's font size, which the page's script keeps at one screen pixel;
//! so marks keep their size when the map is enlarged, and the whole scales when it is printed.

use super::boundaries::{Boundaries, BoundaryKind};
use super::flow_lines::{LINKS_DRAWN_AT_MOST, Lines, append, ends};
use super::projection::{Plane, Spot};
use super::shortfall::Shortfall;
use data::model::{Continent, LinkIndex, NodeIndex, NodeKind};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Radius of the largest urbanate, screen pixels.
pub(super) const LARGEST_RADIUS: f64 = 13.0;

/// Radius below which no urbanate is drawn, screen pixels.
pub(super) const LEAST_RADIUS: f64 = 1.3;

/// An urbanate on the map.
#[derive(Clone, Copy, Debug)]
pub(super) struct City {
    pub(super) node: NodeIndex,
    pub(super) spot: Spot,
    pub(super) population: f64,
}

/// Everything the drawing is made of.
pub(super) struct MapScene<'a> {
    pub(super) plane: Plane,
    pub(super) lines: Lines<'a>,
    /// Largest first.
    pub(super) cities: Vec<City>,
}

impl<'a> MapScene<'a> {
    pub(super) fn new(continent: &Continent, plane: Plane, lines: Lines<'a>) -> Self {
        let cities = cities(continent, &plane);
        Self { plane, lines, cities }
    }

    /// Radius of an urbanate: its area is in proportion to its people.
    pub(super) fn radius(&self, population: f64) -> f64 {
        let largest = self.cities.first().map_or(1.0, |c| c.population);
        (LARGEST_RADIUS * (population / largest).sqrt()).max(LEAST_RADIUS)
    }

    /// The drawing.
    pub(super) fn draw(&self, continent: &Continent, land: Option<&Boundaries>, short: &[Shortfall]) -> Markup {
        let view = self.plane.view;
        let frame = format!("{:.0} {:.0} {:.0} {:.0}", view.x, view.y, view.width, view.height);
        html! {
            svg #map viewBox=(frame) preserveAspectRatio="xMidYMid meet" font-size="1" tabindex="0" role="application"
                aria-label="Map of flows. Arrow keys move, plus and minus zoom, 0 shows the whole." {
                g #land { @if let Some(land) = land { (self.boundaries(land)) } }
                g #network { (self.network(continent)) }
                g #flows {
                    @for (look, path) in self.lines.paths(continent) {
                        path class=(look.names()) d=(path) {}
                    }
                }
                g #arrows {}
                g #sites {}
                g #cities {
                    @for city in &self.cities {
                        circle data-node=(city.node.0) cx=(coordinate(city.spot.x)) cy=(coordinate(city.spot.y))
                            r=(format!("{:.1}em", self.radius(city.population))) {}
                    }
                }
                g #marks { (self.marks(continent, short)) }
                g #labels {}
                g #pick {}
            }
        }
    }

    fn boundaries(&self, land: &Boundaries) -> Markup {
        let kinds = [
            (BoundaryKind::Coast, "coast"),
            (BoundaryKind::State, "state"),
            (BoundaryKind::Country, "country"),
            (BoundaryKind::Lake, "lake"),
        ];
        html! {
            @for (kind, class) in kinds {
                path class=(class) d=(self.boundary_path(land, kind)) {}
            }
        }
    }

    fn boundary_path(&self, land: &Boundaries, kind: BoundaryKind) -> String {
        let mut path = String::new();
        for line in land.lines.iter().filter(|line| line.kind == kind) {
            let spots = line.points.iter().filter_map(|p| self.plane.spot(p.0, p.1));
            for (i, spot) in spots.enumerate() {
                path.push(if i == 0 { 'M' } else { 'L' });
                path.push_str(&coordinate(spot.x));
                path.push(' ');
                path.push_str(&coordinate(spot.y));
            }
            if matches!(kind, BoundaryKind::Coast | BoundaryKind::Lake) {
                path.push('Z');
            }
        }
        path
    }

    /// Links that carry nothing, one faint path a mode; left out where the network is too large to be seen.
    fn network(&self, continent: &Continent) -> Markup {
        if continent.links.len() > 2 * LINKS_DRAWN_AT_MOST {
            return Markup::default();
        }
        let used: BTreeSet<LinkIndex> = self.lines.drawn.iter().map(|line| line.load.link).collect();
        let mut paths: BTreeMap<usize, String> = BTreeMap::new();
        for position in 0..continent.links.len() {
            let link = LinkIndex::from_position(position);
            if let Some((from, to)) = ends(continent, &self.plane, link)
                && !used.contains(&link)
            {
                append(paths.entry(continent[link].mode.position()).or_default(), from, to);
            }
        }
        html! { @for (mode, path) in paths { path class=(format!("m{mode}")) d=(path) {} } }
    }

    /// One mark a node where something is short.
    fn marks(&self, continent: &Continent, short: &[Shortfall]) -> Markup {
        let nodes: BTreeSet<NodeIndex> = short.iter().map(|s| s.node).collect();
        let spot = |node: NodeIndex| self.plane.spot(continent[node].latitude, continent[node].longitude);
        let placed = nodes.into_iter().filter_map(|node| Some((node, spot(node)?)));
        html! {
            @for (node, spot) in placed {
                g data-node=(node.0) transform=(format!("translate({:.1} {:.1}) rotate(45)", spot.x, spot.y)) {
                    rect x="-4em" y="-4em" width="8em" height="8em" {}
                }
            }
        }
    }
}

fn coordinate(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn cities(continent: &Continent, plane: &Plane) -> Vec<City> {
    let placed = continent
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, n)| n.kind == NodeKind::Urbanate);
    let mut cities: Vec<City> = placed
        .filter_map(|(position, node)| {
            Some(City {
                node: NodeIndex::from_position(position),
                spot: plane.spot(node.latitude, node.longitude)?,
                population: node.population.max(0.0),
            })
        })
        .collect();
    cities.sort_by(|a, b| b.population.total_cmp(&a.population).then(a.node.cmp(&b.node)));
    cities
}

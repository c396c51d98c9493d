//! The places of the assembled continent: areas, nodes, links, terminals, and how the economy finds its way in them.
//!
//! Invariant: ids are unique (links and terminals together), every node lies in a leaf area, and rows are only added.

use crate::error::AssembleError;
use crate::geometry::{Position, PositionIndex, great_circle_km};
use std::collections::{BTreeMap, BTreeSet};

/// Ids of the modes of links and of the transfers at terminals.
pub mod mode {
    /// Roads between urbanates.
    pub const ROAD: &str = "road";
    /// Class I railways.
    pub const RAIL: &str = "rail";
    /// Navigable rivers.
    pub const WATERWAY: &str = "waterway";
    /// Coastal sea, Great Lakes, St Lawrence.
    pub const SEA: &str = "sea";
    /// Crude oil and refined products.
    pub const OIL_PIPELINE: &str = "oil_pipeline";
    /// Natural gas.
    pub const GAS_PIPELINE: &str = "gas_pipeline";
    /// Electricity transmission; capacities in GJ per year.
    pub const GRID: &str = "grid";
    /// Transfer between an urbanate and a rail node.
    pub const RAIL_TERMINAL: &str = "rail_terminal";
    /// Transfer between an urbanate and a sea node, or a rail node where the port serves no urbanate.
    pub const SEAPORT: &str = "seaport";
    /// Transfer between an urbanate and a waterway node.
    pub const RIVER_PORT: &str = "river_port";
    /// Transfer between a waterway node and a sea node, barge to ship.
    pub const BARGE_TO_SHIP: &str = "barge_to_ship";
}

/// What a node is; the words of the nodes table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A city with people.
    Urbanate,
    /// A junction of one mode.
    Junction,
    /// A sea or river port.
    Port,
    /// A place of production away from cities.
    Works,
}

impl Kind {
    /// The word of the table.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Urbanate => "urbanate",
            Self::Junction => "junction",
            Self::Port => "port",
            Self::Works => "works",
        }
    }
}

/// A row of the areas table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Id of the area above; none for the continent.
    pub parent: Option<String>,
    /// `US`, `CA` or `MX` for boards and leaves; empty for the continent.
    pub country: &'static str,
}

/// A row of the nodes table.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Id of its leaf area.
    pub area: String,
    /// Where it is.
    pub position: Position,
    /// Listed people, for urbanates.
    pub population: f64,
    /// Short name of the source.
    pub source: &'static str,
    /// Whether a figure is estimated.
    pub approximate: bool,
}

/// A row of the links table, or of the terminals table if `length_km` is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Id, unique among links and terminals.
    pub id: String,
    /// Id of the mode.
    pub mode: &'static str,
    /// Id of one end.
    pub from: String,
    /// Id of the other end.
    pub to: String,
    /// Whether both directions are possible.
    pub two_way: bool,
    /// Length, km; none for a terminal.
    pub length_km: Option<f64>,
    /// Joint capacity, t per year (GJ per year for the grid).
    pub capacity_per_year: f64,
    /// Short name of the source.
    pub source: &'static str,
    /// Whether a figure is estimated.
    pub approximate: bool,
}

/// A position with what is known of the country and the state it lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot<'a> {
    /// Where it is.
    pub position: Position,
    /// `US`, `CA` or `MX`; none if it is to be derived from the nearest listed city.
    pub country: Option<&'static str>,
    /// Postal code or name of the state or province; none if not known.
    pub state: Option<&'a str>,
}

impl From<Position> for Spot<'_> {
    fn from(position: Position) -> Self {
        Self {
            position,
            country: None,
            state: None,
        }
    }
}

impl<'a> Spot<'a> {
    /// A position in a country, given by its code of two or three letters or its English name; a country that is not of
    /// the continent counts as not known.
    #[must_use]
    pub fn in_country(position: Position, country: &str) -> Self {
        Self {
            country: country_code(country),
            ..position.into()
        }
    }

    /// A position in a state or province, given by postal code or name, of a country.
    #[must_use]
    pub fn in_state(position: Position, country: &str, state: &'a str) -> Self {
        Self {
            state: Some(state),
            ..Self::in_country(position, country)
        }
    }
}

fn country_code(country: &str) -> Option<&'static str> {
    match country {
        "US" | "USA" | "United States" => Some("US"),
        "CA" | "CAN" | "Canada" => Some("CA"),
        "MX" | "MEX" | "Mexico" => Some("MX"),
        _ => None,
    }
}

/// How a new works is joined to the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Access {
    /// One of the modes of links (not of terminals).
    pub mode: &'static str,
    /// Capacity, t per year (GJ per year for the grid).
    pub capacity_per_year: f64,
}

/// The assembled places.
#[derive(Clone, Debug)]
pub struct Places {
    areas: Vec<Area>,
    nodes: Vec<Node>,
    links: Vec<Link>,
    by_id: BTreeMap<String, usize>,
    link_ids: BTreeSet<String>,
    modes: BTreeMap<String, BTreeSet<&'static str>>,
    cities: PositionIndex,
    city_areas: Vec<String>,
}

impl Places {
    /// Places with areas and no nodes yet. `cities` says which leaf area each listed city lies in.
    #[must_use]
    pub fn new(areas: Vec<Area>, cities: Vec<(Position, String)>) -> Self {
        let (positions, city_areas) = cities.into_iter().unzip();
        Self {
            areas,
            nodes: Vec::new(),
            links: Vec::new(),
            by_id: BTreeMap::new(),
            link_ids: BTreeSet::new(),
            modes: BTreeMap::new(),
            cities: PositionIndex::new(positions),
            city_areas,
        }
    }

    /// All areas, the continent first.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// All nodes, in the order they were added.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// All links and terminals, in the order they were added.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The node of that id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.by_id.get(id).map(|i| &self.nodes[*i])
    }

    /// The urbanates, the most people first.
    #[must_use]
    pub fn urbanates(&self) -> Vec<&Node> {
        let mut found: Vec<&Node> = self.nodes.iter().filter(|n| n.kind == Kind::Urbanate).collect();
        found.sort_by(|a, b| b.population.total_cmp(&a.population).then_with(|| a.id.cmp(&b.id)));
        found
    }

    /// Modes of the links and terminals that touch the node.
    #[must_use]
    pub fn modes_at(&self, node: &str) -> BTreeSet<&'static str> {
        self.modes.get(node).cloned().unwrap_or_default()
    }

    /// Whether a link or terminal of the mode touches the node.
    #[must_use]
    pub fn has_mode(&self, node: &str, mode: &str) -> bool {
        self.modes.get(node).is_some_and(|modes| modes.contains(mode))
    }

    /// The nearest node in the country of the spot that passes the filter, and its distance in km. The country is the
    /// one given ([`Spot::in_country`]), else that of the nearest listed city. Ties go to the lower id.
    pub fn nearest<'a>(&self, to: impl Into<Spot<'a>>, filter: impl Fn(&Node) -> bool) -> Option<(&Node, f64)> {
        let spot = to.into();
        let country = self.country_at(spot)?;
        self.nearest_anywhere(spot.position, |n| {
            filter(n) && self.country_of_area(&n.area) == Some(country)
        })
    }

    /// The nearest node of any country that passes the filter, and its distance in km. Ties go to the lower id.
    pub fn nearest_anywhere(&self, to: Position, filter: impl Fn(&Node) -> bool) -> Option<(&Node, f64)> {
        self.nodes
            .iter()
            .filter(|n| filter(n))
            .map(|n| (n, great_circle_km(to, n.position)))
            .min_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.id.cmp(&b.0.id)))
    }

    /// The nearest urbanate of any country and its distance in km, to name things after.
    #[must_use]
    pub fn nearest_urbanate(&self, to: Position) -> Option<(&Node, f64)> {
        self.nearest_anywhere(to, |n| n.kind == Kind::Urbanate)
    }

    /// The nearest node of that kind and of the country there which a link or terminal of the mode touches, and its
    /// distance in km.
    #[must_use]
    pub fn nearest_with_mode(&self, to: Position, kind: Kind, mode: &str) -> Option<(&Node, f64)> {
        self.nearest(to, |n| n.kind == kind && self.has_mode(&n.id, mode))
    }

    /// The urbanates in an area and below it, the most people first; useful for figures given by state.
    #[must_use]
    pub fn urbanates_in(&self, area: &str) -> Vec<&Node> {
        self.urbanates()
            .into_iter()
            .filter(|n| self.is_within(&n.area, area))
            .collect()
    }

    /// The rail node that the urbanate's rail terminal leads to.
    #[must_use]
    pub fn rail_node_of(&self, urbanate: &str) -> Option<String> {
        self.links
            .iter()
            .find(|l| l.mode == mode::RAIL_TERMINAL && l.from == urbanate)
            .map(|l| l.to.clone())
    }

    /// The leaf area of a position: that of the nearest listed city of the three countries.
    #[must_use]
    pub fn area_at(&self, position: Position) -> Option<&str> {
        let (city, _) = self.cities.nearest(position)?;
        self.city_areas.get(city).map(String::as_str)
    }

    /// The country of a spot: as given, else that of the nearest listed city.
    #[must_use]
    pub fn country_at(&self, spot: Spot<'_>) -> Option<&'static str> {
        spot.country
            .or_else(|| self.country_of_area(self.area_at(spot.position)?))
    }

    /// The leaf area of a spot: that of the state given, else that of the nearest listed city of the country.
    #[must_use]
    pub fn area_of(&self, spot: Spot<'_>) -> Option<&str> {
        let country = self.country_at(spot)?;
        let named = spot.state.and_then(|state| self.area_named(country, state));
        named.or_else(|| {
            self.cities
                .nearest_first(spot.position)
                .filter_map(|(city, _)| self.city_areas.get(city))
                .find(|area| self.country_of_area(area) == Some(country))
                .map(String::as_str)
        })
    }

    /// The leaf area of a country (`US`, `CA`, `MX`) and a state or province, given by postal code or by name
    /// (`IL` or `Illinois`, `ON` or `Ontario`, `Nuevo León`), without regard to case.
    #[must_use]
    pub fn area_named(&self, country: &str, state: &str) -> Option<&str> {
        let by_code = format!("{}-{}", country.to_lowercase(), state.to_lowercase());
        let state = state.to_lowercase();
        self.areas
            .iter()
            .find(|a| a.id == by_code || (a.country == country && a.name.to_lowercase() == state))
            .map(|a| a.id.as_str())
    }

    /// Whether `area` is `above` or lies below it in the tree.
    #[must_use]
    pub fn is_within(&self, area: &str, above: &str) -> bool {
        let mut current = Some(area);
        while let Some(id) = current {
            if id == above {
                return true;
            }
            current = self.areas.iter().find(|a| a.id == id).and_then(|a| a.parent.as_deref());
        }
        false
    }

    /// The country of a node: `US`, `CA` or `MX`.
    #[must_use]
    pub fn country_of(&self, node: &str) -> Option<&'static str> {
        self.country_of_area(&self.node(node)?.area)
    }

    fn country_of_area(&self, area: &str) -> Option<&'static str> {
        self.areas.iter().find(|a| a.id == area).map(|a| a.country)
    }

    /// Adds a node.
    ///
    /// # Errors
    /// If the id is in use.
    pub fn add_node(&mut self, node: Node) -> Result<(), AssembleError> {
        if self.by_id.contains_key(&node.id) {
            return Err(AssembleError::DuplicateId(node.id));
        }
        self.by_id.insert(node.id.clone(), self.nodes.len());
        self.nodes.push(node);
        Ok(())
    }

    /// Adds a link or terminal. A length below the great-circle distance of the ends, which the merging of junctions can
    /// leave, is raised to it.
    ///
    /// # Errors
    /// If the id is in use or an end does not exist.
    pub fn add_link(&mut self, mut link: Link) -> Result<(), AssembleError> {
        for end in [&link.from, &link.to] {
            if !self.by_id.contains_key(end) {
                return Err(AssembleError::NoSuchPlace(end.clone()));
            }
        }
        if !self.link_ids.insert(link.id.clone()) {
            return Err(AssembleError::DuplicateId(link.id));
        }
        if let (Some(length_km), Some(from), Some(to)) = (link.length_km, self.node(&link.from), self.node(&link.to)) {
            link.length_km = Some(length_km.max(great_circle_km(from.position, to.position)));
        }
        for end in [&link.from, &link.to] {
            self.modes.entry(end.clone()).or_default().insert(link.mode);
        }
        self.links.push(link);
        Ok(())
    }
}

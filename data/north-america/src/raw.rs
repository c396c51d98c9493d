//! Reading the raw public tables.

use crate::error::AssembleError;
use crate::geometry::Position;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// A place of the list of cities.
#[derive(Clone, Debug, PartialEq)]
pub struct City {
    /// Identity in the list.
    pub id: u32,
    /// Name.
    pub name: String,
    /// Two letters of the country.
    pub country: String,
    /// Code of the state or province, as the list gives it.
    pub state: String,
    /// Where it is.
    pub position: Position,
    /// Listed people.
    pub people: f64,
}

/// An undirected network as given: positions and lengths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawGraph {
    /// Where the nodes are.
    pub positions: Vec<Position>,
    /// Ends and length in km of each link.
    pub links: Vec<(usize, usize, f64)>,
}

/// A seaport of the list of ports.
#[derive(Clone, Debug, PartialEq)]
pub struct RawPort {
    /// Its five-letter code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Where it is.
    pub position: Position,
}

/// All raw tables the network is made from.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Cities of the United States, Canada and Mexico.
    pub cities: Vec<City>,
    /// Railways.
    pub rail: RawGraph,
    /// Freeways.
    pub freeway: RawGraph,
    /// Sea lanes.
    pub sea: RawGraph,
    /// Rivers.
    pub waterway: RawGraph,
    /// Seaports.
    pub ports: Vec<RawPort>,
}

#[derive(Deserialize)]
struct CityRow {
    geonameid: u32,
    name: String,
    country: String,
    admin1: String,
    lat: f64,
    lon: f64,
    population: f64,
}

#[derive(Deserialize)]
struct NodeRow {
    id: usize,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct LinkRow {
    #[serde(alias = "u")]
    from: usize,
    #[serde(alias = "v")]
    to: usize,
    #[serde(alias = "km")]
    length_km: f64,
}

#[derive(Deserialize)]
struct PortRow {
    unlocode: String,
    name: String,
    lat: f64,
    lon: f64,
}

impl Raw {
    /// Reads the tables of the folder.
    ///
    /// # Errors
    /// If a table is missing, malformed or refers to nodes that do not exist.
    pub fn read(folder: &Path) -> Result<Self, AssembleError> {
        Ok(Self {
            cities: read_cities(folder)?,
            rail: read_graph(folder, "rail")?,
            freeway: read_graph(folder, "freeway")?,
            sea: read_graph(folder, "sea")?,
            waterway: read_graph(folder, "waterway")?,
            ports: read_ports(folder)?,
        })
    }
}

/// Where the raw tables are for tests: `NORTH_AMERICA_RAW`, else `../shared/north-america` beside the workspace.
#[must_use]
pub fn folder_for_tests() -> Option<PathBuf> {
    let folder = std::env::var_os("NORTH_AMERICA_RAW").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/north-america"),
        PathBuf::from,
    );
    folder.join("cities.csv").is_file().then_some(folder)
}

/// All rows of a CSV table.
///
/// # Errors
/// If the table is missing or a row does not fit.
pub fn read_rows<Row: DeserializeOwned>(path: &Path) -> Result<Vec<Row>, AssembleError> {
    let at = |source| AssembleError::Csv {
        path: path.to_owned(),
        source,
    };
    let mut reader = csv::Reader::from_path(path).map_err(at)?;
    reader.deserialize().collect::<Result<_, _>>().map_err(at)
}

fn read_cities(folder: &Path) -> Result<Vec<City>, AssembleError> {
    let rows: Vec<CityRow> = read_rows(&folder.join("cities.csv"))?;
    Ok(rows
        .into_iter()
        .filter(|r| matches!(r.country.as_str(), "US" | "CA" | "MX"))
        .map(|r| City {
            id: r.geonameid,
            name: r.name,
            country: r.country,
            state: r.admin1,
            position: Position::new(r.lat, r.lon),
            people: r.population,
        })
        .collect())
}

fn read_graph(folder: &Path, name: &str) -> Result<RawGraph, AssembleError> {
    let nodes_path = folder.join(format!("{name}_nodes.csv"));
    let links_path = folder.join(format!("{name}_links.csv"));
    let nodes: Vec<NodeRow> = read_rows(&nodes_path)?;
    if let Some((place, node)) = nodes.iter().enumerate().find(|(i, n)| *i != n.id) {
        return Err(AssembleError::Raw {
            path: nodes_path,
            what: format!("node {} stands in place {place}; ids must count from 0", node.id),
        });
    }
    let links: Vec<LinkRow> = read_rows(&links_path)?;
    if let Some(link) = links.iter().find(|l| l.from.max(l.to) >= nodes.len()) {
        return Err(AssembleError::Raw {
            path: links_path,
            what: format!("link {}-{} ends at no node", link.from, link.to),
        });
    }
    Ok(RawGraph {
        positions: nodes.iter().map(|n| Position::new(n.lat, n.lon)).collect(),
        links: links.iter().map(|l| (l.from, l.to, l.length_km)).collect(),
    })
}

fn read_ports(folder: &Path) -> Result<Vec<RawPort>, AssembleError> {
    let rows: Vec<PortRow> = read_rows(&folder.join("ports.csv"))?;
    Ok(rows
        .into_iter()
        .map(|r| RawPort {
            code: r.unlocode,
            name: r.name,
            position: Position::new(r.lat, r.lon),
        })
        .collect())
}

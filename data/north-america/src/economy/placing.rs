//! Finding the node where a site belongs: near enough, and where its carriers and materials can arrive.

use super::catalogue::Catalogue;
use crate::error::AssembleError;
use crate::geometry::Position;
use crate::network::plain;
use crate::places::{Access, Kind, Places, mode};
use std::collections::{BTreeMap, BTreeSet};

/// How far a site may be moved to an urbanate or works, km.
pub const SITE_REACH_KM: f64 = 110.0;
/// A works is joined to rail no farther away than this, km.
const RAIL_REACH_KM: f64 = 250.0;
/// A works is joined to the sea no farther away than this, km.
const SEA_REACH_KM: f64 = 60.0;

/// Capacities of the access lines of a works: wide enough never to bind; the network behind them does.
const ACCESS_T_PER_YEAR: [(&str, f64); 5] = [
    (mode::ROAD, 40e6),
    (mode::RAIL, 250e6),
    (mode::SEA, 100e6),
    (mode::OIL_PIPELINE, 250e6),
    (mode::GAS_PIPELINE, 250e6),
];
/// Capacity of the power line of a works, GJ per year (about 16 GW).
const GRID_GJ_PER_YEAR: f64 = 5e8;

/// Finds nodes, and adds works where none will do.
#[derive(Debug)]
pub struct Placing<'a> {
    places: &'a mut Places,
    catalogue: &'a Catalogue,
    found: BTreeMap<(String, [i64; 2]), String>,
}

impl<'a> Placing<'a> {
    /// Over these places and this catalogue.
    pub const fn new(places: &'a mut Places, catalogue: &'a Catalogue) -> Self {
        Self {
            places,
            catalogue,
            found: BTreeMap::new(),
        }
    }

    /// The places.
    #[must_use]
    pub const fn places(&self) -> &Places {
        self.places
    }

    /// The catalogue.
    #[must_use]
    pub const fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The node for these processes at this position: an urbanate or works within reach that modes carrying each of
    /// their commodities touch, else a new works.
    ///
    /// # Errors
    /// If a new works cannot be joined to anything.
    pub fn node_for(&mut self, processes: &[&str], name: &str, at: Position) -> Result<String, AssembleError> {
        self.node_within(processes, name, at, SITE_REACH_KM)
    }

    /// As [`Self::node_for`], with its own reach, km.
    ///
    /// # Errors
    /// If a new works cannot be joined to anything.
    pub fn node_within(
        &mut self,
        processes: &[&str],
        name: &str,
        at: Position,
        within_km: f64,
    ) -> Result<String, AssembleError> {
        let key = (processes.join(" "), thousandths(at));
        if let Some(node) = self.found.get(&key) {
            return Ok(node.clone());
        }
        let needs = self.catalogue.needed_modes(processes);
        let near = self
            .places
            .site_node(at, within_km, |n| meets(&needs, &self.places.modes_at(&n.id)));
        let node = match near {
            Some(node) => node,
            None => self.add_works(&needs, name, at)?,
        };
        self.found.insert(key, node.clone());
        Ok(node)
    }

    /// The urbanate or works nearest to the position that a mode carrying the commodity touches.
    #[must_use]
    pub fn node_of_commodity(&self, commodity: &str, at: Position) -> Option<String> {
        let modes = self.catalogue.carriage.get(commodity)?;
        self.places
            .nearest(at, |n| {
                matches!(n.kind, Kind::Urbanate | Kind::Works)
                    && self.places.modes_at(&n.id).iter().any(|m| modes.contains(*m))
            })
            .map(|(n, _)| n.id.clone())
    }

    fn add_works(
        &mut self,
        needs: &BTreeSet<BTreeSet<String>>,
        name: &str,
        at: Position,
    ) -> Result<String, AssembleError> {
        let mut modes: BTreeSet<&'static str> = BTreeSet::from([mode::ROAD]);
        for need in needs {
            modes.extend(line_of(need));
        }
        modes.extend(self.in_reach(mode::RAIL, RAIL_REACH_KM, at));
        modes.extend(self.in_reach(mode::SEA, SEA_REACH_KM, at));
        let accesses: Vec<Access> = modes.into_iter().map(access).collect();
        let mut id = plain(name);
        while self.places.node(&format!("works-{id}")).is_some() {
            id.push_str("-2");
        }
        self.places.add_works(&id, name, at, &accesses)
    }

    fn in_reach(&self, wanted: &'static str, reach_km: f64, at: Position) -> Option<&'static str> {
        let (_, km) = self
            .places
            .nearest(at, |n| n.kind != Kind::Urbanate && self.places.has_mode(&n.id, wanted))?;
        (km <= reach_km).then_some(wanted)
    }
}

/// Whether the modes at a node include one of each need.
fn meets(needs: &BTreeSet<BTreeSet<String>>, at_node: &BTreeSet<&'static str>) -> bool {
    needs.iter().all(|need| at_node.iter().any(|m| need.contains(*m)))
}

/// The line (pipeline or grid) that a need can be met by; none if it goes by vehicle.
fn line_of(need: &BTreeSet<String>) -> Option<&'static str> {
    [mode::GRID, mode::GAS_PIPELINE, mode::OIL_PIPELINE]
        .into_iter()
        .find(|m| need.contains(*m) && !need.contains(mode::ROAD))
}

fn access(mode: &'static str) -> Access {
    let capacity_per_year = ACCESS_T_PER_YEAR
        .iter()
        .find(|(m, _)| *m == mode)
        .map_or(GRID_GJ_PER_YEAR, |(_, capacity)| *capacity);
    Access {
        mode,
        capacity_per_year,
    }
}

/// A position as a key.
fn thousandths(at: Position) -> [i64; 2] {
    #[allow(clippy::cast_possible_truncation, reason = "degrees are small")]
    [at.latitude, at.longitude].map(|degrees| (degrees * 1000.0).round() as i64)
}

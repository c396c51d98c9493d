//! Works: places of production away from cities, joined to the network where they are added.

use crate::error::AssembleError;
use crate::geometry::{Position, great_circle_km};
use crate::places::{Access, Kind, Link, Node, Places, mode};

/// Length of an access line over the great-circle distance: spurs and access roads bend with the land.
const ACCESS_CIRCUITY: f64 = 1.25;
/// Length of an access pipeline or power line over the great-circle distance.
const LINE_CIRCUITY: f64 = 1.15;
/// No access is shorter than this, km: the last stretch inside the works.
const SHORTEST_ACCESS_KM: f64 = 1.0;

impl Places {
    /// Adds a works and joins it by each access given to the nearest node of that mode: rail, waterway and sea to a
    /// node of theirs; road, pipelines and grid to an urbanate (or works) that the mode touches. The length is the
    /// great-circle distance times a circuity factor. Returns the id of the node: `works-` and the id given.
    ///
    /// # Errors
    /// If the id is in use or there is nothing to join.
    pub fn add_works(
        &mut self,
        id: &str,
        name: &str,
        position: Position,
        accesses: &[Access],
    ) -> Result<String, AssembleError> {
        let node_id = format!("works-{id}");
        let area = self.area_at(position).unwrap_or_default().to_owned();
        let joins = accesses
            .iter()
            .map(|access| self.access_link(&node_id, position, *access))
            .collect::<Result<Vec<_>, _>>()?;
        self.add_node(Node {
            id: node_id.clone(),
            name: name.to_owned(),
            kind: Kind::Works,
            area,
            position,
            population: 0.0,
            source: "works",
            approximate: true,
        })?;
        for join in joins {
            self.add_link(join)?;
        }
        Ok(node_id)
    }

    /// The node where a site at this position belongs: the nearest urbanate or works that passes the filter, if it is
    /// within `within_km`; none means the site needs a works of its own.
    pub fn site_node(&self, position: Position, within_km: f64, filter: impl Fn(&Node) -> bool) -> Option<String> {
        let (node, km) = self.nearest(position, |n| {
            matches!(n.kind, Kind::Urbanate | Kind::Works) && filter(n)
        })?;
        (km <= within_km).then(|| node.id.clone())
    }

    fn access_link(&self, node_id: &str, position: Position, access: Access) -> Result<Link, AssembleError> {
        let at_own_nodes = matches!(access.mode, mode::RAIL | mode::WATERWAY | mode::SEA);
        let circuity = match access.mode {
            mode::OIL_PIPELINE | mode::GAS_PIPELINE | mode::GRID => LINE_CIRCUITY,
            _ => ACCESS_CIRCUITY,
        };
        let (joined, km) = self
            .nearest(position, |n| {
                self.has_mode(&n.id, access.mode) && (at_own_nodes != matches!(n.kind, Kind::Urbanate | Kind::Works))
            })
            .ok_or_else(|| AssembleError::NoSuchPlace(format!("node of {} near {node_id}", access.mode)))?;
        debug_assert!((great_circle_km(position, joined.position) - km).abs() < 1e-6);
        Ok(Link {
            id: format!("{}-{node_id}", access.mode),
            mode: access.mode,
            from: node_id.to_owned(),
            to: joined.id.clone(),
            two_way: true,
            length_km: Some((km * circuity).max(SHORTEST_ACCESS_KM)),
            capacity_per_year: access.capacity_per_year,
            source: "works",
            approximate: true,
        })
    }
}

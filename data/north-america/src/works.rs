//! Works: places of production away from cities, joined to the network where they are added.

use crate::error::AssembleError;
use crate::geometry::Position;
use crate::places::{Access, Kind, Link, Node, Places, Spot, mode};

/// Length of an access line over the great-circle distance: spurs and access roads bend with the land.
const ACCESS_CIRCUITY: f64 = 1.25;
/// Length of an access pipeline or power line over the great-circle distance.
const LINE_CIRCUITY: f64 = 1.15;
/// A works this near another one is the same place, km.
const SAME_PLACE_KM: f64 = 2.0;
/// An access in the works' own country is taken if it is at most this many times as far as the nearest abroad.
const OWN_COUNTRY_FACTOR: f64 = 3.0;
/// No access is shorter than this, km: the last stretch inside the works.
const SHORTEST_ACCESS_KM: f64 = 1.0;

impl Places {
    /// Adds a works and joins it by each access given to the nearest node of that mode: rail, waterway and sea to a
    /// node of theirs; road, pipelines and grid to an urbanate (or works) that the mode touches, in the same country if
    /// that is not much farther. The length is the great-circle distance times a circuity factor. A works at the place
    /// of another one of its country becomes one with it and gets the accesses that the other lacks. Its leaf area is
    /// that of the state given, else that of the nearest listed city of its country. Returns the id of the node: `works-`
    /// and the id given, or that of the other.
    ///
    /// # Errors
    /// If the id is in use or there is nothing to join.
    pub fn add_works<'a>(
        &mut self,
        id: &str,
        name: &str,
        at: impl Into<Spot<'a>>,
        accesses: &[Access],
    ) -> Result<String, AssembleError> {
        let spot = at.into();
        let position = spot.position;
        let there = self
            .nearest(spot, |n| n.kind == Kind::Works)
            .filter(|(_, km)| *km <= SAME_PLACE_KM)
            .map(|(n, _)| n.id.clone());
        let node_id = there.clone().unwrap_or_else(|| format!("works-{id}"));
        let area = self.area_of(spot).unwrap_or_default().to_owned();
        let joins = accesses
            .iter()
            .filter(|access| !self.has_mode(&node_id, access.mode))
            .map(|access| self.access_link(&node_id, position, &area, *access))
            .collect::<Result<Vec<_>, _>>()?;
        if there.is_none() {
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
        }
        for join in joins {
            self.add_link(join)?;
        }
        Ok(node_id)
    }

    /// The node where a site at this spot belongs: the nearest urbanate or works of its country that passes the filter,
    /// if it is within `within_km`; none means the site needs a works of its own.
    pub fn site_node<'a>(
        &self,
        at: impl Into<Spot<'a>>,
        within_km: f64,
        filter: impl Fn(&Node) -> bool,
    ) -> Option<String> {
        let (node, km) = self.nearest(at, |n| matches!(n.kind, Kind::Urbanate | Kind::Works) && filter(n))?;
        (km <= within_km).then(|| node.id.clone())
    }

    fn access_link(
        &self,
        node_id: &str,
        position: Position,
        area: &str,
        access: Access,
    ) -> Result<Link, AssembleError> {
        let at_own_nodes = matches!(access.mode, mode::RAIL | mode::WATERWAY | mode::SEA);
        let circuity = match access.mode {
            mode::OIL_PIPELINE | mode::GAS_PIPELINE | mode::GRID => LINE_CIRCUITY,
            _ => ACCESS_CIRCUITY,
        };
        let joinable = |n: &Node| {
            n.id != node_id
                && self.has_mode(&n.id, access.mode)
                && (at_own_nodes != matches!(n.kind, Kind::Urbanate | Kind::Works))
        };
        let anywhere = self.nearest_anywhere(position, joinable);
        let at_home = self.nearest_anywhere(position, |n| joinable(n) && n.area.get(..2) == area.get(..2));
        let (joined, km) = match (anywhere, at_home) {
            (Some((_, abroad_km)), Some((node, km))) if km <= abroad_km * OWN_COUNTRY_FACTOR => (node, km),
            (Some(nearest), _) => nearest,
            (None, _) => {
                return Err(AssembleError::NoSuchPlace(format!(
                    "node of {} near {node_id}",
                    access.mode
                )));
            }
        };
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geometry::great_circle_km;
    use crate::places::Area;

    fn places() -> Places {
        let leaf = |id: &str, country| Area {
            id: id.to_owned(),
            name: id.to_owned(),
            parent: None,
            country,
        };
        let home = Position::new(49.5, -105.0);
        let mut places = Places::new(
            vec![leaf("us-mt", "US"), leaf("ca-sk", "CA")],
            vec![
                (Position::new(48.0, -105.0), "us-mt".to_owned()),
                (home, "ca-sk".to_owned()),
            ],
        );
        for (id, area, latitude) in [("a", "us-mt", 47.0), ("b", "us-mt", 46.0), ("c", "ca-sk", 49.5)] {
            let node = Node {
                id: id.to_owned(),
                name: id.to_owned(),
                kind: Kind::Urbanate,
                area: area.to_owned(),
                position: Position::new(latitude, -105.0),
                population: 1.0,
                source: "test",
                approximate: false,
            };
            places.add_node(node).unwrap();
        }
        for (from, to) in [("a", "b"), ("b", "c")] {
            let link = Link {
                id: format!("{from}-{to}"),
                mode: mode::ROAD,
                from: from.to_owned(),
                to: to.to_owned(),
                two_way: true,
                length_km: Some(100.0),
                capacity_per_year: 1.0,
                source: "test",
                approximate: true,
            };
            places.add_link(link).unwrap();
        }
        places
    }

    #[test]
    fn a_site_stays_in_its_country() {
        let mut places = places();
        let at = Position::new(48.9, -105.0);
        let anywhere = |_: &Node| true;
        assert_eq!(places.nearest(at, anywhere).unwrap().0.id, "c");
        assert_eq!(places.site_node(at, 500.0, anywhere).unwrap(), "c");
        let given = Spot::in_country(at, "USA");
        assert_eq!(places.site_node(given, 500.0, anywhere).unwrap(), "a");
        assert_eq!(places.site_node(given, 100.0, anywhere), None);
        assert_eq!(places.site_node(at, 500.0, |n| n.id == "a"), None);
        let id = places
            .add_works("mine", "Mine", Spot::in_state(at, "US", "us-mt"), &[])
            .unwrap();
        assert_eq!(places.node(&id).unwrap().area, "us-mt");
        assert_ne!(places.add_works("other", "Other", at, &[]).unwrap(), id);
    }

    #[test]
    fn a_works_is_joined_in_its_own_country() {
        let mut places = places();
        let road = Access {
            mode: mode::ROAD,
            capacity_per_year: 5.0,
        };
        let at = Position::new(48.4, -105.0);
        let id = places.add_works("mine", "Mine", at, &[road]).unwrap();
        let link = places.links().last().unwrap();
        assert_eq!((id.as_str(), link.to.as_str()), ("works-mine", "a"));
        assert_eq!(
            link.length_km,
            Some(great_circle_km(at, Position::new(47.0, -105.0)) * ACCESS_CIRCUITY)
        );
        assert_eq!(places.add_works("other", "Other", at, &[road]).unwrap(), "works-mine");
        assert_eq!(places.nodes().len(), 4);
        let rail = Access {
            mode: mode::RAIL,
            ..road
        };
        assert!(
            places
                .add_works("far", "Far", Position::new(40.0, -100.0), &[rail])
                .is_err()
        );
    }
}

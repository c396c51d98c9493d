//! Distances on the sphere and snapping of points to points.

use rstar::RTree;
use rstar::primitives::GeomWithData;

/// Mean radius of the Earth, km.
const EARTH_RADIUS_KM: f64 = 6371.0;

/// A position on the Earth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Position {
    /// A position from degrees north and degrees east.
    #[must_use]
    pub const fn new(latitude: f64, longitude: f64) -> Self {
        Self { latitude, longitude }
    }

    /// The point on the unit sphere: straight distances there order as great-circle distances do.
    fn unit_vector(self) -> [f64; 3] {
        let (latitude, longitude) = (self.latitude.to_radians(), self.longitude.to_radians());
        [
            latitude.cos() * longitude.cos(),
            latitude.cos() * longitude.sin(),
            latitude.sin(),
        ]
    }
}

/// Great-circle distance, km.
#[must_use]
pub fn great_circle_km(a: Position, b: Position) -> f64 {
    let (la, lb) = (a.latitude.to_radians(), b.latitude.to_radians());
    let half_latitude = ((la - lb) / 2.0).sin();
    let half_longitude = ((a.longitude - b.longitude).to_radians() / 2.0).sin();
    let h = half_latitude * half_latitude + la.cos() * lb.cos() * half_longitude * half_longitude;
    2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin()
}

/// One indexed point: its unit vector and its position in the list the index was built from.
type Entry = GeomWithData<[f64; 3], usize>;

/// Finds the nearest of many positions.
#[derive(Clone, Debug)]
pub struct PositionIndex {
    tree: RTree<Entry>,
    positions: Vec<Position>,
}

impl PositionIndex {
    /// Indexes the positions; answers are places in this list.
    #[must_use]
    pub fn new(positions: Vec<Position>) -> Self {
        let entries = positions
            .iter()
            .enumerate()
            .map(|(i, p)| Entry::new(p.unit_vector(), i))
            .collect();
        Self {
            tree: RTree::bulk_load(entries),
            positions,
        }
    }

    /// The nearest positions first, each with its distance in km; ties go to the earlier in the list only by chance,
    /// so callers that need an order among equals sort again.
    pub fn nearest_first(&self, to: Position) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.tree
            .nearest_neighbor_iter(to.unit_vector())
            .map(move |entry| (entry.data, great_circle_km(to, self.positions[entry.data])))
    }

    /// The nearest position and its distance in km; none if the index is empty.
    #[must_use]
    pub fn nearest(&self, to: Position) -> Option<(usize, f64)> {
        self.nearest_first(to).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chicago_to_los_angeles_by_air() {
        let chicago = Position::new(41.85, -87.65);
        let los_angeles = Position::new(34.052, -118.244);
        let km = great_circle_km(chicago, los_angeles);
        assert!((2_800.0..2_815.0).contains(&km), "{km}");
    }

    #[test]
    fn nearest_agrees_with_a_scan() {
        let positions: Vec<Position> = (0..200)
            .map(|i| Position::new(f64::from(i * 37 % 60), f64::from(i * 53 % 100) - 120.0))
            .collect();
        let index = PositionIndex::new(positions.clone());
        for i in 0..50 {
            let to = Position::new(f64::from(i), -f64::from(i) - 60.0);
            let scanned = positions
                .iter()
                .map(|p| great_circle_km(to, *p))
                .fold(f64::INFINITY, f64::min);
            let found = index.nearest(to).map_or(f64::INFINITY, |(_, km)| km);
            assert!((scanned - found).abs() < 1e-6);
        }
    }
}

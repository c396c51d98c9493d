//! The map's plane: Lambert's azimuthal equal-area projection centred on where the people are.
//!
//! Equal area, so that densities of links and cities compare between north and south. Plane coordinates are drawing
//! units: the first view is [`VIEW_WIDTH`] units wide, y grows downwards.

use data::model::{Continent, NodeKind};
use proj4rs::Proj;
use proj4rs::adaptors::transform_xy;

/// Width of the first view, drawing units.
pub(super) const VIEW_WIDTH: f64 = 1000.0;

/// The first view holds the places that hang together by steps of at most this length, so that a far island does not
/// shrink the rest; km.
const STEP_KM: f64 = 600.0;

/// Only the largest places count for the first view.
const PLACES_AT_MOST: usize = 2000;

/// Margin of the first view, as a share of its longer side.
const MARGIN: f64 = 0.05;

/// Radius of the sphere of equal area, m.
const EARTH_RADIUS_M: f64 = 6_371_007.2;

/// A point of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A part of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct View {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The projection with the scale of the drawing.
pub(super) struct Plane {
    sphere: Proj,
    flat: Proj,
    units_per_m: f64,
    /// The first view; its corner is the origin.
    pub(super) view: View,
    corner: Spot,
    /// The projection in words.
    pub(super) name: String,
}

/// Why there is no map.
#[derive(Debug, thiserror::Error)]
#[error("the map projection cannot be set up: {0}")]
pub struct ProjectionError(#[from] proj4rs::errors::Error);

impl Plane {
    /// The plane for a continent; none for one without nodes.
    pub(super) fn of(continent: &Continent) -> Result<Option<Self>, ProjectionError> {
        let places = mainland(weighted_places(continent));
        let (Some(south_north), Some(west_east)) =
            (range(places.iter().map(|p| p.0)), range(places.iter().map(|p| p.1)))
        else {
            return Ok(None);
        };
        let centre = |(low, high): (f64, f64)| f64::midpoint(low, high).round();
        let mut plane = Self::centred(centre(south_north), centre(west_east))?;
        let spots: Vec<Spot> = places.iter().filter_map(|p| plane.metres(p.0, p.1)).collect();
        if let (Some(across), Some(down)) = (range(spots.iter().map(|s| s.x)), range(spots.iter().map(|s| s.y))) {
            plane.fit(across, down);
        }
        Ok(Some(plane))
    }

    fn centred(latitude: f64, longitude: f64) -> Result<Self, ProjectionError> {
        let sphere = Proj::from_proj_string(&format!("+proj=longlat +R={EARTH_RADIUS_M}"))?;
        let flat = format!("+proj=laea +lat_0={latitude} +lon_0={longitude} +R={EARTH_RADIUS_M} +units=m");
        let view = View {
            x: 0.0,
            y: 0.0,
            width: VIEW_WIDTH,
            height: VIEW_WIDTH,
        };
        Ok(Self {
            sphere,
            flat: Proj::from_proj_string(&flat)?,
            units_per_m: 1.0,
            view,
            corner: Spot { x: 0.0, y: 0.0 },
            name: format!(
                "Lambert azimuthal equal-area, centred on {}",
                place_words(latitude, longitude)
            ),
        })
    }

    /// Sets scale and corner so that the box, in m with y downwards, fills the first view.
    fn fit(&mut self, across: (f64, f64), down: (f64, f64)) {
        let longer = (across.1 - across.0).max(down.1 - down.0).max(1000.0);
        let margin = longer * MARGIN;
        let width = across.1 - across.0 + 2.0 * margin;
        let height = down.1 - down.0 + 2.0 * margin;
        self.units_per_m = VIEW_WIDTH / width;
        self.corner = Spot {
            x: across.0 - margin,
            y: down.0 - margin,
        };
        self.view.height = height * self.units_per_m;
    }

    /// Metres in the plane, y downwards; none on the far side of the earth.
    fn metres(&self, latitude: f64, longitude: f64) -> Option<Spot> {
        let (east, north) = (longitude.to_radians(), latitude.to_radians());
        let (x, y) = transform_xy(&self.sphere, &self.flat, east, north).ok()?;
        (x.is_finite() && y.is_finite()).then_some(Spot { x, y: -y })
    }

    /// Where a place is drawn; none on the far side of the earth.
    pub(super) fn spot(&self, latitude: f64, longitude: f64) -> Option<Spot> {
        let metres = self.metres(latitude, longitude)?;
        Some(Spot {
            x: (metres.x - self.corner.x) * self.units_per_m,
            y: (metres.y - self.corner.y) * self.units_per_m,
        })
    }

    /// Drawing units of one kilometre at the centre.
    pub(super) fn units_per_km(&self) -> f64 {
        self.units_per_m * 1000.0
    }
}

fn place_words(latitude: f64, longitude: f64) -> String {
    let side = |value: f64, positive, negative| if value < 0.0 { negative } else { positive };
    let (north, east) = (side(latitude, 'N', 'S'), side(longitude, 'E', 'W'));
    format!("{}° {north} {}° {east}", latitude.abs(), longitude.abs())
}

/// Latitude, longitude and people of the urbanates; of all nodes, each counted once, where nobody lives.
fn weighted_places(continent: &Continent) -> Vec<(f64, f64, f64)> {
    let cities = continent
        .nodes
        .iter()
        .filter(|n| n.kind == NodeKind::Urbanate && n.population > 0.0);
    let places: Vec<_> = cities.map(|n| (n.latitude, n.longitude, n.population)).collect();
    if places.is_empty() {
        return continent.nodes.iter().map(|n| (n.latitude, n.longitude, 1.0)).collect();
    }
    places
}

/// Of the largest places, those that hang together with most people. The latitude, longitude and people of each.
fn mainland(mut places: Vec<(f64, f64, f64)>) -> Vec<(f64, f64, f64)> {
    places.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.total_cmp(&b.0)).then(a.1.total_cmp(&b.1)));
    places.truncate(PLACES_AT_MOST);
    let mut best: Vec<(f64, f64, f64)> = Vec::new();
    let weight = |group: &[(f64, f64, f64)]| group.iter().map(|p| p.2).sum::<f64>();
    while let Some(start) = places.pop() {
        let mut group = vec![start];
        let mut next = 0;
        while next < group.len() {
            let from = group[next];
            group.extend(places.extract_if(.., |p| distance_km(from, *p) <= STEP_KM));
            next += 1;
        }
        if weight(&group) > weight(&best) {
            best = group;
        }
    }
    best
}

/// Great-circle distance of two places, km.
fn distance_km(a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
    let (south, north) = (a.0.to_radians(), b.0.to_radians());
    let half = |difference: f64| (difference / 2.0).sin().powi(2);
    let haversine = half(north - south) + south.cos() * north.cos() * half((b.1 - a.1).to_radians());
    2.0 * EARTH_RADIUS_M / 1000.0 * haversine.sqrt().min(1.0).asin()
}

fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let widen = |range: Option<(f64, f64)>, value: f64| {
        let (low, high) = range.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    };
    values.fold(None, widen)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use data::model::{AreaIndex, Node};

    fn city(latitude: f64, longitude: f64, population: f64) -> Node {
        Node {
            id: String::new(),
            name: String::new(),
            kind: NodeKind::Urbanate,
            area: AreaIndex(0),
            latitude,
            longitude,
            population,
        }
    }

    fn plane() -> Plane {
        let mut nodes = vec![
            city(19.4, -99.1, 2e7),
            city(40.7, -74.0, 2e7),
            city(49.2, -123.1, 2e6),
            city(21.3, -157.9, 1e6),
        ];
        // Towns between them, a step apart.
        nodes.extend((1..10).map(|i| city(19.4 + 2.13 * f64::from(i), -99.1 + 2.51 * f64::from(i), 1e5)));
        nodes.extend((1..15).map(|i| city(49.2 - 0.57 * f64::from(i), -123.1 + 3.27 * f64::from(i), 1e5)));
        let continent = Continent {
            nodes,
            ..Continent::default()
        };
        Plane::of(&continent).unwrap().unwrap()
    }

    #[test]
    fn distances_near_the_centre_are_true() {
        let plane = plane();
        let (a, b) = (plane.spot(41.88, -87.63).unwrap(), plane.spot(38.63, -90.2).unwrap());
        let km = (a.x - b.x).hypot(a.y - b.y) / plane.units_per_km();
        assert!(
            (km - 421.0).abs() < 10.0,
            "Chicago to St. Louis is 421 km, drawn as {km}"
        );
    }

    #[test]
    fn north_is_up_and_west_is_left() {
        let plane = plane();
        let (north_west, south_east) = (plane.spot(49.2, -123.1).unwrap(), plane.spot(25.8, -80.2).unwrap());
        assert!(north_west.x < south_east.x && north_west.y < south_east.y);
    }

    #[test]
    fn a_far_island_does_not_shrink_the_view() {
        let plane = plane();
        let island = plane.spot(21.3, -157.9).unwrap();
        assert!(island.x < 0.0);
        let vancouver = plane.spot(49.2, -123.1).unwrap();
        assert!(vancouver.x > 0.0 && vancouver.y > 0.0);
    }

    #[test]
    fn no_nodes_no_plane() {
        assert!(Plane::of(&Continent::default()).unwrap().is_none());
    }
}

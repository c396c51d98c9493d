//! Shapefiles -> plain lines, and the test whether a line lies in one of some countries.

use crate::lines::{Line, Point};
use shapefile::Shape;
use shapefile::dbase::FieldValue;
use std::path::{Path, PathBuf};

/// Why a layer could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LayerError {
    /// The file is missing or damaged.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// The shapefile.
        path: PathBuf,
        /// What the reader said.
        source: shapefile::Error,
    },
    /// The file holds none of the countries asked for.
    #[error("{path} has none of the countries asked for in its column ADM0_A3", path = path.display())]
    NoCountry {
        /// The shapefile.
        path: PathBuf,
    },
}

/// Every line and ring of a layer, in file order.
pub(crate) fn read(path: &Path) -> Result<Vec<Line>, LayerError> {
    let shapes = shapefile::read_shapes(path).map_err(|source| failed(path, source))?;
    Ok(shapes.into_iter().flat_map(parts).collect())
}

/// The rings of the countries whose three-letter code is in `codes`.
pub(crate) fn countries(path: &Path, codes: &[String]) -> Result<Vec<Line>, LayerError> {
    let rows = shapefile::read(path).map_err(|source| failed(path, source))?;
    let mut rings = Vec::new();
    for (shape, record) in rows {
        let code = record.get("ADM0_A3");
        if let Some(FieldValue::Character(Some(code))) = code
            && codes.contains(code)
        {
            rings.extend(parts(shape));
        }
    }
    if rings.is_empty() {
        return Err(LayerError::NoCountry { path: path.into() });
    }
    Ok(rings)
}

/// Whether most of the line's points lie within the countries: lines along a border may stray over it.
pub(crate) fn lies_within(line: &Line, countries: &[Line]) -> bool {
    let inside = line
        .iter()
        .filter(|p| countries.iter().filter(|ring| encloses(ring, **p)).count() % 2 == 1)
        .count();
    2 * inside > line.len()
}

/// Even-odd rule: a ray to the east crosses the ring an odd number of times.
fn encloses(ring: &Line, point: Point) -> bool {
    let mut inside = false;
    for pair in ring.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let spans = (a.latitude > point.latitude) != (b.latitude > point.latitude);
        if !spans {
            continue;
        }
        let fraction = (point.latitude - a.latitude) / (b.latitude - a.latitude);
        if point.longitude < a.longitude + fraction * (b.longitude - a.longitude) {
            inside = !inside;
        }
    }
    inside
}

fn parts(shape: Shape) -> Vec<Line> {
    let plain = |p: &shapefile::Point| Point {
        latitude: p.y,
        longitude: p.x,
    };
    match shape {
        Shape::Polyline(lines) => lines
            .parts()
            .iter()
            .map(|part| part.iter().map(plain).collect())
            .collect(),
        Shape::Polygon(polygon) => {
            let rings = polygon.rings().iter();
            rings.map(|ring| ring.points().iter().map(plain).collect()).collect()
        }
        // Natural Earth has a few empty records; other shapes do not occur in these layers.
        _ => Vec::new(),
    }
}

fn failed(path: &Path, source: shapefile::Error) -> LayerError {
    LayerError::Read {
        path: path.into(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Line {
        let point = |&(latitude, longitude): &(f64, f64)| Point { latitude, longitude };
        points.iter().map(point).collect()
    }

    #[test]
    fn a_line_within_a_country_is_told_from_one_outside() {
        let square = line(&[(0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0), (0.0, 0.0)]);
        let hole = line(&[(4.0, 4.0), (4.0, 6.0), (6.0, 6.0), (6.0, 4.0), (4.0, 4.0)]);
        let country = [square, hole];
        assert!(lies_within(&line(&[(1.0, 1.0), (2.0, 2.0)]), &country));
        assert!(!lies_within(&line(&[(4.5, 4.5), (5.5, 5.5)]), &country), "in the hole");
        assert!(!lies_within(&line(&[(11.0, 1.0), (12.0, 2.0)]), &country));
    }
}

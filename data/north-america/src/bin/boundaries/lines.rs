//! Lines of points: cutting to a frame, joining ends that meet, simplifying.

use std::collections::BTreeMap;

/// Kilometres of one degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;

/// A point on the sphere, degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east.
    pub(crate) longitude: f64,
}

/// Points in order; a ring repeats its first point at the end.
pub(crate) type Line = Vec<Point>;

/// The box that is kept, degrees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) west: f64,
    pub(crate) east: f64,
    pub(crate) south: f64,
    pub(crate) north: f64,
}

impl Frame {
    fn holds(&self, p: Point) -> bool {
        (self.west..=self.east).contains(&p.longitude) && (self.south..=self.north).contains(&p.latitude)
    }

    /// The nearest point of the box. Moving every outer point of a ring there cuts the ring to the box.
    fn clamp(&self, p: Point) -> Point {
        Point {
            latitude: p.latitude.clamp(self.south, self.north),
            longitude: p.longitude.clamp(self.west, self.east),
        }
    }
}

/// The rings that reach into the frame, cut to it, without those below `least_km2`.
pub(crate) fn rings(all: &[Line], frame: &Frame, least_km2: f64) -> Vec<Line> {
    let reaching = all.iter().filter(|ring| ring.iter().any(|p| frame.holds(*p)));
    let cut = reaching.map(|ring| ring.iter().map(|p| frame.clamp(*p)).collect::<Line>());
    cut.filter(|ring| area_km2(ring) >= least_km2).collect()
}

/// The pieces of the lines that lie in the frame.
pub(crate) fn open(all: &[Line], frame: &Frame) -> Vec<Line> {
    let pieces = all.iter().flat_map(|line| line.split(|p| !frame.holds(*p)));
    pieces.filter(|piece| piece.len() > 1).map(<[Point]>::to_vec).collect()
}

fn area_km2(ring: &Line) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let shrink = first.latitude.to_radians().cos();
    let doubled: f64 = ring
        .windows(2)
        .map(|w| w[0].longitude * w[1].latitude - w[1].longitude * w[0].latitude)
        .sum();
    (doubled / 2.0).abs() * shrink * KM_PER_DEGREE * KM_PER_DEGREE
}

/// A point as a key, to 1e-4 degree (11 m): ends closer than that are taken to meet.
#[allow(clippy::cast_possible_truncation, reason = "degrees times 1e4 fit easily")]
fn key(p: Point) -> (i64, i64) {
    ((p.latitude * 1e4).round() as i64, (p.longitude * 1e4).round() as i64)
}

/// Joins lines end to end wherever exactly two ends meet, so that simplifying does not stop at every seam.
pub(crate) fn join(lines: Vec<Line>) -> Vec<Line> {
    let mut ends: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    let mut slots: Vec<Option<Line>> = lines.into_iter().map(Some).collect();
    for (i, line) in slots.iter().enumerate() {
        for end in line.iter().flat_map(|l| [l.first(), l.last()]).flatten() {
            ends.entry(key(*end)).or_default().push(i);
        }
    }
    let meets_one = |p: Point, own: usize| match ends.get(&key(p)).map(Vec::as_slice) {
        Some(&[a, b]) if a == own && b != own => Some(b),
        Some(&[a, b]) if b == own && a != own => Some(a),
        _ => None,
    };
    let mut joined = Vec::new();
    for start in 0..slots.len() {
        let Some(mut line) = slots[start].take() else { continue };
        for _ in 0..2 {
            let mut own = start;
            while let Some(next) = line.last().and_then(|p| meets_one(*p, own)) {
                let Some(mut piece) = slots[next].take() else { break };
                if piece.first().map(|p| key(*p)) != line.last().map(|p| key(*p)) {
                    piece.reverse();
                }
                line.extend(piece.into_iter().skip(1));
                own = next;
            }
            line.reverse();
        }
        joined.push(line);
    }
    joined
}

/// Simplifies every line and drops those that shrink to nothing.
pub(crate) fn simplify_all(lines: &[Line], tolerance_degrees: f64) -> Vec<Line> {
    let simplified = lines.iter().map(|line| simplify(line, tolerance_degrees));
    simplified.filter(|line| line.len() > 1 && !is_dot(line)).collect()
}

/// A closed line of fewer than four points encloses nothing.
fn is_dot(line: &Line) -> bool {
    line.first() == line.last() && line.len() < 4
}

/// Ramer, Douglas and Peucker: keeps the ends, and the farthest point of every stretch that strays further than the
/// tolerance from its chord. Longitudes are shrunk by the cosine of the latitude, so the tolerance is one distance.
pub(crate) fn simplify(line: &Line, tolerance_degrees: f64) -> Line {
    if line.len() < 3 {
        return line.clone();
    }
    let mut keep = vec![false; line.len()];
    let last = line.len() - 1;
    keep[0] = true;
    keep[last] = true;
    // A ring's chord has no length, so it is split at the point farthest from its start.
    let mut stretches = vec![(0, last)];
    while let Some((from, to)) = stretches.pop() {
        let inner = from + 1..to;
        let strays = inner.map(|i| (i, distance_from_chord(line[i], line[from], line[to])));
        let farthest = strays.fold((from, 0.0), |best, one| if one.1 > best.1 { one } else { best });
        if farthest.1 > tolerance_degrees {
            keep[farthest.0] = true;
            stretches.push((from, farthest.0));
            stretches.push((farthest.0, to));
        }
    }
    let kept = line.iter().zip(&keep).filter(|(_, keep)| **keep);
    kept.map(|(p, _)| *p).collect()
}

/// Distance of a point from the segment between two others, degrees of latitude.
fn distance_from_chord(p: Point, a: Point, b: Point) -> f64 {
    let shrink = p.latitude.to_radians().cos();
    let plane = |q: Point| (q.longitude * shrink, q.latitude);
    let ((px, py), (ax, ay), (bx, by)) = (plane(p), plane(a), plane(b));
    let (dx, dy) = (bx - ax, by - ay);
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared > 0.0 {
        (((px - ax) * dx + (py - ay) * dy) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - ax - along * dx).hypot(py - ay - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Line {
        let point = |&(latitude, longitude): &(f64, f64)| Point { latitude, longitude };
        points.iter().map(point).collect()
    }

    #[test]
    fn simplifying_keeps_corners_and_drops_what_lies_on_the_chord() {
        let bent = line(&[(0.0, 0.0), (0.0, 1.0), (0.001, 2.0), (5.0, 2.0), (10.0, 2.0)]);
        assert_eq!(simplify(&bent, 0.05), line(&[(0.0, 0.0), (0.001, 2.0), (10.0, 2.0)]));
    }

    #[test]
    fn a_ring_stays_a_ring() {
        let ring = line(&[(0.0, 0.0), (0.0, 1.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0), (0.0, 0.0)]);
        let simple = simplify(&ring, 0.05);
        assert_eq!(simple.first(), simple.last());
        assert_eq!(simple.len(), 5);
    }

    #[test]
    fn lines_are_joined_where_two_ends_meet_and_not_at_a_fork() {
        let pieces = vec![
            line(&[(0.0, 1.0), (0.0, 0.0)]),
            line(&[(0.0, 1.0), (0.0, 2.0)]),
            line(&[(0.0, 2.0), (1.0, 3.0)]),
            line(&[(0.0, 2.0), (-1.0, 3.0)]),
        ];
        let joined = join(pieces);
        assert_eq!(joined.len(), 3);
        assert_eq!(joined.iter().map(Vec::len).max(), Some(3));
    }

    #[test]
    fn a_closed_chain_is_joined_once() {
        let halves = vec![
            line(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)]),
            line(&[(2.0, 0.0), (1.0, -1.0), (0.0, 0.0)]),
        ];
        let joined = join(halves);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].len(), 5);
    }

    #[test]
    fn rings_are_cut_to_the_frame_and_small_ones_dropped() {
        let frame = Frame {
            west: 0.0,
            east: 10.0,
            south: 0.0,
            north: 10.0,
        };
        let big = line(&[(5.0, 5.0), (5.0, 20.0), (8.0, 20.0), (8.0, 5.0), (5.0, 5.0)]);
        let small = line(&[(1.0, 1.0), (1.0, 1.01), (1.01, 1.01), (1.0, 1.0)]);
        let outside = line(&[(20.0, 20.0), (20.0, 25.0), (25.0, 25.0), (20.0, 20.0)]);
        let kept = rings(&[big, small, outside], &frame, 400.0);
        assert_eq!(kept.len(), 1);
        assert!(kept[0].iter().all(|p| p.longitude <= 10.0));
    }
}

//! Flows as lines: width by amount, colour class by loading. Lines of equal look are drawn as one path, so that ten
//! thousand links stay a few hundred elements.

use super::loads::{LinkLoad, carries_mass};
use super::projection::{Plane, Spot};
use data::model::{Continent, LinkIndex, NodeIndex};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Widths are told apart in this many levels.
pub(super) const LEVELS: u32 = 10;

/// A link is drawn in the class of the first bound that its loading stays below; full links are one class more.
pub(super) const LOADING_BOUNDS: [f64; 4] = [0.25, 0.5, 0.75, 0.95];

/// More links than this are not drawn; those that carry least are left out.
pub(super) const LINKS_DRAWN_AT_MOST: usize = 12_000;

/// A way this much longer than its straight line is drawn dashed: the lane round a coast, say.
const DETOUR_FACTOR: f64 = 1.6;

/// Shorter ways are drawn whole: on the map their bends would not be seen, km.
const DETOUR_LEAST_KM: f64 = 300.0;

/// A link as it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) load: &'a LinkLoad,
    pub(super) from: Spot,
    pub(super) to: Spot,
    /// Whether the way is much longer than the straight line that is drawn for it.
    pub(super) is_detour: bool,
}

/// How a line looks. Ordered so that thin lines come first and are drawn below wide ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// Width level.
    pub(super) level: u32,
    /// Loading class.
    pub(super) class: usize,
    /// Position of the mode.
    pub(super) mode: usize,
    /// Drawn dashed.
    pub(super) is_detour: bool,
}

impl Look {
    /// The class names of the style sheet.
    pub(super) fn names(self) -> String {
        let detour = if self.is_detour { " far" } else { "" };
        format!("w{} c{} m{}{detour}", self.level, self.class, self.mode)
    }
}

/// The lines of a plan.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    /// In link order.
    pub(super) drawn: Vec<Line<'a>>,
    /// Links with flow that are not drawn, because there are too many.
    pub(super) left_out: usize,
    /// Greatest amount on a link of a mode that carries mass, t.
    pub(super) largest_t: f64,
    /// Greatest amount on a link of the grid, GJ.
    pub(super) largest_gj: f64,
}

impl<'a> Lines<'a> {
    /// Places the loads on the plane. Terminals have no length and are not drawn.
    pub(super) fn place(continent: &Continent, plane: &Plane, loads: &'a [LinkLoad]) -> Self {
        let mut drawn: Vec<Line> = loads.iter().filter_map(|load| line(continent, plane, load)).collect();
        let mut lines = Self::default();
        for line in &drawn {
            let largest = lines.largest_of(carries_mass(continent, continent[line.load.link].mode));
            *largest = largest.max(line.load.moved);
        }
        if drawn.len() > LINKS_DRAWN_AT_MOST {
            lines.left_out = drawn.len() - LINKS_DRAWN_AT_MOST;
            drawn.sort_by(|a, b| {
                b.load
                    .moved
                    .total_cmp(&a.load.moved)
                    .then(a.load.link.cmp(&b.load.link))
            });
            drawn.truncate(LINKS_DRAWN_AT_MOST);
            drawn.sort_by_key(|line| line.load.link);
        }
        lines.drawn = drawn;
        lines
    }

    fn largest_of(&mut self, is_mass: bool) -> &mut f64 {
        if is_mass {
            &mut self.largest_t
        } else {
            &mut self.largest_gj
        }
    }

    /// Path data by look.
    pub(super) fn paths(&self, continent: &Continent) -> BTreeMap<Look, String> {
        let mut paths = BTreeMap::new();
        for line in &self.drawn {
            let mode = continent[line.load.link].mode;
            let is_mass = carries_mass(continent, mode);
            let largest = if is_mass { self.largest_t } else { self.largest_gj };
            let look = Look {
                level: level(line.load.moved, largest),
                class: class(line.load.peak_share),
                mode: mode.position(),
                is_detour: line.is_detour,
            };
            append(paths.entry(look).or_default(), line.from, line.to);
        }
        paths
    }
}

fn line<'a>(continent: &Continent, plane: &Plane, load: &'a LinkLoad) -> Option<Line<'a>> {
    let (from, to) = ends(continent, plane, load.link)?;
    let straight_km = (from.x - to.x).hypot(from.y - to.y) / plane.units_per_km();
    let length_km = continent[load.link].length_km;
    let is_detour = length_km > DETOUR_FACTOR * straight_km && length_km > DETOUR_LEAST_KM;
    Some(Line {
        load,
        from,
        to,
        is_detour,
    })
}

/// Both ends of a link on the plane; none for terminals and links that would be a dot.
pub(super) fn ends(continent: &Continent, plane: &Plane, link: LinkIndex) -> Option<(Spot, Spot)> {
    let record = &continent[link];
    let spot = |node: NodeIndex| plane.spot(continent[node].latitude, continent[node].longitude);
    let (from, to): (Spot, Spot) = (spot(record.from)?, spot(record.to)?);
    let long_enough = (from.x - to.x).abs() + (from.y - to.y).abs() >= 0.1;
    (!record.is_terminal && long_enough).then_some((from, to))
}

/// Adds one straight line to path data.
pub(super) fn append(path: &mut String, from: Spot, to: Spot) {
    // Writing to a string cannot fail.
    let _ = write!(path, "M{:.1} {:.1}L{:.1} {:.1}", from.x, from.y, to.x, to.y);
}

/// Width level of an amount: the area of the level's square grows with the amount, so tenfold is about three levels.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and the number of levels"
)]
pub(super) fn level(amount: f64, largest: f64) -> u32 {
    if largest <= 0.0 {
        return 1;
    }
    let share = (amount / largest).clamp(0.0, 1.0).sqrt();
    ((share * f64::from(LEVELS)).ceil() as u32).clamp(1, LEVELS)
}

/// The largest amount of a width level.
pub(super) fn amount_at(level: u32, largest: f64) -> f64 {
    let share = f64::from(level) / f64::from(LEVELS);
    largest * share * share
}

/// Colour class of a loading, from 0.
pub(super) fn class(loading: f64) -> usize {
    LOADING_BOUNDS.iter().filter(|bound| loading >= **bound).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::super::{loads, sample};
    use super::*;

    #[test]
    fn levels_and_their_amounts_agree() {
        assert_eq!(
            [0.0, 1.0, 10.0, 25.0, 99.0, 100.0].map(|v| level(v, 100.0)),
            [1, 1, 4, 5, 10, 10]
        );
        assert!((1..=LEVELS).all(|l| level(amount_at(l, 7.3) * 0.999_999, 7.3) == l));
        assert_eq!(level(1.0, 0.0), 1);
    }

    #[test]
    fn full_links_have_a_class_of_their_own() {
        assert_eq!([0.0, 0.25, 0.6, 0.94, 0.95, 1.0].map(class), [0, 1, 2, 3, 4, 4]);
    }

    #[test]
    fn lines_of_one_look_share_a_path() {
        let (continent, plan) = sample::continent_and_plan();
        let plane = Plane::of(&continent).unwrap().unwrap();
        let loads = loads::loads(&continent, &plan);
        let lines = Lines::place(&continent, &plane, &loads);
        assert_eq!((lines.drawn.len(), lines.left_out), (3, 0));
        assert!((lines.largest_t - 1700.0).abs() < 1e-9 && (lines.largest_gj - 5000.0).abs() < 1e-9);
        let paths = lines.paths(&continent);
        let full = paths.iter().find(|(look, _)| look.class == 4).unwrap();
        assert_eq!(full.0.names(), "w8 c4 m0", "900 of 1,700 t");
        assert!(full.1.starts_with('M') && full.1.contains('L'));
    }

    #[test]
    fn ways_much_longer_than_their_line_are_told() {
        let (mut continent, plan) = sample::continent_and_plan();
        continent.links[0].length_km = 2000.0;
        let plane = Plane::of(&continent).unwrap().unwrap();
        let loads = loads::loads(&continent, &plan);
        let lines = Lines::place(&continent, &plane, &loads);
        assert_eq!(
            lines.drawn.iter().map(|l| l.is_detour).collect::<Vec<_>>(),
            [true, false, false]
        );
    }
}

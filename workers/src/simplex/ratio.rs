//! How far an entering column can go, and which basic variable stops it.
//!
//! Source: Harris, Pivot selection methods of the Devex LP code, Mathematical Programming 5 (1973): two passes, the
//! second takes the largest pivot among those that stop within a tolerance of the first.

/// A basic variable as the ratio test sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Basic {
    pub(super) slot: u32,
    /// Fall of the variable per unit of step.
    pub(super) fall: f64,
    pub(super) value: f64,
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// On which side of its bounds it is charged.
    pub(super) excess: i8,
}

/// What stops the step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stop {
    pub(super) slot: u32,
    pub(super) step: f64,
    /// Whether the leaving variable stops at its upper bound.
    pub(super) at_upper: bool,
}

/// Pivots below this are not taken.
const SMALLEST_PIVOT: f64 = 1e-7;

impl Basic {
    /// The bound that the variable meets on its way, if any. A variable outside its bounds that comes back stops at the
    /// bound it has broken; one that goes further out is stopped by nothing, since its charge is in the prices.
    fn meets(&self) -> Option<(f64, bool)> {
        let falls = self.fall > 0.0;
        let (bound, at_upper) = match (self.excess, falls) {
            (1, true) => (self.upper, true),
            (-1, false) => (self.lower, false),
            (0, true) => (self.lower, false),
            (0, false) => (self.upper, true),
            _ => return None,
        };
        bound.is_finite().then_some((bound, at_upper))
    }
}

/// The basic variable that stops the step first; none when nothing does. `largest_fall` is the largest magnitude of `fall`.
pub(super) fn first_stop(basics: &[Basic], largest_fall: f64, tolerance: f64) -> Option<Stop> {
    let smallest = SMALLEST_PIVOT.min(largest_fall * 1e-3).max(SMALLEST_PIVOT * 1e-2);
    let eligible = || basics.iter().filter(|b| b.fall.abs() > smallest);
    let mut furthest = f64::INFINITY;
    for basic in eligible() {
        if let Some((bound, _)) = basic.meets() {
            let slack = if basic.fall > 0.0 {
                basic.value - bound
            } else {
                bound - basic.value
            };
            furthest = furthest.min((slack + tolerance) / basic.fall.abs());
        }
    }
    if furthest.is_infinite() {
        return None;
    }
    let mut best: Option<(f64, Stop)> = None;
    for basic in eligible() {
        let Some((bound, at_upper)) = basic.meets() else {
            continue;
        };
        let step = (basic.value - bound) / basic.fall;
        let size = basic.fall.abs();
        if step <= furthest && best.is_none_or(|(s, _)| size > s) {
            best = Some((
                size,
                Stop {
                    slot: basic.slot,
                    step: step.max(0.0),
                    at_upper,
                },
            ));
        }
    }
    best.map(|(_, stop)| stop)
}

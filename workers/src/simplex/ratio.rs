//! How far an entering column can go, and which basic variable stops it.
//!
//! Being outside a bound costs a charge, so the cost along the step is piecewise linear and convex: each bound that is met
//! makes it steeper. The step goes through all bounds whose charge is less than what is still gained, and ends where the
//! cost would rise: the long-step rule (Maros, Computational Techniques of the Simplex Method, 2003, section 9.6).
//!
//! Among bounds that are met within a tolerance of each other the one with the largest pivot stops the step (Harris, Pivot
//! selection methods of the Devex LP code, Mathematical Programming 5, 1973).

use std::cmp::Ordering;
use std::collections::BinaryHeap;

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
    /// What a unit below and above its bounds is charged.
    pub(super) charges: [f64; 2],
}

/// What stops the step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stop {
    pub(super) slot: u32,
    pub(super) step: f64,
    /// Whether the leaving variable stops at its upper bound.
    pub(super) at_upper: bool,
}

/// A bound on the way.
#[derive(Clone, Copy, Debug)]
struct Met {
    step: f64,
    basic: u32,
    at_upper: bool,
}

impl PartialEq for Met {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Met {}

impl PartialOrd for Met {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Met {
    /// Nearest first out of a heap.
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .step
            .total_cmp(&self.step)
            .then(other.basic.cmp(&self.basic))
            .then(other.at_upper.cmp(&self.at_upper))
    }
}

/// Share of the gain that may be left over at the last bound: sums of many charges are not exact.
const ROUNDOFF: f64 = 1e-9;
/// Pivots below this are not taken.
const SMALLEST_PIVOT: f64 = 1e-7;

impl Basic {
    /// The bounds that the variable meets on its way, the nearer first.
    fn meets(&self) -> [Option<(f64, bool)>; 2] {
        let falls = self.fall > 0.0;
        let (near, far) = match (self.excess, falls) {
            (1, true) => (Some((self.upper, true)), Some((self.lower, false))),
            (-1, false) => (Some((self.lower, false)), Some((self.upper, true))),
            (0, true) => (None, Some((self.lower, false))),
            (0, false) => (None, Some((self.upper, true))),
            _ => (None, None),
        };
        [near, far].map(|bound| bound.filter(|(bound, _)| bound.is_finite()))
    }

    fn step_to(&self, bound: f64) -> f64 {
        ((self.value - bound) / self.fall).max(0.0)
    }

    /// By how much the cost grows steeper at a bound.
    fn steeper(&self, at_upper: bool) -> f64 {
        self.charges[usize::from(at_upper)] * self.fall.abs()
    }
}

/// The basic variable that stops the step; none when nothing does. `gain` is what the first unit of the step gains,
/// `largest_fall` the largest magnitude of `fall`.
pub(super) fn first_stop(basics: &[Basic], gain: f64, largest_fall: f64, tolerance: f64) -> Option<Stop> {
    let smallest = SMALLEST_PIVOT.min(largest_fall * 1e-3).max(SMALLEST_PIVOT * 1e-2);
    let mut bounds = Vec::with_capacity(basics.len());
    for (position, basic) in basics.iter().enumerate().filter(|(_, b)| b.fall.abs() > smallest) {
        for (bound, at_upper) in basic.meets().into_iter().flatten() {
            #[allow(clippy::cast_possible_truncation, reason = "rows of a master are counted in u32")]
            bounds.push(Met {
                step: basic.step_to(bound),
                basic: position as u32,
                at_upper,
            });
        }
    }
    let mut bounds = BinaryHeap::from(bounds);
    let mut left = gain;
    let mut last = None;
    while let Some(met) = bounds.pop() {
        left -= basics[met.basic as usize].steeper(met.at_upper);
        last = Some(met);
        if left <= 0.0 {
            break;
        }
    }
    if left > ROUNDOFF * gain {
        return None;
    }
    let last = last?;
    let mut best = (basics[last.basic as usize].fall.abs(), last);
    let mut furthest = last.step + tolerance / best.0;
    while let Some(met) = bounds.pop().filter(|met| met.step <= furthest) {
        let size = basics[met.basic as usize].fall.abs();
        furthest = furthest.min(met.step + tolerance / size);
        if size > best.0 {
            best = (size, met);
        }
    }
    Some(Stop {
        slot: basics[best.1.basic as usize].slot,
        step: best.1.step,
        at_upper: best.1.at_upper,
    })
}

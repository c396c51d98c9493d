//! Sums that surely hold the exact value, and differences that are never told too small.
//!
//! Invariant: [`SumDown`] is never above the exact sum, [`IntervalSum`] holds it, [`apart`] is never below the exact distance.

use crate::interval::Interval;

/// The sum of two numbers and its exact rounding error (Knuth's two-sum).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    let error = (a - (sum - of_b)) + (b - of_b);
    (sum, error)
}

/// A sum that is never above the exact one, and close to it: the leading parts are added exactly, their errors
/// downward.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SumDown {
    leading: f64,
    below: f64,
}

impl SumDown {
    /// Adds one term.
    pub(crate) fn add(&mut self, term: f64) {
        let (sum, error) = two_sum(self.leading, term);
        self.leading = sum;
        if error != 0.0 {
            self.below = (self.below + error).next_down();
        }
    }

    /// A number not above the exact sum; minus infinity once a term was not finite.
    pub(crate) fn value(self) -> f64 {
        let value = if self.below == 0.0 {
            self.leading
        } else {
            (self.leading + self.below).next_down()
        };
        if value.is_finite() { value } else { f64::NEG_INFINITY }
    }
}

/// A sum of intervals that holds the exact sum of their members.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IntervalSum {
    low: SumDown,
    negated_high: SumDown,
}

impl IntervalSum {
    /// Adds one term.
    pub(crate) fn add(&mut self, term: impl Into<Interval>) {
        let term = term.into();
        self.low.add(term.low);
        self.negated_high.add(-term.high);
    }

    /// The sum so far; without ends once a term was not finite.
    pub(crate) fn value(self) -> Interval {
        Interval {
            low: self.low.value(),
            high: -self.negated_high.value(),
        }
    }
}

impl<T: Into<Interval>> FromIterator<T> for IntervalSum {
    fn from_iter<I: IntoIterator<Item = T>>(terms: I) -> Self {
        let mut sum = Self::default();
        for term in terms {
            sum.add(term);
        }
        sum
    }
}

/// The greatest distance between members of the two, rounded up; not a number when an end is none.
pub(crate) fn apart(a: impl Into<Interval>, b: impl Into<Interval>) -> f64 {
    let (a, b) = (a.into(), b.into());
    let (above, below) = (subtract_up(a.high, b.low), subtract_up(b.high, a.low));
    if above.is_nan() || below.is_nan() {
        f64::NAN
    } else {
        above.max(below)
    }
}

/// `a - b`, rounded up.
pub(crate) fn subtract_up(a: f64, b: f64) -> f64 {
    let (difference, error) = two_sum(a, -b);
    if error > 0.0 { difference.next_up() } else { difference }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_terms_survive_a_large_one() {
        let terms = [1.0, 1e100, 1.0, -1e100];
        let sum = terms.into_iter().collect::<IntervalSum>().value();
        assert!(
            sum.low <= 2.0 && 2.0 <= sum.high && sum.high - sum.low < 1e-12,
            "{sum:?}"
        );
    }

    #[test]
    fn distances_are_exact_where_they_can_be_and_never_too_small() {
        assert!(apart(3.0, 3.0) == 0.0 && apart(3.0, 1.5) == 1.5 && apart(1.5, 3.0) == 1.5);
        // The exact distance is 1 + 1e-20.
        assert!(apart(1.0, -1e-20) > 1.0);
        let wide = Interval { low: 1.0, high: 2.0 };
        assert!(apart(wide, 4.0) == 3.0 && apart(0.0, wide) == 2.0);
        assert!(apart(f64::NAN, 1.0).is_nan() && apart(f64::INFINITY, f64::INFINITY).is_nan());
        let mut lost = IntervalSum::default();
        lost.add(f64::NAN);
        assert!(!lost.value().low.is_finite() && !apart(lost.value(), 0.0).is_finite());
    }

    proptest! {
        #[test]
        fn a_sum_down_is_never_above_the_exact_sum(terms in prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 0..200)) {
            // Integers over 2^10 with a large common offset: each term is exact, their sum in f64 is not.
            let mut down = SumDown::default();
            let mut exact = 0_i128;
            for (i, term) in terms.iter().enumerate() {
                let scaled = i128::from(*term) << (i % 40);
                exact += scaled;
                #[allow(clippy::cast_precision_loss, reason = "30 significant bits shifted")]
                down.add(scaled as f64);
            }
            let value = down.value();
            #[allow(clippy::cast_possible_truncation, reason = "integers by construction or rounded down")]
            let floor = value.floor() as i128;
            prop_assert!(floor <= exact);
            #[allow(clippy::cast_precision_loss, reason = "a tolerance")]
            let tolerance = (exact.unsigned_abs() as f64) * 1e-12 + 1.0;
            prop_assert!(exact - floor <= tolerance as i128 + 1);
        }
    }
}

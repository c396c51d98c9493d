//! Sums whose rounding error does not grow with the number of terms.

/// The sum of two numbers and its exact rounding error (Knuth's two-sum).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    let error = (a - (sum - of_b)) + (b - of_b);
    (sum, error)
}

/// A compensated sum (Neumaier 1974): the error of each addition is carried along and added at the end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    leading: f64,
    compensation: f64,
}

impl Sum {
    /// Adds one term.
    pub(crate) fn add(&mut self, term: f64) {
        let (sum, error) = two_sum(self.leading, term);
        self.leading = sum;
        self.compensation += error;
    }

    /// The sum so far.
    pub(crate) fn value(self) -> f64 {
        self.leading + self.compensation
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(terms: I) -> Self {
        let mut sum = Self::default();
        for term in terms {
            sum.add(term);
        }
        sum
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_terms_survive_a_large_one() {
        let terms = [1.0, 1e100, 1.0, -1e100];
        assert!((terms.into_iter().collect::<Sum>().value() - 2.0).abs() < f64::EPSILON);
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

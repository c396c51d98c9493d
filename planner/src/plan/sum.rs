//! Compensated summation, so that a million postings add up to the objective and not to its rounding.

/// A running sum with Neumaier's correction (A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation
/// endlicher Summen, ZAMM 54, 1974): the error does not grow with the number of terms.
#[derive(Clone, Copy, Debug, Default)]
pub struct CompensatedSum {
    sum: f64,
    correction: f64,
}

impl CompensatedSum {
    /// Adds one term.
    pub fn add(&mut self, term: f64) {
        let next = self.sum + term;
        self.correction += if self.sum.abs() >= term.abs() {
            (self.sum - next) + term
        } else {
            (term - next) + self.sum
        };
        self.sum = next;
    }

    /// The sum so far.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.sum + self.correction
    }
}

/// The compensated sum of `terms`.
pub fn compensated_sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = CompensatedSum::default();
    for term in terms {
        sum.add(term);
    }
    sum.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_terms_survive_large_ones() {
        assert_eq!(compensated_sum([1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(compensated_sum(std::iter::empty()), 0.0);
    }
}

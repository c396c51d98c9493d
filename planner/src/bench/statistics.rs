//! Means, spreads and the test of two samples.

/// The median; none of nothing.
#[must_use]
pub fn median(figures: &[f64]) -> Option<f64> {
    quantile(figures, 0.5)
}

/// The figure below which that fraction lies, interpolated; none of nothing.
pub(super) fn quantile(figures: &[f64], fraction: f64) -> Option<f64> {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    #[allow(clippy::cast_precision_loss, reason = "a count of runs")]
    let at = fraction * last as f64;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the sample"
    )]
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + (at - at.floor()) * (sorted[above] - sorted[below]))
}

/// The geometric mean of figures above zero; none of nothing.
#[must_use]
pub fn geometric_mean(figures: &[f64]) -> Option<f64> {
    shifted_geometric_mean(figures, 0.0)
}

/// The geometric mean of the figures with `shift` added to each, less `shift`: what keeps runs of no time from ruling it.
#[must_use]
pub fn shifted_geometric_mean(figures: &[f64], shift: f64) -> Option<f64> {
    if figures.is_empty() {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "a count of runs")]
    let count = figures.len() as f64;
    let mean = figures.iter().map(|figure| (figure + shift).ln()).sum::<f64>() / count;
    Some(mean.exp() - shift)
}

/// The one-sided exact test of Mann and Whitney: how likely figures of `after` are to rank this high or higher beside those of
/// `before` when both come from the same distribution. Two that are the same count half each, rounded to the side of no difference.
pub(super) fn mann_whitney(before: &[f64], after: &[f64]) -> f64 {
    let mut twice = 0_usize;
    for x in after {
        for y in before {
            twice += if x > y { 2 } else { usize::from(x == y) };
        }
    }
    let reached = twice / 2;
    let counts = rank_counts(before.len(), after.len());
    let all: f64 = counts.iter().sum();
    counts.iter().skip(reached).sum::<f64>() / all
}

/// How many orders of two samples give each value of U.
fn rank_counts(before: usize, after: usize) -> Vec<f64> {
    // counts[n] for samples (m, n): the last in order is of the one or of the other, which then is above all of the first.
    let mut table = vec![vec![1.0]; after + 1];
    for m in 1..=before {
        let mut next: Vec<Vec<f64>> = vec![vec![1.0]];
        for n in 1..=after {
            let mut counts = vec![0.0; m * n + 1];
            for (u, count) in table[n].iter().enumerate() {
                counts[u] += count;
            }
            for (u, count) in next[n - 1].iter().enumerate() {
                counts[u + m] += count;
            }
            next.push(counts);
        }
        table = next;
    }
    table.swap_remove(after)
}

/// The 2.5 % and 97.5 % points of the geometric mean over samples drawn again from `ratios`; the same in every run.
pub(super) fn bootstrap(ratios: &[f64]) -> Option<(f64, f64)> {
    const DRAWS: usize = 2_000;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |count: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % count as u64).unwrap_or(0)
    };
    if ratios.is_empty() {
        return None;
    }
    let means: Vec<f64> = (0..DRAWS)
        .filter_map(|_| {
            let drawn: Vec<f64> = ratios.iter().map(|_| ratios[below(ratios.len())]).collect();
            geometric_mean(&drawn)
        })
        .collect();
    Some((quantile(&means, 0.025)?, quantile(&means, 0.975)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn means_and_quantiles() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0]), Some(2.5));
        assert_eq!(median(&[]), None);
        assert!((geometric_mean(&[1.0, 100.0]).unwrap() - 10.0).abs() < 1e-12);
        // (0 + 1) (8 + 1) = 9, whose root less 1 is 2.
        assert!((shifted_geometric_mean(&[0.0, 8.0], 1.0).unwrap() - 2.0).abs() < 1e-12);
    }

    /// From the tables of the exact distribution: of 20 orders of 3 and 3, one has U = 9; of 252 of 5 and 5, one has 25, one 24, two 23.
    #[test]
    fn the_exact_test_has_the_figures_of_its_tables() {
        let (low, high) = ([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]);
        assert!((mann_whitney(&low, &high) - 1.0 / 20.0).abs() < 1e-12);
        assert!((mann_whitney(&high, &low) - 1.0).abs() < 1e-12);
        let (low, high) = ([1.0, 2.0, 3.0, 4.0, 6.5], [5.0, 6.0, 7.0, 8.0, 9.0]);
        assert!((mann_whitney(&low, &high) - 4.0 / 252.0).abs() < 1e-12);
        // All the same: no sign of a difference.
        assert!(mann_whitney(&[1.0; 4], &[1.0; 4]) > 0.5);
    }

    #[test]
    fn the_interval_holds_the_mean_and_is_the_same_again() {
        let ratios = [0.9, 1.1, 1.0, 1.2, 0.95, 1.05];
        let (low, high) = bootstrap(&ratios).unwrap();
        let mean = geometric_mean(&ratios).unwrap();
        assert!(low < mean && mean < high && low > 0.9 && high < 1.2);
        assert_eq!(bootstrap(&ratios), Some((low, high)));
    }
}

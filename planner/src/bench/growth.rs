//! The power by which a time grows.

/// Slope of a line through points by least squares in logarithms: `y` grows as `x` to that power. None for fewer than two sizes.
#[must_use]
pub fn growth_exponent(points: &[(f64, f64)]) -> Option<f64> {
    #[allow(clippy::cast_precision_loss, reason = "a count of points")]
    let count = points.len() as f64;
    let logs: Vec<(f64, f64)> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let mean = |part: fn(&(f64, f64)) -> f64| logs.iter().map(part).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
    let joint: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    (spread > 0.0).then(|| joint / spread)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn powers_are_fitted() {
        let points: Vec<(f64, f64)> = [1.0, 2.0, 5.0].iter().map(|x: &f64| (*x, 3.0 * x.powf(1.5))).collect();
        assert!((growth_exponent(&points).unwrap() - 1.5).abs() < 1e-12);
        assert_eq!(growth_exponent(&[(2.0, 1.0), (2.0, 3.0)]), None);
    }
}

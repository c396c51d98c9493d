//! The planner against every other method: how many times its CPU, at the same accuracy.

use super::method::Method;
use super::row::Row;
use crate::cpu::SHORTEST_CPU_SECONDS;
use serde::Serialize;

/// CPU of the planner divided by that of another method, over the instances where both finished.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ratio {
    /// The other method.
    pub method: &'static str,
    /// Accuracy asked of it; none for methods that end at an optimal basis, which stand beside every gap.
    pub accuracy: Option<f64>,
    /// Gap asked of the planner.
    pub gap: f64,
    /// Geometric mean of the planner's CPU divided by the other's; below 1 the planner took less. None without an
    /// instance where both finished.
    pub cpu_ratio: Option<f64>,
    /// Instances where both finished.
    pub instances: usize,
    /// Instances where both were asked.
    pub asked: usize,
}

/// One ratio for each other method, accuracy and gap of the planner that go together, in the order of the rows.
#[must_use]
pub fn ratios(rows: &[Row], gaps: &[f64]) -> Vec<Ratio> {
    let mut others: Vec<(&'static str, Option<f64>)> = Vec::new();
    for row in rows.iter().filter(|row| row.method != Method::Planner.name()) {
        if !others.contains(&(row.method, row.accuracy)) {
            others.push((row.method, row.accuracy));
        }
    }
    let pairs = others
        .into_iter()
        .flat_map(|other| gaps.iter().map(move |gap| (other, *gap)));
    pairs
        .filter(|((_, accuracy), gap)| accuracy.is_none_or(|accuracy| same(accuracy, *gap)))
        .map(|((method, accuracy), gap)| ratio(rows, method, accuracy, gap))
        .filter(|ratio| ratio.asked > 0)
        .collect()
}

fn ratio(rows: &[Row], method: &'static str, accuracy: Option<f64>, gap: f64) -> Ratio {
    let is_ours = |row: &&Row| row.method == Method::Planner.name() && row.accuracy.is_some_and(|a| same(a, gap));
    let is_other = |row: &&Row| row.method == method && row.accuracy == accuracy;
    let pairs: Vec<(&Row, &Row)> = rows
        .iter()
        .filter(is_ours)
        .filter_map(|ours| {
            Some((
                ours,
                rows.iter().filter(is_other).find(|other| other.same_instance(ours))?,
            ))
        })
        .collect();
    let both: Vec<f64> = pairs
        .iter()
        .filter_map(|(ours, other)| Some(cpu(ours)? / cpu(other)?))
        .collect();
    Ratio {
        method,
        accuracy,
        gap,
        cpu_ratio: geometric_mean(&both),
        instances: both.len(),
        asked: pairs.len(),
    }
}

/// CPU of a run that finished; what is shorter than a tick of the clock counts as a tick.
fn cpu(row: &Row) -> Option<f64> {
    let seconds = row.outcome.cpu_seconds.filter(|_| row.outcome.finished)?;
    Some(seconds.max(SHORTEST_CPU_SECONDS))
}

/// Whether two accuracies are one, whatever way they were written.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// The geometric mean of positive numbers; none of none.
#[must_use]
pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    #[allow(clippy::cast_precision_loss, reason = "counts of runs are small")]
    let count = values.len() as f64;
    (!values.is_empty()).then(|| (values.iter().map(|value| value.ln()).sum::<f64>() / count).exp())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::compare::row::sample;

    #[test]
    fn geometric_means() {
        assert_eq!(geometric_mean(&[]), None);
        assert_eq!(geometric_mean(&[3.0]).unwrap(), 3.0_f64.ln().exp());
        assert!((geometric_mean(&[0.5, 8.0]).unwrap() - 2.0).abs() < 1e-12);
    }

    #[test]
    fn only_instances_where_both_finished_count() {
        let mut rows = vec![
            sample("highs-simplex", None, 1, 4.0),
            sample("ortools-pdlp", Some(1e-4), 1, 1.0),
            sample("planner", Some(1e-4), 1, 2.0),
            sample("highs-simplex", None, 2, 4.0),
            sample("ortools-pdlp", Some(1e-4), 2, 1.0),
            sample("planner", Some(1e-4), 2, 8.0),
        ];
        rows[4].outcome.finished = false;
        let ratios = ratios(&rows, &[1e-3, 1e-4]);
        let seen: Vec<_> = ratios.iter().map(|r| (r.method, r.gap, r.instances, r.asked)).collect();
        assert_eq!(seen, [("highs-simplex", 1e-4, 2, 2), ("ortools-pdlp", 1e-4, 1, 2)]);
        assert!((ratios[0].cpu_ratio.unwrap() - 1.0).abs() < 1e-12);
        assert!((ratios[1].cpu_ratio.unwrap() - 2.0).abs() < 1e-12);
    }
}

//! Two benchmarks beside each other: what has become slower or faster beyond noise.
//!
//! For each instance and method: the exact one-sided test of Mann and Whitney over the CPU times of the repeats, which asks nothing of
//! their distribution. A difference counts when the test gives at most one in a hundred and the medians differ by more than a
//! twentieth; the first needs at least four runs on each side (one in 70 orders of four and four, so five and five to count).
//! For each method over all instances: the geometric mean of the ratios of medians, with an interval by drawing instances again.

use super::contender::Contender;
use super::record::Record;
use super::row::Row;
use super::statistics::{bootstrap, geometric_mean, mann_whitney, median};
use serde::Serialize;
use std::collections::BTreeMap;

/// Chance at which a difference counts.
const CHANCE: f64 = 0.01;

/// Least difference of medians that counts, as a factor.
const LEAST_FACTOR: f64 = 1.05;

/// What is to be said of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Slower beyond noise.
    Slower,
    /// Faster beyond noise.
    Faster,
    /// It was solved before and is not now.
    Lost,
    /// It was not solved before and is now.
    Won,
    /// No difference that counts.
    Same,
}

/// One instance and method in both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Group of the instance.
    pub group: String,
    /// The instance.
    pub instance: String,
    /// What ran.
    #[serde(flatten)]
    pub contender: Contender,
    /// Runs before and after.
    pub runs: [usize; 2],
    /// Medians of the CPU time before and after, s.
    pub cpu_s: [f64; 2],
    /// After over before.
    pub ratio: f64,
    /// Chance of a difference this large in the direction that is seen, were there none.
    pub chance: f64,
    /// What is to be said.
    pub verdict: Verdict,
}

/// Two benchmarks beside each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// By instance and method, those in both.
    pub changes: Vec<Change>,
    /// By contender: geometric mean of the ratios over instances solved in both, and its interval (2.5 % to 97.5 %).
    pub methods: Vec<(Contender, f64, [f64; 2], usize)>,
    /// Runs that are in one of the two alone.
    pub only_one: usize,
}

impl Comparison {
    /// Whether anything has become slower or was lost.
    #[must_use]
    pub fn has_regressions(&self) -> bool {
        let bad = |change: &Change| matches!(change.verdict, Verdict::Slower | Verdict::Lost);
        self.changes.iter().any(bad)
    }
}

/// Compares what was measured `before` with what was measured `after`.
#[must_use]
pub fn compare(before: &Record, after: &Record) -> Comparison {
    let (before, after) = (by_key(before), by_key(after));
    let mut changes = Vec::new();
    for (key, rows) in &before {
        changes.extend(after.get(key).and_then(|later| change(rows, later)));
    }
    let in_one = |a: &Rows<'_>, b: &Rows<'_>| a.keys().filter(|key| !b.contains_key(*key)).count();
    Comparison {
        methods: by_contender(&changes),
        only_one: in_one(&before, &after) + in_one(&after, &before),
        changes,
    }
}

type Rows<'a> = BTreeMap<(String, String, Contender), Vec<&'a Row>>;

fn by_key(record: &Record) -> Rows<'_> {
    let mut rows = Rows::new();
    record
        .rows
        .iter()
        .for_each(|row| rows.entry(row.key()).or_default().push(row));
    rows
}

fn change(before: &[&Row], after: &[&Row]) -> Option<Change> {
    let times = |rows: &[&Row]| rows.iter().filter_map(|row| row.outcome.cpu_s).collect::<Vec<f64>>();
    let solved = |rows: &[&Row]| rows.iter().all(|row| row.solved);
    let (old, new) = (times(before), times(after));
    let cpu_s = [median(&old)?, median(&new)?];
    let ratio = cpu_s[1] / cpu_s[0];
    let is_slower = ratio >= 1.0;
    let chance = if is_slower {
        mann_whitney(&old, &new)
    } else {
        mann_whitney(&new, &old)
    };
    let counts = chance <= CHANCE && ratio.max(1.0 / ratio) > LEAST_FACTOR;
    let verdict = match (solved(before), solved(after)) {
        (true, false) => Verdict::Lost,
        (false, true) => Verdict::Won,
        _ if counts && is_slower => Verdict::Slower,
        _ if counts => Verdict::Faster,
        _ => Verdict::Same,
    };
    let row = before.first()?;
    Some(Change {
        group: row.group.clone(),
        instance: row.instance.clone(),
        contender: row.contender,
        runs: [old.len(), new.len()],
        cpu_s,
        ratio,
        chance,
        verdict,
    })
}

fn by_contender(changes: &[Change]) -> Vec<(Contender, f64, [f64; 2], usize)> {
    let mut ratios: BTreeMap<Contender, Vec<f64>> = BTreeMap::new();
    let in_both = changes
        .iter()
        .filter(|change| !matches!(change.verdict, Verdict::Lost | Verdict::Won));
    in_both.for_each(|change| ratios.entry(change.contender).or_default().push(change.ratio));
    let summed = ratios.into_iter().filter_map(|(contender, ratios)| {
        let (low, high) = bootstrap(&ratios)?;
        Some((contender, geometric_mean(&ratios)?, [low, high], ratios.len()))
    });
    summed.collect()
}

#[cfg(test)]
mod tests {
    use super::super::method::Method;
    use super::super::summary::tests::{record, row};
    use super::*;

    /// Five runs of three instances: `slow` takes twice as long, `noisy` has overlapping times, `lost` is no longer solved.
    fn measured(factor: f64, lost: bool) -> Record {
        let mut rows = Vec::new();
        for repeat in 1..=5_u8 {
            let (at, jitter) = (usize::from(repeat), 0.02 * f64::from(repeat));
            rows.push(row("slow", Method::Whole, at, factor * (1.0 + jitter), true));
            rows.push(row("noisy", Method::Whole, at, 1.0 + jitter * factor, true));
            rows.push(row("lost", Method::Whole, at, 1.0, !lost));
        }
        record(rows)
    }

    #[test]
    fn what_is_beyond_noise_is_told_from_what_is_not() {
        let (before, after) = (measured(1.0, false), measured(2.0, true));
        let comparison = compare(&before, &after);
        let of = |instance: &str| {
            comparison
                .changes
                .iter()
                .find(|change| change.instance == instance)
                .map(|c| c.verdict)
        };
        assert_eq!(of("slow"), Some(Verdict::Slower));
        assert_eq!(of("noisy"), Some(Verdict::Same));
        assert_eq!(of("lost"), Some(Verdict::Lost));
        assert!(comparison.has_regressions());
        let back = compare(&after, &before);
        assert!(!back.has_regressions());
        assert!(back.changes.iter().any(|change| change.verdict == Verdict::Faster));
    }

    #[test]
    fn the_same_twice_has_no_difference() {
        let one = measured(1.0, false);
        let comparison = compare(&one, &one);
        assert!(comparison.changes.iter().all(|change| change.verdict == Verdict::Same));
        assert!(
            comparison
                .methods
                .iter()
                .all(|(_, mean, [low, high], _)| *mean == 1.0 && *low == 1.0 && *high == 1.0)
        );
    }
}

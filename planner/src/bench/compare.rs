//! Two benchmarks beside each other: what has become slower or faster beyond noise.
//!
//! For each instance and method: the exact one-sided test of Mann and Whitney over the CPU times of the repeats, which asks nothing of
//! their distribution. A difference counts when the test gives at most one in a hundred and the medians differ by more than a
//! twentieth; the first needs at least four runs on each side (one in 70 orders of four and four, so five and five to count).
//! For each method over all instances: the geometric mean of the ratios of medians, with an interval by drawing instances again.

use super::account::SHORTEST_CPU_SECONDS;
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
    /// Fewer of its runs solve it than before.
    Lost,
    /// More of its runs solve it than before.
    Won,
    /// In both some runs do not solve it.
    Unsolved,
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
    /// Instances and contenders that are in the first alone.
    pub only_before: usize,
    /// Instances and contenders that are in the second alone.
    pub only_after: usize,
    /// Whether the two machines call themselves differently.
    pub other_machine: bool,
}

impl Comparison {
    /// Whether anything has become slower, was lost, or was not run again.
    #[must_use]
    pub fn has_regressions(&self) -> bool {
        let bad = |change: &Change| matches!(change.verdict, Verdict::Slower | Verdict::Lost);
        self.only_before > 0 || self.changes.iter().any(bad)
    }
}

/// What keeps two records from being compared, in words: what was asked of the runs has to be the same.
#[must_use]
pub fn incomparable(before: &Record, after: &Record) -> Option<String> {
    let differ = |what: &str, one: f64, other: f64| {
        let apart = (one - other).abs() > 1e-9 * one.abs();
        apart.then(|| format!("{what} is {one} in one and {other} in the other"))
    };
    let suite = (before.suite != after.suite)
        .then(|| format!("one is of the suite `{}`, the other of `{}`", before.suite, after.suite));
    suite
        .or_else(|| differ("the gap", before.gap, after.gap))
        .or_else(|| differ("the time limit, s,", before.time_limit_s, after.time_limit_s))
}

/// Compares what was measured `before` with what was measured `after`.
#[must_use]
pub fn compare(before: &Record, after: &Record) -> Comparison {
    let other_machine = before.machine != after.machine;
    let (before, after) = (by_key(before), by_key(after));
    let mut changes = Vec::new();
    for (key, rows) in &before {
        changes.extend(after.get(key).and_then(|later| change(rows, later)));
    }
    let in_one = |a: &Rows<'_>, b: &Rows<'_>| a.keys().filter(|key| !b.contains_key(*key)).count();
    Comparison {
        methods: by_contender(&changes),
        only_before: in_one(&before, &after),
        only_after: in_one(&after, &before),
        other_machine,
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
    #[allow(clippy::cast_precision_loss, reason = "counts of runs")]
    let solved = |rows: &[&Row]| rows.iter().filter(|row| row.solved).count() as f64 / rows.len() as f64;
    let (old, new) = (times(before), times(after));
    // A run without accounts failed before it began.
    let cpu_s = [median(&old).unwrap_or(0.0), median(&new).unwrap_or(0.0)];
    let ratio = cpu_s[1].max(SHORTEST_CPU_SECONDS) / cpu_s[0].max(SHORTEST_CPU_SECONDS);
    let is_slower = ratio >= 1.0;
    let chance = if is_slower {
        mann_whitney(&old, &new)
    } else {
        mann_whitney(&new, &old)
    };
    let counts = chance <= CHANCE && ratio.max(1.0 / ratio) > LEAST_FACTOR;
    let verdict = match (solved(before), solved(after)) {
        (was, is) if is < was => Verdict::Lost,
        (was, is) if is > was => Verdict::Won,
        // The times of runs that solved nothing say nothing.
        (was, is) if was.min(is) < 1.0 => Verdict::Unsolved,
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
        .filter(|change| !matches!(change.verdict, Verdict::Lost | Verdict::Won | Verdict::Unsolved));
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
    fn runs_that_solve_nothing_are_never_faster() {
        let (before, mut after) = (measured(1.0, false), measured(1.0, false));
        for row in after.rows.iter_mut().filter(|row| row.instance == "slow") {
            (row.solved, row.outcome.cpu_s) = (row.repeat == 1, Some(0.05));
        }
        let partly = after.clone();
        for row in after.rows.iter_mut().filter(|row| row.instance == "slow") {
            (row.solved, row.outcome.cpu_s) = (false, None);
        }
        let verdict = |comparison: &Comparison| {
            let slow = comparison.changes.iter().find(|change| change.instance == "slow");
            slow.map(|change| change.verdict)
        };
        for (before, after, expected) in [
            (&before, &partly, Verdict::Lost),
            (&before, &after, Verdict::Lost),
            (&partly, &after, Verdict::Lost),
            (&partly, &partly, Verdict::Unsolved),
            (&partly, &before, Verdict::Won),
        ] {
            let comparison = compare(before, after);
            assert_eq!(verdict(&comparison), Some(expected));
            assert_eq!(comparison.methods[0].3, 2, "what is not solved in both is in no mean");
        }
    }

    #[test]
    fn what_was_not_run_again_is_a_regression_and_other_suites_are_not_compared() {
        let before = measured(1.0, false);
        let mut after = before.clone();
        after.rows.retain(|row| row.instance != "slow");
        let comparison = compare(&before, &after);
        assert!(comparison.has_regressions() && comparison.only_before == 1);
        assert!(!compare(&after, &before).has_regressions());
        assert_eq!(incomparable(&before, &after), None);
        after.gap = 0.1;
        assert!(incomparable(&before, &after).is_some_and(|reason| reason.contains("gap")));
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

//! Runs as figures: medians by instance, shifted geometric means by method, performance profiles.
//!
//! A run that did not solve its instance counts with the time limit, in every mean and profile: by the clock as it is, in CPU time as if all
//! its threads and workers had been busy until then, so that giving up never counts for less than solving.

use super::account::SHORTEST_CPU_SECONDS;
use super::contender::Contender;
use super::record::Record;
use super::row::Row;
use super::statistics::{median, quantile, shifted_geometric_mean};
use serde::Serialize;
use std::collections::BTreeMap;

/// Runs of one method on one instance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Group of the instance.
    pub group: String,
    /// The instance.
    pub instance: String,
    /// What ran.
    #[serde(flatten)]
    pub contender: Contender,
    /// Runs.
    pub runs: usize,
    /// Whether all of them solved it.
    pub solved: bool,
    /// Status of the last.
    pub status: String,
    /// Median of the CPU time, s.
    pub cpu_s: Option<f64>,
    /// Its quartiles, s.
    pub cpu_quartiles_s: Option<[f64; 2]>,
    /// Median of the clock time, s.
    pub wall_s: f64,
    /// Greatest peak memory, MB.
    pub peak_memory_mb: Option<f64>,
    /// Objective of the last.
    pub objective: Option<f64>,
    /// Greatest gap.
    pub gap: Option<f64>,
    /// Greatest distance to the published optimum.
    pub distance: Option<f64>,
    /// What it counts with in means and profiles, s of CPU.
    pub counted_s: f64,
}

/// One contender over the instances that all contenders of a group have in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MethodSummary {
    /// Group of instances.
    pub group: String,
    /// What ran.
    #[serde(flatten)]
    pub contender: Contender,
    /// Instances.
    pub instances: usize,
    /// Instances that every run solved.
    pub solved: usize,
    /// Shifted geometric mean of the CPU time, s.
    pub mean_s: f64,
    /// Shifted geometric mean of the clock time, s.
    pub mean_wall_s: f64,
    /// The same over that of the fastest method of the group.
    pub ratio: f64,
}

/// A step of a performance profile: the part of the instances solved within a factor of the fastest.
pub(super) type Step = (f64, f64);

/// Everything a reader wants to know.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// By instance.
    pub cells: Vec<Cell>,
    /// By group and method.
    pub methods: Vec<MethodSummary>,
    /// By group and method: its performance profile, as steps.
    pub profiles: Vec<(String, Contender, Vec<Step>)>,
}

/// Sums a record up.
#[must_use]
pub fn summary(record: &Record) -> Summary {
    let cells = cells(record);
    let mut groups: BTreeMap<&str, Vec<&Cell>> = BTreeMap::new();
    for cell in &cells {
        groups.entry(&cell.group).or_default().push(cell);
    }
    let (mut methods, mut profiles) = (Vec::new(), Vec::new());
    for (group, cells) in &groups {
        let columns = columns(cells, record.time_limit_s);
        methods.extend(means(group, &columns, record.shift_s));
        profiles.extend(steps(group, &columns));
    }
    Summary {
        cells,
        methods,
        profiles,
    }
}

fn cells(record: &Record) -> Vec<Cell> {
    let mut order = Vec::new();
    let mut runs: BTreeMap<_, Vec<&Row>> = BTreeMap::new();
    for row in &record.rows {
        let rows = runs.entry(row.key()).or_default();
        if rows.is_empty() {
            order.push(row.key());
        }
        rows.push(row);
    }
    order
        .iter()
        .filter_map(|key| cell(&runs[key], record.time_limit_s))
        .collect()
}

fn cell(rows: &[&Row], limit_s: f64) -> Option<Cell> {
    let last = rows.last()?;
    let figures = |part: fn(&Row) -> Option<f64>| rows.iter().filter_map(|row| part(row)).collect::<Vec<f64>>();
    let greatest = |figures: Vec<f64>| figures.into_iter().reduce(f64::max);
    let cpu = figures(|row| row.outcome.cpu_s);
    let solved = rows.iter().all(|row| row.solved);
    let wall_s = median(&figures(|row| Some(row.outcome.wall_s))).unwrap_or(0.0);
    let cpu_s = median(&cpu);
    Some(Cell {
        group: last.group.clone(),
        instance: last.instance.clone(),
        contender: last.contender,
        runs: rows.len(),
        solved,
        status: last.outcome.status.clone(),
        cpu_s,
        cpu_quartiles_s: quantile(&cpu, 0.25)
            .zip(quantile(&cpu, 0.75))
            .map(|(low, high)| [low, high]),
        wall_s,
        peak_memory_mb: greatest(figures(|row| row.outcome.peak_memory_mb)),
        objective: last.outcome.objective,
        gap: greatest(figures(|row| row.outcome.gap.map(f64::abs))),
        distance: greatest(figures(|row| row.distance.map(f64::abs))),
        counted_s: if solved {
            cpu_s.unwrap_or(wall_s).max(SHORTEST_CPU_SECONDS)
        } else {
            limit_s * last.contender.processors()
        },
    })
}

/// Times of one contender, by the instances that all contenders have.
type Times = (Contender, Vec<Time>);

/// What an instance counts with, and whether it was solved.
#[derive(Clone, Copy)]
struct Time {
    cpu_s: f64,
    wall_s: f64,
    solved: bool,
}

/// Times of each method on the instances that all methods of a group have in common.
fn columns(cells: &[&Cell], limit_s: f64) -> Vec<Times> {
    let mut contenders: Vec<Contender> = cells.iter().map(|cell| cell.contender).collect();
    contenders.sort_unstable();
    contenders.dedup();
    let mut instances: Vec<&str> = cells.iter().map(|cell| cell.instance.as_str()).collect();
    instances.sort_unstable();
    instances.dedup();
    let find = |contender: Contender, instance: &str| {
        let mut those = cells.iter().filter(|cell| cell.instance == instance);
        those.find(|cell| cell.contender == contender)
    };
    instances.retain(|instance| contenders.iter().all(|contender| find(*contender, instance).is_some()));
    let times = |contender: Contender| {
        let cells = instances.iter().filter_map(|instance| find(contender, instance));
        let time = |cell: &Cell| Time {
            cpu_s: cell.counted_s,
            wall_s: if cell.solved { cell.wall_s } else { limit_s },
            solved: cell.solved,
        };
        cells.copied().map(time).collect()
    };
    contenders
        .iter()
        .map(|contender| (*contender, times(*contender)))
        .collect()
}

fn means(group: &str, columns: &[Times], shift_s: f64) -> Vec<MethodSummary> {
    let mut means: Vec<MethodSummary> = columns
        .iter()
        .filter_map(|(contender, times)| {
            let counted: Vec<f64> = times.iter().map(|time| time.cpu_s).collect();
            let by_clock: Vec<f64> = times.iter().map(|time| time.wall_s).collect();
            Some(MethodSummary {
                group: group.to_owned(),
                contender: *contender,
                instances: times.len(),
                solved: times.iter().filter(|time| time.solved).count(),
                mean_s: shifted_geometric_mean(&counted, shift_s)?,
                mean_wall_s: shifted_geometric_mean(&by_clock, shift_s)?,
                ratio: 1.0,
            })
        })
        .collect();
    let fastest = means.iter().map(|mean| mean.mean_s).fold(f64::INFINITY, f64::min);
    means
        .iter_mut()
        .for_each(|mean| mean.ratio = mean.mean_s / fastest.max(f64::MIN_POSITIVE));
    means
}

#[allow(clippy::cast_precision_loss, reason = "a count of instances")]
fn steps(group: &str, columns: &[Times]) -> Vec<(String, Contender, Vec<Step>)> {
    let count = columns.first().map_or(0, |(_, times)| times.len());
    let best = |instance: usize| {
        let times = columns.iter().map(|(_, times)| times[instance]);
        times
            .filter(|time| time.solved)
            .map(|time| time.cpu_s)
            .fold(f64::INFINITY, f64::min)
    };
    let profile = |times: &[Time]| {
        let solved = times.iter().enumerate().filter(|(_, time)| time.solved);
        let mut factors: Vec<f64> = solved.map(|(instance, time)| time.cpu_s / best(instance)).collect();
        factors.sort_by(f64::total_cmp);
        let share = |done: usize| (done + 1) as f64 / count as f64;
        factors
            .iter()
            .enumerate()
            .map(|(done, factor)| (*factor, share(done)))
            .collect()
    };
    let all = columns.iter().filter(|_| count > 0);
    all.map(|(contender, times)| (group.to_owned(), *contender, profile(times)))
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
pub(super) mod tests {
    use super::super::method::Method;
    use super::super::row::Outcome;
    use super::*;

    pub(in super::super) fn row(instance: &str, method: Method, repeat: usize, cpu_s: f64, solved: bool) -> Row {
        Row {
            group: "g".to_owned(),
            instance: instance.to_owned(),
            contender: Contender {
                method,
                threads: 1,
                workers: 0,
            },
            repeat,
            published: None,
            published_infeasible: false,
            distance: None,
            solved,
            outcome: Outcome {
                status: if solved { "optimal" } else { "time limit" }.to_owned(),
                cpu_s: Some(cpu_s),
                wall_s: cpu_s,
                ..Outcome::default()
            },
        }
    }

    pub(in super::super) fn record(rows: Vec<Row>) -> Record {
        Record {
            suite: "s".to_owned(),
            version: "0".to_owned(),
            machine: "m".to_owned(),
            shift_s: 1.0,
            time_limit_s: 60.0,
            gap: 1e-6,
            rows,
        }
    }

    #[test]
    fn what_was_not_solved_counts_with_the_limit() {
        use Method::{Decomposed, Whole};
        let rows = vec![
            row("a", Whole, 1, 3.0, true),
            row("a", Whole, 2, 1.0, true),
            row("a", Whole, 3, 2.0, true),
            row("a", Decomposed, 1, 4.0, true),
            row("b", Whole, 1, 8.0, true),
            row("b", Decomposed, 1, 20.0, false),
            // Not among what all have in common.
            row("c", Whole, 1, 50.0, true),
        ];
        let summary = summary(&record(rows));
        assert_eq!(summary.cells[0].cpu_s, Some(2.0));
        let of = |method| {
            summary
                .methods
                .iter()
                .find(|mean| mean.contender.method == method)
                .unwrap()
        };
        let (whole, decomposed) = (of(Whole), of(Decomposed));
        assert_eq!((whole.instances, whole.solved, decomposed.solved), (2, 2, 1));
        assert!((whole.mean_s - (27.0_f64.sqrt() - 1.0)).abs() < 1e-12);
        assert!((decomposed.mean_s - (305.0_f64.sqrt() - 1.0)).abs() < 1e-12);
        let profile = |method| {
            summary
                .profiles
                .iter()
                .find(|profile| profile.1.method == method)
                .unwrap()
        };
        assert_eq!(profile(Whole).2, [(1.0, 0.5), (1.0, 1.0)]);
        assert_eq!(profile(Decomposed).2, [(2.0, 0.5)]);
    }
}

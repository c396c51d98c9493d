//! What a benchmark leaves on disk: `runs.json` and `runs.parquet`, a row a run, with the suite and the machine.

use super::error::BenchError;
use super::row::Row;
use super::suite::Suite;
use crate::plan::parquet::{write_columns, write_whole};
use polars::prelude::{Column, NamedFrom, PlSmallStr, Series};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Name of the rows as JSON.
const JSON: &str = "runs.json";

/// Name of the rows as Parquet.
const TABLE: &str = "runs.parquet";

/// A benchmark that was run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Name of the suite.
    pub suite: String,
    /// Version of the program.
    pub version: String,
    /// What the system says of its processor and the number of its cores.
    pub machine: String,
    /// Shift of the geometric means, s.
    pub shift_s: f64,
    /// Wall-clock limit of a run, s: what a run that was not solved counts with.
    pub time_limit_s: f64,
    /// Relative gap that was asked.
    pub gap: f64,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Record {
    /// The record of a suite on this machine.
    #[must_use]
    pub fn of(suite: &Suite, rows: Vec<Row>) -> Self {
        Self {
            suite: suite.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            machine: machine(),
            shift_s: suite.shift_s,
            time_limit_s: suite.time_limit_s,
            gap: suite.gap,
            rows,
        }
    }
}

fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let name = model.map_or("unknown processor", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    format!("{name}, {cores} cores")
}

/// Writes both files into a folder, which is made when it is not there; each appears whole.
///
/// # Errors
/// When the disk refuses.
pub fn write_record(folder: &Path, record: &Record) -> Result<(), BenchError> {
    std::fs::create_dir_all(folder).map_err(BenchError::file(folder))?;
    write_columns(&folder.join(TABLE), columns(&record.rows))?;
    let text = serde_json::to_vec_pretty(record).map_err(|error| BenchError::Record {
        path: folder.join(JSON),
        reason: error.to_string(),
    })?;
    put(folder, JSON, &text)
}

/// Writes a file whole or not at all.
pub(super) fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), BenchError> {
    let path = folder.join(name);
    write_whole(&path, bytes).map_err(BenchError::file(&path))
}

/// Reads what [`write_record`] wrote.
///
/// # Errors
/// [`BenchError::Record`] for a folder that holds something else.
pub fn read_record(folder: &Path) -> Result<Record, BenchError> {
    const LARGEST_BYTES: u64 = 1 << 30;
    let path = folder.join(JSON);
    let wrong = |reason: String| BenchError::Record {
        path: path.clone(),
        reason,
    };
    let bytes = data::foreign::read(&path, LARGEST_BYTES).map_err(|error| wrong(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))
}

fn columns(rows: &[Row]) -> Vec<Column> {
    let outcome = |part: fn(&Row) -> Option<f64>| rows.iter().map(part).collect::<Vec<_>>();
    let size = |part: usize| {
        let sizes = rows.iter().map(|row| row.outcome.size.map(|size| size[part] as u64));
        sizes.collect::<Vec<Option<u64>>>()
    };
    vec![
        column("group", rows.iter().map(|row| row.group.as_str()).collect::<Vec<_>>()),
        column(
            "instance",
            rows.iter().map(|row| row.instance.as_str()).collect::<Vec<_>>(),
        ),
        column(
            "method",
            rows.iter().map(|row| row.contender.method.name()).collect::<Vec<_>>(),
        ),
        column(
            "threads",
            rows.iter().map(|row| row.contender.threads).collect::<Vec<_>>(),
        ),
        column(
            "workers",
            rows.iter().map(|row| row.contender.workers).collect::<Vec<_>>(),
        ),
        column("repeat", rows.iter().map(|row| row.repeat as u64).collect::<Vec<_>>()),
        column(
            "status",
            rows.iter().map(|row| row.outcome.status.as_str()).collect::<Vec<_>>(),
        ),
        column("solved", rows.iter().map(|row| row.solved).collect::<Vec<_>>()),
        column("objective", outcome(|row| row.outcome.objective)),
        column("lower_bound", outcome(|row| row.outcome.lower_bound)),
        column("gap", outcome(|row| row.outcome.gap)),
        column("published", outcome(|row| row.published)),
        column("distance", outcome(|row| row.distance)),
        column("columns", size(0)),
        column("rows", size(1)),
        column("coefficients", size(2)),
        column("cpu_s", outcome(|row| row.outcome.cpu_s)),
        column("cpu_load_s", outcome(|row| row.outcome.cpu_load_s)),
        column("wall_s", outcome(|row| Some(row.outcome.wall_s))),
        column("peak_memory_mb", outcome(|row| row.outcome.peak_memory_mb)),
    ]
}

fn column<T>(name: &'static str, cells: Vec<T>) -> Column
where
    Series: NamedFrom<Vec<T>, [T]>,
{
    Series::new(PlSmallStr::from_static(name), cells).into()
}

//! `batch.jsonl`: a head that says which batch it is, then a line a plan, each on disk before it counts.
//!
//! Invariant: one program at a time writes it; a last line that was cut short is as if it had never been written.
//! What a line tells of is on disk, name and content, before the line is.

use super::error::BatchError;
use super::row::Row;
use super::sources::Hashes;
use crate::run::{self, RunError};
use data::generate::GenerateSpec;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Name of the record in a batch folder.
pub const RECORD: &str = "batch.jsonl";
/// Version of the record that is written and read.
const VERSION: u32 = 2;

/// Which batch a record is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Version of the record.
    pub(super) batch_version: u32,
    /// Version of the program.
    pub(super) program: String,
    /// Name of the batch.
    pub(super) name: String,
    /// Its axes, in order.
    pub(super) axes: Vec<String>,
    /// What each set of tables is drawn from; nothing where they are read.
    #[serde(default)]
    pub(super) generate: Vec<GenerateSpec>,
    /// BLAKE3 of each table file, by file name, a map for each set of tables.
    pub(super) tables: Vec<Hashes>,
    /// Ids of its plans, in order.
    pub(super) plans: Vec<String>,
}

impl Head {
    /// The head of a batch of this program, without tables.
    pub(super) fn new(name: &str, axes: Vec<String>, plans: Vec<String>) -> Self {
        Self {
            batch_version: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            name: name.to_owned(),
            axes,
            generate: Vec::new(),
            tables: Vec::new(),
            plans,
        }
    }

    /// What is different in `now`, in words; none when nothing is. Tables that have yet to be drawn are no difference.
    fn difference(&self, now: &Self) -> Option<String> {
        if (self.batch_version, &self.program) != (now.batch_version, &now.program) {
            return Some(format!(
                "it was begun by version {} of the program (record {}) and this is {} (record {})",
                self.program, self.batch_version, now.program, now.batch_version
            ));
        }
        let mut specs = self.generate.iter().zip(&now.generate);
        if let Some((before, now)) = specs.find(|(before, now)| before != now) {
            return Some(format!(
                "`generate` or a seed changed: drawn was {}, asked is {}",
                words(before),
                words(now)
            ));
        }
        if !now.tables.is_empty() && self.tables != now.tables {
            return Some(format!(
                "{} of the tables changed",
                changed_tables(&self.tables, &now.tables)
            ));
        }
        let identity = |head: &Self| {
            (
                head.name.clone(),
                head.axes.clone(),
                head.plans.clone(),
                head.generate.len(),
            )
        };
        if identity(self) == identity(now) {
            return None;
        }
        let before: BTreeSet<&String> = self.plans.iter().collect();
        let new = now.plans.iter().filter(|id| !before.contains(id)).count();
        Some(format!(
            "the batch file, or a file that it names, changed: {} plans before and {} now, {new} of them new",
            self.plans.len(),
            now.plans.len()
        ))
    }
}

fn words(spec: &GenerateSpec) -> String {
    let GenerateSpec {
        nodes,
        commodities,
        periods,
        seed,
    } = spec;
    format!("nodes = {nodes}, commodities = {commodities}, periods = {periods}, seed = {seed}")
}

fn changed_tables(before: &[Hashes], now: &[Hashes]) -> String {
    let differ = |(a, b): (&Hashes, &Hashes)| -> Vec<String> {
        let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        let changed = names.into_iter().filter(|name| a.get(*name) != b.get(*name));
        changed.cloned().collect()
    };
    let names: BTreeSet<String> = before.iter().zip(now).flat_map(differ).collect();
    if names.is_empty() {
        return "the number of sets".to_owned();
    }
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// The record of a batch that is being made; no other program can open it.
#[derive(Debug)]
pub(super) struct Record {
    path: PathBuf,
    file: File,
}

impl Record {
    /// Opens the record in the batch folder `out`, which is made when it is not there. A folder with plans on record is
    /// refused unless it is to be `resumed`; one that holds something else always.
    pub(super) fn open(out: &Path, resumed: bool) -> Result<Self, BatchError> {
        let path = out.join(RECORD);
        std::fs::create_dir_all(out).map_err(RunError::file(out))?;
        let mut entries = std::fs::read_dir(out).map_err(RunError::file(out))?;
        if !path.exists() && entries.next().is_some() {
            return Err(BatchError::Foreign(out.to_owned()));
        }
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(RunError::file(&path))?;
        match lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BatchError::Busy(out.to_owned())),
            Err(TryLockError::Error(source)) => return Err(RunError::file(path)(source).into()),
        }
        run::sync_name(&path)?;
        run::sync_name(out)?;
        let is_begun = file.metadata().map_err(RunError::file(&path))?.len() > 0;
        if is_begun && !resumed {
            return Err(BatchError::Exists(out.to_owned()));
        }
        Ok(Self { path, file })
    }

    /// What is on record of the batch that `head` says; none when nothing is. A line that was cut short is removed.
    ///
    /// # Errors
    /// When another batch is on record, which stays as it is.
    pub(super) fn take_up(&mut self, head: &Head) -> Result<Option<(Head, Vec<Row>)>, BatchError> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).map_err(RunError::file(&self.path))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        bytes.truncate(whole);
        let on_record = parse(&self.path, &bytes)?;
        if let Some((before, _)) = &on_record {
            self.compare(before, head)?;
        }
        self.cut(whole as u64)?;
        Ok(on_record)
    }

    /// Begins the batch, of which all tables are known now, or goes on with what was taken up; gives the rows on record.
    pub(super) fn begin(&mut self, head: &Head, before: Option<(Head, Vec<Row>)>) -> Result<Vec<Row>, BatchError> {
        let Some((before, rows)) = before else {
            self.append(head)?;
            return Ok(Vec::new());
        };
        self.compare(&before, head)?;
        Ok(rows)
    }

    fn compare(&self, before: &Head, now: &Head) -> Result<(), BatchError> {
        let Some(seen) = before.difference(now) else {
            return Ok(());
        };
        let path = self.path.parent().unwrap_or(Path::new("")).to_owned();
        Err(BatchError::Changed { path, seen })
    }

    fn cut(&mut self, length: u64) -> Result<(), RunError> {
        let cut = self
            .file
            .set_len(length)
            .and_then(|()| self.file.seek(SeekFrom::End(0)));
        cut.map(drop).map_err(RunError::file(&self.path))
    }

    /// Adds a line, which is on disk when this returns.
    pub(super) fn append(&mut self, line: &impl Serialize) -> Result<(), BatchError> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        let write = self.file.write_all(&text).and_then(|()| self.file.sync_data());
        write.map_err(RunError::file(&self.path))?;
        Ok(())
    }
}

/// Reads the record in the batch folder `folder`, which may be written at the same time.
pub(super) fn read(folder: &Path) -> Result<(Head, Vec<Row>), BatchError> {
    let path = folder.join(RECORD);
    let mut bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(BatchError::NoBatch(folder.to_owned()));
        }
        Err(source) => return Err(RunError::file(path)(source).into()),
    };
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    bytes.truncate(whole);
    parse(&path, &bytes)?.ok_or_else(|| BatchError::NoBatch(folder.to_owned()))
}

/// Head and rows, by their places in the batch; none when there is no line. Of a plan that was made again the last line counts.
fn parse(path: &Path, bytes: &[u8]) -> Result<Option<(Head, Vec<Row>)>, BatchError> {
    let damaged = |line: usize, reason: String| BatchError::Damaged {
        path: path.to_owned(),
        line,
        reason,
    };
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let Some(first) = lines.next() else {
        return Ok(None);
    };
    let head: Head = serde_json::from_slice(first).map_err(|error| damaged(1, error.to_string()))?;
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    for (at, line) in lines.enumerate() {
        let row: Row = serde_json::from_slice(line).map_err(|error| damaged(at + 2, error.to_string()))?;
        let is_planned = head.plans.get(row.position.wrapping_sub(1)) == Some(&row.id);
        if !is_planned {
            return Err(damaged(
                at + 2,
                format!("`{}` is not plan {} of the batch", row.id, row.position),
            ));
        }
        rows.insert(row.position, row);
    }
    Ok(Some((head, rows.into_values().collect())))
}

/// Locks the record, or says that another holds it. A child process that is just being started holds what its parent held, for
/// the moment until its own program runs; so one try is not enough.
fn lock(file: &File) -> Result<(), TryLockError> {
    let mut tries_left = 50;
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if tries_left > 0 => tries_left -= 1,
            ended => return ended,
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{BatchError, Head, RECORD, Record, Row, read};
    use serde_json::json;
    use std::path::Path;

    fn head() -> Head {
        let plans = vec!["one".to_owned(), "two".to_owned()];
        Head::new("Test", vec!["axis".to_owned()], plans)
    }

    /// The record in the folder, begun or taken up, and the rows on it.
    fn taken_up(folder: &Path, resumed: bool) -> Result<(Record, Vec<Row>), BatchError> {
        let mut record = Record::open(folder, resumed)?;
        let before = record.take_up(&head())?;
        let rows = record.begin(&head(), before)?;
        Ok((record, rows))
    }

    fn row(position: usize, id: &str) -> serde_json::Value {
        json!({
            "position": position, "id": id, "axes": {}, "status": "refused", "message": null, "objective_gj": null,
            "bound_gj": null, "gap": null, "demand_met": null, "shortage_gj": null, "energy_gj": null, "cpu_s": null,
            "wall_s": 0.5, "exchanges": null, "start": "cold", "started_from": null, "plan": null, "plan_blake3": null,
            "columns_blake3": null,
        })
    }

    /// A batch with these rows, and what cannot be taken up of it.
    fn refused(folder: &Path, rows: &[serde_json::Value]) -> String {
        let (mut record, none) = taken_up(folder, false).unwrap();
        assert!(none.is_empty());
        rows.iter().for_each(|row| record.append(row).unwrap());
        drop(record);
        let error = taken_up(folder, true).unwrap_err();
        assert!(matches!(error, BatchError::Damaged { .. }));
        error.to_string()
    }

    #[test]
    fn lines_that_do_not_belong_are_named() {
        let cases = [
            (vec![row(1, "one"), json!({ "position": 2 })], "line 3: missing field"),
            (vec![row(2, "one")], "line 2: `one` is not plan 2 of the batch"),
            (vec![row(0, "one")], "line 2: `one` is not plan 0 of the batch"),
        ];
        for (rows, words) in cases {
            let folder = tempfile::tempdir().unwrap();
            let said = refused(folder.path(), &rows);
            assert!(said.contains(words), "{said}");
        }
    }

    #[test]
    fn of_a_plan_that_was_made_again_the_last_line_counts() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = taken_up(folder.path(), false).unwrap().0;
        let mut again = row(1, "one");
        again["wall_s"] = json!(2.5);
        let lines = [row(1, "one"), row(2, "two"), again];
        lines.iter().for_each(|row| record.append(row).unwrap());
        drop(record);
        let rows = taken_up(folder.path(), true).unwrap().1;
        let said: Vec<(&str, f64)> = rows.iter().map(|row| (row.id.as_str(), row.wall_s)).collect();
        assert_eq!(said, [("one", 2.5), ("two", 0.5)]);
        assert_eq!(read(folder.path()).unwrap().1, rows);
    }

    #[test]
    fn what_was_cut_short_is_as_if_it_had_never_been_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = taken_up(folder.path(), false).unwrap().0;
        record.append(&row(1, "one")).unwrap();
        drop(record);
        let path = folder.path().join(RECORD);
        let whole = std::fs::read(&path).unwrap();
        // From a kill at any byte, the head aside, come all rows whose line was whole.
        let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for length in 0..=whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let (mut record, rows) = taken_up(folder.path(), true).unwrap();
            assert_eq!(rows.len(), usize::from(length == whole.len()));
            record.append(&row(2, "two")).unwrap();
            drop(record);
            let after = read(folder.path()).unwrap().1;
            assert_eq!(after.len(), rows.len() + 1, "cut at {length} of {first}");
        }
    }
}

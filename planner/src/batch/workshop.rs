//! A batch from its file to its folder: everything read once, then plans made side by side and put on record.

use super::disk::remove;
use super::error::BatchError;
use super::job::{self, Bench};
use super::parquet;
use super::plans::{PLANS, Planned, path_of, plans};
use super::record::{Head, Record};
use super::row::Row;
use super::schedule::{Leaves, Next, Place, Schedule};
use super::shelf::Shelf;
use super::sources::{DRAWN, Origins, origins};
use super::verify;
use crate::run::{self, Journal, RunError};
use data::batch::{BatchSet, Choice, read_batch};
use data::findings::Findings;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The table is written anew when it lacks more than one row in so many.
const ROWS_A_LAG: usize = 100;

/// How the names of files and folders begin that are being written.
const HALF_WRITTEN: [&str; 3] = [
    run::STAGING_PREFIX,
    super::sources::STAGING_PREFIX,
    crate::plan::parquet::TEMPORARY_PREFIX,
];

/// What a caller decides about a batch besides its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The batch folder.
    pub out: PathBuf,
    /// Whether to go on with what is on record there.
    pub resume: bool,
    /// Plans made side by side; the file's when absent.
    pub threads: Option<usize>,
}

/// How far a batch is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Plans on record.
    pub done: usize,
    /// Of them, how many were on record when this run began.
    pub taken_up: usize,
    /// Plans of the batch.
    pub of: usize,
}

/// Clock, ear and screen of a batch; asked from several threads.
pub trait Watch: Sync {
    /// The journal of one plan.
    fn journal(&self) -> Box<dyn Journal + '_>;
    /// Time since the start, s.
    fn seconds(&self) -> f64;
    /// CPU time of the calling thread, s; none where the system does not say.
    fn cpu_s(&self) -> Option<f64>;
    /// Whether to begin no more plans.
    fn is_stopped(&self) -> bool;
    /// A plan on record is gone or changed, and is made again.
    fn lost(&self, row: &Row, reason: &str);
    /// Plans begin.
    fn begins(&self, standing: Standing);
    /// A plan ended and is on record.
    fn ended(&self, row: &Row, standing: Standing);
}

/// What a batch gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What is on record, in the order of the batch.
    pub rows: Vec<Row>,
    /// How far it came.
    pub standing: Standing,
}

impl Outcome {
    /// Whether every plan is on record.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.standing.done == self.standing.of
    }
}

/// A batch whose inputs were read.
#[derive(Debug)]
pub struct Batch {
    set: BatchSet,
    choices: Vec<Choice>,
    origins: Origins,
}

impl Batch {
    /// Reads the batch file, everything that it names, and the tables; every alternative is laid over them once.
    ///
    /// # Errors
    /// Every finding of the step that failed: files, then tables, then alternatives. Nothing was written.
    pub fn read(path: &Path) -> Result<Self, BatchError> {
        let set = read_batch(path)?;
        let choices = set.choices();
        let origins = origins(&set, &choices)?;
        Ok(Self { set, choices, origins })
    }

    /// Warnings and notes of the tables.
    #[must_use]
    pub const fn warnings(&self) -> &Findings {
        &self.origins.warnings
    }

    /// Number of plans.
    #[must_use]
    pub fn len(&self) -> usize {
        self.choices.len()
    }

    /// Whether there is no plan in it, which a file that was read rules out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty()
    }

    /// Makes the plans that are not on record yet, until all are or the watch asks for the end.
    ///
    /// # Errors
    /// When the folder cannot be used or holds another batch, and when the disk refuses. What is on record stays.
    pub fn run(self, settings: &Settings, watch: &dyn Watch) -> Result<Outcome, BatchError> {
        let Self { set, choices, origins } = self;
        let out = settings.out.as_path();
        let mut record = Record::open(out, settings.resume)?;
        let plans = plans(&set, &choices, &origins)?;
        let mut head = head(&set, &origins, &plans);
        let before = record.take_up(&head)?;
        tidy(out)?;
        let shelf = origins.settle(out, before.is_some())?;
        head.tables = shelf.hashes();
        let rows = record.begin(&head, before)?;
        let rows = verified(out, rows, watch)?;
        let ended: Vec<(usize, Leaves)> = rows.iter().map(|row| (row.position - 1, leaves(out, row))).collect();
        let standing = Standing {
            done: rows.len(),
            taken_up: rows.len(),
            of: plans.len(),
        };
        let hall = Hall {
            bench: Bench { set: &set, out },
            shelf: &shelf,
            plans: &plans,
            axes: &head.axes,
            watch,
            books: Mutex::new(Books {
                schedule: Schedule::new(places(&plans), &ended),
                record,
                rows,
                standing,
                in_table: 0,
                failure: None,
            }),
            changed: Condvar::new(),
        };
        hall.run(settings.threads.or(set.batch.threads))
    }
}

/// The head of the batch; drawn tables have no hashes yet.
fn head(set: &BatchSet, origins: &Origins, plans: &[Planned]) -> Head {
    let axes = set.batch.axes.iter().map(|axis| axis.name.clone());
    let ids = plans.iter().map(|plan| plan.id.clone());
    Head {
        generate: origins.specs().to_vec(),
        tables: origins.hashes().cloned().into_iter().collect(),
        ..Head::new(&set.batch.name, axes.collect(), ids.collect())
    }
}

fn places(plans: &[Planned]) -> Vec<Place<'_>> {
    let each = plans.iter().map(|plan| Place {
        tables: plan.source,
        choice: plan.choice.as_slice(),
    });
    each.collect()
}

/// Removes what was half written when a batch was cut short.
fn tidy(out: &Path) -> Result<(), RunError> {
    let plans = out.join(PLANS);
    std::fs::create_dir_all(&plans).map_err(RunError::file(&plans))?;
    run::sync_name(&plans)?;
    for folder in [out, &plans, &out.join(DRAWN)] {
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(folder).map_err(RunError::file(folder))? {
            let entry = entry.map_err(RunError::file(folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if HALF_WRITTEN.iter().any(|prefix| name.starts_with(prefix)) {
                remove(&entry.path())?;
            }
        }
    }
    Ok(())
}

/// The rows whose plans are in their folders as they were written. The watch is told of the others, which are made again.
fn verified(out: &Path, rows: Vec<Row>, watch: &dyn Watch) -> Result<Vec<Row>, BatchError> {
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        match verify::fault(&path_of(out, &row.id), &row)? {
            Some(reason) => watch.lost(&row, &reason),
            None => kept.push(row),
        }
    }
    Ok(kept)
}

fn leaves(out: &Path, row: &Row) -> Leaves {
    match row.status.is_plan() {
        true if run::keeps_columns(&path_of(out, &row.id)) => Leaves::Memory,
        true => Leaves::PlanOnly,
        false => Leaves::Nothing,
    }
}

/// Where plans are made side by side.
struct Hall<'a> {
    bench: Bench<'a>,
    shelf: &'a Shelf,
    plans: &'a [Planned],
    axes: &'a [String],
    watch: &'a dyn Watch,
    books: Mutex<Books<'a>>,
    changed: Condvar,
}

/// What the workers share.
struct Books<'a> {
    schedule: Schedule<'a>,
    record: Record,
    rows: Vec<Row>,
    standing: Standing,
    /// Rows that the table has.
    in_table: usize,
    failure: Option<BatchError>,
}

impl<'a> Hall<'a> {
    fn run(self, threads: Option<usize>) -> Result<Outcome, BatchError> {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let left = self.plans.len().saturating_sub(self.books().rows.len());
        let threads = threads.unwrap_or_else(cores).clamp(1, left.max(1));
        let standing = self.books().standing;
        self.watch.begins(standing);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| self.work());
            }
        });
        let mut books = self.books.into_inner().unwrap_or_else(PoisonError::into_inner);
        let written = books.write_table(self.bench.out, self.axes);
        if let Some(failure) = books.failure {
            return Err(failure);
        }
        written?;
        Ok(Outcome {
            rows: books.rows,
            standing: books.standing,
        })
    }

    fn books(&self) -> MutexGuard<'_, Books<'a>> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes plans until there is none left to begin.
    fn work(&self) {
        let mut books = self.books();
        while books.failure.is_none() && !self.watch.is_stopped() {
            match books.schedule.next() {
                Next::Done => break,
                Next::Wait => books = self.changed.wait(books).unwrap_or_else(PoisonError::into_inner),
                Next::Make { position, from } => {
                    drop(books);
                    let made = self.make(position, from);
                    books = self.books();
                    self.enter(&mut books, position, made);
                    self.changed.notify_all();
                }
            }
        }
        self.changed.notify_all();
    }

    fn make(&self, position: usize, from: Option<usize>) -> Result<Row, BatchError> {
        let planned = &self.plans[position];
        let from = from.map(|at| self.plans[at].id.as_str());
        let make = || {
            let tables = self.shelf.load(planned.source)?;
            job::make(self.bench, &tables, planned, from, self.watch)
        };
        match catch_unwind(AssertUnwindSafe(make)) {
            Ok(made) => made,
            Err(panic) => {
                // The others must not wait for a plan that will never end.
                self.books().schedule.ended(position, Leaves::Nothing);
                self.changed.notify_all();
                resume_unwind(panic)
            }
        }
    }

    /// Puts a plan on record.
    fn enter(&self, books: &mut Books<'_>, position: usize, made: Result<Row, BatchError>) {
        let entered = made.and_then(|row| {
            books.record.append(&row)?;
            books.schedule.ended(position, leaves(self.bench.out, &row));
            books.standing.done += 1;
            self.watch.ended(&row, books.standing);
            let at = books.rows.partition_point(|earlier| earlier.position < row.position);
            books.rows.insert(at, row);
            if books.rows.len() > books.in_table + books.rows.len() / ROWS_A_LAG {
                books.write_table(self.bench.out, self.axes)?;
            }
            Ok(())
        });
        if let Err(error) = entered {
            books.failure.get_or_insert(error);
        }
    }
}

impl Books<'_> {
    fn write_table(&mut self, out: &Path, axes: &[String]) -> Result<(), BatchError> {
        parquet::write(out, axes, &self.rows)?;
        self.in_table = self.rows.len();
        Ok(())
    }
}

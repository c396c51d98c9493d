//! Many plans of one data set: the cross product of a batch file's axes, each plan a run of its own.
//!
//! [`Batch::read`] reads everything once; [`Batch::run`] makes the plans on some threads, each with one thread inside, and puts
//! them on record: a line of `batch.jsonl` a plan, on disk before the next one begins, and `batch.parquet` made of those lines.
//! [`Comparison`] reads a batch folder back.
//!
//! Invariant: what a plan starts from is the same whatever the number of threads and however often the batch was
//! interrupted: the nearest plan before it that could be made. A plan counts as made when its line is on record and its
//! folder is as it was written, and is then not made again.

mod chart;
mod compare;
mod disk;
mod error;
mod job;
mod page;
mod parquet;
mod plans;
mod record;
mod row;
mod schedule;
mod shelf;
mod sources;
mod verify;
mod workshop;

pub use compare::{Column, Compared, Comparison, Difference};
pub use error::BatchError;
pub use page::{PAGE, write_page};
pub use parquet::TABLE;
pub use record::RECORD;
pub use row::{Row, Start, Status};
pub use workshop::{Batch, Outcome, Settings, Standing, Watch};

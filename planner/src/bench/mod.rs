//! Benchmarks: suites of instances, methods, threads and workers, each run in a child process of its own; what was measured as a table, a
//! page and Parquet; and two of them compared.
//!
//! The runner is part of the planner, so that whoever has the program can measure it: a child is the program itself. The crate
//! `benches` keeps what needs other solvers or the insides of the planner, and runs its children with the same [`child`].
//!
//! Invariant: CPU time and peak memory are those of one child that does one thing, and of the workers that were started for it; an objective stands beside every time.
//! Nothing is left out of a mean: what was not solved counts with its time limit, once for each thread and worker.

pub mod account;
mod chart;
pub mod child;
mod compare;
mod contender;
mod error;
pub mod growth;
mod instance;
mod method;
mod page;
mod prepare;
mod program;
mod proof;
mod published;
mod record;
mod row;
mod run;
mod solve;
mod statistics;
mod suite;
mod summary;
mod workers;

pub use compare::{Change, Comparison, Verdict, compare, incomparable};
pub use contender::Contender;
pub use error::BenchError;
pub use method::Method;
pub use page::write_page;
pub use record::{Record, read_record, write_record};
pub use row::{Outcome, Row};
pub use run::{Progress, run};
pub use solve::{Relaxation, SolveRequest, SolverAnswer, solve_request};
pub use statistics::{geometric_mean, median, shifted_geometric_mean};
pub use suite::{Suite, read_suite};
pub use summary::{MethodSummary, Summary, summary};

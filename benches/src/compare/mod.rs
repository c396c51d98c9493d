//! The planner beside other solvers: the same instances, each method in a process of its own.
//!
//! Invariant: every method gets the same program, one after the other, and nothing of one run is left in memory when the
//! next starts. What could not run is listed as such, never left out.

mod distance;
mod error;
mod frame;
mod instance;
mod method;
mod no_crossover;
mod observer;
mod options;
mod ours;
mod program_file;
mod python;
mod report;
mod row;
mod run;
mod solve_program;
mod summary;
mod table;

pub use error::CompareError;
pub use frame::write_parquet;
pub use method::{Method, Task, tasks};
pub use observer::Observer;
pub use options::{Options, Source};
pub use row::{Outcome, Row};
pub use run::{Comparison, compare};
pub use solve_program::{HighsAlgorithm, SolveRequest, solve_program};
pub use summary::{Ratio, geometric_mean, ratios};
pub use table::{rows_table, summary_table};

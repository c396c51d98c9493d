//! What is sent to a worker and what comes back: plain types, and their Arrow form.

mod answer;
mod arrow;
pub(crate) mod batch;
mod program;

pub use self::arrow::{read_program, write_program};
pub use answer::{read_answer, write_answer};
pub use batch::{BLOCK_VERSION, BlockError, write_ipc};
pub use program::{Answer, LinearProgram, Row, RowKind, SolveStatus};

//! What is sent to a worker and what comes back: plain types, and their Arrow form.

mod arrow;
mod program;

pub use self::arrow::{BLOCK_VERSION, BlockError, read_program, write_ipc, write_program};
pub use program::{Answer, LinearProgram, Row, RowKind, SolveStatus};

//! The program that every solver gets: scaled as the planner scales it, in two Arrow files.
//!
//! Scaling is by powers of two, so nothing is rounded, and it is done once here rather than by some methods and not by
//! others: amounts are counted in a common larger unit, by which an objective is multiplied to come back to GJ.

use super::error::CompareError;
use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use arrow::ipc::reader::FileReader;
use std::fs::File;
use std::path::Path;
use workers::LinearProgram;
use workers::block::{BlockError, read_program, write_ipc, write_program};
use workers::solve::Scaling;

const COLUMNS: &str = "columns.arrow";
const ROWS: &str = "rows.arrow";

/// Writes the scaled program into `folder`; gives the units of an amount in one scaled unit.
pub(super) fn write(program: &LinearProgram, folder: &Path) -> Result<f64, CompareError> {
    let scaling = Scaling::of(program);
    let (columns, rows) = write_program(&scaling.apply(program)).map_err(CompareError::program(folder))?;
    for (name, batch) in [(COLUMNS, columns), (ROWS, rows)] {
        let path = folder.join(name);
        let file = File::create(&path).map_err(CompareError::file(&path))?;
        write_ipc(&batch, file).map_err(CompareError::program(folder))?;
    }
    Ok(scaling.amount)
}

/// Reads a program back.
pub(super) fn read(folder: &Path) -> Result<LinearProgram, CompareError> {
    let batch = |name: &str| {
        let path = folder.join(name);
        let file = File::open(&path).map_err(CompareError::file(&path))?;
        only_batch(file).map_err(CompareError::program(folder))
    };
    read_program(&batch(COLUMNS)?, &batch(ROWS)?).map_err(CompareError::program(folder))
}

fn only_batch(file: File) -> Result<RecordBatch, BlockError> {
    let missing = || ArrowError::IpcError("the file holds no batch".to_owned());
    let mut batches = FileReader::try_new_buffered(file, None)?;
    Ok(batches.next().ok_or_else(missing)??)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use workers::{Row, RowKind};

    #[test]
    fn a_program_comes_back_scaled() {
        let mut program = LinearProgram::default();
        let column = program.add_column(2.0, 0.0, 6e9);
        let row = Row {
            kind: RowKind::Equal,
            right_hand_side: 3e9,
        };
        program.add_row(row, &mut [(column, 1.0)]);
        let folder = tempfile::tempdir().unwrap();
        let unit = write(&program, folder.path()).unwrap();
        let read = read(folder.path()).unwrap();
        assert!(unit > 1.0 && unit.log2().fract() == 0.0);
        assert_eq!(read.upper[0] * unit, 6e9);
        assert_eq!(read.costs, program.costs);
        assert_eq!(Scaling::of(&read).amount, 1.0);
    }
}

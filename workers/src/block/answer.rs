//! An answer as an Arrow record batch of one row.
//!
//! Invariant: what is read back fits the program it answers (version, lengths, finite numbers). Whether it solves the
//! program is another question: [`crate::solve::verify`].

use super::batch::{self, BlockError};
use super::program::{Answer, LinearProgram, SolveStatus};
use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray, UInt64Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, UInt64Type};
use std::sync::Arc;

/// Every status, and its word in the batch.
const STATUSES: [(SolveStatus, &str); 6] = [
    (SolveStatus::Optimal, "optimal"),
    (SolveStatus::Stopped, "stopped"),
    (SolveStatus::Infeasible, "infeasible"),
    (SolveStatus::Unbounded, "unbounded"),
    (SolveStatus::InfeasibleOrUnbounded, "infeasible_or_unbounded"),
    (SolveStatus::Failed, "failed"),
];

/// One row: `status, solver_status, algorithm, iterations`, and `primal` and `row_prices` as lists.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_answer(answer: &Answer) -> Result<RecordBatch, BlockError> {
    batch::check_count("columns", answer.primal.len())?;
    batch::check_count("rows", answer.row_prices.len())?;
    let word = STATUSES.iter().find(|(status, _)| *status == answer.status);
    let text = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
    let list = |values: &[f64]| batch::number_lists(OffsetBuffer::from_lengths([values.len()]), values.to_vec());
    let fields = vec![
        Field::new("status", DataType::Utf8, false),
        Field::new("solver_status", DataType::Utf8, false),
        Field::new("algorithm", DataType::Utf8, false),
        Field::new("iterations", DataType::UInt64, false),
        batch::list("primal", &DataType::Float64),
        batch::list("row_prices", &DataType::Float64),
    ];
    let columns = vec![
        text(word.map_or("failed", |(_, word)| word)),
        text(&answer.solver_status),
        text(&answer.algorithm),
        Arc::new(UInt64Array::from(vec![answer.iterations])),
        list(&answer.primal)?,
        list(&answer.row_prices)?,
    ];
    Ok(RecordBatch::try_new(batch::schema(fields, &[]), columns)?)
}

/// Reads an answer to `program` back and checks its shape.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_answer(program: &LinearProgram, answer: &RecordBatch) -> Result<Answer, BlockError> {
    batch::check_version(answer)?;
    if answer.num_rows() != 1 {
        return Err(BlockError::Value {
            what: format!("{} rows in an answer", answer.num_rows()),
        });
    }
    let word = text(answer, "status")?;
    let known = STATUSES.iter().find(|(_, of)| *of == word);
    let Some((status, _)) = known else {
        return Err(BlockError::Value {
            what: format!("status {word:?}"),
        });
    };
    let iterations = batch::column(answer, "iterations", "UInt64")?
        .as_primitive_opt::<UInt64Type>()
        .ok_or(BlockError::Column {
            column: "iterations",
            expected: "UInt64",
        })?;
    Ok(Answer {
        status: *status,
        solver_status: text(answer, "solver_status")?,
        primal: numbers(answer, "primal", program.column_count())?,
        row_prices: numbers(answer, "row_prices", program.row_count())?,
        iterations: iterations.value(0),
        algorithm: text(answer, "algorithm")?,
    })
}

fn text(answer: &RecordBatch, column: &'static str) -> Result<String, BlockError> {
    let expected = "Utf8";
    let texts = batch::column(answer, column, expected)?;
    let texts = texts
        .as_string_opt::<i32>()
        .ok_or(BlockError::Column { column, expected })?;
    Ok(texts.value(0).to_owned())
}

/// A list of `count` finite numbers, or an empty one.
fn numbers(answer: &RecordBatch, column: &'static str, count: usize) -> Result<Vec<f64>, BlockError> {
    let numbers = batch::list_numbers(batch::lists(answer, column)?, column)?;
    if !numbers.is_empty() && numbers.len() != count {
        return Err(BlockError::Value {
            what: format!("{} numbers in `{column}` of a program with {count}", numbers.len()),
        });
    }
    batch::refuse(column, &numbers, |number| !number.is_finite())?;
    Ok(numbers)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn program() -> LinearProgram {
        let mut program = LinearProgram::default();
        program.add_column(1.0, 0.0, 1.0);
        program.add_column(2.0, 0.0, 1.0);
        program
    }

    fn answer(status: SolveStatus, primal: Vec<f64>) -> Answer {
        Answer {
            status,
            solver_status: "kOptimal".to_owned(),
            primal,
            row_prices: Vec::new(),
            iterations: 7,
            algorithm: "Simplex".to_owned(),
        }
    }

    #[test]
    fn every_status_survives_the_trip() {
        for (status, _) in STATUSES {
            let answer = answer(status, vec![0.5, 0.25]);
            assert_eq!(
                read_answer(&program(), &write_answer(&answer).unwrap()).unwrap(),
                answer
            );
        }
    }

    #[test]
    fn a_point_of_another_length_or_without_numbers_is_refused() {
        for primal in [vec![1.0], vec![f64::NAN, 0.0], vec![f64::INFINITY, 0.0]] {
            let batch = write_answer(&answer(SolveStatus::Optimal, primal)).unwrap();
            assert!(matches!(read_answer(&program(), &batch), Err(BlockError::Value { .. })));
        }
    }
}

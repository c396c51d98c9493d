//! A program as two Arrow record batches: its columns, and its rows with their entries as lists.
//!
//! Invariant: what is read back is checked (version, schema, limits, lengths, index ranges, finite numbers), because a
//! worker takes blocks from elsewhere.

use super::batch::{self, BlockError, number, numbers, refuse, schema};
use super::program::{LinearProgram, Row, RowKind};
use arrow::array::{AsArray, BooleanArray, Float64Array, RecordBatch};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field};
use std::sync::Arc;

/// The program as `(columns, rows)`: columns hold `cost, lower, upper`; rows hold `equal, right_hand_side, entry_columns,
/// entry_values`.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_program(program: &LinearProgram) -> Result<(RecordBatch, RecordBatch), BlockError> {
    batch::check_count("entries", program.entry_count())?;
    batch::check_count("columns", program.column_count())?;
    let columns = RecordBatch::try_new(
        schema(vec![number("cost"), number("lower"), number("upper")], &[]),
        vec![
            Arc::new(Float64Array::from(program.costs.clone())),
            Arc::new(Float64Array::from(program.lower.clone())),
            Arc::new(Float64Array::from(program.upper.clone())),
        ],
    )?;
    let lengths = program.row_starts.windows(2).map(|pair| pair[1] - pair[0]);
    let offsets = OffsetBuffer::from_lengths(lengths);
    let rows = RecordBatch::try_new(
        schema(
            vec![
                Field::new("equal", DataType::Boolean, false),
                number("right_hand_side"),
                batch::list("entry_columns", &DataType::UInt32),
                batch::list("entry_values", &DataType::Float64),
            ],
            &[],
        ),
        vec![
            Arc::new(BooleanArray::from_iter(
                program.rows.iter().map(|row| Some(row.kind == RowKind::Equal)),
            )),
            Arc::new(Float64Array::from_iter_values(
                program.rows.iter().map(|row| row.right_hand_side),
            )),
            batch::index_lists(offsets.clone(), program.entry_columns.clone())?,
            batch::number_lists(offsets, program.entry_values.clone())?,
        ],
    )?;
    Ok((columns, rows))
}

/// Reads a program back and checks it.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_program(columns: &RecordBatch, rows: &RecordBatch) -> Result<LinearProgram, BlockError> {
    batch::check_version(columns)?;
    batch::check_version(rows)?;
    let equal = batch::column(rows, "equal", "Boolean")?
        .as_boolean_opt()
        .ok_or(BlockError::Column {
            column: "equal",
            expected: "Boolean",
        })?;
    let kind = |is_equal| if is_equal { RowKind::Equal } else { RowKind::AtMost };
    let right = numbers(rows, "right_hand_side")?;
    let index_lists = batch::lists(rows, "entry_columns")?;
    let value_lists = batch::lists(rows, "entry_values")?;
    if index_lists.offsets() != value_lists.offsets() {
        return Err(BlockError::Value {
            what: "lists of entry columns and values differ in length".to_owned(),
        });
    }
    let program = LinearProgram {
        costs: numbers(columns, "cost")?,
        lower: numbers(columns, "lower")?,
        upper: numbers(columns, "upper")?,
        rows: right
            .into_iter()
            .enumerate()
            .map(|(row, right_hand_side)| Row {
                kind: kind(equal.value(row)),
                right_hand_side,
            })
            .collect(),
        row_starts: batch::list_starts(index_lists),
        entry_columns: batch::list_indices(index_lists, "entry_columns")?,
        entry_values: batch::list_numbers(value_lists, "entry_values")?,
    };
    check_values(&program)?;
    Ok(program)
}

fn check_values(program: &LinearProgram) -> Result<(), BlockError> {
    let count = program.column_count();
    refuse("entry column beyond the last column", &program.entry_columns, |c| {
        *c as usize >= count
    })?;
    refuse("cost", &program.costs, |v| !v.is_finite())?;
    refuse("lower bound", &program.lower, |v| !v.is_finite())?;
    refuse("coefficient", &program.entry_values, |v| !v.is_finite())?;
    refuse("right-hand side", &program.rows, |row| !row.right_hand_side.is_finite())?;
    let bounds = program.lower.iter().zip(&program.upper);
    refuse("upper bound below the lower", bounds, |(lower, upper)| {
        upper.is_nan() || upper < lower
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn program() -> impl Strategy<Value = LinearProgram> {
        let entry = (0_usize..7, -5.0..5.0_f64);
        let row = (any::<bool>(), -9.0..9.0_f64, prop::collection::vec(entry, 0..6));
        prop::collection::vec(row, 0..9).prop_map(|rows| {
            let mut program = LinearProgram::default();
            for i in 0..7_i32 {
                program.add_column(f64::from(i), 0.0, if i % 2 == 0 { f64::INFINITY } else { 4.0 });
            }
            for (equal, right_hand_side, mut entries) in rows {
                let kind = if equal { RowKind::Equal } else { RowKind::AtMost };
                program.add_row(Row { kind, right_hand_side }, &mut entries);
            }
            program
        })
    }

    proptest! {
        #[test]
        fn a_program_survives_the_trip(program in program()) {
            let (columns, rows) = write_program(&program).unwrap();
            prop_assert_eq!(read_program(&columns, &rows).unwrap(), program);
        }
    }

    #[test]
    fn an_index_beyond_the_columns_is_refused() {
        let mut program = LinearProgram::default();
        program.add_column(1.0, 0.0, 1.0);
        program.add_row(
            Row {
                kind: RowKind::Equal,
                right_hand_side: 1.0,
            },
            &mut [(0, 1.0)],
        );
        program.entry_columns[0] = 9;
        let (columns, rows) = write_program(&program).unwrap();
        assert!(matches!(read_program(&columns, &rows), Err(BlockError::Value { .. })));
    }

    #[test]
    fn another_version_is_refused() {
        let (columns, rows) = write_program(&LinearProgram::default()).unwrap();
        let bare = columns.schema().as_ref().clone().with_metadata(HashMap::new());
        let columns = RecordBatch::try_new(Arc::new(bare), columns.columns().to_vec()).unwrap();
        assert!(matches!(read_program(&columns, &rows), Err(BlockError::Version { .. })));
    }
}

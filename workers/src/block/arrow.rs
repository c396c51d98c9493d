//! A program as two Arrow record batches: its columns, and its rows with their entries as lists.
//!
//! Invariant: what is read back is checked (version, schema, limits, lengths, index ranges, finite numbers), because a
//! worker takes blocks from elsewhere.

use super::program::{LinearProgram, Row, RowKind};
use arrow::array::{Array, AsArray, BooleanArray, Float64Array, ListArray, RecordBatch, UInt32Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field, Float64Type, Schema, UInt32Type};
use arrow::error::ArrowError;
use std::collections::HashMap;
use std::sync::Arc;

/// Version of the block format; batches of another version are refused.
pub const BLOCK_VERSION: &str = "1";

const VERSION_KEY: &str = "block_version";

/// Most rows, columns or entries a block may hold.
const COUNT_LIMIT: usize = i32::MAX as usize;

/// Why a pair of batches is not a block.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    /// Written by another version.
    #[error("block version {seen:?}, this program reads {BLOCK_VERSION:?}: use workers of the planner's own version")]
    Version {
        /// The version found, if any.
        seen: Option<String>,
    },
    /// A column is missing or of another type.
    #[error("block column `{column}` is missing, holds nulls or is not {expected}")]
    Column {
        /// Column name.
        column: &'static str,
        /// Arrow type expected.
        expected: &'static str,
    },
    /// A number that cannot be.
    #[error("block value out of range: {what}")]
    Value {
        /// What was seen.
        what: String,
    },
    /// Arrow refused.
    #[error("Arrow: {0}")]
    Arrow(#[from] ArrowError),
}

fn schema(fields: Vec<Field>) -> Arc<Schema> {
    let metadata = HashMap::from([(VERSION_KEY.to_owned(), BLOCK_VERSION.to_owned())]);
    Arc::new(Schema::new(fields).with_metadata(metadata))
}

fn item(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("item", data_type, false))
}

/// The program as `(columns, rows)`: columns hold `cost, lower, upper`; rows hold `equal, right_hand_side, entry_columns,
/// entry_values`.
///
/// # Errors
/// [`BlockError::Value`] above the count limit; [`BlockError::Arrow`] if Arrow refuses the arrays.
pub fn write_program(program: &LinearProgram) -> Result<(RecordBatch, RecordBatch), BlockError> {
    if program.entry_count() > COUNT_LIMIT || program.column_count() > COUNT_LIMIT {
        return Err(BlockError::Value {
            what: format!("{} entries", program.entry_count()),
        });
    }
    let number = |name| Field::new(name, DataType::Float64, false);
    let columns = RecordBatch::try_new(
        schema(vec![number("cost"), number("lower"), number("upper")]),
        vec![
            Arc::new(Float64Array::from(program.costs.clone())),
            Arc::new(Float64Array::from(program.lower.clone())),
            Arc::new(Float64Array::from(program.upper.clone())),
        ],
    )?;
    let lengths = program.row_starts.windows(2).map(|pair| pair[1] - pair[0]);
    let offsets = OffsetBuffer::from_lengths(lengths);
    let (index_item, value_item) = (item(DataType::UInt32), item(DataType::Float64));
    let rows = RecordBatch::try_new(
        schema(vec![
            Field::new("equal", DataType::Boolean, false),
            number("right_hand_side"),
            Field::new("entry_columns", DataType::List(Arc::clone(&index_item)), false),
            Field::new("entry_values", DataType::List(Arc::clone(&value_item)), false),
        ]),
        vec![
            Arc::new(BooleanArray::from_iter(
                program.rows.iter().map(|row| Some(row.kind == RowKind::Equal)),
            )),
            Arc::new(Float64Array::from_iter_values(
                program.rows.iter().map(|row| row.right_hand_side),
            )),
            Arc::new(ListArray::try_new(
                index_item,
                offsets.clone(),
                Arc::new(UInt32Array::from(program.entry_columns.clone())),
                None,
            )?),
            Arc::new(ListArray::try_new(
                value_item,
                offsets,
                Arc::new(Float64Array::from(program.entry_values.clone())),
                None,
            )?),
        ],
    )?;
    Ok((columns, rows))
}

/// Reads a program back and checks it.
///
/// # Errors
/// Any [`BlockError`]: nothing is trusted.
pub fn read_program(columns: &RecordBatch, rows: &RecordBatch) -> Result<LinearProgram, BlockError> {
    check_version(columns)?;
    check_version(rows)?;
    let equal = column(rows, "equal", "Boolean")?
        .as_boolean_opt()
        .ok_or(BlockError::Column {
            column: "equal",
            expected: "Boolean",
        })?;
    let right = numbers(rows, "right_hand_side")?;
    let index_lists = lists(rows, "entry_columns")?;
    let value_lists = lists(rows, "entry_values")?;
    if index_lists.offsets() != value_lists.offsets() {
        return Err(BlockError::Value {
            what: "lists of entry columns and values differ in length".to_owned(),
        });
    }
    let mut program = LinearProgram {
        costs: numbers(columns, "cost")?,
        lower: numbers(columns, "lower")?,
        upper: numbers(columns, "upper")?,
        ..LinearProgram::default()
    };
    program.rows = right
        .iter()
        .enumerate()
        .map(|(i, r)| Row {
            kind: if equal.value(i) {
                RowKind::Equal
            } else {
                RowKind::AtMost
            },
            right_hand_side: *r,
        })
        .collect();
    fill_entries(&mut program, index_lists, value_lists)?;
    check_values(&program)?;
    Ok(program)
}

/// Writes one batch as an Arrow IPC file.
///
/// # Errors
/// Arrow's refusal, or the file system's through it.
pub fn write_ipc(batch: &RecordBatch, out: impl std::io::Write) -> Result<(), BlockError> {
    let mut writer = arrow::ipc::writer::FileWriter::try_new_buffered(out, &batch.schema())?;
    writer.write(batch)?;
    writer.finish()?;
    Ok(())
}

fn fill_entries(program: &mut LinearProgram, indices: &ListArray, values: &ListArray) -> Result<(), BlockError> {
    let offsets = indices.value_offsets();
    let first = offsets.first().copied().unwrap_or(0);
    let last = offsets.last().copied().unwrap_or(0);
    program.row_starts = offsets
        .iter()
        .map(|o| usize::try_from(o - first).unwrap_or(0))
        .collect();
    let range = usize::try_from(first).unwrap_or(0)..usize::try_from(last).unwrap_or(0);
    let missing = |column, expected| BlockError::Column { column, expected };
    let all_indices = indices
        .values()
        .as_primitive_opt::<UInt32Type>()
        .ok_or(missing("entry_columns", "List<UInt32>"))?;
    let all_values = values
        .values()
        .as_primitive_opt::<Float64Type>()
        .ok_or(missing("entry_values", "List<Float64>"))?;
    if all_indices.null_count() + all_values.null_count() > 0 {
        return Err(missing("entry_values", "without nulls"));
    }
    program.entry_columns = all_indices.values()[range.clone()].to_vec();
    program.entry_values = all_values.values()[range].to_vec();
    Ok(())
}

fn check_version(batch: &RecordBatch) -> Result<(), BlockError> {
    let schema = batch.schema();
    match schema.metadata().get(VERSION_KEY) {
        Some(version) if version == BLOCK_VERSION => Ok(()),
        seen => Err(BlockError::Version { seen: seen.cloned() }),
    }
}

fn column<'a>(
    batch: &'a RecordBatch,
    name: &'static str,
    expected: &'static str,
) -> Result<&'a Arc<dyn Array>, BlockError> {
    match batch.column_by_name(name) {
        Some(array) if array.null_count() == 0 => Ok(array),
        _ => Err(BlockError::Column { column: name, expected }),
    }
}

fn numbers(batch: &RecordBatch, name: &'static str) -> Result<Vec<f64>, BlockError> {
    let array = column(batch, name, "Float64")?;
    let array = array.as_primitive_opt::<Float64Type>();
    array.map(|a| a.values().to_vec()).ok_or(BlockError::Column {
        column: name,
        expected: "Float64",
    })
}

fn lists<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a ListArray, BlockError> {
    column(batch, name, "List")?
        .as_list_opt::<i32>()
        .ok_or(BlockError::Column {
            column: name,
            expected: "List",
        })
}

fn check_values(program: &LinearProgram) -> Result<(), BlockError> {
    let wrong = |what: &str, at: usize| {
        Err(BlockError::Value {
            what: format!("{what} at position {at}"),
        })
    };
    let count = program.column_count();
    if let Some(at) = program.entry_columns.iter().position(|c| *c as usize >= count) {
        return wrong("entry column beyond the last column", at);
    }
    let finite = [
        ("cost", &program.costs),
        ("lower bound", &program.lower),
        ("coefficient", &program.entry_values),
    ];
    for (what, values) in finite {
        if let Some(at) = values.iter().position(|v| !v.is_finite()) {
            return wrong(what, at);
        }
    }
    if let Some(at) = program.rows.iter().position(|row| !row.right_hand_side.is_finite()) {
        return wrong("right-hand side", at);
    }
    let crossed = |(lower, upper): (&f64, &f64)| upper.is_nan() || upper < lower;
    match program.lower.iter().zip(&program.upper).position(crossed) {
        Some(at) => wrong("upper bound below the lower", at),
        None => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

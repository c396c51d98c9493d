//! What all batches have in common: their version, and columns that are looked at before they are used.

use arrow::array::{Array, AsArray, Float64Array, ListArray, PrimitiveArray, RecordBatch, UInt16Array, UInt32Array};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{ArrowPrimitiveType, DataType, Field, Float64Type, Schema, UInt16Type, UInt32Type};
use arrow::error::ArrowError;
use std::collections::HashMap;
use std::sync::Arc;

/// Version of the block format; batches of another version are refused.
pub const BLOCK_VERSION: &str = "1";

const VERSION_KEY: &str = "block_version";

/// Most rows, columns or entries a block may hold.
pub(crate) const COUNT_LIMIT: usize = i32::MAX as usize;

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

impl BlockError {
    /// A value that cannot be, by what it is and where it stands.
    pub(crate) fn at(what: &str, position: usize) -> Self {
        Self::Value {
            what: format!("{what} at position {position}"),
        }
    }
}

/// Fails with [`BlockError::at`] at the first item that is wrong.
pub(crate) fn refuse<T>(
    what: &str,
    items: impl IntoIterator<Item = T>,
    is_wrong: impl FnMut(T) -> bool,
) -> Result<(), BlockError> {
    match items.into_iter().position(is_wrong) {
        Some(position) => Err(BlockError::at(what, position)),
        None => Ok(()),
    }
}

/// A schema of this version, with counts beside it that the columns do not tell.
pub(crate) fn schema(fields: Vec<Field>, counts: &[(&str, usize)]) -> Arc<Schema> {
    let mut metadata = HashMap::from([(VERSION_KEY.to_owned(), BLOCK_VERSION.to_owned())]);
    metadata.extend(
        counts
            .iter()
            .map(|(name, count)| ((*name).to_owned(), count.to_string())),
    );
    Arc::new(Schema::new(fields).with_metadata(metadata))
}

/// A column of numbers.
pub(crate) fn number(name: &str) -> Field {
    Field::new(name, DataType::Float64, false)
}

/// A column of indices.
pub(crate) fn index(name: &str) -> Field {
    Field::new(name, DataType::UInt32, false)
}

/// A column of lists.
pub(crate) fn list(name: &str, item: &DataType) -> Field {
    Field::new(name, DataType::List(list_item(item.clone())), false)
}

fn list_item(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("item", data_type, false))
}

/// Lists of numbers; `values` of all lists, one after the other.
pub(crate) fn number_lists(lengths: OffsetBuffer<i32>, values: Vec<f64>) -> Result<Arc<dyn Array>, BlockError> {
    let values = Arc::new(Float64Array::from(values));
    let lists = ListArray::try_new(list_item(DataType::Float64), lengths, values, None)?;
    Ok(Arc::new(lists))
}

/// Lists of indices; `values` of all lists, one after the other.
pub(crate) fn index_lists(lengths: OffsetBuffer<i32>, values: Vec<u32>) -> Result<Arc<dyn Array>, BlockError> {
    let values = Arc::new(UInt32Array::from(values));
    let lists = ListArray::try_new(list_item(DataType::UInt32), lengths, values, None)?;
    Ok(Arc::new(lists))
}

/// Lists of indices of two bytes; `values` of all lists, one after the other.
pub(crate) fn narrow_lists(lengths: OffsetBuffer<i32>, values: Vec<u16>) -> Result<Arc<dyn Array>, BlockError> {
    let values = Arc::new(UInt16Array::from(values));
    let lists = ListArray::try_new(list_item(DataType::UInt16), lengths, values, None)?;
    Ok(Arc::new(lists))
}

/// Fails above the count limit, before Arrow does so by panic.
pub(crate) fn check_count(what: &str, count: usize) -> Result<(), BlockError> {
    if count > COUNT_LIMIT {
        return Err(BlockError::Value {
            what: format!("{count} {what}"),
        });
    }
    Ok(())
}

pub(crate) fn check_version(batch: &RecordBatch) -> Result<(), BlockError> {
    let schema = batch.schema();
    match schema.metadata().get(VERSION_KEY) {
        Some(version) if version == BLOCK_VERSION => Ok(()),
        seen => Err(BlockError::Version { seen: seen.cloned() }),
    }
}

/// A count that stands beside the columns.
pub(crate) fn count(batch: &RecordBatch, name: &'static str, limit: usize) -> Result<usize, BlockError> {
    let schema = batch.schema();
    let seen = schema.metadata().get(name);
    match seen.and_then(|text| text.parse().ok()) {
        Some(count) if count <= limit => Ok(count),
        _ => Err(BlockError::Value {
            what: format!("`{name}` is {seen:?}, not a count up to {limit}"),
        }),
    }
}

/// A column without nulls.
pub(crate) fn column<'a>(
    batch: &'a RecordBatch,
    name: &'static str,
    expected: &'static str,
) -> Result<&'a Arc<dyn Array>, BlockError> {
    match batch.column_by_name(name) {
        Some(array) if array.null_count() == 0 => Ok(array),
        _ => Err(BlockError::Column { column: name, expected }),
    }
}

fn primitives<'a, T: ArrowPrimitiveType>(
    array: &'a dyn Array,
    name: &'static str,
    expected: &'static str,
) -> Result<&'a PrimitiveArray<T>, BlockError> {
    match array.as_primitive_opt::<T>() {
        Some(array) if array.null_count() == 0 => Ok(array),
        _ => Err(BlockError::Column { column: name, expected }),
    }
}

/// A column of numbers.
pub(crate) fn numbers(batch: &RecordBatch, name: &'static str) -> Result<Vec<f64>, BlockError> {
    let array = column(batch, name, "Float64")?;
    Ok(primitives::<Float64Type>(array, name, "Float64")?.values().to_vec())
}

/// A column of indices.
pub(crate) fn indices(batch: &RecordBatch, name: &'static str) -> Result<Vec<u32>, BlockError> {
    let array = column(batch, name, "UInt32")?;
    Ok(primitives::<UInt32Type>(array, name, "UInt32")?.values().to_vec())
}

/// A column of lists.
pub(crate) fn lists<'a>(batch: &'a RecordBatch, name: &'static str) -> Result<&'a ListArray, BlockError> {
    column(batch, name, "List")?
        .as_list_opt::<i32>()
        .ok_or(BlockError::Column {
            column: name,
            expected: "List",
        })
}

/// Values of all lists of a column, one after the other.
pub(crate) fn list_numbers(lists: &ListArray, name: &'static str) -> Result<Vec<f64>, BlockError> {
    let values = primitives::<Float64Type>(lists.values(), name, "List<Float64>")?;
    Ok(values.values()[span(lists)].to_vec())
}

/// Values of all lists of a column, one after the other.
pub(crate) fn list_indices(lists: &ListArray, name: &'static str) -> Result<Vec<u32>, BlockError> {
    let values = primitives::<UInt32Type>(lists.values(), name, "List<UInt32>")?;
    Ok(values.values()[span(lists)].to_vec())
}

/// Values of all lists of a column, one after the other.
pub(crate) fn list_narrow(lists: &ListArray, name: &'static str) -> Result<Vec<u16>, BlockError> {
    let values = primitives::<UInt16Type>(lists.values(), name, "List<UInt16>")?;
    Ok(values.values()[span(lists)].to_vec())
}

/// Where each list starts among the values of all, and where the last one ends.
pub(crate) fn list_starts(lists: &ListArray) -> Vec<usize> {
    let offsets = lists.value_offsets();
    let first = offsets.first().copied().unwrap_or(0);
    offsets
        .iter()
        .map(|offset| usize::try_from(offset - first).unwrap_or(0))
        .collect()
}

fn span(lists: &ListArray) -> std::ops::Range<usize> {
    let offsets = lists.value_offsets();
    let end = |offset: Option<&i32>| offset.and_then(|o| usize::try_from(*o).ok()).unwrap_or(0);
    end(offsets.first())..end(offsets.last())
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

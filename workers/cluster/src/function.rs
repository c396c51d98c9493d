//! The one function that scheduler and executors know: a question in, an answer out.
//!
//! Invariant: it is registered under one name on client, scheduler and executors; only executors can call it.

use crate::work::Work;
use arrow::array::{Array, ArrayRef, AsArray, BinaryArray};
use arrow::datatypes::DataType;
use datafusion::common::{DataFusionError, Result as EngineResult, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature, Volatility,
};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Name of the function.
pub(crate) const SOLVE_BLOCK: &str = "solve_block";

/// `solve_block(head: Utf8, body: Binary) -> Binary`.
#[derive(Debug)]
struct SolveBlock {
    signature: Signature,
    work: Option<Arc<dyn Work>>,
}

/// The function; with `work` it can be called, without it can be planned.
#[must_use]
pub(crate) fn solve_block(work: Option<Arc<dyn Work>>) -> ScalarUDF {
    let arguments = TypeSignature::Exact(vec![DataType::Utf8, DataType::Binary]);
    ScalarUDF::new_from_impl(SolveBlock {
        signature: Signature::new(arguments, Volatility::Volatile),
        work,
    })
}

impl ScalarUDFImpl for SolveBlock {
    fn name(&self) -> &str {
        SOLVE_BLOCK
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _arguments: &[DataType]) -> EngineResult<DataType> {
        Ok(DataType::Binary)
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let Some(work) = &self.work else {
            return exec_err!("{SOLVE_BLOCK} runs on executors only");
        };
        let columns = ColumnarValue::values_to_arrays(&arguments.args)?;
        let [heads, bodies] = columns.as_slice() else {
            return exec_err!("{SOLVE_BLOCK} takes a head and a body");
        };
        let answers = answers(work.as_ref(), heads, bodies)?;
        Ok(ColumnarValue::Array(answers))
    }
}

fn answers(work: &dyn Work, heads: &ArrayRef, bodies: &ArrayRef) -> EngineResult<ArrayRef> {
    let (Some(heads), Some(bodies)) = (heads.as_string_opt::<i32>(), bodies.as_binary_opt::<i32>()) else {
        return exec_err!("{SOLVE_BLOCK} takes Utf8 and Binary");
    };
    if heads.null_count() + bodies.null_count() > 0 {
        return exec_err!("{SOLVE_BLOCK} takes no nulls");
    }
    let rows = (0..heads.len()).map(|row| work.answer(heads.value(row), bodies.value(row)));
    let rows: Vec<Vec<u8>> = rows.collect();
    if rows.iter().map(Vec::len).sum::<usize>() > i32::MAX as usize {
        return Err(DataFusionError::ResourcesExhausted("answers above 2 GB".to_owned()));
    }
    Ok(Arc::new(BinaryArray::from_iter_values(rows)))
}

impl PartialEq for SolveBlock {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for SolveBlock {}

impl Hash for SolveBlock {
    fn hash<H: Hasher>(&self, state: &mut H) {
        SOLVE_BLOCK.hash(state);
    }
}

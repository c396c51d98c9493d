//! Which plans of the engine an executor runs: blocks of a round, and no others.
//!
//! Invariant: what was not written down here is not run: no files, no sinks, no functions but the one, no other operators.

use crate::function::SOLVE_BLOCK;
use ballista_core::JobId;
use ballista_core::execution_plans::ShuffleWriterExec;
use ballista_executor::execution_engine::{DefaultExecutionEngine, ExecutionEngine, QueryStageExecutor};
use datafusion::common::plan_err;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::Result as EngineResult;
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::prelude::SessionConfig;
use std::sync::Arc;

/// The engine's own way to run a stage, behind the list of what may be in one.
pub(crate) struct Guard {
    inner: DefaultExecutionEngine,
}

impl Guard {
    /// An executor asks no other one for anything, so it keeps no connections to them.
    pub(crate) fn new() -> Self {
        Self {
            inner: DefaultExecutionEngine::new(),
        }
    }
}

impl ExecutionEngine for Guard {
    fn create_query_stage_exec(
        &self,
        job_id: JobId,
        stage_id: usize,
        task_id: usize,
        global_output_partition_ids: Vec<usize>,
        plan: Arc<dyn ExecutionPlan>,
        work_dir: &str,
        config: &SessionConfig,
    ) -> EngineResult<Arc<dyn QueryStageExecutor>> {
        check(&plan)?;
        let partitions = global_output_partition_ids;
        self.inner
            .create_query_stage_exec(job_id, stage_id, task_id, partitions, plan, work_dir, config)
    }
}

/// Refuses every stage but: rows in memory, the function over them, written.
pub(crate) fn check(stage: &Arc<dyn ExecutionPlan>) -> EngineResult<()> {
    let names: Vec<&str> = line(stage).iter().map(|plan| plan.name()).collect();
    if is_a_round(&line(stage)) {
        return Ok(());
    }
    plan_err!(
        "this executor runs rounds of blocks and nothing else: {} is refused",
        names.join(" over ")
    )
}

fn is_a_round(line: &[&Arc<dyn ExecutionPlan>]) -> bool {
    let [writer, middle, end] = line else {
        return false;
    };
    writer.downcast_ref::<ShuffleWriterExec>().is_some() && calls_only(middle) && is_in_memory(end)
}

/// A plan and what is below it, as long as that is one plan.
fn line(stage: &Arc<dyn ExecutionPlan>) -> Vec<&Arc<dyn ExecutionPlan>> {
    let mut line = vec![stage];
    let mut plan = stage;
    while let [child] = plan.children().as_slice() {
        line.push(*child);
        plan = *child;
    }
    line
}

fn is_in_memory(plan: &Arc<dyn ExecutionPlan>) -> bool {
    let source = plan.downcast_ref::<DataSourceExec>();
    source.is_some_and(|rows| rows.data_source().downcast_ref::<MemorySourceConfig>().is_some())
}

/// Whether a projection has columns, and calls of the one function on columns, and nothing else.
fn calls_only(plan: &Arc<dyn ExecutionPlan>) -> bool {
    let projection = plan.downcast_ref::<ProjectionExec>();
    let is_column = |expression: &Arc<dyn PhysicalExpr>| expression.downcast_ref::<Column>().is_some();
    let is_call = |expression: &Arc<dyn PhysicalExpr>| {
        let call = expression.downcast_ref::<ScalarFunctionExpr>();
        call.is_some_and(|call| call.name() == SOLVE_BLOCK && call.args().iter().all(is_column))
    };
    projection.is_some_and(|projection| {
        projection
            .expr()
            .iter()
            .all(|of| is_column(&of.expr) || is_call(&of.expr))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::function::solve_block;
    use arrow::datatypes::{DataType, Field, Schema};
    use ballista_core::execution_plans::ShuffleReaderExec;
    use datafusion::config::ConfigOptions;
    use datafusion::datasource::object_store::ObjectStoreUrl;
    use datafusion::datasource::physical_plan::{CsvSource, FileScanConfigBuilder};
    use datafusion::physical_expr::expressions::{col, lit};
    use datafusion::physical_plan::Partitioning;
    use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
    use datafusion::physical_plan::empty::EmptyExec;
    use datafusion::physical_plan::filter::FilterExec;

    fn schema() -> Arc<Schema> {
        Arc::new(Schema::new(vec![
            Field::new("head", DataType::Utf8, false),
            Field::new("body", DataType::Binary, false),
        ]))
    }

    fn rows() -> Arc<dyn ExecutionPlan> {
        MemorySourceConfig::try_new_exec(&[vec![]], schema(), None).unwrap()
    }

    fn file() -> Arc<dyn ExecutionPlan> {
        let source = Arc::new(CsvSource::new(schema()));
        let scan = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), source);
        DataSourceExec::from_data_source(scan.build())
    }

    fn call() -> Arc<dyn PhysicalExpr> {
        let columns = vec![col("head", &schema()).unwrap(), col("body", &schema()).unwrap()];
        let options = Arc::new(ConfigOptions::new());
        Arc::new(ScalarFunctionExpr::try_new(Arc::new(solve_block(None)), columns, &schema(), options).unwrap())
    }

    fn projected(expression: Arc<dyn PhysicalExpr>, below: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
        Arc::new(ProjectionExec::try_new([(expression, "answer".to_owned())], below).unwrap())
    }

    fn written(below: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
        Arc::new(ShuffleWriterExec::try_new("job".into(), 1, below, String::new()).unwrap())
    }

    #[test]
    fn blocks_of_a_round_are_run() {
        check(&written(projected(call(), rows()))).unwrap();
    }

    #[test]
    fn everything_else_is_refused_by_name() {
        let word = col("head", &schema()).unwrap();
        let filter = FilterExec::try_new(lit(true), rows()).unwrap();
        let nested = ScalarFunctionExpr::try_new(
            Arc::new(solve_block(None)),
            vec![lit("head"), col("body", &schema()).unwrap()],
            &schema(),
            Arc::new(ConfigOptions::new()),
        );
        let partitions = Partitioning::UnknownPartitioning(2);
        let reader = Arc::new(ShuffleReaderExec::try_new(1, vec![], schema(), partitions).unwrap());
        let stages = [
            (
                written(Arc::clone(&reader) as Arc<dyn ExecutionPlan>),
                "ShuffleReaderExec",
            ),
            (
                written(Arc::new(CoalescePartitionsExec::new(reader))),
                "ShuffleReaderExec",
            ),
            (written(projected(call(), file())), "DataSourceExec"),
            (written(projected(word, file())), "DataSourceExec"),
            (written(file()), "DataSourceExec"),
            (written(projected(lit(1), rows())), "ProjectionExec"),
            (written(projected(Arc::new(nested.unwrap()), rows())), "ProjectionExec"),
            (written(Arc::new(filter)), "FilterExec"),
            (written(Arc::new(EmptyExec::new(schema()))), "EmptyExec"),
            (
                written(Arc::new(CoalescePartitionsExec::new(file()))),
                "CoalescePartitionsExec",
            ),
            (projected(call(), rows()), "ProjectionExec"),
            (rows(), "DataSourceExec"),
        ];
        for (stage, name) in stages {
            let error = check(&stage).unwrap_err().to_string();
            assert!(error.contains("nothing else") && error.contains(name), "{error}");
        }
    }
}

//! One round as a plan of the engine: a row a block, `solve_block` over it, all answers together.
//!
//! Invariant: what comes back is rows that some executor wrote, in any order and any number; nothing is believed here.

use crate::error::ClusterError;
use crate::function::solve_block;
use crate::limits::{BLOCK_LIMIT, CONNECT, MESSAGE_LIMIT_BYTES, ROUND_LIMIT_BYTES};
use crate::message::Question;
use crate::tls::{Tls, connections};
use arrow::array::{ArrayRef, AsArray, BinaryArray, RecordBatch, StringArray, UInt64Array};
use arrow::datatypes::{DataType, Field, Schema, UInt64Type};
use ballista_core::config::{
    BALLISTA_CLIENT_GRPC_CONNECT_TIMEOUT_SECONDS, BALLISTA_CLIENT_IO_RETRIES_TIMES,
    BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK,
    BALLISTA_SHUFFLE_COMPRESSION_CODEC,
};
use ballista_core::execution_plans::execute_physical_plan;
use ballista_core::extension::SessionConfigExt;
use ballista_core::serde::BallistaPhysicalExtensionCodec;
use datafusion::config::ConfigOptions;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::error::DataFusionError;
use datafusion::physical_expr::expressions::col;
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::PhysicalPlanNode;
use futures::StreamExt;
use std::sync::Arc;
use std::time::Duration;

/// Where the blocks of a round should go; travels as the name of the job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// How often these blocks were asked before.
    pub(crate) attempt: usize,
    /// Blocks by partition.
    pub(crate) blocks: Vec<u64>,
}

impl Route {
    /// The name of the job.
    fn name(&self) -> String {
        let blocks: Vec<String> = self.blocks.iter().map(u64::to_string).collect();
        format!("{}:{}", self.attempt, blocks.join(","))
    }

    /// From the name of a job; what is no route is the first attempt of blocks numbered from zero.
    pub(crate) fn read(name: &str) -> Self {
        let read = || {
            let (attempt, blocks) = name.split_once(':')?;
            let blocks = blocks.split(',').map(|block| block.parse().ok());
            Some(Self {
                attempt: attempt.parse().ok()?,
                blocks: blocks.collect::<Option<_>>()?,
            })
        };
        read().unwrap_or_default()
    }

    /// The block of a partition.
    pub(crate) fn block(&self, partition: usize) -> u64 {
        self.blocks.get(partition).copied().unwrap_or(partition as u64)
    }
}

/// The way to a scheduler.
#[derive(Clone)]
pub(crate) struct Engine {
    /// `HOST:PORT`.
    pub(crate) scheduler: String,
    session: String,
    config: SessionConfig,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Engine")
            .field("scheduler", &self.scheduler)
            .finish_non_exhaustive()
    }
}

impl Engine {
    pub(crate) fn new(scheduler: String, tls: Option<&Tls>) -> Self {
        Self {
            scheduler,
            session: uuid::Uuid::new_v4().to_string(),
            config: fetching_config(tls),
        }
    }

    /// Asks all questions; gives back what came, as block and answer.
    pub(crate) async fn ask(
        &self,
        questions: &[&Question],
        attempt: usize,
        limit: Duration,
    ) -> Result<Vec<(u64, Vec<u8>)>, ClusterError> {
        check_size(questions)?;
        let route = Route {
            attempt,
            blocks: questions.iter().map(|question| question.block).collect(),
        };
        let config = self.config.clone().with_ballista_job_name(&route.name());
        let asked = tokio::time::timeout(limit, self.run(questions, config)).await;
        let late = |_| ClusterError::Late {
            seconds: limit.as_secs(),
        };
        asked.map_err(late)?.map_err(|error| ClusterError::Round {
            scheduler: self.scheduler.clone(),
            reason: plain(&error),
        })
    }

    async fn run(
        &self,
        questions: &[&Question],
        config: SessionConfig,
    ) -> Result<Vec<(u64, Vec<u8>)>, DataFusionError> {
        let mut stream = execute_physical_plan::<PhysicalPlanNode>(
            format!("http://{}", self.scheduler),
            &config.ballista_config(),
            plan(questions)?,
            &BallistaPhysicalExtensionCodec::default(),
            self.session.clone(),
            config,
        )
        .await?;
        let mut answers = Vec::with_capacity(questions.len());
        while let Some(batch) = stream.next().await {
            rows(&batch?, &mut answers);
        }
        Ok(answers)
    }
}

/// Settings of the engine that scheduler and client share.
pub(crate) fn session_config() -> SessionConfig {
    SessionConfig::new_with_ballista()
        .with_ballista_adaptive_query_planner(false)
        .with_ballista_grpc_client_max_message_size(MESSAGE_LIMIT_BYTES)
        .set_usize(BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK, 1)
        .set_usize(BALLISTA_CLIENT_IO_RETRIES_TIMES, 2)
        .set_u64(BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, 200)
        .set_str(BALLISTA_SHUFFLE_COMPRESSION_CODEC, "none")
        .set_u64(BALLISTA_CLIENT_GRPC_CONNECT_TIMEOUT_SECONDS, CONNECT.as_secs())
}

/// The same for who fetches answers, with the certificates of this side: they do not travel with a round.
pub(crate) fn fetching_config(tls: Option<&Tls>) -> SessionConfig {
    session_config()
        .with_ballista_override_create_grpc_client_endpoint(connections(tls))
        .with_ballista_use_tls(tls.is_some())
}

fn check_size(questions: &[&Question]) -> Result<(), ClusterError> {
    let bytes: usize = questions
        .iter()
        .map(|question| question.body.len() + question.head().len())
        .sum();
    let too_large = |what, count: usize, limit: usize| ClusterError::TooLarge {
        what,
        bytes: count as u64,
        limit: limit as u64,
        advice: "plan fewer periods at once, or leave this plan to the local farm",
    };
    if bytes > ROUND_LIMIT_BYTES {
        return Err(too_large("the round", bytes, ROUND_LIMIT_BYTES));
    }
    if questions.len() > BLOCK_LIMIT {
        return Err(too_large("the list of blocks", questions.len(), BLOCK_LIMIT));
    }
    Ok(())
}

/// Rows to partitions, the function over each, and all of it together: without the last, the answers of an executor that
/// ends early would be lost with it, although the engine calls the round finished.
fn plan(questions: &[&Question]) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
    let schema = Arc::new(Schema::new(vec![
        Field::new("block", DataType::UInt64, false),
        Field::new("head", DataType::Utf8, false),
        Field::new("body", DataType::Binary, false),
    ]));
    let partition = |question: &&Question| -> Result<Vec<RecordBatch>, DataFusionError> {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(UInt64Array::from(vec![question.block])),
            Arc::new(StringArray::from(vec![question.head()])),
            Arc::new(BinaryArray::from(vec![question.body.as_slice()])),
        ];
        Ok(vec![RecordBatch::try_new(Arc::clone(&schema), columns)?])
    };
    let partitions = questions.iter().map(partition).collect::<Result<Vec<_>, _>>()?;
    let rows = MemorySourceConfig::try_new_exec(&partitions, Arc::clone(&schema), None)?;
    let function: Arc<dyn PhysicalExpr> = Arc::new(ScalarFunctionExpr::try_new(
        Arc::new(solve_block(None)),
        vec![col("head", &schema)?, col("body", &schema)?],
        &schema,
        Arc::new(ConfigOptions::new()),
    )?);
    let columns = [
        (col("block", &schema)?, "block".to_owned()),
        (function, "answer".to_owned()),
    ];
    let answers = ProjectionExec::try_new(columns, rows)?;
    Ok(Arc::new(CoalescePartitionsExec::new(Arc::new(answers))))
}

/// The rows of a batch; one without the two columns has none.
fn rows(batch: &RecordBatch, answers: &mut Vec<(u64, Vec<u8>)>) {
    let block = batch
        .column_by_name("block")
        .and_then(|blocks| blocks.as_primitive_opt::<UInt64Type>());
    let answer = batch
        .column_by_name("answer")
        .and_then(|answers| answers.as_binary_opt::<i32>());
    if let (Some(blocks), Some(found)) = (block, answer) {
        let pairs = blocks.values().iter().zip(found.iter());
        answers.extend(pairs.map(|(block, answer)| (*block, answer.unwrap_or_default().to_vec())));
    }
}

/// The engine's words, on one line and not endless.
fn plain(error: &DataFusionError) -> String {
    let text = error.to_string();
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(400).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::message::Kind;
    use crate::store::ObjectRef;

    #[test]
    fn a_route_survives_the_trip_and_other_names_are_the_first_attempt() {
        let route = Route {
            attempt: 2,
            blocks: vec![3, 9],
        };
        assert_eq!(Route::read(&route.name()), route);
        assert_eq!(route.block(1), 9);
        for name in ["", "a query", "1:", "x:3"] {
            assert_eq!(Route::read(name), Route::default(), "{name}");
        }
    }

    #[test]
    fn a_round_above_the_limit_is_refused_before_it_is_sent() {
        let question = |bytes| Question {
            block: 0,
            kind: Kind::Price,
            data: ObjectRef {
                store: String::new(),
                hash: String::new(),
            },
            body: vec![0; bytes],
        };
        let (small, large) = (question(1000), question(ROUND_LIMIT_BYTES));
        assert!(check_size(&[&small]).is_ok());
        assert!(matches!(
            check_size(&[&small, &large]),
            Err(ClusterError::TooLarge { .. })
        ));
        assert!(check_size(&vec![&small; BLOCK_LIMIT + 1]).is_err());
    }

    #[test]
    fn a_round_has_a_partition_a_block_and_ends_in_one() {
        let question = |block| Question {
            block,
            kind: Kind::Price,
            data: ObjectRef {
                store: String::new(),
                hash: String::new(),
            },
            body: vec![1],
        };
        let (one, two) = (question(0), question(1));
        let plan = plan(&[&one, &two]).unwrap();
        assert_eq!(plan.properties().partitioning.partition_count(), 1);
        let below = plan.children();
        assert_eq!(below[0].properties().partitioning.partition_count(), 2);
    }
}

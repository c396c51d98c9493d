//! One round as a plan of the engine: a row a block, and `solve_block` over it.
//!
//! Each block is a task of one stage, whose answer stays with the executor that did it until it is fetched from there.

use crate::error::ClusterError;
use crate::fetch::{Fetcher, plain};
use crate::function::solve_block;
use crate::limits::{BLOCK_LIMIT, CONNECT, MESSAGE_LIMIT_BYTES, ROUND_LIMIT_BYTES};
use crate::line::Line;
use crate::message::{Kind, Question};
use crate::tls::{Tls, connections};
use arrow::array::{ArrayRef, BinaryArray, RecordBatch, StringArray, UInt64Array};
use arrow::datatypes::{DataType, Field, Schema};
use ballista_core::config::{
    BALLISTA_CLIENT_GRPC_CONNECT_TIMEOUT_SECONDS, BALLISTA_CLIENT_IO_RETRIES_TIMES,
    BALLISTA_CLIENT_IO_RETRY_WAIT_TIME_MS, BALLISTA_JOB_NAME, BALLISTA_SCHEDULER_MAX_PARTITIONS_PER_TASK,
    BALLISTA_SHUFFLE_COMPRESSION_CODEC,
};
use ballista_core::extension::SessionConfigExt;
use ballista_core::serde::BallistaPhysicalExtensionCodec;
use ballista_core::serde::protobuf::execute_query_params::Query;
use ballista_core::serde::protobuf::job_status::Status;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use ballista_core::serde::protobuf::{ExecuteQueryParams, KeyValuePair, PartitionLocation};
use ballista_core::version::insert_version_header;
use datafusion::config::ConfigOptions;
use datafusion::datasource::memory::MemorySourceConfig;
use datafusion::error::DataFusionError;
use datafusion::physical_expr::expressions::col;
use datafusion::physical_expr::{PhysicalExpr, ScalarFunctionExpr};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::prelude::SessionConfig;
use datafusion_proto::physical_plan::AsExecutionPlan;
use datafusion_proto::protobuf::PhysicalPlanNode;
use std::sync::Arc;
use std::time::Duration;

/// Where the blocks of a round should go; travels as the name of the job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// How often these blocks were asked before.
    pub(crate) attempt: usize,
    /// Whether a block may wait at an executor until one that it does has ended: where all are short, so that the next one is
    /// there already.
    pub(crate) may_wait: bool,
    /// Blocks by partition.
    pub(crate) blocks: Vec<u64>,
}

impl Route {
    /// The name of the job.
    fn name(&self) -> String {
        let blocks: Vec<String> = self.blocks.iter().map(u64::to_string).collect();
        let kind = if self.may_wait { "wait" } else { "no" };
        format!("{}:{kind}:{}", self.attempt, blocks.join(","))
    }

    /// From the name of a job; what is no route is the first attempt of blocks numbered from zero.
    pub(crate) fn read(name: &str) -> Self {
        let read = || {
            let (attempt, rest) = name.split_once(':')?;
            let (kind, blocks) = rest.split_once(':')?;
            let blocks = blocks.split(',').map(|block| block.parse().ok());
            Some(Self {
                attempt: attempt.parse().ok()?,
                may_wait: kind == "wait",
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

/// The way to a scheduler, and from there to executors.
pub(crate) struct Engine {
    line: Arc<Line>,
    session: String,
    settings: Vec<KeyValuePair>,
    fetcher: Fetcher,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Engine")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

impl Engine {
    pub(crate) fn new(line: Arc<Line>, tls: Option<&Tls>) -> Self {
        let config = fetching_config(tls);
        let entries = config.options().entries().into_iter();
        let entries = entries.filter(|entry| entry.key != BALLISTA_JOB_NAME);
        Self {
            line,
            session: uuid::Uuid::new_v4().to_string(),
            settings: entries.map(|entry| setting(&entry.key, entry.value)).collect(),
            fetcher: Fetcher::new(tls),
        }
    }

    /// Asks all questions and gives each answer to `take` as it comes, with its block. The error says why some did not.
    pub(crate) async fn ask(
        &self,
        questions: &[&Question],
        attempt: usize,
        limit: Duration,
        take: impl FnMut(u64, Vec<u8>),
    ) -> Result<(), ClusterError> {
        check_size(questions)?;
        let route = Route {
            attempt,
            may_wait: questions.iter().all(|question| question.kind == Kind::Price),
            blocks: questions.iter().map(|question| question.block).collect(),
        };
        // The engine is not told to let go of a round that is late: it would take the cores of its blocks for free, while the
        // computation goes on there.
        let late = |_| ClusterError::Late {
            seconds: limit.as_secs(),
        };
        let asked = tokio::time::timeout(limit, self.run(questions, &route, take)).await;
        asked.map_err(late)?
    }

    async fn run(
        &self,
        questions: &[&Question],
        route: &Route,
        take: impl FnMut(u64, Vec<u8>),
    ) -> Result<(), ClusterError> {
        let unfinished = |reason: &str| ClusterError::Round {
            scheduler: self.line.scheduler.clone(),
            reason: plain(reason),
        };
        let query = self.query(questions, route);
        let query = query.map_err(|error| unfinished(&error.to_string()))?;
        let locations = self.submit(query).await.map_err(|reason| unfinished(&reason))?;
        self.fetcher.all(locations, take).await.map_or(Ok(()), Err)
    }

    fn query(&self, questions: &[&Question], route: &Route) -> Result<ExecuteQueryParams, DataFusionError> {
        let codec = BallistaPhysicalExtensionCodec::default();
        let mut bytes: Vec<u8> = Vec::new();
        PhysicalPlanNode::try_from_physical_plan(plan(questions)?, &codec)?.try_encode(&mut bytes)?;
        let mut settings = self.settings.clone();
        settings.push(setting(BALLISTA_JOB_NAME, Some(route.name())));
        Ok(ExecuteQueryParams {
            query: Some(Query::PhysicalPlan(bytes)),
            settings,
            session_id: self.session.clone(),
            operation_id: uuid::Uuid::new_v4().to_string(),
        })
    }

    /// Hands a round in and waits for its end; where the answers are, or why there are none.
    async fn submit(&self, query: ExecuteQueryParams) -> Result<Vec<PartitionLocation>, String> {
        let mut scheduler = SchedulerGrpcClient::new(self.line.channel().await)
            .max_encoding_message_size(MESSAGE_LIMIT_BYTES)
            .max_decoding_message_size(MESSAGE_LIMIT_BYTES);
        let mut request = tonic::Request::new(query);
        insert_version_header(request.metadata_mut());
        let told = |status: tonic::Status| format!("{}: {}", status.code(), status.message());
        let mut updates = scheduler.execute_query_push(request).await.map_err(told)?.into_inner();
        while let Some(update) = updates.message().await.map_err(told)? {
            match update.status.and_then(|status| status.status) {
                Some(Status::Successful(job)) => return Ok(job.partition_location),
                Some(Status::Failed(failed)) => return Err(failed.error),
                _ => {}
            }
        }
        Err("it was let go of before its end".to_owned())
    }
}

fn setting(key: &str, value: Option<String>) -> KeyValuePair {
    KeyValuePair {
        key: key.to_owned(),
        value,
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

/// Rows to partitions, and the function over each.
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
    Ok(Arc::new(ProjectionExec::try_new(columns, rows)?))
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
            may_wait: true,
            blocks: vec![3, 9],
        };
        assert_eq!(Route::read(&route.name()), route);
        assert_eq!(route.block(1), 9);
        for name in ["", "a query", "1:", "1:wait", "1:wait:", "x:wait:3"] {
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
            prices: Vec::new(),
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
    fn a_round_has_a_partition_a_block() {
        let question = |block| Question {
            block,
            kind: Kind::Price,
            data: ObjectRef {
                store: String::new(),
                hash: String::new(),
            },
            prices: Vec::new(),
            body: vec![1],
        };
        let (one, two) = (question(0), question(1));
        let plan = plan(&[&one, &two]).unwrap();
        assert_eq!(plan.properties().partitioning.partition_count(), 2);
    }
}

//! Answers of a round, fetched from the executors that wrote them, several at a time.
//!
//! They come as the bytes of the files they were written to: nothing is compressed on the way, since the numbers of an answer
//! hardly become fewer by it.
//!
//! Invariant: an answer that cannot be fetched is missing, and keeps no other from coming. What comes are rows that some
//! executor wrote, in any order and any number; nothing is believed here.

use crate::error::ClusterError;
use crate::pool::Pool;
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::UInt64Type;
use ballista_core::client::BallistaClient;
use ballista_core::client_pool::BallistaClientPool;
use ballista_core::error::{BallistaError, Result as BallistaResult};
use ballista_core::extension::{BallistaConfigGrpcEndpoint, SessionConfigExt};
use ballista_core::serde::protobuf::PartitionLocation;
use ballista_core::utils::GrpcClientConfig;
use datafusion::prelude::SessionConfig;
use futures::StreamExt;
use std::sync::Arc;

/// Answers that are fetched at a time.
const SIDE_BY_SIDE: usize = 4;

/// What came of a round.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    /// Block and answer.
    pub(crate) rows: Vec<(u64, Vec<u8>)>,
    /// Why some did not come, if some did not.
    pub(crate) fault: Option<ClusterError>,
}

/// Fetches from executors.
pub(crate) struct Fetcher {
    pool: Pool,
    config: GrpcClientConfig,
    endpoint: Option<Arc<BallistaConfigGrpcEndpoint>>,
}

impl Fetcher {
    /// Nothing is connected yet.
    pub(crate) fn new(session: &SessionConfig) -> Self {
        let mut config = GrpcClientConfig::from(&session.ballista_config());
        config.use_tls = session.ballista_use_tls();
        Self {
            pool: Pool::default(),
            config,
            endpoint: session.ballista_override_create_grpc_client_endpoint(),
        }
    }

    /// All answers that can be had.
    pub(crate) async fn all(&self, locations: Vec<PartitionLocation>) -> Fetched {
        let each = futures::stream::iter(locations).map(|location| self.one(location));
        let mut each = each.buffer_unordered(SIDE_BY_SIDE);
        let mut fetched = Fetched::default();
        while let Some(result) = each.next().await {
            match result {
                Ok(rows) => fetched.rows.extend(rows),
                Err(error) => fetched.fault = Some(error),
            }
        }
        fetched
    }

    async fn one(&self, location: PartitionLocation) -> Result<Vec<(u64, Vec<u8>)>, ClusterError> {
        let executor = location.executor_meta.as_ref();
        let place = executor
            .map(|of| format!("{}:{}", of.host, of.port))
            .unwrap_or_default();
        let fetched = self.rows(location).await;
        fetched.map_err(|error| ClusterError::Fetch {
            executor: place,
            reason: plain(&error.to_string()),
        })
    }

    async fn rows(&self, location: PartitionLocation) -> BallistaResult<Vec<(u64, Vec<u8>)>> {
        let nowhere = || BallistaError::General("the scheduler does not say where the answer is".to_owned());
        let layout = location.layout();
        let executor = location.executor_meta.ok_or_else(nowhere)?;
        let partition = location.partition_id.ok_or_else(nowhere)?.into();
        let port = u16::try_from(executor.port).unwrap_or(0);
        let connecting = self
            .pool
            .acquire(&executor.host, port, &self.config, self.endpoint.clone());
        let mut client = connecting.await?;
        let asked =
            BallistaClient::fetch_partition(&mut client, &executor.id, &partition, location.file_id, layout, false);
        let read = async {
            let mut stream = asked.await?;
            let mut rows = Vec::new();
            while let Some(batch) = stream.next().await {
                add_rows(&batch?, &mut rows);
            }
            Ok(rows)
        };
        let read = read.await;
        if read.is_err() {
            // Whatever is wrong with the connection, the next one is a new one.
            client.discard();
        }
        read
    }
}

/// The rows of a batch; one without the two columns has none.
fn add_rows(batch: &RecordBatch, answers: &mut Vec<(u64, Vec<u8>)>) {
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
pub(crate) fn plain(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(400).collect()
}

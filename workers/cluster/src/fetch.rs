//! Answers of a round, fetched from the executors that wrote them, several at a time.
//!
//! They come as the bytes of the files they were written to: nothing is compressed on the way, since the numbers of an answer
//! hardly become fewer by it.
//!
//! Invariant: an answer that cannot be fetched is missing, and keeps no other from coming. No executor is waited for without a limit, none
//! sends more than a limit, and nothing that it sends is believed here: what comes are rows that it wrote, in any order and any number.

use crate::container;
use crate::error::ClusterError;
use crate::limits::{ANSWER_LIMIT_BYTES, FETCH, MESSAGE_LIMIT_BYTES};
use crate::tls::{Tls, connections};
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::UInt64Type;
use arrow_flight::flight_service_client::FlightServiceClient;
use ballista_core::extension::EndpointOverrideFn;
use ballista_core::serde::protobuf::{self, PartitionLocation};
use ballista_core::serde::scheduler::{Action, PartitionId, ShuffleFileKind};
use futures::StreamExt;
use prost::Message;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::timeout;
use tonic::transport::{Channel, Endpoint};

/// Answers that are fetched at a time.
const SIDE_BY_SIDE: usize = 4;

/// The engine's name for a file as it is.
const AS_IT_IS: &str = "IO_BLOCK_TRANSPORT";

/// Most bytes of an answer with what the engine writes around it.
const FILE_LIMIT_BYTES: usize = ANSWER_LIMIT_BYTES + (1 << 20);

/// Fetches from executors.
pub(crate) struct Fetcher {
    endpoint: EndpointOverrideFn,
    /// Connections by `HOST:PORT`; one that failed is not kept.
    channels: Mutex<HashMap<String, Channel>>,
    silence: Duration,
}

impl Fetcher {
    /// Nothing is connected yet.
    pub(crate) fn new(tls: Option<&Tls>) -> Self {
        Self {
            endpoint: connections(tls),
            channels: Mutex::default(),
            silence: FETCH,
        }
    }

    /// Fetches all answers that can be had and gives each to `take` as it comes, with its block. Says why some did not come, if some
    /// did not.
    pub(crate) async fn all(
        &self,
        locations: Vec<PartitionLocation>,
        mut take: impl FnMut(u64, Vec<u8>),
    ) -> Option<ClusterError> {
        let each = futures::stream::iter(locations).map(|location| self.one(location));
        let mut each = each.buffer_unordered(SIDE_BY_SIDE);
        let mut fault = None;
        while let Some(result) = each.next().await {
            match result {
                Ok(rows) => rows.into_iter().for_each(|(block, answer)| take(block, answer)),
                Err(error) => fault = Some(error),
            }
        }
        fault
    }

    async fn one(&self, location: PartitionLocation) -> Result<Vec<(u64, Vec<u8>)>, ClusterError> {
        let executor = location.executor_meta.as_ref();
        let place = executor.map_or_else(String::new, |of| format!("{}:{}", of.host, of.port));
        let bytes = self.bytes(&place, location).await.map_err(|reason| {
            self.channels().remove(&place);
            ClusterError::Fetch {
                executor: place.clone(),
                reason: plain(&reason),
            }
        })?;
        Ok(rows(&container::read(bytes.into())?))
    }

    /// The file of an answer, or why it does not come.
    async fn bytes(&self, place: &str, location: PartitionLocation) -> Result<Vec<u8>, String> {
        let request = arrow_flight::Action {
            r#type: AS_IT_IS.to_owned(),
            body: asked(location)?.encode_to_vec().into(),
        };
        let mut executor =
            FlightServiceClient::new(self.channel(place)?).max_decoding_message_size(MESSAGE_LIMIT_BYTES);
        let mut parts = self.within(executor.do_action(request)).await?.into_inner();
        let mut bytes = Vec::new();
        while let Some(part) = self.within(parts.message()).await? {
            if bytes.len() + part.body.len() > FILE_LIMIT_BYTES {
                return Err(format!("it is larger than {FILE_LIMIT_BYTES} bytes"));
            }
            bytes.extend_from_slice(&part.body);
        }
        Ok(bytes)
    }

    /// What a call gives, if the executor is not silent for too long.
    async fn within<T>(&self, call: impl Future<Output = Result<T, tonic::Status>>) -> Result<T, String> {
        match timeout(self.silence, call).await {
            Ok(Ok(given)) => Ok(given),
            Ok(Err(status)) => Err(format!("{}: {}", status.code(), status.message())),
            Err(_) => Err(format!("nothing came for {} s", self.silence.as_secs())),
        }
    }

    fn channel(&self, place: &str) -> Result<Channel, String> {
        let mut channels = self.channels();
        if let Some(channel) = channels.get(place) {
            return Ok(channel.clone());
        }
        let endpoint = Endpoint::from_shared(format!("http://{place}")).map_err(text)?;
        let channel = (self.endpoint)(endpoint).map_err(text)?.connect_lazy();
        channels.insert(place.to_owned(), channel.clone());
        Ok(channel)
    }

    fn channels(&self) -> std::sync::MutexGuard<'_, HashMap<String, Channel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn text(error: impl Display) -> String {
    error.to_string()
}

/// The engine's words for: the file of this answer.
fn asked(location: PartitionLocation) -> Result<protobuf::Action, String> {
    let nowhere = "the scheduler does not say where it is";
    let layout = location.layout();
    let executor = location.executor_meta.ok_or(nowhere)?;
    let partition: PartitionId = location.partition_id.ok_or(nowhere)?.into();
    let action = Action::FetchPartition {
        job_id: partition.job_id,
        stage_id: partition.stage_id,
        partition_id: partition.partition_id,
        host: executor.host,
        port: u16::try_from(executor.port).map_err(text)?,
        file_id: location.file_id,
        layout,
        file_kind: ShuffleFileKind::Data,
        byte_ranges: Vec::new(),
    };
    action.try_into().map_err(text)
}

/// The rows of a batch; one without the two columns has none.
fn rows(batch: &RecordBatch) -> Vec<(u64, Vec<u8>)> {
    let block = batch
        .column_by_name("block")
        .and_then(|blocks| blocks.as_primitive_opt::<UInt64Type>());
    let answer = batch
        .column_by_name("answer")
        .and_then(|answers| answers.as_binary_opt::<i32>());
    let (Some(blocks), Some(found)) = (block, answer) else {
        return Vec::new();
    };
    let pairs = blocks.values().iter().zip(found.iter());
    pairs
        .map(|(block, answer)| (*block, answer.unwrap_or_default().to_vec()))
        .collect()
}

/// The engine's words, on one line and not endless.
pub(crate) fn plain(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(400).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use ballista_core::serde::protobuf::{ExecutorMetadata, PartitionId as PartitionPlace};
    use std::net::TcpListener;
    use std::time::Instant;

    fn at(port: u16) -> PartitionLocation {
        PartitionLocation {
            executor_meta: Some(ExecutorMetadata {
                id: "node".to_owned(),
                host: "127.0.0.1".to_owned(),
                port: port.into(),
                ..ExecutorMetadata::default()
            }),
            partition_id: Some(PartitionPlace {
                job_id: "job".to_owned(),
                stage_id: 1,
                partition_id: 0,
            }),
            ..PartitionLocation::default()
        }
    }

    #[tokio::test]
    async fn an_executor_that_says_nothing_is_given_up_and_named() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let fetcher = Fetcher {
            silence: Duration::from_millis(200),
            ..Fetcher::new(None)
        };
        let start = Instant::now();
        let fault = fetcher
            .all(vec![at(port), at(port)], |_, _| panic!("nothing came"))
            .await;
        let said = fault.unwrap().to_string();
        assert!(
            said.contains(&port.to_string()) && said.contains("nothing came"),
            "{said}"
        );
        assert!(start.elapsed() < Duration::from_secs(5));
        assert!(fetcher.channels().is_empty());
    }

    #[tokio::test]
    async fn an_executor_that_is_gone_is_named() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let fault = Fetcher::new(None)
            .all(vec![at(port)], |_, _| panic!("nothing came"))
            .await;
        let said = fault.unwrap().to_string();
        assert!(
            said.contains(&port.to_string()) && said.contains("could not be fetched"),
            "{said}"
        );
    }

    #[tokio::test]
    async fn a_place_that_is_none_is_said() {
        let fault = Fetcher::new(None)
            .all(vec![PartitionLocation::default()], |_, _| ())
            .await;
        assert!(fault.unwrap().to_string().contains("does not say where"));
    }
}

//! Connections between executors, kept from round to round.
//!
//! Invariant: a connection is used by one fetch at a time; one that was idle for long is closed.

use ballista_core::client::BallistaClient;
use ballista_core::client_pool::{BallistaClientPool, PooledClient};
use ballista_core::error::Result as BallistaResult;
use ballista_core::extension::BallistaConfigGrpcEndpoint;
use ballista_core::utils::GrpcClientConfig;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a connection is kept that nothing uses.
const IDLE: Duration = Duration::from_secs(30);

/// Host, port, and how it is spoken to.
type Peer = (String, u16, GrpcClientConfig);

/// Connections that nothing uses, by peer, with the time since when.
type Resting = HashMap<Peer, Vec<(BallistaClient, Instant)>>;

/// Connections to other executors.
#[derive(Clone, Default)]
pub(crate) struct Pool {
    resting: Arc<Mutex<Resting>>,
}

impl Pool {
    fn resting(&self) -> MutexGuard<'_, Resting> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection to a peer that was used last, if there is one.
    fn take(&self, peer: &Peer) -> Option<BallistaClient> {
        self.close_idle();
        self.resting().get_mut(peer)?.pop().map(|(client, _)| client)
    }

    fn close_idle(&self) {
        self.resting().retain(|_, clients| {
            clients.retain(|(_, since)| since.elapsed() < IDLE);
            !clients.is_empty()
        });
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Pool").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl BallistaClientPool for Pool {
    async fn acquire(
        &self,
        host: &str,
        port: u16,
        config: &GrpcClientConfig,
        customize_endpoint: Option<Arc<BallistaConfigGrpcEndpoint>>,
    ) -> BallistaResult<PooledClient> {
        let peer = (host.to_owned(), port, config.clone());
        let client = match self.take(&peer) {
            Some(client) => client,
            None => {
                BallistaClient::try_new(
                    host,
                    port,
                    config.max_message_size,
                    config.use_tls,
                    customize_endpoint,
                    config.io_retries_times,
                    config.io_retry_wait_time_ms,
                    config.initial_connection_window_size,
                    config.initial_stream_window_size,
                )
                .await?
            }
        };
        let pool = self.clone();
        let keep = move |client| pool.resting().entry(peer).or_default().push((client, Instant::now()));
        Ok(PooledClient::new(client, Box::new(keep)))
    }

    async fn evict_idle(&self) {
        self.close_idle();
    }
}

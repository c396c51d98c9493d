//! The scheduler: the engine's, with our function, our placement, limits, and TLS.
//!
//! Invariant: it runs no block and keeps nothing on disk. What it lost when it ended, the planner asks again.

use crate::address::Address;
use crate::affinity::Affinity;
use crate::engine::session_config;
use crate::error::ClusterError;
use crate::function::solve_block;
use crate::limits::{HEARTBEAT, MESSAGE_LIMIT_BYTES, SILENCE, WINDOW_BYTES};
use crate::metrics::{MetricsPort, SchedulerMetrics};
use crate::status::{Watch, routes};
use crate::tls::{Tls, connections};
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::error::BallistaError;
use ballista_core::serde::protobuf::scheduler_grpc_server::SchedulerGrpcServer;
use ballista_core::serde::{BallistaCodec, BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::metrics::SchedulerMetricsCollector;
use ballista_scheduler::scheduler_server::SchedulerServer;
use datafusion::common::Result as EngineResult;
use datafusion::execution::context::SessionState;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;

/// Requests of one connection that run at once.
const REQUESTS_A_CONNECTION: usize = 64;

/// How long a request may be worked on.
const REQUEST: Duration = Duration::from_secs(20);

/// Finished rounds are forgotten after this.
const FORGET: Duration = Duration::from_secs(30);

/// A scheduler that listens and does not serve yet.
pub struct Scheduler {
    listener: TcpListener,
    address: Address,
    tls: Option<Tls>,
}

impl Scheduler {
    /// Listens at an address; port 0 is any free one.
    ///
    /// # Errors
    /// [`ClusterError::Open`] without TLS beyond loopback; [`ClusterError::Serve`] where nothing can listen.
    pub async fn listen(bind: Address, tls: Option<Tls>) -> Result<Self, ClusterError> {
        let bind = bind.guarded("--bind", tls.is_some())?;
        if bind.socket()?.ip().is_unspecified() {
            return Err(ClusterError::BindAll { seen: bind.to_string() });
        }
        let failed = ClusterError::serve("could not listen");
        let listening = async {
            let listener = TcpListener::bind(bind.socket()?)
                .await
                .map_err(|error| error.to_string());
            Ok::<_, ClusterError>(listener.and_then(|listener| {
                let port = listener.local_addr().map_err(|error| error.to_string())?.port();
                Ok((listener, port))
            }))
        };
        let (listener, port) = listening.await?.map_err(|reason| failed(format!("{bind}: {reason}")))?;
        Ok(Self {
            listener,
            address: Address { port, ..bind },
            tls,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Serves until `stop` is done; counts are read at the port of `metrics`.
    ///
    /// # Errors
    /// [`ClusterError::Serve`].
    pub(crate) async fn serve(
        self,
        metrics: Option<MetricsPort>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ClusterError> {
        let start = ClusterError::serve("could not start the scheduler");
        let (cluster, config) = configured(&self.address, self.tls.as_ref());
        let (engine, watch) = started(cluster, config)
            .await
            .map_err(|error| start(error.to_string()))?;
        if let Some(port) = metrics {
            let watch = Arc::clone(&watch);
            port.serve(move || {
                let watch = Arc::clone(&watch);
                async move { watch.text().await }
            });
        }
        let service = SchedulerGrpcServer::new(engine)
            .max_decoding_message_size(MESSAGE_LIMIT_BYTES)
            .max_encoding_message_size(MESSAGE_LIMIT_BYTES);
        let calls = Routes::new(service).into_axum_router().merge(routes(watch));
        let [stream, connection] = WINDOW_BYTES;
        let mut server = Server::builder()
            .concurrency_limit_per_connection(REQUESTS_A_CONNECTION)
            .timeout(REQUEST)
            .initial_stream_window_size(stream)
            .initial_connection_window_size(connection)
            .http2_keepalive_interval(Some(SILENCE))
            .http2_keepalive_timeout(Some(SILENCE));
        if let Some(tls) = &self.tls {
            let wrong = |error: tonic::transport::Error| ClusterError::Tls {
                reason: error.to_string(),
            };
            server = server.tls_config(tls.server()).map_err(wrong)?;
        }
        let incoming = TcpIncoming::from(self.listener).with_nodelay(Some(true));
        let served = server
            .add_routes(Routes::from(calls))
            .serve_with_incoming_shutdown(incoming, stop);
        let failed = ClusterError::serve("the scheduler ended");
        served.await.map_err(|error| failed(error.to_string()))
    }
}

/// The engine, and what looks at it.
async fn started(
    cluster: BallistaCluster,
    config: SchedulerConfig,
) -> Result<(SchedulerServer<LogicalPlanNode, PhysicalPlanNode>, Arc<Watch>), BallistaError> {
    let events = cluster.cluster_state().cluster_state_events().await?;
    let metrics = Arc::new(SchedulerMetrics::default());
    let codec = BallistaCodec::new(
        Arc::new(BallistaLogicalExtensionCodec::default()),
        Arc::new(BallistaPhysicalExtensionCodec::default()),
    );
    let counting = Arc::clone(&metrics) as Arc<dyn SchedulerMetricsCollector>;
    let mut engine = SchedulerServer::new(config.scheduler_endpoint(), cluster, codec, Arc::new(config), counting);
    engine.init().await?;
    let watch = Watch::new(Arc::clone(&engine.state), metrics, events);
    Ok((engine, watch))
}

fn configured(address: &Address, tls: Option<&Tls>) -> (BallistaCluster, SchedulerConfig) {
    let id = format!("scheduler-{}", uuid::Uuid::new_v4().simple());
    let cluster = BallistaCluster::new_memory(id.clone(), Arc::new(session_state), Arc::new(session_config));
    let affinity = Affinity::new(cluster.cluster_state());
    let limit = u32::try_from(MESSAGE_LIMIT_BYTES).unwrap_or(u32::MAX);
    let config = SchedulerConfig {
        scheduler_id: id,
        external_host: address.host.clone(),
        bind_host: address.host.clone(),
        bind_port: address.port,
        scheduling_policy: TaskSchedulingPolicy::PushStaged,
        task_distribution: TaskDistributionPolicy::Custom(Arc::new(affinity)),
        executor_timeout_seconds: SILENCE.as_secs(),
        expire_dead_executor_interval_seconds: HEARTBEAT.as_secs(),
        no_executors_grace_period_seconds: SILENCE.as_secs(),
        finished_job_data_clean_up_interval_seconds: FORGET.as_secs(),
        finished_job_state_clean_up_interval_seconds: FORGET.as_secs() * 2,
        grpc_server_max_decoding_message_size: limit,
        grpc_server_max_encoding_message_size: limit,
        grpc_client_max_message_size: limit,
        override_session_builder: Some(Arc::new(session_state)),
        override_config_producer: Some(Arc::new(session_config)),
        override_create_grpc_client_endpoint: Some(connections(tls)),
        use_tls: tls.is_some(),
        ..SchedulerConfig::default()
    };
    (cluster, config)
}

/// A session that knows our function and no other.
fn session_state(config: SessionConfig) -> EngineResult<SessionState> {
    Ok(SessionStateBuilder::new()
        .with_config(config)
        .with_scalar_functions(vec![Arc::new(solve_block(None))])
        .build())
}

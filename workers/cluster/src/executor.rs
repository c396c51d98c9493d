//! The executor: the engine's, with one function, and TLS before it.
//!
//! Invariant: it runs rounds and calls one function, and nothing else. What is warm outlives the loss of the scheduler: the executor registers
//! again, under a new id, with the same worker.

use crate::address::Address;
use crate::affinity::executor_id;
use crate::engine::fetching_config;
use crate::error::ClusterError;
use crate::front;
use crate::function::{SOLVE_BLOCK, solve_block};
use crate::guard::Guard;
use crate::limits::{HEARTBEAT, MESSAGE_LIMIT_BYTES, WAITING};
use crate::tls::{Tls, connections};
use crate::work::Work;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_executor::executor_server::TERMINATING;
use std::collections::HashMap;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long blocks under way are waited for when the executor is told to stop.
const LEAVE: Duration = Duration::from_secs(30);

/// What an executor is started with.
#[derive(Debug)]
pub struct ExecutorOptions {
    /// The scheduler.
    pub scheduler: Address,
    /// Where others reach this executor: the address it listens at. Of the two ports of the engine this is the one for
    /// tasks; port 0 is any free one.
    pub bind: Address,
    /// Port at the same address from which answers are fetched; 0 is any free one.
    pub data_port: u16,
    /// Name of this node, the same after every start.
    pub node: String,
    /// Blocks that run at once.
    pub cores: usize,
    /// Folder for answers on their way.
    pub work_folder: PathBuf,
    /// Certificates.
    pub tls: Option<Tls>,
}

/// Runs an executor until `stop` is done, again and again when the scheduler is lost.
///
/// # Errors
/// [`ClusterError::Open`], [`ClusterError::BindAll`], [`ClusterError::Serve`]: what cannot get better by waiting.
pub async fn run(
    options: ExecutorOptions,
    work: Arc<dyn Work>,
    stop: impl Future<Output = ()>,
) -> Result<(), ClusterError> {
    let has_tls = options.tls.is_some();
    let scheduler = options.scheduler.clone().guarded("--scheduler", has_tls)?;
    let bind = options.bind.clone().guarded("--bind", has_tls)?;
    let (port, data_port) = free_ports(&bind, options.data_port)?;
    let bind = Address { port, ..bind };
    let inside = match &options.tls {
        None => bind.socket()?.ip().to_string(),
        Some(tls) => {
            open_fronts(&bind, data_port, tls).await?;
            Ipv4Addr::LOCALHOST.to_string()
        }
    };
    let mut stop = std::pin::pin!(stop);
    loop {
        let config = config(&options, &scheduler, &bind, data_port, &inside, &work);
        TERMINATING.store(false, Ordering::Release);
        let mut engine = std::pin::pin!(start_executor_process(Arc::new(config)));
        tokio::select! {
            ended = &mut engine => match ended {
                Ok(()) => tracing::info!("the scheduler was lost; registering again"),
                Err(error) => tracing::warn!("{error}; trying again"),
            },
            () = &mut stop => {
                // The engine hears the same signals: it takes its leave of the scheduler and finishes what it does.
                let _left = tokio::time::timeout(LEAVE, engine).await;
                return Ok(());
            }
        }
        tokio::select! {
            () = tokio::time::sleep(HEARTBEAT) => {}
            () = &mut stop => return Ok(()),
        }
    }
}

async fn open_fronts(bind: &Address, data_port: u16, tls: &Tls) -> Result<(), ClusterError> {
    let outside = bind.socket()?;
    if outside.ip().is_unspecified() || outside.ip() == Ipv4Addr::LOCALHOST {
        return Err(ClusterError::BindAll { seen: bind.to_string() });
    }
    for port in [bind.port, data_port] {
        let mut outside = outside;
        outside.set_port(port);
        front::serve(outside, tls).await?;
    }
    Ok(())
}

fn config(
    options: &ExecutorOptions,
    scheduler: &Address,
    bind: &Address,
    data_port: u16,
    inside: &str,
    work: &Arc<dyn Work>,
) -> ExecutorProcessConfig {
    let limit = u32::try_from(MESSAGE_LIMIT_BYTES).unwrap_or(u32::MAX);
    let tls = options.tls.clone();
    ExecutorProcessConfig {
        executor_id: executor_id(&options.node),
        bind_host: inside.to_owned(),
        external_host: Some(bind.host.clone()),
        port: data_port,
        grpc_port: bind.port,
        scheduler_host: scheduler.host.clone(),
        scheduler_port: scheduler.port,
        vcores: options.cores + WAITING as usize,
        task_scheduling_policy: TaskSchedulingPolicy::PushStaged,
        work_dir: Some(options.work_folder.display().to_string()),
        grpc_max_decoding_message_size: limit,
        grpc_max_encoding_message_size: limit,
        executor_heartbeat_interval_seconds: HEARTBEAT.as_secs(),
        job_data_ttl_seconds: 600,
        job_data_clean_up_interval_seconds: 60,
        override_execution_engine: Some(Arc::new(Guard::new())),
        override_function_registry: Some(Arc::new(functions(Arc::clone(work)))),
        override_config_producer: Some(Arc::new(move || fetching_config(tls.as_ref()))),
        override_create_grpc_client_endpoint: Some(connections(options.tls.as_ref())),
        ..ExecutorProcessConfig::default()
    }
}

/// What an executor can call: one function.
#[must_use]
pub fn functions(work: Arc<dyn Work>) -> BallistaFunctionRegistry {
    BallistaFunctionRegistry {
        scalar_functions: HashMap::from([(SOLVE_BLOCK.to_owned(), Arc::new(solve_block(Some(work))))]),
        aggregate_functions: HashMap::new(),
        window_functions: HashMap::new(),
        higher_order_functions: HashMap::new(),
    }
}

/// The ports asked for, or some that nobody listens at. Both are held until both are known, so that they differ.
fn free_ports(bind: &Address, data_port: u16) -> Result<(u16, u16), ClusterError> {
    let socket = bind.socket()?;
    let listen = |port| {
        let failed = ClusterError::serve("could not listen");
        let mut socket = socket;
        socket.set_port(port);
        let listener = TcpListener::bind(socket);
        let held = listener.and_then(|listener| Ok((listener.local_addr()?.port(), listener)));
        held.map_err(|error| failed(format!("{socket}: {error}")))
    };
    let (tasks, _held) = listen(bind.port)?;
    let (data, _held_too) = listen(data_port)?;
    Ok((tasks, data))
}

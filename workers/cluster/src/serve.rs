//! What the two programs have in common: flags, signals, exit codes.
//!
//! Invariant: bad flags end with exit code 2 before anything listens.

use crate::address::Address;
use crate::error::ClusterError;
use crate::executor::{self, ExecutorOptions};
use crate::metrics::MetricsPort;
use crate::said::say_to_stderr;
use crate::scheduler::Scheduler;
use crate::store::BlockStore;
use crate::tls::TlsFiles;
use crate::work::{Work, Worker};
use clap::{Args, Parser};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::runtime::{Handle, Runtime};
use tokio::signal::unix::{SignalKind, signal};

/// Passes rounds of blocks on to executors.
#[derive(Debug, Parser)]
#[command(name = "planner-scheduler", version)]
pub struct SchedulerArgs {
    /// Address to listen at; port 0 is any free one.
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "HOST:PORT")]
    bind: Address,
    /// Loopback address at which Prometheus reads metrics, at /metrics; none when absent.
    #[arg(long, value_name = "HOST:PORT")]
    metrics: Option<Address>,
    #[command(flatten)]
    tls: TlsFiles,
}

/// Does blocks for planners.
#[derive(Debug, Parser)]
#[command(name = "planner-executor", version)]
pub struct ExecutorArgs {
    #[command(flatten)]
    place: Place,
    /// Blocks that run at once; all cores of the machine when absent.
    #[arg(long)]
    cores: Option<u16>,
    /// Memory for block data that is kept from round to round, MB.
    #[arg(long, default_value_t = 2048, value_name = "MB")]
    cache_mb: u64,
    /// Loopback address at which Prometheus reads metrics, at /metrics; none when absent.
    #[arg(long, value_name = "HOST:PORT")]
    metrics: Option<Address>,
    #[command(flatten)]
    tls: TlsFiles,
}

/// Where an executor is.
#[derive(Debug, Args)]
struct Place {
    /// The scheduler.
    #[arg(long, default_value = "127.0.0.1:50050", value_name = "HOST:PORT")]
    scheduler: Address,
    /// Address to listen at, by which others reach this executor; port 0 is any free one.
    #[arg(long, default_value = "127.0.0.1:0", value_name = "HOST:PORT")]
    bind: Address,
    /// Port at the same host from which answers are fetched; 0 is any free one.
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    data_port: u16,
    /// Folder or object store with block data, the same as the planners'.
    #[arg(long, value_name = "URI")]
    store: String,
    /// Name of this node, the same after every start; the host's when absent.
    #[arg(long)]
    node: Option<String>,
    /// Folder for answers on their way; one that is removed at the end when absent.
    #[arg(long, value_name = "FOLDER")]
    work_folder: Option<PathBuf>,
}

/// Runs the scheduler until a signal.
#[must_use]
pub fn scheduler(args: SchedulerArgs) -> ExitCode {
    run(async move {
        let tls = args.tls.read()?;
        let metrics = metrics_port(args.metrics).await?;
        let scheduler = Scheduler::listen(args.bind, tls).await?;
        say(&format!("planner-scheduler listens at {}", scheduler.address()));
        say_where(metrics.as_ref());
        scheduler.serve(metrics, stop()?).await
    })
}

/// Runs an executor until a signal; `wrap` is put around its worker.
#[must_use]
pub fn executor(args: ExecutorArgs, wrap: impl FnOnce(Worker) -> Arc<dyn Work>) -> ExitCode {
    run(async move {
        let tls = args.tls.read()?;
        let metrics = metrics_port(args.metrics).await?;
        let store = BlockStore::open(&args.place.store)?;
        let failed = ClusterError::serve("could not make a work folder");
        let folder = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let node = args.place.node.clone().unwrap_or_else(host);
        let options = ExecutorOptions {
            scheduler: args.place.scheduler,
            bind: args.place.bind,
            data_port: args.place.data_port,
            node: node.clone(),
            cores: args.cores.map_or(cores, usize::from).max(1),
            work_folder: args.place.work_folder.unwrap_or_else(|| folder.path().to_owned()),
            tls,
        };
        let worker = Worker::new(node, store, args.cache_mb << 20, options.cores, Handle::current());
        say_where(metrics.as_ref());
        if let Some(port) = metrics {
            let counts = worker.metrics();
            port.serve(move || std::future::ready(counts.text()));
        }
        executor::run(options, wrap(worker), stop()?).await
    })
}

fn run(work: impl Future<Output = Result<(), ClusterError>>) -> ExitCode {
    let failed = ClusterError::serve("could not start threads");
    let runtime = || Runtime::new().map_err(|error| failed(error.to_string()));
    let said = say_to_stderr(Some("warn"));
    match said.and_then(|()| runtime()).and_then(|runtime| runtime.block_on(work)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::from(if error.is_input() { 2 } else { 4 })
        }
    }
}

/// Done at the first signal to end.
fn stop() -> Result<impl Future<Output = ()>, ClusterError> {
    let failed = |error: std::io::Error| ClusterError::serve("could not listen for signals")(error.to_string());
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

async fn metrics_port(at: Option<Address>) -> Result<Option<MetricsPort>, ClusterError> {
    match at {
        Some(at) => MetricsPort::listen(at).await.map(Some),
        None => Ok(None),
    }
}

fn say_where(metrics: Option<&MetricsPort>) {
    if let Some(port) = metrics {
        say(&format!("metrics are at {}", port.url()));
    }
}

/// A line to people; that nobody reads it is no reason to end.
fn say(line: &str) {
    let _said = writeln!(std::io::stderr(), "{line}");
}

fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    if name.is_empty() { "node" } else { name }.to_owned()
}

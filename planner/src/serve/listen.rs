//! Connections: how many, how long they may take, and a stop in good order.

use super::plans::ServedPlan;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

/// What a server does at most.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections open at one time; others are told to come back (503) and closed.
    pub connections: usize,
    /// Requests answered at one time; others are told to come back (503).
    pub requests: usize,
    /// Long computations at one time; others wait.
    pub long_work: usize,
    /// Time for the head of a request to arrive, for an idle connection to say something, and for a client to take the next
    /// piece of an answer, s.
    pub idle_seconds: u64,
    /// Time for the last answers after the stop was asked for, s.
    pub stop_seconds: u64,
    /// Names besides `localhost` that requests may be addressed to.
    pub hosts: Vec<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 256,
            requests: 256,
            long_work: std::thread::available_parallelism().map_or(1, Into::into),
            idle_seconds: 30,
            stop_seconds: 10,
            hosts: Vec::new(),
        }
    }
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can be reached from elsewhere.
    #[error(
        "{0} can be reached from other machines, and the server has no way to know who asks: listen on 127.0.0.1 and put a \
         proxy with TLS and logins in front (see docs/serve.md)"
    )]
    NotLoopback(SocketAddr),
    /// The system refused.
    #[error("{address}: {source}")]
    Bind {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Takes an address of this machine's own.
///
/// # Errors
/// When it is not one, or is taken.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    if !address.ip().is_loopback() {
        return Err(ServeError::NotLoopback(address));
    }
    let bound = TcpListener::bind(address).await;
    bound.map_err(|source| ServeError::Bind { address, source })
}

/// Serves plans until `stop` is ready; then takes no more connections, finishes what is being answered, and returns.
pub async fn serve(listener: TcpListener, plans: Vec<ServedPlan>, limits: Limits, stop: impl Future<Output = ()>) {
    let router = super::router(plans, &limits);
    let places = Arc::new(Semaphore::new(limits.connections));
    let turned_away = Arc::new(Semaphore::new(limits.connections));
    let idle = Duration::from_secs(limits.idle_seconds);
    let mut server = hyper::server::conn::http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(idle)
        .max_buf_size(64 << 10);
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            // Out of files, or the peer is gone already: neither passes by asking at once again.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            // Where even those who turn away are too many, the connection is closed without a word.
            if let Ok(turning) = Arc::clone(&turned_away).try_acquire_owned() {
                tokio::spawn(turn_away(stream, turning));
            }
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let mut stream = Box::pin(TimeoutStream::new(stream));
        stream.as_mut().set_write_timeout_pinned(Some(idle));
        let connection = server.serve_connection(TokioIo::new(stream), service);
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks concerns its client alone.
            let _ = watched.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(Duration::from_secs(limits.stop_seconds), graceful.shutdown()).await;
}

/// Said to a connection for which there is no place.
const NO_PLACE: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
/// Bytes of a request read before it is turned away; a connection closed with more unread is reset, and its answer lost.
const READ_AT_MOST: usize = 4 << 10;

/// Tells a client to come back, without reading what it asks.
async fn turn_away(mut stream: TcpStream, place: OwnedSemaphorePermit) {
    let farewell = async {
        let mut unread = [0; READ_AT_MOST];
        // However much has come by now: the rest is not waited for.
        let _read = stream.read(&mut unread).await?;
        stream.write_all(NO_PLACE).await?;
        stream.shutdown().await
    };
    // Whoever does not listen is not waited for.
    let _ = tokio::time::timeout(Duration::from_secs(1), farewell).await;
    drop(place);
}

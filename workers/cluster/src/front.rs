//! The TLS side of an executor, whose own servers speak plainly and stay on loopback.
//!
//! Invariant: a byte is passed on only after the other side has shown a certificate of the authority.

use crate::error::ClusterError;
use crate::limits::CONNECT;
use crate::tls::Tls;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// Most connections at once; more wait to be taken.
const CONNECTIONS: usize = 256;

/// Listens at `outside` and passes on to the same port of loopback, as long as the process lives.
///
/// # Errors
/// [`ClusterError::Serve`] when the address cannot be listened at; [`ClusterError::Tls`].
pub(crate) async fn serve(outside: SocketAddr, tls: &Tls) -> Result<(), ClusterError> {
    let acceptor = tls.acceptor()?;
    let failed = ClusterError::serve("could not listen for TLS");
    let listener = TcpListener::bind(outside).await;
    let listener = listener.map_err(|error| failed(format!("{outside}: {error}")))?;
    let inside = SocketAddr::from((Ipv4Addr::LOCALHOST, outside.port()));
    tokio::spawn(async move {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        while let Ok(place) = Arc::clone(&places).acquire_owned().await {
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Err(error) = pass(acceptor, stream, inside).await {
                    tracing::debug!("connection ended: {error}");
                }
                drop(place);
            });
        }
    });
    Ok(())
}

/// One connection; who is slow to greet is cut off.
async fn pass(acceptor: tokio_rustls::TlsAcceptor, stream: TcpStream, inside: SocketAddr) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut outer = timeout(CONNECT, acceptor.accept(stream)).await??;
    let mut inner = TcpStream::connect(inside).await?;
    inner.set_nodelay(true)?;
    copy_bidirectional(&mut outer, &mut inner).await?;
    Ok(())
}

//! Counts for Prometheus, served plainly as OpenMetrics text at a port of their own.
//!
//! Invariant: only this machine reads them. Counting never waits, and nothing that is done depends on it.

mod executor;
mod scheduler;

pub(crate) use executor::{ExecutorMetrics, Outcome};
pub(crate) use scheduler::{Now, SchedulerMetrics};

use crate::address::Address;
use crate::error::ClusterError;
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;

/// What OpenMetrics text is called.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// One label and its value.
type Label = [(&'static str, &'static str); 1];

/// Bounds of the histograms, s: from an empty block to a long solve.
const BOUNDS_S: [f64; 12] = [
    0.001, 0.004, 0.016, 0.064, 0.25, 1.0, 4.0, 16.0, 64.0, 256.0, 1024.0, 4096.0,
];

/// A port of loopback at which counts are read, before it is served.
#[derive(Debug)]
pub(crate) struct MetricsPort {
    listener: TcpListener,
    address: Address,
}

impl MetricsPort {
    /// Listens at an address; port 0 is any free one.
    ///
    /// # Errors
    /// [`ClusterError::MetricsOpen`] beyond loopback; [`ClusterError::Serve`] where nothing can listen.
    pub(crate) async fn listen(at: Address) -> Result<Self, ClusterError> {
        if !at.is_loopback() {
            return Err(ClusterError::MetricsOpen { seen: at.to_string() });
        }
        let failed = |error: std::io::Error| {
            ClusterError::serve("could not listen for readers of metrics")(format!("{at}: {error}"))
        };
        let listener = TcpListener::bind(at.socket()?).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        Ok(Self {
            listener,
            address: Address { port, ..at },
        })
    }

    /// Where the counts are read.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/metrics", self.address)
    }

    /// Serves what `text` gives at each reading, as long as the process lives.
    pub(crate) fn serve<R>(self, text: impl Fn() -> R + Clone + Send + Sync + 'static)
    where
        R: Future<Output = String> + Send,
    {
        let read = move || {
            let text = text();
            async move { ([(CONTENT_TYPE, TEXT)], text.await) }
        };
        let routes = Router::new().route("/metrics", get(read));
        tokio::spawn(async move {
            if let Err(error) = axum::serve(self.listener, routes).await {
                tracing::warn!(%error, "metrics are no longer served");
            }
        });
    }
}

/// The counts as text.
fn text(registry: &Registry) -> String {
    let mut text = String::new();
    // Writing to a text cannot fail.
    let _written = encode(&mut text, registry);
    text
}

/// The lines of a text in an order that is always the same; that of labels is not.
#[cfg(test)]
fn sorted(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines.join("\n")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_this_machine_reads() {
        for beyond in ["0.0.0.0:0", "10.1.2.3:9100", "metrics.example.org:9100"] {
            let refused = MetricsPort::listen(beyond.parse().unwrap()).await.unwrap_err();
            assert!(matches!(refused, ClusterError::MetricsOpen { .. }), "{refused}");
        }
        let port = MetricsPort::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        assert!(!port.url().contains(":0/"), "{}", port.url());
    }
}

//! Asks a scheduler, and tells it: plain requests on connections like those of the engine.
//!
//! Invariant: every request ends in bounded time and with bounded bytes.

use super::{ClusterStatus, OUTCOMES_PATH, Outcomes, STATUS_PATH};
use crate::address::Address;
use crate::error::ClusterError;
use crate::limits::{CONNECT, STATUS_LIMIT_BYTES, TELL};
use crate::line::Line;
use crate::tls::Tls;
use http_body_util::{BodyExt, Limited};
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;
use tonic::body::Body;
use tonic::codegen::Service;
use tonic::codegen::http::header::CONTENT_TYPE;
use tonic::codegen::http::{Method, Request};

/// How the cluster of a scheduler is.
///
/// # Errors
/// [`ClusterError::Open`] for an address beyond loopback without TLS; [`ClusterError::Status`] where it does not say.
pub fn status(scheduler: &Address, tls: Option<&Tls>) -> Result<ClusterStatus, ClusterError> {
    let scheduler = scheduler.clone().guarded("--scheduler", tls.is_some())?;
    let threads = ClusterError::serve("could not start threads");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| threads(error.to_string()))?;
    let asker = Asker::new(Arc::new(Line::new(&scheduler, tls)?));
    let body = runtime.block_on(asker.ask(Method::GET, STATUS_PATH, Vec::new(), CONNECT * 2))?;
    serde_json::from_slice(&body).map_err(|error| asker.failed(&error))
}

/// Asks one scheduler.
#[derive(Debug)]
pub(crate) struct Asker {
    line: Arc<Line>,
}

impl Asker {
    pub(crate) fn new(line: Arc<Line>) -> Self {
        Self { line }
    }

    /// Tells how blocks ended.
    ///
    /// # Errors
    /// [`ClusterError::Status`].
    pub(crate) async fn tell(&self, outcomes: Outcomes) -> Result<(), ClusterError> {
        let body = serde_json::to_vec(&outcomes).map_err(|error| self.failed(&error))?;
        self.ask(Method::POST, OUTCOMES_PATH, body, TELL).await.map(drop)
    }

    async fn ask(&self, method: Method, path: &str, body: Vec<u8>, limit: Duration) -> Result<Vec<u8>, ClusterError> {
        let asked = tokio::time::timeout(limit, self.answer(method, path, body)).await;
        asked.map_err(|_| self.failed(&format!("no answer in {} ms", limit.as_millis())))?
    }

    async fn answer(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Vec<u8>, ClusterError> {
        let mut channel = self.line.channel().await;
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(CONTENT_TYPE, "application/json")
            .body(Body::new(http_body_util::Full::from(body)))
            .map_err(|error| self.failed(&error))?;
        poll_fn(|context| channel.poll_ready(context))
            .await
            .map_err(|error| self.failed(&causes(&error)))?;
        let response = channel
            .call(request)
            .await
            .map_err(|error| self.failed(&causes(&error)))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), STATUS_LIMIT_BYTES).collect().await;
        if !status.is_success() {
            return Err(self.failed(&format!("it answers {status}")));
        }
        Ok(body.map_err(|error| self.failed(&error))?.to_bytes().to_vec())
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> ClusterError {
        ClusterError::Status {
            scheduler: self.line.scheduler.clone(),
            reason: reason.to_string(),
        }
    }
}

/// An error with what is behind it: the outer ones say no more than that something failed.
fn causes(error: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(error.source(), |error| error.source());
    chain.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

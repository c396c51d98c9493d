//! The connection to a scheduler: made at the first request, and again by itself when it is lost.

use crate::address::Address;
use crate::error::ClusterError;
use crate::tls::{Tls, connections};
use std::fmt::Display;
use tonic::transport::{Channel, Endpoint};

/// A line to one scheduler; all requests share it.
#[derive(Debug)]
pub(crate) struct Line {
    /// `HOST:PORT`.
    pub(crate) scheduler: String,
    endpoint: Endpoint,
    channel: tokio::sync::OnceCell<Channel>,
}

impl Line {
    /// A line that is not connected yet.
    ///
    /// # Errors
    /// [`ClusterError::Status`] for an address that is none.
    pub(crate) fn new(scheduler: &Address, tls: Option<&Tls>) -> Result<Self, ClusterError> {
        let scheduler = scheduler.to_string();
        let failed = |error: &dyn Display| ClusterError::Status {
            scheduler: scheduler.clone(),
            reason: error.to_string(),
        };
        let endpoint = Endpoint::from_shared(format!("http://{scheduler}")).map_err(|error| failed(&error))?;
        let endpoint = connections(tls)(endpoint).map_err(|error| failed(&error))?;
        Ok(Self {
            scheduler,
            endpoint,
            channel: tokio::sync::OnceCell::new(),
        })
    }

    /// The channel. It belongs to the runtime that asks first.
    pub(crate) async fn channel(&self) -> Channel {
        let connect = || async { self.endpoint.connect_lazy() };
        self.channel.get_or_init(connect).await.clone()
    }
}

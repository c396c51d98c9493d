//! Addresses, and the rule that only loopback goes without certificates.
//!
//! Invariant: an [`Address`] that passed [`Address::guarded`] is on this machine or is used with TLS.

use crate::error::ClusterError;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// A host, by name or by number, and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Name or number of the host.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

impl Address {
    /// Whether only processes of this machine can reach it. A name other than `localhost` may be anywhere.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.ip().is_some_and(|ip| ip.is_loopback())
    }

    /// The address itself, if it may be used: on loopback, or with TLS.
    ///
    /// # Errors
    /// [`ClusterError::Open`].
    pub fn guarded(self, what: &'static str, has_tls: bool) -> Result<Self, ClusterError> {
        if has_tls || self.is_loopback() {
            return Ok(self);
        }
        Err(ClusterError::Open {
            what,
            seen: self.to_string(),
        })
    }

    /// The number to listen at.
    ///
    /// # Errors
    /// [`ClusterError::Address`] where the host is a name other than `localhost`.
    pub fn socket(&self) -> Result<SocketAddr, ClusterError> {
        let localhost = (self.host == "localhost").then_some(IpAddr::from([127, 0, 0, 1]));
        let ip = self
            .ip()
            .or(localhost)
            .ok_or_else(|| ClusterError::Address { seen: self.to_string() })?;
        Ok(SocketAddr::new(ip, self.port))
    }

    fn ip(&self) -> Option<IpAddr> {
        self.host.trim_matches(['[', ']']).parse().ok()
    }
}

impl FromStr for Address {
    type Err = ClusterError;

    fn from_str(text: &str) -> Result<Self, ClusterError> {
        let wrong = || ClusterError::Address { seen: text.to_owned() };
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let is_six = host.starts_with('[') && host.ends_with(']');
        if host.is_empty() || !(is_six || host.chars().all(is_name)) {
            return Err(wrong());
        }
        let address = Self {
            host: host.to_owned(),
            port: port.parse().map_err(|_| wrong())?,
        };
        if is_six && address.ip().is_none() {
            return Err(wrong());
        }
        Ok(address)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_goes_without_certificates() {
        for (text, is_loopback) in [
            ("127.0.0.1:1", true),
            ("127.9.9.9:1", true),
            ("[::1]:1", true),
            ("localhost:1", true),
            ("0.0.0.0:1", false),
            ("10.0.0.7:1", false),
            ("localhost.example.org:1", false),
        ] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.clone().guarded("address", false).is_ok(), is_loopback, "{text}");
            assert!(address.guarded("address", true).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "host",
            "host:",
            ":1",
            "host:port",
            "host:70000",
            "a b:1",
            "http://h:1",
            "[::g]:1",
            "::1:1",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}

//! Mutual TLS: one authority, and a certificate for each side.
//!
//! Invariant: with TLS, both sides of every connection show a certificate of the one authority; there is no other mode.

use crate::error::ClusterError;
use crate::limits::{CONNECT, SILENCE, WINDOW_BYTES};
use ballista_core::extension::EndpointOverrideFn;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig, crypto::ring};
use tonic::transport::{Certificate, ClientTlsConfig, Endpoint, Identity, ServerTlsConfig, Uri};

/// The files of one side, in PEM.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct TlsFiles {
    /// Certificate of the authority that signed both sides' certificates (PEM).
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// This side's certificate (PEM).
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// The key of this side's certificate (PEM).
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
}

/// What the files hold.
#[derive(Clone)]
pub struct Tls {
    ca: Vec<u8>,
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl std::fmt::Debug for Tls {
    /// A key is never printed.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl TlsFiles {
    /// Reads the files; none where none are given.
    ///
    /// # Errors
    /// [`ClusterError::TlsIncomplete`], [`ClusterError::Read`], [`ClusterError::Tls`].
    pub fn read(&self) -> Result<Option<Tls>, ClusterError> {
        let (Some(ca), Some(certificate), Some(key)) = (&self.ca, &self.certificate, &self.key) else {
            return self.absent();
        };
        let tls = Tls {
            ca: read(ca)?,
            certificate: read(certificate)?,
            key: read(key)?,
        };
        tls.acceptor()?;
        Ok(Some(tls))
    }

    /// Some files but not all are a mistake.
    fn absent(&self) -> Result<Option<Tls>, ClusterError> {
        let files = [
            ("--ca", &self.ca),
            ("--certificate", &self.certificate),
            ("--key", &self.key),
        ];
        if files.iter().all(|(_, file)| file.is_none()) {
            return Ok(None);
        }
        let missing = files.iter().filter(|(_, file)| file.is_none());
        Err(ClusterError::TlsIncomplete {
            missing: missing.map(|(flag, _)| *flag).collect::<Vec<_>>().join(", "),
        })
    }
}

impl Tls {
    /// A server that takes clients of the authority only.
    pub(crate) fn server(&self) -> ServerTlsConfig {
        ServerTlsConfig::new()
            .identity(Identity::from_pem(&self.certificate, &self.key))
            .client_ca_root(Certificate::from_pem(&self.ca))
    }

    /// A client that shows its certificate and takes servers of the authority only.
    fn client(&self) -> ClientTlsConfig {
        ClientTlsConfig::new()
            .identity(Identity::from_pem(&self.certificate, &self.key))
            .ca_certificate(Certificate::from_pem(&self.ca))
    }

    /// The server side for plain sockets.
    pub(crate) fn acceptor(&self) -> Result<tokio_rustls::TlsAcceptor, ClusterError> {
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(&self.certificate)
            .collect::<Result<_, _>>()
            .map_err(wrong)?;
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(wrong)?;
        let mut roots = RootCertStore::empty();
        for root in CertificateDer::pem_slice_iter(&self.ca) {
            roots.add(root.map_err(wrong)?).map_err(wrong)?;
        }
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(wrong)?
            .with_client_cert_verifier(verifier.build().map_err(wrong)?)
            .with_single_cert(certificates, key)
            .map_err(wrong)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(tokio_rustls::TlsAcceptor::from(Arc::new(config)))
    }
}

/// How every connection of the engine is made: without delay, in bounded time, and with TLS where it is configured. One that
/// is silent is given up.
#[must_use]
pub(crate) fn connections(tls: Option<&Tls>) -> EndpointOverrideFn {
    let tls = tls.map(Tls::client);
    Arc::new(move |endpoint| {
        let endpoint = match &tls {
            None => endpoint,
            Some(tls) => Endpoint::from(secure(endpoint.uri().clone())?).tls_config(tls.clone())?,
        };
        let [stream, connection] = WINDOW_BYTES;
        Ok(endpoint
            .connect_timeout(CONNECT)
            .tcp_nodelay(true)
            .initial_stream_window_size(stream)
            .initial_connection_window_size(connection)
            .http2_keep_alive_interval(SILENCE)
            .keep_alive_timeout(SILENCE))
    })
}

/// The engine writes `http` whatever is spoken; with TLS it must read `https`.
fn secure(uri: Uri) -> Result<Uri, Box<dyn std::error::Error + Send + Sync>> {
    let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
    let secured = Uri::builder().scheme("https").authority(authority).path_and_query("/");
    Ok(secured.build()?)
}

fn read(path: &Path) -> Result<Vec<u8>, ClusterError> {
    std::fs::read(path).map_err(|source| ClusterError::Read {
        path: path.to_owned(),
        source,
    })
}

fn wrong(error: impl std::fmt::Display) -> ClusterError {
    ClusterError::Tls {
        reason: error.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn some_files_but_not_all_are_refused() {
        assert!(TlsFiles::default().read().unwrap().is_none());
        let files = TlsFiles {
            ca: Some(PathBuf::from("ca.pem")),
            ..TlsFiles::default()
        };
        let error = files.read().unwrap_err().to_string();
        assert!(error.contains("--certificate, --key"), "{error}");
    }

    #[test]
    fn a_key_is_not_printed() {
        let tls = Tls {
            ca: b"authority".to_vec(),
            certificate: b"certificate".to_vec(),
            key: b"secret".to_vec(),
        };
        let said = format!("{tls:?}");
        assert!(
            !said.contains("secret") && !said.contains(&format!("{:?}", b"secret")),
            "{said}"
        );
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = Some(file.path().to_owned());
        let files = TlsFiles {
            ca: path.clone(),
            certificate: path.clone(),
            key: path,
        };
        assert!(matches!(files.read(), Err(ClusterError::Tls { .. })));
    }
}

//! Certificates for tests, made on the spot.

use cluster::TlsFiles;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::path::{Path, PathBuf};

/// Addresses that the tests use beyond 127.0.0.1.
pub const NAMES: [&str; 6] = [
    "127.0.0.1",
    "127.0.0.2",
    "127.0.0.3",
    "10.213.77.1",
    "10.213.77.2",
    "localhost",
];

pub fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Files of one side, signed by an authority of its own name.
pub fn certificates(folder: &Path, authority: &CertifiedIssuer<'_, KeyPair>, name: &str) -> TlsFiles {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(NAMES.map(str::to_owned))
        .unwrap()
        .signed_by(&key, authority)
        .unwrap();
    let file = |end: &str, text: &str| -> Option<PathBuf> {
        let path = folder.join(format!("{name}-{end}.pem"));
        std::fs::write(&path, text).unwrap();
        Some(path)
    };
    TlsFiles {
        ca: file("ca", &authority.pem()),
        certificate: file("certificate", &certificate.pem()),
        key: file("key", &key.serialize_pem()),
    }
}

/// The flags that name the files.
pub fn flags(files: &TlsFiles) -> Vec<String> {
    let pairs = [
        ("--ca", &files.ca),
        ("--certificate", &files.certificate),
        ("--key", &files.key),
    ];
    let flags = pairs
        .into_iter()
        .filter_map(|(flag, file)| Some([flag.to_owned(), file.as_ref()?.display().to_string()]));
    flags.flatten().collect()
}

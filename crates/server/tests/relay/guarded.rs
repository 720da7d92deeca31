//! Connections that are kept from others (TLS), with certificates that are made for a test and thrown away.

use std::io::{Read, Result, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How a relay keeps its connections from others.
#[derive(Clone)]
pub enum Guard {
    None,
    Implicit(Arc<ServerConfig>),
    Starttls(Arc<ServerConfig>),
}

/// An authority of somebody's own.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// What it is known by, in PEM.
    pub pem: String,
}

impl Authority {
    pub fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = parameters.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(parameters, key), pem }
    }

    /// What a relay of this name shows, in PEM: its key and its certificate.
    pub fn vouch_in_pem(&self, name: &str) -> [String; 2] {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.issuer).unwrap();
        [key.serialize_pem(), certificate.pem()]
    }

    /// The same for a relay of these tests.
    pub fn vouch(&self, name: &str) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.issuer).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap())
    }
}

/// A connection, as far as it is kept from others by now.
pub enum Guarded {
    Clear(TcpStream),
    Within(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Guarded {
    pub fn within(config: &Arc<ServerConfig>, stream: TcpStream) -> Option<Self> {
        let connection = ServerConnection::new(Arc::clone(config)).ok()?;
        Some(Self::Within(Box::new(StreamOwned::new(connection, stream))))
    }
}

impl Read for Guarded {
    fn read(&mut self, bytes: &mut [u8]) -> Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(bytes),
            Self::Within(stream) => stream.read(bytes),
        }
    }
}

impl Write for Guarded {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match self {
            Self::Clear(stream) => stream.write(bytes),
            Self::Within(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> Result<()> {
        match self {
            Self::Clear(stream) => stream.flush(),
            Self::Within(stream) => stream.flush(),
        }
    }
}

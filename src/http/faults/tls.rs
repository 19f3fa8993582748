//! TLS servers for tests, with certificates made on the spot.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::server::TlsStream;

use super::listener::Listener;

/// A certificate authority of its own.
pub(crate) struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// What is right or wrong about a server's certificate.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Certified {
    Rightly,
    TooLongAgo,
    ForAnotherHost,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    pub(crate) fn pem(&self) -> Vec<u8> {
        self.pem.clone().into_bytes()
    }

    fn config(&self, certified: Certified, protocol: &str) -> ServerConfig {
        let name = match certified {
            Certified::ForAnotherHost => "another.example",
            _ => "127.0.0.1",
        };
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        if let Certified::TooLongAgo = certified {
            params.not_after = rcgen::date_time_ymd(2020, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        config
    }
}

/// A TLS server on loopback.
pub(crate) struct TlsServer(Listener);

impl TlsServer {
    /// Serves each connection that completes its handshake with `serve`. `protocol` is the one
    /// offered by ALPN: `http/1.1` or `h2`.
    pub(crate) fn start<F, Served>(
        authority: &Authority,
        certified: Certified,
        protocol: &str,
        serve: F,
    ) -> io::Result<Self>
    where
        F: Fn(TlsStream<TcpStream>) -> Served + Clone + Send + Sync + 'static,
        Served: Future<Output = ()> + Send + 'static,
    {
        let acceptor = TlsAcceptor::from(Arc::new(authority.config(certified, protocol)));
        Listener::start(move |stream| {
            let (acceptor, serve) = (acceptor.clone(), serve.clone());
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    serve(stream).await;
                }
            }
        })
        .map(Self)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.address())
    }
}

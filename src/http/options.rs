//! What the clients are built from, and what can be wrong with it.

use std::fmt;
use std::time::Duration;

use reqwest::{Certificate, Proxy, Url};
use thiserror::Error;

use super::plain::PlainOrigins;
use crate::secret::Secret;

/// How [`super::Http`] reaches the world.
#[derive(Clone)]
pub struct HttpOptions {
    /// The proxy for everything but loopback and [`HttpOptions::plain`]: an `http`, `https`, `socks5` or `socks5h` URL, with
    /// user and password where it wants them. Without one, variables such as `HTTPS_PROXY` are
    /// not looked at.
    pub proxy: Option<Secret>,
    /// Certificate authorities to trust beside the machine's own, each a PEM bundle.
    pub extra_ca_pem: Vec<Vec<u8>>,
    /// For mocks: allows plain HTTP to loopback. The machine's certificate authorities are then
    /// not loaded, so that a dry run cannot reach a real platform even by mistake.
    pub allow_plain: bool,
    /// Servers that are reached without TLS and without the proxy.
    pub plain: PlainOrigins,
    /// The longest wait for a connection, name look-up and TLS included.
    pub connect_timeout: Duration,
    /// The longest a visible request may take as a whole, and the longest that the body of any
    /// answer may take.
    pub visible_timeout: Duration,
    /// The longest silence within an invisible request: no byte of it taken, no answer begun.
    pub read_timeout: Duration,
    /// How the program names itself to platforms.
    pub user_agent: String,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            proxy: None,
            extra_ca_pem: Vec::new(),
            allow_plain: false,
            plain: PlainOrigins::default(),
            connect_timeout: Duration::from_secs(10),
            visible_timeout: Duration::from_secs(60),
            read_timeout: Duration::from_secs(60),
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpOptions")
            .field("proxy", &self.proxy)
            .field("extra_ca_pem", &self.extra_ca_pem.len())
            .field("allow_plain", &self.allow_plain)
            .field("plain", &self.plain)
            .field("connect_timeout", &self.connect_timeout)
            .field("visible_timeout", &self.visible_timeout)
            .field("read_timeout", &self.read_timeout)
            .field("user_agent", &self.user_agent)
            .finish()
    }
}

/// Why no client can be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HttpSetupError {
    /// The proxy's URL is not one.
    #[error(
        "the proxy is not a URL that can be used (write it like http://proxy.example:3128 or \
         socks5h://user:password@proxy.example:1080)"
    )]
    Proxy,
    /// A bundle of certificate authorities holds none, or a broken one.
    #[error(
        "bundle {number} of the extra certificate authorities cannot be read (it must be PEM, \
         with -----BEGIN CERTIFICATE----- lines)"
    )]
    Certificates {
        /// Which one, counted from 1.
        number: usize,
    },
    /// The TLS library or the machine's certificate authorities gave an error.
    #[error("TLS cannot be set up: {detail} (is the package ca-certificates installed?)")]
    Tls {
        /// What it said.
        detail: String,
    },
    /// The name for platforms has a character that a header cannot carry.
    #[error("the user agent cannot be sent as a header (use plain letters, as in dakiya/1.0)")]
    UserAgent,
}

/// The proxy that `url` names, kept away from loopback and from the servers in `plain`.
pub(super) fn proxy(url: &Secret, plain: &PlainOrigins) -> Result<Proxy, HttpSetupError> {
    let parsed = Url::parse(url.expose()).map_err(|_| HttpSetupError::Proxy)?;
    let known = matches!(parsed.scheme(), "http" | "https" | "socks5" | "socks5h");
    if !known || !parsed.has_host() {
        return Err(HttpSetupError::Proxy);
    }
    guard_password(&parsed);
    let plain = plain.clone();
    Ok(Proxy::custom(move |to| (!is_direct(to, &plain)).then(|| parsed.clone())))
}

/// Whether requests to `url` never go through a proxy: this machine, and the servers of one's own
/// network that are listed.
pub(super) fn is_direct(url: &Url, plain: &PlainOrigins) -> bool {
    is_loopback(url) || plain.lists(url)
}

/// Whether `url` names this machine without a name look-up that could say otherwise.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Makes the password alone a known secret, as written and as sent.
fn guard_password(url: &Url) {
    use base64::Engine as _;
    use percent_encoding::percent_decode_str;
    let Some(written) = url.password() else { return };
    let password = percent_decode_str(written).decode_utf8_lossy();
    let user = percent_decode_str(url.username()).decode_utf8_lossy();
    let header = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    for value in [written, &password, &header] {
        let _known_from_now_on = Secret::new(value);
    }
}

/// The certificates in `bundles`.
pub(super) fn certificates(bundles: &[Vec<u8>]) -> Result<Vec<Certificate>, HttpSetupError> {
    let mut all = Vec::new();
    for (at, bundle) in bundles.iter().enumerate() {
        let broken = HttpSetupError::Certificates { number: at + 1 };
        let found = Certificate::from_pem_bundle(bundle).map_err(|_| broken.clone())?;
        if found.is_empty() {
            return Err(broken);
        }
        all.extend(found);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::plain::PlainOrigin;
    use super::*;

    #[test]
    fn this_machine_and_listed_servers_never_go_through_the_proxy() {
        let plain = [PlainOrigin::read("http://wiki.office.lan:8080").unwrap()];
        let plain = plain.into_iter().collect();
        let direct = |url: &str| is_direct(&Url::parse(url).unwrap(), &plain);
        for url in ["http://wiki.office.lan:8080/x", "https://localhost:1/", "http://[::1]/"] {
            assert!(direct(url), "{url}");
        }
        for url in ["https://wiki.office.lan:8080/", "http://wiki.office.lan/", "https://a.b/"] {
            assert!(!direct(url), "{url}");
        }
    }
}

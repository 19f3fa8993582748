//! The three clients: same manners, different pools.

#![expect(
    clippy::disallowed_methods,
    reason = "the one place that may build clients, so that redirects, repeats and referers stay off"
)]

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::header::HeaderValue;
use reqwest::{Certificate, Client, ClientBuilder, Proxy, Url, redirect, retry};

use super::options::{self, HttpOptions, HttpSetupError};

/// How long [`Kind::Warm`] keeps a connection that nothing uses. Servers close idle connections
/// after 5 s at the earliest among the common defaults (Node.js and Apache httpd, read Nov 2026);
/// 3 s keeps a request from meeting a connection that is just being closed.
const WARM_IDLE: Duration = Duration::from_secs(3);

/// How long [`Kind::Invisible`] keeps a connection that nothing uses.
const POOL_IDLE: Duration = Duration::from_secs(30);

/// What a request is for, which decides how its connection is made and how long it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A visible request whose repeat would be seen. Always a new connection, so that a stale one
    /// never blurs what became of it.
    Fresh,
    /// A visible request whose repeat is provably harmless (a key, or a staged object): may use a
    /// connection that a request of this kind used up to 3 s before. To warm it for the due
    /// instant, send a look-up of this kind shortly before.
    Warm,
    /// Anything that no follower can see: uploads and look-ups.
    Invisible,
}

/// The clients of the program. Cloning is cheap and shares them.
#[derive(Clone)]
pub struct Http(Arc<Inner>);

struct Inner {
    options: HttpOptions,
    proxy: Option<Proxy>,
    authorities: Vec<Certificate>,
    fresh: OnceLock<Client>,
    warm: OnceLock<Client>,
    invisible: OnceLock<Client>,
}

impl Http {
    /// Checks `options`. The clients are built when first needed, since each reads the machine's
    /// certificate authorities (5 to 8 ms).
    ///
    /// # Errors
    /// If the proxy, a certificate bundle or the user agent cannot be used.
    pub fn new(options: HttpOptions) -> Result<Self, HttpSetupError> {
        HeaderValue::from_str(&options.user_agent).map_err(|_| HttpSetupError::UserAgent)?;
        let through = |proxy| options::proxy(proxy, &options.plain);
        let proxy = options.proxy.as_ref().map(through).transpose()?;
        let authorities = options::certificates(&options.extra_ca_pem)?;
        let (fresh, warm, invisible) = <(OnceLock<_>, OnceLock<_>, OnceLock<_>)>::default();
        Ok(Self(Arc::new(Inner { options, proxy, authorities, fresh, warm, invisible })))
    }

    /// Builds the client for `kind` now, so that the first request need not wait for it.
    ///
    /// # Errors
    /// If TLS cannot be set up on this machine.
    pub fn make_ready(&self, kind: Kind) -> Result<(), HttpSetupError> {
        self.client(kind).map(|_| ())
    }

    pub(super) fn options(&self) -> &HttpOptions {
        &self.0.options
    }

    /// Whether a request to `url` goes through the proxy.
    pub(super) fn proxied(&self, url: &Url) -> bool {
        self.0.proxy.is_some() && !options::is_direct(url, &self.0.options.plain)
    }

    pub(super) fn client(&self, kind: Kind) -> Result<&Client, HttpSetupError> {
        let slot = match kind {
            Kind::Fresh => &self.0.fresh,
            Kind::Warm => &self.0.warm,
            Kind::Invisible => &self.0.invisible,
        };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let built = self.0.build(kind)?;
        Ok(slot.get_or_init(|| built))
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Http").field(&self.0.options).finish()
    }
}

impl Inner {
    fn build(&self, kind: Kind) -> Result<Client, HttpSetupError> {
        let pooled = match kind {
            Kind::Fresh => self.mannered().pool_max_idle_per_host(0),
            Kind::Warm => self.mannered().pool_idle_timeout(WARM_IDLE),
            Kind::Invisible => self.mannered().pool_idle_timeout(POOL_IDLE),
        };
        self.trusting(pooled).build().map_err(|error| HttpSetupError::Tls {
            detail: super::lost::chain(&error.without_url()),
        })
    }

    /// What all three have in common: nothing is sent twice, followed, or told to others.
    fn mannered(&self) -> ClientBuilder {
        let options = &self.options;
        let builder = Client::builder()
            .retry(retry::never())
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .https_only(!options.allow_plain && options.plain.is_empty())
            .connect_timeout(options.connect_timeout)
            .user_agent(&options.user_agent);
        match &self.proxy {
            Some(proxy) => builder.proxy(proxy.clone()),
            None => builder,
        }
    }

    fn trusting(&self, builder: ClientBuilder) -> ClientBuilder {
        let authorities = self.authorities.iter().cloned();
        if self.options.allow_plain {
            builder.tls_certs_only(authorities)
        } else {
            builder.tls_certs_merge(authorities)
        }
    }
}

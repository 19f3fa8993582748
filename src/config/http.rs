//! `[http]`: how the platforms are reached.

use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::finding::Finding;
use crate::keys::Keys;
use crate::secret::{Secret, SecretRef};

/// A right proxy line, for findings.
const PROXY: &str = "proxy = \"http://proxy.example:3128\"";

/// The kinds of proxy that can be used.
const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// The section `[http]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// The proxy for everything, if there is one; variables such as `HTTPS_PROXY` count nothing.
    pub proxy: Option<ProxyConfig>,
    /// Files with certificate authorities to trust beside the machine's own, in PEM.
    pub extra_ca: Vec<PathBuf>,
    /// The longest wait for a connection.
    pub connect_timeout: Duration,
    /// The longest that a visible request may take as a whole.
    pub visible_timeout: Duration,
    /// The longest silence within an invisible request.
    pub read_timeout: Duration,
}

/// Where the proxy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyConfig {
    /// At this address, which holds no password.
    Url(Url),
    /// At the address that is kept as a secret, because it holds a password.
    Secret(SecretRef),
}

impl HttpConfig {
    /// Takes the section's keys; files of certificates count from `folder`.
    pub(super) fn read(keys: &mut Keys<'_>, folder: &Path) -> Self {
        let extra_ca = keys.take::<Vec<PathBuf>>("extra_ca", "extra_ca = [\"office-ca.pem\"]");
        let connect = keys.duration("connect_timeout", "connect_timeout = \"10s\"", 1..=120);
        let visible = keys.duration("visible_timeout", "visible_timeout = \"60s\"", 5..=600);
        let read = keys.duration("read_timeout", "read_timeout = \"60s\"", 5..=600);
        let files = extra_ca.unwrap_or_default();
        Self {
            proxy: proxy(keys),
            extra_ca: files.into_iter().map(|file| folder.join(file)).collect(),
            connect_timeout: connect.unwrap_or(Duration::from_secs(10)),
            visible_timeout: visible.unwrap_or(Duration::from_secs(60)),
            read_timeout: read.unwrap_or(Duration::from_secs(60)),
        }
    }
}

fn proxy(keys: &mut Keys<'_>) -> Option<ProxyConfig> {
    if !keys.holds_text("proxy") {
        return keys.take::<SecretRef>("proxy", PROXY).map(ProxyConfig::Secret);
    }
    let (text, span) = keys.take_spanned::<String>("proxy", PROXY)?;
    match read_proxy(&text) {
        Ok(url) => Some(ProxyConfig::Url(url)),
        Err((id, example)) => {
            let finding = Finding::error(id).with("key", keys.full("proxy"));
            keys.found(span, finding.with("example", example));
            None
        }
    }
}

/// Reads an address without a password; else gives the finding's id and a right line.
fn read_proxy(text: &str) -> Result<Url, (&'static str, &'static str)> {
    let url = Url::parse(text).ok();
    let may_hold_secret = text.contains('@');
    if may_hold_secret {
        let password = url.as_ref().and_then(Url::password).unwrap_or(text);
        let _known_from_now_on = Secret::new(password);
        return Err(("secret-inline", "proxy = { credential = \"proxy-url\" }"));
    }
    url.filter(|url| SCHEMES.contains(&url.scheme()) && url.has_host())
        .ok_or(("proxy-wrong", PROXY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Source;

    fn read(toml: &str) -> (HttpConfig, Vec<Finding>) {
        let mut keys = Keys::parse(&Source::new("test.toml", toml), 0, toml);
        let config = HttpConfig::read(&mut keys, Path::new("config"));
        (config, keys.finish())
    }

    #[test]
    fn a_proxy_is_an_address_or_a_reference_to_one() {
        let (config, _) = read("proxy = \"socks5h://proxy.example:1080\"");
        assert!(matches!(config.proxy, Some(ProxyConfig::Url(_))));
        let (config, _) = read("proxy = { env = \"PROXY\" }");
        assert_eq!(config.proxy, Some(ProxyConfig::Secret(SecretRef::Env("PROXY".into()))));
    }

    #[test]
    fn a_proxys_password_in_the_open_is_refused_and_not_repeated() {
        let (config, findings) = read("proxy = \"http://me:canary-proxy-4c@proxy.example\"");
        assert_eq!((config.proxy, findings[0].id), (None, "secret-inline"));
        assert!(!format!("{:?}", findings[0].facts).contains("canary"));
        assert_eq!(crate::secret::strike_out("canary-proxy-4c"), "***");
    }

    #[test]
    fn an_address_that_is_no_proxy_is_refused() {
        for url in ["proxy.example:3128", "ftp://proxy.example", "http://", "पता"] {
            let (_, findings) = read(&format!("proxy = \"{url}\""));
            assert_eq!(findings[0].id, "proxy-wrong", "{url}");
        }
    }

    #[test]
    fn certificates_lie_beside_the_config() {
        let (config, _) = read("extra_ca = [\"ca.pem\", \"/etc/ca.pem\"]");
        assert_eq!(config.extra_ca, [Path::new("config/ca.pem"), Path::new("/etc/ca.pem")]);
    }
}

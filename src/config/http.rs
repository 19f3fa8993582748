//! `[http]`: how the platforms are reached.

use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::finding::Finding;
use crate::http::{PlainOrigin, PlainOriginError, PlainOrigins};
use crate::keys::{Keys, PlacedText};
use crate::secret::{Secret, SecretRef};

/// A right proxy line, for findings.
const PROXY: &str = "proxy = \"http://proxy.example:3128\"";

/// A right list of servers without TLS, for findings.
const PLAIN: &str = "plain = [\"http://wiki.office.lan:8080\"]";

/// The kinds of proxy that can be used.
const SCHEMES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// The section `[http]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// The proxy for everything, if there is one; variables such as `HTTPS_PROXY` count nothing.
    pub proxy: Option<ProxyConfig>,
    /// Files with certificate authorities to trust beside the machine's own, in PEM.
    pub extra_ca: Vec<PathBuf>,
    /// The servers that may be reached without TLS, in one's own network or on this machine.
    pub plain: PlainOrigins,
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
            plain: plain(keys),
            extra_ca: files.into_iter().map(|file| folder.join(file)).collect(),
            connect_timeout: connect.unwrap_or(Duration::from_secs(10)),
            visible_timeout: visible.unwrap_or(Duration::from_secs(60)),
            read_timeout: read.unwrap_or(Duration::from_secs(60)),
        }
    }
}

fn plain(keys: &mut Keys<'_>) -> PlainOrigins {
    let entries = keys.texts("plain", PLAIN).unwrap_or_default();
    entries.into_iter().filter_map(|entry| plain_entry(keys, entry)).collect()
}

/// Reads one entry; what is right is still a warning, since secrets go there in the open.
fn plain_entry(keys: &mut Keys<'_>, (text, span): PlacedText) -> Option<PlainOrigin> {
    match PlainOrigin::read(&text) {
        Ok(origin) => {
            keys.found(
                span,
                Finding::warning("plain-unencrypted").with("server", origin.to_string()),
            );
            Some(origin)
        }
        Err(problem) => {
            let finding = Finding::error(plain_id(problem)).with("key", keys.full("plain"));
            keys.found(span, finding.with("example", right_entry(&text)));
            None
        }
    }
}

fn plain_id(problem: PlainOriginError) -> &'static str {
    match problem {
        PlainOriginError::Https => "plain-has-tls",
        PlainOriginError::Wildcard => "plain-wildcard",
        PlainOriginError::More => "plain-more-than-server",
        PlainOriginError::NoAddress => "plain-no-address",
    }
}

/// The whole right line: with the server of `text`, where it names one. A password in it becomes
/// known, so that nobody repeats it.
fn right_entry(text: &str) -> String {
    let url = Url::parse(text).ok();
    if let Some(password) = url.as_ref().and_then(Url::password) {
        let _known_from_now_on = Secret::new(password);
    }
    let origin = url.as_ref().and_then(PlainOrigin::of);
    origin.map_or_else(|| PLAIN.to_owned(), |origin| origin.as_line())
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
    use crate::finding::{Fact, Severity, Source};

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

    #[test]
    fn servers_without_tls_are_read_each_with_a_warning_at_its_place() {
        let toml = "plain = [\"http://wiki.office.lan:8080\", \"http://127.0.0.1:3000\"]";
        let (config, findings) = read(toml);
        let url = |text| Url::parse(text).unwrap();
        assert!(config.plain.lists(&url("http://wiki.office.lan:8080/hook")));
        assert!(config.plain.lists(&url("http://127.0.0.1:3000/")));
        assert!(!config.plain.lists(&url("http://127.0.0.1:3001/")));
        let said: Vec<_> = findings.iter().map(|f| (f.id, f.severity)).collect();
        assert_eq!(said, [("plain-unencrypted", Severity::Warning); 2]);
        let place = findings[1].place.as_ref().unwrap();
        assert_eq!(&place.source.text[place.span.clone()], "\"http://127.0.0.1:3000\"");
    }

    #[test]
    fn an_entry_that_is_no_server_without_tls_is_refused_and_the_right_line_is_shown() {
        let own = "plain = [\"http://wiki.office.lan:8080\"]";
        for (entry, id, example) in [
            ("https://a.example", "plain-has-tls", own),
            ("http://*.office.lan", "plain-wildcard", own),
            ("http://10.0.0.7/hook", "plain-more-than-server", "plain = [\"http://10.0.0.7\"]"),
            (
                "http://me:canary-plain-7@nas.lan",
                "plain-more-than-server",
                "plain = [\"http://nas.lan\"]",
            ),
            ("wiki.office.lan:8080", "plain-no-address", own),
        ] {
            let (config, findings) = read(&format!("plain = [\"{entry}\"]"));
            let shown = ("example", Fact::from(example));
            assert!(config.plain.is_empty(), "{entry}");
            assert_eq!(findings[0].id, id, "{entry}");
            assert!(findings[0].facts.contains(&shown), "{entry}: {:?}", findings[0].facts);
        }
        assert_eq!(crate::secret::strike_out("canary-plain-7"), "***");
    }
}

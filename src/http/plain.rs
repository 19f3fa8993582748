//! Servers that are reached without TLS, because the config lists them.

use std::fmt;

use reqwest::Url;
use thiserror::Error;

/// The servers that may be reached without TLS: each by its host and port, and nothing beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlainOrigins(Vec<PlainOrigin>);

/// One server without TLS: `http://`, a host, and a port where it is not 80.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainOrigin(Url);

/// Why a text names no such server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlainOriginError {
    /// It has TLS and needs no exception.
    #[error("an address with https needs no exception (leave it out)")]
    Https,
    /// It stands for many servers, or for none.
    #[error("one entry names one server (write its host in full, without *)")]
    Wildcard,
    /// A path, a query, a user or the like follows or precedes the host.
    #[error("an entry is a scheme, a host and a port (leave out what follows them)")]
    More,
    /// It is no address of a server.
    #[error("this is not the address of a server (write it like http://wiki.office.lan:8080)")]
    NoAddress,
}

impl PlainOrigin {
    /// Reads `http://host:port`.
    ///
    /// # Errors
    /// Where it is anything else.
    pub fn read(text: &str) -> Result<Self, PlainOriginError> {
        if text.contains('*') {
            return Err(PlainOriginError::Wildcard);
        }
        let url = Url::parse(text).map_err(|_| PlainOriginError::NoAddress)?;
        match url.scheme() {
            "http" if bare(&url) && !unspecified(&url) => Ok(Self(url)),
            "http" if bare(&url) => Err(PlainOriginError::NoAddress),
            "http" => Err(PlainOriginError::More),
            "https" => Err(PlainOriginError::Https),
            _ => Err(PlainOriginError::NoAddress),
        }
    }

    /// The server of `url`, if it is one without TLS, whatever follows in the address.
    #[must_use]
    pub fn of(url: &Url) -> Option<Self> {
        let origin = url.origin().ascii_serialization();
        Self::read(&origin).ok().filter(|_| url.scheme() == "http")
    }

    /// The line of the config that lists it.
    #[must_use]
    pub fn as_line(&self) -> String {
        format!("plain = [\"{self}\"]")
    }
}

impl fmt::Display for PlainOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.origin().ascii_serialization())
    }
}

impl PlainOrigins {
    /// Whether none is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `url` leads to one of them, without a user in it.
    #[must_use]
    pub fn lists(&self, url: &Url) -> bool {
        let origin = url.origin();
        let same = |listed: &PlainOrigin| listed.0.origin() == origin;
        url.username().is_empty() && url.password().is_none() && self.0.iter().any(same)
    }
}

impl FromIterator<PlainOrigin> for PlainOrigins {
    fn from_iter<T: IntoIterator<Item = PlainOrigin>>(origins: T) -> Self {
        Self(origins.into_iter().collect())
    }
}

fn bare(url: &Url) -> bool {
    let user = !url.username().is_empty() || url.password().is_some();
    url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !user
}

/// "Any address" is what a server listens on, and no place that a request can go to.
fn unspecified(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_unspecified(),
        Some(url::Host::Ipv6(address)) => address.is_unspecified(),
        Some(url::Host::Domain(_)) => false,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(entries: &[&str]) -> PlainOrigins {
        entries.iter().map(|entry| PlainOrigin::read(entry).unwrap()).collect()
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn an_entry_is_one_host_and_one_port() {
        let list =
            listed(&["http://Wiki.Office.LAN:8080/", "http://[::1]:3000", "http://10.0.0.7"]);
        for inside in [
            "http://wiki.office.lan:8080/hooks/a?b=c",
            "http://[0:0::1]:3000/",
            "http://10.0.0.7:80/wp-json",
        ] {
            assert!(list.lists(&url(inside)), "{inside}");
        }
        for outside in [
            "http://wiki.office.lan/",
            "http://wiki.office.lan:8081/",
            "https://wiki.office.lan:8080/",
            "http://a.wiki.office.lan:8080/",
            "http://wiki.office.lan.example:8080/",
            "http://me@wiki.office.lan:8080/",
            "http://[::1]/",
            "http://10.0.0.8/",
        ] {
            assert!(!list.lists(&url(outside)), "{outside}");
        }
        assert!(!PlainOrigins::default().lists(&url("http://127.0.0.1:1/")));
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        for (text, why) in [
            ("https://wiki.office.lan", PlainOriginError::Https),
            ("http://*.office.lan", PlainOriginError::Wildcard),
            ("*", PlainOriginError::Wildcard),
            ("http://wiki.office.lan/hooks", PlainOriginError::More),
            ("http://wiki.office.lan?x", PlainOriginError::More),
            ("http://wiki.office.lan/#x", PlainOriginError::More),
            ("http://me:pw@wiki.office.lan", PlainOriginError::More),
            ("wiki.office.lan:8080", PlainOriginError::NoAddress),
            ("ftp://wiki.office.lan", PlainOriginError::NoAddress),
            ("http://", PlainOriginError::NoAddress),
            ("http://0.0.0.0:8080", PlainOriginError::NoAddress),
            ("http://[::]:8080", PlainOriginError::NoAddress),
            ("", PlainOriginError::NoAddress),
        ] {
            assert_eq!(PlainOrigin::read(text), Err(why), "{text}");
        }
    }

    #[test]
    fn the_server_of_an_address_is_named_without_what_follows() {
        let named = |text| PlainOrigin::of(&url(text)).map(|origin| origin.to_string());
        let full = "http://me:pw@Wiki.office.lan:8080/secret?key=1#x";
        assert_eq!(named(full).as_deref(), Some("http://wiki.office.lan:8080"));
        assert_eq!(named("http://127.1/").as_deref(), Some("http://127.0.0.1"));
        assert_eq!(named("https://a.example/"), None);
        assert_eq!(named("mailto:x@a.example"), None);
    }
}

//! Where requests may go: https, and no machine inside our own network unless the account says so;
//! without TLS only to servers that the config lists.
//!
//! Checked is what the config and the recipe say: addresses and names that mean this machine or
//! a private network. A public name that resolves to a private address is not seen here; a
//! firewall (`IPAddressDeny=` in the unit) is the second wall.

use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

use crate::finding::Finding;
use crate::http::{PlainOrigin, PlainOrigins, Url};
use crate::platform;

/// What is wrong with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BadTarget {
    /// It is not https, or has a user in it.
    NotHttps,
    /// It is this server without TLS, which the config does not list.
    Unlisted(PlainOrigin),
    /// It is in a private network.
    Private,
    /// It is no server of the service.
    Foreign,
}

impl BadTarget {
    /// What is said about it, the address under `key` at `host`.
    pub(super) fn finding(&self, key: &str, host: &str) -> Finding {
        let id = match self {
            Self::NotHttps => "recipe-address-not-https",
            Self::Unlisted(origin) => return platform::unlisted(key, origin),
            Self::Private => "recipe-address-private",
            Self::Foreign => "recipe-address-foreign",
        };
        Finding::error(id).with("key", key).with("host", host)
    }
}

/// Endings of names that only exist inside a network.
const INNER: [&str; 6] = [".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa"];

/// Checks an address.
pub(super) fn check(url: &Url, allow_private: bool, plain: &PlainOrigins) -> Result<(), BadTarget> {
    let has_user = !url.username().is_empty() || url.password().is_some();
    if plain.lists(url) {
        return Ok(());
    }
    if url.scheme() != "https" || has_user {
        let origin = PlainOrigin::of(url).filter(|_| !has_user);
        return Err(origin.map_or(BadTarget::NotHttps, BadTarget::Unlisted));
    }
    match url.host() {
        None => Err(BadTarget::NotHttps),
        Some(host) if is_private(&host) && !allow_private => Err(BadTarget::Private),
        Some(_) => Ok(()),
    }
}

/// The address of the server alone.
pub(super) fn origin(url: &Url) -> Url {
    let mut origin = url.clone();
    origin.set_path("/");
    origin.set_query(None);
    origin.set_fragment(None);
    origin
}

/// `url` on the mock's host, in a dry run.
pub(super) fn aimed(mut url: Url, mock: Option<&Url>) -> Url {
    if let Some(mock) = mock
        && let Ok(mut there) = Url::parse(&mock.origin().ascii_serialization())
    {
        there.set_path(url.path());
        there.set_query(url.query());
        url = there;
    }
    url
}

fn is_private(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => is_private_v4(*address),
        Host::Ipv6(address) => is_private_v6(*address),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            !name.contains('.') || INNER.iter().any(|ending| name.ends_with(ending))
        }
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 0)
}

/// Private are also the addresses that lead to IPv4 ones, whichever those are: nobody writes a
/// public one this way.
fn is_private_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let mapped = segments[..5] == [0; 5];
    let nat64 = segments[..2] == [0x64, 0xff9b];
    address.is_multicast()
        || mapped
        || nat64
        || segments[0] == 0x2002
        || segments[0] & 0xfe00 == 0xfc00
        || segments[0] & 0xffc0 == 0xfe80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(url: &str) -> Result<(), BadTarget> {
        check(&Url::parse(url).unwrap(), false, &PlainOrigins::default())
    }

    #[test]
    fn addresses_inside_a_network_are_refused() {
        for host in [
            "localhost",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[ff02::1]",
            "intranet",
            "n8n.local",
            "db.internal",
            "localhost.",
            "NAS.LAN",
        ] {
            assert_eq!(checked(&format!("https://{host}/hook")), Err(BadTarget::Private), "{host}");
            let url = Url::parse(&format!("https://{host}/hook")).unwrap();
            assert_eq!(check(&url, true, &PlainOrigins::default()), Ok(()), "{host}");
        }
    }

    #[test]
    fn public_addresses_are_taken() {
        for host in ["hooks.example.org", "8.8.8.8", "[2606:4700::1111]", "xn--11b4c3d.example"] {
            assert_eq!(checked(&format!("https://{host}/hook")), Ok(()), "{host}");
        }
    }

    #[test]
    fn anything_but_https_without_a_user_is_refused() {
        for url in ["ftp://a.example/", "https://me:pw@a.example/", "http://me@a.example/"] {
            assert_eq!(checked(url), Err(BadTarget::NotHttps), "{url}");
        }
        for url in ["http://a.example/x?key=1", "http://127.0.0.1:80/", "http://nas.lan/"] {
            let origin = PlainOrigin::of(&Url::parse(url).unwrap()).unwrap();
            assert_eq!(checked(url), Err(BadTarget::Unlisted(origin)), "{url}");
        }
    }

    #[test]
    fn a_listed_server_without_tls_is_taken_and_its_neighbours_are_not() {
        let plain = ["http://127.0.0.1:8080", "http://169.254.9.9"];
        let plain = plain.iter().map(|entry| PlainOrigin::read(entry).unwrap()).collect();
        let checked = |url: &str| check(&Url::parse(url).unwrap(), false, &plain);
        assert_eq!(checked("http://127.0.0.1:8080/hook?key=1"), Ok(()));
        for url in ["http://127.0.0.1/", "http://127.0.0.1:8081/", "http://169.254.169.254/"] {
            assert!(matches!(checked(url), Err(BadTarget::Unlisted(_))), "{url}");
        }
        assert_eq!(checked("https://127.0.0.1:8080/"), Err(BadTarget::Private));
        assert_eq!(checked("http://me@127.0.0.1:8080/"), Err(BadTarget::NotHttps));
    }

    #[test]
    fn a_dry_run_keeps_path_and_query_and_changes_the_host() {
        let mock = Url::parse("http://127.0.0.1:9").unwrap();
        let url = Url::parse("https://a.example:8443/x/%21y?key=1%3D").unwrap();
        let there = aimed(url.clone(), Some(&mock));
        assert_eq!(there.as_str(), "http://127.0.0.1:9/x/%21y?key=1%3D");
        assert_eq!(aimed(url.clone(), None), url);
    }
}

//! Where a platform may send our files and our token.

use crate::http::Url;
use crate::secret::Secret;

/// The address that a platform gave for an upload, if it is on one of `hosts` or below, with TLS, or on
/// the account's own `server`: our token and our files go there. In a dry run the mock stands for all
/// the hosts. Whoever has the address can upload in our name, so it is struck out from now on.
#[must_use]
pub fn upload_address(text: &str, hosts: &[&str], server: &Url, mock: Option<&Url>) -> Option<Url> {
    let _struck_out_from_now_on = Secret::new(text);
    let url = Url::parse(text).ok()?;
    let bare = url.username().is_empty() && url.password().is_none();
    if bare && url.origin() == server.origin() {
        return Some(url);
    }
    let host = url.domain()?;
    let below = |own: &str| host.strip_suffix(own).is_some_and(|before| before.ends_with('.'));
    let known = hosts.iter().any(|own| host == *own || below(own));
    let sound = url.scheme() == "https" && url.port().is_none() && bare && known;
    sound.then(|| mock.map_or_else(|| url.clone(), |mock| on(mock, &url)))
}

/// The same path and query on `mock`.
fn on(mock: &Url, url: &Url) -> Url {
    let mut there = mock.clone();
    there.set_path(url.path());
    there.set_query(url.query());
    there
}

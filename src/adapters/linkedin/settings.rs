//! The settings of a LinkedIn account.

use super::author::Author;
use super::version::Version;
use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::platform::Setup;
use crate::secret::Secret;

/// Where the API is, and where people log in.
const SERVER: &str = "https://api.linkedin.com";
const LOGIN_SERVER: &str = "https://www.linkedin.com";

/// All settings with their defaults written out.
pub(super) const SAMPLE: &str = r#"# The number of the page, or the URN of a member.
author = "urn:li:organization:2414183"
# A token from the developer portal; leave it out to log in with: dakiya login NAME
token = { credential = "linkedin-token" }
# The app, for the login and for asking when the token ends.
client_id = "77a1b2c3d4e5f6"
client_secret = { credential = "linkedin-client-secret" }
# The version of the API.
version = "202609"
# For members: whether a lost answer is answered by sending again within eight minutes.
resend_on_doubt = false
server = "https://api.linkedin.com"
login_server = "https://www.linkedin.com"
"#;

/// What the config says about the account.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) author: Author,
    /// A token that a person made on LinkedIn's own pages.
    pub(super) token: Option<Secret>,
    pub(super) client: Option<Client>,
    pub(super) version: Version,
    pub(super) resend_on_doubt: bool,
    pub(super) server: Url,
    pub(super) login_server: Url,
}

/// The app under which people log in.
#[derive(Debug, Clone)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) secret: Secret,
}

/// Reads all settings, so that every mistake is found at once.
pub(super) fn read(setup: &Setup, keys: &mut Keys<'_>) -> Option<Settings> {
    let author = author(keys);
    let token = setup.secret_if_given(keys, "token");
    let client = client(setup, keys);
    let version = version(setup, keys);
    let resend_on_doubt = resend(keys, author.as_ref());
    let server = setup.address(keys, "server", Some(SERVER));
    let login_server = setup.address(keys, "login_server", Some(LOGIN_SERVER));
    if token.is_none() && client.is_none() {
        keys.found_here(Finding::error("linkedin-no-way-to-log-in"));
        return None;
    }
    Some(Settings {
        author: author?,
        token,
        client,
        version: version?,
        resend_on_doubt,
        server: server?,
        login_server: login_server?,
    })
}

fn author(keys: &mut Keys<'_>) -> Option<Author> {
    let example = "author = \"urn:li:organization:2414183\"";
    if !keys.has("author") {
        keys.missing("author", example);
        return None;
    }
    keys.take_with("author", example, Author::read)
}

/// Both, or neither.
fn client(setup: &Setup, keys: &mut Keys<'_>) -> Option<Client> {
    let id = keys.take_with("client_id", "client_id = \"77a1b2c3d4e5f6\"", client_id);
    if !keys.has("client_secret") && id.is_none() {
        return None;
    }
    let secret = setup.secret(keys, "client_secret");
    if id.is_none() {
        keys.missing("client_id", "client_id = \"77a1b2c3d4e5f6\"");
    }
    Some(Client { id: id?, secret: secret? })
}

fn client_id(text: &str) -> Result<String, String> {
    let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    sound.then(|| text.to_owned()).ok_or_else(|| "it has letters and digits only".to_owned())
}

fn version(setup: &Setup, keys: &mut Keys<'_>) -> Option<Version> {
    let given = keys.has("version");
    let read = keys.take_with("version", "version = \"202609\"", Version::read);
    let version = if given { read? } else { Version::PINNED };
    if let Some(finding) = version.finding(setup.clock.now()) {
        keys.found_here(finding);
    }
    Some(version)
}

/// A page is read back; there it would only double what is seen.
fn resend(keys: &mut Keys<'_>, author: Option<&Author>) -> bool {
    let taken = keys.take_spanned::<bool>("resend_on_doubt", "resend_on_doubt = true");
    let Some((true, span)) = taken else { return false };
    if author.is_some_and(|author| !author.is_person()) {
        keys.found(span, Finding::warning("linkedin-resend-for-members-only"));
        return false;
    }
    true
}

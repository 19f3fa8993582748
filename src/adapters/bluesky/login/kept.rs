//! What is kept between restarts, sealed by the store, and how a login's answer becomes it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::adapters::bluesky::classify::not_understood;
use crate::adapters::bluesky::syntax;
use crate::failure::{Class, Failure};
use crate::http::{PlainOrigins, Url};
use crate::secret::Secret;

/// How long before its end a token is renewed, in seconds; a quarter of its life at most.
const EARLY: i64 = 600;

/// How long tokens live that do not say so, in seconds: half of what was measured.
const ACCESS_LIFE: i64 = 3600;
const REFRESH_LIFE: i64 = 45 * 86_400;

/// The kept session.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The handle or DID that the config had.
    pub(super) identifier: String,
    /// The server that the config had.
    pub(super) server: String,
    /// Who we turned out to be.
    pub(super) who: Option<Who>,
    /// The tokens.
    pub(super) tokens: Option<Tokens>,
    /// The logins of the last day, in seconds since 1970.
    pub(super) logins: Vec<i64>,
}

/// Who we are, as the server said.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Who {
    /// Our DID.
    pub(super) did: String,
    /// Our handle.
    pub(super) handle: String,
    /// Our server, which need not be the one where we log in.
    pub(super) server: String,
}

/// A pair of tokens. Times are in seconds since 1970, by our own clock.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Tokens {
    access: String,
    refresh: String,
    renew_at: i64,
    ends_at: i64,
}

/// The answer of `createSession` and `refreshSession`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionAnswer {
    access_jwt: String,
    refresh_jwt: String,
    did: String,
    handle: String,
    #[serde(default)]
    did_doc: Value,
    active: Option<bool>,
}

impl Kept {
    /// Nothing but whose it will be.
    pub(super) fn nothing(identifier: &str, server: &str) -> Self {
        let (identifier, server) = (identifier.to_owned(), server.to_owned());
        Self { identifier, server, who: None, tokens: None, logins: Vec::new() }
    }

    /// Whether it belongs to the account that the config names so.
    pub(super) fn is_of(&self, identifier: &str) -> bool {
        let known = self.who.as_ref().map(|who| [who.did.as_str(), &who.handle]);
        self.identifier == identifier || known.is_some_and(|names| names.contains(&identifier))
    }
}

impl Who {
    /// Reads who `answer` says we are. Where it does not name our server, `before` did, or it is
    /// the one where we logged in.
    pub(super) fn read(
        answer: &SessionAnswer,
        before: Option<&Self>,
        login: &Url,
        plain: &PlainOrigins,
    ) -> Result<Self, Failure> {
        if answer.active == Some(false) {
            let detail = "the server says that the account is not active";
            return Err(Failure::new(Class::Auth, "bluesky-account-not-active", detail));
        }
        if !syntax::is_did(&answer.did) {
            return Err(not_understood("the server gave us no DID"));
        }
        let named = match &answer.did_doc {
            Value::Null => None,
            document => Some(server_of(document, &answer.did, plain)?),
        };
        let server = named.or_else(|| before.map(|who| who.server.clone()));
        Ok(Self {
            did: answer.did.clone(),
            handle: answer.handle.to_lowercase(),
            server: server.unwrap_or_else(|| login.to_string()),
        })
    }
}

/// The server that a DID document names. Our tokens go there, so it must be a bare https host, or
/// a server that the config lists.
fn server_of(document: &Value, did: &str, plain: &PlainOrigins) -> Result<String, Failure> {
    let is_ours = |service: &&Value| {
        let id = service["id"].as_str().unwrap_or_default();
        id == "#atproto_pds" || id.strip_prefix(did) == Some("#atproto_pds")
    };
    let services = document["service"].as_array();
    let endpoint = services
        .and_then(|all| all.iter().find(is_ours))
        .and_then(|service| service["serviceEndpoint"].as_str())
        .filter(|_| document["id"] == did);
    let url = endpoint.and_then(|endpoint| Url::parse(endpoint).ok());
    let url = url.filter(|url| is_bare(url) && (is_public(url) || plain.lists(url)));
    url.map(|url| url.to_string()).ok_or_else(|| {
        let detail = format!("the DID document names {:?} as our server", endpoint.unwrap_or(""));
        Failure::new(Class::Auth, "bluesky-server-refused", detail)
    })
}

fn is_public(url: &Url) -> bool {
    let named = url.domain().is_some_and(|host| host.contains('.') && syntax::is_handle(host));
    url.scheme() == "https" && named
}

fn is_bare(url: &Url) -> bool {
    let user = !url.username().is_empty() || url.password().is_some();
    url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !user
}

/// The DID of a server: that of its host.
pub(in super::super) fn did_of(server: &Url) -> String {
    let host = server.host_str().unwrap_or_default();
    match server.port() {
        Some(port) => format!("did:web:{host}%3A{port}"),
        None => format!("did:web:{host}"),
    }
}

impl Tokens {
    /// Reads the tokens of `answer`, which came at `now`. Lives are measured by the token's own
    /// two times, so that a server whose clock differs from ours changes nothing.
    pub(super) fn read(answer: &SessionAnswer, now: i64) -> Result<Self, Failure> {
        let (access, refresh) = (&answer.access_jwt, &answer.refresh_jwt);
        if !syntax::is_token(access) || !syntax::is_token(refresh) {
            return Err(not_understood("the server gave us no tokens"));
        }
        let life = life(access).unwrap_or(ACCESS_LIFE);
        Ok(Self {
            access: access.clone(),
            refresh: refresh.clone(),
            renew_at: now + life - EARLY.min(life / 4),
            ends_at: now + self::life(refresh).unwrap_or(REFRESH_LIFE),
        })
    }

    pub(super) fn is_fresh(&self, now: i64) -> bool {
        now < self.renew_at
    }

    pub(super) fn can_renew(&self, now: i64) -> bool {
        now < self.ends_at
    }

    pub(super) fn access(&self) -> Secret {
        Secret::new(self.access.as_str())
    }

    pub(super) fn refresh(&self) -> Secret {
        Secret::new(self.refresh.as_str())
    }

    /// Whether the login was made with an app password, where the token says so.
    pub(super) fn is_app_password(&self) -> Option<bool> {
        let scope = claims(&self.access)?.scope?;
        Some(scope.starts_with("com.atproto.appPass"))
    }
}

#[derive(Deserialize)]
struct Claims {
    exp: Option<i64>,
    iat: Option<i64>,
    scope: Option<String>,
}

/// What a token says of itself. Nothing is verified: it only tells us when to renew it.
fn claims(token: &str) -> Option<Claims> {
    let payload = token.split('.').nth(1)?;
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn life(token: &str) -> Option<i64> {
    let claims = claims(token)?;
    let life = claims.exp?.checked_sub(claims.iat?)?;
    (1..=366 * 86_400).contains(&life).then_some(life)
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("who", &self.who).finish_non_exhaustive()
    }
}

//! The strict imitation of X.
//!
//! Its refusals have the words of docs.x.com and of reports of 2025 and 2026. What is not known to
//! be harmless there is refused here: a text that was posted before, also after it was deleted,
//! pieces of more than a megabyte, a second end of an upload.

mod fields;
mod limits;
mod media;
mod pin;
mod posts;
mod signatures;
mod timeline;
mod tokens;

use std::time::Duration;

use serde_json::{Value, json};

use self::limits::Limits;
use self::media::Library;
use self::pin::Pins;
use self::posts::Posts;
use self::signatures::Signatures;
use self::tokens::Tokens;
use super::settings::MOCK_NAME;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

#[cfg(test)]
pub(super) use self::signatures::secrets;

/// The number of the account.
pub(super) const ME: &str = "1700000000000000001";

/// What a server is like.
#[derive(Debug, Clone)]
pub(super) struct Config {
    /// The account's name.
    pub(super) username: &'static str,
    /// Its longest text.
    pub(super) length: usize,
    /// Whether it refuses every reply.
    pub(super) refuses_replies: bool,
    /// The money that is left, in thousandths of a dollar.
    pub(super) credits: u64,
    /// How long a post is missing in the list.
    pub(super) lag: chrono::Duration,
    /// How long a film is being processed.
    pub(super) processing: chrono::Duration,
    /// Whether films are refused after they were processed.
    pub(super) refuses_films: bool,
    /// The largest piece that it takes in bytes.
    pub(super) piece: usize,
    /// Whether it names posts as servers before 2026 did.
    pub(super) older: bool,
    /// Whether keys may only read.
    pub(super) read_only: bool,
    /// What tokens may be used for.
    pub(super) scopes: &'static str,
    /// How many posts it takes in a quarter of an hour, and in a day.
    pub(super) posts: (u64, u64),
    /// How far its clock is ahead of ours.
    pub(super) ahead: chrono::Duration,
    /// Whether the account's posts are for its followers alone.
    pub(super) protected: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            username: MOCK_NAME,
            length: 25_000,
            refuses_replies: false,
            credits: 1_000_000,
            lag: chrono::Duration::zero(),
            processing: chrono::Duration::seconds(7),
            refuses_films: false,
            piece: 1 << 20,
            older: false,
            read_only: false,
            scopes: "tweet.read tweet.write users.read media.write offline.access",
            posts: (100, 10_000),
            ahead: chrono::Duration::zero(),
            protected: false,
        }
    }
}

/// The imitation for the registry.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn Imitation>> {
    (kind == super::NAME).then(|| Server::boxed(Config::default()))
}

/// X with one account.
#[derive(Debug)]
pub(super) struct Server {
    config: Config,
    signatures: Signatures,
    tokens: Tokens,
    pins: Pins,
    limits: Limits,
    library: Library,
    posts: Posts,
}

/// A refusal: its status, and its document.
#[derive(Debug, Clone, PartialEq)]
struct Refusal {
    status: u16,
    body: Value,
}

impl Refusal {
    /// A problem of the kind `kind`.
    fn problem(status: u16, kind: &str, title: &str, detail: &str) -> Self {
        let kind = format!("https://api.x.com/2/problems/{kind}");
        let body = json!({ "type": kind, "title": title, "detail": detail, "status": status });
        Self { status, body }
    }

    /// A problem of no kind.
    fn blank(status: u16, title: &str, detail: &str) -> Self {
        let body = json!({
            "type": "about:blank", "title": title, "detail": detail, "status": status,
        });
        Self { status, body }
    }

    /// A request that is wrong at `place`.
    fn invalid(place: &str, message: impl std::fmt::Display) -> Self {
        let detail = "One or more parameters to your request was invalid.";
        let mut refusal = Self::problem(400, "invalid-request", "Invalid Request", detail);
        let mut parameters = serde_json::Map::new();
        parameters.insert(place.to_owned(), json!([]));
        refusal.body["errors"] =
            json!([{ "parameters": parameters, "message": message.to_string() }]);
        refusal
    }

    fn unauthorized() -> Self {
        Self::blank(401, "Unauthorized", "Unauthorized")
    }

    fn not_found(what: &str, id: &str) -> Self {
        let detail = format!("Could not find {what} with id: [{id}].");
        let mut refusal = Self::problem(404, "resource-not-found", "Not Found Error", &detail);
        refusal.body["resource_type"] = json!(what);
        refusal.body["resource_id"] = json!(id);
        refusal
    }

    /// Whatever does not come from the API itself has no document.
    fn reply(&self) -> Reply {
        if self.body.is_null() {
            return Reply::empty(self.status);
        }
        let reply = Reply::json(self.status, &self.body);
        let headers = vec![("content-type".to_owned(), "application/problem+json".to_owned())];
        Reply { headers, ..reply }
    }
}

impl Server {
    pub(super) fn boxed(config: Config) -> Box<dyn Imitation> {
        Box::new(Self {
            signatures: Signatures::default(),
            tokens: Tokens::new(config.scopes),
            pins: Pins::default(),
            limits: Limits::new(config.posts),
            library: Library::default(),
            posts: Posts::default(),
            config,
        })
    }

    fn route(
        &mut self,
        asked: &Asked,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Reply, Refusal> {
        let path: Vec<_> = asked.path.trim_start_matches('/').split('/').collect();
        match (asked.method.as_str(), path.as_slice()) {
            ("POST", ["2", "oauth2", "token"]) => return Ok(self.tokens.token(asked, now)),
            ("POST", ["oauth", "request_token"]) => return Ok(self.pins.begin(asked, now)),
            ("GET", ["oauth", "authorize"]) => return Ok(self.pins.agree(asked)),
            ("POST", ["oauth", "access_token"]) => {
                return Ok(self.pins.end(asked, now, self.config.username));
            }
            ("GET", ["i", "oauth2", "authorize"]) => return Ok(self.tokens.authorize(asked, now)),
            _ => {}
        }
        let body = match (asked.method.as_str(), path.as_slice()) {
            ("POST", ["2", "tweets"]) => self.post(asked, ledger, now),
            ("DELETE", ["2", "tweets", id]) => {
                self.enter(asked, now, "tweet.write")?;
                self.posts.delete(id, ledger)
            }
            ("GET", ["2", "users", "me"]) => {
                self.enter(asked, now, "users.read")?;
                self.who(asked)
            }
            ("GET", ["2", "users", id, "tweets"]) => {
                self.enter(asked, now, "tweet.read")?;
                timeline::list(asked, id, &self.posts, &self.config, now)
            }
            (method, ["2", "media", rest @ ..]) => {
                self.enter(asked, now, "media.write")?;
                self.library.route(method, rest, asked, &self.config, now)
            }
            // Seen in September 2026: what is no address is answered with nothing at all.
            _ => return Ok(Reply::empty(404)),
        }?;
        let created = asked.path == "/2/tweets" && asked.method == "POST";
        Ok(Reply::json(if created { 201 } else { 200 }, &body))
    }

    fn post(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Value, Refusal> {
        self.enter(asked, now, "tweet.write")?;
        if self.config.read_only {
            return Err(read_only());
        }
        let wanted = fields::read(asked)?;
        let price = if crate::text::x_links(&wanted.text).is_empty() { 15 } else { 200 };
        if self.config.credits < price {
            return Err(no_credits());
        }
        self.posts.check(&wanted, &self.config, ledger)?;
        let media = self.library.take(&wanted.media, now)?;
        self.config.credits -= price;
        Ok(self.posts.add(wanted, media, ledger, now))
    }

    /// Whoever is let in at all.
    fn enter(&mut self, asked: &Asked, now: Instant, scope: &str) -> Result<(), Refusal> {
        match asked.bearer() {
            Some(token) => self.tokens.check(token, scope, now)?,
            None => self.signatures.check(asked, now + self.config.ahead)?,
        }
        self.limits.count(asked, now)
    }

    fn who(&self, asked: &Asked) -> Result<Value, Refusal> {
        let known =
            ["created_at", "id", "name", "protected", "username", "verified", "verified_type"];
        fields::query(asked, &["user.fields", "expansions", "post.fields"])?;
        let wanted = fields::listed(asked, "user.fields", &known)?;
        let mut user = json!({ "id": ME, "name": "कार्यालय", "username": self.config.username });
        if wanted.contains(&"protected") {
            user["protected"] = json!(self.config.protected);
        }
        if wanted.contains(&"verified_type") {
            user["verified_type"] = json!("government");
        }
        Ok(json!({ "data": user }))
    }
}

impl Imitation for Server {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        let secrets = signatures::SECRETS.into_iter().chain(tokens::SECRETS);
        secrets.map(|(name, value)| (name, value.to_owned())).collect()
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        let reply = self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal.reply());
        let level = if self.config.read_only { "read" } else { "read-write" };
        self.limits.say(reply, asked, now + self.config.ahead).header("x-access-level", level)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST" && asked.path == "/2/tweets"
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        limits::exceeded(now, now + chrono::Duration::from_std(wait).unwrap_or_default())
    }

    fn end_session(&mut self, for_ever: bool) {
        self.signatures.revoke();
        self.tokens.end(for_ever);
    }

    fn forget(&mut self) {
        self.library.forget();
    }
}

fn read_only() -> Refusal {
    let detail = "Your client app is not configured with the appropriate oauth1 app permissions \
                  for this endpoint.";
    Refusal::problem(403, "oauth1-permissions", "Forbidden", detail)
}

fn no_credits() -> Refusal {
    let detail = "Your enrolled account [1] does not have any credits to fulfill this request.";
    Refusal::problem(402, "credits", "CreditsDepleted", detail)
}

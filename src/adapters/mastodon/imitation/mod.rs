//! The strict imitation of a Mastodon 4.x server with one account, or of a GoToSocial, Pleroma or
//! Pixelfed one (their sources, read in November 2026, of 2025, 2026 and 2024).
//!
//! Stricter than the real one in one respect: fields and parameters that the description of the
//! API does not have are refused in place of being ignored.

mod account;
mod entities;
mod media;
mod quotas;
mod routes;
mod statuses;

#[cfg(test)]
pub(super) use quotas::Quota;

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;

use self::media::Medium;
use self::quotas::Family;
use self::statuses::Posted;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

/// The token it accepts.
const TOKEN: &str = "imitated-mastodon-user-token";

/// What a request comes to: an answer either way; the error is one that ends the request early.
type Outcome = Result<Reply, Reply>;

/// Which software is imitated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Software {
    Mastodon,
    GoToSocial,
    /// Answers a repeated key with the whole first answer, errors too (`idempotency_plug.ex`).
    Pleroma,
    /// Notes a key before it looks at the rest and refuses it ever after; names every program
    /// alike, shows no source, and has errors of its own (`ApiV1Controller.php`, `Handler.php`).
    Pixelfed,
}

/// Which descriptions of itself the server has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(test), expect(dead_code, reason = "only tests set up other servers"))]
pub(super) enum Describes {
    /// Both versions.
    Both,
    /// The older one alone, as before Mastodon 4.0.
    OnlyV1,
    /// None.
    Nothing,
}

/// How the imitated server is set up.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub(super) software: Software,
    pub(super) describes: Describes,
    pub(super) version: &'static str,
    pub(super) max_characters: usize,
    pub(super) media_count: usize,
    /// What the token may do.
    pub(super) scopes: Vec<&'static str>,
    /// How long a film or GIF is processed.
    pub(super) processing: chrono::Duration,
    /// Whether processing ends in a failure.
    pub(super) breaks_media: bool,
    /// Whether uploads have the version 2 of the API.
    pub(super) has_v2_media: bool,
    /// Whether a moderator limited the account: public becomes unlisted.
    pub(super) limited: bool,
    pub(super) bot: bool,
    pub(super) quotas: quotas::Quotas,
}

impl Config {
    /// Mastodon as its defaults are.
    pub(super) fn mastodon() -> Self {
        Self {
            software: Software::Mastodon,
            describes: Describes::Both,
            version: "4.5.2",
            max_characters: 500,
            media_count: 4,
            scopes: vec!["write:statuses", "write:media", "read:statuses", "read:accounts"],
            processing: chrono::Duration::seconds(7),
            breaks_media: false,
            has_v2_media: true,
            limited: false,
            bot: true,
            quotas: quotas::Quotas::default(),
        }
    }

    /// GoToSocial as its defaults are: no keys, code points, uploads ready at once.
    #[cfg(test)]
    pub(super) fn gotosocial() -> Self {
        Self {
            software: Software::GoToSocial,
            version: "0.20.0 git-9f5a2b1",
            max_characters: 5000,
            media_count: 6,
            ..Self::mastodon()
        }
    }

    /// Pleroma as its defaults are: keys for whole answers, files of any kind.
    #[cfg(test)]
    pub(super) fn pleroma() -> Self {
        Self {
            software: Software::Pleroma,
            version: "2.7.2 (compatible; Pleroma 2.9.1)",
            max_characters: 5000,
            media_count: 1000,
            processing: chrono::Duration::zero(),
            ..Self::mastodon()
        }
    }

    /// Pixelfed as its defaults are.
    #[cfg(test)]
    pub(super) fn pixelfed() -> Self {
        Self {
            software: Software::Pixelfed,
            version: "3.5.3 (compatible; Pixelfed 0.11.13)",
            processing: chrono::Duration::zero(),
            ..Self::mastodon()
        }
    }

    fn is_gotosocial(&self) -> bool {
        self.software == Software::GoToSocial
    }

    fn is(&self, software: Software) -> bool {
        self.software == software
    }
}

/// The imitated server.
#[derive(Debug)]
pub(super) struct Server {
    config: Config,
    revoked: bool,
    quotas: quotas::Counters,
    statuses: Vec<Posted>,
    media: Vec<Medium>,
    /// The status that each idempotency key made, and when.
    keys: HashMap<String, (String, Instant)>,
    /// What Pleroma answered to each key.
    answers: HashMap<String, Reply>,
    made: u64,
}

/// The imitation for an account of `kind`.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn Imitation>> {
    (kind == super::NAME).then(|| Server::boxed(Config::mastodon()))
}

impl Server {
    /// A server set up like `config`, without statuses.
    pub(super) fn boxed(config: Config) -> Box<dyn Imitation> {
        let quotas = quotas::Counters::of(config.quotas);
        Box::new(Self {
            config,
            revoked: false,
            quotas,
            statuses: Vec::new(),
            media: Vec::new(),
            keys: HashMap::new(),
            answers: HashMap::new(),
            made: 0,
        })
    }

    /// A new id, greater than all before: digits for Mastodon, a ULID for GoToSocial.
    fn id(&mut self) -> String {
        self.made += 1;
        match self.config.software {
            Software::Pleroma => format!("AUaT{:014}", self.made),
            Software::Mastodon | Software::Pixelfed => {
                (115_600_000_000_000_000 + self.made * 7919).to_string()
            }
            Software::GoToSocial => format!("01KAQ{:021}", self.made),
        }
    }

    /// Whether the token may do `scope`.
    fn authorise(&self, asked: &Asked, scope: &str) -> Result<(), Reply> {
        let known = asked.bearer() == Some(TOKEN);
        let wider = scope.split(':').next().unwrap_or(scope);
        let granted = self.config.scopes.iter().any(|one| *one == scope || *one == wider);
        match (known, self.revoked) {
            (true, false) => {}
            _ if self.config.is(Software::Pleroma) => {
                return Err(refused(403, "Invalid credentials."));
            }
            _ if self.config.is(Software::Pixelfed) => return Err(unauthenticated(asked)),
            _ => {}
        }
        match (known, self.revoked) {
            (false, _) => Err(refused(401, "The access token is invalid")),
            (true, true) => Err(refused(401, "The access token was revoked")),
            _ if granted => Ok(()),
            _ if self.config.is_gotosocial() => {
                Err(refused(403, "Forbidden: token has insufficient scope permission"))
            }
            _ if self.config.is(Software::Pleroma) => {
                Err(refused(403, &format!("Insufficient permissions: {scope}.")))
            }
            _ => Err(refused(403, "This action is outside the authorized scopes")),
        }
    }

    /// A refusal of content: 422, and 400 where it is GoToSocial or Pixelfed.
    fn invalid(&self, message: &str) -> Reply {
        match self.config.software {
            Software::GoToSocial => refused(400, &format!("Bad Request: {message}")),
            Software::Pixelfed => refused(400, message),
            Software::Mastodon | Software::Pleroma => refused(422, message),
        }
    }
}

impl Imitation for Server {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", TOKEN.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.quotas.begin(now);
        if let Some(before) = self.answered(asked) {
            return before.header("idempotent-replayed", "true");
        }
        let outcome = match self.quotas.take(Family::Api) {
            Ok(()) => self.route(asked, ledger, now),
            Err(too_many) => Err(too_many),
        };
        let reply = self.quotas.stamp(outcome.unwrap_or_else(|refusal| refusal));
        self.note_answer(asked, &reply);
        reply
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST" && asked.path == "/api/v1/statuses"
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        quotas::exhausted(300, now, chrono::Duration::from_std(wait).unwrap_or_default())
    }

    fn end_session(&mut self, _for_ever: bool) {
        // A user token is never renewed: once it is dead, a person makes another one.
        self.revoked = true;
    }

    fn forget(&mut self) {
        self.keys.clear();
        self.answers.clear();
        self.media.retain(Medium::is_attached);
    }
}

impl Server {
    /// What Pleroma answered to the key of this request before.
    fn answered(&self, asked: &Asked) -> Option<Reply> {
        asked.header("idempotency-key").and_then(|key| self.answers.get(key)).cloned()
    }

    fn note_answer(&mut self, asked: &Asked, reply: &Reply) {
        let key = asked.header("idempotency-key").filter(|_| self.config.is(Software::Pleroma));
        if let Some(key) = key {
            self.answers.insert(key.to_owned(), reply.clone());
        }
    }
}

/// Whether Pixelfed answers with JSON; else with pages and redirects to them.
fn wants_json(asked: &Asked) -> bool {
    asked.header("accept").is_some_and(|accept| accept.contains("/json"))
}

fn unauthenticated(asked: &Asked) -> Reply {
    if wants_json(asked) {
        refused(500, "Unauthenticated.")
    } else {
        Reply::empty(302).header("location", entities::address("login"))
    }
}

/// A refusal as the API words it.
fn refused(status: u16, error: &str) -> Reply {
    Reply::json(status, &json!({ "error": error }))
}

fn not_found() -> Reply {
    refused(404, "Record not found")
}

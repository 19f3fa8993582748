//! The strict imitation of YouTube with one channel, as the discovery document and the pages of the
//! API describe it.
//!
//! Stricter than the real one where that lets things pass: fields and parameters that the document
//! does not have, and parts of a film that the query does not name, are refused in place of being
//! ignored.

mod captions;
mod intake;
mod lists;
mod quotas;
mod tokens;
mod uploads;
mod videos;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use self::captions::Track;
use self::intake::{Outcome, refused};
use self::quotas::Quotas;
pub(super) use self::tokens::REFRESH;
use self::tokens::Tokens;
use self::uploads::Session;
use self::videos::Film;
use crate::clock::Instant;
use crate::platform::mock::{self, Asked, Ledger, Reply};

/// What becomes of films.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(test), expect(dead_code, reason = "in a dry run every film is processed"))]
pub(super) enum Fate {
    /// They are processed after a while.
    Works,
    /// They cannot be processed, for this reason.
    Fails(&'static str),
    /// YouTube rejects them, for this reason.
    Rejected(&'static str),
    /// They are processed for ever.
    Never,
}

/// What a test can set.
#[derive(Debug, Clone)]
pub(super) struct Knobs {
    pub(super) fate: Fate,
    /// Whether the project has passed the audit; of others every film stays private.
    pub(super) audited: bool,
    /// Whether the channel may have thumbnails of its own.
    pub(super) verified: bool,
    /// The channel of the login; none where there is none.
    pub(super) channel: Option<&'static str>,
    pub(super) scopes: &'static str,
    /// Whether the consent screen is in "Testing": logins end after seven days.
    pub(super) testing: bool,
    /// Units and uploads of a day.
    pub(super) units: u32,
    pub(super) uploads: u32,
    /// How many bytes of a chunk the server takes before it says how far it is.
    pub(super) takes: Option<usize>,
    /// The smallest piece that a chunk may have but for the last.
    pub(super) piece: u64,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            fate: Fate::Works,
            audited: true,
            verified: true,
            channel: Some("UCimitatedChannelOfTests"),
            scopes: "https://www.googleapis.com/auth/youtube.force-ssl https://www.googleapis.com/auth/youtube.upload",
            testing: false,
            units: 10_000,
            uploads: 100,
            takes: None,
            piece: 256 * 1024,
        }
    }
}

/// YouTube.
#[derive(Debug)]
pub(super) struct Imitation {
    knobs: Knobs,
    tokens: Tokens,
    quotas: Quotas,
    sessions: BTreeMap<String, Session>,
    /// The films of the channel, oldest first.
    films: Vec<Film>,
    tracks: Vec<Track>,
    /// The films in each playlist that exists.
    playlists: BTreeMap<String, BTreeSet<String>>,
    made: u64,
}

/// The imitation for the registry.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn mock::Imitation>> {
    (kind == super::NAME).then(|| Imitation::boxed(Knobs::default()))
}

impl Imitation {
    pub(super) fn boxed(knobs: Knobs) -> Box<dyn mock::Imitation> {
        Box::new(Self {
            tokens: Tokens::new(knobs.scopes, knobs.testing),
            quotas: Quotas::new(knobs.units, knobs.uploads),
            knobs,
            sessions: BTreeMap::new(),
            films: Vec::new(),
            tracks: Vec::new(),
            playlists: BTreeMap::from([("PLimitatedPlaylist".to_owned(), BTreeSet::new())]),
            made: 0,
        })
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        let (method, path) = (asked.method.as_str(), asked.path.as_str());
        if (method, path) == ("POST", "/token") {
            return self.tokens.grant(asked, now);
        }
        self.tokens.check(asked, now)?;
        if self.knobs.channel.is_none() && path != "/youtube/v3/channels" {
            return Err(refused(401, "youtubeSignupRequired", "Unauthorized"));
        }
        match (method, path) {
            ("POST", "/upload/youtube/v3/videos") => self.open(asked, now),
            ("PUT", "/upload/youtube/v3/videos") => self.put(asked, ledger, now),
            ("POST", "/upload/youtube/v3/thumbnails/set") => self.thumbnail(asked, now),
            ("POST", "/upload/youtube/v3/captions") => self.add_caption(asked, now),
            ("GET", "/youtube/v3/videos") => self.list_films(asked, now),
            ("PUT", "/youtube/v3/videos") => self.update(asked, ledger, now),
            ("DELETE", "/youtube/v3/videos") => self.delete(asked, ledger, now),
            ("GET", "/youtube/v3/channels") => self.channels(asked, now),
            ("GET", "/youtube/v3/playlistItems") => self.items(asked, now),
            ("POST", "/youtube/v3/playlistItems") => self.add_item(asked, now),
            _ => Err(refused(404, "notFound", "Not Found")),
        }
    }

    fn spend(&mut self, units: u32, now: Instant) -> Result<(), Reply> {
        self.quotas.spend(units, now)
    }
}

impl mock::Imitation for Imitation {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![
            ("refresh_token", REFRESH.to_owned()),
            ("client_secret", tokens::CLIENT_SECRET.to_owned()),
        ]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        let privacy = asked
            .json()
            .and_then(|body| Some(body["status"]["privacyStatus"].as_str()?.to_owned()));
        asked.method == "PUT"
            && asked.path == "/youtube/v3/videos"
            && privacy.is_some_and(|privacy| privacy != "private")
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        refused(429, "rateLimitExceeded", "Resource has been exhausted")
            .header("retry-after", wait.as_secs().to_string())
    }

    fn end_session(&mut self, for_ever: bool) {
        self.tokens.end(for_ever);
    }

    /// Sessions end after about a week. Films stay.
    fn forget(&mut self) {
        self.sessions.clear();
    }
}

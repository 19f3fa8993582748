//! The strict imitation of LinkedIn with one account on it, as its pages describe it.
//!
//! Stricter than the real one where that is not known: fields that no page names are refused, a
//! post with media that are not available is taken and never shown, and a text is cut at the first
//! sign that should have been escaped, without a word.

mod films;
mod intake;
mod little;
mod media;
mod members;
mod posts;
mod tokens;

#[cfg(test)]
pub(super) use self::little::shown;

use std::collections::BTreeMap;
use std::time::Duration;

use self::films::Film;
use self::intake::{Outcome, refused};
use self::media::Medium;
use self::posts::Posted;
pub(super) use self::tokens::SEED;
use self::tokens::Tokens;
use crate::clock::Instant;
use crate::platform::mock::{self, Asked, Ledger, Reply};

/// What becomes of uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(test), expect(dead_code, reason = "in a dry run every upload is processed"))]
pub(super) enum Fate {
    /// They can be posted after a few seconds.
    Works,
    /// They cannot be processed.
    Fails,
    /// They are processed for ever.
    Never,
}

/// What a test can set.
#[derive(Debug, Clone)]
pub(super) struct Knobs {
    /// The scopes of the token.
    pub(super) scopes: Vec<&'static str>,
    /// The role on the page, if there is one.
    pub(super) role: Option<&'static str>,
    /// Whether the app is an approved partner's, which gets refresh tokens.
    pub(super) partner: bool,
    pub(super) fate: Fate,
    /// The size of the parts of a film, in bytes.
    pub(super) part: u64,
    /// Requests of the app, and posts of the author, in a day.
    pub(super) calls: u32,
    pub(super) posts: u32,
    /// What a text may have on the wire, where escapes count, too.
    pub(super) wire_length: Option<usize>,
    /// The languages of subtitles that it takes.
    pub(super) captions: &'static [&'static str],
    /// The member's id.
    pub(super) member: &'static str,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            scopes: vec![
                "w_organization_social",
                "r_organization_social",
                "rw_organization_admin",
                "w_member_social",
                "openid",
                "profile",
            ],
            role: Some("ADMINISTRATOR"),
            partner: false,
            fate: Fate::Works,
            part: 4 * 1024 * 1024,
            calls: 500,
            posts: 150,
            wire_length: None,
            captions: &["EN", "HI"],
            member: "Im1tat3dMember",
        }
    }
}

/// LinkedIn.
#[derive(Debug)]
pub(super) struct Imitation {
    knobs: Knobs,
    tokens: Tokens,
    /// In whose name things were done first: the author of this account.
    author: Option<String>,
    media: BTreeMap<String, Medium>,
    films: BTreeMap<String, Film>,
    posts: Vec<Posted>,
    /// Whether repeats of a text are still noticed.
    forgets: Option<Instant>,
    day: (i64, u32, u32),
    made: u64,
}

/// The imitation for the registry.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn mock::Imitation>> {
    (kind == super::NAME).then(|| Imitation::boxed(Knobs::default()))
}

impl Imitation {
    pub(super) fn boxed(knobs: Knobs) -> Box<dyn mock::Imitation> {
        Box::new(Self {
            tokens: Tokens::new(knobs.partner),
            knobs,
            author: None,
            media: BTreeMap::new(),
            films: BTreeMap::new(),
            posts: Vec::new(),
            forgets: None,
            day: (0, 0, 0),
            made: 0,
        })
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        let path = asked.path.clone();
        match (asked.method.as_str(), path.as_str()) {
            ("POST", "/oauth/v2/accessToken") => return self.tokens.grant(asked, now),
            ("POST", "/oauth/v2/introspectToken") => {
                return self.tokens.introspect(asked, &self.knobs.scopes, now);
            }
            ("PUT", path) if path.starts_with("/dms-uploads/") => return self.put(asked, now),
            ("POST", path) if path.contains("/uploaded-captions/") => {
                return self.take_captions(asked, now);
            }
            _ => {}
        }
        self.tokens.check(asked, now)?;
        self.count(now)?;
        if (asked.method.as_str(), path.as_str()) == ("GET", "/v2/userinfo") {
            return self.userinfo();
        }
        let rest = path.strip_prefix("/rest/").ok_or_else(not_found)?;
        intake::versions(asked)?;
        let (collection, urn) = intake::pieces(rest)?;
        match (asked.method.as_str(), collection, urn) {
            ("POST", "images" | "documents" | "videos", None) => {
                self.action(asked, collection, now)
            }
            ("GET", "images" | "documents" | "videos", Some(urn)) => {
                self.state(asked, collection, &urn, now)
            }
            ("POST", "posts", None) => self.create(asked, ledger, now),
            ("GET", "posts", None) => self.posts_of(asked),
            ("GET", "posts", Some(urn)) => self.post(&urn),
            ("DELETE", "posts", Some(urn)) => self.delete(&urn, ledger),
            ("GET", "organizationAcls", None) => self.roles(asked),
            _ => Err(not_found()),
        }
    }

    /// Both limits are per day and end at midnight UTC.
    fn count(&mut self, now: Instant) -> Result<(), Reply> {
        let today = now.timestamp().div_euclid(86_400);
        if self.day.0 != today {
            self.day = (today, 0, 0);
        }
        self.day.1 += 1;
        if self.day.1 > self.knobs.calls { Err(throttled()) } else { Ok(()) }
    }

    fn require(&self, scope: &str) -> Result<(), Reply> {
        if self.knobs.scopes.contains(&scope) {
            return Ok(());
        }
        let message = format!("Not enough permissions to access: {scope}");
        Err(refused(403, "ACCESS_DENIED", &message))
    }

    /// Whether `owner` is who this account posts for; the first who is named is that.
    fn is_owner(&mut self, owner: &str) -> Result<(), Reply> {
        let id = owner.strip_prefix("urn:li:organization:");
        let page = id.is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()));
        let member = owner.strip_prefix("urn:li:person:").is_some_and(|id| !id.is_empty());
        if !page && !member {
            return Err(refused(400, "INVALID_URN_TYPE", "owner is no organization and no person"));
        }
        self.require(if page { "w_organization_social" } else { "w_member_social" })?;
        if page && self.knobs.role.is_none() {
            return Err(refused(403, "ACCESS_DENIED", "no role on the organization"));
        }
        if self.author.get_or_insert_with(|| owner.to_owned()) != owner {
            return Err(refused(403, "ACCESS_DENIED", "not an administrator of the organization"));
        }
        Ok(())
    }

    fn number(&mut self) -> u64 {
        self.made += 1;
        7_000_000_000_000_000_000 + self.made
    }
}

impl mock::Imitation for Imitation {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", SEED.to_owned()), ("client_secret", tokens::CLIENT_SECRET.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        let reply = self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal);
        reply.header("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST" && asked.path == "/rest/posts"
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        throttled().header("retry-after", wait.as_secs().to_string())
    }

    fn end_session(&mut self, for_ever: bool) {
        self.tokens.end(for_ever);
    }

    fn forget(&mut self) {
        let latest = self.posts.iter().map(Posted::at).max();
        self.forgets = latest.or(Some(Instant::UNIX_EPOCH));
    }
}

fn throttled() -> Reply {
    refused(429, "TOO_MANY_REQUESTS", "Resource level throttle DAY limit for calls is reached.")
}

fn not_found() -> Reply {
    refused(404, "RESOURCE_NOT_FOUND", "No virtual resource found")
}

//! The strict imitation of Instagram with one account, as both front doors show it.
//!
//! Stricter than the real one: parameters and fields that its descriptions do not have are refused
//! in place of being ignored, and so is a proof that does not fit the token.

pub(super) mod containers;
mod posts;

use std::time::Duration;

use serde_json::json;

use self::containers::Container;
use self::posts::{Comment, Post};
use crate::adapters::graph::imitated::{Outcome, Tokens, limited, missing, only, refused, wanted};
use crate::adapters::graph::proof;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};
use crate::secret::Secret;

/// The token it accepts, and the app that made it.
const TOKEN: &str = "imitated-instagram-token-made-by-hand";
pub(super) const APP: (&str, &str) = ("1234567890123456", "imitated-instagram-app-secret");

pub(super) const USER: &str = "17841400000000001";
const USERNAME: &str = "our_office";

/// How the imitated service is set up.
#[derive(Debug, Clone)]
pub(super) struct Config {
    /// How long a picture, and a film, is worked on, in seconds.
    pub(super) processing: (i64, i64),
    /// What containers with films say where they fail.
    pub(super) fails: Option<&'static str>,
    /// How often a medium cannot be fetched.
    pub(super) unfetched: u32,
    /// How many bytes of an upload arrive before it breaks, the first time.
    pub(super) breaks_after: Option<usize>,
    /// Whether broken uploads are spoilt.
    pub(super) spoils: bool,
    /// Whether it says how much of an upload it has.
    pub(super) tells_offset: bool,
    /// The most posts in 24 hours.
    pub(super) quota: usize,
    /// Whether new posts and comments are missing in lists.
    pub(super) hides: bool,
    /// The version that answers.
    pub(super) version: &'static str,
    /// What the token of a system user may do.
    pub(super) scopes: &'static [&'static str],
}

impl Config {
    /// The service as its pages describe it.
    pub(super) fn described() -> Self {
        Self {
            processing: (4, 45),
            fails: None,
            unfetched: 0,
            breaks_after: None,
            spoils: false,
            tells_offset: true,
            quota: 50,
            hides: false,
            version: "v25.0",
            scopes: &[
                "instagram_basic",
                "instagram_content_publish",
                "instagram_manage_comments",
                "instagram_manage_contents",
                "pages_read_engagement",
                "pages_show_list",
                "business_management",
            ],
        }
    }
}

/// The imitated service.
#[derive(Debug)]
pub(super) struct Service {
    config: Config,
    tokens: Tokens,
    containers: Vec<Container>,
    posts: Vec<Post>,
    comments: Vec<Comment>,
    made: u64,
}

/// The imitation for an account of `kind`.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn Imitation>> {
    (kind == super::NAME).then(|| Service::boxed(Config::described()))
}

impl Service {
    /// A service set up like `config`, without posts.
    pub(super) fn boxed(config: Config) -> Box<dyn Imitation> {
        Box::new(Self {
            config,
            tokens: Tokens::new("ig", TOKEN, APP, USER),
            containers: Vec::new(),
            posts: Vec::new(),
            comments: Vec::new(),
            made: 0,
        })
    }

    fn id(&mut self) -> String {
        self.made += 1;
        (17_800_000_000_000_000 + self.made * 7919).to_string()
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        if let Some(outcome) = self.tokens.endpoint(asked, now) {
            return outcome;
        }
        let path: Vec<_> = asked.path.trim_matches('/').split('/').collect();
        if let ("POST", ["ig-api-upload", "v25.0", id]) = (asked.method.as_str(), path.as_slice()) {
            return self.take_bytes(asked, id, now);
        }
        if let ("GET", ["v25.0", "debug_token"]) = (asked.method.as_str(), path.as_slice()) {
            return self.debug_token(asked, now);
        }
        self.tokens.authorise(asked, now)?;
        check_proof(asked)?;
        let asked = &without_proof(asked);
        let me = |user: &str| user == "me" || user == USER;
        match (asked.method.as_str(), path.as_slice()) {
            ("POST", ["v25.0", user, "media"]) if me(user) => self.create(asked, now),
            ("POST", ["v25.0", user, "media_publish"]) if me(user) => {
                self.publish(asked, ledger, now)
            }
            ("GET", ["v25.0", user, "content_publishing_limit"]) if me(user) => {
                self.limit(asked, now)
            }
            ("GET", ["v25.0", user, "media"]) if me(user) => self.list(asked, false),
            ("GET", ["v25.0", user, "stories"]) if me(user) => self.list(asked, true),
            ("GET", ["v25.0", user]) if me(user) => me_is(asked),
            ("GET", ["v25.0", id, "comments"]) => self.comments_of(asked, id),
            ("POST", ["v25.0", id, "comments"]) => self.comment(asked, id, ledger, now),
            ("GET", ["v25.0", id]) => self.read(asked, id, now),
            ("DELETE", ["v25.0", id]) => self.delete(asked, id, ledger),
            _ => Err(missing(path.last().copied().unwrap_or_default())),
        }
    }

    /// What the token of a system user is worth, told to its app alone.
    fn debug_token(&mut self, asked: &Asked, now: Instant) -> Outcome {
        only(&asked.query, &["input_token", "appsecret_proof"])?;
        let Some((app, secret)) = asked.bearer().unwrap_or_default().split_once('|') else {
            return Err(refused(190, None, "Invalid OAuth access token signature."));
        };
        if (app, secret) != APP {
            return Err(refused(190, None, "Invalid OAuth access token signature."));
        }
        check_proof(asked)?;
        let valid = self.tokens.ends(asked.query("input_token").unwrap_or_default(), now).is_ok();
        let said = json!({
            "app_id": app, "type": "SYSTEM_USER", "application": "IT cell", "is_valid": valid,
            "expires_at": 0, "scopes": self.config.scopes,
        });
        Ok(Reply::json(200, &json!({ "data": said })))
    }

    fn used(&self, now: Instant) -> usize {
        let recent = |post: &&Post| now - post.at < chrono::Duration::days(1);
        self.posts.iter().filter(recent).count()
    }

    fn limit(&self, asked: &Asked, now: Instant) -> Outcome {
        only(&asked.query, &["fields", "since"])?;
        let all = json!({
            "quota_usage": self.used(now),
            "config": { "quota_total": self.config.quota, "quota_duration": 86_400 },
        });
        let mut shown = json!({});
        for name in wanted(asked, &["quota_usage", "config"])? {
            shown[name] = all[name].clone();
        }
        Ok(Reply::json(200, &json!({ "data": [shown] })))
    }
}

fn me_is(asked: &Asked) -> Outcome {
    only(&asked.query, &["fields"])?;
    let known = ["id", "user_id", "username", "name", "media_count"];
    let mut shown = json!({ "id": USER });
    for name in wanted(asked, &known)? {
        match name {
            "username" | "name" => shown[name] = json!(USERNAME),
            "user_id" => shown[name] = json!(USER),
            _ => {}
        }
    }
    Ok(Reply::json(200, &shown))
}

/// A proof must be that of this token; without one, nothing is proved and nothing refused.
fn check_proof(asked: &Asked) -> Result<(), Reply> {
    let form = asked.form().unwrap_or_default();
    let all = form.iter().chain(&asked.query);
    let Some((_, given)) = all.into_iter().find(|(name, _)| name == "appsecret_proof") else {
        return Ok(());
    };
    let token = asked.bearer().unwrap_or_default();
    let right = proof(&Secret::new(APP.1), &Secret::new(token));
    if given == right.expose() {
        return Ok(());
    }
    Err(refused(100, None, "Invalid appsecret_proof provided in the API argument"))
}

fn without_proof(asked: &Asked) -> Asked {
    let keep = |(name, _): &(String, String)| name != "appsecret_proof";
    let mut plain = asked.clone();
    plain.query.retain(keep);
    if let Some(mut form) = asked.form() {
        form.retain(keep);
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        plain.body = body.into_bytes();
    }
    plain
}

impl Imitation for Service {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", TOKEN.to_owned()), ("app_secret", APP.1.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        let reply = self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal);
        reply.header("facebook-api-version", self.config.version)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        let ends = |ending: &str| asked.path.ends_with(ending);
        asked.method == "POST" && (ends("/media_publish") || ends("/comments"))
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        limited(wait, 80_002)
    }

    /// A login that ended is not renewed by itself: a person makes another one.
    fn end_session(&mut self, _for_ever: bool) {
        self.tokens.revoke();
    }

    fn forget(&mut self) {
        self.containers.retain(|container| container.published);
    }
}

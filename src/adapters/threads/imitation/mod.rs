//! The strict imitation of Threads with one account.
//!
//! Stricter than the real one in two respects: parameters and fields that its descriptions do not
//! have are refused in place of being ignored, and answers to our own posts count against both
//! quotas.

pub(super) mod containers;
mod posts;

use std::time::Duration;

use serde_json::json;

use self::containers::Container;
use self::posts::Post;
use crate::adapters::graph::imitated::{Outcome, Tokens, invalid, limited, missing, only, wanted};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

/// The token it accepts, and the app that made it.
const TOKEN: &str = "imitated-threads-token-made-by-hand";
pub(super) const APP: (&str, &str) = ("1234567890123456", "imitated-threads-app-secret");

const USER: &str = "24000000000000001";
const USERNAME: &str = "our_office";

/// How the imitated service is set up.
#[derive(Debug, Clone)]
pub(super) struct Config {
    /// How long pictures and films are worked on, in seconds; texts take two.
    pub(super) processing: i64,
    /// What becomes of containers with media, where they fail.
    pub(super) fails: Option<&'static str>,
    /// How often a medium cannot be fetched.
    pub(super) unfetched: u32,
    /// How often a finished container is not known to the publishing side.
    pub(super) unknown: u32,
    /// Topics that are not permitted.
    pub(super) topics_refused: &'static [&'static str],
    /// The most posts, answers and deletions in 24 hours.
    pub(super) quotas: (usize, usize, usize),
    pub(super) scopes: &'static [&'static str],
    /// Whether the sign of the first hashtag goes even where a topic is given.
    pub(super) strips_sign: bool,
    /// Whether new posts are missing in lists.
    pub(super) hides: bool,
}

impl Config {
    /// The service as its pages describe it.
    pub(super) fn described() -> Self {
        Self {
            processing: 40,
            fails: None,
            unfetched: 0,
            unknown: 0,
            topics_refused: &["वर्जित"],
            quotas: (250, 1000, 100),
            scopes: &[
                "threads_basic",
                "threads_content_publish",
                "threads_read_replies",
                "threads_delete",
                "threads_location_tagging",
            ],
            strips_sign: false,
            hides: false,
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
    deletions: Vec<Instant>,
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
            tokens: Tokens::new("th", TOKEN, APP, USER),
            containers: Vec::new(),
            posts: Vec::new(),
            deletions: Vec::new(),
            made: 0,
        })
    }

    fn id(&mut self) -> String {
        self.made += 1;
        (17_900_000_000_000_000 + self.made * 7919).to_string()
    }

    fn may(&self, scope: &str) -> Result<(), Reply> {
        if self.config.scopes.contains(&scope) {
            return Ok(());
        }
        let message = "Application does not have permission for this action";
        Err(crate::adapters::graph::imitated::refused(10, None, message))
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        if let Some(outcome) = self.tokens.endpoint(asked, now) {
            return outcome;
        }
        self.tokens.authorise(asked, now)?;
        self.may("threads_basic")?;
        let path: Vec<_> = asked.path.trim_matches('/').split('/').collect();
        let me = |user: &str| user == "me" || user == USER;
        match (asked.method.as_str(), path.as_slice()) {
            ("GET", ["v1.0", "me"]) => me_is(asked),
            ("GET", ["v1.0", "debug_token"]) => self.debug(asked, now),
            ("POST", ["v1.0", user, "threads"]) if me(user) => self.create(asked, now),
            ("POST", ["v1.0", user, "threads_publish"]) if me(user) => {
                self.publish(asked, ledger, now)
            }
            ("GET", ["v1.0", user, "threads_publishing_limit"]) if me(user) => {
                self.limits(asked, now)
            }
            ("GET", ["v1.0", user, "threads"]) if me(user) => self.list(asked, false),
            ("GET", ["v1.0", user, "replies"]) if me(user) => {
                self.may("threads_read_replies")?;
                self.list(asked, true)
            }
            ("GET", ["v1.0", id]) => self.read(asked, id, now),
            ("DELETE", ["v1.0", id]) => self.delete(asked, id, ledger, now),
            _ => Err(missing(path.last().copied().unwrap_or_default())),
        }
    }

    fn debug(&mut self, asked: &Asked, now: Instant) -> Outcome {
        only(&asked.query, &["input_token"])?;
        let token = asked.query("input_token").ok_or_else(|| invalid("input_token is missing"))?;
        let ends = self.tokens.ends(token, now)?;
        Ok(Reply::json(
            200,
            &json!({ "data": {
            "type": "USER", "application": "IT cell", "is_valid": true, "user_id": USER,
            "expires_at": ends, "scopes": self.config.scopes,
        } }),
        ))
    }

    /// How many posts and answers there were in the last 24 hours.
    fn used(&self, now: Instant) -> (usize, usize) {
        let recent = |post: &&Post| now - post.at < chrono::Duration::days(1);
        let recent: Vec<_> = self.posts.iter().filter(recent).collect();
        (recent.len(), recent.iter().filter(|post| post.parent.is_some()).count())
    }

    fn limits(&self, asked: &Asked, now: Instant) -> Outcome {
        let known = [
            "quota_usage",
            "config",
            "reply_quota_usage",
            "reply_config",
            "delete_quota_usage",
            "delete_config",
        ];
        only(&asked.query, &["fields"])?;
        let wanted = wanted(asked, &known)?;
        let (posts, replies) = self.used(now);
        let (most, most_replies, most_deletes) = self.config.quotas;
        let config = |total: usize| json!({ "quota_total": total, "quota_duration": 86_400 });
        let all = json!({
            "quota_usage": posts, "config": config(most),
            "reply_quota_usage": replies, "reply_config": config(most_replies),
            "delete_quota_usage": self.deletions.len(), "delete_config": config(most_deletes),
        });
        let mut shown = json!({});
        for name in wanted {
            shown[name] = all[name].clone();
        }
        Ok(Reply::json(200, &json!({ "data": [shown] })))
    }
}

fn me_is(asked: &Asked) -> Outcome {
    only(&asked.query, &["fields"])?;
    let known = ["id", "username", "name", "threads_biography", "threads_profile_picture_url"];
    let mut shown = json!({ "id": USER });
    for name in wanted(asked, &known)? {
        if name == "username" || name == "name" {
            shown[name] = json!(USERNAME);
        }
    }
    Ok(Reply::json(200, &shown))
}

impl Imitation for Service {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", TOKEN.to_owned()), ("app_secret", APP.1.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST" && asked.path.ends_with("/threads_publish")
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        limited(wait, 613)
    }

    /// A login that ended is not renewed by itself: a person logs in again.
    fn end_session(&mut self, _for_ever: bool) {
        self.tokens.revoke();
    }

    fn forget(&mut self) {
        self.containers.retain(|container| container.published);
    }
}

//! The imitation of a WordPress site's REST interface with one editor.

mod objects;
mod shown;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

use self::objects::{Article, Picture};
use super::kit::{segments, strange_query, whole_seconds};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

const USER: &str = "editor";
const PASSWORD: &str = "imit ated word pres pass word";
pub(super) const SITE: &str = "https://www.example.org";

/// One site.
#[derive(Debug)]
pub(in super::super) struct WordPress {
    revoked: bool,
    next: u64,
    pub(super) articles: Vec<Article>,
    pub(super) pictures: Vec<Picture>,
}

impl WordPress {
    /// An empty site.
    pub(in super::super) fn new() -> Self {
        Self { revoked: false, next: 100, articles: Vec::new(), pictures: Vec::new() }
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        let path = segments(asked);
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        let ["wp-json", "wp", "v2", rest @ ..] = path.as_slice() else {
            return Err(Reply::html(404, "<!DOCTYPE html><title>Page not found</title>"));
        };
        self.admitted(asked)?;
        match (asked.method.as_str(), rest) {
            ("GET", ["users", "me"]) => Ok(Reply::json(200, &me())),
            ("POST", ["media"]) => self.upload(asked),
            ("POST", ["media", id]) => self.describe(id, asked),
            ("GET", ["posts"]) => self.list(asked),
            ("POST", ["posts"]) => self.create(asked, ledger, now),
            ("GET", ["posts", id]) => self.read(id, asked),
            ("POST", ["posts", id]) => self.update(id, asked, ledger, now),
            ("DELETE", ["posts", id]) => self.delete(id, asked, ledger),
            _ => Err(error(404, "rest_no_route", "No route was found matching the URL.")),
        }
    }

    fn admitted(&self, asked: &Asked) -> Result<(), Reply> {
        let given = asked.header("authorization").and_then(|given| given.strip_prefix("Basic "));
        let Some(given) = given else {
            return Err(error(401, "rest_not_logged_in", "You are not currently logged in."));
        };
        // Whoever the config says we are is somebody there.
        let given = STANDARD.decode(given).ok().and_then(|given| String::from_utf8(given).ok());
        let password = given.as_deref().and_then(|given| given.split_once(':'));
        let known = password.is_some_and(|(user, word)| !user.is_empty() && word == PASSWORD);
        if !known || self.revoked {
            let message = "The provided password is an invalid application password.";
            return Err(error(401, "incorrect_password", message));
        }
        Ok(())
    }

    pub(super) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    fn list(&self, asked: &Asked) -> Result<Reply, Reply> {
        known_query(asked, &["slug", "status", "context", "search", "per_page"])?;
        let slug = asked.query("slug");
        let any = asked.query("status") == Some("any");
        let found = self.articles.iter().filter(|article| {
            slug.is_none_or(|slug| article.slug == slug) && (any || article.is_public())
        });
        Ok(Reply::json(200, &found.map(Article::json).collect::<Json>()))
    }

    fn read(&self, id: &str, asked: &Asked) -> Result<Reply, Reply> {
        known_query(asked, &["context"])?;
        let article = self.articles.iter().find(|article| article.id.to_string() == id);
        article.map(|article| Reply::json(200, &article.json())).ok_or_else(no_such_post)
    }

    fn delete(&mut self, id: &str, asked: &Asked, ledger: &mut Ledger) -> Result<Reply, Reply> {
        known_query(asked, &["force"])?;
        let at = self.articles.iter().position(|article| article.id.to_string() == id);
        let article = self.articles.remove(at.ok_or_else(no_such_post)?);
        ledger.delete(id);
        Ok(Reply::json(200, &json!({ "deleted": true, "previous": article.json() })))
    }
}

impl Imitation for WordPress {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("password", PASSWORD.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        let posts = segments(asked).get(3).is_some_and(|at| at == "posts");
        let status = asked.json().map(|body| body["status"].clone()).unwrap_or_default();
        asked.method == "POST" && posts && (status == "publish" || status == "future")
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        error(429, "too_many_requests", "Slow down.").header("retry-after", whole_seconds(wait))
    }

    /// An application password has no session: it was revoked.
    fn end_session(&mut self, _for_ever: bool) {
        self.revoked = true;
    }

    /// Drafts are thrown away.
    fn forget(&mut self) {
        self.articles.retain(Article::is_public);
    }
}

pub(super) fn error(status: u16, code: &str, message: &str) -> Reply {
    let body = json!({ "code": code, "message": message, "data": { "status": status } });
    Reply::json(status, &body)
}

pub(super) fn invalid(field: &str) -> Reply {
    error(400, "rest_invalid_param", &format!("Invalid parameter(s): {field}"))
}

fn no_such_post() -> Reply {
    error(404, "rest_post_invalid_id", "Invalid post ID.")
}

fn known_query(asked: &Asked, known: &[&str]) -> Result<(), Reply> {
    match strange_query(asked, known) {
        Some(name) => Err(invalid(name)),
        None => Ok(()),
    }
}

fn me() -> Json {
    let link = format!("{SITE}/author/{USER}/");
    json!({ "id": 2, "name": "Press office", "slug": USER, "link": link })
}

//! Published posts and their comments: reading, listing, commenting and deleting.

use serde_json::{Value, json};

use super::{Service, USERNAME};
use crate::adapters::graph::imitated::{Outcome, invalid, missing, only, value, wanted, written};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Public, Reply};

/// What a post can be asked for (specification of April 2026).
pub(in crate::adapters::instagram) const FIELDS: [&str; 8] = [
    "id",
    "caption",
    "media_product_type",
    "media_type",
    "permalink",
    "shortcode",
    "timestamp",
    "username",
];

/// What a comment can be asked for.
pub(in crate::adapters::instagram) const COMMENT_FIELDS: [&str; 5] =
    ["id", "text", "timestamp", "username", "hidden"];

/// A published post or story.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) caption: String,
    pub(super) story: bool,
    pub(super) at: Instant,
    pub(super) deleted: bool,
}

/// A comment below a post.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    id: String,
    post: String,
    text: String,
    at: Instant,
    deleted: bool,
}

impl Post {
    fn shown(&self, wanted: &[&str]) -> Value {
        let code = format!("C{}", &self.id[8..]);
        let all = json!({
            "caption": self.caption, "timestamp": written(self.at), "username": USERNAME,
            "permalink": format!("https://www.instagram.com/p/{code}/"), "shortcode": code,
            "media_product_type": if self.story { "STORY" } else { "FEED" },
        });
        let mut shown = json!({ "id": self.id });
        for name in wanted {
            // What is empty is left out.
            if all.get(*name).is_some_and(|value| value != "") {
                shown[*name] = all[*name].clone();
            }
        }
        shown
    }
}

impl Service {
    fn is_there(&self, id: &str) -> bool {
        self.posts.iter().any(|post| post.id == id && !post.deleted)
    }

    pub(super) fn read(&self, asked: &Asked, id: &str, now: Instant) -> Outcome {
        only(&asked.query, &["fields"])?;
        if let Some(outcome) = self.container(asked, id, now) {
            return outcome;
        }
        if self.comments.iter().any(|one| one.id == id && !one.deleted) {
            return Ok(Reply::json(200, &json!({ "id": id })));
        }
        let post = self.posts.iter().find(|post| post.id == id && !post.deleted);
        let post = post.ok_or_else(|| missing(id))?;
        Ok(Reply::json(200, &post.shown(&wanted(asked, &FIELDS)?)))
    }

    /// Posts, or stories, the newest first.
    pub(super) fn list(&self, asked: &Asked, stories: bool) -> Outcome {
        only(&asked.query, &["fields", "limit", "since", "until"])?;
        let wanted = wanted(asked, &FIELDS)?;
        let limit = limit(asked)?;
        let fits = |post: &&Post| !post.deleted && !self.config.hides && post.story == stories;
        let found = self.posts.iter().rev().filter(fits).take(limit);
        let data: Vec<_> = found.map(|post| post.shown(&wanted)).collect();
        Ok(Reply::json(200, &json!({ "data": data })))
    }

    pub(super) fn comments_of(&self, asked: &Asked, id: &str) -> Outcome {
        only(&asked.query, &["fields", "limit"])?;
        wanted(asked, &COMMENT_FIELDS)?;
        let limit = limit(asked)?;
        if !self.is_there(id) {
            return Err(missing(id));
        }
        let fits = |one: &&Comment| one.post == id && !one.deleted && !self.config.hides;
        let found = self.comments.iter().rev().filter(fits).take(limit);
        let data: Vec<_> = found
            .map(|one| json!({ "id": one.id, "text": one.text, "timestamp": written(one.at) }))
            .collect();
        Ok(Reply::json(200, &json!({ "data": data })))
    }

    pub(super) fn comment(
        &mut self,
        asked: &Asked,
        post: &str,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        let form = asked.form().filter(|_| asked.query.is_empty()).unwrap_or_default();
        only(&form, &["message"])?;
        let text = value(&form, "message").unwrap_or_default().to_owned();
        if text.trim().is_empty() {
            return Err(invalid("Param message is required"));
        }
        if !self.is_there(post) {
            return Err(missing(post));
        }
        let id = self.id();
        let post = post.to_owned();
        ledger.add(Public {
            id: id.clone(),
            text: text.clone(),
            media: 0,
            alt: Vec::new(),
            parent: Some(post.clone()),
            at: now,
            deleted: false,
        });
        self.comments.push(Comment { id: id.clone(), post, text, at: now, deleted: false });
        Ok(Reply::json(200, &json!({ "id": id })))
    }

    pub(super) fn delete(&mut self, asked: &Asked, id: &str, ledger: &mut Ledger) -> Outcome {
        only(&asked.query, &[])?;
        let post = self.posts.iter_mut().find(|one| one.id == id && !one.deleted);
        let comment = self.comments.iter_mut().find(|one| one.id == id && !one.deleted);
        match (post, comment) {
            (Some(post), _) => post.deleted = true,
            (_, Some(comment)) => comment.deleted = true,
            _ => return Err(missing(id)),
        }
        ledger.delete(id);
        Ok(Reply::json(200, &json!({ "success": true, "deleted_id": id })))
    }
}

fn limit(asked: &Asked) -> Result<usize, Reply> {
    let limit = asked.query("limit").unwrap_or("25").parse().ok();
    let limit = limit.filter(|limit| (1..=100).contains(limit));
    limit.ok_or_else(|| invalid("Param limit must be from 1 to 100"))
}

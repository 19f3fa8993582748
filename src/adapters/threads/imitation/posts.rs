//! Published posts: reading, listing and deleting them.

use serde_json::{Value, json};

use super::{Service, USERNAME};
use crate::adapters::graph::imitated::{Outcome, invalid, limited, missing, only, wanted, written};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Reply};

/// What a post can be asked for (the collection of requests, January 2026).
pub(super) const FIELDS: [&str; 12] = [
    "id",
    "media_product_type",
    "media_type",
    "media_url",
    "permalink",
    "owner",
    "username",
    "text",
    "timestamp",
    "shortcode",
    "is_quote_post",
    "alt_text",
];

/// A published post.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) kind: String,
    pub(super) parent: Option<String>,
    pub(super) at: Instant,
    pub(super) deleted: bool,
}

impl Post {
    fn shown(&self, wanted: &[&str]) -> Value {
        let media_type = match self.kind.as_str() {
            "TEXT" => "TEXT_POST",
            "CAROUSEL" => "CAROUSEL_ALBUM",
            other => other,
        };
        let code = format!("C{}", &self.id[8..]);
        let all = json!({
            "id": self.id, "media_product_type": "THREADS", "media_type": media_type,
            "permalink": format!("https://www.threads.com/@{USERNAME}/post/{code}"),
            "username": USERNAME, "text": self.text, "timestamp": written(self.at),
            "shortcode": code, "is_quote_post": false,
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
    pub(super) fn read(&self, asked: &Asked, id: &str, now: Instant) -> Outcome {
        only(&asked.query, &["fields"])?;
        if let Some(outcome) = self.container(asked, id, now) {
            return outcome;
        }
        let post = self.posts.iter().find(|post| post.id == id && !post.deleted);
        let post = post.ok_or_else(|| missing(id))?;
        Ok(Reply::json(200, &post.shown(&wanted(asked, &FIELDS)?)))
    }

    /// Posts, or answers, the newest first.
    pub(super) fn list(&self, asked: &Asked, replies: bool) -> Outcome {
        only(&asked.query, &["fields", "since", "until", "limit", "before", "after"])?;
        let wanted = wanted(asked, &FIELDS)?;
        let number = |name: &str| asked.query(name).map(str::parse::<i64>).transpose();
        let wrong = |_| invalid("Param since and limit must be numbers");
        let since = number("since").map_err(wrong)?.unwrap_or(i64::MIN);
        let limit = number("limit").map_err(wrong)?.unwrap_or(25);
        let limit = usize::try_from(limit).ok().filter(|limit| (1..=100).contains(limit));
        let limit = limit.ok_or_else(|| invalid("Param limit must be from 1 to 100"))?;
        let fits = |post: &&Post| {
            !post.deleted
                && !self.config.hides
                && post.parent.is_some() == replies
                && post.at.timestamp() >= since
        };
        let found = self.posts.iter().rev().filter(fits).take(limit);
        let data: Vec<_> = found.map(|post| post.shown(&wanted)).collect();
        Ok(Reply::json(200, &json!({ "data": data, "paging": {} })))
    }

    pub(super) fn delete(
        &mut self,
        asked: &Asked,
        id: &str,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        only(&asked.query, &[])?;
        self.may("threads_delete")?;
        self.deletions.retain(|at| now - *at < chrono::Duration::days(1));
        if self.deletions.len() >= self.config.quotas.2 {
            return Err(limited(std::time::Duration::from_secs(3600), 613));
        }
        let post = self.posts.iter_mut().find(|post| post.id == id && !post.deleted);
        let post = post.ok_or_else(|| missing(id))?;
        post.deleted = true;
        ledger.delete(id);
        self.deletions.push(now);
        Ok(Reply::json(200, &json!({ "success": true, "deleted_id": id })))
    }
}

//! Comments below posts and films.

use serde_json::{Value, json};

use super::params::Params;
use super::{Graph, Outcome, PAGE, not_there, refused, shown, written};
use crate::clock::Instant;
use crate::platform::mock::{Ledger, Public};

/// The longest comment in UTF-16 units.
const LONGEST: usize = 8_000;

/// What a comment shows of itself.
pub(super) const FIELDS: [&str; 5] = ["id", "message", "created_time", "permalink_url", "from"];

/// A comment below a post or film.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    id: String,
    parent: String,
    message: String,
    at: Instant,
}

impl Comment {
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id
    }

    pub(super) fn is_below(&self, parent: &str) -> bool {
        self.parent == parent
    }

    pub(super) fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "message": self.message,
            "created_time": written(self.at),
            "permalink_url": format!("https://www.facebook.com/{}?comment_id=1", self.parent),
            "from": { "id": PAGE, "name": "ग्राम पंचायत कार्यालय" },
        })
    }
}

impl Graph {
    pub(super) fn post_comment(
        &mut self,
        parent: &str,
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        params.only(&["message", "fields", "appsecret_proof"])?;
        if !self.config.scopes.contains(&"pages_manage_engagement") {
            return Err(refused(200, None, "Requires pages_manage_engagement permission"));
        }
        if !self.has_parent(parent) {
            return Err(not_there(parent));
        }
        let message = params.string("message")?.unwrap_or_default().trim().to_owned();
        if message.is_empty() || message.encode_utf16().count() > LONGEST {
            return Err(refused(100, None, "Param message must not be empty or too long"));
        }
        let below = parent.rsplit('_').next().unwrap_or(parent).to_owned();
        let id = format!("{below}_{}", self.number());
        let comment = Comment { id: id.clone(), parent: parent.to_owned(), message, at: now };
        ledger.add(Public {
            id,
            text: comment.message.clone(),
            media: 0,
            alt: Vec::new(),
            parent: Some(parent.to_owned()),
            at: now,
            deleted: false,
        });
        let answer = shown::reply(&comment.shown(), params, &FIELDS);
        self.comments.push(comment);
        answer
    }

    pub(super) fn comments_of(&self, parent: &str, params: &Params) -> Outcome {
        params.only(&["fields", "limit", "after", "filter", "order", "appsecret_proof"])?;
        params.one_of("filter", &["stream", "toplevel"])?;
        params.one_of("order", &["chronological", "reverse_chronological"])?;
        if !self.has_parent(parent) {
            return Err(not_there(parent));
        }
        let below = self.comments.iter().rev().filter(|comment| comment.parent == parent);
        let all: Vec<_> = below.map(Comment::shown).collect();
        shown::list(&all, params, &FIELDS, &format!("{parent}/comments"))
    }

    fn has_parent(&self, id: &str) -> bool {
        let post = self.posts.iter().any(|post| post.id == id && post.is_public());
        post || self.films.iter().any(|film| film.id == id && film.is_public())
    }
}

//! What was posted, and what X refuses to be posted.

use serde_json::{Value, json};

use super::fields::Wanted;
use super::media::Shown;
use super::{Config, Refusal};
use crate::clock::Instant;
use crate::platform::mock::{Ledger, Public};
use crate::text::{Ruler, Unit};

/// When ids begin to count, in milliseconds since 1970.
const IDS_BEGIN: i64 = 1_288_834_974_657;

/// Every post there ever was.
#[derive(Debug, Default)]
pub(super) struct Posts {
    pub(super) all: Vec<Post>,
}

/// One post.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) parent: Option<String>,
    pub(super) films: Vec<bool>,
    pub(super) at: Instant,
    pub(super) deleted: bool,
}

impl Posts {
    /// Refuses what may not be posted.
    pub(super) fn check(
        &self,
        wanted: &Wanted,
        config: &Config,
        ledger: &Ledger,
    ) -> Result<(), Refusal> {
        if Ruler::of(Unit::XWeighted).length(&wanted.text) > config.length {
            let words = "Your Tweet text is too long. For more information on how Twitter determines \
                         text length see https://github.com/twitter/twitter-text.";
            return Err(Refusal::invalid("text", words));
        }
        if let Some(parent) = &wanted.parent {
            check_reply(parent, config, ledger)?;
        }
        let same = |post: &Post| post.text == wanted.text && !wanted.text.is_empty();
        if self.all.iter().any(same) {
            let words = "You are not allowed to create a Tweet with duplicate content.";
            return Err(Refusal::blank(403, "Forbidden", words));
        }
        if wanted.text.matches('$').filter(|_| is_cashtagged(&wanted.text)).count() > 1 {
            let words = "Posts are limited to one cashtag.";
            return Err(Refusal::blank(403, "Forbidden", words));
        }
        Ok(())
    }

    pub(super) fn add(
        &mut self,
        wanted: Wanted,
        media: Vec<Shown>,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Value {
        let number = ((now.timestamp_millis() - IDS_BEGIN) << 22) + self.all.len() as i64;
        let id = number.to_string();
        ledger.add(Public {
            id: id.clone(),
            text: wanted.text.clone(),
            media: media.len(),
            alt: media.iter().filter_map(|medium| medium.alt.clone()).collect(),
            parent: wanted.parent.clone(),
            at: now,
            deleted: false,
        });
        let answer = json!({ "data": {
            "id": id, "text": wanted.text, "edit_history_post_ids": [id],
        }});
        let Wanted { text, parent, .. } = wanted;
        let films = media.iter().map(|medium| medium.film).collect();
        self.all.push(Post { id, text, parent, films, at: now, deleted: false });
        answer
    }

    pub(super) fn delete(&mut self, id: &str, ledger: &mut Ledger) -> Result<Value, Refusal> {
        let post = self.all.iter_mut().find(|post| post.id == id && !post.deleted);
        let post = post.ok_or_else(|| Refusal::not_found("tweet", id))?;
        post.deleted = true;
        ledger.delete(id);
        Ok(json!({ "data": { "deleted": true } }))
    }
}

fn check_reply(parent: &str, config: &Config, ledger: &Ledger) -> Result<(), Refusal> {
    if config.refuses_replies {
        let words =
            "You can only reply to or quote posts where you are mentioned or are the author.";
        let kind = "not-authorized-for-resource";
        let mut refusal = Refusal::problem(403, kind, "Authorization Error", words);
        refusal.body["resource_type"] = json!("tweet");
        return Err(refusal);
    }
    if !ledger.all().iter().any(|public| public.id == parent && !public.deleted) {
        let words = "You attempted to reply to a Tweet that is deleted or not visible to you.";
        return Err(Refusal::blank(403, "Forbidden", words));
    }
    Ok(())
}

/// Whether every dollar sign begins a name of a share.
fn is_cashtagged(text: &str) -> bool {
    let mut after = text.split('$').skip(1);
    after.all(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
}

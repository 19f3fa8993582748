//! Statuses: making, listing, showing and deleting them.

mod fields;

use serde_json::{Value, json};

use self::fields::Fields;
use super::quotas::Family;
use super::{Outcome, Server, Software, entities, not_found, refused};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Public, Reply};
use crate::text::{LinkLength, Ruler, Unit};

/// How long a key is known, in seconds.
const KEY_LIFE: i64 = 3600;

/// A status of our account.
#[derive(Debug, Clone)]
pub(super) struct Posted {
    id: String,
    fields: Fields,
    at: Instant,
    deleted: bool,
}

impl Server {
    pub(super) fn post(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        let mut fields = Fields::read(asked)?;
        if self.config.is(Software::Pixelfed) {
            self.check_as_pixelfed(asked, &fields)?;
        }
        self.check_parent(&fields)?;
        let known = self.config.is(Software::Mastodon);
        let key = asked.header("idempotency-key").filter(|_| known);
        if let Some((made, at)) = key.and_then(|key| self.keys.get(key))
            && now - *at < chrono::Duration::seconds(KEY_LIFE)
        {
            return self.show(&made.clone());
        }
        self.check_media(&fields, now)?;
        fields.settle();
        self.check_text(&fields)?;
        if self.config.limited && fields.visibility == "public" {
            "unlisted".clone_into(&mut fields.visibility);
        }
        self.quotas.take(Family::Statuses)?;
        let id = self.publish(fields, ledger, now);
        if let Some(key) = key {
            self.keys.insert(key.to_owned(), (id.clone(), now));
        }
        self.show(&id)
    }

    fn publish(&mut self, fields: Fields, ledger: &mut Ledger, now: Instant) -> String {
        let id = self.id();
        let ours = self.media.iter_mut().filter(|one| fields.media_ids.contains(&one.id));
        let mut alt = Vec::new();
        for medium in ours {
            medium.attach();
            alt.extend(medium.description.clone());
        }
        ledger.add(Public {
            id: id.clone(),
            text: fields.text.clone(),
            media: fields.media_ids.len(),
            alt,
            parent: fields.parent.clone(),
            at: now,
            deleted: false,
        });
        self.statuses.push(Posted { id: id.clone(), fields, at: now, deleted: false });
        id
    }

    /// What Pixelfed looks at first: lengths, the key, and whether there is a picture.
    fn check_as_pixelfed(&mut self, asked: &Asked, fields: &Fields) -> Result<(), Reply> {
        let most = self.config.max_characters;
        if fields.text.chars().count() > most {
            let said = format!("The status must not be greater than {most} characters.");
            let body = json!({ "message": said, "errors": { "status": [said] } });
            return Err(Reply::json(500, &body));
        }
        if let Some(key) = asked.header("idempotency-key")
            && self.keys.insert(key.to_owned(), Default::default()).is_some()
        {
            return Err(refused(400, "Duplicate idempotency key."));
        }
        if fields.media_ids.is_empty() && fields.parent.is_none() {
            return Err(refused(403, "Empty statuses are not allowed"));
        }
        Ok(())
    }

    fn check_parent(&self, fields: &Fields) -> Result<(), Reply> {
        let Some(parent) = &fields.parent else { return Ok(()) };
        if self.status(parent).is_some() {
            return Ok(());
        }
        Err(refused(
            404,
            if self.config.is_gotosocial() {
                "Not Found: target status not found"
            } else {
                "The post you are trying to reply to does not appear to exist."
            },
        ))
    }

    fn check_media(&self, fields: &Fields, now: Instant) -> Result<(), Reply> {
        let ids = &fields.media_ids;
        if ids.len() > self.config.media_count {
            let most = self.config.media_count;
            return Err(self.invalid(&format!("Cannot attach more than {most} files")));
        }
        let found = |id: &String| self.media.iter().find(|one| one.id == *id && one.is_free(now));
        let missing: Vec<_> = ids.iter().filter(|id| found(id).is_none()).cloned().collect();
        if !missing.is_empty() {
            return Err(self.invalid(&self.why_missing(&missing)));
        }
        let media: Vec<_> = ids.iter().filter_map(found).collect();
        if media.len() > 1 && media.iter().any(|one| one.is_video()) {
            let problem = "Cannot attach a video to a post that already contains images";
            return Err(self.invalid(problem));
        }
        if media.iter().any(|one| !one.is_ready(now)) {
            let problem =
                "Cannot attach files that have not finished processing. Try again in a moment!";
            return Err(self.invalid(problem));
        }
        Ok(())
    }

    fn why_missing(&self, ids: &[String]) -> String {
        let attached = self.media.iter().any(|one| one.is_attached() && ids.contains(&one.id));
        let ids = ids.join(", ");
        if self.config.is(Software::Pixelfed) {
            return "Invalid media_ids".to_owned();
        }
        match (self.config.is_gotosocial(), attached) {
            (true, true) => format!("media already attached to status: {ids}"),
            (true, false) => format!("media not found: {ids}"),
            _ => format!("Media {ids} not found or already attached to another post"),
        }
    }

    fn check_text(&self, fields: &Fields) -> Result<(), Reply> {
        if fields.text.is_empty() && fields.media_ids.is_empty() {
            return Err(self.invalid("Validation failed: Text can't be blank"));
        }
        let most = self.config.max_characters;
        if self.length(fields) > most {
            let problem = format!("Validation failed: Text character limit of {most} exceeded");
            return Err(self.invalid(&problem));
        }
        Ok(())
    }

    /// The length as a server with an older Ruby counts it, the longest there is.
    fn length(&self, fields: &Fields) -> usize {
        if self.config.is_gotosocial() {
            return fields.text.chars().count() + fields.spoiler.chars().count();
        }
        let plain = Ruler::of(Unit::MastodonClusters);
        let text = plain.with_links(LinkLength::Fixed(23)).with_short_mentions();
        plain.length(&fields.spoiler) + text.length(&fields.text)
    }

    fn status(&self, id: &str) -> Option<&Posted> {
        self.statuses.iter().find(|one| one.id == id && !one.deleted)
    }

    pub(super) fn show(&self, id: &str) -> Outcome {
        let status = self.status(id).ok_or_else(not_found)?;
        Ok(Reply::json(200, &self.shown(status)))
    }

    pub(super) fn source(&self, id: &str) -> Outcome {
        let shown = !self.config.is(Software::Pixelfed);
        let status = self.status(id).filter(|_| shown).ok_or_else(not_found)?;
        let Fields { text, spoiler, .. } = &status.fields;
        Ok(Reply::json(200, &json!({ "id": id, "text": text, "spoiler_text": spoiler })))
    }

    pub(super) fn own_statuses(&self, account: &str, asked: &Asked) -> Outcome {
        if account != entities::ACCOUNT {
            return Err(not_found());
        }
        let limit = asked.query("limit").map_or(Ok(20), str::parse::<usize>);
        let limit = limit.map_err(|_| refused(422, "Unknown parameter: limit"))?.min(40);
        let (before, after) = (asked.query("max_id"), asked.query("min_id"));
        let own = self.statuses.iter().rev().filter(|one| !one.deleted);
        let own = own.filter(|one| before.is_none_or(|id| one.id.as_str() < id));
        let own = own.filter(|one| after.is_none_or(|id| one.id.as_str() > id));
        let page: Vec<_> = own.take(limit).map(|one| self.shown(one)).collect();
        Ok(Reply::json(200, &Value::Array(page)))
    }

    pub(super) fn delete(&mut self, id: &str, ledger: &mut Ledger) -> Outcome {
        self.quotas.take(Family::Deletes)?;
        let mut shown = self.status(id).map(|one| self.shown(one)).ok_or_else(not_found)?;
        let deleted = self.statuses.iter_mut().find(|one| one.id == id);
        if let Some(status) = deleted {
            status.deleted = true;
            shown["text"] = json!(status.fields.text);
            ledger.delete(id);
        }
        Ok(Reply::json(200, &shown))
    }

    fn names_program(&self) -> &'static str {
        if self.config.is(Software::Pixelfed) { "web" } else { entities::APPLICATION }
    }

    fn shown(&self, status: &Posted) -> Value {
        let fields = &status.fields;
        let media = fields.media_ids.iter();
        let media = media.filter_map(|id| self.media.iter().find(|one| one.id == *id));
        let media: Vec<_> = media.map(|one| one.shown(true)).collect();
        let own = fields.parent.as_ref().map(|_| entities::ACCOUNT);
        json!({
            "id": status.id,
            "created_at": status.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            "in_reply_to_id": fields.parent,
            "in_reply_to_account_id": own,
            "sensitive": fields.sensitive,
            "spoiler_text": fields.spoiler,
            "visibility": fields.visibility,
            "language": fields.language,
            "uri": entities::address(&format!("users/karyalaya/statuses/{}", status.id)),
            "url": entities::address(&format!("@karyalaya/{}", status.id)),
            "replies_count": 0,
            "reblogs_count": 0,
            "favourites_count": 0,
            "edited_at": null,
            "content": format!("<p>{}</p>", fields.text),
            "reblog": null,
            "application": { "name": self.names_program(), "website": null },
            "account": entities::account(self.config.bot),
            "media_attachments": media,
            "mentions": [],
            "tags": [],
            "emojis": [],
            "card": null,
            "poll": null,
        })
    }
}

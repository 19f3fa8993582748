//! Posts: made, read back and deleted.

use serde_json::{Value, json};

use super::intake::{self, Outcome, fields, invalid, refused, schema, text};
use super::{Imitation, little, media};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Public, Reply};

/// The longest text, in characters.
const TEXT: usize = 3000;

/// For how long a repeat of the same content is noticed.
const DETECTS: chrono::Duration = chrono::Duration::minutes(10);

/// A post.
#[derive(Debug)]
pub(super) struct Posted {
    urn: String,
    author: String,
    body: Value,
    at: Instant,
    /// Whether anybody can see it.
    public: bool,
    deleted: bool,
}

/// What a post shows beside its text.
#[derive(Debug, Default)]
struct Shown {
    media: Vec<String>,
    alt: Vec<String>,
}

impl Posted {
    pub(super) fn at(&self) -> Instant {
        self.at
    }

    fn document(&self) -> Value {
        let mut document = self.body.clone();
        document["id"] = json!(self.urn);
        for time in ["createdAt", "publishedAt", "lastModifiedAt"] {
            document[time] = json!(self.at.timestamp_millis());
        }
        document
    }
}

impl Imitation {
    pub(super) fn create(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        intake::query(asked, &[])?;
        let body = intake::body(asked)?;
        check_frame(&body)?;
        let author = text(&body, "author", "")?.to_owned();
        self.is_owner(&author)?;
        let commentary = text(&body, "commentary", "")?;
        self.check_length(commentary)?;
        check_share(&body)?;
        let shown = self.content(&body["content"], &author)?;
        if let Some(other) = self.repeats(&body, now) {
            let words = format!("Content is a duplicate of {other}");
            return Err(invalid(422, "DUPLICATE_POST", "/commentary", &words));
        }
        self.count_post()?;
        let kind =
            if shown.media.iter().any(|urn| urn.contains(":video:")) { "ugcPost" } else { "share" };
        let urn = format!("urn:li:{kind}:{}", self.number());
        let public = shown.media.iter().all(|urn| self.is_available(urn, now));
        if public {
            ledger.add(Public {
                id: urn.clone(),
                text: little::shown(commentary),
                media: shown.media.len(),
                alt: shown.alt,
                parent: None,
                at: now,
                deleted: false,
            });
        }
        let posted = Posted { urn: urn.clone(), author, body, at: now, public, deleted: false };
        self.posts.push(posted);
        Ok(Reply::empty(201).header("x-restli-id", urn))
    }

    fn check_length(&self, commentary: &str) -> Result<(), Reply> {
        let wire = commentary.encode_utf16().count();
        let long = little::shown(commentary).encode_utf16().count() > TEXT
            || self.knobs.wire_length.is_some_and(|most| wire > most);
        if long {
            let words = format!("commentary is longer than {TEXT} characters");
            return Err(invalid(400, "FIELD_LENGTH_TOO_LONG", "/commentary", &words));
        }
        Ok(())
    }

    fn count_post(&mut self) -> Result<(), Reply> {
        self.day.2 += 1;
        if self.day.2 > self.knobs.posts { Err(super::throttled()) } else { Ok(()) }
    }

    /// The post that says the same, where LinkedIn still notices it.
    fn repeats(&self, body: &Value, now: Instant) -> Option<&str> {
        let forgotten = |at: Instant| self.forgets.is_some_and(|forgets| at <= forgets);
        let recent =
            self.posts.iter().filter(|post| now - post.at < DETECTS && !forgotten(post.at));
        let mut same = recent.filter(|post| !post.deleted && post.body == *body);
        same.next().map(|post| post.urn.as_str())
    }

    fn is_available(&self, urn: &str, now: Instant) -> bool {
        let medium = self.media.get(urn).map(|medium| medium.status(self.knobs.fate, now));
        let film = self.films.get(urn).map(|film| self.film_status(film, now));
        medium.or(film) == Some("AVAILABLE")
    }

    /// The media of `content`, checked.
    fn content(&self, content: &Value, author: &str) -> Result<Shown, Reply> {
        let Some(kinds) = content.as_object() else {
            return if content.is_null() { Ok(Shown::default()) } else { Err(schema("content")) };
        };
        let mut shown = Shown::default();
        match kinds.iter().next().map(|(kind, value)| (kind.as_str(), value)) {
            Some((_, _)) if kinds.len() > 1 => Err(schema("/content: is a union of one member")),
            Some(("media", medium)) => {
                fields(medium, &["id", "altText", "title"], "/content/media")?;
                self.medium(medium, author, &mut shown, &["image", "video", "document"])?;
                let document = shown.media.iter().any(|urn| urn.contains(":document:"));
                if document && medium["title"].as_str().is_none_or(str::is_empty) {
                    return Err(invalid(400, "MISSING_FIELD", "/content/media/title", "required"));
                }
                Ok(shown)
            }
            Some(("multiImage", many)) => {
                fields(many, &["images"], "/content/multiImage")?;
                let images =
                    many["images"].as_array().ok_or_else(|| schema("images: is no array"))?;
                if !(2..=20).contains(&images.len()) {
                    return Err(schema("/content/multiImage/images: 2 to 20 images"));
                }
                for image in images {
                    fields(image, &["id", "altText"], "/content/multiImage/images")?;
                    self.medium(image, author, &mut shown, &["image"])?;
                }
                Ok(shown)
            }
            Some(("article", article)) => self.article(article, author, shown),
            _ => Err(schema("/content: unrecognized field found but not allowed")),
        }
    }

    fn article(&self, article: &Value, author: &str, mut shown: Shown) -> Result<Shown, Reply> {
        let place = "/content/article";
        fields(article, &["source", "title", "description", "thumbnail"], place)?;
        let source = text(article, "source", place)?;
        if !source.starts_with("https://") && !source.starts_with("http://") {
            return Err(invalid(400, "ILLEGAL_ARGUMENT", "source", "is no URL"));
        }
        if text(article, "title", place)?.is_empty() {
            return Err(invalid(400, "MISSING_FIELD", "/content/article/title", "required"));
        }
        if !article["thumbnail"].is_null() {
            let urn = text(article, "thumbnail", place)?;
            self.medium(&json!({ "id": urn }), author, &mut shown, &["image"])?;
        }
        Ok(shown)
    }

    fn medium(
        &self,
        value: &Value,
        author: &str,
        shown: &mut Shown,
        kinds: &[&str],
    ) -> Result<(), Reply> {
        let urn = text(value, "id", "/content")?;
        if !kinds.iter().any(|kind| urn.starts_with(&format!("urn:li:{kind}:"))) {
            return Err(invalid(400, "INVALID_URN_TYPE", "id", "is of another kind"));
        }
        let owner = self.media.get(urn).map(|medium| &medium.owner);
        let owner = owner.or_else(|| self.films.get(urn).map(|film| &film.owner));
        let owner = owner.ok_or_else(|| refused(404, "NOT_FOUND", &format!("{urn} not found")))?;
        if owner != author {
            return Err(invalid(400, "INVALID_CONTENT_OWNERSHIP", "id", "belongs to another"));
        }
        shown.media.push(urn.to_owned());
        shown.alt.extend(media::check_alt(value, "/content")?);
        Ok(())
    }

    pub(super) fn posts_of(&mut self, asked: &Asked) -> Outcome {
        intake::query(asked, &["q", "author", "start", "count", "sortBy"])?;
        if asked.header("x-restli-method") != Some("FINDER") || asked.query("q") != Some("author") {
            return Err(refused(400, "ILLEGAL_ARGUMENT", "no such finder"));
        }
        let author = asked.query("author").unwrap_or_default().to_owned();
        let page = author.starts_with("urn:li:organization:");
        self.require(if page { "r_organization_social" } else { "r_member_social" })?;
        self.is_owner(&author)?;
        let number = |name: &str, most: usize| -> Result<usize, Reply> {
            let given = asked.query(name).map(str::parse::<usize>);
            let wrong = || refused(400, "ILLEGAL_ARGUMENT", &format!("{name} is out of range"));
            given
                .transpose()
                .ok()
                .map(|given| given.unwrap_or(0))
                .filter(|n| *n <= most)
                .ok_or_else(wrong)
        };
        let (start, count) = (number("start", 10_000)?, number("count", 100)?);
        let own = self.posts.iter().rev().filter(|post| post.author == author);
        let own = own.filter(|post| post.public && !post.deleted);
        let elements: Vec<_> = own.skip(start).take(count.max(1)).map(Posted::document).collect();
        let paging = json!({ "start": start, "count": count, "links": [] });
        Ok(Reply::json(200, &json!({ "elements": elements, "paging": paging })))
    }

    pub(super) fn post(&self, urn: &str) -> Outcome {
        self.require("r_organization_social")?;
        let post = self.posts.iter().find(|post| post.urn == urn && !post.deleted);
        Ok(Reply::json(200, &post.ok_or_else(super::not_found)?.document()))
    }

    /// Deleting again is no error.
    pub(super) fn delete(&mut self, urn: &str, ledger: &mut Ledger) -> Outcome {
        let post = self.posts.iter_mut().find(|post| post.urn == urn);
        post.ok_or_else(super::not_found)?.deleted = true;
        ledger.delete(urn);
        Ok(Reply::empty(204))
    }
}

/// Everything of a post but its author, text and content.
/// What is shared has no content of its own.
fn check_share(body: &Value) -> Result<(), Reply> {
    let share = &body["reshareContext"];
    if share.is_null() {
        return Ok(());
    }
    fields(share, &["parent"], "/reshareContext")?;
    let parent = text(share, "parent", "/reshareContext")?;
    let known = parent.starts_with("urn:li:share:") || parent.starts_with("urn:li:ugcPost:");
    match known && body["content"].is_null() {
        true => Ok(()),
        false => Err(invalid(400, "INVALID_URN_TYPE", "/reshareContext/parent", "is no post")),
    }
}

fn check_frame(body: &Value) -> Result<(), Reply> {
    let known = [
        "author",
        "commentary",
        "visibility",
        "distribution",
        "lifecycleState",
        "isReshareDisabledByAuthor",
        "content",
        "reshareContext",
    ];
    fields(body, &known, "")?;
    if text(body, "visibility", "")? != "PUBLIC" {
        return Err(schema("/visibility: is no such symbol"));
    }
    if text(body, "lifecycleState", "")? != "PUBLISHED" {
        return Err(invalid(400, "ILLEGAL_ARGUMENT", "/lifecycleState", "must be PUBLISHED"));
    }
    if !body["isReshareDisabledByAuthor"].is_boolean() {
        return Err(schema("/isReshareDisabledByAuthor: is not a boolean"));
    }
    let distribution = &body["distribution"];
    let known = ["feedDistribution", "targetEntities", "thirdPartyDistributionChannels"];
    fields(distribution, &known, "/distribution")?;
    if text(distribution, "feedDistribution", "/distribution")? != "MAIN_FEED" {
        return Err(schema("/distribution/feedDistribution: is no such symbol"));
    }
    let empty = |name: &str| distribution[name].as_array().is_some_and(Vec::is_empty);
    if empty("targetEntities") && empty("thirdPartyDistributionChannels") {
        return Ok(());
    }
    Err(schema("/distribution: lists that must be empty"))
}

//! Films: what they are, who sees them, and changing that.

use serde_json::{Map, Value, json};

use super::intake::{self, Outcome, fields, refused};
use super::uploads::text;
use super::{Fate, Imitation};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Public, Reply};

/// How long a film is processed.
const PROCESSING: chrono::Duration = chrono::Duration::seconds(70);

/// Where subtitles, thumbnails and the like are told apart.
const PARTS: [&str; 5] = ["id", "snippet", "status", "processingDetails", "contentDetails"];

/// What a person says of a film.
#[derive(Debug, Clone)]
pub(super) struct Metadata {
    snippet: Value,
    status: Value,
}

/// A film on the channel.
#[derive(Debug)]
pub(super) struct Film {
    pub(super) id: String,
    pub(super) thumbnail: bool,
    metadata: Metadata,
    sound: bool,
    at: Instant,
}

impl Metadata {
    /// Reads what is said of a film that is uploaded.
    pub(super) fn read(body: &Value, parts: &[&str]) -> Result<Self, Reply> {
        fields(body, parts, "video")?;
        check_snippet(&body["snippet"])?;
        check_status(&body["status"])?;
        Ok(Self { snippet: body["snippet"].clone(), status: body["status"].clone() })
    }
}

fn check_snippet(snippet: &Value) -> Result<(), Reply> {
    let known =
        ["title", "description", "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage"];
    fields(snippet, &known, "video.snippet")?;
    let plain = |text: &str| !text.contains(['<', '>']);
    let title = text(snippet, "title")
        .filter(|title| plain(title) && !title.trim().is_empty() && title.chars().count() <= 100);
    if title.is_none() {
        return Err(refused(400, "invalidTitle", "The request metadata has an invalid title."));
    }
    if !text(snippet, "description").is_some_and(|text| plain(text) && text.len() <= 5000) {
        return Err(refused(400, "invalidDescription", "an invalid video description"));
    }
    let category = text(snippet, "categoryId").and_then(|id| id.parse::<u16>().ok());
    if !category.is_some_and(|id| (1..=44).contains(&id)) {
        return Err(refused(400, "invalidCategoryId", "an invalid category"));
    }
    check_tags(&snippet["tags"])
}

fn check_tags(tags: &Value) -> Result<(), Reply> {
    let invalid = || refused(400, "invalidTags", "invalid keywords");
    let list = match tags {
        Value::Null => return Ok(()),
        Value::Array(list) => list,
        _ => return Err(invalid()),
    };
    let mut length = 0;
    for tag in list {
        let tag = tag.as_str().filter(|tag| !tag.is_empty() && !tag.contains(['<', '>', ',']));
        let tag = tag.ok_or_else(invalid)?;
        length += tag.chars().count() + 1 + if tag.contains(' ') { 2 } else { 0 };
    }
    if length > 501 { Err(invalid()) } else { Ok(()) }
}

fn check_status(status: &Value) -> Result<(), Reply> {
    let flags =
        ["selfDeclaredMadeForKids", "containsSyntheticMedia", "embeddable", "publicStatsViewable"];
    let known = [&flags[..], &["privacyStatus", "license"]].concat();
    fields(status, &known, "video.status")?;
    let invalid = |what: &str| refused(400, "invalidVideoMetadata", &format!("invalid {what}"));
    if flags.iter().any(|flag| !status[*flag].is_boolean()) {
        return Err(invalid("flag"));
    }
    if !matches!(text(status, "license"), Some("youtube" | "creativeCommon")) {
        return Err(invalid("license"));
    }
    match text(status, "privacyStatus") {
        Some("public" | "unlisted" | "private") => Ok(()),
        _ => Err(invalid("privacyStatus")),
    }
}

impl Film {
    pub(super) fn new(id: String, metadata: Metadata, sound: bool, at: Instant) -> Self {
        Self { id, thumbnail: false, metadata, sound, at }
    }

    fn privacy(&self) -> &str {
        text(&self.metadata.status, "privacyStatus").unwrap_or_default()
    }

    fn state(
        &self,
        fate: Fate,
        now: Instant,
    ) -> (&'static str, Option<(&'static str, &'static str)>) {
        if now - self.at < PROCESSING {
            return ("uploaded", None);
        }
        match fate {
            Fate::Never => ("uploaded", None),
            Fate::Fails(why) => ("failed", Some(("failureReason", why))),
            Fate::Rejected(why) => ("rejected", Some(("rejectionReason", why))),
            Fate::Works if self.sound => ("processed", None),
            Fate::Works => ("failed", Some(("failureReason", "invalidFile"))),
        }
    }

    /// The film as a list shows it, with these parts.
    pub(super) fn document(&self, parts: &[&str], fate: Fate, now: Instant) -> Value {
        let (state, why) = self.state(fate, now);
        let mut document = json!({ "kind": "youtube#video", "etag": "e", "id": self.id });
        if parts.contains(&"snippet") {
            let mut snippet = self.metadata.snippet.clone();
            snippet["publishedAt"] =
                json!(self.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
            snippet["channelId"] = json!("UCimitatedChannelOfTests");
            snippet["liveBroadcastContent"] = json!("none");
            document["snippet"] = snippet;
        }
        if parts.contains(&"status") {
            let mut status = self.metadata.status.clone();
            status["uploadStatus"] = json!(state);
            status["madeForKids"] = status["selfDeclaredMadeForKids"].clone();
            if let Some((name, why)) = why {
                status[name] = json!(why);
            }
            document["status"] = status;
        }
        if parts.contains(&"processingDetails") {
            let status = match state {
                "uploaded" => "processing",
                "processed" => "succeeded",
                _ => "terminated",
            };
            document["processingDetails"] = json!({ "processingStatus": status });
        }
        document
    }

    fn public(&self, now: Instant) -> Public {
        Public {
            id: self.id.clone(),
            text: text(&self.metadata.snippet, "description").unwrap_or_default().to_owned(),
            media: 1 + usize::from(self.thumbnail),
            alt: Vec::new(),
            parent: None,
            at: now,
            deleted: false,
        }
    }
}

impl Imitation {
    pub(super) fn list_films(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.spend(1, now)?;
        intake::query(asked, &["part", "id", "maxResults"])?;
        let parts = intake::parts(asked, &PARTS)?;
        let ids: Vec<_> = intake::required(asked, "id")?.split(',').collect();
        if ids.len() > 50 {
            return Err(refused(400, "invalidParameter", "at most 50 ids"));
        }
        let found = self.films.iter().filter(|film| ids.contains(&film.id.as_str()));
        let items: Vec<_> = found.map(|film| film.document(&parts, self.knobs.fate, now)).collect();
        let count = items.len();
        Ok(Reply::json(
            200,
            &json!({
                "kind": "youtube#videoListResponse",
                "etag": "e",
                "items": items,
                "pageInfo": { "totalResults": count, "resultsPerPage": count },
            }),
        ))
    }

    /// Replaces a part of a film as a whole.
    pub(super) fn update(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        self.spend(50, now)?;
        intake::query(asked, &["part"])?;
        let parts = intake::parts(asked, &["snippet", "status"])?;
        let body = intake::body(asked)?;
        fields(&body, &[&["id"], parts.as_slice()].concat(), "video")?;
        let id = text(&body, "id").unwrap_or_default().to_owned();
        if parts.contains(&"snippet") {
            check_snippet(&body["snippet"])?;
        }
        if parts.contains(&"status") {
            check_status(&body["status"])?;
        }
        let (fate, audited) = (self.knobs.fate, self.knobs.audited);
        let missing = || {
            refused(
                404,
                "videoNotFound",
                "The video that you are trying to update cannot be found.",
            )
        };
        let film = self.films.iter_mut().find(|film| film.id == id).ok_or_else(missing)?;
        if parts.contains(&"snippet") {
            film.metadata.snippet = body["snippet"].clone();
        }
        if parts.contains(&"status") {
            film.metadata.status = body["status"].clone();
            if !audited {
                film.metadata.status["privacyStatus"] = json!("private");
            }
        }
        let shown = film.document(&parts, fate, now);
        self.appear(&id, ledger, now);
        Ok(Reply::json(200, &shown))
    }

    /// Notes a film that people can see and could not before.
    pub(super) fn appear(&self, id: &str, ledger: &mut Ledger, now: Instant) {
        let film = self.films.iter().find(|film| film.id == id);
        let Some(film) = film.filter(|film| film.privacy() != "private") else { return };
        if !ledger.all().iter().any(|public| public.id == id && !public.deleted) {
            ledger.add(film.public(now));
        }
    }

    pub(super) fn delete(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        self.spend(50, now)?;
        intake::query(asked, &["id"])?;
        let id = intake::required(asked, "id")?;
        let before = self.films.len();
        self.films.retain(|film| film.id != id);
        if self.films.len() == before {
            return Err(refused(404, "videoNotFound", "The video cannot be found."));
        }
        ledger.delete(id);
        Ok(Reply::empty(204))
    }
}

/// An object without anything in it.
pub(super) fn empty_list(kind: &str) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("kind".to_owned(), json!(kind));
    map.insert("etag".to_owned(), json!("e"));
    map
}

//! Uploads: begun, sent in pieces, ended, processed, described, and used once or more.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fields::{self, is_id};
use super::{Config, Refusal};
use crate::clock::Instant;
use crate::platform::mock::Asked;

/// How long an upload is kept, in seconds.
const KEPT: i64 = 86_400;

/// What of each category X takes, and how much (OpenAPI 2.167, docs.x.com `best-practices`).
const CATEGORIES: [(&str, &[&str], u64); 5] = [
    ("tweet_image", &["image/jpeg", "image/png", "image/webp"], 5_242_880),
    ("tweet_gif", &["image/gif"], 15_728_640),
    ("tweet_video", FILMS, 536_870_912),
    ("amplify_video", FILMS, 536_870_912),
    ("subtitles", &["text/srt", "text/vtt"], 1_048_576),
];
const FILMS: &[&str] = &["video/mp4", "video/quicktime", "video/webm", "video/mp2t"];

/// Everything that was uploaded.
#[derive(Debug, Default)]
pub(super) struct Library {
    media: BTreeMap<String, Medium>,
    made: u64,
}

#[derive(Debug)]
struct Medium {
    category: &'static str,
    mime: String,
    total: u64,
    pieces: BTreeMap<u64, Vec<u8>>,
    ends: i64,
    /// When it was ended, once it was.
    ended: Option<Instant>,
    alt: Option<String>,
    /// The languages of its subtitles.
    subtitles: Vec<String>,
}

/// What a post shows of a medium.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) alt: Option<String>,
    pub(super) film: bool,
}

impl Library {
    /// X throws away what was uploaded.
    pub(super) fn forget(&mut self) {
        self.media.clear();
    }

    pub(super) fn route(
        &mut self,
        method: &str,
        path: &[&str],
        asked: &Asked,
        config: &Config,
        now: Instant,
    ) -> Result<Value, Refusal> {
        self.media.retain(|_, medium| now.timestamp() < medium.ends);
        match (method, path) {
            ("POST", ["upload", "initialize"]) => self.begin(asked, now),
            ("POST", ["upload", id, "append"]) => self.append(asked, id, config),
            ("POST", ["upload", id, "finalize"]) => self.end(asked, id, config, now),
            ("GET", ["upload"]) => self.status(asked, config, now),
            ("POST", ["subtitles"]) => self.subtitle(asked, config, now),
            ("POST", ["metadata"]) => self.describe(asked, config, now),
            _ => Err(Refusal::not_found("path", &asked.path)),
        }
    }

    fn begin(&mut self, asked: &Asked, now: Instant) -> Result<Value, Refusal> {
        let body = fields::object(asked)?;
        let known = ["additional_owners", "media_category", "media_type", "shared", "total_bytes"];
        fields::closed(&body, &known)?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        let category = CATEGORIES.iter().find(|(name, ..)| *name == text("media_category"));
        let (category, kinds, most) = *category
            .ok_or_else(|| Refusal::invalid("media_category", "media category unknown"))?;
        if !kinds.contains(&text("media_type")) {
            return Err(Refusal::invalid("media_type", "media type unsupported"));
        }
        let total = body.get("total_bytes").and_then(Value::as_u64).unwrap_or_default();
        if !(1..=most).contains(&total) {
            let words = format!("File size exceeds {most} bytes.");
            return Err(Refusal::invalid("total_bytes", words));
        }
        self.made += 1;
        let id = (1_880_000_000_000_000_000 + self.made).to_string();
        let medium = Medium {
            category,
            mime: text("media_type").to_owned(),
            total,
            pieces: BTreeMap::new(),
            ends: now.timestamp() + KEPT,
            ended: None,
            alt: None,
            subtitles: Vec::new(),
        };
        self.media.insert(id.clone(), medium);
        Ok(json!({ "data": {
            "id": id, "media_key": format!("3_{id}"), "expires_after_secs": KEPT,
        }}))
    }

    fn append(&mut self, asked: &Asked, id: &str, config: &Config) -> Result<Value, Refusal> {
        let parts = asked.multipart();
        let parts =
            parts.ok_or_else(|| Refusal::invalid("body", "multipart/form-data expected"))?;
        let (mut index, mut bytes) = (None, None);
        for part in parts {
            match part.name.as_str() {
                "segment_index" => {
                    let text = String::from_utf8_lossy(&part.bytes).into_owned();
                    index = text.parse::<u64>().ok().filter(|index| *index <= 999);
                }
                "media" if part.file.is_some() => bytes = Some(part.bytes),
                name => return Err(Refusal::invalid(name, "unknown part")),
            }
        }
        let index = index.ok_or_else(|| Refusal::invalid("segment_index", "0 to 999 expected"))?;
        let bytes = bytes.ok_or_else(|| Refusal::invalid("media", "bytes expected"))?;
        if bytes.len() > config.piece {
            return Err(Refusal { status: 413, body: Value::Null });
        }
        let medium = self.media.get_mut(id).ok_or_else(|| unknown(id))?;
        if medium.ended.is_some() {
            return Err(Refusal::invalid("id", "The upload has been finalized."));
        }
        medium.pieces.insert(index, bytes);
        Ok(json!({ "data": { "expires_at": medium.ends } }))
    }

    fn end(
        &mut self,
        asked: &Asked,
        id: &str,
        config: &Config,
        now: Instant,
    ) -> Result<Value, Refusal> {
        if !asked.body.is_empty() {
            return Err(Refusal::invalid("body", "no body expected"));
        }
        let medium = self.media.get_mut(id).ok_or_else(|| unknown(id))?;
        if medium.ended.is_some() {
            return Err(Refusal::invalid("id", "The upload has been finalized."));
        }
        let whole: Vec<u8> = medium.pieces.values().flatten().copied().collect();
        let in_order = medium.pieces.keys().copied().eq(0..medium.pieces.len() as u64);
        if !in_order || whole.len() as u64 != medium.total {
            let words = "Segments do not add up to provided total file size.";
            return Err(Refusal::invalid("id", words));
        }
        let found = infer::get(&whole).map(|kind| kind.mime_type());
        if found.is_some_and(|found| found != medium.mime) {
            return Err(Refusal::invalid("media", "media type unsupported"));
        }
        medium.ended = Some(now);
        medium.ends = now.timestamp() + KEPT;
        Ok(json!({ "data": medium.shown(id, config, now) }))
    }

    fn status(&self, asked: &Asked, config: &Config, now: Instant) -> Result<Value, Refusal> {
        fields::query(asked, &["command", "media_id"])?;
        if asked.query("command").is_some_and(|command| command != "STATUS") {
            return Err(Refusal::invalid("command", "STATUS expected"));
        }
        let id = asked.query("media_id").filter(|id| is_id(id));
        let id = id.ok_or_else(|| Refusal::invalid("media_id", "an id is expected"))?;
        let ended = self.media.get(id).filter(|medium| medium.ended.is_some());
        let medium = ended.ok_or_else(|| unknown(id))?;
        Ok(json!({ "data": medium.shown(id, config, now) }))
    }

    fn describe(&mut self, asked: &Asked, config: &Config, now: Instant) -> Result<Value, Refusal> {
        let body = fields::object(asked)?;
        fields::closed(&body, &["id", "metadata"])?;
        let id = body.get("id").and_then(Value::as_str).filter(|id| is_id(id));
        let id = id.ok_or_else(|| Refusal::invalid("id", "an id is expected"))?;
        let words = body.get("metadata").and_then(|all| all["alt_text"]["text"].as_str());
        let words = words.filter(|words| (1..=1000).contains(&words.chars().count()));
        let words = words.ok_or_else(|| Refusal::invalid("metadata", "1 to 1000 characters"))?;
        let medium = self.media.get_mut(id).ok_or_else(|| unknown(id))?;
        if !medium.is_ready(config, now) {
            return Err(Refusal::invalid("id", "The media is not processed yet."));
        }
        medium.alt = Some(words.to_owned());
        Ok(json!({ "data": {
            "id": id, "associated_metadata": { "alt_text": { "text": words } },
        }}))
    }

    fn subtitle(&mut self, asked: &Asked, config: &Config, now: Instant) -> Result<Value, Refusal> {
        let body = fields::object(asked)?;
        fields::closed(&body, &["id", "media_category", "subtitles"])?;
        let id = body.get("id").and_then(Value::as_str).filter(|id| is_id(id));
        let id = id.ok_or_else(|| Refusal::invalid("id", "an id is expected"))?;
        let track = body.get("subtitles").cloned().unwrap_or_default();
        let track = track.as_object().cloned().unwrap_or_default();
        fields::closed(&track, &["id", "language_code", "display_name"])?;
        let text = |name: &str| track.get(name).and_then(Value::as_str).unwrap_or_default();
        let code = text("language_code");
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Refusal::invalid("subtitles.language_code", "two capitals expected"));
        }
        let file = self.media.get(text("id")).filter(|file| file.category == "subtitles");
        if file.is_none_or(|file| file.ended.is_none()) {
            return Err(Refusal::invalid("subtitles.id", "Your media IDs are invalid."));
        }
        let category = body.get("media_category").and_then(Value::as_str).unwrap_or_default();
        let film = self.media.get_mut(id).ok_or_else(|| unknown(id))?;
        let fits = matches!(
            (film.category, category),
            ("tweet_video", "TweetVideo") | ("amplify_video", "AmplifyVideo")
        );
        if !fits || !film.is_ready(config, now) {
            return Err(Refusal::invalid("id", "The media is no film, or not processed yet."));
        }
        film.subtitles.push(code.to_owned());
        Ok(json!({ "data": {
            "id": id, "media_category": category, "associated_subtitles": track,
        }}))
    }

    /// The media of a post, if all may be used in one.
    pub(super) fn take(&mut self, ids: &[String], now: Instant) -> Result<Vec<Shown>, Refusal> {
        let invalid = || Refusal::invalid("media.media_ids", "Your media IDs are invalid.");
        self.media.retain(|_, medium| now.timestamp() < medium.ends);
        let found: Option<Vec<&Medium>> = ids.iter().map(|id| self.media.get(id)).collect();
        let found = found.ok_or_else(invalid)?;
        let alone = found.iter().any(|medium| medium.category != "tweet_image");
        let twice = (1..ids.len()).any(|at| ids[..at].contains(&ids[at]));
        let no_medium = found.iter().any(|medium| medium.category == "subtitles");
        let open = found.iter().any(|medium| !medium.was_processed(now));
        if twice || open || no_medium || (alone && found.len() > 1) {
            return Err(invalid());
        }
        let shown = found.iter().map(|medium| Shown {
            alt: medium.alt.clone(),
            film: medium.category != "tweet_image",
        });
        Ok(shown.collect())
    }
}

impl Medium {
    fn is_film(&self) -> bool {
        !matches!(self.category, "tweet_image" | "subtitles")
    }

    fn is_ready(&self, config: &Config, now: Instant) -> bool {
        let wait = if self.is_film() { config.processing } else { chrono::Duration::zero() };
        self.ended.is_some_and(|ended| now >= ended + wait)
    }

    /// Films that were never asked about may still be at work.
    fn was_processed(&self, now: Instant) -> bool {
        let least = chrono::Duration::seconds(if self.is_film() { 1 } else { 0 });
        self.ended.is_some_and(|ended| now >= ended + least)
    }

    fn shown(&self, id: &str, config: &Config, now: Instant) -> Value {
        let mut shown = json!({
            "id": id,
            "media_key": format!("3_{id}"),
            "size": self.total,
            "expires_after_secs": self.ends - now.timestamp(),
        });
        if !self.is_film() {
            return shown;
        }
        let young = self.ended.is_some_and(|ended| now < ended + chrono::Duration::seconds(2));
        shown["processing_info"] = match (self.is_ready(config, now), config.refuses_films) {
            (true, true) => json!({ "state": "failed", "progress_percent": 100 }),
            (true, false) => json!({ "state": "succeeded", "progress_percent": 100 }),
            (false, _) if young => json!({ "state": "pending", "check_after_secs": 1 }),
            (false, _) => {
                json!({ "state": "in_progress", "check_after_secs": 5, "progress_percent": 40 })
            }
        };
        shown
    }
}

fn unknown(id: &str) -> Refusal {
    Refusal::not_found("media", id)
}

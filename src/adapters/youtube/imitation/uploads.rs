//! Resumable uploads.

use serde_json::{Value, json};

use super::Imitation;
use super::intake::{self, Outcome, refused};
use super::videos::{Film, Metadata};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Reply};

/// How long a session lives.
const LIFE: chrono::Duration = chrono::Duration::days(7);

/// An upload under way, or one that has ended.
#[derive(Debug)]
pub(super) struct Session {
    bytes: u64,
    mime: String,
    metadata: Metadata,
    received: Vec<u8>,
    ends: Instant,
    film: Option<String>,
}

impl Imitation {
    pub(super) fn open(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.quotas.upload(now)?;
        intake::query(asked, &["uploadType", "part", "notifySubscribers"])?;
        if asked.query("uploadType") != Some("resumable") {
            return Err(refused(400, "mediaBodyRequired", "The request does not include a video"));
        }
        if !matches!(asked.query("notifySubscribers"), None | Some("true" | "false")) {
            return Err(refused(400, "invalidParameter", "notifySubscribers"));
        }
        let parts = intake::parts(asked, &["snippet", "status"])?;
        let header = |name: &str| asked.header(name).unwrap_or_default();
        if !header("content-type").to_ascii_lowercase().ends_with("charset=utf-8") {
            return Err(refused(400, "badContent", "the metadata has no character set"));
        }
        let mime = header("x-upload-content-type").to_owned();
        let bytes = header("x-upload-content-length").parse().ok().filter(|bytes| *bytes > 0);
        let Some(bytes) = bytes.filter(|_| mime.starts_with("video/")) else {
            return Err(refused(400, "badRequest", "X-Upload-Content-* is missing"));
        };
        let metadata = Metadata::read(&intake::body(asked)?, &parts)?;
        self.made += 1;
        let id = format!("imitated-session-{}", self.made);
        let session =
            Session { bytes, mime, metadata, received: Vec::new(), ends: now + LIFE, film: None };
        self.sessions.insert(id.clone(), session);
        let address = format!(
            "https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id={id}"
        );
        Ok(Reply::empty(200).header("location", address).header("x-guploader-uploadid", id))
    }

    pub(super) fn put(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        intake::query(asked, &["uploadType", "upload_id"])?;
        let id = intake::required(asked, "upload_id")?.to_owned();
        let (takes, piece) = (self.knobs.takes, self.knobs.piece);
        let session = self.sessions.get_mut(&id).filter(|session| now < session.ends);
        let session = session.ok_or_else(|| Reply::empty(404))?;
        if let Some(film) = session.film.clone() {
            return self.film_now(&film, now);
        }
        session.take(asked, takes, piece)?;
        if u64::try_from(session.received.len()).unwrap_or(u64::MAX) < session.bytes {
            return Ok(session.so_far());
        }
        let (metadata, received) =
            (session.metadata.clone(), std::mem::take(&mut session.received));
        let film = self.make(metadata, &received, now);
        if let Some(session) = self.sessions.get_mut(&id) {
            session.film = Some(film.clone());
        }
        self.appear(&film, ledger, now);
        self.film_now(&film, now).map(|reply| Reply { status: 201, ..reply })
    }

    fn film_now(&self, id: &str, now: Instant) -> Outcome {
        let film = self.films.iter().find(|film| film.id == id);
        let film = film.ok_or_else(|| Reply::empty(410))?;
        let parts = ["id", "snippet", "status"];
        Ok(Reply::json(200, &film.document(&parts, self.knobs.fate, now)))
    }

    fn make(&mut self, metadata: Metadata, bytes: &[u8], now: Instant) -> String {
        self.made += 1;
        let id = format!("imitVid{:04}", self.made);
        let sound = infer::get(bytes).is_some_and(|kind| kind.mime_type().starts_with("video/"));
        self.films.push(Film::new(id.clone(), metadata, sound, now));
        id
    }

    pub(super) fn thumbnail(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.spend(50, now)?;
        intake::query(asked, &["uploadType", "videoId"])?;
        let id = intake::required(asked, "videoId")?.to_owned();
        if !self.knobs.verified {
            let message = "The authenticated user doesn't have permissions to upload thumbnails.";
            return Err(refused(403, "forbidden", message));
        }
        let kind = infer::get(&asked.body).map(|kind| kind.mime_type());
        if !matches!(kind, Some("image/jpeg" | "image/png")) || asked.header("content-type") != kind
        {
            return Err(refused(400, "invalidImage", "The provided image content is invalid."));
        }
        if asked.body.len() > 2_097_152 {
            return Err(refused(413, "mediaBodyTooLarge", "The image is too large."));
        }
        let film = self.films.iter_mut().find(|film| film.id == id);
        let film =
            film.ok_or_else(|| refused(404, "videoNotFound", "The video cannot be found."))?;
        film.thumbnail = true;
        let size = json!({ "url": format!("https://i.ytimg.com/vi/{id}/default.jpg"), "width": 120, "height": 90 });
        Ok(Reply::json(
            200,
            &json!({ "kind": "youtube#thumbnailSetResponse", "etag": "e", "items": [{ "default": size }] }),
        ))
    }
}

impl Session {
    /// Takes what a chunk brings; a probe brings nothing.
    fn take(&mut self, asked: &Asked, takes: Option<usize>, piece: u64) -> Result<(), Reply> {
        let range = asked.header("content-range").and_then(|range| range.strip_prefix("bytes "));
        let (range, total) = range.and_then(|range| range.split_once('/')).ok_or_else(broken)?;
        if total != self.bytes.to_string() {
            return Err(broken());
        }
        if range == "*" {
            return if asked.body.is_empty() { Ok(()) } else { Err(broken()) };
        }
        let (first, last) = range.split_once('-').ok_or_else(broken)?;
        let number = |text: &str| text.parse::<u64>().map_err(|_| broken());
        let (first, last) = (number(first)?, number(last)?);
        let has = u64::try_from(self.received.len()).unwrap_or(u64::MAX);
        let sent = u64::try_from(asked.body.len()).unwrap_or(u64::MAX);
        let whole = last.checked_sub(first).is_some_and(|length| length + 1 == sent);
        let is_last = last.checked_add(1) == Some(self.bytes);
        if first != has || !whole || last >= self.bytes || !(is_last || sent.is_multiple_of(piece))
        {
            return Err(broken());
        }
        if asked.header("content-type") != Some(self.mime.as_str()) {
            return Err(refused(400, "badContent", "another content type than was said"));
        }
        let taken = takes.filter(|_| !is_last).unwrap_or(usize::MAX).min(asked.body.len());
        self.received.extend_from_slice(&asked.body[..taken]);
        Ok(())
    }

    fn so_far(&self) -> Reply {
        let reply = Reply::empty(308);
        match self.received.len() {
            0 => reply,
            has => reply.header("range", format!("bytes=0-{}", has - 1)),
        }
    }
}

fn broken() -> Reply {
    Reply::text(400, "Failed to parse Content-Range header.")
}

/// What a value of a film has to be.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

//! Films, which go up in parts.

use std::collections::BTreeMap;

use serde_json::json;

use super::Imitation;
use super::intake::{self, Outcome, invalid, refused};
use super::media;
use crate::blobs::Digest;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// The smallest and the largest film, in bytes.
const BYTES: (u64, u64) = (76_800, 500_000_000);

/// How long the addresses take bytes.
const LIFE: chrono::Duration = chrono::Duration::hours(2);

/// A film.
#[derive(Debug)]
pub(super) struct Film {
    pub(super) owner: String,
    bytes: u64,
    part: u64,
    token: String,
    ends: Instant,
    received: BTreeMap<u64, (String, Vec<u8>)>,
    finished: Option<Instant>,
    sound: bool,
    /// Whether its subtitles are there, where some were announced.
    captions: Option<bool>,
    /// Whether its cover is there, where one was announced.
    cover: Option<bool>,
}

impl Imitation {
    pub(super) fn begin_film(&mut self, asked: &Asked, now: Instant) -> Outcome {
        let body = intake::body(asked)?;
        intake::fields(&body, &["initializeUploadRequest"], "")?;
        let request = &body["initializeUploadRequest"];
        let place = "/initializeUploadRequest";
        let known = ["owner", "fileSizeBytes", "uploadCaptions", "uploadThumbnail"];
        intake::fields(request, &known, place)?;
        let owner = intake::text(request, "owner", place)?.to_owned();
        let flag = |name: &str| {
            let flag = request[name].as_bool();
            flag.ok_or_else(|| intake::schema(&format!("{place}/{name}: is not a boolean")))
        };
        let (captions, cover) = (flag("uploadCaptions")?, flag("uploadThumbnail")?);
        let bytes = request["fileSizeBytes"].as_u64();
        let bytes = bytes.ok_or_else(|| intake::schema("fileSizeBytes: is not a long"))?;
        if !(BYTES.0..=BYTES.1).contains(&bytes) {
            return Err(invalid(400, "ILLEGAL_ARGUMENT", "fileSizeBytes", "out of range"));
        }
        self.is_owner(&owner)?;
        let number = self.number();
        let film = Film {
            owner,
            bytes,
            part: self.knobs.part,
            token: format!("imitated-film-token-{number}"),
            ends: now + LIFE,
            received: BTreeMap::new(),
            finished: None,
            sound: false,
            captions: captions.then_some(false),
            cover: cover.then_some(false),
        };
        let urn = format!("urn:li:video:D4F{number}");
        let mut value = json!({
            "video": urn,
            "uploadToken": film.token,
            "uploadUrlsExpireAt": film.ends.timestamp_millis(),
            "uploadInstructions": instructions(number, bytes, film.part),
        });
        let address = |what: &str| {
            let ticket = ticket(&number.to_string(), 0);
            format!(
                "https://www.linkedin.com/dms-uploads/sp/D4F{number}/uploaded-{what}/0?ut={ticket}"
            )
        };
        if captions {
            value["captionsUploadUrl"] = json!(address("captions"));
        }
        if cover {
            value["thumbnailUploadUrl"] = json!(address("thumbnail"));
        }
        self.films.insert(urn, film);
        Ok(Reply::json(200, &json!({ "value": value })))
    }

    pub(super) fn put_part(
        &mut self,
        asked: &Asked,
        id: &str,
        number: &str,
        now: Instant,
    ) -> Outcome {
        let film = self.films.get_mut(&format!("urn:li:video:{id}"));
        let film = film.ok_or_else(|| Reply::empty(404))?;
        let number: u64 = number.parse().map_err(|_| Reply::empty(404))?;
        if asked.query("ut") != Some(&ticket(id.trim_start_matches("D4F"), number)) {
            return Err(Reply::empty(403));
        }
        if film.ends <= now {
            return Err(refused(400, "EXPIRED_UPLOAD_URL", "The upload URL has expired"));
        }
        // These addresses take no login (page `videos-api`).
        if asked.header("authorization").is_some() {
            return Err(Reply::empty(400));
        }
        if asked.header("content-type") != Some("application/octet-stream") {
            return Err(Reply::empty(415));
        }
        let expected = film.bytes.saturating_sub(number * film.part).min(film.part);
        if expected == 0 || u64::try_from(asked.body.len()) != Ok(expected) {
            return Err(Reply::empty(400));
        }
        let (etag, shown) = etag(&asked.body, number);
        film.received.insert(number, (etag, asked.body.clone()));
        Ok(Reply::empty(200).header("etag", shown))
    }

    /// A cover: a picture that says of which family it is.
    pub(super) fn take_cover(&mut self, asked: &Asked, id: &str, now: Instant) -> Outcome {
        self.tokens.check(asked, now)?;
        let film = self.films.get_mut(&format!("urn:li:video:{id}"));
        let film = film.filter(|film| film.cover.is_some()).ok_or_else(|| Reply::empty(404))?;
        if asked.query("ut") != Some(&ticket(id.trim_start_matches("D4F"), 0)) {
            return Err(Reply::empty(403));
        }
        let family = asked.header("media-type-family") == Some("STILLIMAGE");
        let kind = infer::get(&asked.body).map(|kind| kind.mime_type());
        if !family || !matches!(kind, Some("image/jpeg" | "image/png")) {
            return Err(refused(400, "ILLEGAL_ARGUMENT", "The thumbnail is not supported"));
        }
        film.cover = Some(true);
        Ok(Reply::empty(201))
    }

    /// Subtitles, which have a login of their own.
    pub(super) fn take_captions(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.tokens.check(asked, now)?;
        let id = asked.path.split('/').nth(3).unwrap_or_default();
        let known = self.knobs.captions;
        let film = self.films.get_mut(&format!("urn:li:video:{id}"));
        let film = film.filter(|film| film.captions.is_some()).ok_or_else(|| Reply::empty(404))?;
        if asked.query("ut") != Some(&ticket(id.trim_start_matches("D4F"), 0)) {
            return Err(Reply::empty(403));
        }
        let form = asked.multipart().ok_or_else(|| Reply::empty(415))?;
        let part = |name: &str| form.iter().find(|part| part.name == name);
        let metadata = part("metadata").map(|part| part.bytes.clone()).unwrap_or_default();
        let metadata: serde_json::Value = serde_json::from_slice(&metadata).unwrap_or_default();
        let place = "/metadata";
        let fields =
            ["format", "formattedForEasyReader", "largeText", "source", "locale", "transcriptType"];
        intake::fields(&metadata, &fields, place)?;
        intake::fields(&metadata["locale"], &["variant", "country", "language"], "/locale")?;
        let language = intake::text(&metadata["locale"], "language", "/locale")?;
        let right = metadata["format"] == "SRT"
            && metadata["source"] == "USER_PROVIDED"
            && metadata["transcriptType"] == "CLOSED_CAPTION"
            && known.contains(&language);
        let file = part("file").map(|part| part.bytes.clone()).unwrap_or_default();
        let file = String::from_utf8(file).unwrap_or_default();
        if !right || crate::text::read_subtitles(&file).is_err() {
            return Err(refused(400, "ILLEGAL_ARGUMENT", "The captions are not supported"));
        }
        film.captions = Some(true);
        Ok(Reply::empty(201))
    }

    pub(super) fn finish_film(&mut self, asked: &Asked, now: Instant) -> Outcome {
        let body = intake::body(asked)?;
        intake::fields(&body, &["finalizeUploadRequest"], "")?;
        let request = &body["finalizeUploadRequest"];
        let place = "/finalizeUploadRequest";
        intake::fields(request, &["video", "uploadToken", "uploadedPartIds"], place)?;
        let urn = intake::text(request, "video", place)?;
        let token = intake::text(request, "uploadToken", place)?;
        let film = self.films.get_mut(urn).ok_or_else(super::not_found)?;
        if film.captions == Some(false) || film.cover == Some(false) {
            return Err(refused(
                400,
                "ILLEGAL_ARGUMENT",
                "The captions or the thumbnail are missing",
            ));
        }
        if film.finished.is_some() {
            return Err(refused(400, "ILLEGAL_ARGUMENT", "The upload is finalized already"));
        }
        let whole: Vec<_> = film.received.values().map(|(etag, _)| json!(etag)).collect();
        let complete = u64::try_from(whole.len()) == Ok(film.bytes.div_ceil(film.part));
        if token != film.token || !complete || request["uploadedPartIds"] != json!(whole) {
            return Err(refused(400, "ILLEGAL_ARGUMENT", "The parts do not make up the upload"));
        }
        let bytes: Vec<u8> = film.received.values().flat_map(|(_, bytes)| bytes.clone()).collect();
        let mp4 = infer::get(&bytes).is_some_and(|kind| kind.mime_type() == "video/mp4");
        film.sound = mp4 && u64::try_from(bytes.len()) == Ok(film.bytes);
        film.finished = Some(now);
        film.received.clear();
        Ok(Reply::empty(200))
    }

    pub(super) fn film_state(&self, urn: &str, now: Instant) -> Outcome {
        let film = self.films.get(urn).ok_or_else(super::not_found)?;
        let status = self.film_status(film, now);
        let mut shown = media::shown(urn, &film.owner, status);
        if status == "PROCESSING_FAILED" {
            shown["processingFailureReason"] = json!("UNSUPPORTED_VIDEO");
        }
        Ok(Reply::json(200, &shown))
    }

    pub(super) fn film_status(&self, film: &Film, now: Instant) -> &'static str {
        media::status(film.finished, film.sound, self.knobs.fate, now)
    }
}

fn instructions(number: u64, bytes: u64, part: u64) -> Vec<serde_json::Value> {
    let instruction = |at: u64| {
        let address = format!(
            "https://www.linkedin.com/dms-uploads/sp/D4F{number}/uploaded-video/{at}?ut={}",
            ticket(&number.to_string(), at)
        );
        json!({
            "uploadUrl": address,
            "firstByte": at * part,
            "lastByte": (at * part + part).min(bytes) - 1,
        })
    };
    (0..bytes.div_ceil(part)).map(instruction).collect()
}

/// What part `number` is called, and how the header says it. The page shows both kinds: a digest in
/// quotation marks, and without them a path that is signed and long.
fn etag(bytes: &[u8], number: u64) -> (String, String) {
    let digest = Digest::of(bytes).to_string();
    if number % 2 == 1 {
        return (digest.clone(), format!("\"{digest}\""));
    }
    let path = format!("/ambry-video/signedId/{}-_.bin", digest.repeat(4));
    (path.clone(), path)
}

fn ticket(film: &str, part: u64) -> String {
    format!("imitated-part-{film}-{part}")
}

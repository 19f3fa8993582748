//! Caption tracks.

use serde_json::{Value, json};

use super::Imitation;
use super::intake::{self, Outcome, fields, refused};
use super::uploads::text;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// The longest name of a track, in characters.
const NAME: usize = 150;

/// A track of a film.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) video: String,
    pub(super) language: String,
    pub(super) name: String,
}

impl Imitation {
    pub(super) fn add_caption(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.spend(400, now)?;
        intake::query(asked, &["uploadType", "part", "sync"])?;
        intake::parts(asked, &["snippet"])?;
        if asked.query("uploadType") != Some("multipart") {
            return Err(refused(400, "contentRequired", "The request lacks the file."));
        }
        let (body, file) = related(asked).ok_or_else(|| {
            refused(400, "badContent", "Multipart bodies have a JSON part and a media part.")
        })?;
        fields(&body, &["snippet"], "caption")?;
        fields(&body["snippet"], &["videoId", "language", "name", "isDraft"], "caption.snippet")?;
        let invalid = || refused(400, "invalidMetadata", "invalid caption metadata");
        let value = |name: &str| text(&body["snippet"], name).map(str::to_owned);
        let language = value("language").filter(|tag| (2..=35).contains(&tag.len()));
        let (video, language) =
            (value("videoId").ok_or_else(invalid)?, language.ok_or_else(invalid)?);
        let name = value("name").ok_or_else(invalid)?;
        if name.chars().count() > NAME {
            return Err(refused(400, "nameTooLong", "The name of the track is too long."));
        }
        if !self.films.iter().any(|film| film.id == video) {
            return Err(refused(404, "videoNotFound", "The video cannot be found."));
        }
        if file.is_empty() {
            return Err(refused(400, "contentRequired", "The request lacks the file."));
        }
        let same = |track: &Track| {
            (&track.video, &track.language) == (&video, &language) && track.name == name
        };
        if self.tracks.iter().any(same) {
            return Err(refused(409, "captionExists", "The caption track exists already."));
        }
        let sound =
            String::from_utf8(file).is_ok_and(|file| crate::text::read_subtitles(&file).is_ok());
        let mut snippet = body["snippet"].clone();
        snippet["status"] = json!(if sound { "serving" } else { "failed" });
        snippet["trackKind"] = json!("standard");
        self.tracks.push(Track { video, language, name });
        let id = format!("imitated-track-{}", self.tracks.len());
        Ok(Reply::json(
            200,
            &json!({ "kind": "youtube#caption", "etag": "e", "id": id, "snippet": snippet }),
        ))
    }
}

/// The two parts of a body of the type `multipart/related`.
fn related(asked: &Asked) -> Option<(Value, Vec<u8>)> {
    let boundary = asked.header("content-type")?.strip_prefix("multipart/related; boundary=")?;
    let body = asked.body.strip_prefix(format!("--{boundary}\r\n").as_bytes())?;
    let body = body.strip_suffix(format!("\r\n--{boundary}--\r\n").as_bytes())?;
    let between = format!("\r\n--{boundary}\r\n").into_bytes();
    let at = body.windows(between.len()).position(|window| window == between.as_slice())?;
    let first = content(&body[..at], "application/json; charset=UTF-8")?;
    let second = content(&body[at + between.len()..], "application/octet-stream")?;
    Some((serde_json::from_slice(first).ok()?, second.to_vec()))
}

/// What a part holds, if it is of this kind.
fn content<'b>(part: &'b [u8], kind: &str) -> Option<&'b [u8]> {
    part.strip_prefix(format!("Content-Type: {kind}\r\n\r\n").as_bytes())
}

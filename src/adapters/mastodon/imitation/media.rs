//! Uploads and their processing.

use serde_json::{Value, json};

use super::quotas::Family;
use super::{Outcome, Server, Software, entities, not_found, refused};
use crate::clock::Instant;
use crate::platform::mock::{Asked, FormPart, Reply};

/// What an image may weigh, in bytes.
pub(super) const IMAGE_BYTES: usize = 16_777_216;

/// The largest area of an image, in pixels.
pub(super) const IMAGE_PIXELS: usize = 33_177_600;

/// What a film may weigh, in bytes.
pub(super) const VIDEO_BYTES: usize = 103_809_024;

/// The longest description, in characters.
const DESCRIPTION: usize = 1500;

/// How long an upload lives without a status, in hours.
const LIFE: i64 = 24;

/// What it takes.
pub(super) const MIME_TYPES: [&str; 11] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/webp",
    "image/avif",
    "video/webm",
    "video/mp4",
    "video/quicktime",
    "video/ogg",
];

/// An upload.
#[derive(Debug, Clone)]
pub(super) struct Medium {
    pub(super) id: String,
    pub(super) description: Option<String>,
    content_type: String,
    focus: Option<(f64, f64)>,
    uploaded: Instant,
    ready: Instant,
    attached: bool,
}

impl Medium {
    pub(super) fn is_attached(&self) -> bool {
        self.attached
    }

    pub(super) fn attach(&mut self) {
        self.attached = true;
    }

    pub(super) fn is_ready(&self, now: Instant) -> bool {
        self.ready <= now
    }

    pub(super) fn is_video(&self) -> bool {
        self.content_type.starts_with("video/")
    }

    /// Whether a status can have it.
    pub(super) fn is_free(&self, now: Instant) -> bool {
        !self.attached && now - self.uploaded < chrono::Duration::hours(LIFE)
    }

    pub(super) fn shown(&self, ready: bool) -> Value {
        let kind = match self.content_type.as_str() {
            "image/gif" => "gifv",
            _ if self.is_video() => "video",
            _ => "image",
        };
        let url = ready.then(|| entities::address(&format!("media/{}", self.id)));
        let mut shown = json!({
            "id": self.id,
            "type": kind,
            "url": url,
            "preview_url": url,
            "remote_url": null,
            "meta": {},
            "description": self.description,
            "blurhash": null,
        });
        if let Some((x, y)) = self.focus {
            shown["meta"]["focus"] = json!({ "x": x, "y": y });
        }
        shown
    }
}

impl Server {
    pub(super) fn upload(&mut self, asked: &Asked, version: &str, now: Instant) -> Outcome {
        if version == "v2" && !self.config.has_v2_media {
            return Err(refused(404, "Not Found"));
        }
        self.quotas.take(Family::Uploads)?;
        let form = asked.multipart().ok_or_else(no_file)?;
        let mut medium = read(&form, now)?;
        medium.id = self.id();
        let slow = medium.is_video() || medium.content_type == "image/gif";
        let waits = slow && version == "v2" && self.config.is(Software::Mastodon);
        if waits {
            medium.ready = now + self.config.processing;
        }
        let later = version == "v2" && self.config.is(Software::Pixelfed);
        let shown = medium.shown(!waits && !later);
        self.media.push(medium);
        let accepts = waits || later || version == "v2" && self.config.is(Software::Pleroma);
        Ok(Reply::json(if accepts { 202 } else { 200 }, &shown))
    }

    pub(super) fn medium(&self, id: &str, now: Instant) -> Outcome {
        let free = self.media.iter().find(|one| one.id == id && one.is_free(now));
        let medium = free.ok_or_else(not_found)?;
        match medium.is_ready(now) {
            true if self.config.breaks_media => {
                Err(refused(422, "Error processing thumbnail for uploaded media"))
            }
            true => Ok(Reply::json(200, &medium.shown(true))),
            false => Ok(Reply::json(206, &medium.shown(false))),
        }
    }
}

fn no_file() -> Reply {
    refused(422, "Validation failed: File can't be blank")
}

fn read(form: &[FormPart], now: Instant) -> Result<Medium, Reply> {
    let known = ["file", "description", "focus"];
    if let Some(other) = form.iter().find(|part| !known.contains(&part.name.as_str())) {
        return Err(refused(422, &format!("Unknown field: {}", other.name)));
    }
    let field = |name: &str| form.iter().find(|part| part.name == name);
    let file = field("file").filter(|part| part.file.is_some()).ok_or_else(no_file)?;
    let content_type = check_file(file)?;
    let description = field("description").map(description).transpose()?;
    let focus = field("focus").map(focus).transpose()?;
    Ok(Medium {
        id: String::new(),
        description,
        content_type,
        focus,
        uploaded: now,
        ready: now,
        attached: false,
    })
}

/// Checks type, size, content and, where the header of a picture tells it, its area. A film's
/// header is not read, so that tests need not make whole films.
fn check_file(file: &FormPart) -> Result<String, Reply> {
    let content_type = file.content_type.as_deref().unwrap_or_default();
    if !MIME_TYPES.contains(&content_type) {
        return Err(refused(422, "Validation failed: File content type is invalid"));
    }
    let limit = if content_type.starts_with("video/") { VIDEO_BYTES } else { IMAGE_BYTES };
    if file.bytes.is_empty() || file.bytes.len() > limit {
        let problem = format!("Validation failed: File file size must be less than {limit} bytes");
        return Err(refused(422, &problem));
    }
    let named = |kind: infer::Type| match kind.mime_type() {
        "image/heif" => "image/heic",
        "video/x-m4v" => "video/mp4",
        other => other,
    };
    if infer::get(&file.bytes).map(named) != Some(content_type) {
        return Err(refused(
            422,
            "Validation failed: File has contents that are not what they are reported to be",
        ));
    }
    if imagesize::blob_size(&file.bytes).is_ok_and(|size| size.width * size.height > IMAGE_PIXELS) {
        let problem = format!("Validation failed: File images of more than {IMAGE_PIXELS} pixels");
        return Err(refused(422, &problem));
    }
    Ok(content_type.to_owned())
}

fn description(part: &FormPart) -> Result<String, Reply> {
    let text = text(part)?;
    if text.chars().count() > DESCRIPTION {
        let problem = "Validation failed: Description is too long (maximum is 1500 characters)";
        return Err(refused(422, problem));
    }
    Ok(text)
}

fn focus(part: &FormPart) -> Result<(f64, f64), Reply> {
    let text = text(part)?;
    let read = text.split_once(',').and_then(|(x, y)| Some((in_range(x)?, in_range(y)?)));
    read.ok_or_else(|| refused(422, "Validation failed: Focus is invalid"))
}

fn in_range(number: &str) -> Option<f64> {
    number.parse().ok().filter(|number| (-1.0..=1.0).contains(number))
}

fn text(part: &FormPart) -> Result<String, Reply> {
    String::from_utf8(part.bytes.clone()).map_err(|_| refused(400, "invalid byte sequence"))
}

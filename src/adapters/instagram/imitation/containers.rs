//! Containers: what they are made of, how far they are, uploads, and publishing them.

use serde_json::json;

use super::Service;
use super::posts::Post;
use crate::adapters::graph::imitated::{Outcome, invalid, only, refused, value, wanted};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, MockHost, Public, Reply};

/// What the request that makes containers may say (specification of April 2026, and
/// `is_ai_generated`, which came in June 2026).
pub(in crate::adapters::instagram) const PARAMETERS: [&str; 16] = [
    "alt_text",
    "audio_name",
    "caption",
    "children",
    "collaborators",
    "cover_url",
    "image_url",
    "is_ai_generated",
    "is_carousel_item",
    "location_id",
    "media_type",
    "share_to_feed",
    "thumb_offset",
    "upload_type",
    "user_tags",
    "video_url",
];

/// What each kind may say, besides its file.
const OF_KIND: [(&str, &[&str]); 5] = [
    (
        "IMAGE",
        &["caption", "alt_text", "location_id", "collaborators", "is_ai_generated", "user_tags"],
    ),
    (
        "REELS",
        &[
            "caption",
            "share_to_feed",
            "thumb_offset",
            "audio_name",
            "cover_url",
            "location_id",
            "collaborators",
            "is_ai_generated",
            "user_tags",
        ],
    ),
    ("CAROUSEL", &["children", "caption", "location_id", "collaborators", "is_ai_generated"]),
    ("STORIES", &[]),
    ("ITEM", &["is_carousel_item", "alt_text"]),
];

/// A container.
#[derive(Debug, Clone)]
pub(super) struct Container {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) caption: String,
    /// The descriptions of its media; one for each medium.
    pub(super) media: Vec<Option<String>>,
    made: Instant,
    /// When it is ready; none while its bytes are missing.
    ready: Option<Instant>,
    failed: Option<&'static str>,
    /// How many bytes have come, and whether more are taken.
    bytes: usize,
    spoilt: bool,
    pub(super) published: bool,
}

impl Container {
    fn status(&self, now: Instant) -> &'static str {
        let is_ready = self.ready.is_some_and(|ready| ready <= now);
        match () {
            () if self.published => "PUBLISHED",
            () if now - self.made >= chrono::Duration::hours(24) => "EXPIRED",
            () if self.spoilt => "ERROR",
            () if !is_ready => "IN_PROGRESS",
            () if self.failed.is_some() => "ERROR",
            () => "FINISHED",
        }
    }
}

impl Service {
    pub(super) fn create(&mut self, asked: &Asked, now: Instant) -> Outcome {
        let form = asked.form().filter(|_| asked.query.is_empty());
        let form = form.ok_or_else(|| invalid("The parameters have to come as a form"))?;
        only(&form, &PARAMETERS)?;
        let get = |name: &str| value(&form, name);
        let kind = kind_of(&form)?;
        check_fields(kind, &form)?;
        check_caption(get("caption").unwrap_or_default())?;
        check_tags(get("user_tags"), kind)?;
        check_cover(get("cover_url"))?;
        if get("alt_text").is_some_and(|alt| alt.chars().count() > 1000) {
            return Err(invalid("Param alt_text must be at most 1000 characters long"));
        }
        let film = get("video_url").is_some() || get("upload_type").is_some();
        let media = self.media(kind, &form, now)?;
        let (picture, moving) = self.config.processing;
        let takes = chrono::Duration::seconds(if film { moving } else { picture });
        let container = Container {
            id: self.id(),
            kind,
            caption: get("caption").unwrap_or_default().to_owned(),
            media,
            made: now,
            ready: get("upload_type").is_none().then_some(now + takes),
            failed: self.config.fails.filter(|_| film),
            bytes: 0,
            spoilt: false,
            published: false,
        };
        let mut made = json!({ "id": container.id });
        if get("upload_type").is_some() {
            let id = &container.id;
            made["uri"] = json!(format!("https://rupload.facebook.com/ig-api-upload/v25.0/{id}"));
        }
        self.containers.push(container);
        Ok(Reply::json(200, &made))
    }

    fn media(
        &mut self,
        kind: &str,
        form: &[(String, String)],
        now: Instant,
    ) -> Result<Vec<Option<String>>, Reply> {
        if kind == "CAROUSEL" {
            return self.items(value(form, "children").unwrap_or_default(), now);
        }
        let alt = value(form, "alt_text").map(str::to_owned);
        if value(form, "upload_type").is_some() {
            return Ok(vec![alt]);
        }
        let film = value(form, "video_url");
        let address = film.or(value(form, "image_url")).unwrap_or_default();
        let name = MockHost::has(address).unwrap_or_default();
        let fits = match film {
            Some(_) => name.ends_with(".mp4") || name.ends_with(".mov"),
            None => name.ends_with(".jpg"),
        };
        if self.config.unfetched > 0 || name.is_empty() {
            self.config.unfetched = self.config.unfetched.saturating_sub(1);
            let message = "The media could not be fetched from this URI";
            return Err(refused(9004, Some(2_207_052), message));
        }
        if !fits {
            return Err(refused(36_001, Some(2_207_005), "The image format is not supported"));
        }
        Ok(vec![alt])
    }

    /// The media of a carousel, whose containers must be there, ready and items.
    fn items(&self, children: &str, now: Instant) -> Result<Vec<Option<String>>, Reply> {
        let ids: Vec<_> = children.split(',').collect();
        if !(2..=10).contains(&ids.len()) {
            return Err(refused(100, Some(2_207_028), "A carousel has 2 to 10 items"));
        }
        let mut media = Vec::new();
        for id in ids {
            let found = self.containers.iter().find(|one| one.id == id && one.kind == "ITEM");
            let child = found.ok_or_else(gone)?;
            if child.status(now) != "FINISHED" {
                return Err(refused(9007, Some(2_207_027), "Media ID is not available"));
            }
            media.extend(child.media.clone());
        }
        Ok(media)
    }

    /// Bytes of a reel. What comes after a break goes on where it ended.
    pub(super) fn take_bytes(&mut self, asked: &Asked, id: &str, now: Instant) -> Outcome {
        let token = asked.header("authorization").and_then(|login| login.strip_prefix("OAuth "));
        if self.tokens.ends(token.unwrap_or_default(), now).is_err() {
            return Err(debug(false, "NotAuthorizedError"));
        }
        let number = |name: &str| asked.header(name).and_then(|text| text.parse::<usize>().ok());
        let (breaks, spoils) = (self.config.breaks_after.take(), self.config.spoils);
        let takes = chrono::Duration::seconds(self.config.processing.1);
        let container = self.containers.iter_mut().find(|one| one.id == id && one.ready.is_none());
        let Some(container) = container else { return Err(debug(false, "ProcessingFailedError")) };
        let (Some(offset), Some(size)) = (number("offset"), number("file_size")) else {
            return Err(debug(false, "PartialRequestError"));
        };
        if offset != container.bytes && offset != 0 {
            return Err(debug(true, "OffsetInvalidError"));
        }
        if offset + asked.body.len() != size || size == 0 {
            return Err(debug(false, "PartialRequestError"));
        }
        if let Some(bytes) = breaks {
            container.bytes = bytes;
            container.spoilt = spoils;
            return Err(debug(!spoils, "PartialRequestError"));
        }
        container.bytes = size;
        container.ready = Some(now + takes);
        let done = json!({ "success": true, "message": "Upload successful." });
        Ok(Reply::json(200, &done))
    }

    pub(super) fn publish(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        let form = asked.form().filter(|_| asked.query.is_empty()).unwrap_or_default();
        only(&form, &["creation_id"])?;
        let id = value(&form, "creation_id").unwrap_or_default();
        let at = self.containers.iter().position(|one| one.id == id && one.kind != "ITEM");
        let at = at.ok_or_else(gone)?;
        match self.containers[at].status(now) {
            "FINISHED" => {}
            "IN_PROGRESS" => {
                return Err(refused(9007, Some(2_207_027), "Media ID is not available"));
            }
            "PUBLISHED" => return Err(invalid("The container was published already")),
            _ => return Err(gone()),
        }
        if self.used(now) >= self.config.quota {
            return Err(refused(9, Some(2_207_042), "Application request limit reached"));
        }
        let id = self.id();
        let container = &mut self.containers[at];
        container.published = true;
        let (caption, media) = (container.caption.clone(), container.media.clone());
        let story = container.kind == "STORIES";
        self.posts.push(Post {
            id: id.clone(),
            caption: caption.clone(),
            story,
            at: now,
            deleted: false,
        });
        ledger.add(Public {
            id: id.clone(),
            text: caption,
            media: media.len(),
            alt: media.into_iter().flatten().collect(),
            parent: None,
            at: now,
            deleted: false,
        });
        Ok(Reply::json(200, &json!({ "id": id })))
    }

    /// What a container says of itself.
    pub(super) fn container(&self, asked: &Asked, id: &str, now: Instant) -> Option<Outcome> {
        let container = self.containers.iter().find(|one| one.id == id)?;
        let wanted = match wanted(asked, &["id", "status", "status_code", "video_status"]) {
            Ok(wanted) => wanted,
            Err(refusal) => return Some(Err(refusal)),
        };
        let status = container.status(now);
        let mut shown = json!({ "id": id });
        for name in wanted {
            match name {
                "status_code" => shown[name] = json!(status),
                "status" => {
                    let words = container.failed.filter(|_| status == "ERROR");
                    shown[name] = json!(words.unwrap_or(status));
                }
                "video_status" if self.config.tells_offset => {
                    shown[name] = json!({ "uploading_phase": {
                        "status": "in_progress", "bytes_transferred": container.bytes } });
                }
                _ => {}
            }
        }
        Some(Ok(Reply::json(200, &shown)))
    }
}

fn kind_of(form: &[(String, String)]) -> Result<&'static str, Reply> {
    let item = value(form, "is_carousel_item") == Some("true");
    match value(form, "media_type") {
        None if item => Ok("ITEM"),
        Some("VIDEO") if item => Ok("ITEM"),
        None => Ok("IMAGE"),
        Some("REELS") => Ok("REELS"),
        Some("CAROUSEL") => Ok("CAROUSEL"),
        Some("STORIES") => Ok("STORIES"),
        Some(_) => Err(refused(100, Some(2_207_023), "The media type is unknown")),
    }
}

fn check_fields(kind: &str, form: &[(String, String)]) -> Result<(), Reply> {
    let file = ["media_type", "image_url", "video_url", "upload_type"];
    let taken = OF_KIND.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, taken)| *taken);
    for (name, given) in form {
        if !file.contains(&name.as_str()) && !taken.contains(&name.as_str()) {
            return Err(invalid(&format!("Param {name} is not taken for {kind}")));
        }
        let flag = name.starts_with("is_") || name == "share_to_feed";
        if flag && !["true", "false"].contains(&given.as_str()) {
            return Err(invalid(&format!("Param {name} must be a boolean")));
        }
    }
    let has = |name: &str| value(form, name).is_some();
    let (picture, film) = (has("image_url"), has("video_url"));
    let bytes = value(form, "upload_type") == Some("resumable");
    let files = usize::from(picture) + usize::from(film) + usize::from(has("upload_type"));
    let right = match kind {
        "IMAGE" => picture && files == 1,
        "REELS" => (film || bytes) && files == 1,
        "CAROUSEL" => files == 0,
        "ITEM" if value(form, "media_type") == Some("VIDEO") => {
            film && files == 1 && !has("alt_text")
        }
        "ITEM" => picture && files == 1,
        _ => (picture || film || bytes) && files == 1,
    };
    if right { Ok(()) } else { Err(invalid(&format!("Only one file is taken for {kind}"))) }
}

fn check_caption(caption: &str) -> Result<(), Reply> {
    let words =
        |sign: char| caption.split_whitespace().filter(|word| word.starts_with(sign)).count();
    let long = caption.encode_utf16().count() > 2200;
    if long || words('#') > 30 || words('@') > 20 {
        return Err(refused(36_004, Some(2_207_010), "The caption is too long"));
    }
    Ok(())
}

/// A cover is a JPEG that can be fetched; it is fetched when the container is made.
fn check_cover(cover: Option<&str>) -> Result<(), Reply> {
    let Some(cover) = cover else { return Ok(()) };
    match MockHost::has(cover) {
        Some(name) if name.ends_with(".jpg") => Ok(()),
        Some(_) => Err(refused(36_001, Some(2_207_005), "The image format is not supported")),
        None => {
            let message = "The media could not be fetched from this URI";
            Err(refused(9004, Some(2_207_052), message))
        }
    }
}

/// In a picture every mark has a place, in a film none.
fn check_tags(tags: Option<&str>, kind: &str) -> Result<(), Reply> {
    let Some(tags) = tags else { return Ok(()) };
    let wrong = || refused(100, Some(2_207_035), "The user tags are not as they should be");
    let list: Vec<serde_json::Value> = serde_json::from_str(tags).map_err(|_| wrong())?;
    let inside = |value: &serde_json::Value| {
        value.as_f64().is_some_and(|place| (0.0..=1.0).contains(&place))
    };
    let sound = |tag: &serde_json::Value| {
        let named = tag["username"].as_str().is_some_and(|name| !name.is_empty());
        let (x, y) = (&tag["x"], &tag["y"]);
        let placed =
            if kind == "IMAGE" { inside(x) && inside(y) } else { x.is_null() && y.is_null() };
        named && placed
    };
    let fits = (1..=20).contains(&list.len()) && list.iter().all(sound);
    if fits { Ok(()) } else { Err(wrong()) }
}

fn gone() -> Reply {
    refused(24, Some(2_207_008), "The media container does not exist or has expired")
}

fn debug(retriable: bool, kind: &str) -> Reply {
    let info =
        json!({ "retriable": retriable, "type": kind, "message": "Request processing failed" });
    Reply::json(400, &json!({ "debug_info": info }))
}

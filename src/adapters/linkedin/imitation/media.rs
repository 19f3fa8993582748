//! Uploads of pictures and documents, and how far they are.

use serde_json::{Value, json};

use super::intake::{self, Outcome, invalid, refused};
use super::{Fate, Imitation};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// How long an address takes bytes, and how long they are processed.
const ADDRESS_LIFE: chrono::Duration = chrono::Duration::hours(24);
const PROCESSING: chrono::Duration = chrono::Duration::seconds(4);

/// What a picture or document may weigh, in bytes.
const MOST_BYTES: usize = 100_000_000;

/// The pixels that a picture must stay below.
const PIXELS: usize = 36_152_320;

/// A picture or document.
#[derive(Debug)]
pub(super) struct Medium {
    pub(super) owner: String,
    ends: Instant,
    arrived: Option<Instant>,
    /// Whether what arrived is what it should be.
    sound: bool,
}

impl Medium {
    pub(super) fn status(&self, fate: Fate, now: Instant) -> &'static str {
        status(self.arrived, self.sound, fate, now)
    }
}

/// How far something is that arrived then.
pub(super) fn status(
    arrived: Option<Instant>,
    sound: bool,
    fate: Fate,
    now: Instant,
) -> &'static str {
    let Some(arrived) = arrived else { return "WAITING_UPLOAD" };
    match fate {
        _ if now - arrived < PROCESSING => "PROCESSING",
        Fate::Never => "PROCESSING",
        Fate::Works if sound => "AVAILABLE",
        Fate::Works | Fate::Fails => "PROCESSING_FAILED",
    }
}

impl Imitation {
    pub(super) fn action(&mut self, asked: &Asked, collection: &str, now: Instant) -> Outcome {
        intake::query(asked, &["action"])?;
        match (asked.query("action"), collection) {
            (Some("initializeUpload"), "videos") => self.begin_film(asked, now),
            (Some("finalizeUpload"), "videos") => self.finish_film(asked, now),
            (Some("initializeUpload"), _) => self.begin(asked, collection, now),
            _ => Err(refused(400, "ILLEGAL_ARGUMENT", "no such action")),
        }
    }

    fn begin(&mut self, asked: &Asked, collection: &str, now: Instant) -> Outcome {
        let body = intake::body(asked)?;
        intake::fields(&body, &["initializeUploadRequest"], "")?;
        let request = &body["initializeUploadRequest"];
        intake::fields(request, &["owner"], "/initializeUploadRequest")?;
        let owner = intake::text(request, "owner", "/initializeUploadRequest")?.to_owned();
        self.is_owner(&owner)?;
        let kind = if collection == "images" { "image" } else { "document" };
        let number = self.number();
        let urn = format!("urn:li:{kind}:D4E{number}");
        let ends = now + ADDRESS_LIFE;
        let medium = Medium { owner, ends, arrived: None, sound: false };
        self.media.insert(urn.clone(), medium);
        let address = format!(
            "https://www.linkedin.com/dms-uploads/sp/D4E{number}/uploaded-{kind}/0?ca=vector_feedshare&sync=0&ut=imitated-upload-{number}"
        );
        let mut value =
            json!({ "uploadUrlExpiresAt": ends.timestamp_millis(), "uploadUrl": address });
        value[kind] = json!(urn);
        Ok(Reply::json(200, &json!({ "value": value })))
    }

    pub(super) fn put(&mut self, asked: &Asked, now: Instant) -> Outcome {
        let pieces: Vec<_> = asked.path.split('/').collect();
        let ["", "dms-uploads", "sp", id, what, number] = pieces.as_slice() else {
            return Err(Reply::empty(404));
        };
        if *what == "uploaded-video" {
            return self.put_part(asked, id, number, now);
        }
        if *what == "uploaded-thumbnail" {
            return self.take_cover(asked, id, now);
        }
        // An address alone is not enough here.
        self.tokens.check(asked, now)?;
        let urn = format!("urn:li:{}:{id}", what.trim_start_matches("uploaded-"));
        let ticket = id.trim_start_matches("D4E");
        if asked.query("ut") != Some(&format!("imitated-upload-{ticket}")) {
            return Err(Reply::empty(403));
        }
        let medium = self.media.get_mut(&urn).ok_or_else(|| Reply::empty(404))?;
        if medium.ends <= now {
            return Err(refused(400, "EXPIRED_UPLOAD_URL", "The upload URL has expired"));
        }
        if asked.body.is_empty() || asked.body.len() > MOST_BYTES {
            return Err(Reply::empty(413));
        }
        medium.arrived = Some(now);
        medium.sound = is_sound(&asked.body, *what == "uploaded-image");
        Ok(Reply::empty(201))
    }

    pub(super) fn state(
        &mut self,
        asked: &Asked,
        collection: &str,
        urn: &str,
        now: Instant,
    ) -> Outcome {
        intake::query(asked, &[])?;
        if collection == "videos" {
            return self.film_state(urn, now);
        }
        // A token that may only post for a member cannot look at these.
        if !self.knobs.scopes.contains(&"w_organization_social") {
            return Err(refused(403, "ACCESS_DENIED", "Not enough permissions to access: GET"));
        }
        let kind = format!("urn:li:{}:", collection.trim_end_matches('s'));
        let medium = self.media.get(urn).filter(|_| urn.starts_with(&kind));
        let medium = medium.ok_or_else(super::not_found)?;
        let status = medium.status(self.knobs.fate, now);
        Ok(Reply::json(200, &shown(urn, &medium.owner, status)))
    }
}

pub(super) fn shown(urn: &str, owner: &str, status: &str) -> Value {
    let mut shown = json!({ "id": urn, "owner": owner, "status": status });
    if status == "AVAILABLE" {
        shown["downloadUrl"] = json!("https://media.licdn.com/dms/imitated");
    }
    shown
}

/// What a description of a picture may have.
pub(super) fn check_alt(value: &Value, place: &str) -> Result<Option<String>, Reply> {
    match &value["altText"] {
        Value::Null => Ok(None),
        Value::String(alt) if (1..=4086).contains(&alt.chars().count()) => Ok(Some(alt.clone())),
        Value::String(_) => {
            Err(invalid(400, "FIELD_LENGTH_TOO_LONG", place, "altText is too long"))
        }
        _ => Err(intake::schema(&format!("{place}/altText: is not a string"))),
    }
}

fn is_sound(bytes: &[u8], picture: bool) -> bool {
    let kind = infer::get(bytes).map(|kind| kind.mime_type());
    let small = imagesize::blob_size(bytes).is_ok_and(|size| size.width * size.height < PIXELS);
    match kind {
        Some("image/jpeg" | "image/png" | "image/gif") => picture && small,
        Some("application/pdf") => !picture,
        _ => false,
    }
}

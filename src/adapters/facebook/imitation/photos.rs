//! Photographs: up first, seen later.

use serde_json::{Value, json};

use super::feed::Post;
use super::params::Params;
use super::{Graph, Outcome, PAGE, not_there, refused};
use crate::clock::Instant;
use crate::platform::mock::{FormPart, Ledger, Public, Reply};

/// What a photograph may weigh, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// How long one lives that is in no post, in hours.
pub(super) const LIFE: i64 = 24;

/// The parameters of the official specification, and the file.
const KNOWN: [&str; 10] = [
    "alt_text_custom",
    "message",
    "name",
    "no_story",
    "published",
    "scheduled_publish_time",
    "temporary",
    "unpublished_content_type",
    "source",
    "appsecret_proof",
];

/// A photograph.
#[derive(Debug, Clone)]
pub(super) struct Photo {
    pub(super) id: String,
    pub(super) alt: Option<String>,
    pub(super) at: Instant,
}

impl Graph {
    pub(super) fn post_photo(
        &mut self,
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        params.only(&KNOWN)?;
        let source =
            params.file("source").ok_or_else(|| refused(324, None, "Requires upload file"))?;
        check(source)?;
        let (alt, message) = (params.string("alt_text_custom")?, params.string("message")?);
        let published = params.bool("published")?.unwrap_or(true);
        let id = self.number().to_string();
        self.photos.push(Photo { id: id.clone(), alt: alt.clone(), at: now });
        if !published {
            return Ok(Reply::json(200, &json!({ "id": id })));
        }
        let post = format!("{PAGE}_{}", self.number());
        let (text, alt) = (message.unwrap_or_default(), alt.into_iter().collect());
        let public =
            Public { id: post.clone(), text, media: 1, alt, parent: None, at: now, deleted: false };
        ledger.add(public);
        Ok(Reply::json(200, &json!({ "id": id, "post_id": post })))
    }

    /// Whether a public post or a story shows the photograph `id`.
    pub(super) fn is_used(&self, id: &str) -> bool {
        let shows = |post: &Post| post.is_public() && post.photos().any(|photo| photo == id);
        self.posts.iter().any(shows) || self.stories.iter().any(|story| story.media == id)
    }

    /// The photographs that `attached` names; each is ours, still there, and in no public post.
    pub(super) fn attached(
        &self,
        attached: Option<&Value>,
        now: Instant,
    ) -> Result<Vec<Photo>, Reply> {
        let Some(attached) = attached else { return Ok(Vec::new()) };
        let wrong = || refused(100, None, "Param attached_media must be a list of media_fbid");
        let list = attached.as_array().filter(|list| !list.is_empty()).ok_or_else(wrong)?;
        let used = |id: &str| self.is_used(id);
        let one = |item: &Value| {
            let only = item.as_object().is_some_and(|fields| fields.len() == 1);
            let id = item["media_fbid"].as_str().filter(|_| only).ok_or_else(wrong)?;
            let live = |photo: &&Photo| {
                photo.id == id && (used(id) || now - photo.at < chrono::Duration::hours(LIFE))
            };
            let photo = self.photos.iter().find(live).ok_or_else(|| not_there(id))?;
            if used(id) {
                let message = "These photos were already posted.";
                return Err(refused(100, Some(1_366_051), message));
            }
            Ok(photo.clone())
        };
        list.iter().map(one).collect()
    }
}

fn check(source: &FormPart) -> Result<(), Reply> {
    let named = source.content_type.as_deref().unwrap_or_default();
    let found = infer::get(&source.bytes).map(|kind| kind.mime_type());
    let sound = matches!(found, Some("image/jpeg" | "image/png")) && found == Some(named);
    if sound && source.bytes.len() <= MOST_BYTES {
        return Ok(());
    }
    let message = "Photos should be smaller than 4 MB and saved as JPG, PNG.";
    Err(refused(100, Some(1_366_046), message))
}

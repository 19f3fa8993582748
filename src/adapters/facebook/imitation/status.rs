//! What a film shows of itself, and of how far it is.

use serde_json::{Value, json};

use super::films::Film;
use super::params::Params;
use super::{Graph, Outcome, PAGE, not_there, shown};
use crate::clock::Instant;

const FIELDS: [&str; 6] = ["id", "permalink_url", "published", "status", "post_id", "description"];

impl Graph {
    pub(super) fn film_node(&self, id: &str, params: &Params, now: Instant) -> Outcome {
        let film = self.films.iter().find(|film| film.id == id);
        let film = film.ok_or_else(|| not_there(id))?;
        let path = if film.reel { format!("/reel/{id}/") } else { format!("/{PAGE}/videos/{id}/") };
        let shown = json!({
            "id": id,
            "permalink_url": path,
            "published": film.public,
            "status": self.status(film, now),
            "post_id": film.public.then_some(id),
            "description": film.text,
        });
        shown::reply(&shown, params, &FIELDS)
    }

    fn status(&self, film: &Film, now: Instant) -> Value {
        let over = if self.config.older_words { "complete" } else { "completed" };
        let bytes = if self.config.older_words { "bytes_transfered" } else { "bytes_transferred" };
        let processed = self.is_processed(film, now);
        let broken = self.config.breaks_films && film.whole.is_some();
        let (video, processing) = match (film.whole, processed) {
            _ if broken => ("error", "error"),
            (None, _) => ("uploading", "not_started"),
            (Some(_), false) => ("processing", "in_progress"),
            (Some(_), true) => ("ready", over),
        };
        let publishing = match (film.shown, film.public) {
            (_, true) => json!({ "status": over, "publish_status": "published" }),
            (Some(_), false) => json!({ "status": "in_progress" }),
            (None, false) => json!({ "status": "not_started" }),
        };
        let uploading = if film.whole.is_some() { over } else { "in_progress" };
        json!({
            "video_status": video,
            "uploading_phase": { "status": uploading, bytes: film.bytes.len() },
            "processing_phase": { "status": processing },
            "publishing_phase": publishing,
        })
    }
}

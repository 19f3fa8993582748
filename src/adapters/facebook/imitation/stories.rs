//! Stories: photographs and films that are up already and are shown for a day.

use serde_json::{Value, json};

use super::params::Params;
use super::photos::LIFE;
use super::{Graph, Outcome, not_there, refused, shown};
use crate::clock::Instant;
use crate::platform::mock::{Ledger, Public, Reply};

/// What a story shows of itself (official specification).
const FIELDS: [&str; 6] = ["post_id", "status", "creation_time", "media_type", "media_id", "url"];

/// A story of a photograph; those of films are found among these.
#[derive(Debug, Clone)]
pub(super) struct Story {
    id: String,
    /// The photograph that it shows.
    pub(super) media: String,
    at: Instant,
}

impl Graph {
    pub(super) fn post_photo_story(
        &mut self,
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        params.only(&["photo_id", "appsecret_proof"])?;
        let media = params.string("photo_id")?.unwrap_or_default();
        let lives = |at: Instant| now - at < chrono::Duration::hours(LIFE);
        let photo = self.photos.iter().find(|photo| photo.id == media && lives(photo.at));
        let alt: Vec<_> = photo.ok_or_else(|| not_there(&media))?.alt.clone().into_iter().collect();
        if self.is_used(&media) {
            return Err(refused(100, Some(1_366_051), "These photos were already posted."));
        }
        let id = self.number().to_string();
        let text = String::new();
        let public =
            Public { id: id.clone(), text, media: 1, alt, parent: None, at: now, deleted: false };
        ledger.add(public);
        self.stories.push(Story { id: id.clone(), media, at: now });
        Ok(acknowledged(&id))
    }

    pub(super) fn post_film_story(&mut self, params: &Params, now: Instant) -> Outcome {
        params.only(&["upload_phase", "video_id", "appsecret_proof"])?;
        match params.one_of("upload_phase", &["start", "finish", "START", "FINISH"])?.as_deref() {
            Some("start" | "START") => {
                let post = self.number().to_string();
                let film = self.new_film(true, None, now);
                film.story = Some(post);
                let film = film.id.clone();
                Ok(self.begun(&film))
            }
            Some(_) => self.finish_story(params, now),
            None => Err(refused(100, None, "The parameter upload_phase is required")),
        }
    }

    /// Again and again is the same.
    fn finish_story(&mut self, params: &Params, now: Instant) -> Outcome {
        let id = params.text("video_id").unwrap_or_default();
        let film = self.films.iter_mut().find(|film| film.id == id);
        let film = film.ok_or_else(|| not_there(&id))?;
        let post = film.story.clone().ok_or_else(|| not_there(&id))?;
        if film.whole.is_none() {
            return Err(refused(6000, Some(1_363_019), "The video was not uploaded"));
        }
        film.shown.get_or_insert(now);
        Ok(acknowledged(&post))
    }

    /// The newest first.
    pub(super) fn stories(&self, params: &Params) -> Outcome {
        params.only(&["fields", "since", "until", "limit", "after", "appsecret_proof"])?;
        let since = params.number("since")?.and_then(|since| i64::try_from(since).ok());
        let of_photo = |story: &Story| (story.at, said(&story.id, "photo", &story.media, story.at));
        let photos = self.stories.iter().map(of_photo);
        let films = self.films.iter().filter(|film| film.is_public()).filter_map(|film| {
            let at = film.shown?;
            Some((at, said(film.story.as_ref()?, "video", &film.id, at)))
        });
        let mut all: Vec<_> = photos.chain(films).collect();
        all.retain(|(at, _)| since.is_none_or(|since| at.timestamp() >= since));
        all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let all: Vec<_> = all.into_iter().map(|(_, story)| story).collect();
        shown::list(&all, params, &FIELDS, "stories")
    }
}

fn acknowledged(post: &str) -> Reply {
    Reply::json(200, &json!({ "success": true, "post_id": post }))
}

fn said(post: &str, kind: &str, media: &str, at: Instant) -> Value {
    json!({
        "post_id": post,
        "status": "PUBLISHED",
        "creation_time": at.timestamp().to_string(),
        "media_type": kind,
        "media_id": media,
        "url": format!("https://www.facebook.com/stories/{post}/"),
    })
}

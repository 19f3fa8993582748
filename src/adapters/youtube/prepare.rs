//! Preparing, one invisible step a call: the upload, the wait until the film is processed, its own
//! picture, its playlist.

use std::time::Duration;

use serde_json::{Value, json};

use super::account::YouTube;
use super::answers::{List, PlaylistItem, Video};
use super::classify::{GONE, QUOTA_USED, reason};
use super::options::PostOptions;
use super::progress::{Extra, Progress};
use super::quota::{CAPTION, CHANGE, SHOWING, until_reset};
use super::requests::{self, film_and_picture, unbuildable};
use crate::failure::{Class, Failure};
use crate::http::{Body, FileSlice, Method, Request};
use crate::platform::{Job, Prepared};
use crate::post::Media;

/// The pauses between questions about a film, in seconds; the last one goes on.
const PAUSES: [u64; 4] = [30, 60, 120, 300];

/// How long a film may be processed before that counts as late.
const PROCESSING: chrono::Duration = chrono::Duration::hours(1);

/// How long a film may be missing after its upload: lists lag behind.
const SHOWS: chrono::Duration = chrono::Duration::minutes(5);

impl YouTube {
    /// One invisible step.
    pub(super) async fn prepare_step(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let progress = Progress::of(job.progress);
        // Renews the token where it is time, so that the visible request need not.
        self.keeper.fresh(self).await?;
        let (film, picture) = film_and_picture(&job.part.media);
        let missing = || Failure::new(Class::Rejected, "youtube-film-missing", "");
        let film = film.ok_or_else(missing)?;
        let Some(video) = progress.video.clone() else {
            return self.upload(job, progress, film).await;
        };
        if !progress.processed {
            return self.ask_after(progress, &video).await;
        }
        self.extras(job, progress, &video, (film, picture)).await
    }

    /// One of the things without which the film can be published, too.
    async fn extras(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        video: &str,
        (film, picture): (&Media, Option<&Media>),
    ) -> Result<Prepared, Failure> {
        let playlist = PostOptions::of(&job.part.options).playlist;
        let subtitles = film.subtitles.get(progress.captions.len());
        match (picture, playlist, subtitles) {
            (Some(picture), ..) if progress.thumbnail.is_none() => {
                let done = self.thumbnail(job, video, picture).await?;
                progress.thumbnail = Some(done);
            }
            (_, Some(playlist), _) if progress.playlist.is_none() => {
                let done = self.list(job, video, &playlist).await?;
                progress.playlist = Some(done);
            }
            (_, _, Some(subtitles)) => {
                let done = match self.affords(job, CAPTION).await? {
                    true => self.caption(video, subtitles).await?,
                    false => Extra::Short,
                };
                progress.captions.push(done);
            }
            _ => return Ok(progress.done()),
        }
        Ok(progress.more())
    }

    /// Whether something that costs so many `units` may be done today, so that enough is left for
    /// showing the film. Where the film has time until the next day, so has this.
    async fn affords(&self, job: &Job<'_>, units: u32) -> Result<bool, Failure> {
        if self.quota.left().await >= units + SHOWING {
            return Ok(true);
        }
        let now = self.wire.now();
        let wait = until_reset(now);
        if job.due < now + wait {
            return Ok(false);
        }
        Err(Failure::new(Class::Rate, QUOTA_USED, "counted here").pausing(wait))
    }

    /// How far the film's processing is.
    async fn ask_after(&self, mut progress: Progress, video: &str) -> Result<Prepared, Failure> {
        let query = [("part", "status,processingDetails"), ("id", video)];
        let list: List<Video> = self.get("video state", "videos", &query).await?;
        let age = progress.since.map(|since| self.wire.now() - since).unwrap_or_default();
        let state = list.items.into_iter().find(|item| item.id == video).map(|item| item.status);
        match state.as_ref().map(|state| state.upload_status.as_str()) {
            Some("processed") => {
                progress.processed = true;
                return Ok(progress.more());
            }
            Some("failed") => {
                let why = state.and_then(|state| state.failure_reason).unwrap_or_default();
                return Err(Failure::new(Class::Rejected, "youtube-processing-failed", why));
            }
            Some("rejected") => {
                let why = state.and_then(|state| state.rejection_reason).unwrap_or_default();
                return Err(Failure::new(Class::Rejected, "youtube-video-rejected", why));
            }
            Some("uploaded") if age > PROCESSING => {
                let late = Failure::new(Class::NotYet, "youtube-still-processing", "");
                return Err(late.pausing(Duration::from_secs(PAUSES[3])));
            }
            Some("deleted") => return Err(gone()),
            None if age > SHOWS => return Err(gone()),
            Some("uploaded") | None => {}
            Some(_) => return Err(super::answers::not_understood("a film in an unknown state")),
        }
        let at = usize::try_from(progress.asked).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
        progress.asked = progress.asked.saturating_add(1);
        Ok(progress.wait(Duration::from_secs(PAUSES[at])))
    }

    /// Gives the film its own picture. Without one YouTube takes one from the film, so that a channel
    /// that may not choose still publishes.
    async fn thumbnail(
        &self,
        job: &Job<'_>,
        video: &str,
        picture: &Media,
    ) -> Result<Extra, Failure> {
        if !self.affords(job, CHANGE).await? {
            return Ok(Extra::Short);
        }
        let query = [("uploadType", "media"), ("videoId", video)];
        let path = "/upload/youtube/v3/thumbnails/set";
        let url = requests::address(&self.settings.server, path, &query);
        let file = FileSlice::at(self.blobs.path(&picture.digest), picture.bytes);
        let content_type = picture.kind.mime().to_owned();
        let token = self.keeper.fresh(self).await?;
        let request = Request::post("thumbnail", url)
            .bearer(&token)
            .and_then(|request| request.body(Body::File { content_type, file }))
            .map_err(unbuildable)?;
        self.extra::<List<Value>>(request, &[]).await
    }

    /// Puts the film into a playlist, where it is not there yet.
    async fn list(&self, job: &Job<'_>, video: &str, playlist: &str) -> Result<Extra, Failure> {
        if !self.affords(job, CHANGE).await? {
            return Ok(Extra::Short);
        }
        let query = [("part", "contentDetails"), ("playlistId", playlist), ("videoId", video)];
        let there = self.get::<List<PlaylistItem>>("playlist", "playlistItems", &query).await;
        match there {
            Ok(list) if list.items.iter().any(|item| item.content_details.video_id == video) => {
                Ok(Extra::Done)
            }
            Ok(_) => {
                let what = ("add to playlist", Method::POST);
                let request = self.api(what, "playlistItems", &[("part", "snippet")]).await?;
                let resource = json!({ "kind": "youtube#video", "videoId": video });
                let snippet = json!({ "playlistId": playlist, "resourceId": resource });
                self.extra::<Placed>(request.json(json!({ "snippet": snippet })), &[]).await
            }
            Err(failure) if is_refusal(&failure) => Ok(Extra::Refused),
            Err(failure) => Err(failure),
        }
    }

    /// Sends something without which the film can be published, too. Refusals for one of the
    /// reasons `done` mean that an earlier try did it.
    pub(super) async fn extra<T: serde::de::DeserializeOwned>(
        &self,
        request: Request,
        done: &[&str],
    ) -> Result<Extra, Failure> {
        let answer = self.send(request).await?;
        if answer.is_success() {
            let _is_what_it_should_be: T = super::answers::read(&answer)?;
            return Ok(Extra::Done);
        }
        if done.contains(&reason(&answer).as_str()) {
            return Ok(Extra::Done);
        }
        let failure = self.refused(&answer).await;
        if is_refusal(&failure) { Ok(Extra::Refused) } else { Err(failure) }
    }
}

/// A new place in a playlist.
#[derive(serde::Deserialize)]
struct Placed {
    #[serde(rename = "id")]
    _id: String,
}

/// Whether it says no for good, and nothing about the login as a whole.
fn is_refusal(failure: &Failure) -> bool {
    matches!(failure.class, Class::Rejected | Class::Auth)
}

fn gone() -> Failure {
    Failure::new(Class::Stale, GONE, "the channel does not have it any more")
}

//! The invisible work of a part, one step a call: photographs, films, and the unpublished post.

use super::account::Facebook;
use super::answers::Object;
use super::calls;
use super::options::{is_comment, is_story};
use super::progress::{Made, Progress};
use crate::failure::Failure;
use crate::http::FileSlice;
use crate::platform::{Job, Prepared};
use crate::post::{Media, Part};

/// The film of `part`, if it has one.
pub(super) fn film_of(part: &Part) -> Option<&Media> {
    part.media.iter().find(|medium| medium.kind.is_video())
}

impl Facebook {
    /// One step.
    pub(super) async fn prepare_step(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        // Nothing may be left to be asked for when the post is sent.
        self.early_token().await?;
        if is_comment(job.part) {
            return Ok(Prepared::nothing());
        }
        let progress = Progress::of(job.progress);
        if let Some(film) = film_of(job.part) {
            return self.film_step(job.part, film, progress).await;
        }
        match job.part.media.get(progress.photos.len()) {
            Some(photo) => self.upload(photo, progress).await,
            None if self.is_drafted(job.part) && progress.draft.is_none() => {
                self.make_draft(job.part, progress).await
            }
            None => Ok(progress.done()),
        }
    }

    /// Whether `part` is a post that is made unpublished first.
    pub(super) fn is_drafted(&self, part: &Part) -> bool {
        self.settings.two_step && !is_story(part)
    }

    async fn upload(&self, photo: &Media, progress: Progress) -> Result<Prepared, Failure> {
        let file = FileSlice::at(self.blobs.path(&photo.digest), photo.bytes);
        let made: Object = self.read(calls::photo(&self.settings.page, photo, file)).await?;
        let mut progress = progress.begun_at(self.wire.now());
        progress.photos.push(made.id.as_str().to_owned());
        Ok(progress.more())
    }

    async fn make_draft(&self, part: &Part, progress: Progress) -> Result<Prepared, Failure> {
        let call = calls::feed(&self.settings.page, part, &progress.photos, false);
        let made: Object = self.read(call).await?;
        let mut progress = progress.begun_at(self.wire.now());
        let (id, url) = (made.id.as_str().to_owned(), made.permalink_url);
        progress.draft = Some(Made { id, url });
        Ok(progress.more())
    }
}

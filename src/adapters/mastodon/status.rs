//! The visible request, its answer, and deleting what it made.

use super::account::{Mastodon, server_time, unbuildable};
use super::answers::{self, Id, Status};
use super::classify::{Asked, is_gone, misses_media, refusal};
use super::media::Progress;
use super::options::PostOptions;
use super::requests::{self, Extras};
use crate::delivery::{Evidence, Found, Receipt};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Method, Request};
use crate::platform::{Job, Platform as _};

/// A status that was there so long before its answer was made by an earlier request. Repeats
/// come after the settle time, which is longer.
const EARLIER: chrono::Duration = chrono::Duration::seconds(60);

impl Mastodon {
    /// Sends the visible request.
    pub(super) async fn create(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let progress = Progress::of(job.progress);
        let Some(media_ids) = progress.ready_ids(job.part.media.len()) else {
            return Err(media_gone("not every medium was uploaded"));
        };
        let request = self.create_request(job, &media_ids)?;
        let answer = self.wire.visible_under(self.guarantee(), request).await?;
        if answer.is_success() {
            return self.created(job, &answer);
        }
        if misses_media(&answer) {
            return self.without_media(job, &progress).await;
        }
        let asked = Asked::Create { keyed: self.is_keyed(), reply: job.parent.is_some() };
        Err(refusal(asked, &answer, self.wire.now()))
    }

    pub(super) fn create_request(
        &self,
        job: &Job<'_>,
        media_ids: &[String],
    ) -> Result<Request, Failure> {
        let (options, _) = PostOptions::read(&job.part.options);
        let extras = Extras {
            visibility: self.visibility(job),
            sensitive: options.sensitive.unwrap_or(self.settings.sensitive),
            media_ids,
            in_reply_to: job.parent.map(|parent| parent.id.as_str()),
        };
        let request = self.request("status", Method::POST, &["api", "v1", "statuses"], &[])?;
        let request = match self.is_keyed() {
            true => request.header("idempotency-key", job.key).map_err(unbuildable)?,
            false => request,
        };
        Ok(request.json(requests::status(job.part, extras)))
    }

    fn created(&self, job: &Job<'_>, answer: &Answer) -> Result<Receipt, Failure> {
        let status: Status = answers::read(answer)?;
        let now = self.wire.now();
        let earlier =
            status.created_at.is_some_and(|created| created + EARLIER < server_time(answer, now));
        let evidence = if earlier { Evidence::Repeated } else { Evidence::Answered };
        Ok(status.receipt(now, evidence, self.visibility(job), job.part.media.len()))
    }

    /// The server says that our media are gone, or belong to a status already. If that status
    /// is this part, an earlier request made it; else the media are uploaded again.
    async fn without_media(&self, job: &Job<'_>, progress: &Progress) -> Result<Receipt, Failure> {
        let Some(begun) = progress.begun() else {
            return Err(media_gone("the part has no media"));
        };
        match self.look(job, begun).await {
            Ok(Found::Published(receipt)) => Ok(receipt),
            Ok(Found::Absent) => Err(media_gone("not found, nor attached to this part")),
            Ok(Found::CannotKnow) => {
                let detail = "media not found or already attached to a status";
                Err(Failure::new(Class::Duplicate, "mastodon-media-used-already", detail))
            }
            Err(failure) => {
                Err(Failure::new(Class::Unknown, "answer-not-understood", failure.detail))
            }
        }
    }

    /// Deletes the status `id` with its media. One that is gone already counts as deleted.
    pub(super) async fn delete(&self, id: &str) -> Result<(), Failure> {
        let id = Id::try_from(id.to_owned()).map_err(|problem| {
            Failure::new(Class::Rejected, "mastodon-receipt-not-usable", problem)
        })?;
        let segments = ["api", "v1", "statuses", id.as_str()];
        let query = [("delete_media", "true")];
        let request = self.request("delete", Method::DELETE, &segments, &query)?;
        let answer = self.wire.invisible(request).await?;
        if answer.is_success() || is_gone(&answer) {
            return Ok(());
        }
        Err(refusal(Asked::Read, &answer, self.wire.now()))
    }
}

fn media_gone(detail: &str) -> Failure {
    Failure::new(Class::Stale, "mastodon-media-gone", detail)
}

//! The visible request: the film that everybody may see from now on. And deleting one.

use serde_json::json;

use super::account::YouTube;
use super::answers::{self, Video, not_understood, permalink};
use super::classify::{LOCKED, reason};
use super::progress::{Extra, Progress};
use super::quota::price;
use super::requests;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Method};
use crate::platform::Job;

impl YouTube {
    /// Sends the visible request.
    pub(super) async fn show(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let progress = Progress::of(job.progress);
        let ready = progress.video.as_ref().filter(|_| progress.processed);
        let Some(video) = ready.and_then(|video| answers::video_id(video)) else {
            let detail = "the film was not uploaded and processed";
            return Err(Failure::new(Class::Stale, "youtube-upload-ended", detail));
        };
        let token = self.keeper.bearer().await.map_err(before_sending)?;
        let privacy = requests::privacy(&self.settings, job.part);
        let status = requests::status(&self.settings, job.part, privacy);
        let what = ("publish", Method::PUT);
        let request = requests::api(&self.settings, &token, what, "videos", &[("part", "status")])?;
        let request = request.json(json!({ "id": video, "status": status }));
        let units = price(&request);
        let answer = self.wire.visible(request).await;
        self.quota.spend(units).await;
        let answer = answer?;
        if !answer.is_success() {
            return Err(self.refused(&answer).await);
        }
        self.shown(&answer, &progress, &video, privacy).await
    }

    async fn shown(
        &self,
        answer: &Answer,
        progress: &Progress,
        video: &str,
        privacy: &str,
    ) -> Result<Receipt, Failure> {
        let shown: Video = answers::read(answer)?;
        if shown.id != video {
            return Err(not_understood("another film was changed"));
        }
        match shown.status.privacy_status.as_str() {
            now if now == privacy => {
                self.note_locked(false).await;
                Ok(self.receipt(progress, video, Evidence::Answered))
            }
            // Of a project that was not audited every film stays private.
            "private" => {
                self.note_locked(true).await;
                let detail = format!("{} stays private", permalink(video));
                Err(Failure::new(Class::Auth, LOCKED, detail))
            }
            now => Err(not_understood(format!("the film is {now:?}"))),
        }
    }

    pub(super) fn receipt(&self, progress: &Progress, video: &str, evidence: Evidence) -> Receipt {
        let refused = |extra: Option<Extra>| extra == Some(Extra::Refused);
        let captions = &progress.captions;
        let extras = [progress.thumbnail, progress.playlist];
        let short = captions.iter().chain(extras.iter().flatten()).any(|one| *one == Extra::Short);
        let remarks = [
            (refused(progress.thumbnail), "youtube-thumbnail-refused"),
            (refused(progress.playlist), "youtube-playlist-refused"),
            (captions.contains(&Extra::Refused), "youtube-captions-refused"),
            (short, "youtube-extras-without-units"),
        ];
        let remarks = remarks.iter().filter(|(is, _)| *is).map(|(_, id)| (*id).to_owned());
        Receipt {
            id: video.to_owned(),
            url: Some(permalink(video)),
            at: self.wire.now(),
            evidence,
            extra: serde_json::Value::Null,
            remarks: remarks.collect(),
        }
    }

    /// Deletes the film `id`. One that is gone already counts as deleted.
    pub(super) async fn delete(&self, id: &str) -> Result<(), Failure> {
        let video = answers::video_id(id).ok_or_else(|| {
            let detail = format!("{id:?} is no film");
            Failure::new(Class::Rejected, "youtube-receipt-not-usable", detail)
        })?;
        let request = self.api(("delete", Method::DELETE), "videos", &[("id", &video)]).await?;
        let answer = self.send(request).await?;
        match answer.status {
            204 => Ok(()),
            404 if reason(&answer) == "videoNotFound" => Ok(()),
            200..=299 => Err(not_understood(format!("status {} to a deletion", answer.status))),
            _ => Err(self.refused(&answer).await),
        }
    }
}

/// The failure of something that went before the visible request, which was surely not sent.
fn before_sending(failure: Failure) -> Failure {
    let class = if failure.class.may_be_applied() { Class::NotSent } else { failure.class };
    Failure { class, ..failure }
}

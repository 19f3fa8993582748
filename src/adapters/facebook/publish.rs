//! The visible request, and what its answer means.

use super::account::Facebook;
use super::answers::{self, Done, Film as Seen, Object, is_id, not_understood, on_website};
use super::calls;
use super::classify::{is_refusal, names_nothing};
use super::options::{Kind, Options, is_comment, is_story};
use super::prepare::film_of;
use super::progress::{Film, Made, Progress, remarks};
use crate::adapters::graph::Asked;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::Job;
use crate::post::Part;

/// How far a film is on its way to followers.
pub(super) enum Shown {
    /// They can see it, there if that is known.
    Public(Option<String>),
    /// It is under way.
    Busy,
    /// Nothing of it is under way, or it failed.
    No,
}

impl Facebook {
    /// Sends the visible request of the part of `job`.
    pub(super) async fn send(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let part = job.part;
        if is_comment(part) {
            return self.send_comment(job).await;
        }
        let progress = Progress::of(job.progress);
        match (film_of(part), &progress.film, &progress.draft) {
            (Some(_), Some(film), _) => self.show_film(part, &progress, film).await,
            (Some(_), None, _) => Err(unprepared()),
            _ if is_story(part) => self.show_photo(part, &progress).await,
            (None, _, Some(draft)) => self.reveal(part, &progress, draft).await,
            (None, _, None) if self.settings.two_step => Err(unprepared()),
            (None, _, None) => self.post(part, &progress).await,
        }
    }

    async fn post(&self, part: &Part, progress: &Progress) -> Result<Receipt, Failure> {
        if progress.photos.len() != part.media.len() {
            return Err(unprepared());
        }
        let call = calls::feed(&self.settings.page, part, &progress.photos, true);
        let answer = self.visible(part, call).await?;
        if is_refusal(&answer) {
            return Err(self.not_shown(&answer, &progress.photos).await);
        }
        let made: Object = answers::read(&answer)?;
        let url = made.permalink_url.as_deref();
        Ok(self.receipt(made.id.as_str(), url, Evidence::Answered, &progress.photos))
    }

    async fn reveal(
        &self,
        part: &Part,
        progress: &Progress,
        draft: &Made,
    ) -> Result<Receipt, Failure> {
        let answer = self.visible(part, calls::reveal(&draft.id)).await?;
        if is_refusal(&answer) {
            let staged = std::slice::from_ref(&draft.id);
            return Err(self.not_shown(&answer, staged).await);
        }
        succeeded(&answer)?;
        let url = draft.url.as_deref();
        Ok(self.receipt(&draft.id, url, Evidence::Answered, &progress.photos))
    }

    /// What it means that the request was refused: perhaps what was prepared is gone.
    pub(super) async fn not_shown(&self, answer: &Answer, staged: &[String]) -> Failure {
        let failure = self.refused(answer, Asked::Visible);
        if !names_nothing(answer) || failure.class == Class::Duplicate {
            return failure;
        }
        for id in staged {
            // A look that fails leaves the refusal as it is.
            if self.is_gone(id).await.unwrap_or(false) {
                let detail = failure.detail;
                return Failure::new(Class::Stale, "facebook-upload-gone", detail);
            }
        }
        failure
    }

    /// Success is an acknowledgement only: followers see a film when it was processed.
    async fn show_film(
        &self,
        part: &Part,
        progress: &Progress,
        film: &Film,
    ) -> Result<Receipt, Failure> {
        let (page, video) = (&self.settings.page, film.video());
        let kind = Options::of(part).kind();
        let call = match (film, kind) {
            (Film::Ready { .. }, Kind::Reel) => calls::finish_reel(page, video, part),
            (Film::Ready { .. }, Kind::Story) => calls::finish_story(page, video),
            (Film::Ready { .. }, Kind::Film) => calls::reveal_film(video),
            (Film::Whole { session, .. }, _) => calls::finish_film(page, session, part, true),
            _ => return Err(unprepared()),
        };
        let answer = self.visible(part, call).await?;
        if is_refusal(&answer) {
            return Err(self.not_shown(&answer, &[video.to_owned()]).await);
        }
        let done = succeeded(&answer)?;
        if let (Kind::Story, Some(post)) = (kind, &done.post_id) {
            return self.story_if_made(video, post.as_str()).await;
        }
        let remarks = match film {
            // Before that, nothing can hang on it.
            Film::Whole { .. } => remarks(self.hang_all(video, part).await),
            _ => progress.remarks(),
        };
        match self.shown(video, kind).await {
            Ok(Shown::Public(url)) => {
                let receipt = self.film_receipt(video, kind, url, Evidence::Answered);
                Ok(Receipt { remarks, ..receipt })
            }
            Ok(_) => Err(pending("")),
            Err(failure) => Err(pending(&failure.detail)),
        }
    }

    /// Whether followers can see the film `video`.
    pub(super) async fn shown(&self, video: &str, kind: Kind) -> Result<Shown, Failure> {
        let seen: Seen = self.read(calls::film(video)).await?;
        Ok(shown(&seen, kind))
    }

    async fn send_comment(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let parent = parent_of(job)?;
        let answer = self.visible(job.part, calls::comment(parent, job.part)).await?;
        if is_refusal(&answer) {
            return Err(self.refused(&answer, Asked::Visible));
        }
        let made: Object = answers::read(&answer)?;
        Ok(self.receipt(made.id.as_str(), made.permalink_url.as_deref(), Evidence::Answered, &[]))
    }

    /// The receipt of a post or comment. A post can also be opened by its bare id.
    pub(super) fn receipt(
        &self,
        id: &str,
        url: Option<&str>,
        evidence: Evidence,
        photos: &[String],
    ) -> Receipt {
        let bare = format!("https://www.facebook.com/{id}");
        Receipt {
            id: id.to_owned(),
            url: Some(on_website(url).unwrap_or(bare)),
            at: self.wire.now(),
            evidence,
            extra: match photos {
                [] => serde_json::Value::Null,
                photos => serde_json::json!({ "photos": photos }),
            },
            remarks: Vec::new(),
        }
    }

    pub(super) fn film_receipt(
        &self,
        video: &str,
        kind: Kind,
        url: Option<String>,
        evidence: Evidence,
    ) -> Receipt {
        let path = match kind {
            Kind::Film => format!("{}/videos/{video}", self.settings.page),
            Kind::Reel => format!("reel/{video}"),
            Kind::Story => return self.story_receipt(video, url.as_deref(), evidence),
        };
        let url = url.unwrap_or_else(|| format!("https://www.facebook.com/{path}"));
        self.receipt(video, Some(&url), evidence, &[])
    }
}

/// What a comment is written below.
pub(super) fn parent_of<'j>(job: &Job<'j>) -> Result<&'j str, Failure> {
    let id = job.parent.map(|parent| parent.id.as_str()).filter(|id| is_id(id));
    id.ok_or_else(|| Failure::new(Class::Rejected, "facebook-receipt-not-usable", ""))
}

/// That the request was taken, and nobody can see anything of it yet.
pub(super) fn pending(detail: &str) -> Failure {
    Failure::new(Class::Unknown, "facebook-film-not-public-yet", detail)
}

fn shown(seen: &Seen, kind: Kind) -> Shown {
    let publishing = &seen.status.publishing_phase;
    let ready = seen.status.video_status == "ready";
    let revealed = !kind.is_staged() && ready && seen.published == Some(true);
    if publishing.publish_status == "published" || revealed {
        return Shown::Public(on_website(seen.permalink_url.as_deref()));
    }
    let idle = matches!(publishing.status.as_str(), "" | "not_started");
    let failed = publishing.has_failed() || seen.status.video_status == "error";
    if failed || (idle && seen.status.video_status != "processing") {
        Shown::No
    } else {
        Shown::Busy
    }
}

pub(super) fn succeeded(answer: &Answer) -> Result<Done, Failure> {
    let done: Done = answers::read(answer)?;
    if done.success { Ok(done) } else { Err(not_understood("no success")) }
}

pub(super) fn unprepared() -> Failure {
    Failure::new(Class::Stale, "facebook-upload-gone", "what was prepared cannot be read")
}

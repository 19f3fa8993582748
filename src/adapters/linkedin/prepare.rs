//! Uploads, one step a call: each medium is uploaded and then asked for until it can be posted.
//!
//! A post with a medium that is not available yet is taken and then never shown (page `posts-api`),
//! so nothing is posted before LinkedIn says that all are.

use std::time::Duration;

use super::account::LinkedIn;
use super::answers::{self, Begun, OneUpload, State, Status, not_understood};
use super::classify::{PROCESSING_FAILED, UPLOAD_ENDED, refusal};
use super::compose::shown;
use super::progress::{Extra, Next, Progress, Staged};
use super::requests::{self, collection, encoded, unbuildable};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Body, FileSlice, Method, Request, Url};
use crate::platform::{Job, Prepared};
use crate::post::{Media, MediaKind};

/// How long to wait before the first question, and at most before the others.
const SOON: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: u32 = 15;

/// How long LinkedIn may say that it still waits for bytes that we sent.
const ARRIVES: chrono::Duration = chrono::Duration::seconds(60);

/// How long it may process before it is asked more rarely, and how rarely then.
const PROCESSING: chrono::Duration = chrono::Duration::minutes(10);
const SLOW: Duration = Duration::from_secs(60);

/// How long to wait in place of asking where a token may post pictures and not look at them
/// (10 to 20 seconds are recommended).
const UNSEEN: chrono::Duration = chrono::Duration::seconds(20);

impl LinkedIn {
    /// One invisible step: an upload, a part of one, or a question after one.
    pub(super) async fn prepare_step(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let progress = Progress::of(job.progress);
        // Renews the token where it is time, so that the visible request need not.
        self.token().await?;
        let media = shown(&job.part.media);
        match progress.next(media.len()) {
            Next::Stage(at) if media[at].kind.is_video() => {
                self.film(job, progress, &media[at]).await
            }
            Next::Stage(at) => self.upload(progress, &media[at]).await,
            Next::Ask(at) => self.ask_after(progress, at, media.get(at)).await,
            Next::Nothing => Ok(progress.done()),
        }
    }

    /// Uploads a picture or document. The address is used up within the step, so that nothing has
    /// to be kept of it.
    async fn upload(&self, mut progress: Progress, medium: &Media) -> Result<Prepared, Failure> {
        let begun: Begun<OneUpload> = self.initialise(medium, &[]).await?;
        let OneUpload { upload_url, image, document } = begun.value;
        let (given, kind) = match medium.kind {
            MediaKind::Pdf => (document, "document"),
            _ => (image, "image"),
        };
        let urn = given.and_then(|urn| answers::urn(&urn, &[kind]));
        let urn = urn.ok_or_else(|| not_understood("the upload names nothing"))?;
        let file = FileSlice::at(self.blobs.path(&medium.digest), medium.bytes);
        let content_type = medium.kind.mime().to_owned();
        let request = self
            .put(&upload_url)?
            .bearer(&self.token().await?)
            .and_then(|request| request.body(Body::File { content_type, file }))
            .map_err(unbuildable)?;
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(self.upload_refused(&answer).await);
        }
        // LinkedIn says 201 to that, and no word; what else speaks here stands before it.
        if answer.status != 201 && !answer.body.is_empty() {
            return Err(not_understood("an upload was answered with a document"));
        }
        progress.has(urn, self.wire.now());
        Ok(progress.wait(SOON))
    }

    /// Begins the upload of `medium`, on which these are to hang.
    pub(super) async fn initialise<T: serde::de::DeserializeOwned>(
        &self,
        medium: &Media,
        extras: &[Extra],
    ) -> Result<T, Failure> {
        let query = [("action", "initializeUpload")];
        let what = ("initializeUpload", Method::POST);
        let request = self.rest(what, collection(medium.kind), &query).await?;
        self.ask(request.json(requests::initialise(&self.settings.author, medium, extras))).await
    }

    /// Where to upload to, if that is LinkedIn or our own server.
    pub(super) fn upload_address(&self, address: &str) -> Option<Url> {
        requests::upload_address(address, &self.settings.server, self.mock.as_ref())
    }

    /// A request to the address of an upload, if that leads to LinkedIn.
    pub(super) fn put(&self, address: &str) -> Result<Request, Failure> {
        let url = self.upload_address(address);
        let url = url.ok_or_else(|| not_understood("an upload would go to another server"))?;
        Ok(Request::new("upload", Method::PUT, url))
    }

    /// What it means that an upload is refused: its address ends after a while.
    pub(super) async fn upload_refused(&self, answer: &Answer) -> Failure {
        let failure = self.refused(answer).await;
        match answer.status {
            400 | 403 | 404 | 410 => {
                Failure { class: Class::Stale, reason: UPLOAD_ENDED.into(), ..failure }
            }
            _ => failure,
        }
    }

    async fn ask_after(
        &self,
        mut progress: Progress,
        at: usize,
        medium: Option<&Media>,
    ) -> Result<Prepared, Failure> {
        let kind = medium.map_or(MediaKind::Jpeg, |medium| medium.kind);
        let staged = &mut progress.staged[at];
        let path = format!("{}/{}", collection(kind), encoded(&staged.urn));
        let request = self.rest(("media state", Method::GET), &path, &[]).await?;
        let answer = self.wire.invisible(request).await?;
        let unseen = answer.status == 403 && self.settings.author.is_person() && !kind.is_video();
        if unseen {
            staged.ready = self.wire.now() - staged.at >= UNSEEN;
        } else if answer.is_success() {
            staged.ready = self.is_ready(&answers::read(&answer)?, staged)?;
        } else {
            return Err(self.state_refused(&answer).await);
        }
        if staged.ready {
            return Ok(progress.more());
        }
        staged.asked = staged.asked.saturating_add(1);
        let pause = Duration::from_secs((2 * staged.asked).min(LONGEST_PAUSE).into());
        Ok(progress.wait(pause))
    }

    fn is_ready(&self, state: &State, staged: &Staged) -> Result<bool, Failure> {
        let waited = self.wire.now() - staged.at;
        match state.status {
            Status::Available => Ok(true),
            Status::ProcessingFailed => {
                let why = state.processing_failure_reason.clone().unwrap_or_default();
                Err(Failure::new(Class::Rejected, PROCESSING_FAILED, why))
            }
            Status::WaitingUpload if waited > ARRIVES => {
                Err(Failure::new(Class::Stale, UPLOAD_ENDED, "still waiting for the upload"))
            }
            Status::Processing if waited > PROCESSING => {
                let detail = format!("for {} seconds", waited.num_seconds());
                let late = Failure::new(Class::NotYet, "linkedin-media-still-processing", detail);
                Err(late.pausing(SLOW))
            }
            Status::WaitingUpload | Status::Processing => Ok(false),
        }
    }

    async fn state_refused(&self, answer: &Answer) -> Failure {
        if answer.status == 404 {
            let said = refusal(answer, self.wire.now()).detail;
            return Failure::new(Class::Stale, UPLOAD_ENDED, said);
        }
        self.refused(answer).await
    }
}

//! Uploads, one step a call: each medium is uploaded and then asked for until it is processed.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::{Mastodon, unbuildable};
use super::answers::{self, Uploaded};
use super::classify::{Asked, refusal};
use super::options::PostOptions;
use super::requests;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Answer, Body, FileSlice, Method};
use crate::platform::{Job, Prepared};

/// How long the server may process before it is asked more rarely.
const PROCESSING: Duration = Duration::from_secs(5 * 60);

/// The pause between questions after that.
const SLOW: Duration = Duration::from_secs(60);

/// The longest pause before.
const LONGEST_PAUSE: u64 = 10;

/// The pause after a server failed to process an upload.
const AFTER_FAILURE: Duration = Duration::from_secs(30);

/// How often it may fail so: what fails twice will always fail.
const MOST_FAILURES: u32 = 2;

/// How long an upload may wait for its status. Servers throw it away after about a day
/// (unverified), so half of that.
const LIFE: chrono::Duration = chrono::Duration::hours(12);

/// How far the media of a part are; written down between steps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    uploads: Vec<Upload>,
    /// Whether the server only has the uploads of API version 1.
    only_v1: bool,
    /// How often the upload under way failed.
    failures: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Upload {
    id: String,
    at: Instant,
    ready: bool,
    asked: u64,
}

/// What is next.
enum Next {
    Upload(usize),
    Ask(usize),
    Nothing,
}

impl Progress {
    /// What was written down; nothing where that is not ours.
    pub(super) fn of(written: &Value) -> Self {
        serde_json::from_value(written.clone()).unwrap_or_default()
    }

    /// The ids of all `count` media, if every one is ready.
    pub(super) fn ready_ids(&self, count: usize) -> Option<Vec<String>> {
        let ready = self.uploads.len() == count && self.uploads.iter().all(|one| one.ready);
        ready.then(|| self.uploads.iter().map(|one| one.id.clone()).collect())
    }

    /// When the first upload was made.
    pub(super) fn begun(&self) -> Option<Instant> {
        self.uploads.iter().map(|one| one.at).min()
    }

    fn next(&self, count: usize) -> Next {
        match self.uploads.iter().position(|one| !one.ready) {
            Some(index) => Next::Ask(index),
            None if self.uploads.len() < count => Next::Upload(self.uploads.len()),
            None => Next::Nothing,
        }
    }

    fn more(&self) -> Prepared {
        Prepared::More { progress: self.written() }
    }

    fn wait(&self, after: Duration) -> Prepared {
        Prepared::Wait { progress: self.written(), after }
    }

    fn written(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl Mastodon {
    /// One invisible step: asking what the server is, an upload, or a question after one.
    pub(super) async fn prepare_step(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let progress = Progress::of(job.progress);
        if !self.knows_server() {
            // Leaves nothing to be written down, so it is no step by itself: a restart after
            // every step must still come to an end.
            self.learn().await?;
        }
        match progress.next(job.part.media.len()) {
            Next::Upload(index) => self.upload(job, progress, index).await,
            Next::Ask(index) => self.ask(progress, index).await,
            Next::Nothing => {
                let expires = progress.begun().map(|begun| begun + LIFE);
                Ok(Prepared::Done { progress: progress.written(), expires })
            }
        }
    }

    async fn upload(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        index: usize,
    ) -> Result<Prepared, Failure> {
        let answer = self.send_upload(job, index, progress.only_v1).await?;
        match answer.status {
            404 if !progress.only_v1 => {
                progress.only_v1 = true;
                Ok(progress.more())
            }
            500 => self.upload_failed(progress, &answer),
            _ if answer.is_success() => {
                let uploaded: Uploaded = answers::read(&answer)?;
                progress.failures = 0;
                progress.keep(&uploaded, answer.status == 200, self.wire.now());
                Ok(progress.after_upload())
            }
            _ => Err(refusal(Asked::Upload, &answer, self.wire.now())),
        }
    }

    async fn send_upload(
        &self,
        job: &Job<'_>,
        index: usize,
        only_v1: bool,
    ) -> Result<Answer, Failure> {
        let media = &job.part.media[index];
        let (options, _) = PostOptions::read(&job.part.options);
        let file = FileSlice::at(self.blobs.path(&media.digest), media.bytes);
        let form = requests::upload(media, file, options.focus.as_deref());
        let version = if only_v1 { "v1" } else { "v2" };
        let request = self
            .request("media", Method::POST, &["api", version, "media"], &[])?
            .body(Body::Multipart(form))
            .map_err(unbuildable)?;
        self.wire.invisible(request).await
    }

    /// "Error processing thumbnail": worth one more try, since storage fails so, too.
    fn upload_failed(&self, mut progress: Progress, answer: &Answer) -> Result<Prepared, Failure> {
        progress.failures += 1;
        if progress.failures < MOST_FAILURES {
            return Ok(progress.wait(AFTER_FAILURE));
        }
        let said = refusal(Asked::Upload, answer, self.wire.now());
        Err(Failure::new(Class::Rejected, "mastodon-media-processing-failed", said.detail))
    }

    async fn ask(&self, mut progress: Progress, index: usize) -> Result<Prepared, Failure> {
        let id = progress.uploads[index].id.clone();
        let request =
            self.request("media state", Method::GET, &["api", "v1", "media", &id], &[])?;
        let answer = self.wire.invisible(request).await?;
        let now = self.wire.now();
        let upload = &mut progress.uploads[index];
        match answer.status {
            200 => upload.ready = answers::read::<Uploaded>(&answer)?.url.is_some(),
            206 => {}
            _ => return Err(refusal(Asked::Media, &answer, now)),
        }
        if upload.ready {
            return Ok(progress.more());
        }
        upload.asked += 1;
        if (now - upload.at).to_std().unwrap_or_default() > PROCESSING {
            let detail = format!("medium {} of the part", index + 1);
            let late = Failure::new(Class::NotYet, "mastodon-media-still-processing", detail);
            return Err(late.pausing(SLOW));
        }
        let pause = Duration::from_secs((2 * upload.asked).min(LONGEST_PAUSE));
        Ok(progress.wait(pause))
    }
}

impl Progress {
    fn keep(&mut self, uploaded: &Uploaded, is_whole: bool, at: Instant) {
        let ready = is_whole && uploaded.url.is_some();
        let id = uploaded.id.as_str().to_owned();
        self.uploads.push(Upload { id, at, ready, asked: 0 });
    }

    /// A film is never ready at once, so the question waits a moment.
    fn after_upload(&self) -> Prepared {
        match self.uploads.last() {
            Some(last) if !last.ready => self.wait(Duration::from_secs(2)),
            _ => self.more(),
        }
    }
}

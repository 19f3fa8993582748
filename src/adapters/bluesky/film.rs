//! Films go through the video service, which looks at them, converts them and puts the result on
//! our server (bsky-docs `video`, April 2026; lexicons `app.bsky.video`, August 2026).

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use super::classify::{QUOTA_USED, Refusal, UNTIL_NEXT_LOOK, not_understood, read};
use super::prepare::{Next, Work, is_ready};
use super::progress::{Blob, Film};
use super::xrpc;
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::post::Media;
use crate::secret::Secret;

/// The largest film that goes up in one request, in bytes; larger ones go in pieces, so that a
/// broken line costs a piece and not the film.
pub(super) const AT_ONCE: u64 = 20_000_000;

/// How a service answers that only takes films in one request. Uploads in pieces are in the
/// lexicons since August 2026; bsky-docs `video` (April 2026) does not know them.
const NO_PIECES: [u16; 3] = [404, 405, 501];

/// How long a token for the video service is good, in seconds; servers give an hour at most.
const TOKEN_LIFE: i64 = 1800;

/// How often a job is asked about, at first and after a minute.
const SOON: Duration = Duration::from_secs(2);
const LATER: Duration = Duration::from_secs(10);
const FIRST_MINUTE: i64 = 60;

/// How long a job may take, in seconds, before the film goes up again. The service knows it then
/// and names the same job, so a slow job is not lost.
const LONGEST_JOB: i64 = 600;

#[derive(Deserialize)]
struct Token {
    token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UploadLimits {
    can_upload: bool,
    remaining_daily_videos: Option<i64>,
    remaining_daily_bytes: Option<i64>,
    message: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    job_id: String,
    part_size_bytes: u64,
    part_count: u64,
}

/// What a job says; the service sends it bare or wrapped in `jobStatus`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct JobStatus {
    job_id: Option<String>,
    state: Option<String>,
    blob: Option<Value>,
    error: Option<String>,
    failure_code: Option<String>,
    message: Option<String>,
}

/// Does the next step of `film`.
pub(super) async fn next(
    work: &Work<'_>,
    film: &Media,
    state: &mut Option<Film>,
) -> Result<Next, Failure> {
    if is_ready(state.as_ref()) {
        return Ok(Next::Nothing);
    }
    let work = FilmWork { work, film };
    let (next, then) = match state.take() {
        None => (work.ask_leave().await?, Next::More),
        Some(Film::Allowed) if film.bytes <= AT_ONCE => (work.upload().await?, Next::More),
        Some(Film::Allowed) => (work.start().await?, Next::More),
        Some(Film::Pieces { job, size, count, next }) if next <= count => {
            (work.piece(job, size, count, next).await?, Next::More)
        }
        Some(Film::Pieces { job, .. }) => (work.finish(&job).await?, Next::More),
        Some(Film::Processing { job, since }) => work.poll(job, since).await?,
        Some(ready @ Film::Ready { .. }) => (ready, Next::Nothing),
    };
    *state = Some(next);
    Ok(then)
}

struct FilmWork<'f> {
    work: &'f Work<'f>,
    film: &'f Media,
}

impl FilmWork<'_> {
    fn now(&self) -> i64 {
        self.work.account.wire.now().timestamp()
    }

    async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        request: crate::http::Request,
    ) -> Result<T, Failure> {
        let answer = self.work.account.wire.invisible(request).await?;
        read(&answer, self.work.account.wire.now())
    }

    /// A token for another service. It is asked for anew at each step, since what is written
    /// down between steps must hold no secret.
    async fn token(&self, audience: &str, method: &str) -> Result<Secret, Failure> {
        let (who, access) = (&self.work.live.who, &self.work.live.access);
        let until = self.now() + TOKEN_LIFE;
        let request = xrpc::service_token(&who.server, access, audience, method, until)?;
        let Token { token } = self.ask(request).await?;
        if super::syntax::is_token(&token) {
            Ok(Secret::new(token))
        } else {
            Err(not_understood("the server gave us no token for the video service"))
        }
    }

    /// The token with which the video service puts the film on our server.
    async fn upload_token(&self) -> Result<Secret, Failure> {
        self.token(&self.work.live.who.server_did, xrpc::UPLOAD_BLOB).await
    }

    async fn ask_leave(&self) -> Result<Film, Failure> {
        let token = self.token(&self.work.account.settings.video_did, xrpc::UPLOAD_LIMITS).await?;
        let request = xrpc::upload_limits(&self.work.account.settings.video, &token)?;
        let limits: UploadLimits = self.ask(request).await?;
        let bytes = i64::try_from(self.film.bytes).unwrap_or(i64::MAX);
        let used_up = limits.remaining_daily_videos.is_some_and(|left| left < 1)
            || limits.remaining_daily_bytes.is_some_and(|left| left < bytes);
        let said = [limits.error, limits.message].into_iter().flatten().collect::<Vec<_>>();
        let said = said.join(": ");
        match (limits.can_upload, used_up) {
            (true, false) => Ok(Film::Allowed),
            (_, true) => {
                Err(Failure::new(Class::NotYet, QUOTA_USED, said).pausing(UNTIL_NEXT_LOOK))
            }
            (false, false) => Err(Failure::new(Class::Rejected, "bluesky-video-not-allowed", said)),
        }
    }

    async fn upload(&self) -> Result<Film, Failure> {
        let token = self.upload_token().await?;
        let (work, name) = (self.work, self.film.wire_name());
        let file = work.file(self.film);
        let (service, did) = (&work.account.settings.video, &work.live.who.did);
        let request = xrpc::upload_video(service, &token, did, &name, file)?;
        let answer = work.account.wire.invisible(request).await?;
        self.state_of(&answer, None)
    }

    async fn start(&self) -> Result<Film, Failure> {
        let token = self.upload_token().await?;
        let (bytes, name) = (self.film.bytes, self.film.wire_name());
        let request = xrpc::start_upload(&self.work.account.settings.video, &token, bytes, &name)?;
        let answer = self.work.account.wire.invisible(request).await?;
        if answer.status == 409 {
            return self.state_of(&answer, None);
        }
        if NO_PIECES.contains(&answer.status) {
            return self.upload().await;
        }
        let started: Started = read(&answer, self.work.account.wire.now())?;
        let whole = started.part_size_bytes > 0
            && bytes.div_ceil(started.part_size_bytes) == started.part_count;
        match checked_job(Some(started.job_id)) {
            Some(job) if whole => {
                let (size, count) = (started.part_size_bytes, started.part_count);
                Ok(Film::Pieces { job, size, count, next: 1 })
            }
            _ => Err(not_understood("the pieces of the upload do not make up the film")),
        }
    }

    async fn piece(&self, job: String, size: u64, count: u64, next: u64) -> Result<Film, Failure> {
        let token = self.upload_token().await?;
        let offset = size.saturating_mul(next - 1);
        let bytes = self.film.bytes.saturating_sub(offset).min(size);
        let path = self.work.account.blobs.path(&self.film.digest);
        let file = crate::http::FileSlice::at(path, bytes).from_offset(offset);
        let request =
            xrpc::upload_part(&self.work.account.settings.video, &token, &job, next, file)?;
        let answer = self.work.account.wire.invisible(request).await?;
        if Refusal::of(&answer).error == "UploadAlreadyCompleted" {
            return Ok(Film::Pieces { job, size, count, next: count + 1 });
        }
        if !answer.is_success() {
            return Err(self.work.refused(&answer));
        }
        Ok(Film::Pieces { job, size, count, next: next + 1 })
    }

    async fn finish(&self, job: &str) -> Result<Film, Failure> {
        let token = self.upload_token().await?;
        let request = xrpc::finish_upload(&self.work.account.settings.video, &token, job)?;
        let answer = self.work.account.wire.invisible(request).await?;
        let completed = answer.json::<Value>().ok();
        let completed =
            completed.and_then(|body| body["completedJobId"].as_str().map(str::to_owned));
        self.state_of(&answer, completed)
    }

    /// What an upload brought: the film itself, where the service knew it, or the job to ask
    /// about, which is `completed` where that is named apart.
    fn state_of(&self, answer: &Answer, completed: Option<String>) -> Result<Film, Failure> {
        let status = job_status(answer);
        let known = answer.status == 409 || answer.is_success();
        let failed = status.as_ref().is_some_and(JobStatus::has_failed);
        let Some(status) = status.filter(|_| known) else { return Err(self.work.refused(answer)) };
        if let Some(blob) = status.blob()? {
            return Ok(Film::Ready { blob });
        }
        if failed {
            return Err(status.failure());
        }
        match checked_job(completed.or(status.job_id)) {
            Some(job) => Ok(Film::Processing { job, since: self.now() }),
            None if answer.is_success() => Err(not_understood("the upload began no job")),
            None => Err(self.work.refused(answer)),
        }
    }

    async fn poll(&self, job: String, since: i64) -> Result<(Film, Next), Failure> {
        let request = xrpc::job_status(&self.work.account.settings.video, &job);
        let answer = self.work.account.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(self.work.refused(&answer));
        }
        let status = job_status(&answer).ok_or_else(|| not_understood("no status of the job"))?;
        if let Some(blob) = status.blob()? {
            return Ok((Film::Ready { blob }, Next::More));
        }
        if status.has_failed() {
            return Err(status.failure());
        }
        let waited = self.now() - since;
        if waited >= LONGEST_JOB {
            let detail = format!("not processed after {waited} seconds");
            return Err(Failure::new(Class::Stale, "bluesky-video-too-slow", detail));
        }
        let pause = if waited < FIRST_MINUTE { SOON } else { LATER };
        Ok((Film::Processing { job, since }, Next::Wait(pause)))
    }
}

fn job_status(answer: &Answer) -> Option<JobStatus> {
    let body: Value = answer.json().ok()?;
    let inner = body.get("jobStatus").unwrap_or(&body);
    JobStatus::deserialize(inner).ok()
}

/// A job's name as the lexicons allow it.
fn checked_job(job: Option<String>) -> Option<String> {
    job.filter(|job| (1..=256).contains(&job.len()) && !job.contains(char::is_control))
}

impl JobStatus {
    /// The finished film, if it is finished.
    fn blob(&self) -> Result<Option<Blob>, Failure> {
        let Some(value) = self.blob.as_ref().filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        let blob = Blob::read(value).filter(|blob| blob.mime == "video/mp4" && blob.size > 0);
        blob.map(Some).ok_or_else(|| not_understood("the job did not bring a film"))
    }

    fn has_failed(&self) -> bool {
        self.state.as_deref() == Some("JOB_STATE_FAILED")
    }

    /// Why it failed: through the film itself, or in a way that the next try may not.
    fn failure(&self) -> Failure {
        let code = self.failure_code.as_deref().unwrap_or("generic_failure");
        let said = [self.error.as_deref(), self.message.as_deref()];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join(": ");
        let detail = format!("{code}: {said}");
        match code {
            "validation_failure" | "encoding_failure" | "pds_upload_unsupported_blob_size" => {
                Failure::new(Class::Rejected, "bluesky-video-refused", detail)
            }
            _ => Failure::new(Class::Stale, "bluesky-video-failed", detail),
        }
    }
}

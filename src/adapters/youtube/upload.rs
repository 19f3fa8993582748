//! The resumable upload (page "Resumable uploads"): a session, then chunks from wherever the server
//! is. Whatever happened before, the server is asked first.

use serde::{Deserialize, Serialize};

use super::account::YouTube;
use super::answers::{self, Video, next_byte, not_understood};
use super::classify::{QUOTA_USED, refusal};
use super::options::PostOptions;
use super::progress::Progress;
use super::quota::{SHOWING, until_reset};
use super::requests::{self, unbuildable};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Body, FileSlice, Method, Request, Url};
use crate::platform::{Job, Prepared};
use crate::post::Media;

/// The size of a chunk: a multiple of 256 KiB, which all but the last must be.
pub(super) const CHUNK: u64 = 8 * 1024 * 1024;

/// How long a session counts as good: a day less than the week for which servers keep it.
const LIFE: chrono::Duration = chrono::Duration::days(6);

/// How long to wait before looking for a film whose session ended with its last byte: it may show a
/// minute later.
const SHOWS: std::time::Duration = std::time::Duration::from_secs(120);

/// How long to wait before the first question about a film.
const PROCESSING: std::time::Duration = std::time::Duration::from_secs(30);

/// Where a film goes. Secret: there is no other login to it.
#[derive(Serialize, Deserialize)]
struct Session {
    address: String,
    /// The film it was opened for.
    film: crate::blobs::Digest,
}

/// Where an upload is.
enum At {
    Byte(u64),
    End(String),
    Lost,
}

impl YouTube {
    /// One step of the upload: opening it, or a chunk.
    pub(super) async fn upload(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        film: &Media,
    ) -> Result<Prepared, Failure> {
        let kept = self.uploads.get::<Session>(job.key).await?;
        let Some(session) = kept.filter(|session| session.film == film.digest) else {
            return self.open(job, progress, film).await;
        };
        let at = match self.probe(&session, film.bytes).await? {
            At::Byte(next) => self.chunk(&session, film, next).await?,
            at => at,
        };
        match at {
            At::Byte(_) => Ok(progress.more()),
            At::End(video) => {
                progress.has(video, self.wire.now());
                Ok(progress.wait(PROCESSING))
            }
            At::Lost => self.lost(job, progress).await,
        }
    }

    /// Opens a session, unless the channel has the film already.
    async fn open(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        film: &Media,
    ) -> Result<Prepared, Failure> {
        if !progress.looked {
            progress.looked = true;
            if let Some(video) = self.marked(job.key).await? {
                progress.has(video.id, self.wire.now());
            }
            return Ok(progress.more());
        }
        if self.quota.left().await < SHOWING {
            let used = Failure::new(Class::Rate, QUOTA_USED, "counted here");
            return Err(used.pausing(until_reset(self.wire.now())));
        }
        let answer = self.wire.invisible(self.opening(job, film).await?).await?;
        if !answer.is_success() {
            return Err(refusal(&answer, self.wire.now()));
        }
        let address = answer.header("location").unwrap_or_default().to_owned();
        self.upload_address(&address)
            .ok_or_else(|| not_understood("the upload has no address of YouTube's"))?;
        let session = Session { address, film: film.digest };
        self.uploads.put(job.key, &session, self.wire.now() + LIFE).await?;
        Ok(progress.more())
    }

    fn upload_address(&self, text: &str) -> Option<Url> {
        requests::upload_address(text, &self.settings.server, self.mock.as_ref())
    }

    async fn opening(&self, job: &Job<'_>, film: &Media) -> Result<Request, Failure> {
        let options = PostOptions::of(&job.part.options);
        let notify = options.notify.unwrap_or(self.settings.notify);
        let query = [
            ("uploadType", "resumable"),
            ("part", "snippet,status"),
            ("notifySubscribers", if notify { "true" } else { "false" }),
        ];
        let url = requests::address(&self.settings.server, "/upload/youtube/v3/videos", &query);
        let token = self.keeper.fresh(self).await?;
        Request::post("open upload", url)
            .bearer(&token)
            .and_then(|request| request.header("content-type", "application/json; charset=UTF-8"))
            .and_then(|request| request.header("x-upload-content-length", &film.bytes.to_string()))
            .and_then(|request| request.header("x-upload-content-type", film.kind.mime()))
            .map(|request| request.json(requests::video(&self.settings, job.part, job.key)))
            .map_err(unbuildable)
    }

    /// Asks how far the server is.
    async fn probe(&self, session: &Session, bytes: u64) -> Result<At, Failure> {
        let request = self.put("probe", session, &format!("bytes */{bytes}")).await?;
        self.at(&self.wire.invisible(request).await?, bytes)
    }

    async fn chunk(&self, session: &Session, film: &Media, from: u64) -> Result<At, Failure> {
        let length = (film.bytes - from).min(CHUNK);
        if length == 0 {
            return Err(not_understood("the upload has all bytes and does not end"));
        }
        let range = format!("bytes {from}-{}/{}", from + length - 1, film.bytes);
        let path = self.blobs.path(&film.digest);
        let file = FileSlice::at(path, length).from_offset(from);
        let content_type = film.kind.mime().to_owned();
        let request = self.put("chunk", session, &range).await?;
        let request = request.body(Body::File { content_type, file }).map_err(unbuildable)?;
        self.at(&self.wire.invisible(request).await?, film.bytes)
    }

    async fn put(
        &self,
        label: &'static str,
        session: &Session,
        range: &str,
    ) -> Result<Request, Failure> {
        let url = self.upload_address(&session.address);
        let url = url.ok_or_else(|| not_understood("the upload has no address of YouTube's"))?;
        let token = self.keeper.fresh(self).await?;
        Request::new(label, Method::PUT, url)
            .bearer(&token)
            .and_then(|request| request.header("content-range", range))
            .map_err(unbuildable)
    }

    /// What an answer of the upload says. 308 is no redirect here.
    fn at(&self, answer: &Answer, bytes: u64) -> Result<At, Failure> {
        match answer.status {
            308 => next_byte(answer, bytes).map(At::Byte),
            200 | 201 => {
                let video: Video = answers::read(answer)?;
                let id = answers::video_id(&video.id);
                id.map(At::End).ok_or_else(|| not_understood("a film without the id of one"))
            }
            404 | 410 => Ok(At::Lost),
            _ => Err(refusal(answer, self.wire.now())),
        }
    }

    /// The session is gone. Perhaps all bytes had arrived: then the channel has the film, and shows
    /// it a little later.
    async fn lost(&self, job: &Job<'_>, mut progress: Progress) -> Result<Prepared, Failure> {
        self.uploads.remove(job.key).await?;
        if progress.lost {
            let detail = "two uploads ended before their time";
            return Err(Failure::new(Class::Stale, "youtube-upload-ended", detail));
        }
        (progress.looked, progress.lost) = (false, true);
        Ok(progress.wait(SHOWS))
    }
}

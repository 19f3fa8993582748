//! Films go up in parts, each to an address of its own (page `videos-api`). The addresses need no
//! login, so they are kept sealed; what LinkedIn calls each part is written down after every one.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::account::LinkedIn;
use super::answers::{self, Begun, FilmUpload, State, Status, not_understood};
use super::compose::cover_of;
use super::extras::chosen;
use super::progress::{Extra, Film, Progress};
use super::requests::{encoded, unbuildable};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Body, FileSlice, Method};
use crate::platform::{Job, Prepared};
use crate::post::Media;

/// How long addresses count as good that do not say when they end.
const LIFE: chrono::Duration = chrono::Duration::hours(1);

/// The most parts of a film: 500 MB in parts of half the documented 4 MB.
const MOST_PARTS: usize = 256;

/// The longest name of a part that is taken for one. Those that the page shows have up to 290
/// letters, as LinkedIn signs them.
const LONGEST_ETAG: usize = 2000;

/// Where the parts of a film go. Secret: there is no login to it.
#[derive(Serialize, Deserialize)]
struct Addresses {
    urn: String,
    token: String,
    parts: Vec<Stretch>,
    /// Where its subtitles go.
    #[serde(default)]
    captions: Option<String>,
    /// Where its cover goes.
    #[serde(default)]
    cover: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Stretch {
    address: String,
    first: u64,
    bytes: u64,
}

impl LinkedIn {
    /// One step of a film: beginning, a part, what hangs on it, or the end.
    pub(super) async fn film(
        &self,
        job: &Job<'_>,
        progress: Progress,
        medium: &Media,
    ) -> Result<Prepared, Failure> {
        let kept = self.uploads.get::<Addresses>(job.key).await?;
        let under_way = progress.film.as_ref().zip(kept);
        match under_way.filter(|(film, kept)| film.urn == kept.urn) {
            None => self.begin_film(job, progress, medium).await,
            Some((film, kept)) => match kept.parts.get(film.etags.len()) {
                Some(part) => self.part(job, progress.clone(), medium, part).await,
                None => self.round_off(job, progress.clone(), medium, &kept, film).await,
            },
        }
    }

    /// Uploads what hangs on a film whose parts are all there, or ends the upload.
    async fn round_off(
        &self,
        job: &Job<'_>,
        progress: Progress,
        medium: &Media,
        kept: &Addresses,
        film: &Film,
    ) -> Result<Prepared, Failure> {
        let missing = |extra: Extra| !film.given.contains(&extra);
        let captions = kept.captions.as_deref().filter(|_| missing(Extra::Captions));
        let cover = kept.cover.as_deref().filter(|_| missing(Extra::Cover));
        let subtitles = captions.zip(chosen(medium, job.part.lang.as_deref()));
        match (subtitles, cover.zip(cover_of(&job.part.media))) {
            (Some((address, one)), _) => self.caption(job, progress, address, one).await,
            (None, Some((address, one))) => self.cover(job, progress, address, one).await,
            (None, None) => self.finish_film(job, progress, film, &kept.token).await,
        }
    }

    async fn begin_film(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        medium: &Media,
    ) -> Result<Prepared, Failure> {
        let extras = [
            (Extra::Captions, !medium.subtitles.is_empty()),
            (Extra::Cover, cover_of(&job.part.media).is_some()),
        ];
        let wanted = extras.into_iter().filter(|(extra, has)| *has && progress.takes(*extra));
        let wanted: Vec<_> = wanted.map(|(extra, _)| extra).collect();
        let begun: Begun<FilmUpload> = self.initialise(medium, &wanted).await?;
        let ends = begun.value.upload_urls_expire_at.map(|millis| millis.saturating_mul(1000));
        let ends = ends.map(crate::clock::from_micros);
        let kept = addresses(begun.value, medium.bytes)?;
        let default: Instant = self.wire.now() + LIFE;
        self.uploads.put(job.key, &kept, ends.unwrap_or(default)).await?;
        let (urn, parts) = (kept.urn, kept.parts.len());
        progress.film = Some(Film { urn, parts, etags: Vec::new(), given: Vec::new() });
        Ok(progress.more())
    }

    async fn part(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        medium: &Media,
        part: &Stretch,
    ) -> Result<Prepared, Failure> {
        let path = self.blobs.path(&medium.digest);
        let file = FileSlice::at(path, part.bytes).from_offset(part.first);
        let content_type = "application/octet-stream".to_owned();
        let request = self.put(&part.address)?;
        let request = request.body(Body::File { content_type, file }).map_err(unbuildable)?;
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            let failure = self.upload_refused(&answer).await;
            if failure.class == Class::Stale {
                self.uploads.remove(job.key).await?;
            }
            return Err(failure);
        }
        let etag =
            answer.header("etag").map(|etag| etag.trim_matches('"')).filter(|etag| is_etag(etag));
        let etag = etag.ok_or_else(|| not_understood("a part of the film has no ETag"))?;
        if let Some(film) = &mut progress.film {
            film.etags.push(etag.to_owned());
        }
        Ok(progress.more())
    }

    /// Ends the upload. A repeat of an end whose answer was lost may be refused; then the film's
    /// own state tells.
    async fn finish_film(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        film: &Film,
        token: &str,
    ) -> Result<Prepared, Failure> {
        let body = json!({ "finalizeUploadRequest": {
            "video": film.urn,
            "uploadToken": token,
            "uploadedPartIds": film.etags,
        } });
        let what = ("finalizeUpload", Method::POST);
        let request = self.rest(what, "videos", &[("action", "finalizeUpload")]).await?;
        let answer = self.wire.invisible(request.json(body)).await?;
        if !answer.is_success() {
            let failure = self.refused(&answer).await;
            if failure.class != Class::Rejected || !self.has_arrived(&film.urn).await? {
                return Err(failure);
            }
        }
        self.uploads.remove(job.key).await?;
        progress.has(film.urn.clone(), self.wire.now());
        Ok(progress.wait(std::time::Duration::from_secs(5)))
    }

    async fn has_arrived(&self, urn: &str) -> Result<bool, Failure> {
        let path = format!("videos/{}", encoded(urn));
        let request = self.rest(("video state", Method::GET), &path, &[]).await?;
        let state: State = self.ask(request).await?;
        Ok(matches!(state.status, Status::Processing | Status::Available))
    }
}

/// What is kept of an upload that begins, if its parts make up the whole film.
fn addresses(upload: FilmUpload, bytes: u64) -> Result<Addresses, Failure> {
    let urn = answers::urn(&upload.video, &["video"]);
    let urn = urn.ok_or_else(|| not_understood("the upload names no film"))?;
    let mut next = 0;
    let mut parts = Vec::new();
    for part in upload.upload_instructions.into_iter().take(MOST_PARTS) {
        if part.first_byte != next || part.last_byte < part.first_byte {
            break;
        }
        next = part.last_byte.saturating_add(1);
        let bytes = next - part.first_byte;
        parts.push(Stretch { address: part.upload_url, first: part.first_byte, bytes });
    }
    if next != bytes {
        return Err(not_understood("the parts of the upload do not make up the film"));
    }
    let _struck_out_from_now_on = crate::secret::Secret::new(upload.upload_token.as_str());
    let there = |address: Option<String>| address.filter(|address| !address.is_empty());
    let (captions, cover) = (there(upload.captions_upload_url), there(upload.thumbnail_upload_url));
    Ok(Addresses { urn, token: upload.upload_token, parts, captions, cover })
}

fn is_etag(etag: &str) -> bool {
    (1..=LONGEST_ETAG).contains(&etag.len()) && etag.bytes().all(|byte| byte.is_ascii_graphic())
}

//! What hangs on a film (page `videos-api`): subtitles, one file in one language, and a cover. Both
//! are uploaded beside the parts.
//!
//! The page shows English of America; how LinkedIn takes other languages is not documented, nor what a
//! cover has to be like. So where it refuses one of them, the film goes up once more without.

use serde_json::{Value, json};

use super::account::LinkedIn;
use super::progress::{Extra, Progress};
use super::requests::unbuildable;
use crate::failure::Failure;
use crate::http::{Answer, Body, FileSlice, Part, Request};
use crate::platform::{Job, Prepared};
use crate::post::{Media, Subtitles};

/// The subtitles of `film` that go with it: those in the language of the text, else the first.
pub(super) fn chosen<'f>(film: &'f Media, lang: Option<&str>) -> Option<&'f Subtitles> {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let wanted = lang.map(language);
    let fits = |one: &&Subtitles| Some(one.language()) == wanted;
    film.subtitles.iter().find(fits).or(film.subtitles.first())
}

impl LinkedIn {
    /// Uploads the subtitles of a film to `address`.
    pub(super) async fn caption(
        &self,
        job: &Job<'_>,
        progress: Progress,
        address: &str,
        subtitles: &Subtitles,
    ) -> Result<Prepared, Failure> {
        let answer = self.wire.invisible(self.captions(address, subtitles).await?).await?;
        self.take(job, progress, Extra::Captions, &answer).await
    }

    /// Uploads the cover of a film to `address`.
    pub(super) async fn cover(
        &self,
        job: &Job<'_>,
        progress: Progress,
        address: &str,
        picture: &Media,
    ) -> Result<Prepared, Failure> {
        let file = FileSlice::at(self.blobs.path(&picture.digest), picture.bytes);
        let content_type = "application/octet-stream".to_owned();
        let request = self
            .put(address)?
            .bearer(&self.token().await?)
            .and_then(|request| request.header("media-type-family", "STILLIMAGE"))
            .and_then(|request| request.body(Body::File { content_type, file }))
            .map_err(unbuildable)?;
        let answer = self.wire.invisible(request).await?;
        self.take(job, progress, Extra::Cover, &answer).await
    }

    /// Takes in what LinkedIn said of `extra`.
    async fn take(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        extra: Extra,
        answer: &Answer,
    ) -> Result<Prepared, Failure> {
        match answer.status {
            200..=299 => {
                if let Some(film) = &mut progress.film {
                    film.given.push(extra);
                }
            }
            401 | 429 | 500..=599 => return Err(self.refused(answer).await),
            _ => {
                self.uploads.remove(job.key).await?;
                progress.film = None;
                progress.refused.push(extra);
            }
        }
        Ok(progress.more())
    }

    async fn captions(&self, address: &str, subtitles: &Subtitles) -> Result<Request, Failure> {
        let file = FileSlice::at(self.blobs.path(&subtitles.digest), subtitles.bytes);
        let form = vec![
            Part::json("metadata", &metadata(subtitles)),
            Part::file("file", "application/octet-stream", file).named("captions.srt"),
        ];
        let url = self.upload_address(address);
        let url = url.ok_or_else(|| {
            super::answers::not_understood("subtitles would go to another server")
        })?;
        Request::post("captions", url)
            .bearer(&self.token().await?)
            .and_then(|request| request.body(Body::Multipart(form)))
            .map_err(unbuildable)
    }
}

fn metadata(subtitles: &Subtitles) -> Value {
    let language = subtitles.language();
    let mut locale = json!({
        "language": language.to_ascii_uppercase(),
        "country": if language == "en" { "US" } else { "IN" },
    });
    if language == "en" {
        locale["variant"] = json!("AMERICAN");
    }
    json!({
        "format": "SRT",
        "formattedForEasyReader": false,
        "largeText": false,
        "source": "USER_PROVIDED",
        "locale": locale,
        "transcriptType": "CLOSED_CAPTION",
    })
}

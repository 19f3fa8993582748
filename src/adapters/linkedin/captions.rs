//! Subtitles of a film (page `videos-api`): one file in one language, uploaded beside the parts.
//!
//! The page shows English of America; how LinkedIn takes other languages is not documented. So where
//! it refuses, the film goes up once more without subtitles.

use serde_json::{Value, json};

use super::account::LinkedIn;
use super::film::Addresses;
use super::progress::Progress;
use super::requests::unbuildable;
use crate::failure::Failure;
use crate::http::{Body, FileSlice, Part, Request};
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
    /// Uploads the subtitles of a film whose parts are all there.
    pub(super) async fn caption(
        &self,
        job: &Job<'_>,
        mut progress: Progress,
        kept: &Addresses,
        subtitles: &Subtitles,
    ) -> Result<Prepared, Failure> {
        let request =
            self.captions(kept.captions.as_deref().unwrap_or_default(), subtitles).await?;
        let answer = self.wire.invisible(request).await?;
        if answer.is_success() {
            if let Some(film) = &mut progress.film {
                film.captioned = true;
            }
            return Ok(progress.more());
        }
        if (500..=599).contains(&answer.status) || answer.status == 429 {
            return Err(self.refused(&answer).await);
        }
        self.uploads.remove(job.key).await?;
        (progress.film, progress.uncaptioned) = (None, true);
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

//! Subtitles of a film: a file of WebVTT for each language, which the record names beside the film
//! (lexicon `app.bsky.embed.video`, August 2026). A film without them is better than none.

use serde_json::{Value, json};

use super::classify::read;
use super::prepare::{Uploaded, Work};
use super::progress::Blob;
use super::{syntax, xrpc};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::Body;
use crate::post::{Media, Subtitles};
use crate::text::{as_vtt, read_subtitles};

/// The most languages of a film, and the most bytes of the file of one (lexicon
/// `app.bsky.embed.video`).
const LANGUAGES: usize = 20;
const BYTES: u64 = 20_000;

/// What the receipt says where some were refused.
const REFUSED: &str = "bluesky-subtitles-refused";

const MIME: &str = "text/vtt";

/// The subtitles of `film` that go with it. The file that is sent is hardly ever longer than the
/// one in the store.
pub(super) fn wanted(film: &Media) -> impl Iterator<Item = &Subtitles> {
    film.subtitles.iter().filter(|one| fits(one)).take(LANGUAGES)
}

fn fits(subtitles: &Subtitles) -> bool {
    subtitles.bytes <= BYTES && syntax::is_language(&subtitles.lang)
}

/// What is said about those of `film` that stay behind.
pub(super) fn findings(film: &Media) -> Vec<Finding> {
    let strange = film.subtitles.iter().filter(|one| !fits(one));
    let left = |one: &Subtitles| {
        Finding::warning("bluesky-subtitles-left-out")
            .with("file", one.name.as_str())
            .with("bytes", one.bytes)
            .with("limit", BYTES)
    };
    strange.map(left).collect()
}

/// What the receipt has to say of what became of them.
pub(super) fn remarks(uploads: &[Option<Blob>]) -> Vec<String> {
    uploads.contains(&None).then(|| REFUSED.to_owned()).into_iter().collect()
}

/// As the record of `film` names them; those that were refused are left out.
pub(super) fn json(film: &Media, uploads: &[Option<Blob>]) -> Vec<Value> {
    let pairs = wanted(film).zip(uploads);
    let named = |(one, blob): (&Subtitles, &Option<Blob>)| {
        let file = blob.as_ref()?.json();
        Some(json!({ "lang": one.lang, "file": file }))
    };
    pairs.filter_map(named).collect()
}

impl Work<'_> {
    /// Uploads the subtitles of one language; nothing where the server does not take them.
    pub(super) async fn caption(&self, subtitles: &Subtitles) -> Result<Option<Blob>, Failure> {
        let Some(vtt) = self.vtt(subtitles).await? else { return Ok(None) };
        match self.upload_vtt(vtt).await {
            Err(failure) if failure.class == Class::Rejected => Ok(None),
            uploaded => uploaded,
        }
    }

    /// The file to send; none where it is too long or cannot be read.
    async fn vtt(&self, subtitles: &Subtitles) -> Result<Option<Vec<u8>>, Failure> {
        let read = tokio::fs::read(self.account.blobs.path(&subtitles.digest)).await;
        let srt = read.map_err(|error| Failure::new(Class::Local, "own-machine-failed", error))?;
        let cues = read_subtitles(&String::from_utf8_lossy(&srt)).ok();
        let vtt = cues.map(|cues| as_vtt(&cues).into_bytes());
        Ok(vtt.filter(|vtt| vtt.len() as u64 <= BYTES))
    }

    async fn upload_vtt(&self, vtt: Vec<u8>) -> Result<Option<Blob>, Failure> {
        let bytes = vtt.len() as u64;
        let body = Body::Bytes { content_type: MIME.to_owned(), bytes: vtt.into() };
        let request = xrpc::upload_blob(&self.live.who.server, &self.live.access, body)?;
        let answer = self.account.wire.invisible(request).await?;
        let Uploaded { blob } = read(&answer, self.account.wire.now())?;
        // A server that takes them for something else would refuse the record.
        Ok(Blob::read(&blob).filter(|blob| xrpc::is_expected(blob, bytes, MIME)))
    }
}

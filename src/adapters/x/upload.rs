//! Uploads: begun, sent in pieces, ended, processed, described. Each is one step.
//!
//! The pieces of docs.x.com, five megabytes, are refused by X's own front (trypostit/trypost#31).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::account::X;
use super::answers::{Appended, Data, Medium, Named, Processing};
use super::classify::{Asked, FORGOTTEN, not_understood};
use super::requests;
use crate::blobs::Digest;
use crate::failure::{Class, Failure};
use crate::http::{Answer, FileSlice, Request};
use crate::post::{Media, Subtitles};

/// The size of a piece in bytes, and of the smallest that is tried where X finds them too large.
const PIECE: u64 = 1 << 20;
const SMALLEST: u64 = 1 << 16;

/// The most pieces of an upload (OpenAPI 2.167, `AppendMediaUploadRequest`).
const PIECES: u64 = 1000;

/// How long an upload is kept where X does not say, in seconds: half of what docs.x.com shows.
const KEPT: i64 = 43_200;

/// So long before its end an upload is not used any more, in seconds.
const MARGIN: i64 = 300;

/// The shortest and the longest pause between two questions.
const SOON: u64 = 1;
const LATE: u64 = 60;

/// How long processing may take before the medium goes up again, in seconds.
const LONGEST: i64 = 1800;

/// A file that is uploaded.
#[derive(Debug, Clone)]
pub(super) struct Source<'m> {
    digest: &'m Digest,
    pub(super) bytes: u64,
    pub(super) mime: &'static str,
    /// What X calls a file that is so used.
    pub(super) category: &'static str,
    name: String,
    /// Its description, if there is one.
    alt: Option<&'m str>,
}

impl<'m> Source<'m> {
    /// A picture or film.
    pub(super) fn of(media: &'m Media, long_videos: bool) -> Self {
        Self {
            digest: &media.digest,
            bytes: media.bytes,
            mime: media.kind.mime(),
            category: requests::category(media, long_videos),
            name: media.wire_name(),
            alt: requests::alt(media),
        }
    }

    /// Subtitles.
    pub(super) fn of_subtitles(subtitles: &'m Subtitles) -> Self {
        Self {
            digest: &subtitles.digest,
            bytes: subtitles.bytes,
            mime: "text/srt",
            category: "subtitles",
            name: "subtitles.srt".to_owned(),
            alt: None,
        }
    }
}

/// One medium on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Upload {
    /// The id of the upload, and of the medium afterwards.
    pub(super) id: String,
    /// When X throws it away, in seconds since 1970.
    pub(super) ends: i64,
    /// The size of a piece in bytes.
    pub(super) piece: u64,
    /// How many bytes have been sent.
    pub(super) sent: u64,
    /// The number of the next piece.
    pub(super) next: u16,
    /// How far it is.
    pub(super) state: State,
}

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub(super) enum State {
    /// Pieces are being sent.
    Open,
    /// X is at work since so many seconds after 1970.
    Processing {
        /// Since when.
        since: i64,
    },
    /// It is there, and not described yet.
    Undescribed,
    /// All is done.
    Ready,
}

/// What a step left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// Perhaps more.
    More,
    /// To ask again after so long.
    Wait(Duration),
}

impl Upload {
    /// Whether it may still be used for a while.
    pub(super) fn is_kept(&self, now: i64) -> bool {
        now < self.ends - MARGIN
    }

    /// When it may no longer be used, in seconds since 1970.
    pub(super) fn good_until(&self) -> i64 {
        self.ends - MARGIN
    }
}

impl X {
    /// Begins the upload of `media`.
    pub(super) async fn begin_upload(&self, media: &Source<'_>) -> Result<Upload, Failure> {
        let request = requests::initialize(&self.settings.server, media);
        let begun = self.medium(request).await?;
        Ok(Upload {
            ends: self.ends(&begun),
            id: begun.id.as_str().to_owned(),
            piece: PIECE,
            sent: 0,
            next: 0,
            state: State::Open,
        })
    }

    /// Does the next step of `upload`.
    pub(super) async fn go_on(
        &self,
        media: &Source<'_>,
        upload: &mut Upload,
    ) -> Result<Next, Failure> {
        match upload.state {
            State::Open if upload.sent < media.bytes => self.send_piece(media, upload).await,
            State::Open => self.end_upload(media, upload).await,
            State::Processing { since } => self.ask_how_far(media, upload, since).await,
            State::Undescribed => self.describe(media, upload).await,
            State::Ready => Ok(Next::More),
        }
    }

    async fn send_piece(&self, media: &Source<'_>, upload: &mut Upload) -> Result<Next, Failure> {
        let length = upload.piece.min(media.bytes - upload.sent);
        let file = FileSlice::at(self.blobs.path(media.digest), length).from_offset(upload.sent);
        let name = media.name.clone();
        let server = &self.settings.server;
        let request = requests::append(server, &upload.id, upload.next, name, file)?;
        let request = self.access.fresh(request, &self.wire).await?;
        let answer = self.wire.invisible(request).await?;
        if is_too_large(&answer) {
            return smaller_pieces(media, upload);
        }
        self.check_piece(&answer)?;
        upload.sent += length;
        upload.next += 1;
        Ok(Next::More)
    }

    fn check_piece(&self, answer: &Answer) -> Result<(), Failure> {
        if !answer.is_success() {
            return Err(self.refused(Asked::Upload, answer));
        }
        if answer.body.is_empty() && !answer.truncated {
            return Ok(());
        }
        let taken: Appended = answer.json().map_err(|bad| not_understood(bad.to_string()))?;
        match taken.errors.is_empty() {
            true => Ok(()),
            false => Err(not_understood("a piece was taken with errors")),
        }
    }

    /// Where the answer to an earlier try was lost, the upload has ended already; its state tells.
    async fn end_upload(&self, media: &Source<'_>, upload: &mut Upload) -> Result<Next, Failure> {
        let ended = self.medium(requests::finalize(&self.settings.server, &upload.id)).await;
        let ended = match ended {
            Err(refusal) if matches!(refusal.class, Class::Rejected | Class::Stale) => {
                let status = requests::status(&self.settings.server, &upload.id);
                self.medium(status).await.map_err(|_| refusal)?
            }
            other => other?,
        };
        self.take_state(media, upload, &ended, self.wire.now().timestamp())
    }

    async fn ask_how_far(
        &self,
        media: &Source<'_>,
        upload: &mut Upload,
        since: i64,
    ) -> Result<Next, Failure> {
        let request = requests::status(&self.settings.server, &upload.id);
        let medium = self.medium(request).await?;
        self.take_state(media, upload, &medium, since)
    }

    fn take_state(
        &self,
        media: &Source<'_>,
        upload: &mut Upload,
        medium: &Medium,
        since: i64,
    ) -> Result<Next, Failure> {
        if medium.id.as_str() != upload.id {
            return Err(not_understood("another medium was answered"));
        }
        upload.ends = upload.ends.max(self.ends(medium));
        let Some(processing) = &medium.processing_info else {
            return Ok(uploaded(media, upload));
        };
        match processing.state.as_deref() {
            Some("succeeded") => Ok(uploaded(media, upload)),
            Some("failed") => Err(failed(processing)),
            Some("pending" | "in_progress") => self.wait(upload, processing, since),
            _ => Err(not_understood("a state of processing that nobody knows")),
        }
    }

    fn wait(
        &self,
        upload: &mut Upload,
        processing: &Processing,
        since: i64,
    ) -> Result<Next, Failure> {
        let waited = self.wire.now().timestamp() - since;
        if waited > LONGEST {
            let detail = format!("not processed after {waited} seconds");
            return Err(Failure::new(Class::Stale, "x-processing-too-slow", detail));
        }
        upload.state = State::Processing { since };
        let pause = processing.check_after_secs.unwrap_or(5).clamp(SOON, LATE);
        Ok(Next::Wait(Duration::from_secs(pause)))
    }

    async fn describe(&self, media: &Source<'_>, upload: &mut Upload) -> Result<Next, Failure> {
        let words = media.alt.unwrap_or_default();
        let request = requests::describe(&self.settings.server, &upload.id, words);
        let request = self.access.fresh(request, &self.wire).await?;
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(self.refused(Asked::Upload, &answer));
        }
        let described: Data<Named> =
            answer.json().map_err(|bad| not_understood(bad.to_string()))?;
        if described.data.id.as_str() != upload.id {
            return Err(not_understood("another medium was described"));
        }
        upload.state = State::Ready;
        Ok(Next::More)
    }

    /// Whether X still knows this medium; where it does not answer, that is not known.
    pub(super) async fn knows(&self, medium: &str) -> bool {
        let request = requests::status(&self.settings.server, medium);
        self.medium(request).await.is_ok_and(|known| known.id.as_str() == medium)
    }

    async fn medium(&self, request: Request) -> Result<Medium, Failure> {
        let request = self.access.fresh(request, &self.wire).await?;
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(self.refused(Asked::Upload, &answer));
        }
        let read: Data<Medium> = answer.json().map_err(|bad| not_understood(bad.to_string()))?;
        Ok(read.data)
    }

    fn ends(&self, medium: &Medium) -> i64 {
        let kept = medium.expires_after_secs.filter(|secs| *secs > 0).unwrap_or(KEPT);
        self.wire.now().timestamp().saturating_add(kept)
    }
}

fn uploaded(media: &Source<'_>, upload: &mut Upload) -> Next {
    let described = media.alt.is_none();
    upload.state = if described { State::Ready } else { State::Undescribed };
    Next::More
}

/// What X's front says of bodies that it finds too large.
fn is_too_large(answer: &Answer) -> bool {
    matches!(answer.status, 413 | 431)
}

/// Goes on in pieces of half the size, if the rest still fits into as many as there may be.
fn smaller_pieces(media: &Source<'_>, upload: &mut Upload) -> Result<Next, Failure> {
    let half = upload.piece / 2;
    let left = (media.bytes - upload.sent).div_ceil(half.max(1));
    if half < SMALLEST || u64::from(upload.next) + left > PIECES {
        let detail = format!("pieces of {} bytes are too large", upload.piece);
        return Err(Failure::new(Class::Rejected, "too-large-for-platform", detail));
    }
    upload.piece = half;
    Ok(Next::More)
}

fn failed(processing: &Processing) -> Failure {
    let words = [&processing.error["name"], &processing.error["message"]];
    let words: Vec<_> = words.into_iter().filter_map(serde_json::Value::as_str).collect();
    Failure::new(Class::Rejected, "x-medium-refused", words.join(": "))
}

/// X has thrown away what was uploaded.
pub(super) fn forgotten(detail: &str) -> Failure {
    Failure::new(Class::Stale, FORGOTTEN, detail)
}

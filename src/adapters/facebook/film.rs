//! Films: ordinary ones in pieces, reels in one stream that goes on where the server has it.

use std::time::Duration;

use super::account::Facebook;
use super::answers::{self, Done, Film as Seen, Pieces, ReelStarted, not_understood};
use super::calls;
use super::classify::{bytes_refused, is_not_visible, is_refusal, right_offsets};
use super::extras::extras_of;
use super::options::{Kind, Options};
use super::progress::{Film, Progress};
use super::settings::UPLOADS;
use crate::adapters::graph::Asked;
use crate::adapters::graph::bytes::Rest;
use crate::failure::{Class, Failure};
use crate::http::{FileSlice, Url};
use crate::platform::Prepared;
use crate::post::{Media, Part};

/// How often a film under way is asked about, at first and after a minute.
const SOON: Duration = Duration::from_secs(5);
const LATER: Duration = Duration::from_secs(30);
const FIRST_MINUTE: i64 = 60;

/// How long a reel is waited for, in seconds, before it is shown all the same: Facebook goes on
/// processing it, and may begin only then.
const REEL_WAIT: i64 = 600;

/// How long any other film may be processed, in seconds, before it goes up again.
const FILM_WAIT: i64 = 3 * 60 * 60;

/// How far Facebook is with a film whose bytes are all there.
enum State {
    Busy,
    Ready,
}

impl Facebook {
    /// One step of a part with a film.
    pub(super) async fn film_step(
        &self,
        part: &Part,
        film: &Media,
        mut progress: Progress,
    ) -> Result<Prepared, Failure> {
        let kind = Options::of(part).kind();
        let (next, pause) = match progress.film.take() {
            None if kind.is_staged() => (self.begin_staged(kind).await?, None),
            None => (self.begin_film(film).await?, None),
            Some(Film::Pieces { session, video, start, end }) => {
                (self.piece(film, session, video, start, end).await?, None)
            }
            Some(Film::Whole { session, video }) if self.settings.two_step => {
                (self.finish_unseen(part, &session, video).await?, None)
            }
            Some(Film::Begun { video }) => (self.reel_bytes(film, video).await?, None),
            Some(Film::Processing { video, since }) => self.poll(video, since, kind).await?,
            Some(Film::Ready { video }) if progress.extras.len() < extras_of(part).len() => {
                let extra = extras_of(part)[progress.extras.len()];
                progress.extras.push(self.hang(&video, extra).await?);
                (Film::Ready { video }, None)
            }
            Some(done @ (Film::Whole { .. } | Film::Ready { .. })) => {
                progress.film = Some(done);
                return Ok(progress.done());
            }
        };
        let mut progress = progress.begun_at(self.wire.now());
        progress.film = Some(next);
        Ok(pause.map_or_else(|| progress.more(), |pause| progress.wait(pause)))
    }

    async fn begin_film(&self, film: &Media) -> Result<Film, Failure> {
        let call = calls::begin_film(&self.settings.page, film.bytes);
        let begun: Pieces = self.read(call).await?;
        let (Some(session), Some(video)) = (&begun.upload_session_id, &begun.video_id) else {
            return Err(not_understood("the upload of the film has no session"));
        };
        let (session, video) = (session.as_str().to_owned(), video.as_str().to_owned());
        next_piece(film, session, video, begun.start_offset, begun.end_offset)
    }

    /// Sends the bytes that the server asked for. One that was told wrong says what it wants.
    async fn piece(
        &self,
        film: &Media,
        session: String,
        video: String,
        start: u64,
        end: u64,
    ) -> Result<Film, Failure> {
        let path = self.blobs.path(&film.digest);
        let file = FileSlice::at(path, end - start).from_offset(start);
        let call = calls::piece(&self.settings.page, &session, start, film, file);
        let answer = self.ask(call).await?;
        if is_refusal(&answer) {
            let failure = self.refused(&answer, Asked::Invisible);
            let right = right_offsets(&answer).filter(|right| *right != (start, end));
            return match right {
                Some((start, end)) => next_piece(film, session, video, start, end),
                None => Err(gone_if_not_visible(failure)),
            };
        }
        let next: Pieces = answers::read(&answer)?;
        if next.start_offset <= start {
            return Err(not_understood("the server did not take the piece of the film"));
        }
        next_piece(film, session, video, next.start_offset, next.end_offset)
    }

    async fn finish_unseen(
        &self,
        part: &Part,
        session: &str,
        video: String,
    ) -> Result<Film, Failure> {
        let call = calls::finish_film(&self.settings.page, session, part, false);
        match self.read::<Done>(call).await {
            Ok(done) => self.processing_if(&done, video),
            Err(failure) if is_not_visible(&failure) => self.finished_before(video, failure).await,
            Err(failure) => Err(failure),
        }
    }

    /// A session that is over may have been ended by a request whose answer was lost.
    async fn finished_before(&self, video: String, failure: Failure) -> Result<Film, Failure> {
        let seen: Seen = self.read(calls::film(&video)).await.map_err(gone_if_not_visible)?;
        match seen.status.video_status.as_str() {
            "processing" | "ready" => Ok(Film::Processing { video, since: self.wire.now() }),
            _ => Err(gone_if_not_visible(failure)),
        }
    }

    async fn begin_staged(&self, kind: Kind) -> Result<Film, Failure> {
        let call = calls::begin_staged(&self.settings.page, kind);
        let begun: ReelStarted = self.read(call).await?;
        if !begun.upload_url.as_deref().is_none_or(|url| self.takes_bytes(url)) {
            return Err(not_understood("the bytes of the reel were to go to another host"));
        }
        Ok(Film::Begun { video: begun.video_id.as_str().to_owned() })
    }

    /// Whether `url` is where the bytes of reels belong.
    fn takes_bytes(&self, url: &str) -> bool {
        let official = Url::parse(UPLOADS).ok();
        let given = Url::parse(url).ok().map(|url| url.origin());
        let known = [official.as_ref(), Some(&self.settings.uploads)];
        known.into_iter().flatten().any(|known| Some(known.origin()) == given)
    }

    /// Sends what the server does not have yet.
    async fn reel_bytes(&self, film: &Media, video: String) -> Result<Film, Failure> {
        let seen: Seen = self.read(calls::film(&video)).await.map_err(gone_if_not_visible)?;
        refuse_dead(&seen)?;
        let phase = &seen.status.uploading_phase;
        let offset = phase.bytes_transferred.unwrap_or(0);
        if phase.is_complete() || offset == film.bytes {
            return Ok(Film::Processing { video, since: self.wire.now() });
        }
        let Some(left) = film.bytes.checked_sub(offset) else {
            return Err(not_understood("the server has more bytes than the reel"));
        };
        let file = FileSlice::at(self.blobs.path(&film.digest), left).from_offset(offset);
        let token = self.early_token().await?;
        let rest = Rest { file, offset, size: film.bytes };
        let request = calls::reel_bytes(&self.settings, &token, &video, rest)?;
        let answer = self.invisible(request).await?;
        if is_refusal(&answer) || answer.json::<Done>().is_err() {
            let failure = bytes_refused(&answer, self.wire.now());
            return Err(gone_if_not_visible(self.mendable(failure)));
        }
        self.processing_if(&answers::read(&answer)?, video)
    }

    fn processing_if(&self, done: &Done, video: String) -> Result<Film, Failure> {
        match done.success {
            true => Ok(Film::Processing { video, since: self.wire.now() }),
            false => Err(not_understood("the server did not take the film")),
        }
    }

    async fn poll(
        &self,
        video: String,
        since: crate::clock::Instant,
        kind: Kind,
    ) -> Result<(Film, Option<Duration>), Failure> {
        let seen: Seen = self.read(calls::film(&video)).await.map_err(gone_if_not_visible)?;
        refuse_dead(&seen)?;
        let waited = (self.wire.now() - since).num_seconds();
        match state(&seen, kind) {
            State::Ready => Ok((Film::Ready { video }, None)),
            State::Busy if kind.is_staged() && waited >= REEL_WAIT => {
                Ok((Film::Ready { video }, None))
            }
            State::Busy if waited >= FILM_WAIT => {
                let detail = format!("not processed after {waited} seconds");
                Err(Failure::new(Class::Stale, "facebook-upload-gone", detail))
            }
            State::Busy => {
                let pause = if waited < FIRST_MINUTE { SOON } else { LATER };
                Ok((Film::Processing { video, since }, Some(pause)))
            }
        }
    }
}

/// The next piece as the server wants it, or that it has all of them.
fn next_piece(
    film: &Media,
    session: String,
    video: String,
    start: u64,
    end: u64,
) -> Result<Film, Failure> {
    if start == end && start == film.bytes {
        return Ok(Film::Whole { session, video });
    }
    if start < end && end <= film.bytes {
        return Ok(Film::Pieces { session, video, start, end });
    }
    let detail = format_args!("bytes {start} to {end} of a film of {}", film.bytes);
    Err(not_understood(detail))
}

/// A reel or story whose processing has not begun is ready as well: some begin only when it is shown.
fn state(seen: &Seen, kind: Kind) -> State {
    let status = &seen.status;
    let processing = &status.processing_phase;
    let idle = matches!(processing.status.as_str(), "" | "not_started");
    let waits = kind.is_staged() && status.uploading_phase.is_complete() && idle;
    if seen.is_made() || waits { State::Ready } else { State::Busy }
}

/// What Facebook could not make anything of will not get better; what it lost goes up again.
fn refuse_dead(seen: &Seen) -> Result<(), Failure> {
    let status = &seen.status;
    let said = || {
        let phases = [&status.uploading_phase, &status.processing_phase];
        let errors: Vec<_> = phases.into_iter().flat_map(|phase| &phase.errors).collect();
        format!("{} {errors:?}", status.video_status)
    };
    if matches!(status.video_status.as_str(), "expired" | "upload_failed")
        || status.uploading_phase.has_failed()
    {
        return Err(Failure::new(Class::Stale, "facebook-upload-gone", said()));
    }
    if status.video_status == "error" || status.processing_phase.has_failed() {
        return Err(Failure::new(Class::Rejected, "facebook-film-refused", said()));
    }
    Ok(())
}

/// A film that is not there any more goes up again.
fn gone_if_not_visible(failure: Failure) -> Failure {
    if is_not_visible(&failure) {
        return Failure { class: Class::Stale, reason: "facebook-upload-gone".into(), ..failure };
    }
    failure
}

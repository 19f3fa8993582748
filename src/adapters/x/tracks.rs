//! Subtitles of a film (OpenAPI 2.167, `createMediaSubtitles`): uploaded as files of their own, and
//! then given to the film. A film that is shown without them is better than none.

use serde::{Deserialize, Serialize};

use super::account::X;
use super::answers::{Data, Named};
use super::classify::{Asked, not_understood};
use super::prepare::Progress;
use super::requests;
use super::upload::{Next, Source, State, Upload};
use crate::failure::{Class, Failure};
use crate::platform::Job;
use crate::post::{Media, Part, Subtitles};

/// The subtitles of one language on their way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub(super) enum Track {
    /// Their file is being uploaded, or is there.
    Rising {
        /// How far it is.
        upload: Upload,
    },
    /// The film has them.
    Given,
    /// X does not take them.
    Refused,
}

/// The film of `part` with its place, and those of its subtitles whose language X has a name for.
fn wanted(part: &Part) -> Vec<(usize, &Media, &Subtitles)> {
    let films = part.media.iter().enumerate();
    let all = films.flat_map(|(at, film)| film.subtitles.iter().map(move |one| (at, film, one)));
    all.filter(|(_, _, subtitles)| is_named(subtitles)).collect()
}

/// Whether X has a name for this language: two letters.
pub(super) fn is_named(subtitles: &Subtitles) -> bool {
    subtitles.language().len() == 2
}

impl X {
    /// The next step of the subtitles of the part of `job`; nothing where all is done.
    pub(super) async fn next_track(
        &self,
        job: &Job<'_>,
        progress: &mut Progress,
    ) -> Result<Option<Next>, Failure> {
        let wanted = wanted(job.part);
        let rising = progress.tracks.iter().position(|one| matches!(one, Track::Rising { .. }));
        let at = rising.unwrap_or(progress.tracks.len());
        let Some((film, medium, subtitles)) = wanted.get(at).copied() else { return Ok(None) };
        let film = progress.id_of(film).unwrap_or_default();
        let step = self.track(&film, medium, subtitles, progress.tracks.get(at)).await;
        let (track, next) = match step {
            Err(failure) if failure.class == Class::Rejected => (Track::Refused, Next::More),
            step => step?,
        };
        progress.tracks.truncate(at);
        progress.tracks.push(track);
        Ok(Some(next))
    }

    async fn track(
        &self,
        film: &str,
        medium: &Media,
        subtitles: &Subtitles,
        track: Option<&Track>,
    ) -> Result<(Track, Next), Failure> {
        let source = Source::of_subtitles(subtitles);
        let Some(Track::Rising { upload }) = track else {
            let upload = self.begin_upload(&source).await?;
            return Ok((Track::Rising { upload }, Next::More));
        };
        let mut upload = upload.clone();
        if upload.state != State::Ready {
            let next = self.go_on(&source, &mut upload).await?;
            return Ok((Track::Rising { upload }, next));
        }
        self.give(film, medium, &upload.id, subtitles).await?;
        Ok((Track::Given, Next::More))
    }

    async fn give(
        &self,
        film: &str,
        medium: &Media,
        file: &str,
        subtitles: &Subtitles,
    ) -> Result<(), Failure> {
        let category = requests::category(medium, self.settings.long_videos);
        let request = requests::subtitles(&self.settings.server, film, category, file, subtitles);
        let request = self.access.fresh(request, &self.wire).await?;
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(self.refused(Asked::Upload, &answer));
        }
        let given: Data<Named> = answer.json().map_err(|bad| not_understood(bad.to_string()))?;
        match given.data.id.as_str() == film {
            true => Ok(()),
            false => Err(not_understood("another medium got the subtitles")),
        }
    }
}

//! Preparing: first who we are, then each medium in turn.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::account::X;
use super::tracks::Track;
use super::upload::{Next, Source, State, Upload};
use crate::clock::Instant;
use crate::failure::Failure;
use crate::platform::{Job, Prepared};

/// How far the media of a part are; written down between steps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    uploads: Vec<Upload>,
    /// The subtitles of its film.
    pub(super) tracks: Vec<Track>,
}

impl Progress {
    /// What was written down; nothing where that is not ours.
    pub(super) fn of(written: &Value) -> Self {
        Self::deserialize(written).unwrap_or_default()
    }

    /// The ids of all `count` media, if every one is ready.
    pub(super) fn ready(&self, count: usize) -> Option<Vec<&str>> {
        let ready = self.uploads.iter().all(|one| one.state == State::Ready);
        let ids = self.uploads.iter().map(|one| one.id.as_str());
        (ready && self.uploads.len() == count).then(|| ids.collect())
    }

    /// The id of the medium at this place, once it has one.
    pub(super) fn id_of(&self, at: usize) -> Option<String> {
        self.uploads.get(at).map(|upload| upload.id.clone())
    }

    /// What the receipt has to say.
    pub(super) fn remarks(&self) -> Vec<String> {
        let refused = self.tracks.contains(&Track::Refused);
        refused.then(|| "x-subtitles-refused".to_owned()).into_iter().collect()
    }

    fn written(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// When the first of the uploads is thrown away.
    fn expires(&self) -> Option<Instant> {
        let first = self.uploads.iter().map(Upload::good_until).min()?;
        Instant::from_timestamp(first, 0)
    }
}

impl X {
    /// One invisible step. The account is known before anything is uploaded to it.
    pub(super) async fn prepare_step(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        let mut progress = Progress::of(job.progress);
        if !self.is_known().await? {
            self.me().await?;
            return Ok(Prepared::More { progress: progress.written() });
        }
        self.access.renew_early().await?;
        let now = self.wire.now().timestamp();
        if !progress.uploads.iter().all(|one| one.is_kept(now)) {
            progress = Progress::default();
        }
        match self.next_upload(job, &mut progress).await? {
            Some(Next::More) => Ok(Prepared::More { progress: progress.written() }),
            Some(Next::Wait(after)) => Ok(Prepared::Wait { progress: progress.written(), after }),
            None => {
                let expires = progress.expires();
                Ok(Prepared::Done { progress: progress.written(), expires })
            }
        }
    }

    async fn next_upload(
        &self,
        job: &Job<'_>,
        progress: &mut Progress,
    ) -> Result<Option<Next>, Failure> {
        let media = &job.part.media;
        let open = progress.uploads.iter_mut().zip(media);
        for (upload, medium) in open {
            if upload.state != State::Ready {
                let source = Source::of(medium, self.settings.long_videos);
                return self.go_on(&source, upload).await.map(Some);
            }
        }
        let Some(medium) = media.get(progress.uploads.len()) else {
            return self.next_track(job, progress).await;
        };
        let source = Source::of(medium, self.settings.long_videos);
        progress.uploads.push(self.begin_upload(&source).await?);
        Ok(Some(Next::More))
    }
}

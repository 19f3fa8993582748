//! How far a film is; written down between steps. The address of its upload is not here, but kept
//! sealed: whoever knows it can upload in our name.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Instant;
use crate::platform::Prepared;

/// The progress of one part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    /// Whether the channel was looked through for the film already.
    pub(super) looked: bool,
    /// Whether an upload ended without our knowing whether all of it arrived.
    pub(super) lost: bool,
    /// The id of the film, once it has one.
    pub(super) video: Option<String>,
    /// Since when it has.
    pub(super) since: Option<Instant>,
    /// How often we asked how far its processing is.
    pub(super) asked: u32,
    /// Whether it is processed.
    pub(super) processed: bool,
    /// What became of its own picture.
    pub(super) thumbnail: Option<Extra>,
    /// What became of its subtitles, in their order.
    pub(super) captions: Vec<Extra>,
    /// What became of its place in a playlist.
    pub(super) playlist: Option<Extra>,
}

/// What became of something without which a film can be published, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Extra {
    Done,
    Refused,
    /// Left out, as the day has no units for it.
    Short,
}

impl Progress {
    /// What was written down; nothing where that is not ours.
    pub(super) fn of(written: &Value) -> Self {
        serde_json::from_value(written.clone()).unwrap_or_default()
    }

    /// Notes that the film has an id now.
    pub(super) fn has(&mut self, video: String, at: Instant) {
        self.since = Some(at);
        self.video = Some(video);
    }

    pub(super) fn more(&self) -> Prepared {
        Prepared::More { progress: self.written() }
    }

    pub(super) fn wait(&self, after: Duration) -> Prepared {
        Prepared::Wait { progress: self.written(), after }
    }

    pub(super) fn done(&self) -> Prepared {
        Prepared::Done { progress: self.written(), expires: None }
    }

    fn written(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

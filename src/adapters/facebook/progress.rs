//! How far the invisible work of a part is; written down between steps.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answers::is_id;
use crate::clock::Instant;
use crate::platform::Prepared;

/// How long what was prepared may wait. Photographs that are in no post are said to be thrown away
/// after about a day (unverified), so half of that, for all kinds.
const LIFE: chrono::Duration = chrono::Duration::hours(12);

/// What was done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    /// The ids of the photographs that are up, in order.
    pub(super) photos: Vec<String>,
    pub(super) film: Option<Film>,
    /// What became of the things that hang on the film, in order: whether they were taken.
    pub(super) extras: Vec<bool>,
    /// The unpublished post, where one is made first.
    pub(super) draft: Option<Made>,
    /// When the first of these was made.
    pub(super) begun: Option<Instant>,
}

/// Something that was made, and where people will see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) id: String,
    pub(super) url: Option<String>,
}

/// How far a film is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "step")]
pub(super) enum Film {
    /// The server wants the bytes from `start` to `end`.
    Pieces { session: String, video: String, start: u64, end: u64 },
    /// All bytes of a film are there.
    Whole { session: String, video: String },
    /// A reel was begun.
    Begun { video: String },
    /// It is being processed since then.
    Processing { video: String, since: Instant },
    /// Nothing is left to be done before it is shown.
    Ready { video: String },
}

impl Film {
    /// The film's id.
    pub(super) fn video(&self) -> &str {
        match self {
            Self::Pieces { video, .. }
            | Self::Whole { video, .. }
            | Self::Begun { video }
            | Self::Processing { video, .. }
            | Self::Ready { video } => video,
        }
    }

    fn is_sound(&self) -> bool {
        let session = match self {
            Self::Pieces { session, .. } | Self::Whole { session, .. } => session,
            _ => self.video(),
        };
        is_id(self.video()) && is_id(session)
    }
}

/// What a receipt has to say of the things that hang on a film.
pub(super) fn remarks(all: bool) -> Vec<String> {
    let missing = "facebook-extras-refused".to_owned();
    if all { Vec::new() } else { vec![missing] }
}

impl Progress {
    /// What was written down; nothing where that is not ours, since ids go into addresses.
    pub(super) fn of(written: &Value) -> Self {
        let read: Self = serde_json::from_value(written.clone()).unwrap_or_default();
        let sound = read.photos.iter().all(|id| is_id(id))
            && read.film.as_ref().is_none_or(Film::is_sound)
            && read.draft.as_ref().is_none_or(|made| is_id(&made.id));
        if sound { read } else { Self::default() }
    }

    /// The same, begun now where it was not yet.
    pub(super) fn begun_at(mut self, now: Instant) -> Self {
        self.begun.get_or_insert(now);
        self
    }

    /// What the receipt has to say.
    pub(super) fn remarks(&self) -> Vec<String> {
        remarks(self.extras.iter().all(|taken| *taken))
    }

    pub(super) fn more(&self) -> Prepared {
        Prepared::More { progress: self.written() }
    }

    pub(super) fn wait(&self, after: std::time::Duration) -> Prepared {
        Prepared::Wait { progress: self.written(), after }
    }

    pub(super) fn done(&self) -> Prepared {
        Prepared::Done { progress: self.written(), expires: self.begun.map(|begun| begun + LIFE) }
    }

    fn written(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

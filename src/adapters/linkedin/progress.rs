//! How far the media of a part are; written down between steps. It holds no addresses of uploads:
//! those are kept sealed.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Instant;
use crate::platform::Prepared;

/// How long what was uploaded counts as good. How long LinkedIn keeps it without a post is not
/// documented, so half a day.
const LIFE: chrono::Duration = chrono::Duration::hours(12);

/// The progress of one part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    /// What is uploaded, in the order of the media.
    pub(super) staged: Vec<Staged>,
    /// The film under way.
    pub(super) film: Option<Film>,
    /// What LinkedIn refused of what hangs on it, so that it goes up without.
    pub(super) refused: Vec<Extra>,
}

/// What hangs on a film.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Extra {
    /// Its subtitles, in one language.
    Captions,
    /// The picture that is shown before it plays.
    Cover,
}

/// One medium that LinkedIn has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Staged {
    /// Its URN.
    pub(super) urn: String,
    /// Since when.
    pub(super) at: Instant,
    /// Whether it can be posted.
    pub(super) ready: bool,
    /// How often we asked.
    pub(super) asked: u32,
}

/// A film that goes up in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Film {
    /// Its URN.
    pub(super) urn: String,
    /// How many parts it has.
    pub(super) parts: usize,
    /// What LinkedIn called the parts that it has, in order.
    pub(super) etags: Vec<String>,
    /// What LinkedIn has of what hangs on it.
    #[serde(default)]
    pub(super) given: Vec<Extra>,
}

/// What is next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// To upload the medium at this place.
    Stage(usize),
    /// To ask about the one at this place.
    Ask(usize),
    /// Nothing.
    Nothing,
}

impl Progress {
    /// What was written down; nothing where that is not ours.
    pub(super) fn of(written: &Value) -> Self {
        serde_json::from_value(written.clone()).unwrap_or_default()
    }

    /// The URNs of all `count` media, if every one can be posted.
    pub(super) fn urns(&self, count: usize) -> Option<Vec<&str>> {
        let ready = self.staged.len() == count && self.staged.iter().all(|one| one.ready);
        ready.then(|| self.staged.iter().map(|one| one.urn.as_str()).collect())
    }

    pub(super) fn next(&self, count: usize) -> Next {
        match self.staged.iter().position(|one| !one.ready) {
            Some(index) => Next::Ask(index),
            None if self.staged.len() < count => Next::Stage(self.staged.len()),
            None => Next::Nothing,
        }
    }

    /// Notes that LinkedIn has the next medium now.
    pub(super) fn has(&mut self, urn: String, at: Instant) {
        self.film = None;
        self.staged.push(Staged { urn, at, ready: false, asked: 0 });
    }

    /// Whether LinkedIn has not refused this yet.
    pub(super) fn takes(&self, extra: Extra) -> bool {
        !self.refused.contains(&extra)
    }

    /// What the receipt has to say.
    pub(super) fn remarks(&self) -> Vec<String> {
        let remark = |extra: &Extra| match extra {
            Extra::Captions => "linkedin-captions-refused".to_owned(),
            Extra::Cover => "linkedin-cover-refused".to_owned(),
        };
        self.refused.iter().map(remark).collect()
    }

    pub(super) fn more(&self) -> Prepared {
        Prepared::More { progress: self.written() }
    }

    pub(super) fn wait(&self, after: Duration) -> Prepared {
        Prepared::Wait { progress: self.written(), after }
    }

    pub(super) fn done(&self) -> Prepared {
        let first = self.staged.iter().map(|one| one.at).min();
        Prepared::Done { progress: self.written(), expires: first.map(|first| first + LIFE) }
    }

    fn written(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

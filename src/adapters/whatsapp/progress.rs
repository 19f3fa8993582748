//! How far the invisible work of a part is; written down between steps.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::adapters::graph::line::Id;
use crate::clock::Instant;
use crate::delivery::Receipt;
use crate::platform::Prepared;

/// How long an upload is used: some days less than the 30 that it is said to be kept.
const MEDIA_LIFE: chrono::Duration = chrono::Duration::days(25);

/// How long what was checked holds: who agreed, the template and the number.
const CHECK_LIFE: chrono::Duration = chrono::Duration::hours(1);

/// What was done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Progress {
    /// Whether the template was found as the settings have it.
    pub(super) template: bool,
    /// Whether the number may send.
    pub(super) number: bool,
    pub(super) media: Option<Uploaded>,
}

/// A medium that is up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Uploaded {
    pub(super) id: Id,
    /// How long it is used.
    pub(super) until: Instant,
}

impl Uploaded {
    /// One that was uploaded `now`.
    pub(super) fn at(id: Id, now: Instant) -> Self {
        Self { id, until: now + MEDIA_LIFE }
    }

    /// The one that the part of `receipt` went out with, while it is good.
    pub(super) fn of(receipt: &Receipt, now: Instant) -> Option<Self> {
        let kept: Self = serde_json::from_value(receipt.extra["media"].clone()).ok()?;
        (kept.until > now + CHECK_LIFE).then_some(kept)
    }

    pub(super) fn json(&self) -> Value {
        json!(self)
    }
}

impl Progress {
    /// What was written down; nothing where that is not ours.
    pub(super) fn of(written: &Value) -> Self {
        serde_json::from_value(written.clone()).unwrap_or_default()
    }

    pub(super) fn more(&self) -> Prepared {
        Prepared::More { progress: json!(self) }
    }

    pub(super) fn done(&self, now: Instant) -> Prepared {
        let checked = now + CHECK_LIFE;
        let until = self.media.as_ref().map_or(checked, |media| media.until.min(checked));
        Prepared::Done { progress: json!(self), expires: Some(until) }
    }
}

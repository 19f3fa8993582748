//! One post to one account: the unit of work, and the only door between its states.
//!
//! ```text
//!                 begin            prepared             armed
//!   planned ─────────────▶ preparing ──────▶ ready ─────────────▶ sending
//!      ▲                    ▲   ▲              │ ▲                 │ │ │
//!      │       things stale │   └──────────────┘ │ surely not sent │ │ │ answer lost
//!      │                    │                    └─────────────────┘ │ ▼
//!      │                    │  next part                             │ uncertain
//!      │                    └──────────────────── receipt ◀──────────┘   │ │ │
//!      │                                             │ ▲    found there  │ │ │ proved absent
//!      │                            last part        │ └─────────────────┘ │ └──▶ ready
//!      │                                             ▼                     ▼
//!   released ◀── held ◀── (blackout, doubt, …)   published              held (a person answers)
//!
//! Where a person makes public what they are given (`handed`), a receipt of the handing over leads
//! to held; it is published once they say so.
//! ```
//!
//! Ends: `published`, `failed`, `expired`, `missed`, `cancelled`; then perhaps `recalled`, where
//! something is public.

mod lateness;
mod retry;
mod state;
mod step;

#[cfg(test)]
mod model;

pub use lateness::{ON_TIME, gives_up_at, slept_through, too_late_from};
pub use retry::{BASE_DELAY, LONGEST_DELAY, delay};
pub use state::{Delivery, DeliveryId, Doubt, Handed, HeldAt, State, Why};
pub use step::{Action, Answer, Context, Event, Illegal, Step, step};

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Instant;

/// How long a person who was given a part is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// After so long without a word they are reminded, and again after as long.
    pub remind: Duration,
    /// After so long others are told.
    pub report: Duration,
}

/// What an account promises about a visible request whose answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Guarantee {
    /// Exactly once: a key or a staged object makes a repeat harmless for ever.
    A,
    /// Exactly once inside a window: the platform knows our key for a limited time.
    B,
    /// Read back, else ask: own posts can be read, but absence is never quite proved.
    C,
    /// Ask: the platform shows us nothing.
    D,
}

/// What a platform gave for a part that became public. Immutable once written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The platform's id of what became public; empty where it gives none.
    pub id: String,
    /// Where people can see it, if the platform says so.
    pub url: Option<String>,
    /// When we knew that it was public.
    pub at: Instant,
    /// How we know.
    pub evidence: Evidence,
    /// What the adapter needs for replies and recall, such as a CID or further ids. Where each part goes
    /// to somebody else, `to` says to whom, as people may see it, and `reached` is false where that
    /// person was not reached.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub extra: serde_json::Value,
    /// What the platform did otherwise than asked, as message ids, such as `visibility-changed`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

impl Receipt {
    /// Whether the part came to whom it was for; where it is for everybody, it did.
    #[must_use]
    pub fn has_reached(&self) -> bool {
        self.extra["reached"] != false
    }
}

/// How we know that a part is public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The platform answered the visible request.
    Answered,
    /// The platform answered a repeat under the same key.
    Repeated,
    /// We read it back after the answer was lost.
    ReadBack,
    /// A person looked and said so.
    Person,
}

/// What a look after a lost answer brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is public.
    Published(Receipt),
    /// It is not there now.
    Absent,
    /// The platform gives no way to know.
    CannotKnow,
}

/// What to do about a class C delivery that two reads did not find.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnDoubt {
    /// Hold it and ask a person.
    #[default]
    Hold,
    /// Send it again after the settle time; only for accounts that can be read back.
    SettleRepost,
}

//! Policy's answer, and the named reasons that travel through plans, logs and the journal.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::finding::Fact;

/// Why something is as it is: an id of the message catalogues with its facts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reason {
    /// The message's id, lower case with hyphens.
    pub id: Cow<'static, str>,
    /// What the message needs, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<Cow<'static, str>, Fact>,
}

impl Reason {
    /// The reason named `id`.
    #[must_use]
    pub fn new(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), facts: BTreeMap::new() }
    }

    /// The same, with one more fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.insert(Cow::Borrowed(name), fact.into());
        self
    }
}

/// Whether a delivery may go out, and why (not).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may go out now.
    Go,
    /// Not now; look again at the instant.
    Wait {
        /// When it may be asked again.
        until: Instant,
        /// Why it waits.
        reason: Reason,
    },
    /// Not until a person or an event lifts it.
    Hold(Reason),
    /// Its time is over; it must not go out any more.
    Expire(Reason),
    /// Its time passed while nothing could be done, and it is to be left out.
    Miss(Reason),
    /// It can never go out as it is.
    Refuse(Reason),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_survives_the_journal() {
        let reason = Reason::new("blackout").with("until", "2026-11-25T09:00").with("count", 3_i64);
        let stored = serde_json::to_string(&reason).unwrap();
        assert_eq!(serde_json::from_str::<Reason>(&stored).unwrap(), reason);
    }
}

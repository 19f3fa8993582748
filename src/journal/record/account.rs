//! What is remembered of an account, and how it stands on its platform.

use serde::{Deserialize, Serialize};

use crate::account::AccountName;
use crate::clock::{Instant, Reading, moved};
use crate::finding::Severity;
use crate::verdict::Reason;

/// What is remembered of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountState {
    /// The account.
    pub name: AccountName,
    /// Why it is paused, if it is.
    pub paused: Option<Reason>,
    /// Nothing is sent before this instant, because the platform asked so.
    pub waits_until: Option<Instant>,
    /// How many failures in a row count against it.
    pub failures: u32,
    /// Until when the circuit breaker is open.
    pub open_until: Option<Instant>,
    /// How often the breaker opened in a row.
    pub opened: u32,
    /// When something of it last became public.
    pub last_published: Option<Instant>,
    /// What the platform's headers last said is left, and when that ends.
    pub left: Option<(u64, Instant)>,
    /// What the clocks showed when its instants were last right; none where it never had any.
    #[serde(default)]
    pub noted: Option<Reading>,
}

impl AccountState {
    /// An account of which nothing is remembered.
    #[must_use]
    pub fn new(name: AccountName) -> Self {
        Self {
            name,
            paused: None,
            waits_until: None,
            failures: 0,
            open_until: None,
            opened: 0,
            last_published: None,
            left: None,
            noted: None,
        }
    }

    /// The same on the wall clock of `now`, which people may have set since it was noted: all its
    /// instants are counted from something that happened.
    #[must_use]
    pub fn aligned(mut self, now: &Reading) -> Self {
        if let Some(noted) = &mut self.noted {
            let by = now.set_since(noted);
            *noted = *now;
            self.move_by(by);
        }
        self
    }

    /// The wall clock was set `by` later, and all instants move along.
    pub fn move_by(&mut self, by: chrono::Duration) {
        self.instants().for_each(|instant| *instant = moved(*instant, by));
    }

    /// Everything that is counted from something that happened.
    fn instants(&mut self) -> impl Iterator<Item = &mut Instant> {
        let single = [&mut self.waits_until, &mut self.open_until, &mut self.last_published];
        let left = self.left.iter_mut().map(|(_, until)| until);
        single.into_iter().flatten().chain(left)
    }

    /// What is to be written where the clock was set, so that the next boot knows of it, too.
    #[must_use]
    pub fn to_be_noted(&self) -> Option<Self> {
        let mut state = self.clone();
        let counts = state.instants().next().is_some();
        counts.then_some(state)
    }
}

/// How an account stands on its platform, as that last said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The account.
    pub account: AccountName,
    /// When the platform was last asked.
    pub asked: Instant,
    /// Our name there, once it was told.
    pub name: Option<String>,
    /// Where people see us.
    pub url: Option<String>,
    /// When the login ends, if it does.
    pub ends: Option<Instant>,
    /// What is missing or worth knowing.
    pub found: Vec<Told>,
    /// Why the platform did not answer the last time, if it did not.
    pub trouble: Option<Reason>,
}

/// Something that was found, as it can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub reason: Reason,
}

//! The states of a delivery, as they are written down.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::{Instant, Reading, moved};
use crate::verdict::Reason;

/// The number under which people and the journal know a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeliveryId(pub i64);

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Everything that decides what may happen next to a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Delivery {
    /// Its number.
    pub id: DeliveryId,
    /// Where it stands.
    pub state: State,
    /// The part that is under way, from 0; all before it are public.
    pub part: u16,
    /// How many parts it has; 0 until it was composed.
    pub parts: u16,
    /// How many visible requests were opened for this part.
    pub attempts: u32,
    /// When the first visible request of this part that may have been applied was opened.
    pub first_sent: Option<Instant>,
    /// How many tries of this part failed since something last went well.
    pub failures: u32,
    /// Nothing is tried before this instant.
    pub not_before: Option<Instant>,
    /// At this instant it is given up, unless it is public or in doubt.
    pub give_up: Option<Instant>,
    /// Whether the session was refreshed for this part already.
    pub refreshed: bool,
    /// How often the daemon died while working on this part.
    pub crashes: u8,
    /// What the clocks showed when the instants that are counted from something that happened were
    /// last right; none where there are none.
    #[serde(default)]
    pub noted: Option<Reading>,
}

/// Where a delivery stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum State {
    /// Waits for its time. Entered when the post is taken or released; a crash leaves it here.
    Planned,
    /// Invisible work is going on. A crash leaves it here; finished steps are not repeated.
    Preparing,
    /// All invisible work of the part is done. A crash leaves it here.
    Ready,
    /// The intent is on disk and the visible request may be out. A crash makes it uncertain.
    Sending {
        /// When the intent was written.
        since: Instant,
    },
    /// The answer was lost. Left only by evidence, by proved absence, or by a person.
    Uncertain(Doubt),
    /// Waits for a person, or for what the reason names to pass.
    Held {
        /// Where it goes on when it is released.
        at: HeldAt,
        /// Why it waits.
        why: Reason,
    },
    /// Every part is public.
    Published,
    /// It ended without being (wholly) public.
    Failed(Why),
    /// It was given up because its time had passed.
    Expired(Why),
    /// Its time passed while nothing could be done, and the config says to leave it out.
    Missed(Why),
    /// People took it back before anything was sent.
    Cancelled(Why),
    /// What was public of it was deleted again.
    Recalled,
}

/// Why a delivery ended as it did.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Why {
    /// The named reason.
    pub why: Reason,
}

/// What is known about a visible request whose answer was lost.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Doubt {
    /// When its answer was given up, or a start found it open: the settle time counts from here.
    pub since: Instant,
    /// When to look next.
    pub next_look: Instant,
    /// How many looks, after the settle time, found nothing.
    pub absent: u8,
    /// Whether the platform said "you have posted this already".
    pub duplicate: bool,
    /// What went wrong.
    pub why: Reason,
}

/// Where a held delivery goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldAt {
    /// Before anything was begun.
    Start,
    /// Before the visible request of a part; none is in doubt.
    Part,
    /// After a visible request whose fate is unknown: only an answer releases it.
    Doubt,
    /// After a person was given the part: they make it public, and their word ends it.
    Handed(Handed),
}

/// What is still to be done about a part that a person was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Handed {
    /// When to look next whether they have said that it is public.
    pub next_look: Instant,
    /// When to remind them next.
    pub next_word: Instant,
    /// Whether others were told already that they have not said so in time.
    pub reported: bool,
}

impl State {
    /// The name of the state, as logs, tables and JSON show it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Sending { .. } => "sending",
            Self::Uncertain(_) => "uncertain",
            Self::Held { .. } => "held",
            Self::Published => "published",
            Self::Failed(_) => "failed",
            Self::Expired(_) => "expired",
            Self::Missed(_) => "missed",
            Self::Cancelled(_) => "cancelled",
            Self::Recalled => "recalled",
        }
    }

    /// Whether the delivery has come to its end.
    #[must_use]
    pub fn is_end(&self) -> bool {
        matches!(
            self,
            Self::Published
                | Self::Failed(_)
                | Self::Expired(_)
                | Self::Missed(_)
                | Self::Cancelled(_)
                | Self::Recalled
        )
    }

    /// Why it stands where it stands, if it says so.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Uncertain(Doubt { why, .. }) | Self::Held { why, .. } => Some(why),
            Self::Failed(end) | Self::Expired(end) | Self::Missed(end) | Self::Cancelled(end) => {
                Some(&end.why)
            }
            _ => None,
        }
    }
}

impl Delivery {
    /// A delivery that was just taken in and waits for its time.
    #[must_use]
    pub fn planned(id: DeliveryId) -> Self {
        Self {
            id,
            state: State::Planned,
            part: 0,
            parts: 0,
            attempts: 0,
            first_sent: None,
            failures: 0,
            not_before: None,
            give_up: None,
            refreshed: false,
            crashes: 0,
            noted: None,
        }
    }

    /// Whether something of it is public, or may be.
    #[must_use]
    pub fn has_begun_in_public(&self) -> bool {
        self.part > 0
            || self.first_sent.is_some()
            || matches!(self.state, State::Sending { .. } | State::Uncertain(_))
            || matches!(self.state, State::Held { at: HeldAt::Doubt | HeldAt::Handed(_), .. })
            || matches!(self.state, State::Published | State::Recalled)
    }

    /// Whether it has ended and something of it is known to be public: all, or what was public of
    /// a thread before it was abandoned.
    #[must_use]
    pub fn is_left_public(&self) -> bool {
        match self.state {
            State::Published => true,
            State::Recalled => false,
            _ => self.state.is_end() && self.part > 0,
        }
    }

    /// Whether it may be worked on at `now`.
    #[must_use]
    pub fn may_try_at(&self, now: Instant) -> bool {
        self.not_before.is_none_or(|not_before| not_before <= now)
    }
}

/// How far back the first request counts where nobody can tell how long ago it was: far enough
/// that no platform is taken to know its key, and that a look at what is public surely sees it.
const LONG_AGO: chrono::Duration = chrono::Duration::hours(24);

impl Delivery {
    /// The same on the wall clock of `now`, which people may have set since it was noted: how long
    /// ago something happened, and how long is still to be waited, does not change by that. Times
    /// that people wrote, and the end that follows from them, stay.
    #[must_use]
    pub fn aligned(&self, now: &Reading) -> Self {
        let mut next = self.clone();
        let Some(noted) = self.noted else { return next };
        next.noted = Some(*now);
        let by = now.set_since(&noted);
        next.instants().into_iter().for_each(|instant| *instant = moved(*instant, by));
        if now.has_lost_count_since(&noted) {
            next.first_sent = next.first_sent.map(|first| moved(first, -LONG_AGO));
        }
        next
    }

    /// Everything that is counted from something that happened.
    fn instants(&mut self) -> Vec<&mut Instant> {
        let mut all: Vec<_> = self.first_sent.iter_mut().chain(&mut self.not_before).collect();
        match &mut self.state {
            State::Sending { since } => all.push(since),
            State::Uncertain(doubt) => all.extend([&mut doubt.since, &mut doubt.next_look]),
            State::Held { at: HeldAt::Handed(handed), .. } => {
                all.extend([&mut handed.next_look, &mut handed.next_word]);
            }
            _ => {}
        }
        all
    }

    /// The same, where all of its instants are right at `now`.
    pub(super) fn noted_at(mut self, now: &Reading) -> Self {
        self.noted = (!self.instants().is_empty()).then_some(*now);
        self
    }
}

/// `instant` later by `duration`, or the end of time.
pub(super) fn later(instant: Instant, duration: Duration) -> Instant {
    chrono::Duration::from_std(duration)
        .ok()
        .and_then(|duration| instant.checked_add_signed(duration))
        .unwrap_or(Instant::MAX_UTC)
}

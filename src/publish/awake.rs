//! Since when the program has been awake without a break.

use std::time::Duration;

use crate::clock::{Instant, moved};
use crate::journal::Brief;

/// A wall clock that was set forward by more leaves out times that people wrote.
const LEAVES_OUT: chrono::Duration = chrono::Duration::seconds(60);

/// Since when the program has been awake, for the two sorts of times, and how late posts then keep
/// apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Awake {
    /// For times that people or slots named: those that a clock set forward has left out were
    /// slept through.
    named: Instant,
    /// For what people wanted at once, which only a machine that sleeps can miss.
    counted: Instant,
    /// How far apart posts go out whose time was slept through.
    pub(super) catch_up_gap: Duration,
}

impl Awake {
    /// Awake from `now` on.
    pub(super) fn from(now: Instant, catch_up_gap: Duration) -> Self {
        Self { named: now, counted: now, catch_up_gap }
    }

    /// The machine was asleep until `now`.
    pub(super) fn woke(&mut self, now: Instant) {
        (self.named, self.counted) = (now, now);
    }

    /// Since when, as far as the time of `brief` goes.
    pub(super) fn since(&self, brief: &Brief) -> Instant {
        if brief.asked.is_some() { self.counted } else { self.named }
    }

    /// The wall clock was set `by` later, and shows `now`.
    pub(super) fn clock_was_set(&mut self, by: chrono::Duration, now: Instant) {
        self.counted = moved(self.counted, by);
        self.named = if by > LEAVES_OUT { now } else { moved(self.named, by) };
    }
}

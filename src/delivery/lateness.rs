//! When a time counts as missed: one rule for fixed times and for firings of slots.

use std::time::Duration;

use super::state::later;
use super::{Delivery, State};
use crate::account::Rules;
use crate::clock::Instant;

/// How late a delivery may be without counting as late.
pub const ON_TIME: Duration = Duration::from_secs(60);

/// How long after its time an urgent post is given up.
const URGENT: Duration = Duration::from_secs(2 * 60 * 60);

/// Whether `due` passed before the program came awake; it has run without a break since
/// `awake_since`.
#[must_use]
pub fn slept_through(due: Instant, awake_since: Instant) -> bool {
    later(due, ON_TIME) < awake_since
}

/// When a delivery that is due at `due` is given up: at the end of its post, or some time after
/// it was due; what is urgent is soon worth nothing.
#[must_use]
pub fn gives_up_at(due: Instant, rules: &Rules, urgent: bool, expires: Option<Instant>) -> Instant {
    let age = if urgent { URGENT.min(rules.max_age) } else { rules.max_age };
    let by_age = later(due, age);
    expires.map_or(by_age, |expires| expires.min(by_age))
}

/// From when on a delivery that was due at `due` is late by more than `grace`.
#[must_use]
pub fn too_late_from(due: Instant, grace: Duration) -> Instant {
    later(later(due, grace.max(ON_TIME)), Duration::from_micros(1))
}

impl Delivery {
    /// Whether something was tried and failed, or may have been seen: what comes now repeats it,
    /// however late that is.
    #[must_use]
    pub fn was_tried(&self) -> bool {
        self.failures > 0 || self.attempts > 0 || self.has_begun_in_public()
    }

    /// Whether its invisible work goes on or is done, and the program was there at its time: then
    /// it is late, but nothing was missed.
    #[must_use]
    pub fn was_begun_in_time(&self, due: Instant, awake_since: Instant) -> bool {
        matches!(self.state, State::Preparing | State::Ready) && !slept_through(due, awake_since)
    }

    /// Whether the firing at `due` is lost to it: it passed during downtime, or more than `grace`
    /// ago for whatever cause. What was tried keeps its firing.
    #[must_use]
    pub fn has_missed_firing(
        &self,
        due: Instant,
        grace: Duration,
        awake_since: Instant,
        now: Instant,
    ) -> bool {
        let long_ago = too_late_from(due, grace) <= now;
        !self.was_tried() && (slept_through(due, awake_since) || long_ago)
    }
}

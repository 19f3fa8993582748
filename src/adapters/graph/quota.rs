//! How much an account may still publish, as the platform itself says.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;

use super::{Usage, usage};
use crate::clock::{Noted, SharedClock};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::Answer;
use crate::platform::Pace;

/// How soon a quota that is used up is looked at again, in seconds: it is counted over the last 24
/// hours, so some of it comes back all the time.
const LOOK_AGAIN: u64 = 3600;

/// Below this share that is left, in percent, a person is told.
const LITTLE: u64 = 10;

/// From this share of the requests on, in percent, a person is told.
const MUCH: u64 = 80;

/// A quota: how much was used of how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adapters) struct Quota {
    pub(in crate::adapters) used: u64,
    pub(in crate::adapters) total: u64,
}

/// How the platform writes the size of a quota.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(in crate::adapters) struct QuotaConfig {
    pub(in crate::adapters) quota_total: u64,
}

/// What was last read, for the lane. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::adapters) struct Remembered {
    clock: SharedClock,
    left: Arc<Mutex<Option<(u64, Noted)>>>,
}

impl Quota {
    /// The quota of these numbers, where both were said.
    pub(in crate::adapters) fn of(used: Option<u64>, config: Option<QuotaConfig>) -> Option<Self> {
        Some(Self { used: used?, total: config?.quota_total })
    }

    /// How much is left.
    pub(in crate::adapters) fn left(self) -> u64 {
        self.total.saturating_sub(self.used)
    }

    /// That nothing is left, where it is so.
    pub(in crate::adapters) fn used_up(self) -> Option<Failure> {
        let detail = format!("{} of {} in 24 hours", self.used, self.total);
        let failure = Failure::new(Class::Rate, "graph-quota-used", detail);
        (self.left() == 0).then(|| failure.pausing(Duration::from_secs(LOOK_AGAIN)))
    }

    /// That little is left, where it is so.
    pub(in crate::adapters) fn finding(self) -> Option<Finding> {
        let little = self.left() * 100 < self.total * LITTLE;
        little.then(|| {
            Finding::warning("graph-quota-near-end")
                .with("left", self.left())
                .with("total", self.total)
        })
    }
}

impl Remembered {
    /// Nothing yet.
    pub(in crate::adapters) fn new(clock: SharedClock) -> Self {
        Self { clock, left: Arc::default() }
    }

    /// Remembers what was read.
    pub(in crate::adapters) fn note(&self, quota: Quota) {
        let under = self.clock.reading();
        let at = under.wall + chrono::Duration::seconds(3600);
        let noted = Some((quota.left(), Noted { at, under }));
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = noted;
    }

    /// What is left, while that is not too old to be believed.
    pub(in crate::adapters) fn pace(&self) -> Option<Pace> {
        let now = self.clock.reading();
        let (remaining, until) = (*self.left.lock().unwrap_or_else(PoisonError::into_inner))?;
        let resets = until.on(&now);
        (resets > now.wall).then_some(Pace { remaining, resets })
    }
}

/// That most of the requests that the platform allows are used up, where `answer` says so.
pub(in crate::adapters) fn usage_finding(answer: &Answer) -> Option<Finding> {
    let Usage { percent, .. } = usage(answer).filter(|usage| usage.percent >= MUCH)?;
    Some(Finding::warning("graph-usage-high").with("percent", percent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock as _, SimulatedClock, from_micros};
    use crate::failure::Pause;

    #[test]
    fn a_quota_that_is_used_up_is_looked_at_again_after_an_hour() {
        let quota = Quota { used: 250, total: 250 };
        let failure = quota.used_up().unwrap();
        let pause = Pause::For(Duration::from_secs(3600));
        assert_eq!((failure.class, failure.pause), (Class::Rate, pause));
        assert_eq!(Quota { used: 249, total: 250 }.used_up(), None);
    }

    #[test]
    fn little_that_is_left_is_told() {
        assert_eq!(Quota { used: 225, total: 250 }.finding(), None);
        assert!(Quota { used: 226, total: 250 }.finding().is_some());
    }

    #[test]
    fn many_requests_are_told() {
        let answer = |percent: u64| {
            let used = format!("{{\"call_count\":{percent}}}");
            Answer::of(200, &[("x-app-usage".to_owned(), used)], Vec::new())
        };
        assert_eq!(usage_finding(&answer(79)), None);
        assert!(usage_finding(&answer(80)).is_some());
    }

    #[test]
    fn what_was_read_holds_for_an_hour_however_the_clock_is_set() {
        let clock = SimulatedClock::starting_at(from_micros(1_795_600_000_000_000));
        let remembered = Remembered::new(Arc::new(clock.clone()));
        remembered.note(Quota { used: 50, total: 50 });
        clock.set(chrono::Duration::hours(20));
        assert_eq!(remembered.pace().unwrap().remaining, 0);
        clock.advance_to(clock.now() + chrono::Duration::minutes(61));
        assert_eq!(remembered.pace(), None);
    }
}

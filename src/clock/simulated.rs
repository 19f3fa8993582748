//! A clock that jumps from instant to instant as soon as nothing is under way.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Notify;

use super::{Boot, Busy, Clock, Instant, moved};

/// Simulated time for the dry run: real requests to mocks, no waiting between them.
///
/// [`Clock::sleep_until`] moves the clock at once to its instant, unless somebody holds a
/// [`Busy`] token; then it waits for the last token to go. It is meant for one sleeper, the
/// dispatcher: two sleepers would race for the hand of the clock.
#[derive(Debug, Clone)]
pub struct SimulatedClock(Arc<State>);

#[derive(Debug)]
struct State {
    hand: Mutex<Hand>,
    idle: Notify,
}

#[derive(Debug)]
struct Hand {
    now: Instant,
    uptime: Duration,
    busy: usize,
}

struct Token(Arc<State>);

impl SimulatedClock {
    /// A clock that shows `start`.
    #[must_use]
    pub fn starting_at(start: Instant) -> Self {
        let hand = Mutex::new(Hand { now: start, uptime: Duration::ZERO, busy: 0 });
        Self(Arc::new(State { hand, idle: Notify::new() }))
    }

    /// Moves the clock to `instant`; earlier instants are ignored, as time does not run back.
    pub fn advance_to(&self, instant: Instant) {
        self.0.with(|hand| hand.go_on_to(instant));
    }

    /// Somebody sets the wall clock, `by` later than it shows. No time passes by that.
    pub fn set(&self, by: chrono::Duration) {
        self.0.with(|hand| hand.now = moved(hand.now, by));
    }
}

impl Hand {
    fn go_on_to(&mut self, instant: Instant) {
        if let Ok(passed) = (instant - self.now).to_std() {
            self.now = instant;
            self.uptime += passed;
        }
    }
}

impl State {
    fn with<T>(&self, change: impl FnOnce(&mut Hand) -> T) -> T {
        change(&mut self.hand.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn advance_if_idle(&self, instant: Instant) -> bool {
        self.with(|hand| {
            let idle = hand.busy == 0;
            if idle {
                hand.go_on_to(instant);
            }
            idle
        })
    }
}

#[async_trait]
impl Clock for SimulatedClock {
    fn now(&self) -> Instant {
        self.0.with(|hand| hand.now)
    }

    fn uptime(&self) -> Duration {
        self.0.with(|hand| hand.uptime)
    }

    fn boot(&self) -> Boot {
        Boot::named("boot")
    }

    async fn sleep_until(&self, instant: Instant) {
        loop {
            let idle = self.0.idle.notified();
            if self.0.advance_if_idle(instant) {
                return;
            }
            idle.await;
        }
    }

    fn busy(&self) -> Busy {
        self.0.with(|hand| hand.busy += 1);
        Busy::holding(Token(Arc::clone(&self.0)))
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        self.0.with(|hand| hand.busy = hand.busy.saturating_sub(1));
        self.0.idle.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn start() -> Instant {
        chrono::Utc.with_ymd_and_hms(2026, 11, 25, 9, 0, 0).unwrap()
    }

    #[tokio::test]
    async fn an_idle_clock_jumps_to_the_instant() {
        let clock = SimulatedClock::starting_at(start());
        let later = start() + chrono::Duration::days(30);
        clock.sleep_until(later).await;
        assert_eq!(clock.now(), later);
        assert_eq!(clock.uptime(), Duration::from_secs(30 * 86_400));
    }

    #[tokio::test]
    async fn a_busy_clock_stands_still_until_the_work_ends() {
        let clock = SimulatedClock::starting_at(start());
        let work = clock.busy();
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(start() + chrono::Duration::hours(1)).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(clock.now(), start());
        drop(work);
        sleeper.await.unwrap();
        assert_eq!(clock.now(), start() + chrono::Duration::hours(1));
    }

    #[test]
    fn time_does_not_run_back() {
        let clock = SimulatedClock::starting_at(start());
        clock.advance_to(start() - chrono::Duration::hours(1));
        assert_eq!(clock.now(), start());
    }

    #[test]
    fn a_clock_that_is_set_lets_no_time_pass() {
        let clock = SimulatedClock::starting_at(start());
        clock.set(chrono::Duration::hours(-3));
        assert_eq!(
            (clock.now(), clock.uptime()),
            (start() - chrono::Duration::hours(3), Duration::ZERO)
        );
        clock.advance_to(start());
        assert_eq!(clock.uptime(), Duration::from_secs(3 * 3600));
    }
}

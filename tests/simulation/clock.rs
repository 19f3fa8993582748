//! Time in a simulated world: the runtime's paused clock, which jumps when nothing can move.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use dakiya::clock::{Clock, Instant};
use tokio::sync::Notify;

/// The longest one wait lasts; callers look at the clock again.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The world's time, and a machine's wall clock that may be wrong.
#[derive(Debug, Clone)]
pub(crate) struct WorldClock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    start: Instant,
    origin: tokio::time::Instant,
    /// How far the wall clock is ahead of the world.
    ahead: Mutex<chrono::Duration>,
    set: Notify,
}

/// What the platforms' clocks show.
#[derive(Debug, Clone)]
pub(crate) struct TrueClock(pub(crate) WorldClock);

impl WorldClock {
    /// A clock that shows `start` now. Needs a runtime whose time is paused.
    pub(crate) fn starting_at(start: Instant) -> Self {
        let origin = tokio::time::Instant::now();
        Self(Arc::new(Inner { start, origin, ahead: Mutex::default(), set: Notify::new() }))
    }

    /// How long the world has been going on.
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.origin.elapsed()
    }

    /// The right time.
    pub(crate) fn truth(&self) -> Instant {
        self.0.start + chrono::Duration::from_std(self.elapsed()).unwrap()
    }

    /// Somebody sets the wall clock, `by` later than it shows.
    pub(crate) fn set(&self, by: chrono::Duration) {
        *self.0.ahead.lock().unwrap() += by;
        self.0.set.notify_waiters();
    }
}

/// Lets the world go on for so long.
#[expect(clippy::disallowed_methods, reason = "the runtime's paused clock is the world's")]
pub(crate) async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
}

#[async_trait]
impl Clock for WorldClock {
    fn now(&self) -> Instant {
        self.truth() + *self.0.ahead.lock().unwrap()
    }

    fn uptime(&self) -> Duration {
        self.elapsed() + Duration::from_secs(3600)
    }

    async fn sleep_until(&self, instant: Instant) {
        let set = self.0.set.notified();
        let wait = (instant - self.now()).to_std().unwrap_or_default().min(LONGEST);
        tokio::select! {
            biased;
            () = set => {}
            () = pass(wait) => {}
        }
    }
}

#[async_trait]
impl Clock for TrueClock {
    fn now(&self) -> Instant {
        self.0.truth()
    }

    fn uptime(&self) -> Duration {
        self.0.uptime()
    }

    async fn sleep_until(&self, instant: Instant) {
        pass((instant - self.now()).to_std().unwrap_or_default()).await;
    }
}

//! Time in a simulated world: the runtime's paused clock, which jumps when nothing can move.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use dakiya::clock::{Boot, Clock, Instant};
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
    /// How often the machine was started again, and when it last was.
    boots: Mutex<(u32, Duration)>,
    set: Notify,
}

/// What the platforms' clocks show.
#[derive(Debug, Clone)]
pub(crate) struct TrueClock(pub(crate) WorldClock);

impl WorldClock {
    /// A clock that shows `start` now. Needs a runtime whose time is paused.
    pub(crate) fn starting_at(start: Instant) -> Self {
        let origin = tokio::time::Instant::now();
        let (ahead, boots, set) = (Mutex::default(), Mutex::default(), Notify::new());
        Self(Arc::new(Inner { start, origin, ahead, boots, set }))
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

    /// The machine starts again; its clock goes on meanwhile.
    pub(crate) fn reboot(&self) {
        let mut boots = self.0.boots.lock().unwrap();
        *boots = (boots.0 + 1, self.elapsed());
    }

    /// The kernel's id of this boot.
    pub(crate) fn boot_id(&self) -> String {
        format!("boot-{}", self.0.boots.lock().unwrap().0)
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
        self.elapsed() - self.0.boots.lock().unwrap().1 + Duration::from_secs(60)
    }

    fn boot(&self) -> Boot {
        Boot::named(&self.boot_id())
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

    fn boot(&self) -> Boot {
        self.0.boot()
    }

    async fn sleep_until(&self, instant: Instant) {
        pass((instant - self.now()).to_std().unwrap_or_default()).await;
    }
}

/// The clock of a program that does not notice when people set it: what it takes for the uptime
/// follows the wall clock.
#[derive(Debug, Clone)]
pub(crate) struct BlindClock(pub(crate) WorldClock);

#[async_trait]
impl Clock for BlindClock {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn uptime(&self) -> Duration {
        (self.now() - self.0.0.start + chrono::Duration::days(30)).to_std().unwrap()
    }

    fn boot(&self) -> Boot {
        self.0.boot()
    }

    async fn sleep_until(&self, instant: Instant) {
        self.0.sleep_until(instant).await;
    }
}

//! A clock that stands still until a test moves it, for any number of sleepers.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Notify;

use super::{Boot, Clock, Instant};

/// The clock. Clones are the same clock.
#[derive(Debug, Clone)]
pub(crate) struct HandClock(Arc<Hand>);

#[derive(Debug)]
struct Hand {
    uptime: Mutex<Duration>,
    moved: Notify,
    sleeps: AtomicUsize,
}

impl HandClock {
    pub(crate) fn new() -> Self {
        let uptime = Mutex::new(Duration::from_secs(1_000_000));
        Self(Arc::new(Hand { uptime, moved: Notify::new(), sleeps: AtomicUsize::new(0) }))
    }

    pub(crate) fn advance(&self, by: Duration) {
        *self.0.uptime.lock().unwrap() += by;
        self.0.moved.notify_waiters();
    }

    /// How often somebody began to wait on it.
    pub(crate) fn sleeps(&self) -> usize {
        self.0.sleeps.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Clock for HandClock {
    fn now(&self) -> Instant {
        let start: Instant = "2026-11-20T00:00:00Z".parse().unwrap();
        start + self.uptime()
    }

    fn uptime(&self) -> Duration {
        *self.0.uptime.lock().unwrap()
    }

    fn boot(&self) -> Boot {
        Boot::named("boot")
    }

    async fn sleep_until(&self, instant: Instant) {
        self.0.sleeps.fetch_add(1, Ordering::Relaxed);
        loop {
            let mut moved = std::pin::pin!(self.0.moved.notified());
            moved.as_mut().enable();
            if self.now() >= instant {
                return;
            }
            moved.await;
        }
    }
}

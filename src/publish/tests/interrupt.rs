//! Something that happens at an instant of the simulated clock while the engine sleeps.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;

use crate::clock::{Boot, Busy, Clock, Instant, SimulatedClock};

/// What happens.
pub(super) type Happens = Box<dyn FnOnce() + Send>;

/// A simulated clock at which somebody rings once.
#[derive(Clone)]
pub(super) struct Interrupted {
    pub(super) clock: SimulatedClock,
    pub(super) ring: Arc<Mutex<Option<(Instant, Happens)>>>,
}

impl Interrupted {
    fn ring_before(&self, instant: Instant) -> Option<(Instant, Happens)> {
        self.ring.lock().unwrap().take_if(|(at, _)| *at < instant)
    }
}

impl std::fmt::Debug for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.clock.fmt(f)
    }
}

#[async_trait]
impl Clock for Interrupted {
    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn uptime(&self) -> Duration {
        self.clock.uptime()
    }

    fn boot(&self) -> Boot {
        self.clock.boot()
    }

    async fn sleep_until(&self, instant: Instant) {
        match self.ring_before(instant) {
            Some((at, happens)) => {
                self.clock.sleep_until(at).await;
                happens();
            }
            None => self.clock.sleep_until(instant).await,
        }
    }

    fn busy(&self) -> Busy {
        self.clock.busy()
    }
}

//! Time, passed in. Nothing else in the program reads a clock or waits for an instant.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeZone as _, Utc};

#[cfg(feature = "faults")]
mod fast;
#[cfg(test)]
mod hand;
mod reading;
mod simulated;
mod system;

#[cfg(feature = "faults")]
pub use fast::FastClock;
#[cfg(test)]
pub(crate) use hand::HandClock;
pub use reading::{Boot, Noted, Reading, moved};
pub use simulated::SimulatedClock;
pub use system::{SystemClock, boot_id};

/// An instant on the wall clock, in UTC.
pub type Instant = DateTime<Utc>;

/// The clock that a part of the program was given.
pub type SharedClock = Arc<dyn Clock>;

/// The clock of this machine. In a build with the `faults` feature a test can make it run faster.
#[must_use]
pub fn machine() -> SharedClock {
    #[cfg(feature = "faults")]
    if let Some(fast) = FastClock::from_environment() {
        return Arc::new(fast);
    }
    Arc::new(SystemClock)
}

/// Where time comes from: the machine, or a test.
#[async_trait]
pub trait Clock: Send + Sync + fmt::Debug {
    /// The wall clock, which can jump.
    fn now(&self) -> Instant;

    /// Time since the machine started, suspend included. Never jumps; use it for durations.
    fn uptime(&self) -> Duration;

    /// Since which start of the machine [`Clock::uptime`] counts.
    fn boot(&self) -> Boot;

    /// What both clocks show.
    fn reading(&self) -> Reading {
        Reading { boot: self.boot(), wall: self.now(), uptime: self.uptime() }
    }

    /// Waits until the wall clock shows `instant`. May return early, when the wall clock was
    /// set; callers look at [`Clock::now`] again.
    async fn sleep_until(&self, instant: Instant);

    /// Tells a simulated clock that work is under way, so that time must not move meanwhile.
    fn busy(&self) -> Busy {
        Busy(None)
    }
}

/// Held while work is under way; see [`Clock::busy`].
#[must_use = "work counts as ended when this is dropped"]
pub struct Busy(Option<Box<dyn Send + Sync>>);

impl Busy {
    /// A token that runs `guard`'s destructor when the work ends.
    pub fn holding(guard: impl Send + Sync + 'static) -> Self {
        Self(Some(Box::new(guard)))
    }
}

impl fmt::Debug for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.0.is_some() { "held" } else { "free" };
        write!(f, "Busy({kind})")
    }
}

/// The instant `micros` microseconds after 1970, clamped to what a calendar can show.
#[must_use]
pub fn from_micros(micros: i64) -> Instant {
    Utc.timestamp_micros(micros).single().unwrap_or(if micros < 0 {
        Instant::MIN_UTC
    } else {
        Instant::MAX_UTC
    })
}

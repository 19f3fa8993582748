//! The machine's clock at many times its speed, so that a test of the real program need not wait
//! for settle times and retries. Only in builds with the `faults` feature.

use std::time::Duration;

use async_trait::async_trait;

use super::{Boot, Clock, Instant, SystemClock, from_micros};

/// A clock that shows the same as the machine's at one instant, and runs faster from there on.
/// Two processes with the same instant and speed have the same time.
#[derive(Debug, Clone, Copy)]
pub struct FastClock {
    anchor: Instant,
    speed: u16,
}

impl FastClock {
    /// The variable that names instant (in microseconds after 1970) and speed: `MICROS:SPEED`.
    pub const VARIABLE: &str = "DAKIYA_CLOCK";

    /// A clock that has run at `speed` since `anchor`.
    #[must_use]
    pub fn new(anchor: Instant, speed: u16) -> Self {
        Self { anchor, speed: speed.max(1) }
    }

    /// The clock that the environment asks for, if it does.
    #[must_use]
    pub fn from_environment() -> Option<Self> {
        let text = std::env::var(Self::VARIABLE).ok()?;
        let (micros, speed) = text.split_once(':')?;
        Some(Self::new(from_micros(micros.parse().ok()?), speed.parse().ok()?))
    }

    /// The value by which another process gets the same clock.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("{}:{}", self.anchor.timestamp_micros(), self.speed)
    }

    /// When the machine's clock shows what this one calls `instant`, never earlier.
    fn on_machine(&self, instant: Instant) -> Instant {
        let real = (instant - self.anchor) / i32::from(self.speed);
        self.anchor + real + chrono::Duration::microseconds(1)
    }
}

#[async_trait]
impl Clock for FastClock {
    fn now(&self) -> Instant {
        self.anchor + (SystemClock.now() - self.anchor) * i32::from(self.speed)
    }

    fn uptime(&self) -> Duration {
        SystemClock.uptime() * u32::from(self.speed)
    }

    fn boot(&self) -> Boot {
        SystemClock.boot()
    }

    async fn sleep_until(&self, instant: Instant) {
        SystemClock.sleep_until(self.on_machine(instant)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_minute_is_a_moment() {
        let clock = FastClock::new(SystemClock.now(), 1000);
        let (before, target) = (SystemClock.now(), clock.now() + chrono::Duration::seconds(20));
        clock.sleep_until(target).await;
        assert!(clock.now() >= target);
        assert!(SystemClock.now() - before < chrono::Duration::seconds(10));
    }

    #[tokio::test]
    async fn the_end_of_time_can_be_waited_for() {
        let clock = FastClock::new(SystemClock.now(), 1000);
        let waiting = clock.sleep_until(Instant::MAX_UTC);
        tokio::select! {
            () = waiting => panic!("time has ended"),
            () = tokio::task::yield_now() => {}
        }
    }
}

//! The machine's own clock.

use std::io;
use std::sync::OnceLock;
use std::time::Duration;

use async_trait::async_trait;
use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime,
    timerfd_create, timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::{Boot, Clock, Instant, Reading};

/// How long one wait lasts at most where the kernel offers no timer descriptor.
const FALLBACK_STEP: Duration = Duration::from_secs(30);

/// The machine's clock. It waits on a kernel timer that follows the wall clock: the timer fires
/// on time after a suspend and at once when somebody sets the clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Instant {
        chrono::Utc::now()
    }

    fn uptime(&self) -> Duration {
        let now = clock_gettime(ClockId::Boottime);
        let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
        let nanos = u32::try_from(now.tv_nsec).unwrap_or(0);
        Duration::new(seconds, nanos)
    }

    fn boot(&self) -> Boot {
        static BOOT: OnceLock<Boot> = OnceLock::new();
        *BOOT.get_or_init(|| match boot_id() {
            id if id.is_empty() => Boot::unknown(),
            id => Boot::named(&id),
        })
    }

    async fn sleep_until(&self, instant: Instant) {
        if instant <= self.now() {
            return;
        }
        if wait_on_timer(instant).await.is_err() {
            wait_in_steps(self, instant).await;
        }
    }
}

/// The kernel's id of this boot; empty where there is none.
#[must_use]
pub fn boot_id() -> String {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    id.unwrap_or_default().trim().to_owned()
}

/// Waits on a kernel timer. An error means that this machine has none to give.
async fn wait_on_timer(instant: Instant) -> io::Result<()> {
    let timer =
        timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
    let at = Itimerspec {
        it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
        it_value: Timespec {
            tv_sec: instant.timestamp(),
            tv_nsec: i64::from(instant.timestamp_subsec_nanos().min(999_999_999)),
        },
    };
    let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    timerfd_settime(&timer, flags, &at)?;
    #[expect(deprecated, reason = "its heir is unsafe; an OwnedFd keeps what it asks for")]
    let timer = AsyncFd::with_interest(timer, Interest::READABLE)?;
    // Readable when it fired, and also when the wall clock was set: both end the wait.
    timer.readable().await?.retain_ready();
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the fallback of the one place that waits")]
async fn wait_in_steps(clock: &SystemClock, instant: Instant) {
    let begun = clock.reading();
    while let Some(left) = left(&begun, &clock.reading(), instant) {
        tokio::time::sleep(left.min(FALLBACK_STEP)).await;
    }
}

/// How long to wait for `instant` yet, since `begun`; none where it is there, or where somebody
/// has set the clock meanwhile, so that whoever waits must think anew.
fn left(begun: &Reading, now: &Reading, instant: Instant) -> Option<Duration> {
    let left = (instant - now.wall).to_std().ok().filter(|left| !left.is_zero())?;
    (!now.was_set_since(begun)).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_past_instant_is_not_waited_for() {
        let clock = SystemClock;
        clock.sleep_until(clock.now() - chrono::Duration::hours(1)).await;
    }

    #[tokio::test]
    async fn the_wait_never_ends_before_the_instant() {
        let clock = SystemClock;
        let instant = clock.now() + chrono::Duration::milliseconds(20);
        clock.sleep_until(instant).await;
        assert!(clock.now() >= instant);
    }

    #[test]
    fn a_wait_in_steps_ends_when_the_clock_is_set() {
        let begun = SystemClock.reading();
        let instant = begun.wall + chrono::Duration::hours(2);
        let second = Duration::from_secs(1);
        let later = |wall| Reading { wall, uptime: begun.uptime + second, ..begun };
        let on_time = later(begun.wall + chrono::Duration::seconds(1));
        assert_eq!(left(&begun, &on_time, instant), Some(Duration::from_secs(7199)));
        let set_back = later(begun.wall - chrono::Duration::hours(24));
        assert_eq!(left(&begun, &set_back, instant), None);
        assert_eq!(left(&begun, &later(instant), instant), None);
    }

    #[test]
    fn uptime_moves_on() {
        let before = SystemClock.uptime();
        assert!(SystemClock.uptime() >= before);
    }
}

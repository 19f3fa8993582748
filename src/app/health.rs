//! Whether our own machine may be trusted: free space on the disk of the state, and a clock that
//! is not in the past.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::network::Dates;
use crate::clock::{Instant, from_micros};
use crate::policy::Machine;
use crate::verdict::Reason;

/// This program did not exist before 1 November 2026, in seconds since 1970: a clock that shows
/// an earlier time is wrong.
const BEFORE_US: i64 = 1_793_491_200;

/// How far the clock may fall behind what was already written down.
const BACK_LIMIT: chrono::Duration = chrono::Duration::minutes(5);

/// The machine of the daemon: nothing is sent while fewer than `min_free` bytes are free where
/// the state in `folder` lies, while the clock is behind `known`, an instant that has surely
/// passed, or while the platforms' `dates` contradict it. Where they agree with it, it is right.
#[must_use]
pub(super) fn machine(
    folder: &Path,
    min_free: u64,
    known: Instant,
    dates: Option<Arc<Dates>>,
) -> Machine {
    let folder: PathBuf = folder.to_owned();
    let latest = AtomicI64::new(known.timestamp_micros());
    Machine::new(move |now| {
        let dates = dates.as_deref();
        if dates.is_some_and(Dates::agree) {
            // What was noted while the clock was wrong counts no more.
            latest.store(now.timestamp_micros(), Ordering::Relaxed);
        }
        clock_trouble(now, &latest)
            .or_else(|| Some(contradiction(now, dates?.ahead()?)))
            .or_else(|| disk_trouble(&folder, min_free))
    })
}

/// That the clock is `ahead` of what every platform says.
pub(super) fn contradiction(now: Instant, ahead: chrono::Duration) -> Reason {
    Reason::new("clock-contradicted")
        .with("now", now.to_rfc3339())
        .with("platforms", (now - ahead).to_rfc3339())
}

fn clock_trouble(now: Instant, latest: &AtomicI64) -> Option<Reason> {
    let known = from_micros(latest.fetch_max(now.timestamp_micros(), Ordering::Relaxed));
    clock_behind(now, known)
}

/// That the clock shows `now` though `known` has surely passed, or an instant before there was this
/// program.
pub(super) fn clock_behind(now: Instant, known: Instant) -> Option<Reason> {
    let behind = now.timestamp() < BEFORE_US || now + BACK_LIMIT < known;
    behind.then(|| {
        let known = known.max(from_micros(BEFORE_US * 1_000_000));
        Reason::new("clock-suspect").with("now", now.to_rfc3339()).with("known", known.to_rfc3339())
    })
}

/// Why nothing is sent, where fewer than `min_free` bytes are free on the disk of `folder`.
#[must_use]
pub fn disk_trouble(folder: &Path, min_free: u64) -> Option<Reason> {
    // Where even this cannot be asked, the journal itself tells soon enough.
    let free = free_space(folder)?;
    let reason = Reason::new("disk-almost-full");
    (free < min_free).then(|| reason.with("free", free).with("needed", min_free))
}

/// How many bytes are free on the disk of `folder`.
pub(super) fn free_space(folder: &Path) -> Option<u64> {
    let space = rustix::fs::statvfs(folder).ok()?;
    Some(space.f_bavail.saturating_mul(space.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock as _, SimulatedClock};
    use chrono::TimeZone as _;

    fn at(hour: u32) -> Instant {
        chrono::Utc.with_ymd_and_hms(2026, 11, 25, hour, 0, 0).unwrap()
    }

    #[test]
    fn a_clock_that_falls_back_is_not_trusted_until_it_catches_up() {
        let folder = tempfile::tempdir().unwrap();
        let machine = machine(folder.path(), 0, at(9), None);
        assert_eq!(machine.trouble(at(10)), None);
        assert_eq!(machine.trouble(at(8)).unwrap().id, "clock-suspect");
        assert_eq!(machine.trouble(at(10) - chrono::Duration::minutes(4)), None);
    }

    #[test]
    fn a_clock_that_was_ahead_is_trusted_again_as_soon_as_the_platforms_agree() {
        let folder = tempfile::tempdir().unwrap();
        let clock = SimulatedClock::starting_at(at(11));
        let dates = Arc::new(Dates::new(Arc::new(clock.clone())));
        let machine = machine(folder.path(), 0, at(9), Some(Arc::clone(&dates)));
        assert_eq!(machine.trouble(clock.now()), None);
        dates.note("social.example", at(9));
        assert_eq!(machine.trouble(clock.now()).unwrap().id, "clock-contradicted");
        clock.set(chrono::Duration::hours(-2));
        assert_eq!(machine.trouble(clock.now()), None);
        clock.set(chrono::Duration::hours(-1));
        assert!(machine.trouble(clock.now()).is_some());
    }

    #[test]
    fn a_clock_of_long_ago_is_not_trusted_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let machine = machine(folder.path(), 0, from_micros(0), None);
        assert_eq!(machine.trouble(from_micros(0)).unwrap().id, "clock-suspect");
    }

    #[test]
    fn too_little_room_on_the_disk_stops_sending() {
        let folder = tempfile::tempdir().unwrap();
        let machine = machine(folder.path(), u64::MAX, at(9), None);
        assert_eq!(machine.trouble(at(10)).unwrap().id, "disk-almost-full");
    }
}

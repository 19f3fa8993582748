//! What both clocks of a machine show at one moment, and what becomes of instants when people
//! set the wall clock.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Instant;

/// Two clocks that are read one after the other may differ by this much from what they would show
/// at one moment.
const READ_APART: chrono::Duration = chrono::Duration::seconds(2);

/// A time between two starts of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Boot(u64);

impl Boot {
    /// The boot that the kernel calls `id`.
    #[must_use]
    pub const fn named(id: &str) -> Self {
        // FNV-1a: the same in every version of this program, and ids are random already.
        let (bytes, mut at, mut hash) = (id.as_bytes(), 0, 0xCBF2_9CE4_8422_2325_u64);
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01B3);
            at += 1;
        }
        Self(hash)
    }

    /// A boot of which nothing is known, not even whether it is the last one.
    #[must_use]
    pub fn unknown() -> Self {
        Self(rand::random())
    }
}

/// What the clocks show at one moment. What is counted from something that happened is kept as an
/// instant of the wall clock together with the reading under which it was noted; a later reading
/// then tells where that instant lies now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reading {
    /// Since which start of the machine.
    pub boot: Boot,
    /// The wall clock, which people can set.
    pub wall: Instant,
    /// Time since that start, which nobody can set.
    pub uptime: Duration,
}

impl Reading {
    /// How far the wall clock was set between `earlier` and this reading.
    ///
    /// Another boot counts its uptime anew, so there the wall clock alone tells. Only where it
    /// shows less than before it was surely set back: then no time counts as passed, as nobody
    /// can tell how much did.
    #[must_use]
    pub fn set_since(&self, earlier: &Self) -> chrono::Duration {
        if self.boot == earlier.boot {
            (self.wall - earlier.wall) - (signed(self.uptime) - signed(earlier.uptime))
        } else {
            (self.wall - earlier.wall).min(chrono::Duration::zero())
        }
    }

    /// Whether somebody has surely set the wall clock since `earlier`.
    #[must_use]
    pub fn was_set_since(&self, earlier: &Self) -> bool {
        self.set_since(earlier).abs() > READ_APART
    }

    /// Whether nobody can tell how much time has passed since `earlier`.
    #[must_use]
    pub fn has_lost_count_since(&self, earlier: &Self) -> bool {
        self.boot != earlier.boot && self.wall < earlier.wall
    }
}

/// `instant` moved `by`; the ends of time stay where they are.
#[must_use]
pub fn moved(instant: Instant, by: chrono::Duration) -> Instant {
    if instant == Instant::MAX_UTC || instant == Instant::MIN_UTC {
        return instant;
    }
    instant.checked_add_signed(by).unwrap_or(instant)
}

/// An instant that is counted from something that happened, with the reading under which it was
/// noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The instant, on the wall clock as it was then.
    pub at: Instant,
    /// What the clocks showed then.
    pub under: Reading,
}

impl Noted {
    /// Where the instant lies on the wall clock of `now`.
    #[must_use]
    pub fn on(&self, now: &Reading) -> Instant {
        moved(self.at, now.set_since(&self.under))
    }
}

impl From<Reading> for Noted {
    /// The very moment of the reading.
    fn from(under: Reading) -> Self {
        Self { at: under.wall, under }
    }
}

fn signed(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).unwrap_or(chrono::Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: chrono::Duration = chrono::Duration::hours(1);

    fn reading(boot: &str, wall: i64, uptime: u64) -> Reading {
        let wall = super::super::from_micros(1_795_600_000_000_000) + HOUR * wall as i32;
        Reading { boot: Boot::named(boot), wall, uptime: Duration::from_secs(uptime * 3600) }
    }

    #[test]
    fn a_clock_that_only_goes_on_moves_nothing() {
        let (then, now) = (reading("a", 0, 5), reading("a", 3, 8));
        assert_eq!(now.set_since(&then), chrono::Duration::zero());
    }

    #[test]
    fn a_clock_that_was_read_a_moment_later_was_not_set() {
        let then = reading("a", 0, 5);
        let later =
            |millis| Reading { wall: then.wall + chrono::Duration::milliseconds(millis), ..then };
        assert!([-2_000, 0, 2_000].iter().all(|millis| !later(*millis).was_set_since(&then)));
        assert!([-2_001, 2_001].iter().all(|millis| later(*millis).was_set_since(&then)));
    }

    #[test]
    fn what_was_noted_moves_along_with_a_clock_that_is_set() {
        let then = reading("a", 0, 5);
        let noted = Noted { at: then.wall + HOUR * 2, under: then };
        for by in [-30, -1, 1, 30] {
            let now = reading("a", 1 + by, 6);
            assert_eq!(noted.on(&now) - now.wall, HOUR, "set by {by} hours");
        }
    }

    #[test]
    fn another_boot_is_told_by_the_wall_clock() {
        let (then, now) = (reading("a", 0, 5), reading("b", 3, 0));
        assert_eq!(now.set_since(&then), chrono::Duration::zero());
        assert!(!now.has_lost_count_since(&then));
    }

    #[test]
    fn a_wall_clock_that_shows_less_after_another_boot_was_set_back() {
        let (then, now) = (reading("a", 0, 5), reading("b", -3, 0));
        assert_eq!(now.set_since(&then), HOUR * -3);
        assert!(now.has_lost_count_since(&then));
        assert!(!reading("a", -3, 6).has_lost_count_since(&then));
    }

    #[test]
    fn the_ends_of_time_do_not_move() {
        for end in [Instant::MIN_UTC, Instant::MAX_UTC] {
            assert_eq!((moved(end, HOUR), moved(end, -HOUR)), (end, end));
        }
    }

    #[test]
    fn boots_differ_by_their_ids() {
        assert_eq!(Boot::named("a"), Boot::named("a"));
        assert_ne!(Boot::named("a"), Boot::named("b"));
    }
}

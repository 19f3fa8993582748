//! Wall times and instants: where a zone's clock skips an hour, or shows one twice.
//!
//! A slot that lands in a gap fires at the first instant after it; in an overlap it fires at
//! the first of both instants. A post's own fixed time gets no such help: where it does not
//! exist or exists twice, a person has to say what is meant.

use std::ops::RangeInclusive;

use chrono::{
    DateTime, Datelike as _, FixedOffset, LocalResult, NaiveDateTime, Offset as _, SecondsFormat,
    TimeZone as _, Timelike as _,
};
use chrono_tz::GapInfo;
use thiserror::Error;

use super::zone::Zone;
use crate::clock::Instant;
use crate::finding::Finding;

/// The years in which a fixed time may lie: the zones' tables know no clock change after them.
const YEARS: RangeInclusive<i32> = 1970..=2099;

/// What a zone's clock makes of a wall time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Landing {
    /// The clock shows it once.
    Once(Instant),
    /// The clock skips it, and goes on at this instant.
    Gap(Instant),
    /// The clock shows it twice.
    Overlap(Instant, Instant),
}

/// Why a fixed time was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FixedTimeError {
    /// The clock skips this time.
    #[error(
        "`{}` does not exist in {zone}, the clock skips it; write such as `{}`",
        iso(local),
        iso(after)
    )]
    InGap {
        /// The time that was written.
        local: NaiveDateTime,
        /// The zone it was meant in.
        zone: Zone,
        /// The first time that the clock shows after the gap.
        after: NaiveDateTime,
    },
    /// The clock shows this time twice.
    #[error(
        "`{}` comes twice in {zone}; write `{}` or `{}`",
        iso(local),
        exact(first),
        exact(second)
    )]
    Ambiguous {
        /// The time that was written.
        local: NaiveDateTime,
        /// The zone it was meant in.
        zone: Zone,
        /// The earlier of both.
        first: DateTime<FixedOffset>,
        /// The later of both.
        second: DateTime<FixedOffset>,
    },
    /// A second 60, which most clocks never show.
    #[error("`{}` has a second 60; write 0 to 59", iso(local))]
    SecondSixty {
        /// The time that was written.
        local: NaiveDateTime,
    },
    /// A year that must be a slip.
    #[error("`{}` is too far away; write a year from 1970 to 2099", iso(local))]
    YearOutOfRange {
        /// The time that was written.
        local: NaiveDateTime,
    },
}

/// The instant of a fixed local time. Never moves it: a time that the clock skips or shows
/// twice is an error. A leap second in chrono's form (59 seconds and 1,000,000,000 nanoseconds
/// or more) is a second 60, which is refused too.
pub fn resolve_fixed(local: NaiveDateTime, zone: Zone) -> Result<Instant, FixedTimeError> {
    check_fixed(local)?;
    match landing(local, zone) {
        Some(Landing::Once(instant)) => Ok(instant),
        Some(Landing::Gap(end)) => {
            Err(FixedTimeError::InGap { local, zone, after: zone.local(end).naive_local() })
        }
        Some(Landing::Overlap(first, second)) => {
            let [first, second] = [first, second].map(|at| zone.local(at).fixed_offset());
            Err(FixedTimeError::Ambiguous { local, zone, first, second })
        }
        None => Err(FixedTimeError::YearOutOfRange { local }),
    }
}

/// The instant of a fixed time that was written with its offset.
pub fn resolve_exact(time: DateTime<FixedOffset>) -> Result<Instant, FixedTimeError> {
    // A time so near the end of the calendar that its offset leads beyond it has a bad year too.
    let local = time.naive_utc().checked_add_offset(*time.offset()).unwrap_or(time.naive_utc());
    check_fixed(local)?;
    Ok(time.to_utc())
}

/// Where a slot's wall time fires: the first instant after a gap, the first of an overlap.
pub(super) fn first_instant(wall: NaiveDateTime, zone: Zone) -> Option<Instant> {
    landing(wall, zone).map(|landing| match landing {
        Landing::Once(at) | Landing::Gap(at) | Landing::Overlap(at, _) => at,
    })
}

/// `None` only where the calendar ends.
fn landing(local: NaiveDateTime, zone: Zone) -> Option<Landing> {
    match zone.table().from_local_datetime(&local) {
        LocalResult::Single(at) => Some(Landing::Once(at.to_utc())),
        LocalResult::Ambiguous(first, second) => {
            Some(Landing::Overlap(first.to_utc(), second.to_utc()))
        }
        LocalResult::None => {
            let (last_shown, offset) = GapInfo::new(&local, &zone.table())?.begin?;
            let change = last_shown.checked_sub_offset(offset.fix())?;
            Some(Landing::Gap(change.and_utc()))
        }
    }
}

fn check_fixed(local: NaiveDateTime) -> Result<(), FixedTimeError> {
    if !YEARS.contains(&local.year()) {
        return Err(FixedTimeError::YearOutOfRange { local });
    }
    if local.nanosecond() >= 1_000_000_000 {
        return Err(FixedTimeError::SecondSixty { local });
    }
    Ok(())
}

impl FixedTimeError {
    /// The error as a finding without a place: the caller knows where the time stands.
    #[must_use]
    pub fn finding(&self) -> Finding {
        match self {
            Self::InGap { local, zone, after } => Finding::error("time-in-gap")
                .with("found", iso(local))
                .with("zone", zone.name())
                .with("example", iso(after)),
            Self::Ambiguous { local, zone, first, second } => Finding::error("time-ambiguous")
                .with("found", iso(local))
                .with("zone", zone.name())
                .with("first", exact(first))
                .with("second", exact(second)),
            Self::SecondSixty { local } => {
                let example = local.with_nanosecond(0).unwrap_or(*local);
                Finding::error("time-second-sixty")
                    .with("found", iso(local))
                    .with("example", iso(&example))
            }
            Self::YearOutOfRange { local } => Finding::error("time-year-out-of-range")
                .with("found", iso(local))
                .with("min", YEARS.start().to_string())
                .with("max", YEARS.end().to_string()),
        }
    }
}

/// A local time as posts write it.
fn iso(local: &NaiveDateTime) -> String {
    local.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// A time with its offset as posts write it.
fn exact(time: &DateTime<FixedOffset>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, false)
}

#[cfg(test)]
mod tests;

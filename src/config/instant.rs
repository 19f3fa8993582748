//! Instants from times as TOML has them: local ones in the configured zone, or with an offset.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};
use toml::value::{Datetime, Offset};

use crate::clock::Instant;
use crate::finding::Finding;
use crate::schedule::{FixedTimeError, Zone, resolve_exact, resolve_fixed};

/// The instant that `written` means; a time without an offset is one in `zone`.
///
/// # Errors
/// Where the date or the time of day is missing, and where the zone's clock shows it never or
/// twice.
pub(super) fn resolve(written: Datetime, zone: Zone) -> Result<Instant, Finding> {
    let incomplete = || {
        Finding::error("time-incomplete")
            .with("found", written.to_string())
            .with("example", "2026-11-25T18:00:00")
    };
    let local = local(&written).ok_or_else(incomplete)?;
    let resolved = match written.offset {
        None => resolve_fixed(local, zone),
        Some(offset) => exact(local, offset).ok_or_else(incomplete).map(resolve_exact)?,
    };
    resolved.map_err(|error: FixedTimeError| error.finding())
}

/// The wall time; a second 60 stays one, in chrono's form, so that it can be refused by name.
fn local(written: &Datetime) -> Option<NaiveDateTime> {
    let (date, time) = (written.date?, written.time?);
    let date = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let (second, leap) = match time.second.unwrap_or(0) {
        60 => (59, 1_000_000_000),
        second => (second, 0),
    };
    let nanosecond = leap + time.nanosecond.unwrap_or(0);
    let (hour, minute) = (time.hour.into(), time.minute.into());
    Some(date.and_time(NaiveTime::from_hms_nano_opt(hour, minute, second.into(), nanosecond)?))
}

fn exact(local: NaiveDateTime, offset: Offset) -> Option<DateTime<FixedOffset>> {
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i32::from(minutes),
    };
    local.and_local_timezone(FixedOffset::east_opt(minutes * 60)?).single()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, zone: &str) -> Result<String, &'static str> {
        let instant = resolve(text.parse().unwrap(), Zone::parse(zone).unwrap());
        instant.map(|instant| instant.to_rfc3339()).map_err(|finding| finding.id)
    }

    #[test]
    fn a_time_without_an_offset_is_meant_in_the_zone() {
        let read = resolved("2026-11-25T18:00:00", "Asia/Kolkata");
        assert_eq!(read.unwrap(), "2026-11-25T12:30:00+00:00");
        assert_eq!(resolved("2026-11-25 18:00", "UTC").unwrap(), "2026-11-25T18:00:00+00:00");
    }

    #[test]
    fn an_offset_wins_over_the_zone() {
        let read = resolved("2026-11-25T18:00:00-03:30", "Asia/Kolkata");
        assert_eq!(read.unwrap(), "2026-11-25T21:30:00+00:00");
        assert_eq!(
            resolved("2026-11-25T18:00:00Z", "Asia/Kolkata").unwrap(),
            "2026-11-25T18:00:00+00:00"
        );
    }

    #[test]
    fn a_time_that_is_not_one_instant_is_refused() {
        for (text, zone, id) in [
            ("2026-11-25", "UTC", "time-incomplete"),
            ("18:00:00", "UTC", "time-incomplete"),
            ("2026-11-25T18:00:60", "UTC", "time-second-sixty"),
            ("2026-03-29T01:30:00", "Europe/London", "time-in-gap"),
            ("2026-10-25T01:30:00", "Europe/London", "time-ambiguous"),
        ] {
            assert_eq!(resolved(text, zone), Err(id), "{text}");
        }
    }
}

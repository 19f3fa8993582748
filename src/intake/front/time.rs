//! Times as people write them in a post.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _};
use toml::Value;
use toml::value::{Date, Datetime, Offset, Time};

use crate::clock::Instant;
use crate::finding::Finding;

/// How a local time becomes an instant in the configured zone. A time that the zone skips or
/// shows twice is a finding, never moved.
pub type LocalTime = Arc<dyn Fn(NaiveDateTime) -> Result<Instant, Finding> + Send + Sync>;

/// The id of the finding for something that is no time at all.
pub(super) const UNREADABLE: &str = "time-unreadable";

/// A right time, for hints.
const EXAMPLE: &str = "2026-11-25T09:00:00";

/// The years that are taken for meant.
const YEARS: std::ops::RangeInclusive<u16> = 1970..=2099;

/// The instant that `value` of the key `key` names.
pub(super) fn instant(key: &str, value: &Value, local: &LocalTime) -> Result<Instant, Finding> {
    let written = match value {
        Value::Datetime(written) => *written,
        Value::String(text) => text.trim().parse().map_err(|_| no_time(key, text))?,
        other => return Err(no_time(key, &other.to_string())),
    };
    match (written.date, written.time) {
        (Some(date), Some(time)) => resolve(key, &written, date, time, local),
        (Some(date), None) => Err(Finding::error("time-date-alone")
            .with("key", key)
            .with("found", date.to_string())
            .with("example", format!("{key} = {date}T09:00:00"))),
        _ => Err(Finding::error("time-clock-alone")
            .with("key", key)
            .with("found", written.to_string())
            .with("example", format!("{key} = {EXAMPLE}"))),
    }
}

/// The finding for something that is no time at all.
pub(super) fn no_time(key: &str, found: &str) -> Finding {
    Finding::error(UNREADABLE)
        .with("key", key)
        .with("found", found)
        .with("example", format!("{key} = {EXAMPLE}"))
}

fn resolve(
    key: &str,
    written: &Datetime,
    date: Date,
    time: Time,
    local: &LocalTime,
) -> Result<Instant, Finding> {
    if time.second == Some(60) {
        let example = Time { second: Some(59), nanosecond: None, ..time };
        return Err(Finding::error("time-second-sixty")
            .with("found", written.to_string())
            .with("example", Datetime { time: Some(example), ..*written }.to_string()));
    }
    let wall = wall(date, time).ok_or_else(|| no_time(key, &written.to_string()))?;
    if !YEARS.contains(&date.year) {
        return Err(Finding::error("time-year-out-of-range")
            .with("found", written.to_string())
            .with("min", YEARS.start().to_string())
            .with("max", YEARS.end().to_string()));
    }
    match written.offset {
        None => local(wall),
        Some(offset) => {
            let exact = exact(wall, offset).ok_or_else(|| no_time(key, &written.to_string()))?;
            Ok(exact.to_utc())
        }
    }
}

fn wall(date: Date, time: Time) -> Option<NaiveDateTime> {
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    let clock = NaiveTime::from_hms_nano_opt(
        time.hour.into(),
        time.minute.into(),
        time.second.unwrap_or(0).into(),
        time.nanosecond.unwrap_or(0),
    )?;
    Some(day.and_time(clock))
}

fn exact(wall: NaiveDateTime, offset: Offset) -> Option<DateTime<FixedOffset>> {
    let minutes = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i32::from(minutes),
    };
    FixedOffset::east_opt(minutes * 60)?.from_local_datetime(&wall).single()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// India, without asking any database of zones.
    fn india() -> LocalTime {
        Arc::new(|wall| {
            let zone = FixedOffset::east_opt(19_800).unwrap();
            Ok(zone.from_local_datetime(&wall).unwrap().to_utc())
        })
    }

    fn read(toml: &str) -> Result<String, Finding> {
        let table: toml::Table = toml.parse().unwrap();
        instant("at", &table["at"], &india()).map(|at| at.to_rfc3339())
    }

    fn refused(toml: &str) -> &'static str {
        read(toml).unwrap_err().id
    }

    #[test]
    fn local_times_are_meant_in_the_zone_and_offsets_are_exact() {
        assert_eq!(read("at = 2026-11-25T09:00:00").unwrap(), "2026-11-25T03:30:00+00:00");
        assert_eq!(read("at = 2026-11-25 09:00").unwrap(), "2026-11-25T03:30:00+00:00");
        assert_eq!(read("at = 2026-11-25T09:00:00+01:00").unwrap(), "2026-11-25T08:00:00+00:00");
        assert_eq!(read("at = 2026-11-25T09:00:00Z").unwrap(), "2026-11-25T09:00:00+00:00");
    }

    #[test]
    fn a_time_in_quotes_is_a_time() {
        assert_eq!(read("at = \" 2026-11-25T09:00:00 \"").unwrap(), "2026-11-25T03:30:00+00:00");
    }

    #[test]
    fn half_a_time_is_none() {
        let finding = read("at = 2026-11-25").unwrap_err();
        assert_eq!(finding.id, "time-date-alone");
        assert!(finding.facts.contains(&("example", "at = 2026-11-25T09:00:00".into())));
        assert_eq!(refused("at = 09:00:00"), "time-clock-alone");
    }

    #[test]
    fn what_is_no_time_is_never_taken_for_now() {
        for toml in [
            "at = \"tomorrow\"",
            "at = \"\"",
            "at = \"25-11-2026 09:00\"",
            "at = 20261125",
            "at = true",
            "at = []",
            "at = \"2026-02-30T09:00:00\"",
        ] {
            assert_eq!(refused(toml), "time-unreadable", "{toml}");
        }
    }

    #[test]
    fn a_second_sixty_is_refused_with_a_time_that_exists() {
        let finding = read("at = 2016-12-31T23:59:60Z").unwrap_err();
        assert_eq!(finding.id, "time-second-sixty");
        assert!(finding.facts.contains(&("example", "2016-12-31T23:59:59Z".into())));
        assert_eq!(refused("at = 2026-11-25T09:00:60"), "time-second-sixty");
    }

    #[test]
    fn a_year_that_must_be_a_slip_is_refused() {
        assert_eq!(refused("at = 2206-11-25T09:00:00"), "time-year-out-of-range");
        assert_eq!(refused("at = 0026-11-25T09:00:00Z"), "time-year-out-of-range");
    }
}

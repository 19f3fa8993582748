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

/// The id of the finding for a day or a time of day that does not exist.
pub(super) const IMPOSSIBLE: &str = "time-impossible";

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

/// The finding for something that is no time at all. Where it can be guessed what was meant, the
/// example shows how that is written; it is never taken for it.
pub(super) fn no_time(key: &str, found: &str) -> Finding {
    let meant = meant(found);
    let id = if meant.is_none() && is_well_written(found) { IMPOSSIBLE } else { UNREADABLE };
    let example = meant.unwrap_or_else(|| EXAMPLE.to_owned());
    Finding::error(id)
        .with("key", key)
        .with("found", found)
        .with("example", format!("{key} = {example}"))
}

/// The right way to write a time that has Hindi digits or begins with the day.
fn meant(found: &str) -> Option<String> {
    let latin: String = found.trim().trim_matches(['"', '\'']).chars().map(latin_digit).collect();
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M", "%d-%m-%YT%H:%M:%S"];
    let even = latin.replace(['/', '.'], "-");
    let mut read = forms.iter().filter_map(|form| NaiveDateTime::parse_from_str(&even, form).ok());
    read.next().map(|wall| wall.format("%Y-%m-%dT%H:%M:%S").to_string())
}

fn latin_digit(sign: char) -> char {
    let hindi = u32::from(sign).checked_sub(u32::from('०')).filter(|digit| *digit < 10);
    hindi.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(sign)
}

/// Whether it looks like a time, so that only its day or its hour does not exist.
fn is_well_written(found: &str) -> bool {
    let written = found.trim().trim_matches(['"', '\'']);
    let form = |sign: char| if sign.is_ascii_digit() { '0' } else { sign };
    let form: String = written.chars().map(form).collect();
    let begins =
        ["0000-00-00T00:00", "0000-00-00 00:00"].iter().find_map(|at| form.strip_prefix(at));
    begins.is_some_and(|rest| rest.chars().all(|sign| "0:.Z+-".contains(sign)))
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
        ] {
            assert_eq!(refused(toml), "time-unreadable", "{toml}");
        }
    }

    #[test]
    fn a_day_or_an_hour_that_does_not_exist_is_told_as_such() {
        for found in ["2027-02-30T09:00:00", "2026-12-25T25:00:00", " 2026-13-01 09:00"] {
            assert_eq!(no_time("at", found).id, IMPOSSIBLE, "{found}");
        }
        assert_eq!(no_time("at", "2027-02-20T09:00:00 IST").id, UNREADABLE);
        assert_eq!(refused("at = \"2026-02-30T09:00:00\""), "time-impossible");
    }

    #[test]
    fn the_example_is_the_time_that_was_meant() {
        for found in [
            "२०२६-१२-०५T०९:३०:००",
            "\"05-12-2026 09:30\"",
            "05/12/2026 09:30",
            "05.12.2026 09:30",
            "०५-१२-२०२६ ०९:३०",
        ] {
            let finding = no_time("at", found);
            let example = ("example", "at = 2026-12-05T09:30:00".into());
            assert!(finding.facts.contains(&example), "{finding:?}");
            assert_eq!(finding.id, UNREADABLE);
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

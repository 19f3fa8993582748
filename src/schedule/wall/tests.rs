use chrono_tz::TZ_VARIANTS;

use super::*;
use crate::finding::Fact;
use crate::schedule::words_tests::words;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn utc(text: &str) -> Instant {
    text.parse().unwrap()
}

fn fixed(local: &str, name: &str) -> Result<Instant, FixedTimeError> {
    resolve_fixed(wall(local), zone(name))
}

#[test]
fn an_ordinary_time_is_its_instant() {
    assert_eq!(fixed("2026-11-25T09:00:00", "Asia/Kolkata"), Ok(utc("2026-11-25T03:30:00Z")));
    assert_eq!(fixed("2026-11-25T09:00:00", "Asia/Kathmandu"), Ok(utc("2026-11-25T03:15:00Z")));
    assert_eq!(fixed("2026-07-01T09:00:59", "Europe/Berlin"), Ok(utc("2026-07-01T07:00:59Z")));
}

#[test]
fn a_fixed_time_in_a_gap_is_refused_with_the_next_that_exists() {
    let gaps = [
        ("2026-03-29T01:30:00", "Europe/London", "2026-03-29T02:00:00"),
        ("2026-03-08T02:00:00", "America/New_York", "2026-03-08T03:00:00"),
        ("2026-10-04T02:29:59", "Australia/Lord_Howe", "2026-10-04T02:30:00"),
        ("2026-04-24T00:00:00", "Africa/Cairo", "2026-04-24T01:00:00"),
        ("2011-12-30T12:00:00", "Pacific/Apia", "2011-12-31T00:00:00"),
    ];
    for (local, name, next) in gaps {
        let finding = fixed(local, name).expect_err(name).finding();
        assert_eq!(finding.id, "time-in-gap", "{name}");
        assert!(finding.facts.contains(&("example", Fact::from(next))), "{finding:?}");
        assert!(finding.facts.contains(&("zone", Fact::from(name))), "{finding:?}");
    }
}

#[test]
fn the_borders_of_a_gap_exist() {
    let london = |local| fixed(local, "Europe/London");
    assert_eq!(london("2026-03-29T00:59:59"), Ok(utc("2026-03-29T00:59:59Z")));
    assert_eq!(london("2026-03-29T02:00:00"), Ok(utc("2026-03-29T01:00:00Z")));
}

#[test]
fn an_ambiguous_fixed_time_is_refused_with_both_meanings() {
    let finding = fixed("2026-10-25T01:30:00", "Europe/London").unwrap_err().finding();
    assert_eq!(finding.id, "time-ambiguous");
    let first = Fact::from("2026-10-25T01:30:00+01:00");
    let second = Fact::from("2026-10-25T01:30:00+00:00");
    assert!(finding.facts.contains(&("first", first)), "{finding:?}");
    assert!(finding.facts.contains(&("second", second)), "{finding:?}");
}

#[test]
fn the_borders_of_an_overlap_are_clear() {
    let london = |local| fixed(local, "Europe/London");
    assert_eq!(london("2026-10-25T00:59:59"), Ok(utc("2026-10-24T23:59:59Z")));
    assert_eq!(london("2026-10-25T02:00:00"), Ok(utc("2026-10-25T02:00:00Z")));
}

#[test]
fn a_time_with_its_offset_is_that_instant_also_where_it_is_ambiguous() {
    let exactly = |text: &str| resolve_exact(text.parse().unwrap());
    assert_eq!(exactly("2026-10-25T01:30:00+01:00"), Ok(utc("2026-10-25T00:30:00Z")));
    assert_eq!(exactly("2026-10-25T01:30:00+00:00"), Ok(utc("2026-10-25T01:30:00Z")));
    assert_eq!(exactly("2026-11-25T09:00:00+05:30"), Ok(utc("2026-11-25T03:30:00Z")));
}

#[test]
fn a_second_sixty_is_refused_with_and_without_an_offset() {
    let local = wall("2016-12-31T23:59:60");
    let refusal = FixedTimeError::SecondSixty { local };
    assert_eq!(resolve_fixed(local, Zone::UTC), Err(refusal.clone()));
    assert_eq!(resolve_exact("2016-12-31T23:59:60+00:00".parse().unwrap()), Err(refusal.clone()));
    let facts = refusal.finding().facts;
    assert_eq!(facts[0], ("found", Fact::from("2016-12-31T23:59:60")));
    assert_eq!(facts[1], ("example", Fact::from("2016-12-31T23:59:59")));
}

#[test]
fn years_outside_the_zone_tables_are_refused() {
    for local in ["1969-12-31T23:59:59", "2100-01-01T00:00:00", "20266-11-25T09:00:00"] {
        let year = local.split('-').next().unwrap().parse().unwrap();
        let local = wall(&local[local.find('-').unwrap()..].replacen("-", "2000-", 1));
        let local = local.with_year(year).unwrap();
        let refusal = Err(FixedTimeError::YearOutOfRange { local });
        assert_eq!(resolve_fixed(local, zone("Asia/Kolkata")), refusal);
        let offset = FixedOffset::east_opt(19_800).unwrap();
        assert_eq!(resolve_exact(local.and_local_timezone(offset).unwrap()), refusal);
    }
    assert!(fixed("2099-12-31T23:59:59", "Asia/Kolkata").is_ok());
}

#[test]
fn the_ends_of_the_calendar_do_not_make_it_stumble() {
    for local in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
        assert!(resolve_fixed(local, zone("Pacific/Kiritimati")).is_err());
    }
    for hours in [-12, 14] {
        let offset = FixedOffset::east_opt(hours * 3600).unwrap();
        for end in [DateTime::<chrono::Utc>::MIN_UTC, DateTime::<chrono::Utc>::MAX_UTC] {
            assert!(resolve_exact(end.with_timezone(&offset)).is_err());
        }
    }
}

#[test]
fn thirty_two_bits_of_seconds_are_no_border() {
    let kolkata = |local| fixed(local, "Asia/Kolkata");
    assert_eq!(kolkata("2038-01-19T08:44:07"), Ok(utc("2038-01-19T03:14:07Z")));
    assert_eq!(kolkata("2038-01-19T08:44:08"), Ok(utc("2038-01-19T03:14:08Z")));
    assert_eq!(fixed("2050-07-01T12:00:00", "Europe/London"), Ok(utc("2050-07-01T11:00:00Z")));
}

/// The days, by UTC, in whose course the zone's clock changes its offset, from 1970 to 2039.
fn days_of_change(zone: Zone) -> impl Iterator<Item = Instant> {
    let offset = move |at: Instant| zone.local(at).offset().fix();
    let week = chrono::Duration::days(7);
    let weeks = (0..70 * 52).map(move |count| DateTime::UNIX_EPOCH + week * count);
    weeks.filter(move |start| offset(*start) != offset(*start + week)).filter_map(move |start| {
        let mut days = (0..7).map(|count| start + chrono::Duration::days(count));
        days.find(|day| offset(*day) != offset(*day + chrono::Duration::days(1)))
    })
}

#[test]
fn no_zone_ever_sends_a_later_wall_time_to_an_earlier_instant() {
    let (mut gaps, mut overlaps) = (0, 0);
    for table in TZ_VARIANTS {
        let zone = zone(table.name());
        for day in days_of_change(zone) {
            let start = zone.local(day).naive_local() - chrono::Duration::hours(3);
            let walls = (0..60).map(|count| start + chrono::Duration::minutes(30 * count));
            let mut last = Instant::MIN_UTC;
            for wall in walls {
                let landing = landing(wall, zone);
                gaps += usize::from(matches!(landing, Some(Landing::Gap(_))));
                overlaps += usize::from(matches!(landing, Some(Landing::Overlap(..))));
                let at = first_instant(wall, zone).unwrap();
                assert!(at >= last, "{zone} at {wall}: {at} after {last}");
                last = at;
            }
        }
    }
    assert!(gaps > 1_000 && overlaps > 1_000, "only {gaps} gaps and {overlaps} overlaps");
}

#[test]
fn every_finding_has_its_words_in_both_languages() {
    let findings = [
        fixed("2026-03-29T01:30:00", "Europe/London").unwrap_err().finding(),
        fixed("2026-10-25T01:30:00", "Europe/London").unwrap_err().finding(),
        fixed("2016-12-31T23:59:60", "Europe/London").unwrap_err().finding(),
        fixed("2100-01-01T00:00:00", "Europe/London").unwrap_err().finding(),
        Zone::parse("Asia/Calcuta").unwrap_err().finding(),
        Zone::parse("here").unwrap_err().finding(),
    ];
    for finding in findings {
        let (message, hint) = words(&finding);
        assert!(!message.contains('$') && !hint.contains('$'), "{message} {hint}");
    }
}

#[test]
fn the_words_for_an_ambiguous_time_offer_both_meanings() {
    let (message, hint) =
        words(&fixed("2026-10-25T01:30:00", "Europe/London").unwrap_err().finding());
    assert!(message.contains("2026-10-25T01:30:00 comes twice in Europe/London"), "{message}");
    assert!(hint.contains("2026-10-25T01:30:00+01:00 for the earlier"), "{hint}");
    assert!(hint.contains("2026-10-25T01:30:00+00:00 for the later"), "{hint}");
}

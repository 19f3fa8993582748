//! A thousand clock cases: 40 zones at 25 instants each, beside a second implementation.
//!
//! The second one knows nothing of gaps and overlaps. It lets universal time run minute by
//! minute, reads the zone's clock, and fires when the clock passes, for the first time, a
//! minute that the line asks for.

use std::collections::BTreeSet;

use chrono::{Datelike as _, Duration, Timelike as _};
use rand::{Rng as _, SeedableRng as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;

use super::*;

const ZONES: [&str; 40] = [
    "UTC",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Karachi",
    "Asia/Colombo",
    "Asia/Yangon",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Gaza",
    "Asia/Amman",
    "Asia/Pyongyang",
    "Asia/Shanghai",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Berlin",
    "Europe/Lisbon",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/Volgograd",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Windhoek",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Asuncion",
    "America/Caracas",
    "America/Havana",
    "America/Nuuk",
    "America/Scoresbysund",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kwajalein",
    "Pacific/Kiritimati",
];

/// A crontab line, and the same said once more in Rust.
type Said = (&'static str, fn(NaiveDateTime) -> bool);

const LINES: [Said; 9] = [
    ("* * * * *", |_| true),
    ("*/10 * * * *", |at| at.minute() % 10 == 0),
    ("0 * * * *", |at| at.minute() == 0),
    ("30 2 * * *", |at| (at.hour(), at.minute()) == (2, 30)),
    ("0,30 0-3 * * *", |at| at.minute() % 30 == 0 && at.hour() < 4),
    ("15 0,1,23 * * *", |at| at.minute() == 15 && matches!(at.hour(), 0 | 1 | 23)),
    ("45 1 * * 0", |at| (at.hour(), at.minute()) == (1, 45) && weekday(at) == 0),
    ("0 0 29 2 *", |at| (at.month(), at.day(), at.hour(), at.minute()) == (2, 29, 0, 0)),
    ("59 23 31 12 5", |at| {
        (at.hour(), at.minute()) == (23, 59)
            && at.month() == 12
            && (at.day() == 31 || weekday(at) == 5)
    }),
];

const EDGES: [&str; 6] = [
    "1970-01-02 12:00",
    "1999-12-31 12:00",
    "2000-02-28 12:00",
    "2027-12-30 23:59",
    "2028-02-27 18:00",
    "2038-01-19 03:14",
];

/// How long each case is watched.
const WATCHED: Duration = Duration::hours(36);

/// Longer than any overlap, so that the second implementation knows what the clock has shown.
const BEFORE: Duration = Duration::hours(26);

fn weekday(at: NaiveDateTime) -> u32 {
    at.weekday().num_days_from_sunday()
}

fn minute() -> Duration {
    Duration::minutes(1)
}

fn edge(text: &str) -> Instant {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap().and_utc()
}

/// Each minute that the zone's clock passes for the first time around a case, with the minute
/// of universal time at which it does. Where the clock jumps ahead, it passes many at once.
fn passings(zone: Zone, start: Instant) -> Vec<(Instant, NaiveDateTime)> {
    let mut at = start - Duration::seconds(i64::from(start.second())) - BEFORE;
    let mut shown = zone.local(at).naive_local();
    let mut passings = Vec::new();
    while at + minute() <= start + WATCHED {
        at += minute();
        let clock = zone.local(at).naive_local();
        while shown < clock {
            shown += minute();
            passings.push((at, shown));
        }
    }
    passings
}

/// The second implementation: of what is passed at once, the first that is asked for fires.
fn expected(
    passings: &[(Instant, NaiveDateTime)],
    start: Instant,
    asked: fn(NaiveDateTime) -> bool,
) -> Vec<Firing> {
    let due = passings.iter().filter(|(at, wall)| *at > start && asked(*wall));
    let mut firings: Vec<_> = due.map(|&(at, nominal)| Firing { nominal, at }).collect();
    firings.dedup_by_key(|firing| firing.at);
    firings
}

/// The minutes at which the zone's clock changes its offset, from 1972 to 2040.
fn changes(zone: Zone) -> Vec<Instant> {
    let start = edge("1972-02-01 00:00");
    let days = (0..68 * 365).map(|count| start + Duration::days(count));
    let changed = |from: Instant, to: Instant| offset(zone, from) != offset(zone, to);
    days.filter(|day| changed(*day, *day + Duration::days(1)))
        .filter_map(|day| {
            let mut minutes = (1..=1440).map(|count| day + Duration::minutes(count));
            minutes.find(|at| changed(day, *at))
        })
        .collect()
}

fn offset(zone: Zone, at: Instant) -> Duration {
    zone.local(at).naive_local() - at.naive_utc()
}

/// The 25 instants of a zone: its clock changes seen from before, inside and after them, the
/// edges of calendars and counters, and any others.
fn instants(zone: Zone, random: &mut ChaCha8Rng) -> BTreeSet<Instant> {
    let mut instants: BTreeSet<_> = EDGES.iter().map(|text| edge(text)).collect();
    let changes = changes(zone);
    while instants.len() < 25 {
        let near = [-86_400, -3_600, -1_801, -60, -1, 0, 1, 1_799, 3_599, 3_600, 7_200];
        let instant = match changes.choose(random) {
            Some(change) if random.random_bool(0.8) => {
                *change + Duration::seconds(*near.choose(random).unwrap())
            }
            _ => {
                edge("1972-02-01 00:00") + Duration::seconds(random.random_range(0..2_000_000_000))
            }
        };
        instants.insert(instant);
    }
    instants
}

/// Calls `check` with each case: the zone, its instant, the line and what it has to fire.
fn for_each_case(mut check: impl FnMut(Zone, Instant, &str, &[Firing])) -> usize {
    let mut random = ChaCha8Rng::seed_from_u64(1_000);
    let mut cases = 0;
    for name in ZONES {
        let zone = Zone::parse(name).unwrap();
        for instant in instants(zone, &mut random) {
            let passings = passings(zone, instant);
            for (line, asked) in LINES {
                check(zone, instant, line, &expected(&passings, instant, asked));
            }
            cases += 1;
        }
    }
    cases
}

#[test]
fn a_thousand_clock_cases_fire_as_a_second_implementation_says() {
    let cases = for_each_case(|zone, instant, text, expected| {
        let line = CronLine::parse(text).unwrap();
        let found: Vec<_> = line
            .firings_after(zone, instant)
            .take_while(|firing| firing.at <= instant + WATCHED)
            .collect();
        let differs = found.iter().zip(expected).find(|(found, due)| found != due);
        assert_eq!(differs, None, "{text} in {zone} after {instant}");
        assert_eq!(found.len(), expected.len(), "{text} in {zone} after {instant}");
        let rising = |one: &Firing, next: &Firing| one.at < next.at && one.nominal < next.nominal;
        assert!(found.is_sorted_by(rising), "{text} in {zone} after {instant}");
    });
    assert_eq!(cases, 1_000);
}

#[test]
fn a_clock_that_jumps_meets_the_same_firings_again() {
    let mut random = ChaCha8Rng::seed_from_u64(30);
    for_each_case(|zone, instant, text, expected| {
        let line = CronLine::parse(text).unwrap();
        for _ in 0..3 {
            let seconds = random.random_range(0..WATCHED.num_seconds());
            let jumped = instant + Duration::seconds(seconds);
            let due = expected.iter().copied().find(|firing| firing.at > jumped);
            let found = line.next_after(zone, jumped);
            let found = found.filter(|found| found.at <= instant + WATCHED);
            assert_eq!(found, due, "{text} in {zone} after {jumped}");
        }
    });
}

#[test]
fn the_second_implementation_catches_the_bare_crate() {
    let mut caught = BTreeSet::new();
    for_each_case(|zone, instant, text, expected| {
        // Lines whose day fields the bare crate reads otherwise would prove nothing of clocks.
        if !text.ends_with("* * *") || caught.contains(zone.name()) {
            return;
        }
        let bare: ::cron::Schedule = format!("0 {text}").parse().unwrap();
        let found = bare.after(&zone.local(instant)).map(|at| at.to_utc());
        if !found.take(expected.len()).eq(expected.iter().map(|firing| firing.at)) {
            caught.insert(zone.name());
        }
    });
    // Only where no clock has changed since 1972 can it pass.
    let passes: Vec<_> = ZONES.into_iter().filter(|zone| !caught.contains(zone)).collect();
    assert_eq!(passes, ["UTC", "Asia/Kolkata", "Asia/Yangon", "Asia/Dubai", "Asia/Kabul"]);
}

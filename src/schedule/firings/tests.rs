use super::*;

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn utc(text: &str) -> Instant {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap().and_utc()
}

/// The firings of `line` as `nominal = instant`, from one instant to another.
fn firings(line: &str, zone: Zone, from: &str, to: &str) -> Vec<String> {
    let line = CronLine::parse(line).unwrap();
    line.firings_after(zone, utc(from))
        .take_while(|firing| firing.at <= utc(to))
        .map(|Firing { nominal, at }| {
            format!("{} = {}Z", nominal.format("%d %H:%M"), at.format("%d %H:%M"))
        })
        .collect()
}

fn next(line: &str, name: &str, after: &str) -> Instant {
    CronLine::parse(line).unwrap().next_after(zone(name), utc(after)).unwrap().at
}

/// One change of a zone's clock: what fires from one instant to another.
struct Change {
    zone: &'static str,
    line: &'static str,
    span: (&'static str, &'static str),
    fires: &'static [&'static str],
}

const GAPS: &[Change] = &[
    Change {
        zone: "Europe/London",
        line: "30 1 * * *",
        span: ("2026-03-28 00:00", "2026-03-31 00:00"),
        fires: &["28 01:30 = 28 01:30Z", "29 01:30 = 29 01:00Z", "30 01:30 = 30 00:30Z"],
    },
    Change {
        zone: "Europe/London",
        line: "10,40 * * * *",
        span: ("2026-03-29 00:20", "2026-03-29 01:30"),
        fires: &["29 00:40 = 29 00:40Z", "29 01:10 = 29 01:00Z", "29 02:10 = 29 01:10Z"],
    },
    Change {
        zone: "America/New_York",
        line: "30 2 * * *",
        span: ("2026-03-07 12:00", "2026-03-09 12:00"),
        fires: &["08 02:30 = 08 07:00Z", "09 02:30 = 09 06:30Z"],
    },
    Change {
        zone: "Europe/Berlin",
        line: "0,30 2 * * *",
        span: ("2026-03-28 12:00", "2026-03-30 12:00"),
        fires: &["29 02:00 = 29 01:00Z", "30 02:00 = 30 00:00Z", "30 02:30 = 30 00:30Z"],
    },
    Change {
        zone: "Australia/Lord_Howe",
        line: "15 2 * * *",
        span: ("2026-10-03 00:00", "2026-10-05 00:00"),
        fires: &["04 02:15 = 03 15:30Z", "05 02:15 = 04 15:15Z"],
    },
    Change {
        zone: "Africa/Cairo",
        line: "@daily",
        span: ("2026-04-22 12:00", "2026-04-25 00:00"),
        fires: &["23 00:00 = 22 22:00Z", "24 00:00 = 23 22:00Z", "25 00:00 = 24 21:00Z"],
    },
    Change {
        zone: "Pacific/Apia",
        line: "0 9 * * *",
        span: ("2011-12-29 00:00", "2011-12-31 23:00"),
        fires: &[
            "29 09:00 = 29 19:00Z",
            "30 09:00 = 30 10:00Z",
            "31 09:00 = 30 19:00Z",
            "01 09:00 = 31 19:00Z",
        ],
    },
];

const OVERLAPS: &[Change] = &[
    Change {
        zone: "Europe/London",
        line: "30 1 * * *",
        span: ("2026-10-24 12:00", "2026-10-26 12:00"),
        fires: &["25 01:30 = 25 00:30Z", "26 01:30 = 26 01:30Z"],
    },
    Change {
        zone: "Europe/London",
        line: "*/20 * * * *",
        span: ("2026-10-25 00:30", "2026-10-25 02:20"),
        fires: &["25 01:40 = 25 00:40Z", "25 02:00 = 25 02:00Z", "25 02:20 = 25 02:20Z"],
    },
    Change {
        zone: "America/New_York",
        line: "30 1 * * *",
        span: ("2026-10-31 12:00", "2026-11-02 12:00"),
        fires: &["01 01:30 = 01 05:30Z", "02 01:30 = 02 06:30Z"],
    },
    Change {
        zone: "Europe/Berlin",
        line: "0,30 2 * * *",
        span: ("2026-10-24 12:00", "2026-10-25 12:00"),
        fires: &["25 02:00 = 25 00:00Z", "25 02:30 = 25 00:30Z"],
    },
    Change {
        zone: "Australia/Lord_Howe",
        line: "45 1 * * *",
        span: ("2026-04-04 00:00", "2026-04-06 00:00"),
        fires: &["05 01:45 = 04 14:45Z", "06 01:45 = 05 15:15Z"],
    },
    Change {
        zone: "Africa/Cairo",
        line: "0,30 0,23 * * *",
        span: ("2026-10-29 19:00", "2026-10-29 22:30"),
        fires: &[
            "29 23:00 = 29 20:00Z",
            "29 23:30 = 29 20:30Z",
            "30 00:00 = 29 22:00Z",
            "30 00:30 = 29 22:30Z",
        ],
    },
];

fn check(change: &Change) {
    let Change { zone: name, line, span: (from, to), fires } = *change;
    assert_eq!(firings(line, zone(name), from, to), fires, "{line} in {name}");
}

#[test]
fn a_slot_in_a_gap_fires_once_when_the_gap_ends() {
    GAPS.iter().for_each(check);
}

#[test]
fn a_slot_in_an_overlap_fires_at_the_first_of_both() {
    OVERLAPS.iter().for_each(check);
}

/// What the `cron` crate would do, were it given the zone.
fn of_the_bare_crate(change: &Change) -> Vec<Instant> {
    let line = format!("0 {}", change.line.replace("@daily", "0 0 * * *"));
    let schedule: ::cron::Schedule = line.parse().unwrap();
    let (from, to) = (utc(change.span.0), utc(change.span.1));
    let start = zone(change.zone).local(from);
    schedule.after(&start).map(|at| at.to_utc()).take_while(|at| *at <= to).take(99).collect()
}

#[test]
fn the_bare_crate_fails_at_every_one_of_these_changes() {
    for change in GAPS.iter().chain(OVERLAPS) {
        let wanted = change.fires.iter().map(|text| text.split(" = ").nth(1).unwrap());
        let found: Vec<_> =
            of_the_bare_crate(change).iter().map(|at| at.format("%d %H:%MZ").to_string()).collect();
        assert!(!found.iter().eq(wanted), "{} in {}: {found:?}", change.line, change.zone);
    }
}

#[test]
fn asked_inside_an_overlap_it_never_answers_with_the_past() {
    let london = |after| next("*/10 * * * *", "Europe/London", after);
    assert_eq!(london("2026-10-25 00:50"), utc("2026-10-25 02:00"));
    assert_eq!(london("2026-10-25 00:55"), utc("2026-10-25 02:00"));
    assert_eq!(london("2026-10-25 01:00"), utc("2026-10-25 02:00"));
    assert_eq!(london("2026-10-25 01:30"), utc("2026-10-25 02:00"));
    assert_eq!(london("2026-10-25 02:00"), utc("2026-10-25 02:10"));
}

#[test]
fn asked_around_a_gap_it_gives_the_same_firing_from_every_side() {
    let line = CronLine::parse("30 1,2 * * *").unwrap();
    let london = zone("Europe/London");
    let change = utc("2026-03-29 01:00");
    for before in [1, 60, 3600, 7200] {
        let firing = line.next_after(london, change - chrono::Duration::seconds(before)).unwrap();
        assert_eq!(firing.at, change, "{before} s before");
        assert_eq!(firing.nominal, utc("2026-03-29 01:30").naive_utc());
    }
    let firing = line.next_after(london, change).unwrap();
    assert_eq!(firing.nominal, utc("2026-03-29 02:30").naive_utc());
}

#[test]
fn india_and_nepal_have_their_half_and_quarter_hours() {
    let span = ("2026-11-25 00:00", "2026-11-26 00:00");
    let six = |name| firings("0 6 * * *", zone(name), span.0, span.1);
    assert_eq!(six("Asia/Kathmandu"), ["25 06:00 = 25 00:15Z"]);
    assert_eq!(six("Asia/Kolkata"), ["25 06:00 = 25 00:30Z"]);
}

#[test]
fn the_answer_is_strictly_after_the_question() {
    assert_eq!(next("0 9 * * *", "UTC", "2026-11-25 09:00"), utc("2026-11-26 09:00"));
    let line = CronLine::parse("0 9 * * *").unwrap();
    for micros in [1, 999_999] {
        let early = utc("2026-11-25 09:00") - chrono::Duration::microseconds(micros);
        assert_eq!(line.next_after(Zone::UTC, early).unwrap().at, utc("2026-11-25 09:00"));
        let late = utc("2026-11-25 09:00") + chrono::Duration::microseconds(micros);
        assert_eq!(line.next_after(Zone::UTC, late).unwrap().at, utc("2026-11-26 09:00"));
    }
}

#[test]
fn the_year_ends_in_the_zone_and_not_in_utc() {
    let ends =
        firings("59 23 31 12 *", zone("Asia/Kolkata"), "2026-12-31 00:00", "2027-12-31 00:00");
    assert_eq!(ends, ["31 23:59 = 31 18:29Z"]);
    let starts = next("@yearly", "Pacific/Kiritimati", "2026-12-30 00:00");
    assert_eq!(starts, utc("2026-12-31 10:00"));
}

#[test]
fn the_29th_of_february_comes_by_the_zone_s_calendar() {
    let leap = firings("30 4 29 2 *", zone("Asia/Kolkata"), "2026-01-01 00:00", "2033-01-01 00:00");
    assert_eq!(leap, ["29 04:30 = 28 23:00Z", "29 04:30 = 28 23:00Z"]);
}

#[test]
fn thirty_two_bits_of_seconds_are_no_border() {
    let last = clock::from_micros(i64::from(i32::MAX) * 1_000_000);
    let line = CronLine::parse("14 3 19 1 *").unwrap();
    let eve = line.next_after(Zone::UTC, last - chrono::Duration::days(1)).unwrap();
    assert_eq!(eve.at, utc("2038-01-19 03:14"));
    assert_eq!(next("* * * * *", "Asia/Kolkata", "2038-01-19 03:14"), utc("2038-01-19 03:15"));
    // Summer time goes on after the last change that 32 bits can tell.
    assert_eq!(next("0 9 * * *", "Europe/London", "2060-07-01 00:00"), utc("2060-07-01 08:00"));
}

#[test]
fn the_ends_of_the_calendar_do_not_make_it_stumble() {
    let line = CronLine::parse("0 0 * * *").unwrap();
    for name in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let first = line.next_after(zone(name), Instant::MIN_UTC).unwrap();
        assert!(
            (utc("1970-01-01 00:00")..utc("1970-01-03 00:00")).contains(&first.at),
            "{first:?}"
        );
        let last = line.firings_after(zone(name), utc("2099-12-29 00:00")).last().unwrap();
        assert_eq!(last.nominal, utc("2099-12-31 00:00").naive_utc());
        for late in [utc("2100-01-01 00:00"), utc("2106-02-07 06:28"), Instant::MAX_UTC] {
            assert_eq!(line.next_after(zone(name), late), None);
        }
    }
}

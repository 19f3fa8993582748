use super::*;
use crate::finding::{Fact, Finding, Severity};

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// The first `count` wall times of `line` after `start`.
fn walls(line: &str, start: &str, count: usize) -> Vec<String> {
    let line = CronLine::parse(line).unwrap();
    let mut at = wall(start);
    let mut next = || {
        at = line.next_wall(at)?;
        Some(at.format("%Y-%m-%d %H:%M").to_string())
    };
    (0..count).map_while(|_| next()).collect()
}

/// The problem's id and the text it points at.
fn refusal(line: &str) -> (&'static str, &str) {
    let error = CronLine::parse(line).expect_err(line);
    (error.finding().id, &line[error.span])
}

fn fact(finding: &Finding, name: &str) -> Option<Fact> {
    finding.facts.iter().find(|(known, _)| *known == name).map(|(_, fact)| fact.clone())
}

fn example(line: &str) -> String {
    let finding = CronLine::parse(line).expect_err(line).finding();
    match fact(&finding, "example") {
        Some(Fact::Text(text)) => text,
        other => panic!("{line}: no example but {other:?}"),
    }
}

mod reading {
    use super::*;

    #[test]
    fn weekdays_count_from_sunday_as_nought_or_seven() {
        // 1 November 2026 is a Sunday.
        for sunday in ["0 9 * * 0", "0 9 * * 7", "0 9 * * sun", "0 9 * * SUN", "@weekly"] {
            let first = &walls(sunday, "2026-10-29 00:00", 1)[0];
            assert!(first.starts_with("2026-11-01"), "{sunday}: {first}");
        }
    }

    #[test]
    fn one_to_five_is_monday_to_friday() {
        let days = walls("0 9 * * 1-5", "2026-10-31 00:00", 6);
        assert_eq!(days.first().unwrap(), "2026-11-02 09:00");
        assert_eq!(days[4], "2026-11-06 09:00");
        assert_eq!(days[5], "2026-11-09 09:00");
        assert_eq!(walls("0 9 * * Mon-Fri", "2026-10-31 00:00", 6), days);
    }

    #[test]
    fn a_range_up_to_seven_ends_with_sunday() {
        let days = walls("0 9 * * 5-7", "2026-10-31 12:00", 3);
        assert_eq!(days, ["2026-11-01 09:00", "2026-11-06 09:00", "2026-11-07 09:00"]);
    }

    #[test]
    fn either_day_field_is_enough_where_both_are_set() {
        // A Friday, the 13th on another day, and the day that is both, once.
        let days = walls("0 0 13 * 5", "2026-11-06 00:00", 2);
        assert_eq!(days, ["2026-11-13 00:00", "2026-11-20 00:00"]);
        let days = walls("0 0 13 * 5", "2026-12-10 00:00", 3);
        assert_eq!(days, ["2026-12-11 00:00", "2026-12-13 00:00", "2026-12-18 00:00"]);
    }

    #[test]
    fn a_day_field_that_lists_every_day_is_still_set() {
        let days = walls("0 0 1-31 * 5", "2026-11-01 00:00", 2);
        assert_eq!(days, ["2026-11-02 00:00", "2026-11-03 00:00"]);
    }

    #[test]
    fn lists_ranges_and_steps_mix() {
        let minutes = walls("0,20-25/2,*/30 9 * * *", "2026-11-01 08:59", 6);
        let wanted = ["00", "20", "22", "24", "30"].map(|minute| format!("2026-11-01 09:{minute}"));
        assert_eq!(minutes[..5], wanted);
        assert_eq!(minutes[5], "2026-11-02 09:00");
    }

    #[test]
    fn months_have_names() {
        assert_eq!(
            walls("0 0 1 jan,Mar-may *", "2026-01-01 00:00", 4),
            ["2026-03-01 00:00", "2026-04-01 00:00", "2026-05-01 00:00", "2027-01-01 00:00"]
        );
    }

    #[test]
    fn nicknames_mean_what_the_manual_says() {
        let meanings = [
            ("@hourly", "2026-11-25 13:00"),
            ("@daily", "2026-11-26 00:00"),
            ("@midnight", "2026-11-26 00:00"),
            ("@weekly", "2026-11-29 00:00"),
            ("@monthly", "2026-12-01 00:00"),
            ("@yearly", "2027-01-01 00:00"),
            ("@annually", "2027-01-01 00:00"),
        ];
        for (nickname, first) in meanings {
            assert_eq!(walls(nickname, "2026-11-25 12:34", 1), [first], "{nickname}");
        }
    }

    #[test]
    fn blanks_around_and_between_fields_do_not_matter() {
        let line = CronLine::parse("  0\t9  *   * 1 ").unwrap();
        assert_eq!(line.next_wall(wall("2026-11-25 00:00")), Some(wall("2026-11-30 09:00")));
        assert_eq!(line.as_str(), "  0\t9  *   * 1 ");
    }

    #[test]
    fn the_29th_of_february_is_waited_for() {
        let days = walls("0 0 29 2 *", "2026-01-01 00:00", 2);
        assert_eq!(days, ["2028-02-29 00:00", "2032-02-29 00:00"]);
    }

    #[test]
    fn the_31st_skips_short_months() {
        let days = walls("0 0 31 * *", "2026-01-01 00:00", 3);
        assert_eq!(days, ["2026-01-31 00:00", "2026-03-31 00:00", "2026-05-31 00:00"]);
    }

    #[test]
    fn nothing_fires_after_2099() {
        let days = walls("59 23 31 12 *", "2097-12-31 23:59", 9);
        assert_eq!(days, ["2098-12-31 23:59", "2099-12-31 23:59"]);
    }
}

mod refusing {
    use super::*;
    use crate::schedule::words_tests::words;

    #[test]
    fn every_refusal_names_its_reason_and_points_at_its_place() {
        let cases = [
            ("", "cron-empty", ""),
            (" \t ", "cron-empty", " \t "),
            ("* * * *", "cron-field-count", "* * * *"),
            ("0 0 9 * * 1", "cron-field-count", "1"),
            ("0 0 9 * * 1 2026 ", "cron-field-count", "1 2026"),
            ("0 9 * * 1 *", "cron-field-count", "*"),
            ("******", "cron-field-count", "******"),
            ("@daily 9", "cron-field-count", "9"),
            ("@dayly", "cron-nickname-unknown", "@dayly"),
            ("@Daily", "cron-nickname-unknown", "@Daily"),
            ("@reboot", "cron-reboot", "@reboot"),
            ("TZ=Asia/Kolkata 0 9 * * *", "cron-zone-inside", "TZ=Asia/Kolkata"),
            ("CRON_TZ=UTC 0 9 * * 1", "cron-zone-inside", "CRON_TZ=UTC"),
            ("0 ९ * * *", "cron-foreign-signs", "९"),
            ("0 9 * * 1–5", "cron-foreign-signs", "–"),
            ("0 9 L * *", "cron-extension", "L"),
            ("0 9 15W * *", "cron-extension", "15W"),
            ("0 9 * * 5#2", "cron-extension", "5#2"),
            ("0 9 * * FRI#2", "cron-extension", "FRI#2"),
            ("0 9 ? * 1", "cron-extension", "?"),
            ("H 9 * * *", "cron-extension", "H"),
            ("H(0-29)/10 9 * * *", "cron-extension", "H(0"),
            ("0 9 1 * +1", "cron-extension", "+1"),
            ("0 9 * * Monday", "cron-name-unknown", "Monday"),
            ("0 9 * Foo *", "cron-name-unknown", "Foo"),
            ("Mon 9 * * *", "cron-name-unknown", "Mon"),
            ("0 9 * Mon *", "cron-name-unknown", "Mon"),
            ("0 9.5 * * *", "cron-not-a-number", "9.5"),
            ("0 *,5 * * *", "cron-not-a-number", "*"),
            ("*/x 9 * * *", "cron-not-a-number", "x"),
            ("*/-5 9 * * *", "cron-not-a-number", "-5"),
            ("0 1-5-7 * * *", "cron-not-a-number", "5-7"),
            ("0\n 9 * * *", "cron-not-a-number", "0\n"),
            ("0,,5 9 * * *", "cron-number-missing", ""),
            ("0, 9 * * *", "cron-number-missing", ""),
            ("-5 9 * * *", "cron-number-missing", ""),
            ("*/ 9 * * *", "cron-number-missing", ""),
            ("61 * * * *", "cron-out-of-range", "61"),
            ("0,5-60 * * * *", "cron-out-of-range", "60"),
            ("0 24 * * *", "cron-out-of-range", "24"),
            ("0 9 0 * *", "cron-out-of-range", "0"),
            ("0 9 32 * *", "cron-out-of-range", "32"),
            ("0 9 * 13 *", "cron-out-of-range", "13"),
            ("0 9 * * 8", "cron-out-of-range", "8"),
            ("99999999999999999999 9 * * *", "cron-out-of-range", "99999999999999999999"),
            ("0 22-2 * * *", "cron-range-backwards", "22-2"),
            ("0 9 * * Fri-Mon", "cron-range-backwards", "Fri-Mon"),
            ("5/20 9 * * *", "cron-step-without-range", "5/20"),
            ("*/0 9 * * *", "cron-step-out-of-range", "0"),
            ("*/90 * * * *", "cron-step-out-of-range", "90"),
            ("0 9 */2 * 1", "cron-starred-days", "*/2"),
            ("0 9 1 * */2", "cron-starred-days", "*/2"),
            ("0 9 5,*/2 * 1", "cron-starred-days", "5,*/2"),
            ("0 9 */2 * */3", "cron-starred-days", "*/2"),
            ("0 9 30 2 *", "cron-never-fires", "0 9 30 2 *"),
            (" 0 9 31 4,6,9,11 * ", "cron-never-fires", "0 9 31 4,6,9,11 *"),
        ];
        for (line, id, place) in cases {
            assert_eq!(refusal(line), (id, place), "{line:?}");
        }
    }

    #[test]
    fn a_number_out_of_range_names_field_range_and_place() {
        let error = CronLine::parse("61 * * * *").unwrap_err();
        assert_eq!(error.span, 0..2);
        let finding = error.finding();
        assert_eq!(finding.severity, Severity::Error);
        assert_eq!(fact(&finding, "field"), Some("minute".into()));
        assert_eq!(fact(&finding, "found"), Some("61".into()));
        assert_eq!(fact(&finding, "min"), Some(Fact::Number(0)));
        assert_eq!(fact(&finding, "max"), Some(Fact::Number(59)));
        assert_eq!(error.to_string(), "`61` is out of range for the field minute; write 0 to 59");
    }

    #[test]
    fn the_place_is_counted_in_bytes_of_the_line() {
        let error = CronLine::parse("\t0  9 1,15,40 * *").unwrap_err();
        assert_eq!(error.span, 11..13);
    }

    #[test]
    fn the_example_says_what_was_meant() {
        let cases = [
            ("0 22-2 * * *", "22-23,0-2"),
            ("0 9 * * Fri-Mon", "5-6,0-1"),
            ("0 9 * * Sat-Sun", "6,0"),
            ("0 9 * * 7-2", "0-2"),
            ("5/20 9 * * *", "5-59/20"),
            ("0 9 * * 7/2", "0-6/2"),
            ("0 9 * * Wednesday", "wed"),
            ("0 9 * SEPT *", "sep"),
            ("0 9 ? * 1", "*"),
            ("@mothly", "@monthly"),
            ("@Daily", "@daily"),
            ("TZ=Asia/Kathmandu 0 9 * * *", "zone = \"Asia/Kathmandu\""),
            ("३० ९ * * १-५", "30 9 * * 1-5"),
            ("0 9 * * 1–5", "0 9 * * 1-5"),
            ("0 9 */10 * 1", "1,11,21,31"),
            ("0 9 1 * */2", "0,2,4,6"),
            ("0 9 */1 * 1", "1-31"),
        ];
        for (line, meant) in cases {
            assert_eq!(example(line), meant, "{line}");
        }
    }

    #[test]
    fn examples_that_are_whole_lines_or_fields_are_right() {
        let lines = ["", "* * * *", "@reboot", "0 9 * * 1–5", "0 नौ * * *", "0 9 30 2 *", "@foo"];
        for line in lines {
            assert!(CronLine::parse(&example(line)).is_ok(), "{line}");
        }
        for field in ["22-2", "5/20", "L", "5,,6", "x", "?"] {
            let mended = format!("0 {} * * *", example(&format!("0 {field} * * *")));
            assert!(CronLine::parse(&mended).is_ok(), "{mended}");
        }
    }

    #[test]
    fn every_finding_has_its_words_in_both_languages() {
        let lines = ["", "*", "@foo", "@reboot", "TZ=UTC 0 9 * * 1", "0 ९ * * *", "0 9 L * *"];
        let fields = ["Foo", "x", "5,,6", "61", "22-2", "5/20", "*/0"];
        let fields = fields.map(|field| format!("0 {field} * * *"));
        let days = ["0 9 */2 * 1", "0 9 30 2 *"];
        for line in lines.into_iter().chain(fields.iter().map(String::as_str)).chain(days) {
            let (message, hint) = words(&CronLine::parse(line).expect_err(line).finding());
            assert!(!message.contains('$') && !hint.contains('$'), "{message} {hint}");
        }
    }

    #[test]
    fn the_words_for_a_number_out_of_range_name_field_and_range() {
        let (message, hint) = words(&CronLine::parse("61 * * * *").unwrap_err().finding());
        assert_eq!(message, "\"61\" is out of range for the field \"minute\".");
        assert_eq!(hint, "The field takes 0 to 59, for example \"0\".");
    }
}

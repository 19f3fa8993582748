//! Random lines, walked beside a second cron library that follows the manual too.

use chrono::{DateTime, Days, Utc};
use croner::parser::{CronParser, Seconds, Year};
use proptest::prelude::*;

use super::*;

/// How many wall times of each line are compared.
const COMPARED: usize = 40;

fn number(field: CronField) -> impl Strategy<Value = String> {
    (field.min()..=field.max()).prop_map(|number| number.to_string())
}

fn name(field: CronField) -> BoxedStrategy<String> {
    let names: &[&'static str] = match field {
        CronField::Month => &["jan", "FEB", "Mar", "jun", "dec"],
        CronField::Weekday => &["sun", "MON", "Wed", "sat"],
        _ => return number(field).boxed(),
    };
    prop::sample::select(names).prop_map(str::to_owned).boxed()
}

fn range(field: CronField) -> impl Strategy<Value = String> {
    (field.min()..=field.max(), field.min()..=field.max())
        .prop_map(|(one, other)| format!("{}-{}", one.min(other), one.max(other)))
}

fn stepped(field: CronField) -> impl Strategy<Value = String> {
    (range(field), 1..=field.max()).prop_map(|(range, step)| format!("{range}/{step}"))
}

fn starred(field: CronField) -> impl Strategy<Value = String> {
    (1..=field.max()).prop_map(|step| format!("*/{step}"))
}

fn item(field: CronField) -> impl Strategy<Value = String> {
    prop_oneof![3 => number(field), 1 => name(field), 2 => range(field), 1 => stepped(field)]
}

fn set(field: CronField) -> impl Strategy<Value = String> {
    prop::collection::vec(item(field), 1..4).prop_map(|items| items.join(","))
}

fn any_field(field: CronField) -> impl Strategy<Value = String> {
    prop_oneof![2 => Just("*".to_owned()), 1 => starred(field), 3 => set(field)]
}

/// A line under the manual's rule: no `*/n` beside another day field.
fn line() -> impl Strategy<Value = String> {
    let days = prop_oneof![
        2 => (any_field(CronField::Day), Just("*".to_owned())),
        2 => (Just("*".to_owned()), any_field(CronField::Weekday)),
        3 => (set(CronField::Day), set(CronField::Weekday)),
    ];
    let (minute, hour) = (any_field(CronField::Minute), any_field(CronField::Hour));
    (minute, hour, days, any_field(CronField::Month)).prop_map(
        |(minute, hour, (day, weekday), month)| format!("{minute} {hour} {day} {month} {weekday}"),
    )
}

fn second_opinion(line: &str, start: DateTime<Utc>) -> Vec<NaiveDateTime> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let cron = parser.parse(line).unwrap();
    cron.iter_after(start).take(COMPARED).map(|at| at.naive_utc()).collect()
}

fn walls(line: &CronLine, start: NaiveDateTime) -> Vec<NaiveDateTime> {
    let next = |wall: &NaiveDateTime| line.next_wall(*wall);
    std::iter::successors(line.next_wall(start), next).take(COMPARED).collect()
}

fn never_fires(line: &Result<CronLine, CronError>) -> bool {
    matches!(line, Err(CronError { problem: CronProblem::NeverFires { .. }, .. }))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_lines_fire_as_the_manual_says(text in line(), day in 0_u64..10_000, second in 0_i64..86_400) {
        let read = CronLine::parse(&text);
        prop_assume!(!never_fires(&read));
        let start = DateTime::UNIX_EPOCH + Days::new(10_000 + day) + chrono::Duration::seconds(second);
        let ours = walls(&read.unwrap(), start.naive_utc());
        prop_assert!(ours.is_sorted_by(|one, next| one < next), "{text}: not rising");
        prop_assert_eq!(ours, second_opinion(&text, start), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_stumble(text in "[0-9*/,@A-Za-zLW#?+= \t\n०-९–-]{0,24}") {
        if let Err(error) = CronLine::parse(&text) {
            prop_assert!(text.get(error.span.clone()).is_some(), "{text:?}: {:?}", error.span);
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn the_bare_crate_reads_many_lines_otherwise() {
    let start = DateTime::UNIX_EPOCH + Days::new(20_000);
    for line in ["0 9 * * 1-5", "0 9 13 * 5", "0 0 1,15 * 1"] {
        let bare = Schedule::from_str(&format!("0 {line}")).unwrap();
        let bare: Vec<_> = bare.after(&start).take(COMPARED).map(|at| at.naive_utc()).collect();
        assert_ne!(bare, second_opinion(line, start), "{line}");
    }
}

//! Every event in every state: where it leads, or that it is refused.

use super::{at, context, failure, handed, held, in_state, lost, reason, receipt, sending, short};
use crate::delivery::step::{Answer, Event, step};
use crate::delivery::{Delivery, Found, Guarantee, HeldAt, State, Why};
use crate::failure::Class;

/// One row for each event, one column for each state. A cell is the state that follows and what
/// has to be done: `*` keep the receipt, `-` forget what was prepared, `!` tell a person. A dot
/// is an event that is refused. The account is of class A and the settle time is over; states
/// with an `L` have a lost request behind them, states with a `2` are at the second of three
/// parts.
const TABLE: &str = "
          pl  pr   pr2  re   reL  re2  se   un   hs  hp   hd   hh   pu  fa ex mi ca rc
begun     pr  .    .    .    .    .    .    .    .   .    .    .    .   .  .  .  .  .
progress  .   pr   pr   .    .    .    .    .    .   .    .    .    .   .  .  .  .  .
waiting   .   pr   pr   .    .    .    .    .    .   .    .    .    .   .  .  .  .  .
prepared  .   re   re   .    .    .    .    .    .   .    .    .    .   .  .  .  .  .
stale     .   .    .    pr-  hd!  pr-  .    .    .   .    .    .    .   .  .  .  .  .
armed     .   .    .    se   se   se   .    .    .   .    .    .    .   .  .  .  .  .
disarmed  .   .    .    .    .    .    re   .    .   .    .    .    .   .  .  .  .  .
receipt   .   .    .    .    .    .    pr*  .    .   .    .    .    .   .  .  .  .  .
failed    fa! fa!  hp!  fa!  hd!! hp!  fa!  .    .   .    .    .    .   .  .  .  .  .
stopped   pl  pr   pr   re   re   re   un   un   hs  hp   hd   hh   .   .  .  .  .  .
crashed   pl  pr   pr   re   re   re   un   un   hs  hp   hd   hh   .   .  .  .  .  .
found     .   .    .    .    .    .    .    pr*  .   .    .    pr*  .   .  .  .  .  .
absent    .   .    .    .    .    .    .    re   .   .    .    hh   .   .  .  .  .  .
unknown   .   .    .    .    .    .    .    re   .   .    .    hh   .   .  .  .  .  .
unlooked  .   .    .    .    .    .    .    un   .   .    .    hh   .   .  .  .  .  .
reminded  .   .    .    .    .    .    .    .    .   .    .    hh   .   .  .  .  .  .
held      hs! hs!  hp!  hs!  hd!! hp!  .    .    .   .    .    .    .   .  .  .  .  .
released  .   .    .    .    .    .    .    .    pr  pr   .    .    .   .  .  .  .  .
there     .   .    .    .    .    .    .    pr*  .   .    pr*  pr*  .   .  .  .  .  .
again     .   .    .    .    .    .    .    .    pr  pr   pr   pr   .   .  .  .  .  .
abandon   .   .    .    .    .    .    .    fa   fa  fa   fa   fa   .   .  .  .  .  .
expired   ex! ex!  hp!  ex!  hd!! hp!  .    .    ex! .    .    .    .   .  .  .  .  .
missed    mi! mi!  hp!  mi!  hd!! hp!  .    .    mi! .    .    .    .   .  .  .  .  .
cancelled ca  ca   hp!  ca   hd!! hp!  .    .    ca  .    .    .    .   .  .  .  .  .
recalled  .   .    .    .    .    .    .    .    .   .    .    .    rc  .  .  .  .  .
";

/// A delivery for each column.
fn columns() -> Vec<(&'static str, Delivery)> {
    let why = || Why { why: reason() };
    let second = |state| Delivery { part: 1, ..in_state(state) };
    let ready_after_loss = Delivery { state: State::Ready, ..lost() };
    let in_doubt = Delivery { state: held(HeldAt::Doubt), ..lost() };
    vec![
        ("pl", in_state(State::Planned)),
        ("pr", in_state(State::Preparing)),
        ("pr2", second(State::Preparing)),
        ("re", in_state(State::Ready)),
        ("reL", ready_after_loss),
        ("re2", second(State::Ready)),
        ("se", sending()),
        ("un", lost()),
        ("hs", in_state(held(HeldAt::Start))),
        ("hp", second(held(HeldAt::Part))),
        ("hd", in_doubt),
        ("hh", handed()),
        ("pu", in_state(State::Published)),
        ("fa", in_state(State::Failed(why()))),
        ("ex", in_state(State::Expired(why()))),
        ("mi", in_state(State::Missed(why()))),
        ("ca", in_state(State::Cancelled(why()))),
        ("rc", in_state(State::Recalled)),
    ]
}

/// An event for each row.
pub(super) fn events() -> Vec<Event> {
    vec![
        Event::Begun { parts: 3 },
        Event::Progressed,
        Event::Processing { until: at(900) },
        Event::Prepared,
        Event::WentStale,
        Event::Armed,
        Event::Disarmed,
        Event::Receipt(receipt()),
        Event::Failed(failure(Class::Rejected)),
        Event::Interrupted { crashed: false },
        Event::Interrupted { crashed: true },
        Event::Looked(Found::Published(receipt())),
        Event::Looked(Found::Absent),
        Event::Looked(Found::CannotKnow),
        Event::LookFailed(failure(Class::NotSent)),
        Event::Reminded,
        Event::Held(reason()),
        Event::Released,
        Event::Answered(Answer::ItIsThere(receipt())),
        Event::Answered(Answer::PostAgain),
        Event::Answered(Answer::Abandon),
        Event::Expired(reason()),
        Event::Missed(reason()),
        Event::Cancelled(reason()),
        Event::Recalled,
    ]
}

/// The row of an event. A new kind of event does not compile until it has a name here, and then
/// it needs an event above and a row in the table.
fn row(event: &Event) -> &'static str {
    match event {
        Event::Begun { .. } => "begun",
        Event::Progressed => "progress",
        Event::Processing { .. } => "waiting",
        Event::Prepared => "prepared",
        Event::WentStale => "stale",
        Event::Armed => "armed",
        Event::Disarmed => "disarmed",
        Event::Receipt(_) => "receipt",
        Event::Failed(_) => "failed",
        Event::Interrupted { crashed: false } => "stopped",
        Event::Interrupted { crashed: true } => "crashed",
        Event::Looked(Found::Published(_)) => "found",
        Event::Looked(Found::Absent) => "absent",
        Event::Looked(Found::CannotKnow) => "unknown",
        Event::LookFailed(_) => "unlooked",
        Event::Reminded => "reminded",
        Event::Held(_) => "held",
        Event::Released => "released",
        Event::Answered(Answer::ItIsThere(_)) => "there",
        Event::Answered(Answer::PostAgain) => "again",
        Event::Answered(Answer::Abandon) => "abandon",
        Event::Expired(_) => "expired",
        Event::Missed(_) => "missed",
        Event::Cancelled(_) => "cancelled",
        Event::Recalled => "recalled",
    }
}

fn cell(event: &str, state: &str) -> &'static str {
    let mut lines = TABLE.lines().filter(|line| !line.is_empty());
    let states: Vec<_> = lines.next().unwrap().split_whitespace().collect();
    let column = states.iter().position(|other| *other == state);
    let column = column.unwrap_or_else(|| panic!("the table has no column {state}"));
    let row = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let row = row.into_iter().find(|row| row[0] == event);
    let row = row.unwrap_or_else(|| panic!("the table has no row {event}"));
    assert_eq!(row.len(), states.len() + 1, "the row {event} has gaps");
    row[column + 1]
}

#[test]
fn every_event_in_every_state_leads_where_the_table_says() {
    let context = context(Guarantee::A, 600);
    for (state, delivery) in columns() {
        for event in events() {
            let expected = cell(row(&event), state);
            let outcome = step(&delivery, event.clone(), &context);
            let outcome = outcome.map_or_else(|_| ".".to_owned(), |step| short(&step));
            assert_eq!(outcome, expected, "{} in {state}", row(&event));
        }
    }
}

#[test]
fn the_table_has_no_row_or_column_too_many() {
    let lines: Vec<_> = TABLE.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines[0].split_whitespace().count(), columns().len());
    assert_eq!(lines.len() - 1, events().len());
}

#[test]
fn a_refused_event_names_the_delivery_the_state_and_the_event() {
    let refused = step(&sending(), Event::Prepared, &context(Guarantee::A, 0)).unwrap_err();
    assert_eq!(refused.to_string(), "delivery 7 is sending, so it cannot take the event Prepared");
}

#[test]
fn a_delivery_without_parts_cannot_begin() {
    let planned = in_state(State::Planned);
    let event = Event::Begun { parts: 0 };
    assert!(step(&planned, event, &context(Guarantee::A, 0)).is_err());
}

#[test]
fn the_last_receipt_publishes_it() {
    let last = Delivery { part: 2, ..sending() };
    let step = step(&last, Event::Receipt(receipt()), &context(Guarantee::A, 1)).unwrap();
    assert_eq!(short(&step), "pu*");
}

#[test]
fn a_receipt_starts_the_next_part_afresh() {
    let tired = Delivery { attempts: 3, failures: 5, refreshed: true, crashes: 2, ..sending() };
    let step = step(&tired, Event::Receipt(receipt()), &context(Guarantee::A, 1)).unwrap();
    let fresh = Delivery { part: 1, ..in_state(State::Preparing) };
    assert_eq!(step.next, fresh);
}

#[test]
fn going_on_with_invisible_work_forgets_the_failures_before_it() {
    let waiting = Delivery { failures: 4, not_before: Some(at(60)), ..in_state(State::Preparing) };
    for event in [Event::Progressed, Event::Prepared] {
        let next = step(&waiting, event, &context(Guarantee::A, 60)).unwrap().next;
        assert_eq!((next.failures, next.not_before), (0, None));
    }
    let event = Event::Processing { until: at(900) };
    let next = step(&waiting, event, &context(Guarantee::A, 60)).unwrap().next;
    assert_eq!(next.not_before, Some(at(900)));
}

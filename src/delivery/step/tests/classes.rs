//! What every class of failure means before, at and after the visible request.

use std::time::Duration;

use super::{apply, at, context, failure, in_state, is_held, lost, sending, short, tells, why};
use crate::delivery::step::{Action, Event, Step};
use crate::delivery::{Delivery, Guarantee, HeldAt, State};
use crate::failure::{Class, Pause};

/// For each class: in preparing, in ready, in sending, and in sending again after an earlier
/// request was lost. Marks as in the table of events, and `~` refresh the session, `#` pause the
/// account, `^` let the lane wait, `%` stop all sending; a `+` says that it waits before it is
/// tried again.
const CLASSES: [(Class, [&str; 4]); 12] = [
    (Class::NotSent, ["pr+", "re+", "re+", "re+"]),
    (Class::Rejected, ["fa!", "fa!", "fa!", "hd!!"]),
    (Class::Session, ["pr~", "re~", "re~", "re~"]),
    (Class::Auth, ["pr#", "re#", "re#", "re#"]),
    (Class::Policy, ["fa#!", "fa#!", "fa#!", "hd#!!"]),
    (Class::Duplicate, ["pr+", "re+", "un", "un"]),
    (Class::Rate, ["pr^+", "re^+", "re^+", "re^+"]),
    (Class::NotYet, ["pr+", "re+", "re+", "re+"]),
    (Class::Stale, ["pr-+", "pr-+", "pr-+", "hd!+"]),
    (Class::Server, ["pr+", "re+", "un", "un"]),
    (Class::Unknown, ["pr+", "re+", "un", "un"]),
    (Class::Local, ["pr%+", "re%+", "re%+", "re%+"]),
];

fn sending_again() -> Delivery {
    let state = State::Sending { since: at(300) };
    Delivery { state, attempts: 2, ..lost() }
}

fn marked(step: &Step) -> String {
    let waits = if step.next.not_before.is_some() { "+" } else { "" };
    short(step) + waits
}

#[test]
fn every_class_means_what_the_table_says_wherever_it_happens() {
    assert_eq!(CLASSES.map(|(class, _)| class), Class::ALL);
    let before = [in_state(State::Preparing), in_state(State::Ready), sending(), sending_again()];
    for (class, expected) in CLASSES {
        for (delivery, expected) in before.iter().zip(expected) {
            let event = Event::Failed(failure(class));
            let step = apply(delivery, event, &context(Guarantee::A, 310));
            assert_eq!(marked(&step), expected, "{class:?} in {:?}", delivery.state);
        }
    }
}

#[test]
fn stale_things_are_prepared_anew_where_they_are_not_the_key() {
    for guarantee in [Guarantee::B, Guarantee::C, Guarantee::D] {
        let event = Event::Failed(failure(Class::Stale));
        let step = apply(&sending_again(), event, &context(guarantee, 310));
        assert_eq!(marked(&step), "pr-+", "{guarantee:?}");
    }
}

#[test]
fn nothing_is_prepared_anew_before_it_was_composed() {
    let event = Event::Failed(failure(Class::Stale));
    let step = apply(&in_state(State::Planned), event, &context(Guarantee::A, 0));
    assert_eq!(marked(&step), "pl+");
}

#[test]
fn a_request_that_was_surely_not_taken_leaves_no_doubt_behind() {
    for class in Class::ALL.into_iter().filter(|class| !class.may_be_applied()) {
        let event = Event::Failed(failure(class));
        let next = apply(&sending(), event.clone(), &context(Guarantee::B, 1)).next;
        assert_eq!(next.first_sent, None, "{class:?}");
        let next = apply(&sending_again(), event, &context(Guarantee::B, 301)).next;
        assert_eq!(next.first_sent, Some(at(0)), "{class:?}: the first one stays in doubt");
    }
}

#[test]
fn a_broken_thread_is_held_at_its_part_with_the_reason() {
    for class in [Class::Rejected, Class::Policy] {
        for state in [State::Preparing, State::Ready, State::Sending { since: at(0) }] {
            let middle = Delivery { part: 1, ..in_state(state) };
            let event = Event::Failed(failure(class));
            let step = apply(&middle, event, &context(Guarantee::C, 1));
            assert!(is_held(&step.next, HeldAt::Part) && tells(&step));
            assert_eq!(why(&step.next), "some-reason");
        }
    }
}

#[test]
fn retries_wait_twice_as_long_each_time_up_to_half_an_hour() {
    let mut delivery = sending();
    let mut waits = Vec::new();
    for _ in 0..8 {
        let event = Event::Failed(failure(Class::NotSent));
        let next = apply(&delivery, event, &context(Guarantee::D, 0)).next;
        waits.push((next.not_before.unwrap() - at(0)).num_seconds());
        delivery = Delivery { state: State::Sending { since: at(0) }, ..next };
    }
    assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1800, 1800]);
}

#[test]
fn jitter_shortens_a_wait_by_half_at_most() {
    let mut context = context(Guarantee::D, 0);
    context.jitter = 0.0;
    let event = Event::Failed(failure(Class::NotSent));
    assert_eq!(apply(&sending(), event, &context).next.not_before, Some(at(15)));
}

#[test]
fn the_platforms_own_wait_wins_but_never_means_at_once() {
    for (asked, waits) in [(900, 900), (7, 7), (0, 1)] {
        let failure = failure(Class::Rate).pausing(Duration::from_secs(asked));
        let step = apply(&sending(), Event::Failed(failure), &context(Guarantee::D, 0));
        assert_eq!(step.next.not_before, Some(at(waits)));
        assert_eq!(step.actions, [Action::LaneWaits { until: at(waits) }]);
    }
}

#[test]
fn a_wait_of_more_than_a_day_is_a_question_for_a_person() {
    let day = 24 * 60 * 60;
    let waits = |seconds| {
        let failure = failure(Class::Rate).pausing(Duration::from_secs(seconds));
        apply(&sending(), Event::Failed(failure), &context(Guarantee::D, 0))
    };
    assert_eq!(short(&waits(day)), "re^");
    assert_eq!(short(&waits(day + 1)), "hs!");
}

#[test]
fn media_that_are_not_ready_are_asked_for_soon_and_do_not_count_as_failures() {
    let waits = |failure| {
        let next = apply(&sending(), Event::Failed(failure), &context(Guarantee::D, 0)).next;
        (next.not_before, next.failures)
    };
    assert_eq!(waits(failure(Class::NotYet)), (Some(at(5)), 0));
    let asked = failure(Class::NotYet).pausing(Duration::from_secs(40));
    assert_eq!(waits(asked), (Some(at(40)), 0));
}

#[test]
fn a_session_is_refreshed_once_for_a_part_and_then_the_account_is_paused() {
    let event = Event::Failed(failure(Class::Session));
    let once = apply(&sending(), event.clone(), &context(Guarantee::A, 0)).next;
    assert!(once.refreshed);
    let again = Delivery { refreshed: true, ..sending() };
    assert_eq!(short(&apply(&again, event, &context(Guarantee::A, 0))), "re#");
}

#[test]
fn the_detail_of_a_failure_goes_into_the_reason() {
    let mut failure = failure(Class::Rejected);
    failure.detail = "too long".into();
    failure.pause = Pause::Unsaid;
    let step = apply(&sending(), Event::Failed(failure), &context(Guarantee::A, 0));
    let reason = step.next.state.reason().unwrap();
    assert_eq!(reason.facts["detail"], "too long".into());
}

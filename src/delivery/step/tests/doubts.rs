//! A lost answer: what leads out of the doubt, and when.

use std::time::Duration;

use super::{
    SETTLE, WINDOW, apply, at, clocks, context, failure, in_state, is_held, lost, receipt, sending,
    short, tells, why,
};
use crate::clock::Instant;
use crate::delivery::step::{Action, Context, Event, Step};
use crate::delivery::{Delivery, Doubt, Found, Guarantee, HeldAt, OnDoubt, State};
use crate::failure::Class;

const ALL: [Guarantee; 4] = [Guarantee::A, Guarantee::B, Guarantee::C, Guarantee::D];

fn secs(duration: Duration) -> i64 {
    duration.as_secs().try_into().unwrap()
}

fn looked(delivery: &Delivery, found: Found, context: &Context) -> Step {
    apply(delivery, Event::Looked(found), context)
}

fn next_look(step: &Step) -> Instant {
    match &step.next.state {
        State::Uncertain(doubt) => doubt.next_look,
        other => panic!("{} in place of uncertain", other.name()),
    }
}

#[test]
fn the_settle_time_counts_from_the_lost_answer_and_not_from_the_intent() {
    let event = Event::Failed(failure(Class::Unknown));
    for (event, guarantee) in
        [(event, Guarantee::C), (Event::Interrupted { crashed: true }, Guarantee::B)]
    {
        let step = apply(&sending(), event, &context(guarantee, 500));
        let State::Uncertain(doubt) = &step.next.state else { panic!() };
        assert_eq!((doubt.since, doubt.next_look), (at(500), at(500)));
        let absent = looked(&step.next, Found::Absent, &context(guarantee, 501));
        assert_eq!(next_look(&absent), at(500 + secs(SETTLE)));
    }
}

#[test]
fn a_doubt_that_may_become_a_question_is_told_at_once() {
    for guarantee in ALL {
        let event = Event::Failed(failure(Class::Server));
        let told = tells(&apply(&sending(), event, &context(guarantee, 1)));
        assert_eq!(told, matches!(guarantee, Guarantee::C | Guarantee::D), "{guarantee:?}");
    }
}

#[test]
fn what_is_found_counts_whatever_the_promise() {
    for guarantee in ALL {
        let step = looked(&lost(), Found::Published(receipt()), &context(guarantee, 1));
        assert_eq!(short(&step), "pr*", "{guarantee:?}");
    }
}

#[test]
fn class_a_sends_again_without_waiting_for_the_settle_time() {
    for found in [Found::Absent, Found::CannotKnow] {
        let step = looked(&lost(), found, &context(Guarantee::A, 1));
        assert_eq!(step.next.state, State::Ready);
        assert_eq!(step.next.first_sent, Some(at(0)), "the first one may still land");
    }
}

#[test]
fn class_a_knows_after_the_settle_time_that_nothing_will_land() {
    let step = looked(&lost(), Found::Absent, &context(Guarantee::A, secs(SETTLE)));
    assert_eq!((step.next.state, step.next.first_sent), (State::Ready, None));
}

#[test]
fn the_first_repeat_goes_out_at_once_and_later_ones_wait_longer_each_time() {
    let mut delivery = lost();
    let mut waits = Vec::new();
    for _ in 0..4 {
        let step = looked(&delivery, Found::Absent, &context(Guarantee::A, 1));
        let from = step.next.not_before.unwrap_or(at(1));
        waits.push((from - at(1)).num_seconds());
        delivery = Delivery { state: lost().state, ..step.next };
    }
    assert_eq!(waits, [0, 30, 60, 120]);
}

#[test]
fn class_b_sends_again_once_it_settled() {
    for found in [Found::Absent, Found::CannotKnow] {
        let early = looked(&lost(), found.clone(), &context(Guarantee::B, secs(SETTLE) - 1));
        assert_eq!(next_look(&early), at(secs(SETTLE)));
        let step = looked(&lost(), found, &context(Guarantee::B, secs(SETTLE)));
        assert_eq!(step.next.state, State::Ready);
        assert_eq!(step.next.first_sent, Some(at(0)), "its key is the first one's");
    }
}

#[test]
fn class_b_repeats_only_what_lands_inside_the_key_window() {
    let last = secs(WINDOW) - secs(SETTLE);
    let ready = Delivery { state: State::Ready, ..lost() };
    let armed = |now| apply(&ready, Event::Armed, &context(Guarantee::B, now)).next;
    assert_eq!(armed(last - 1).state, State::Sending { since: at(last - 1) });
    assert_eq!(why(&armed(last)), "key-window-over");

    let repeat = |now| looked(&lost(), Found::CannotKnow, &context(Guarantee::B, now)).next;
    assert_eq!(repeat(last - 1).state, State::Ready);
    assert!(is_held(&repeat(last), HeldAt::Doubt));
}

#[test]
fn the_key_window_counts_from_the_first_request_that_may_have_been_applied() {
    let ready = in_state(State::Ready);
    let step = apply(&ready, Event::Armed, &context(Guarantee::B, 5000));
    assert_eq!((step.next.first_sent, step.next.attempts), (Some(at(5000)), 1));
    let again = Delivery { state: State::Ready, ..step.next };
    let step = apply(&again, Event::Armed, &context(Guarantee::B, 5600));
    assert_eq!((step.next.first_sent, step.next.attempts), (Some(at(5000)), 2));
}

#[test]
fn class_a_knows_no_key_window() {
    let ready = Delivery { state: State::Ready, ..lost() };
    let step = apply(&ready, Event::Armed, &context(Guarantee::A, 2 * secs(WINDOW)));
    assert_eq!(step.next.state.name(), "sending");
}

#[test]
fn a_late_repeat_is_looked_for_first_even_where_the_server_seems_to_know_no_keys() {
    let ready = Delivery { state: State::Ready, ..lost() };
    for guarantee in [Guarantee::C, Guarantee::D] {
        let step = apply(&ready, Event::Armed, &context(guarantee, 2 * secs(WINDOW)));
        assert_eq!(why(&step.next), "key-window-over");
    }
}

#[test]
fn a_repost_after_a_settled_absence_is_a_first_request_again() {
    let context =
        Context { on_doubt: OnDoubt::SettleRepost, ..context(Guarantee::C, 5 * secs(SETTLE)) };
    let once = looked(&lost(), Found::Absent, &context).next;
    let step = looked(&once, Found::Absent, &context);
    assert_eq!((step.next.state, step.next.first_sent), (State::Ready, None));
}

#[test]
fn an_absence_counts_after_two_looks_the_last_after_five_settle_times() {
    let five = 5 * secs(SETTLE);
    let early = looked(&lost(), Found::Absent, &context(Guarantee::C, 1));
    assert_eq!(next_look(&early), at(secs(SETTLE)));
    let first = looked(&early.next, Found::Absent, &context(Guarantee::C, secs(SETTLE)));
    assert_eq!(next_look(&first), at(five));
    let hasty = looked(&first.next, Found::Absent, &context(Guarantee::C, five - 1));
    assert_eq!(next_look(&hasty), at(five), "a look too early does not count");
    let asked = looked(&first.next, Found::Absent, &context(Guarantee::C, five));
    assert!(is_held(&asked.next, HeldAt::Doubt) && tells(&asked));
    let repost = Context { on_doubt: OnDoubt::SettleRepost, ..context(Guarantee::C, five) };
    assert_eq!(looked(&first.next, Found::Absent, &repost).next.state, State::Ready);
}

#[test]
fn one_late_look_is_not_enough() {
    let context =
        Context { on_doubt: OnDoubt::SettleRepost, ..context(Guarantee::C, 50 * secs(SETTLE)) };
    let first = looked(&lost(), Found::Absent, &context);
    assert_eq!(next_look(&first), context.now());
    assert_eq!(looked(&first.next, Found::Absent, &context).next.state, State::Ready);
}

#[test]
fn class_b_without_its_key_asks_even_where_class_c_would_send_again() {
    let now = 2 * secs(WINDOW);
    let context = Context { on_doubt: OnDoubt::SettleRepost, ..context(Guarantee::B, now) };
    let first = looked(&lost(), Found::Absent, &context);
    assert!(is_held(&looked(&first.next, Found::Absent, &context).next, HeldAt::Doubt));
}

#[test]
fn class_d_asks_at_once_and_says_since_when() {
    for found in [Found::Absent, Found::CannotKnow] {
        let step = looked(&lost(), found, &context(Guarantee::D, 1));
        assert!(is_held(&step.next, HeldAt::Doubt) && tells(&step));
        let reason = step.next.state.reason().unwrap();
        assert_eq!(reason.id, "uncertain-ask");
        assert_eq!(reason.facts["cause"], "some-reason".into());
        assert_eq!(reason.facts["since"], at(0).to_rfc3339().into());
    }
}

#[test]
fn identical_text_that_is_not_ours_is_a_question() {
    for guarantee in ALL {
        let event = Event::Failed(failure(Class::Duplicate));
        let doubt = apply(&sending(), event, &context(guarantee, 1)).next;
        let step = looked(&doubt, Found::Absent, &context(guarantee, 2));
        assert_eq!(why(&step.next), "identical-text-exists", "{guarantee:?}");
        assert!(is_held(&step.next, HeldAt::Doubt) && tells(&step));
    }
}

#[test]
fn what_is_over_is_given_up_only_once_its_absence_is_sure() {
    let over = Delivery { give_up: Some(at(10)), ..lost() };
    let early = looked(&over, Found::Absent, &context(Guarantee::A, 20));
    assert_eq!(next_look(&early), at(secs(SETTLE)));
    for guarantee in [Guarantee::A, Guarantee::B] {
        let step = looked(&over, Found::Absent, &context(guarantee, secs(SETTLE)));
        assert_eq!(why(&step.next), "expired-while-uncertain");
        assert_eq!(short(&step), "ex!", "{guarantee:?}");
        let blind = looked(&over, Found::CannotKnow, &context(guarantee, secs(SETTLE)));
        assert_eq!(short(&blind), "hd!", "{guarantee:?}");
    }
    let middle = Delivery { part: 1, ..over };
    let step = looked(&middle, Found::Absent, &context(Guarantee::A, secs(SETTLE)));
    assert_eq!(short(&step), "hp!");
}

#[test]
fn a_look_that_fails_is_repeated_until_a_day_is_over() {
    let event = Event::LookFailed(failure(Class::NotSent));
    let first = apply(&lost(), event.clone(), &context(Guarantee::C, 10));
    assert_eq!(next_look(&first), at(40));
    let second = apply(&first.next, event.clone(), &context(Guarantee::C, 40));
    assert_eq!(next_look(&second), at(100));
    let day = 24 * 60 * 60;
    let last = apply(&second.next, event.clone(), &context(Guarantee::C, day - 1));
    assert_eq!(last.next.state.name(), "uncertain");
    let asked = apply(&second.next, event, &context(Guarantee::C, day));
    assert!(is_held(&asked.next, HeldAt::Doubt) && tells(&asked));
}

#[test]
fn a_look_waits_as_long_as_the_platform_asks() {
    let failure = failure(Class::Rate).pausing(Duration::from_secs(700));
    let step = apply(&lost(), Event::LookFailed(failure), &context(Guarantee::C, 0));
    assert_eq!(next_look(&step), at(700));
}

#[test]
fn a_look_needs_a_working_login() {
    let look = |delivery: &Delivery, class| {
        let event = Event::LookFailed(failure(class));
        apply(delivery, event, &context(Guarantee::C, 1)).actions
    };
    assert_eq!(look(&lost(), Class::Session), [Action::RefreshSession]);
    let refreshed = Delivery { refreshed: true, ..lost() };
    for (delivery, class) in
        [(&refreshed, Class::Session), (&lost(), Class::Auth), (&lost(), Class::Policy)]
    {
        let why = failure(class).why_paused();
        assert_eq!(look(delivery, class), [Action::PauseAccount(why)], "{class:?}");
    }
    assert_eq!(look(&lost(), Class::Server), []);
}

#[test]
fn three_crashes_while_sending_make_a_repeat_a_question() {
    let crash = |delivery: &Delivery| {
        apply(delivery, Event::Interrupted { crashed: true }, &context(Guarantee::B, 0)).next
    };
    for (before, held) in [(1, false), (2, true)] {
        let doubt = crash(&Delivery { crashes: before, ..sending() });
        let step = looked(&doubt, Found::Absent, &context(Guarantee::B, secs(SETTLE)));
        assert_eq!(is_held(&step.next, HeldAt::Doubt), held, "after {before} crashes and one");
    }
}

#[test]
fn an_interruption_while_looking_changes_nothing_but_the_count() {
    let event = Event::Interrupted { crashed: true };
    let next = apply(&lost(), event, &context(Guarantee::C, 9)).next;
    assert_eq!(next, Delivery { crashes: 1, noted: Some(clocks(9)), ..lost() });
    let event = Event::Interrupted { crashed: false };
    assert_eq!(apply(&lost(), event, &context(Guarantee::C, 9)).next, lost());
}

#[test]
fn three_crashes_while_looking_ask_a_person_and_none_counts_before_a_look_is_due() {
    let mut doubt = lost();
    for crashes in 1..=3 {
        doubt = apply(&doubt, Event::Interrupted { crashed: true }, &context(Guarantee::B, 9)).next;
        assert_eq!(doubt.crashes, crashes);
        assert_eq!(is_held(&doubt, HeldAt::Doubt), crashes == 3);
    }
    let State::Uncertain(doubt) = lost().state else { panic!() };
    let later = State::Uncertain(Doubt { next_look: at(60), ..doubt });
    let waiting = Delivery { crashes: 2, state: later, ..lost() };
    let event = Event::Interrupted { crashed: true };
    assert_eq!(apply(&waiting, event, &context(Guarantee::B, 9)).next, waiting);
}

#[test]
fn looking_at_a_doubt_of_the_key_window_ends_with_a_question() {
    let late = context(Guarantee::B, secs(WINDOW));
    let ready = Delivery { state: State::Ready, ..lost() };
    let doubt = apply(&ready, Event::Armed, &late).next;
    let State::Uncertain(Doubt { since, next_look, .. }) = doubt.state else { panic!() };
    assert_eq!((since, next_look), (at(0), late.now()));
    let first = looked(&doubt, Found::Absent, &late).next;
    assert!(is_held(&looked(&first, Found::Absent, &late).next, HeldAt::Doubt));
}

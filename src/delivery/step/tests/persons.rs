//! A person is given a part and makes it public.

use std::time::Duration;

use super::{apply, at, context, failure, handed, lost, receipt, sending, tells, why};
use crate::clock::Instant;
use crate::delivery::step::{Context, Event};
use crate::delivery::{Delivery, Found, Guarantee, Handed, HeldAt, Patience, State};
use crate::failure::Class;

const PATIENCE: Patience =
    Patience { remind: Duration::from_secs(900), report: Duration::from_secs(3600) };

fn by_hand(seconds: i64) -> Context {
    Context { patience: Some(PATIENCE), ..context(Guarantee::D, seconds) }
}

fn waiting(delivery: &Delivery) -> Handed {
    match delivery.state {
        State::Held { at: HeldAt::Handed(handed), .. } => handed,
        ref other => panic!("{other:?}"),
    }
}

fn expects(delivery: &Delivery, look: Instant, word: Instant, reported: bool) {
    let expected = Handed { next_look: look, next_word: word, reported };
    assert_eq!(waiting(delivery), expected);
}

#[test]
fn the_receipt_of_the_handing_over_is_no_receipt_of_the_post() {
    let step = apply(&sending(), Event::Receipt(receipt()), &by_hand(2));
    assert_eq!(step.actions, []);
    assert_eq!(why(&step.next), "handed-over");
    expects(&step.next, at(4), at(902), false);
}

#[test]
fn whoever_may_have_got_it_is_reminded_at_once_in_place_of_a_question_to_others() {
    let step = apply(&lost(), Event::Looked(Found::CannotKnow), &by_hand(5));
    assert!(!tells(&step));
    expects(&step.next, at(7), at(5), false);
}

#[test]
fn who_may_have_got_it_is_reminded_also_where_looks_have_failed_for_a_day() {
    let event = || Event::LookFailed(failure(Class::NotSent));
    let step = apply(&lost(), event(), &by_hand(86_399));
    assert!(matches!(step.next.state, State::Uncertain(_)));
    let step = apply(&lost(), event(), &by_hand(86_400));
    assert!(!tells(&step));
    assert_eq!(waiting(&step.next).next_word, at(86_400));
}

#[test]
fn an_interrupted_handing_over_is_a_doubt_like_any_other_until_they_are_reminded() {
    let step = apply(&sending(), Event::Interrupted { crashed: true }, &by_hand(5));
    assert!(matches!(step.next.state, State::Uncertain(_)));
    assert!(tells(&step));
}

#[test]
fn a_surely_failed_handing_over_is_tried_again() {
    let step = apply(&sending(), Event::Failed(failure(Class::NotSent)), &by_hand(5));
    assert_eq!(step.next.state, State::Ready);
}

#[test]
fn silence_is_looked_into_ever_less_often() {
    let later = [(9_000, 9_030), (86_400, 86_688), (1_000_000, 1_000_600)];
    for (now, next) in [(5, 7), (100, 110), (400, 430)].into_iter().chain(later) {
        let step = apply(&handed(), Event::Looked(Found::CannotKnow), &by_hand(now));
        expects(&step.next, at(next), at(900), false);
    }
    for event in [
        Event::Looked(Found::CannotKnow),
        Event::Looked(Found::Absent),
        Event::LookFailed(failure(Class::Auth)),
        Event::Interrupted { crashed: true },
    ] {
        let step = apply(&handed(), event, &by_hand(400));
        expects(&step.next, at(430), at(900), false);
        assert_eq!(step.actions, []);
    }
}

#[test]
fn a_start_leaves_it_as_it_is() {
    let step = apply(&handed(), Event::Interrupted { crashed: false }, &by_hand(400));
    assert_eq!(step.next, handed());
}

#[test]
fn others_hear_of_it_once_when_the_person_took_too_long() {
    let first = apply(&handed(), Event::Reminded, &by_hand(900));
    assert!(!tells(&first));
    expects(&first.next, at(30), at(1800), false);
    let late = apply(&first.next, Event::Reminded, &by_hand(3600));
    assert!(tells(&late));
    expects(&late.next, at(30), at(3600 + 86_400), true);
    let later = apply(&late.next, Event::Reminded, &by_hand(3600 + 86_400));
    assert!(!tells(&later));
    assert!(waiting(&later.next).reported);
}

#[test]
fn the_words_of_the_person_end_it() {
    let one = Delivery { parts: 1, ..handed() };
    let step = apply(&one, Event::Looked(Found::Published(receipt())), &by_hand(50));
    assert_eq!(step.next.state, State::Published);
    assert_eq!(step.next.first_sent, None);
}

#[test]
fn a_clock_that_was_set_moves_looks_and_reminders_along() {
    let noted = Delivery { noted: Some(super::clocks(0)), ..handed() };
    let mut set = by_hand(10);
    set.clocks.wall = at(10 + 7200);
    let step = apply(&noted, Event::Looked(Found::CannotKnow), &set);
    expects(&step.next, at(7200 + 12), at(7200 + 900), false);
}

//! What people say, the guard against crashes, and what is held where.

use super::{
    apply, at, context, held, in_state, is_held, lost, reason, receipt, short, tells, why,
};
use crate::delivery::step::{Action, Answer, Event, step};
use crate::delivery::{Delivery, Guarantee, HeldAt, State};

const DAY: i64 = 24 * 60 * 60;

fn asked() -> Delivery {
    Delivery { state: held(HeldAt::Doubt), crashes: 3, failures: 4, ..lost() }
}

#[test]
fn post_again_starts_the_part_afresh() {
    let event = Event::Answered(Answer::PostAgain);
    let step = apply(&asked(), event, &context(Guarantee::D, 600));
    let fresh = Delivery { attempts: 1, ..in_state(State::Preparing) };
    assert_eq!((step.next, step.actions), (fresh, vec![]));
}

#[test]
fn it_is_there_leads_to_the_next_part_or_to_the_end() {
    let event = Event::Answered(Answer::ItIsThere(receipt()));
    let next = apply(&asked(), event.clone(), &context(Guarantee::D, 600)).next;
    assert_eq!((next.state, next.part), (State::Preparing, 1));
    let last = Delivery { part: 2, ..asked() };
    assert_eq!(apply(&last, event, &context(Guarantee::D, 600)).next.state, State::Published);
}

#[test]
fn nobody_can_release_a_doubt_or_cancel_it() {
    for event in [Event::Released, Event::Cancelled(reason()), Event::Expired(reason())] {
        assert!(step(&asked(), event, &context(Guarantee::D, 600)).is_err());
    }
}

#[test]
fn an_uncertain_delivery_can_be_found_or_abandoned_by_a_person_but_not_sent_again() {
    let answer = |answer| step(&lost(), Event::Answered(answer), &context(Guarantee::C, 1));
    assert!(answer(Answer::ItIsThere(receipt())).is_ok());
    assert!(answer(Answer::Abandon).is_ok());
    assert!(answer(Answer::PostAgain).is_err());
}

#[test]
fn abandoning_ends_it_as_failed_by_a_person() {
    let event = Event::Answered(Answer::Abandon);
    let next = apply(&asked(), event, &context(Guarantee::D, 600)).next;
    assert_eq!(why(&next), "abandoned-by-person");
    assert!(matches!(next.state, State::Failed(_)));
}

#[test]
fn a_release_leads_back_to_the_plan_or_to_the_work_that_had_begun() {
    let start = Delivery { parts: 0, ..in_state(held(HeldAt::Start)) };
    let next = apply(&start, Event::Released, &context(Guarantee::A, 0)).next;
    assert_eq!(next.state, State::Planned);
    let begun = in_state(held(HeldAt::Start));
    let next = apply(&begun, Event::Released, &context(Guarantee::A, 0)).next;
    assert_eq!(next.state, State::Preparing);
}

#[test]
fn a_release_wipes_out_what_was_counted() {
    let tired = Delivery {
        failures: 9,
        crashes: 3,
        not_before: Some(at(900)),
        ..in_state(held(HeldAt::Start))
    };
    let next = apply(&tired, Event::Released, &context(Guarantee::A, 0)).next;
    assert_eq!(next, in_state(State::Preparing));
}

#[test]
fn the_word_of_a_person_gives_a_day_where_the_time_had_passed() {
    let late = |state, event| {
        let delivery = Delivery { give_up: Some(at(10)), part: 1, ..in_state(state) };
        apply(&delivery, event, &context(Guarantee::C, 20)).next.give_up
    };
    let again = Event::Answered(Answer::PostAgain);
    assert_eq!(late(held(HeldAt::Doubt), again), Some(at(20 + DAY)));
    assert_eq!(late(held(HeldAt::Part), Event::Released), Some(at(20 + DAY)));
}

#[test]
fn the_word_of_a_person_does_not_move_an_end_that_is_still_to_come() {
    let delivery = Delivery { give_up: Some(at(30)), ..asked() };
    let event = Event::Answered(Answer::PostAgain);
    let next = apply(&delivery, event, &context(Guarantee::C, 20)).next;
    assert_eq!(next.give_up, Some(at(30)));
}

#[test]
fn a_post_that_loses_its_value_while_held_at_its_start_is_not_brought_back() {
    let delivery = Delivery { give_up: Some(at(10)), ..in_state(held(HeldAt::Start)) };
    let next = apply(&delivery, Event::Released, &context(Guarantee::C, 20)).next;
    assert_eq!(next.give_up, Some(at(10)));
}

#[test]
fn the_third_crash_over_one_part_asks_a_person_and_forgets_what_was_prepared() {
    let mut delivery = in_state(State::Preparing);
    let event = Event::Interrupted { crashed: true };
    for crashes in 1..=2 {
        delivery = apply(&delivery, event.clone(), &context(Guarantee::A, 0)).next;
        assert_eq!((&delivery.state, delivery.crashes), (&State::Preparing, crashes));
    }
    let step = apply(&delivery, event, &context(Guarantee::A, 0));
    assert!(is_held(&step.next, HeldAt::Start) && tells(&step));
    assert_eq!(why(&step.next), "crashes-the-daemon");
    assert!(step.actions.contains(&Action::ForgetPrepared));
}

#[test]
fn stopping_the_daemon_in_good_order_never_counts_as_a_crash() {
    let event = Event::Interrupted { crashed: false };
    for state in [State::Preparing, State::Sending { since: at(0) }] {
        let next = apply(&in_state(state), event.clone(), &context(Guarantee::A, 0)).next;
        assert_eq!(next.crashes, 0);
    }
}

#[test]
fn a_thread_broken_in_the_middle_waits_at_its_part() {
    let middle = Delivery { part: 1, ..in_state(State::Preparing) };
    for event in [Event::Expired(reason()), Event::Missed(reason()), Event::Cancelled(reason())] {
        let step = apply(&middle, event, &context(Guarantee::A, 0));
        assert_eq!(short(&step), "hp!");
        let resumed = apply(&step.next, Event::Released, &context(Guarantee::A, 0)).next;
        assert_eq!((resumed.state, resumed.part), (State::Preparing, 1));
    }
}

#[test]
fn a_request_that_may_still_land_makes_every_halt_a_question() {
    let ready = Delivery { state: State::Ready, ..lost() };
    for event in [Event::Held(reason()), Event::Expired(reason()), Event::Cancelled(reason())] {
        let step = apply(&ready, event, &context(Guarantee::A, 5));
        let asked = step.next.state.reason().unwrap().clone();
        assert!(is_held(&step.next, HeldAt::Doubt));
        assert_eq!(asked.id, "uncertain-ask");
        assert_eq!(step.actions, [Action::Tell(reason()), Action::Tell(asked)]);
    }
}

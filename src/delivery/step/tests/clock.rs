//! People set the wall clock between one event and the next.

use super::*;

const HOUR: chrono::Duration = chrono::Duration::hours(1);

/// The same context on a wall clock that was set `by` later.
fn set(context: Context, by: chrono::Duration) -> Context {
    let wall = context.clocks.wall + by;
    Context { clocks: Reading { wall, ..context.clocks }, ..context }
}

/// The same after the machine was started again.
fn rebooted(context: Context) -> Context {
    let (boot, uptime) = (Boot::named("another"), Duration::from_secs(60));
    Context { clocks: Reading { boot, uptime, ..context.clocks }, ..context }
}

fn after(delivery: &Delivery, event: Event, context: &Context) -> Delivery {
    step(delivery, event, context).unwrap().next
}

/// A request under way on an account of this promise, opened at the start.
fn sending(guarantee: Guarantee) -> Delivery {
    after(&in_state(State::Ready), Event::Armed, &context(guarantee, 0))
}

fn lost() -> Event {
    Event::Failed(Failure::new(Class::Unknown, "answer-lost", ""))
}

#[test]
fn a_doubt_gets_no_older_and_no_younger() {
    for by in [HOUR * -30, -HOUR, HOUR, HOUR * 30] {
        let doubt = after(&sending(Guarantee::C), lost(), &context(Guarantee::C, 10));
        let look = Event::Looked(crate::delivery::Found::Absent);
        let early = after(&doubt, look.clone(), &set(context(Guarantee::C, 60), by));
        let State::Uncertain(doubt) = &early.state else { panic!("{early:?}") };
        assert_eq!((doubt.since, doubt.next_look), (at(10) + by, at(10) + by + delta(SETTLE)));
        assert_eq!((early.first_sent, doubt.absent), (Some(at(0) + by), 0));
    }
}

#[test]
fn the_window_of_a_key_keeps_its_length() {
    let before = after(&sending(Guarantee::B), lost(), &context(Guarantee::B, 10));
    let look = || Event::Looked(crate::delivery::Found::Absent);
    for by in [HOUR * -30, -HOUR, HOUR, HOUR * 30] {
        let inside = after(&before, look(), &set(context(Guarantee::B, 40 * 60), by));
        assert_eq!(inside.state, State::Ready, "{by}: repeated under the same key");
        let outside = after(&before, look(), &set(context(Guarantee::B, 60 * 60), by));
        assert!(matches!(outside.state, State::Uncertain(_)), "{by}: {outside:?}");
    }
}

#[test]
fn a_retry_is_neither_hurried_nor_put_off() {
    let refused = Event::Failed(Failure::new(Class::NotSent, "refused", ""));
    let waits = after(&sending(Guarantee::D), refused, &context(Guarantee::D, 10));
    for by in [HOUR * -30, HOUR * 30] {
        let now = set(context(Guarantee::D, 20), by);
        assert_eq!(waits.aligned(&now.clocks).not_before, Some(at(40) + by));
    }
}

#[test]
fn an_event_that_changes_nothing_writes_nothing() {
    let refused = Event::Failed(Failure::new(Class::NotSent, "refused", ""));
    let waits = after(&sending(Guarantee::D), refused, &context(Guarantee::D, 10));
    let interrupted = Event::Interrupted { crashed: true };
    assert_eq!(after(&waits, interrupted, &set(context(Guarantee::D, 20), HOUR)), waits);
}

#[test]
fn times_that_people_wrote_stay() {
    let mut delivery = sending(Guarantee::C);
    delivery.give_up = Some(at(7_200));
    let after = after(&delivery, lost(), &set(context(Guarantee::C, 10), HOUR));
    assert_eq!(after.give_up, Some(at(7_200)));
}

#[test]
fn another_boot_is_told_by_the_wall_clock() {
    let doubt = after(&sending(Guarantee::C), lost(), &context(Guarantee::C, 10));
    let later = rebooted(context(Guarantee::C, 500));
    assert_eq!(doubt.aligned(&later.clocks).first_sent, Some(at(0)));
}

#[test]
fn where_nobody_can_tell_how_long_ago_it_was_a_key_counts_as_forgotten() {
    let doubt = after(&sending(Guarantee::B), lost(), &context(Guarantee::B, 10));
    let earlier = rebooted(set(context(Guarantee::B, 20), -HOUR));
    let State::Uncertain(moved) = doubt.aligned(&earlier.clocks).state else { panic!() };
    // The settle time begins anew: nothing counts as passed.
    assert_eq!(moved.since, earlier.now());
    let first = doubt.aligned(&earlier.clocks).first_sent.unwrap();
    assert!(first + delta(WINDOW) < earlier.now());
    let settled = rebooted(set(context(Guarantee::B, 200), -HOUR));
    let looked = Event::Looked(crate::delivery::Found::Absent);
    let next = after(&doubt.aligned(&earlier.clocks), looked, &settled);
    assert!(matches!(next.state, State::Uncertain(_)), "not repeated: {next:?}");
}

#[test]
fn a_wait_noted_on_a_clock_that_was_ahead_ends_after_its_own_length() {
    let refused = Event::Failed(Failure::new(Class::NotSent, "refused", ""));
    let waits = after(&sending(Guarantee::D), refused, &context(Guarantee::D, 10));
    let earlier = rebooted(set(context(Guarantee::D, 20), HOUR * -24));
    let wait = waits.aligned(&earlier.clocks).not_before.unwrap() - earlier.now();
    assert_eq!(wait, chrono::Duration::seconds(30));
}

fn delta(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).unwrap()
}

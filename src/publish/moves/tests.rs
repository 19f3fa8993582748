//! Decisions, one by one.

use std::time::Duration;

use super::{Move, View, next_move};
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId, Doubt, HeldAt, State, Why};
use crate::verdict::{Reason, Verdict};

/// So many seconds after the time of the delivery.
fn at(seconds: i64) -> Instant {
    let due: Instant = "2026-11-25T09:00:00Z".parse().unwrap();
    due + chrono::Duration::seconds(seconds)
}

/// What is decided about: a fixed time, long awake, an hour of grace, ten minutes of lead.
#[derive(Clone)]
struct Case {
    awake_since: Instant,
    delivery: Delivery,
    replans: bool,
    ahead: i64,
    prepared_until: Option<Instant>,
    verdict: Verdict,
}

const GRACE: i64 = 3600;
const LEAD: i64 = 600;

impl Case {
    fn of(state: State) -> Self {
        let parts = if state == State::Planned { 0 } else { 3 };
        Self {
            awake_since: at(-90_000),
            delivery: Delivery { state, parts, ..Delivery::planned(DeliveryId(1)) },
            replans: false,
            ahead: 0,
            prepared_until: None,
            verdict: Verdict::Go,
        }
    }

    fn ruled(self, verdict: Verdict) -> Self {
        Self { verdict, ..self }
    }

    fn replanning(self) -> Self {
        Self { replans: true, ..self }
    }

    fn move_at(&self, seconds: i64) -> Move {
        next_move(&View {
            now: at(seconds),
            awake_since: self.awake_since,
            delivery: &self.delivery,
            due: at(0),
            replans: self.replans,
            grace: Duration::from_secs(GRACE.unsigned_abs()),
            lead: Duration::from_secs(LEAD.unsigned_abs()),
            ahead: Duration::from_secs(self.ahead.unsigned_abs()),
            prepared_until: self.prepared_until,
            verdict: &self.verdict,
        })
    }
}

fn rest(seconds: i64) -> Move {
    Move::Rest(Some(at(seconds)))
}

fn reason() -> Reason {
    Reason::new("some-reason")
}

fn held(at: HeldAt) -> State {
    State::Held { at, why: reason() }
}

fn second_part(state: State) -> Case {
    let mut case = Case::of(state);
    case.delivery.part = 1;
    case
}

#[test]
fn work_begins_its_lead_before_the_time() {
    let planned = Case::of(State::Planned);
    assert_eq!(planned.move_at(-LEAD - 1), rest(-LEAD));
    assert_eq!(planned.move_at(-LEAD), Move::Begin);
    assert_eq!(planned.move_at(10), Move::Begin);
}

#[test]
fn invisible_work_goes_on_unless_it_has_to_wait() {
    let mut preparing = Case::of(State::Preparing);
    assert_eq!(preparing.move_at(-300), Move::Prepare);
    preparing.delivery.not_before = Some(at(-100));
    assert_eq!(preparing.move_at(-101), rest(-100));
    assert_eq!(preparing.move_at(-100), Move::Prepare);
}

#[test]
fn a_ready_part_is_sent_at_its_time_and_not_before() {
    let ready = Case::of(State::Ready);
    assert_eq!(ready.move_at(-1), rest(0));
    assert_eq!(ready.move_at(0), Move::Send);
}

#[test]
fn the_intent_of_a_ready_part_may_be_written_ahead_of_its_time() {
    let mut ready = Case { ahead: 2, ..Case::of(State::Ready) };
    assert_eq!(ready.move_at(-3), rest(-2));
    assert_eq!(ready.move_at(-2), Move::Send);
    ready.delivery.not_before = Some(at(30));
    assert_eq!(ready.move_at(0), rest(28));
}

#[test]
fn a_repeat_waits_for_its_own_time_too() {
    let mut ready = Case::of(State::Ready);
    ready.delivery.not_before = Some(at(30));
    assert_eq!(ready.move_at(29), rest(30));
    assert_eq!(ready.move_at(30), Move::Send);
    ready.delivery.not_before = Some(at(-30));
    assert_eq!(ready.move_at(-20), rest(0));
}

#[test]
fn a_later_part_follows_at_once() {
    let mut ready = second_part(State::Ready);
    assert_eq!(ready.move_at(-5), Move::Send);
    ready.delivery.not_before = Some(at(20));
    assert_eq!(ready.move_at(-5), rest(20));
}

#[test]
fn what_was_prepared_and_became_too_old_is_prepared_anew() {
    let mut ready = Case::of(State::Ready);
    ready.prepared_until = Some(at(-60));
    assert_eq!(ready.move_at(-61), rest(0));
    assert_eq!(ready.move_at(-60), Move::Renew);
    assert_eq!(ready.move_at(5), Move::Renew);
}

#[test]
fn a_doubt_is_looked_into_when_its_time_comes_whatever_policy_says() {
    let doubt =
        Doubt { since: at(0), next_look: at(120), absent: 0, duplicate: false, why: reason() };
    let uncertain = Case::of(State::Uncertain(doubt)).ruled(Verdict::Hold(reason()));
    assert_eq!(uncertain.move_at(119), rest(120));
    assert_eq!(uncertain.move_at(120), Move::Look);
}

#[test]
fn what_waits_for_a_person_or_an_answer_or_has_ended_is_left_alone() {
    let why = || Why { why: reason() };
    for state in [
        State::Sending { since: at(0) },
        held(HeldAt::Part),
        held(HeldAt::Doubt),
        State::Published,
        State::Failed(why()),
        State::Expired(why()),
        State::Missed(why()),
        State::Cancelled(why()),
        State::Recalled,
    ] {
        let mut case = Case::of(state).ruled(Verdict::Expire(reason()));
        case.delivery.give_up = Some(at(1));
        assert_eq!(case.move_at(90_000), Move::Rest(None), "{:?}", case.delivery.state);
    }
}

#[test]
fn what_is_held_at_its_start_expires_while_it_waits() {
    let mut case = Case::of(held(HeldAt::Start));
    assert_eq!(case.move_at(90_000), Move::Rest(None));
    case.delivery.give_up = Some(at(100));
    assert_eq!(case.move_at(99), rest(100));
    let why = Reason::new("time-is-over").with("end", at(100).to_rfc3339());
    assert_eq!(case.move_at(100), Move::Expire(why));
}

#[test]
fn verdicts_become_moves_in_every_state_before_the_request() {
    for state in [State::Planned, State::Preparing, State::Ready] {
        let ruled = |verdict| Case::of(state.clone()).ruled(verdict);
        for (verdict, expected) in [
            (Verdict::Hold(reason()), Move::Hold(reason())),
            (Verdict::Miss(reason()), Move::Miss(reason())),
            (Verdict::Expire(reason()), Move::Expire(reason())),
            (Verdict::Refuse(reason()), Move::Expire(reason())),
        ] {
            assert_eq!(ruled(verdict).move_at(0), expected, "{state:?}");
        }
    }
}

#[test]
fn a_verdict_about_now_does_not_stop_work_for_a_time_to_come() {
    for verdict in [Verdict::Hold(reason()), Verdict::Miss(reason())] {
        let ruled = |state| Case::of(state).ruled(verdict.clone());
        assert_eq!(ruled(State::Planned).move_at(-1), Move::Begin);
        assert_eq!(ruled(State::Preparing).move_at(-1), Move::Prepare);
        assert_eq!(ruled(State::Ready).move_at(-1), rest(0));
    }
    let over = Case::of(State::Preparing).ruled(Verdict::Expire(reason()));
    assert_eq!(over.move_at(-1), Move::Expire(reason()));
}

#[test]
fn a_verdict_about_now_stops_the_later_parts_of_a_thread() {
    for state in [State::Preparing, State::Ready] {
        let case = second_part(state).ruled(Verdict::Hold(reason()));
        assert_eq!(case.move_at(-1), Move::Hold(reason()));
    }
}

#[test]
fn waiting_is_the_lanes_affair() {
    let wait = Verdict::Wait { until: Instant::MAX_UTC, reason: reason() };
    let ruled = |state| Case::of(state).ruled(wait.clone());
    assert_eq!(ruled(State::Planned).move_at(0), Move::Begin);
    assert_eq!(ruled(State::Preparing).move_at(0), Move::Prepare);
    assert_eq!(ruled(State::Ready).move_at(0), Move::Send);
}

#[test]
fn a_firing_that_passed_while_the_program_was_down_takes_the_next_one() {
    for state in [State::Planned, State::Preparing, State::Ready] {
        let mut case = Case::of(state).replanning();
        case.awake_since = at(60);
        assert_ne!(case.move_at(61), Move::Replan, "a minute is on time");
        case.awake_since = at(61);
        assert_eq!(case.move_at(61), Move::Replan);
    }
}

#[test]
fn a_firing_that_passed_long_ago_takes_the_next_one_whatever_the_cause() {
    let case = Case::of(State::Ready).replanning();
    assert_eq!(case.move_at(GRACE), Move::Send);
    assert_eq!(case.move_at(GRACE + 1), Move::Replan);
}

#[test]
fn a_missed_firing_takes_the_next_one_whatever_policy_says() {
    let mut case = Case::of(State::Ready).replanning();
    case.verdict = Verdict::Hold(reason());
    assert_eq!(case.move_at(GRACE + 1), Move::Replan);
}

#[test]
fn fixed_times_keep_their_time_however_long_the_program_was_down() {
    let mut case = Case::of(State::Ready);
    case.awake_since = at(9000);
    assert_eq!(case.move_at(9000), Move::Send);
}

#[test]
fn what_was_tried_keeps_its_firing() {
    let planned = || Case::of(State::Ready).delivery;
    for delivery in [
        Delivery { failures: 1, ..planned() },
        Delivery { attempts: 1, ..planned() },
        Delivery { first_sent: Some(at(0)), ..planned() },
        Delivery { part: 1, ..planned() },
    ] {
        let case = Case { delivery, awake_since: at(9000), ..Case::of(State::Ready).replanning() };
        assert_eq!(case.move_at(9000), Move::Send, "{:?}", case.delivery);
    }
}

#[test]
fn leads_and_graces_beyond_all_times_do_no_harm() {
    let delivery = Delivery::planned(DeliveryId(1));
    let view = View {
        now: at(90_000),
        awake_since: at(0),
        delivery: &delivery,
        due: at(0),
        replans: true,
        grace: Duration::MAX,
        lead: Duration::MAX,
        ahead: Duration::MAX,
        prepared_until: None,
        verdict: &Verdict::Go,
    };
    assert_eq!(next_move(&view), Move::Begin);
}

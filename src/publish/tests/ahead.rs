//! The intent is on the disk ahead of the time, and much can happen in between.

use std::sync::Arc;

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::clock::Instant;
use crate::delivery::{DeliveryId, Guarantee, HeldAt, State};
use crate::failure::Class;
use crate::journal::{Attempt, Journal as _};
use crate::policy::Window;
use crate::post::When;
use crate::publish::{Ended, Input, Withdrawn};
use crate::verdict::Reason;

const MILLISECOND: chrono::Duration = chrono::Duration::milliseconds(1);

fn just_before(instant: Instant) -> Instant {
    instant - MILLISECOND
}

async fn attempts(rig: &Rig, id: DeliveryId) -> Vec<Attempt> {
    rig.record(id).await.attempts
}

/// A rig with a post for minute 10, and everything stopped a millisecond before.
async fn stopped_in_between() -> (Rig, DeliveryId) {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = rig.post("notice", When::At(minutes(10))).await;
    let journal = Arc::clone(&rig.journal);
    let stop = move |inputs: crate::publish::Inputs| {
        // The journal in memory does it at once.
        drop(journal.set_stop(Some(Reason::new("stopped-by-person")), minutes(10)));
        inputs.tell(Input::Orders);
    };
    rig.meanwhile = Some((just_before(minutes(10)), Box::new(stop)));
    rig.run_until(minutes(20)).await;
    (rig, id)
}

#[tokio::test]
async fn the_intent_is_on_the_disk_ahead_of_the_time_and_the_request_leaves_at_it() {
    for guarantee in [Guarantee::A, Guarantee::D] {
        let mut rig = Rig::new(guarantee).await;
        let id = rig.post("notice", When::At(minutes(10))).await;
        rig.run_until(minutes(20)).await;
        let opened = attempts(&rig, id).await[0].opened;
        assert!(opened < minutes(10) && opened >= minutes(10) - MILLISECOND * 50, "{opened}");
        assert_eq!(rig.toy.public(), [("notice".to_owned(), minutes(10))]);
    }
}

#[tokio::test]
async fn a_stop_between_intent_and_time_is_honoured() {
    let (rig, id) = stopped_in_between().await;
    assert!(rig.public().is_empty());
    assert_eq!(rig.state(id).await, State::Ready);
    let attempts = attempts(&rig, id).await;
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].end, "refused");
}

#[tokio::test]
async fn what_was_disarmed_goes_out_when_the_stop_is_lifted_soon() {
    let (mut rig, id) = stopped_in_between().await;
    rig.stop(false).await;
    rig.run_until(minutes(30)).await;
    assert_eq!((rig.public().len(), rig.state(id).await), (1, State::Published));
}

#[tokio::test]
async fn what_was_disarmed_does_not_go_out_of_the_blue_hours_later() {
    let (mut rig, id) = stopped_in_between().await;
    rig.clock.advance_to(minutes(1_000));
    rig.stop(false).await;
    rig.run_until(minutes(1_100)).await;
    assert!(rig.public().is_empty());
    assert!(matches!(rig.state(id).await, State::Held { at: HeldAt::Start, .. }));
}

#[tokio::test]
async fn an_end_that_is_asked_for_leaves_no_intent_open() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = rig.post("notice", When::At(minutes(10))).await;
    let end = |inputs: crate::publish::Inputs| assert!(inputs.tell(Input::Shutdown));
    rig.meanwhile = Some((just_before(minutes(10)), Box::new(end)));
    assert_eq!(rig.run_until(minutes(20)).await, Ended::Drained);
    assert_eq!(rig.state(id).await, State::Ready);
    assert!(attempts(&rig, id).await[0].ended.is_some());
    rig.begin().await;
    rig.run_until(minutes(30)).await;
    assert_eq!(rig.public().len(), 1);
}

#[tokio::test]
async fn a_post_that_people_take_back_between_intent_and_time_is_not_out_yet() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = rig.post("notice", When::At(minutes(10))).await;
    let post = rig.record(id).await.brief.post;
    let (answer, mut answered) = tokio::sync::oneshot::channel();
    let withdraw = move |inputs: crate::publish::Inputs| {
        inputs.tell(Input::Withdraw { post, reason: Reason::new("withdrawn"), answer });
    };
    rig.meanwhile = Some((just_before(minutes(10)), Box::new(withdraw)));
    rig.run_until(minutes(10) + chrono::Duration::seconds(30)).await;
    assert_eq!(answered.try_recv(), Ok(Withdrawn::Busy));
    assert!(rig.public().is_empty());
    assert_eq!(rig.state(id).await, State::Ready);
}

#[tokio::test]
async fn a_blackout_is_judged_for_the_time_and_not_for_the_intent() {
    let window = |from, until| Window {
        from: minutes(from),
        until: minutes(until),
        accounts: Vec::new(),
        reason: "silence".into(),
    };
    let mut rig = Rig::new(Guarantee::A).await;
    rig.blackouts.push(window(5, 10));
    rig.post("after", When::At(minutes(10))).await;
    rig.run_until(minutes(20)).await;
    assert_eq!(rig.toy.public(), [("after".to_owned(), minutes(10))]);
    rig.blackouts.push(window(30, 60));
    let inside = rig.post("inside", When::At(minutes(30))).await;
    rig.run_until(minutes(40)).await;
    assert!(matches!(rig.state(inside).await, State::Held { .. }));
    assert!(attempts(&rig, inside).await.is_empty());
}

#[tokio::test]
async fn nothing_armed_behind_a_request_goes_out_before_its_lost_answer_is_looked_for() {
    for guarantee in [Guarantee::A, Guarantee::B] {
        let mut rig = Rig::new(guarantee).await;
        rig.toy.order(Fate::Applied(failure(Class::Unknown)));
        rig.toy.order_look(Err(failure(Class::NotSent)));
        let ids = [rig.post("one", When::Now).await, rig.post("two", When::Now).await];
        rig.run_until(minutes(60)).await;
        let texts: Vec<_> = rig.public().into_iter().map(|(text, _)| text).collect();
        assert_eq!(texts, ["one", "two"]);
        let settled = attempts(&rig, ids[0]).await.last().unwrap().ended.unwrap();
        let second = rig.toy.public()[1].1;
        assert!(second >= settled, "{second} {settled}");
    }
}

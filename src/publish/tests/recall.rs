//! Deleting what is public, because a person orders it.

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::delivery::{DeliveryId, Guarantee, State};
use crate::event::What;
use crate::failure::Class;
use crate::journal::{Journal as _, Order, OrderId};
use crate::post::samples::content;
use crate::post::{Content, When};

/// A post that becomes a thread of three parts.
async fn long_post(rig: &Rig) -> DeliveryId {
    let sentences = "यह एक लंबा वाक्य है जो भागों में बाँटा जाएगा। ".repeat(5);
    rig.post_content("thread", Content { when: When::Now, ..content(&sentences) }).await
}

/// A thread of three parts that is public.
async fn thread(rig: &mut Rig) -> DeliveryId {
    let id = long_post(rig).await;
    rig.run_until(minutes(20)).await;
    assert_eq!(rig.state(id).await, State::Published);
    assert!(rig.public().len() > 1);
    id
}

async fn answer(rig: &Rig, order: OrderId) -> Option<(bool, String)> {
    let answer = rig.journal.order_answer(order).await.unwrap()?;
    Some((answer.done, answer.reason.id.to_string()))
}

/// The order is done, the outcome is on record, and the post lies where it was filed.
async fn is_recalled(rig: &Rig, order: OrderId) {
    assert_eq!(answer(rig, order).await, Some((true, "order-done".into())));
    let outcomes = rig.journal.outcomes(0, 99).await.unwrap();
    assert_eq!(outcomes.last().unwrap().1.state, "recalled");
    let heard = rig.heard.lock().unwrap();
    let filed = heard.iter().any(|one| matches!(one.what, What::DeliveryEnded { .. }));
    assert!(!filed, "the post lies where it was filed: {heard:?}");
}

#[tokio::test]
async fn a_recall_deletes_the_last_part_first_and_is_on_record() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = thread(&mut rig).await;
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(20)).await.unwrap();
    rig.heard.lock().unwrap().clear();
    rig.run_until(minutes(30)).await;
    let expected: Vec<String> = (0..rig.public().len()).rev().map(|id| id.to_string()).collect();
    assert_eq!(rig.toy.deleted(), expected);
    assert_eq!(rig.state(id).await, State::Recalled);
    is_recalled(&rig, order).await;
}

#[tokio::test]
async fn a_recall_that_a_platform_cannot_do_now_is_tried_again_and_survives_a_crash() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = thread(&mut rig).await;
    rig.toy.order_recall(Ok(()));
    rig.toy.order_recall(Err(failure(Class::Server)));
    rig.toy.order_recall(Err(failure(Class::Unknown)));
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(20)).await.unwrap();
    rig.run_until(minutes(20)).await;
    assert_eq!(answer(&rig, order).await, None, "it waits for the next try");
    assert_eq!(rig.state(id).await, State::Published);
    rig.begin().await;
    rig.run_until(minutes(60)).await;
    assert_eq!(answer(&rig, order).await, Some((true, "order-done".into())));
    assert_eq!(rig.state(id).await, State::Recalled);
}

#[tokio::test]
async fn what_cannot_be_recalled_is_told_with_its_address() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = thread(&mut rig).await;
    rig.toy.order_recall(Err(failure(Class::Rejected)));
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(20)).await.unwrap();
    rig.run_until(minutes(30)).await;
    assert_eq!(answer(&rig, order).await, Some((false, "recall-left".into())));
    assert_eq!(rig.state(id).await, State::Published);
    let notices = rig.journal.notices().await.unwrap();
    let facts = &notices.last().unwrap().notice.reason.facts;
    let last = rig.public().len() - 1;
    assert_eq!(facts.get("left"), Some(&1_usize.into()));
    assert_eq!(facts.get("urls"), Some(&format!("https://toy.example/{last}").into()));
    assert_eq!(rig.toy.deleted().len(), last, "the other parts are gone");
}

#[tokio::test]
async fn a_recall_is_given_up_after_a_day() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = thread(&mut rig).await;
    (0..100).for_each(|_| rig.toy.order_recall(Err(failure(Class::Server))));
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(20)).await.unwrap();
    rig.run_until(minutes(3 * 24 * 60)).await;
    assert_eq!(answer(&rig, order).await, Some((false, "recall-left".into())));
}

#[tokio::test]
async fn a_session_that_ended_is_renewed_for_a_recall() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    rig.toy.order_recall(Err(failure(Class::Session)));
    rig.order(Order::Recall { delivery: id }).await;
    rig.run_until(minutes(10)).await;
    assert_eq!((rig.state(id).await, rig.toy.refreshed()), (State::Recalled, 1));
}

/// A thread whose first part is public, and whose second one met this fate.
async fn half(rig: &mut Rig, fate: Fate) -> DeliveryId {
    rig.toy.order(Fate::Goes);
    rig.toy.order(fate);
    let id = long_post(rig).await;
    rig.run_until(minutes(20)).await;
    assert_eq!(rig.public().len(), 1);
    assert!(matches!(rig.state(id).await, State::Held { .. }));
    id
}

/// The same, which a person put away.
async fn abandoned(rig: &mut Rig, fate: Fate) -> DeliveryId {
    let id = half(rig, fate).await;
    rig.order(Order::Abandon { delivery: id }).await;
    rig.run_until(minutes(25)).await;
    assert!(matches!(rig.state(id).await, State::Failed(_)));
    id
}

#[tokio::test]
async fn the_public_parts_of_an_abandoned_thread_are_recalled() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = abandoned(&mut rig, Fate::Refused(failure(Class::Rejected))).await;
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(25)).await.unwrap();
    rig.heard.lock().unwrap().clear();
    rig.run_until(minutes(30)).await;
    assert_eq!((rig.toy.deleted(), rig.state(id).await), (vec!["0".to_owned()], State::Recalled));
    is_recalled(&rig, order).await;
}

#[tokio::test]
async fn a_part_that_was_given_up_in_doubt_is_told_when_the_others_are_recalled() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = abandoned(&mut rig, Fate::Refused(failure(Class::Unknown))).await;
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(25)).await.unwrap();
    rig.run_until(minutes(30)).await;
    assert_eq!(rig.state(id).await, State::Recalled);
    assert_eq!(answer(&rig, order).await, Some((true, "recall-left-doubt".into())));
    let notices = rig.journal.notices().await.unwrap();
    let facts = &notices.last().unwrap().notice.reason.facts;
    assert_eq!(facts.get("part"), Some(&2_i64.into()));
}

#[tokio::test]
async fn what_waits_half_public_is_put_away_before_it_is_recalled() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = half(&mut rig, Fate::Refused(failure(Class::Rejected))).await;
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(20)).await.unwrap();
    rig.run_until(minutes(25)).await;
    assert_eq!(answer(&rig, order).await, Some((false, "recall-while-held".into())));
    assert!(rig.toy.deleted().is_empty());
}

#[tokio::test]
async fn what_is_not_public_cannot_be_recalled() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Refused(failure(Class::Rejected)));
    let id = rig.post("bad", When::Now).await;
    rig.run_until(minutes(5)).await;
    let order = rig.journal.give_order(Order::Recall { delivery: id }, minutes(5)).await.unwrap();
    rig.run_until(minutes(10)).await;
    assert_eq!(answer(&rig, order).await, Some((false, "order-not-possible".into())));
}

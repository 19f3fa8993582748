//! What people order, and what becomes of posts that wait for them.

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::clock::Clock as _;
use crate::delivery::{Guarantee, HeldAt, State};
use crate::event::What;
use crate::failure::Class;
use crate::finding::Fact;
use crate::journal::{Journal as _, Order};
use crate::policy::Window;
use crate::post::samples::content;
use crate::post::{Content, When};
use crate::publish::{Input, Withdrawn};
use crate::verdict::Reason;

fn blackout(rig: &mut Rig, from: i64, until: i64) {
    let (from, until) = (minutes(from), minutes(until));
    rig.blackouts.push(Window { from, until, accounts: Vec::new(), reason: "silence".into() });
}

#[tokio::test]
async fn orders_that_are_told_twice_are_carried_out_once() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Refused(failure(Class::Auth)));
    rig.toy.order(Fate::Applied(failure(Class::Unknown)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    rig.order(Order::Resume { account: "toy".parse().unwrap() }).await;
    rig.run_told(minutes(10), [Input::Orders, Input::Orders]).await;
    assert!(matches!(rig.state(id).await, State::Held { at: HeldAt::Doubt, .. }));
    rig.order(Order::ItIsThere { delivery: id, url: None }).await;
    rig.run_told(minutes(20), [Input::Orders, Input::Orders]).await;
    assert_eq!(rig.state(id).await, State::Published);
}

#[tokio::test]
async fn the_end_that_answers_a_question_is_on_record_after_the_question() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Applied(failure(Class::Unknown)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    let url = Some("https://example.org/1".to_owned());
    rig.order(Order::ItIsThere { delivery: id, url }).await;
    rig.run_until(minutes(10)).await;
    let outcomes = rig.journal.outcomes(0, 9).await.unwrap();
    let states: Vec<_> = outcomes.iter().map(|(_, outcome, _)| outcome.state.as_str()).collect();
    assert_eq!(states, ["held", "published"]);
}

#[tokio::test]
async fn two_orders_for_one_delivery_are_carried_out_one_after_the_other() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Applied(failure(Class::Unknown)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    rig.order(Order::ItIsThere { delivery: id, url: None }).await;
    rig.order(Order::Abandon { delivery: id }).await;
    rig.run_until(minutes(10)).await;
    assert_eq!(rig.state(id).await, State::Published);
    assert!(rig.journal.orders().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_ended_badly_is_told_until_a_person_has_seen_it() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Refused(failure(Class::Rejected)));
    let id = rig.post("bad", When::Now).await;
    rig.run_until(minutes(10)).await;
    let ended = rig.state(id).await;
    assert!(matches!(ended, State::Failed(_)));
    assert_eq!(rig.journal.notices().await.unwrap().len(), 1);
    rig.heard.lock().unwrap().clear();
    let order = rig.journal.give_order(Order::Abandon { delivery: id }, minutes(10)).await.unwrap();
    rig.run_until(minutes(20)).await;
    assert!(rig.journal.notices().await.unwrap().is_empty());
    let answer = rig.journal.order_answer(order).await.unwrap().unwrap();
    assert_eq!((answer.done, &*answer.reason.id), (true, "order-done"));
    assert_eq!(rig.state(id).await, ended);
    let heard = rig.heard.lock().unwrap();
    let filed = heard.iter().any(|one| matches!(one.what, What::DeliveryEnded { .. }));
    assert!(!filed, "{heard:?}");
}

#[tokio::test]
async fn an_order_that_is_refused_files_no_post_away_a_second_time() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(10)).await;
    rig.heard.lock().unwrap().clear();
    rig.order(Order::Cancel { delivery: id }).await;
    rig.run_until(minutes(20)).await;
    let heard = rig.heard.lock().unwrap();
    let filed = heard.iter().any(|one| matches!(one.what, What::DeliveryEnded { .. }));
    assert!(!filed, "{heard:?}");
}

#[tokio::test]
async fn an_order_that_met_a_full_disk_is_carried_out_once_there_is_room() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Applied(failure(Class::Unknown)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    rig.order(Order::ItIsThere { delivery: id, url: None }).await;
    rig.journal.fail_next(1);
    rig.run_until(minutes(10)).await;
    assert_eq!(rig.state(id).await, State::Published);
}

#[tokio::test]
async fn the_rest_of_a_thread_goes_out_when_a_person_lets_it_although_it_is_old() {
    let mut rig = Rig::new(Guarantee::D).await;
    let sentences = "यह एक लंबा वाक्य है जो भागों में बाँटा जाएगा। ".repeat(5);
    let long = Content { when: When::Now, ..content(&sentences) };
    // The first part goes out; then the platform is gone for more than a day.
    let id = rig.post_content("long", long).await;
    rig.toy.go_away_after(1);
    rig.run_until(minutes(2000)).await;
    assert!(matches!(rig.state(id).await, State::Held { at: HeldAt::Part, .. }));
    rig.toy.come_back();
    rig.order(Order::Release { delivery: id }).await;
    rig.run_until(minutes(2100)).await;
    assert_eq!(rig.state(id).await, State::Published);
}

#[tokio::test]
async fn a_held_post_that_expires_is_given_up_and_told() {
    let mut rig = Rig::new(Guarantee::A).await;
    blackout(&mut rig, 10, 900);
    let when = When::At(minutes(20));
    let expiring = Content { when, expires: Some(minutes(60)), ..content("notice") };
    let id = rig.post_content("notice", expiring).await;
    rig.run_until(minutes(40)).await;
    assert!(matches!(rig.state(id).await, State::Held { .. }));
    rig.run_until(minutes(1000)).await;
    assert!(matches!(rig.state(id).await, State::Expired(_)), "{:?}", rig.state(id).await);
    assert_eq!(rig.journal.notices().await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_restart_does_not_give_a_firing_away() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("hourly", "0 * * * *");
    rig.clock.advance_to(minutes(1));
    let id = rig.post("notice", When::NextSlot).await;
    for minute in [10, 20, 30] {
        rig.begin().await;
        rig.run_until(minutes(minute)).await;
    }
    let firing = rig.record(id).await.brief.slot.unwrap();
    assert_eq!((firing.slot.as_str(), rig.public().len()), ("hourly", 0));
    rig.run_until(minutes(70)).await;
    assert_eq!(rig.public(), [("notice".to_owned(), 60)]);
}

#[tokio::test]
async fn a_post_is_taken_back_also_on_an_account_that_the_config_has_no_more() {
    let mut rig = Rig::new(Guarantee::D).await;
    let content = Content { when: When::At(minutes(600)), ..content("notice") };
    let ids = rig.post_for(&["toy", "gone"], "notice", content).await;
    let post = rig.record(ids[0]).await.brief.post;
    let (answer, answered) = tokio::sync::oneshot::channel();
    let reason = Reason::new("deleted-before-sending");
    rig.run_told(minutes(5), [Input::Withdraw { post, reason, answer }]).await;
    assert_eq!(answered.await, Ok(Withdrawn::Done));
    for id in ids {
        assert!(matches!(rig.state(id).await, State::Cancelled(_)));
    }
}

/// What came of an order while the config had another account.
async fn answer_without_account(rig: &mut Rig, order: Order) -> (bool, String) {
    rig.account = "other";
    let now = rig.clock.now();
    let order = rig.journal.give_order(order, now).await.unwrap();
    rig.heard.lock().unwrap().clear();
    rig.run_until(now + chrono::Duration::minutes(1)).await;
    let answer = rig.journal.order_answer(order).await.unwrap().unwrap();
    let way = match answer.reason.facts.get("way") {
        Some(Fact::Text(way)) => format!(" {way}"),
        _ => String::new(),
    };
    (answer.done, format!("{}{way}", answer.reason.id))
}

fn was_filed(rig: &Rig) -> bool {
    let heard = rig.heard.lock().unwrap();
    heard.iter().any(|one| matches!(one.what, What::DeliveryEnded { .. }))
}

#[tokio::test]
async fn what_waits_for_an_account_that_the_config_has_no_more_can_be_cancelled() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = rig.post("notice", When::At(minutes(600))).await;
    let absent = |way| (false, format!("order-account-absent {way}"));
    for order in [
        Order::Release { delivery: id },
        Order::PostAgain { delivery: id },
        Order::Look { delivery: id },
        Order::ItIsThere { delivery: id, url: None },
        Order::Abandon { delivery: id },
        Order::Recall { delivery: id },
    ] {
        assert_eq!(answer_without_account(&mut rig, order).await, absent("cancel"));
        assert!(!was_filed(&rig));
    }
    let done = answer_without_account(&mut rig, Order::Cancel { delivery: id }).await;
    assert_eq!(done, (true, "order-done".into()));
    assert!(was_filed(&rig));
    let again = answer_without_account(&mut rig, Order::Cancel { delivery: id }).await;
    assert_eq!(again, absent("none"));
    let known = answer_without_account(&mut rig, Order::Abandon { delivery: id }).await;
    assert_eq!(known, (true, "order-done".into()), "its notices are seen to");
    assert!(!was_filed(&rig));
    rig.account = "toy";
    rig.run_until(minutes(700)).await;
    assert!(matches!(rig.state(id).await, State::Cancelled(_)));
    assert_eq!(rig.public(), []);
}

#[tokio::test]
async fn a_question_about_an_account_that_the_config_has_no_more_is_answered_where_that_ends_it() {
    for order in [
        |delivery| Order::Abandon { delivery },
        |delivery| Order::ItIsThere { delivery, url: None },
    ] {
        let mut rig = Rig::new(Guarantee::D).await;
        rig.toy.order(Fate::Applied(failure(Class::Unknown)));
        let id = rig.post("notice", When::Now).await;
        rig.run_until(minutes(5)).await;
        assert!(matches!(rig.state(id).await, State::Held { at: HeldAt::Doubt, .. }));
        let again = Order::PostAgain { delivery: id };
        let absent = (false, "order-account-absent abandon".to_owned());
        assert_eq!(answer_without_account(&mut rig, again).await, absent);
        let done = answer_without_account(&mut rig, order(id)).await;
        assert_eq!(done, (true, "order-done".into()));
        assert!(was_filed(&rig) && rig.state(id).await.is_end());
        assert!(rig.journal.notices().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_the_next_part_would_need_the_account_for_is_not_taken_as_an_answer() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Applied(failure(Class::Unknown)));
    let sentences = "यह एक लंबा वाक्य है जो भागों में बाँटा जाएगा। ".repeat(5);
    let long = Content { when: When::Now, ..content(&sentences) };
    let id = rig.post_content("long", long).await;
    rig.run_until(minutes(5)).await;
    let url = Some("https://toy.example/0".to_owned());
    let there = answer_without_account(&mut rig, Order::ItIsThere { delivery: id, url }).await;
    assert_eq!(there, (false, "order-account-absent abandon".into()));
    assert!(matches!(rig.state(id).await, State::Held { at: HeldAt::Doubt, .. }));
}

#[tokio::test]
async fn an_order_without_an_account_that_met_a_full_disk_is_carried_out_once_there_is_room() {
    let mut rig = Rig::new(Guarantee::D).await;
    let id = rig.post("notice", When::At(minutes(600))).await;
    rig.account = "other";
    rig.order(Order::Cancel { delivery: id }).await;
    rig.journal.fail_next(1);
    rig.run_until(minutes(5)).await;
    assert!(matches!(rig.state(id).await, State::Cancelled(_)));
}

//! Times that pass while something waits.

use std::time::Duration;

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::account::Missed;
use crate::delivery::{DeliveryId, Guarantee, HeldAt, State};
use crate::event::What;
use crate::failure::Class;
use crate::journal::{Journal as _, Order};
use crate::platform::Prepared;
use crate::policy::Window;
use crate::post::samples::content;
use crate::post::{Content, When};
use crate::publish::Ended;

/// Runs until minute 100, and never for longer than it takes to find that it does not rest.
async fn ends_as(mut rig: Rig, id: DeliveryId) -> State {
    let patience = Duration::from_secs(60);
    let ended = tokio::time::timeout(patience, rig.run_until(minutes(100))).await;
    assert!(ended.is_ok(), "it never came to rest");
    rig.state(id).await
}

/// What people are told.
async fn told(rig: &Rig) -> Vec<String> {
    let rows = rig.journal.notices().await.unwrap();
    rows.into_iter().map(|row| row.notice.reason.id.into_owned()).collect()
}

#[tokio::test]
async fn a_missed_fixed_time_goes_out_once_a_person_releases_it() {
    let mut rig = Rig::new(Guarantee::A).await;
    let id = rig.post("fixed", When::At(minutes(30))).await;
    rig.clock.advance_to(minutes(330));
    rig.run_until(minutes(340)).await;
    assert!(matches!(rig.state(id).await, State::Held { .. }));
    rig.order(Order::Release { delivery: id }).await;
    rig.run_until(minutes(400)).await;
    assert_eq!(rig.state(id).await, State::Published);
}

#[tokio::test]
async fn a_missed_fixed_time_takes_the_next_slot_where_the_config_says_so() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.rules.missed = Missed::NextSlot;
    rig.slot("hourly", "0 * * * *");
    let id = rig.post("fixed", When::At(minutes(30))).await;
    rig.clock.advance_to(minutes(330));
    rig.run_until(minutes(400)).await;
    assert_eq!(rig.state(id).await, State::Published);
    assert_eq!(rig.public(), [("fixed".to_owned(), 360)]);
}

#[tokio::test]
async fn a_platform_that_processes_for_long_makes_a_post_late_and_not_missed() {
    for missed in [Missed::Hold, Missed::Skip, Missed::Grace] {
        let mut rig = Rig::new(Guarantee::A).await;
        rig.rules.missed = missed;
        let (progress, after) = (serde_json::json!({ "id": 1 }), Duration::from_secs(20 * 60));
        rig.toy.order_prepare(Ok(Prepared::Wait { progress, after }));
        let id = rig.post("film", When::At(minutes(30))).await;
        rig.run_until(minutes(100)).await;
        assert_eq!(rig.state(id).await, State::Published, "{missed:?}");
        assert_eq!(rig.public(), [("film".to_owned(), 49)]);
    }
}

#[tokio::test]
async fn preparing_that_failed_for_a_while_makes_a_post_late_and_not_missed() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.rules.missed = Missed::Hold;
    for _ in 0..4 {
        rig.toy.order_prepare(Err(failure(Class::NotSent)));
    }
    let id = rig.post("notice", When::At(minutes(30))).await;
    rig.run_until(minutes(100)).await;
    assert_eq!(rig.state(id).await, State::Published);
    assert!(rig.public()[0].1 > 31, "{:?}", rig.public());
    assert_eq!(told(&rig).await, ["published-late"]);
}

#[tokio::test]
async fn a_post_that_waited_for_the_shortest_gap_is_neither_missed_nor_told_as_late() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.rules.missed = Missed::Hold;
    rig.rules.min_gap = Duration::from_secs(5 * 60);
    for name in ["one", "two", "three"] {
        rig.post(name, When::At(minutes(30))).await;
    }
    rig.run_until(minutes(100)).await;
    let times: Vec<_> = rig.public().into_iter().map(|(_, minute)| minute).collect();
    assert_eq!(times, [30, 35, 40]);
    assert_eq!(told(&rig).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_ready_when_the_program_went_down_over_its_time_was_missed() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.rules.missed = Missed::Hold;
    let id = rig.post("notice", When::At(minutes(30))).await;
    rig.run_until(minutes(29)).await;
    assert_eq!(rig.state(id).await, State::Ready);
    rig.clock.advance_to(minutes(40));
    rig.begin().await;
    rig.run_until(minutes(100)).await;
    assert!(matches!(rig.state(id).await, State::Held { .. }));
}

#[tokio::test]
async fn post_again_goes_out_even_days_after_the_time() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Refused(failure(Class::Unknown)));
    let id = rig.post("notice", When::At(minutes(5))).await;
    rig.run_until(minutes(10)).await;
    rig.clock.advance_to(minutes(3000));
    rig.order(Order::PostAgain { delivery: id }).await;
    rig.run_until(minutes(3100)).await;
    assert_eq!((rig.public().len(), rig.state(id).await), (1, State::Published));
}

#[tokio::test]
async fn a_queued_post_expires_while_it_waits_for_a_place() {
    let rig = Rig::new(Guarantee::A).await;
    let short_lived = Content { expires: Some(minutes(30)), ..content("short-lived") };
    let id = rig.post_content("short-lived", short_lived).await;
    assert!(matches!(ends_as(rig, id).await, State::Expired(_)));
}

#[tokio::test]
async fn a_held_post_expires_while_it_waits_for_a_person() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.blackouts.push(Window {
        from: minutes(0),
        until: minutes(500),
        accounts: Vec::new(),
        reason: "silence".into(),
    });
    let when = When::At(minutes(5));
    let short_lived = Content { expires: Some(minutes(30)), when, ..content("short-lived") };
    let id = rig.post_content("short-lived", short_lived).await;
    assert!(matches!(ends_as(rig, id).await, State::Expired(_)));
}

#[tokio::test]
async fn no_word_of_a_person_moves_the_end_that_a_post_names() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Refused(failure(Class::Unknown)));
    let (when, expires) = (When::At(minutes(5)), Some(minutes(60)));
    let id = rig.post_content("notice", Content { when, expires, ..content("notice") }).await;
    rig.run_until(minutes(70)).await;
    rig.order(Order::PostAgain { delivery: id }).await;
    rig.run_until(minutes(80)).await;
    assert!(matches!(rig.state(id).await, State::Held { at: HeldAt::Doubt, .. }));
    let heard = rig.heard.lock().unwrap();
    let refused = |what: &What| match what {
        What::Ordered { answer, done } => !done && answer.id == "order-after-expiry",
        _ => false,
    };
    assert!(heard.iter().any(|happening| refused(&happening.what)), "{heard:?}");
    assert_eq!(rig.public().len(), 0);
}

#[tokio::test]
async fn an_intent_that_a_machine_slept_over_is_judged_again() {
    let mut rig = Rig::new(Guarantee::D).await;
    let (when, expires) = (When::At(minutes(5)), Some(minutes(60)));
    let id = rig.post_content("notice", Content { when, expires, ..content("notice") }).await;
    *rig.nap.lock().unwrap() = Some(minutes(90));
    rig.run_until(minutes(100)).await;
    assert!(matches!(rig.state(id).await, State::Expired(_)), "{:?}", rig.state(id).await);
    assert_eq!(rig.public().len(), 0);
}

#[tokio::test]
async fn a_result_that_the_disk_does_not_take_is_tried_again_before_the_program_ends() {
    for parts in [1, 5] {
        let mut rig = Rig::new(Guarantee::D).await;
        rig.full_disk_at_the_end = Some(4);
        let text = "यह एक लंबा वाक्य है जो भागों में बाँटा जाएगा। ".repeat(parts);
        let id = rig.post_content("notice", Content { when: When::Now, ..content(&text) }).await;
        assert_eq!(rig.run_until(minutes(30)).await, Ended::Drained);
        let record = rig.record(id).await;
        assert!(record.parts[0].receipt.is_some(), "{:?}", record.brief.delivery.state);
        assert_eq!(rig.public().len(), 1);
    }
}

#[tokio::test]
async fn a_part_that_promises_less_than_its_account_is_asked_about_and_not_repeated() {
    for (text, public) in [("notice", 1), ("a remark", 0)] {
        let mut rig = Rig::new(Guarantee::A).await;
        rig.toy.order(Fate::Refused(failure(Class::Unknown)));
        let id = rig.post(text, When::At(minutes(30))).await;
        rig.run_until(minutes(100)).await;
        let asks = matches!(rig.state(id).await, State::Held { at: HeldAt::Doubt, .. });
        assert_eq!((asks, rig.public().len()), (public == 0, public), "{text}");
    }
}

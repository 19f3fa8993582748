//! Who gets which firing of a slot.

use super::rig::{Rig, minutes};
use crate::delivery::{DeliveryId, Guarantee, State};
use crate::post::samples::content;
use crate::post::{Content, When};

async fn queued_until(rig: &Rig, name: &str, end: i64) -> DeliveryId {
    let when = When::NextSlot;
    rig.post_content(name, Content { when, expires: Some(minutes(end)), ..content(name) }).await
}

#[tokio::test]
async fn a_firing_goes_past_whoever_ends_before_it_to_the_next_in_line() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("hourly", "0 * * * *");
    rig.clock.advance_to(minutes(1));
    let short = queued_until(&rig, "short", 30).await;
    let just = queued_until(&rig, "just", 60).await;
    queued_until(&rig, "long", 61).await;
    rig.post("next", When::NextSlot).await;
    rig.run_until(minutes(200)).await;
    assert_eq!(rig.public(), [("long".to_owned(), 60), ("next".to_owned(), 120)]);
    for id in [short, just] {
        assert!(matches!(rig.state(id).await, State::Expired(_)));
        assert_eq!(rig.record(id).await.brief.slot, None);
    }
}

#[tokio::test]
async fn a_missed_firing_is_not_replaced_by_one_after_the_end() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("hourly", "0 * * * *");
    rig.clock.advance_to(minutes(1));
    let short = queued_until(&rig, "short", 70).await;
    rig.run_until(minutes(50)).await;
    // The program is down at the firing, and the next one comes when it is too late.
    rig.clock.advance_to(minutes(65));
    rig.post("next", When::NextSlot).await;
    rig.run_until(minutes(200)).await;
    assert!(matches!(rig.state(short).await, State::Expired(_)));
    assert_eq!(rig.public(), [("next".to_owned(), 120)]);
}

#[tokio::test]
async fn what_missed_its_firing_and_expires_during_a_stop_ends_when_the_stop_is_lifted() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("daily", "0 4 * * *");
    let short = queued_until(&rig, "short", 150).await;
    rig.run_until(minutes(50)).await;
    rig.clock.advance_to(minutes(70));
    rig.begin().await;
    rig.stop(true).await;
    rig.run_until(minutes(200)).await;
    assert!(!rig.state(short).await.is_end());
    rig.stop(false).await;
    rig.run_until(minutes(300)).await;
    assert!(matches!(rig.state(short).await, State::Expired(_)));
    assert_eq!(rig.public(), []);
}

#[tokio::test]
async fn what_was_begun_for_a_missed_firing_lives_until_the_new_one() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("weekly", "0 4 * * 3");
    let id = rig.post("weekly", When::NextSlot).await;
    rig.run_until(minutes(59)).await;
    assert_eq!(rig.state(id).await, State::Ready);
    rig.clock.advance_to(minutes(70));
    rig.begin().await;
    rig.run_until(minutes(8 * 24 * 60)).await;
    assert_eq!(rig.public(), [("weekly".to_owned(), 60 + 7 * 24 * 60)]);
}

#[tokio::test]
async fn a_full_lane_still_wakes_for_a_post_that_comes_first() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("half", "30 3 * * *");
    rig.slots[0].places = 8;
    for n in 0..8 {
        rig.post(&format!("queued-{n}"), When::NextSlot).await;
    }
    rig.run_until(minutes(10)).await;
    rig.post("first", When::At(minutes(20))).await;
    rig.run_until(minutes(60)).await;
    assert_eq!(rig.public()[0], ("first".to_owned(), 20));
    assert_eq!(rig.public().len(), 9);
}

#[tokio::test]
async fn a_firing_is_not_lost_because_the_lane_is_full_of_late_posts() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("hourly", "0 * * * *");
    rig.rules.min_gap = std::time::Duration::from_secs(60);
    for n in 0..12 {
        rig.post(&format!("late-{n}"), When::At(minutes(55))).await;
    }
    rig.clock.advance_to(minutes(60));
    rig.post("queued", When::NextSlot).await;
    rig.run_until(minutes(300)).await;
    let firing = rig.public().into_iter().find(|(text, _)| text == "queued");
    assert_eq!(firing, Some(("queued".to_owned(), 116)));
}

//! What breaks the program down is asked about, and everything else goes on.

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::delivery::{Guarantee, HeldAt, State};
use crate::failure::Class;
use crate::journal::Journal as _;
use crate::post::When;

fn at(state: &State) -> Option<HeldAt> {
    match state {
        State::Held { at, .. } => Some(*at),
        _ => None,
    }
}

#[tokio::test]
async fn an_adapter_that_breaks_down_while_composing_holds_that_post_alone() {
    let mut rig = Rig::new(Guarantee::C).await;
    rig.toy.break_down("compose", 1);
    let bad = rig.post("bad", When::Now).await;
    let good = rig.post("good", When::Now).await;
    rig.run_until(minutes(30)).await;
    assert_eq!(at(&rig.state(bad).await), Some(HeldAt::Start));
    assert_eq!(rig.state(good).await, State::Published);
}

#[tokio::test]
async fn a_program_that_dies_while_composing_asks_about_that_post_at_the_third_time() {
    for (times, held) in [(2, None), (3, Some(HeldAt::Start))] {
        let mut rig = Rig::new(Guarantee::C).await;
        let bad = rig.post("bad", When::At(minutes(20))).await;
        let good = rig.post("good", When::At(minutes(20))).await;
        for minute in 1..=times {
            rig.journal.note_risk(bad, true);
            rig.begin().await;
            rig.run_until(minutes(minute)).await;
            assert!(rig.journal.at_risk().is_empty(), "a death is counted once");
        }
        assert_eq!(at(&rig.state(bad).await), held, "{times}");
        rig.run_until(minutes(60)).await;
        assert_eq!(rig.state(good).await, State::Published);
        assert_eq!(rig.public().len(), 1 + usize::from(held.is_none()));
        assert!(rig.journal.at_risk().is_empty());
    }
}

#[tokio::test]
async fn an_end_that_was_asked_for_is_no_death() {
    let mut rig = Rig::new(Guarantee::C).await;
    let id = rig.post("notice", When::At(minutes(20))).await;
    for minute in 1..=3 {
        rig.journal.note_risk(id, true);
        rig.end().await;
        rig.begin().await;
        rig.run_until(minutes(minute)).await;
    }
    assert_eq!(rig.record(id).await.brief.delivery.crashes, 0);
}

#[tokio::test]
async fn an_adapter_that_breaks_down_while_preparing_is_asked_about_at_the_third_time() {
    for (times, held) in [(2, None), (3, Some(HeldAt::Start))] {
        let mut rig = Rig::new(Guarantee::C).await;
        rig.toy.break_down("prepare", times);
        let id = rig.post("notice", When::Now).await;
        rig.run_until(minutes(30)).await;
        assert_eq!(at(&rig.state(id).await), held, "{times}");
        assert_eq!(rig.public().len(), usize::from(held.is_none()));
    }
}

#[tokio::test]
async fn an_adapter_that_breaks_down_while_looking_is_asked_about_at_the_third_time() {
    for (times, held) in [(2, None), (3, Some(HeldAt::Doubt))] {
        let mut rig = Rig::new(Guarantee::C).await;
        rig.toy.order(Fate::Applied(failure(Class::Unknown)));
        rig.toy.break_down("find", times);
        let id = rig.post("notice", When::Now).await;
        rig.run_until(minutes(30)).await;
        assert_eq!(at(&rig.state(id).await), held, "{times}");
    }
}

#[tokio::test]
async fn an_adapter_that_breaks_down_while_asked_for_its_login_is_asked_again() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.order(Fate::Refused(failure(Class::Session)));
    rig.toy.break_down("refresh", 1);
    for _ in 0..6 {
        rig.toy.order(Fate::Refused(failure(Class::NotSent)));
    }
    rig.toy.break_down("whoami", 1);
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(300)).await;
    assert_eq!(rig.state(id).await, State::Published);
}

#[tokio::test]
async fn an_adapter_that_breaks_down_before_the_request_keeps_nothing_from_going_out() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.break_down("warm", 1);
    rig.post("notice", When::At(minutes(10))).await;
    rig.run_until(minutes(30)).await;
    assert_eq!(rig.public(), [("notice".to_owned(), 10)]);
}

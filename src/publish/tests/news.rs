//! What people are told of accounts and of posts that went out, but not as meant.

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::blobs::Digest;
use crate::delivery::{Guarantee, HeldAt, State};
use crate::event::What;
use crate::failure::{Class, Failure};
use crate::journal::{Journal as _, Order};
use crate::platform::{Pace, Prepared};
use crate::post::samples::content;
use crate::post::{Content, Media, MediaKind, When};

/// The reasons of the open notices, each with whether it is about a delivery.
async fn told(rig: &Rig) -> Vec<(String, bool)> {
    let rows = rig.journal.notices().await.unwrap();
    let notices = rows.into_iter().map(|row| row.notice);
    notices.map(|one| (one.reason.id.into_owned(), one.delivery.is_some())).collect()
}

fn unsafe_connection() -> Fate {
    Fate::Refused(Failure::new(Class::NotSent, "tls-failed", "certificate has expired"))
}

/// How often people are told just now that no connection is safe.
async fn warnings(rig: &Rig) -> usize {
    told(rig).await.into_iter().filter(|one| *one == about_account("tls-failed")).count()
}

fn about_account(id: &str) -> (String, bool) {
    (id.to_owned(), false)
}

#[tokio::test]
async fn a_connection_that_is_not_safe_is_told_at_once_and_once() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.order(unsafe_connection());
    rig.post("notice", When::At(minutes(5))).await;
    rig.run_until(minutes(5)).await;
    assert_eq!(told(&rig).await, [about_account("tls-failed")]);
    rig.toy.order(unsafe_connection());
    rig.begin().await;
    rig.run_until(minutes(7)).await;
    assert_eq!(warnings(&rig).await, 1, "also after a restart");
    rig.order(Order::Resume { account: "toy".parse().unwrap() }).await;
    rig.toy.order(unsafe_connection());
    rig.post("another", When::At(minutes(10))).await;
    rig.run_until(minutes(10)).await;
    assert_eq!(warnings(&rig).await, 1, "a person has seen to the first one");
}

#[tokio::test]
async fn an_account_that_is_left_alone_is_told_once() {
    let mut rig = Rig::new(Guarantee::D).await;
    for _ in 0..6 {
        rig.toy.order(Fate::Refused(failure(Class::NotSent)));
    }
    rig.toy.order_whoami(Err(failure(Class::NotSent)));
    rig.post("notice", When::At(minutes(1))).await;
    rig.run_until(minutes(200)).await;
    let alone = told(&rig).await.into_iter().filter(|(id, _)| id == "account-left-alone");
    assert_eq!(alone.count(), 1);
}

#[tokio::test]
async fn an_upload_that_went_well_breaks_the_row_of_failures() {
    let mut rig = Rig::new(Guarantee::D).await;
    let more = || Ok(Prepared::More { progress: serde_json::json!({ "sent": 1 }) });
    for answer in [more(), Ok(Prepared::nothing())] {
        for _ in 0..4 {
            rig.toy.order_prepare(Err(failure(Class::NotSent)));
        }
        rig.toy.order_prepare(answer);
    }
    let id = rig.post("notice", When::At(minutes(1))).await;
    rig.run_until(minutes(200)).await;
    assert_eq!(rig.state(id).await, State::Published);
    let heard = rig.heard.lock().unwrap();
    assert!(!heard.iter().any(|one| matches!(one.what, What::BreakerOpened { .. })), "{heard:?}");
}

#[tokio::test]
async fn a_pause_that_comes_from_a_look_is_told() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.order(Fate::Applied(failure(Class::Unknown)));
    rig.toy.order_look(Err(failure(Class::Auth)));
    rig.toy.order_look(Err(failure(Class::Auth)));
    rig.post("notice", When::At(minutes(1))).await;
    rig.run_until(minutes(3)).await;
    assert!(rig.journal.accounts().await.unwrap()[0].paused.is_some());
    let paused: Vec<_> = told(&rig).await.into_iter().filter(|(_, delivery)| !delivery).collect();
    assert_eq!(paused.len(), 1, "{paused:?}");
}

#[tokio::test]
async fn a_post_that_goes_out_late_is_told_and_one_on_time_is_not() {
    let mut rig = Rig::new(Guarantee::A).await;
    let late = ("published-late".to_owned(), true);
    for _ in 0..4 {
        rig.toy.order_prepare(Err(failure(Class::NotSent)));
    }
    rig.post("late", When::At(minutes(5))).await;
    rig.run_until(minutes(30)).await;
    assert_eq!(told(&rig).await, [late]);
    let mut rig = Rig::new(Guarantee::A).await;
    rig.post("on time", When::At(minutes(5))).await;
    rig.run_until(minutes(30)).await;
    assert_eq!((rig.public().len(), told(&rig).await), (1, vec![]));
}

#[tokio::test]
async fn a_post_that_is_found_later_but_went_out_in_time_is_not_late() {
    let mut rig = Rig::new(Guarantee::C).await;
    rig.toy.order(Fate::Applied(failure(Class::Unknown)));
    for _ in 0..4 {
        rig.toy.order_look(Err(failure(Class::NotSent)));
    }
    let id = rig.post("notice", When::At(minutes(5))).await;
    rig.run_until(minutes(60)).await;
    assert_eq!(rig.state(id).await, State::Published);
    assert!(!told(&rig).await.iter().any(|(id, _)| id == "published-late"));
}

#[tokio::test]
async fn what_a_platform_said_is_left_holds_after_a_restart() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.say_pace(Pace { remaining: 0, resets: minutes(30) });
    rig.post("one", When::At(minutes(1))).await;
    rig.run_until(minutes(2)).await;
    rig.toy.forget_pace();
    rig.begin().await;
    rig.post("two", When::At(minutes(5))).await;
    rig.run_until(minutes(60)).await;
    assert_eq!(rig.public(), [("one".to_owned(), 1), ("two".to_owned(), 30)]);
}

fn film() -> Media {
    Media::of("a.mp4", Digest::of(b"film"), MediaKind::Mp4, 4)
}

#[tokio::test]
async fn a_lost_film_is_waited_for_longer_than_a_text() {
    for (media, at_half_an_hour) in [(vec![], true), (vec![film()], false)] {
        let mut rig = Rig::new(Guarantee::C).await;
        rig.toy.order(Fate::Refused(failure(Class::Unknown)));
        let content = Content { when: When::At(minutes(1)), media, ..content("notice") };
        let id = rig.post_content("notice", content).await;
        let asks = |state: State| matches!(state, State::Held { at: HeldAt::Doubt, .. });
        rig.run_until(minutes(31)).await;
        assert_eq!(asks(rig.state(id).await), at_half_an_hour);
        rig.run_until(minutes(90)).await;
        assert!(asks(rig.state(id).await));
    }
}

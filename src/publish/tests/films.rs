//! Films that take long to be brought to their platform.

use std::sync::Arc;

use super::rig::{Rig, minutes};
use crate::blobs::Digest;
use crate::clock::Clock as _;
use crate::delivery::{DeliveryId, Guarantee};
use crate::journal::AccountState;
use crate::post::samples::content;
use crate::post::{Content, Media, MediaKind, When};
use crate::publish::LaneFacts;
use crate::publish::lane::Lane;

async fn film(rig: &Rig, name: &str, at: i64) {
    let media = vec![Media::of("a.mp4", Digest::of(name.as_bytes()), MediaKind::Mp4, 4)];
    let content = Content { media, when: When::At(minutes(at)), ..content(name) };
    rig.post_content(name, content).await;
}

#[tokio::test]
async fn films_on_their_way_hold_up_nothing_that_is_due_before_them() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.films_take(8, chrono::Duration::minutes(3), &rig.clock);
    film(&rig, "one film", 55).await;
    film(&rig, "another film", 60).await;
    rig.post("notice", When::At(minutes(10))).await;
    rig.run_until(minutes(200)).await;
    let public = rig.public();
    let at = |name: &str| public.iter().find(|(text, _)| text == name).map(|(_, at)| *at);
    // A step that is under way when it is due is waited for, and no other.
    assert!(at("notice").is_some_and(|at| at <= 15), "{public:?}");
    assert_eq!((at("one film"), at("another film")), (Some(55), Some(60)));
}

#[tokio::test]
async fn films_that_wait_for_another_leave_room_for_what_is_due() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.films_take(7, chrono::Duration::minutes(3), &rig.clock);
    for number in 0..12 {
        film(&rig, &format!("film {number}"), 0).await;
    }
    rig.post("notice", When::At(minutes(10))).await;
    rig.run_until(minutes(500)).await;
    let public = rig.public();
    let notice = public.iter().find(|(text, _)| text == "notice");
    assert!(notice.is_some_and(|(_, at)| *at <= 15), "{public:?}");
}

#[tokio::test]
async fn a_film_goes_beside_another_only_where_it_is_due_before_it() {
    let rig = Rig::new(Guarantee::A).await;
    let facts = LaneFacts {
        name: "toy".parse().unwrap(),
        rules: rig.rules.clone(),
        platform: Arc::new(rig.toy.clone()),
    };
    let state = AccountState::new(facts.name.clone());
    let mut lane = Lane::new(Arc::new(facts), state, &[], [], rig.clock.reading());
    let now = rig.clock.now();
    lane.begin_upload(DeliveryId(1), Some(minutes(60)));
    assert!(!lane.may_bring_film(minutes(60)) && lane.may_bring_film(minutes(15)));
    lane.begin_upload(DeliveryId(2), Some(minutes(15)));
    assert!(lane.may_upload(now), "a text finds a place beside both");
    lane.begin_upload(DeliveryId(3), None);
    assert!(!lane.may_upload(now));
    lane.end_upload(DeliveryId(1));
    assert!(!lane.may_bring_film(minutes(60)));
    lane.end_upload(DeliveryId(2));
    assert!(lane.may_upload(now) && lane.may_bring_film(minutes(60)));
}

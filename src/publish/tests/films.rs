//! Films that take long to be brought to their platform.

use super::rig::{Rig, minutes};
use crate::blobs::Digest;
use crate::delivery::Guarantee;
use crate::post::samples::content;
use crate::post::{Content, Media, MediaKind, When};

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

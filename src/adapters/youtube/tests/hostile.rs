//! Answers that mean harm.

use serde_json::json;

use super::*;
use crate::failure::Class;
use crate::platform::mock::Reply;

#[tokio::test]
async fn a_film_never_goes_to_another_server() {
    for address in [
        "https://evil.example/upload?upload_id=canary-1234",
        "http://www.googleapis.com/upload?upload_id=canary-1234",
        "https://googleapis.com.evil.example/",
        "",
    ] {
        let desk = Desk::new();
        let mut way = desk.way(&desk.draft("सभा"));
        desk.step(&mut way, "k").await.unwrap();
        desk.invisible(Trick::Reply(Reply::empty(200).header("location", address)));
        let failure = desk.step(&mut way, "k").await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{address}");
        assert!(!format!("{failure:?}").contains("canary-1234"));
        assert!(desk.chunks().is_empty());
    }
}

#[tokio::test]
async fn a_list_of_channels_is_known_by_its_kind_or_by_being_there() {
    let channels = json!([{ "id": "UCimitatedChannelOfTests", "snippet": { "title": "पद" } }]);
    let kind = "youtube#channelListResponse";
    for (answer, wanted) in [
        (json!({ "kind": kind, "items": channels }), Ok("पद")),
        (json!({ "items": channels }), Ok("पद")),
        (json!({ "kind": kind }), Err(Class::Auth)),
        (json!({ "items": [] }), Err(Class::Auth)),
        (json!({}), Err(Class::Unknown)),
        (json!({ "kind": "youtube#videoListResponse", "items": [] }), Err(Class::Unknown)),
    ] {
        let desk = Desk::new();
        desk.rig.platform.whoami().await.unwrap();
        desk.invisible(Trick::Reply(Reply::json(200, &answer)));
        let found = desk.rig.platform.whoami().await;
        let found = found.map(|found| found.name).map_err(|failure| failure.class);
        assert_eq!(found, wanted.map(str::to_owned), "{answer}");
    }
}

#[tokio::test]
async fn strange_places_of_an_upload_are_not_believed() {
    for range in
        ["bytes=0-9999999", "bytes=5-9", "0-17", "bytes=0--1", "bytes=0-18446744073709551615"]
    {
        let desk = Desk::new();
        let mut way = desk.way(&desk.draft("सभा"));
        while desk.opened() == 0 {
            desk.step(&mut way, "k").await.unwrap();
        }
        desk.invisible(Trick::Reply(Reply::empty(308).header("range", range)));
        let failure = desk.step(&mut way, "k").await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{range}");
    }
    let desk = Desk::new();
    let mut way = desk.way(&desk.draft("सभा"));
    while desk.opened() == 0 {
        desk.step(&mut way, "k").await.unwrap();
    }
    desk.invisible(Trick::Reply(Reply::empty(308).header("range", "bytes=0-4999")));
    let failure = desk.step(&mut way, "k").await.unwrap_err();
    assert_eq!(failure.class, Class::Unknown, "all bytes and no end");
}

#[tokio::test]
async fn a_redirect_of_an_upload_is_not_followed() {
    let desk = Desk::new();
    let mut way = desk.way(&desk.draft("सभा"));
    while desk.opened() == 0 {
        desk.step(&mut way, "k").await.unwrap();
    }
    let elsewhere = Reply::empty(308).header("location", "https://evil.example/");
    desk.invisible(Trick::Reply(elsewhere));
    desk.step(&mut way, "k").await.unwrap();
    let last = desk.seen().pop().unwrap();
    assert_eq!(
        (last.path.as_str(), last.query("upload_id")),
        ("/upload/youtube/v3/videos", Some("imitated-session-1"))
    );
}

#[tokio::test]
async fn an_upload_that_ends_as_something_else_is_not_used() {
    for body in [
        json!({}),
        json!({ "id": "a/../b?c" }),
        json!({ "id": "" }),
        json!({ "id": "x".repeat(99) }),
    ] {
        let desk = Desk::new();
        let mut way = desk.way(&desk.draft("सभा"));
        while desk.opened() == 0 {
            desk.step(&mut way, "k").await.unwrap();
        }
        desk.invisible(Trick::Reply(Reply::json(200, &body)));
        let failure = desk.step(&mut way, "k").await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_film_in_a_state_that_nobody_knows_is_not_shown() {
    for body in [
        json!({}),
        json!({ "items": [{ "id": "imitVid0002", "status": { "uploadStatus": "new" } }] }),
        json!({ "items": [{ "id": "imitVid0002" }] }),
    ] {
        let desk = Desk::new();
        let mut way = desk.way(&desk.draft("सभा"));
        while way.progress["video"].is_null() {
            desk.step(&mut way, "k").await.unwrap();
        }
        desk.invisible(Trick::Reply(Reply::json(200, &body)));
        let failure = desk.step(&mut way, "k").await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{body}");
        assert_eq!(desk.publish(&way, "k").await.unwrap_err().class, Class::Stale);
    }
}

#[tokio::test]
async fn a_film_that_is_missing_for_minutes_is_uploaded_anew() {
    let desk = Desk::new();
    let mut way = desk.way(&desk.draft("सभा"));
    while way.progress["video"].is_null() {
        desk.step(&mut way, "k").await.unwrap();
    }
    let nothing = || Trick::Reply(Reply::json(200, &json!({ "items": [] })));
    desk.invisible(nothing());
    assert!(!desk.step(&mut way, "k").await.unwrap());
    desk.pass(400);
    desk.invisible(nothing());
    let failure = desk.step(&mut way, "k").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "youtube-video-gone"));
}

//! Answers that no server should give.

use serde_json::json;

use super::{Bench, TEXT, draft};
use crate::failure::Class;
use crate::platform::mock::{Reply, Rig, Trick};

/// What comes of publishing when the server applies it and answers `reply`.
async fn answered(reply: Reply) -> (Class, String, usize) {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    bench.visible(Trick::ApplyThenReply(reply));
    let failure = bench.publish(&way, &key).await.unwrap_err();
    bench.publish(&way, &key).await.unwrap();
    (failure.class, failure.reason.to_string(), bench.public().len())
}

#[tokio::test]
async fn a_success_that_is_not_understood_may_have_been_one() {
    let whole = json!({ "id": "1", "uri": "https://social.example/1" }).to_string();
    for body in [
        "<html>welcome</html>".to_owned(),
        whole[..whole.len() - 5].to_owned(),
        "{}".to_owned(),
        json!({ "id": null }).to_string(),
        json!({ "id": 1 }).to_string(),
        json!({ "id": "" }).to_string(),
        json!({ "id": "../../admin" }).to_string(),
        json!({ "id": "1".repeat(65) }).to_string(),
        "[".repeat(100_000),
        "x".repeat(10_000_000),
    ] {
        let outcome = answered(Reply::text(200, &body)).await;
        let start: String = body.chars().take(40).collect();
        assert_eq!(outcome, (Class::Unknown, "answer-not-understood".into(), 1), "{start}");
    }
}

#[tokio::test]
async fn a_page_in_place_of_an_error_is_no_refusal_of_ours() {
    let page = Reply::html(502, &"<h1>Bad Gateway</h1>".repeat(1000));
    assert_eq!(answered(page).await, (Class::Server, "server-error".into(), 1));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let reply = Reply::empty(status).header("location", "https://evil.example/");
        assert_eq!(answered(reply).await, (Class::Unknown, "redirected".into(), 1), "{status}");
    }
}

#[tokio::test]
async fn a_missing_address_is_no_failure() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let bare = json!({ "id": "12", "url": null, "uri": "https://social.example/s/12" });
    bench.visible(Trick::ApplyThenReply(Reply::json(200, &bare)));
    let receipt = bench.publish(&way, &key).await.unwrap();
    assert_eq!(receipt.url.as_deref(), Some("https://social.example/s/12"));
}

#[tokio::test]
async fn media_that_the_answer_does_not_have_are_told_of() {
    use crate::post::{Draft, MediaKind};
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let media = vec![bench.media(MediaKind::Png, super::PNG, None)];
    let way = bench.prepared(&Draft { media, ..draft(TEXT) }, &key).await;
    let bare = json!({ "id": "12", "media_attachments": [], "visibility": "public" });
    bench.visible(Trick::ApplyThenReply(Reply::json(200, &bare)));
    assert_eq!(bench.publish(&way, &key).await.unwrap().remarks, ["mastodon-media-missing"]);
}

#[tokio::test]
async fn a_description_that_cannot_be_read_makes_the_server_an_unknown_one() {
    let bench = Bench::of("mastodon");
    for _ in 0..2 {
        bench.invisible(Trick::Reply(Reply::html(200, "<html>")));
    }
    bench.rig.platform.whoami().await.unwrap();
    assert_eq!(bench.rig.platform.guarantee(), crate::delivery::Guarantee::C);
    assert_eq!(bench.rig.platform.limits().text[0].max, 500);
}

//! Answers that are not what they should be.

use serde_json::json;

use super::*;
use crate::failure::Class;

#[tokio::test]
async fn a_success_without_an_id_of_the_right_shape_is_doubt() {
    let huge = "9".repeat(20);
    for body in [
        json!({}),
        json!({ "data": null }),
        json!({ "data": {} }),
        json!({ "data": { "id": 17 } }),
        json!({ "data": { "id": "" } }),
        json!({ "data": { "id": "17/../18" } }),
        json!({ "data": { "id": huge } }),
        json!({ "data": [{ "id": "17" }] }),
        json!({ "errors": [{ "title": "Internal", "detail": "partial" }] }),
        json!([]),
    ] {
        let failure = Bench::of("x").answered(Reply::json(201, &body)).await;
        assert_eq!(failure.class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn a_success_with_errors_beside_the_id_is_a_success() {
    let bench = Bench::of("x");
    let way = bench.prepared(&draft(TEXT)).await;
    let body = json!({ "data": { "id": "1999", "text": "" }, "errors": [{ "title": "x" }] });
    bench.visible(Trick::Reply(Reply::json(201, &body)));
    assert_eq!(bench.publish(&way).await.unwrap().id, "1999");
}

#[tokio::test]
async fn pages_of_gateways_are_understood_by_their_status_alone() {
    for (status, class) in [
        (200, Class::Unknown),
        (400, Class::Rejected),
        (403, Class::Auth),
        (404, Class::Auth),
        (413, Class::Rejected),
        (502, Class::Server),
        (520, Class::Server),
    ] {
        let page = Reply::html(status, "<h1>duplicate content</h1>");
        assert_eq!(Bench::of("x").answered(page).await.class, class, "{status}");
        let nothing = Reply::empty(status);
        assert_eq!(Bench::of("x").answered(nothing).await.class, class, "{status}");
    }
}

#[tokio::test]
async fn lists_that_lack_some_of_their_posts_prove_nothing() {
    for body in [
        json!({ "errors": [{ "title": "Internal" }] }),
        json!({ "data": [] }),
        json!({ "meta": { "result_count": 3 } }),
        json!({ "data": "nothing", "meta": { "result_count": 0 } }),
        json!({ "data": [{ "id": "x", "text": "" }], "meta": { "result_count": 1 } }),
    ] {
        let bench = Bench::of("x");
        let way = bench.prepared(&draft(TEXT)).await;
        let since = bench.now();
        bench.pass(60);
        bench.invisible(Trick::Reply(Reply::json(200, &body)));
        let failure = bench.find(&way, since).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{body}");
    }
}

#[tokio::test]
async fn an_upload_under_another_name_is_not_gone_on_with() {
    for body in [
        json!({ "data": { "id": "../../2/tweets" } }),
        json!({ "data": { "media_id": 5 } }),
        json!({ "data": { "id": "12", "expires_after_secs": "long" } }),
    ] {
        let bench = Bench::of("x");
        let picture = bench.media(MediaKind::Jpeg, JPEG, None);
        let mut way = bench.way(&with_media(TEXT, vec![picture]));
        bench.rig.platform.whoami().await.unwrap();
        bench.invisible(Trick::Reply(Reply::json(200, &body)));
        assert_eq!(bench.prepare(&mut way).await.unwrap_err().class, Class::Unknown, "{body}");
        assert!(bench.asked("/append").is_empty());
    }
}

#[tokio::test]
async fn an_account_with_a_strange_name_is_nobody() {
    let bench = Bench::of("x");
    let body = json!({ "data": { "id": "5", "username": "a/../b" } });
    bench.invisible(Trick::Reply(Reply::json(200, &body)));
    assert_eq!(bench.rig.platform.whoami().await.unwrap_err().class, Class::Unknown);
}

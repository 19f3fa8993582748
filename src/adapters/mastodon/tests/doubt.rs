//! Lost answers: never two of a post, whatever the network did.

use super::{Bench, PNG, TEXT, draft, receipt_of};
use crate::delivery::{Evidence, Found};
use crate::failure::Class;
use crate::platform::mock::{Reply, Rig, Trick};
use crate::post::{Draft, MediaKind};

#[tokio::test]
async fn a_repeat_under_the_same_key_is_the_same_post() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    bench.visible(Trick::ApplyThenCut);
    assert_eq!(bench.publish(&way, &key).await.unwrap_err().class, Class::Unknown);
    bench.pass(3);
    let receipt = bench.publish(&way, &key).await.unwrap();
    assert_eq!(receipt.evidence, Evidence::Repeated);
    assert_eq!(bench.public(), [receipt.id]);
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_read_back() {
    for kind in ["mastodon", "gotosocial", "silent"] {
        let bench = Bench::of(kind);
        let key = Rig::key(1, 0);
        let way = bench.prepared(&draft(TEXT), &key).await;
        let since = bench.now();
        bench.visible(Trick::ApplyThenCut);
        bench.publish(&way, &key).await.unwrap_err();
        let bench = bench.restarted();
        bench.pass(61);
        let receipt = receipt_of(bench.find(&way, &key, since).await.unwrap());
        assert_eq!(receipt.evidence, Evidence::ReadBack, "{kind}");
        assert_eq!(bench.public(), [receipt.id], "{kind}");
    }
}

#[tokio::test]
async fn a_request_that_never_arrived_is_not_found_and_may_be_repeated() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let since = bench.now();
    bench.visible(Trick::Cut);
    bench.publish(&way, &key).await.unwrap_err();
    assert_eq!(bench.find(&way, &key, since).await.unwrap(), Found::Absent);
    bench.publish(&way, &key).await.unwrap();
    assert_eq!(bench.public().len(), 1);
}

#[tokio::test]
async fn a_request_that_lands_late_and_its_repeat_are_one_post() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let since = bench.now();
    bench.visible(Trick::LandLater);
    bench.publish(&way, &key).await.unwrap_err();
    assert_eq!(bench.find(&way, &key, since).await.unwrap(), Found::Absent);
    assert_eq!(bench.rig.stage.land(), 1);
    bench.pass(2);
    let receipt = bench.publish(&way, &key).await.unwrap();
    assert_eq!(receipt.evidence, Evidence::Repeated);
    assert_eq!(bench.public(), [receipt.id]);
}

#[tokio::test]
async fn a_repeat_that_lands_before_the_first_is_one_post_too() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    bench.visible(Trick::LandLater);
    bench.publish(&way, &key).await.unwrap_err();
    let receipt = bench.publish(&way, &key).await.unwrap();
    bench.rig.stage.land();
    assert_eq!(bench.public(), [receipt.id]);
}

#[tokio::test]
async fn a_request_that_lands_late_is_found_without_keys() {
    let bench = Bench::of("gotosocial");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let since = bench.now();
    bench.visible(Trick::LandLater);
    bench.publish(&way, &key).await.unwrap_err();
    assert_eq!(bench.find(&way, &key, since).await.unwrap(), Found::Absent);
    bench.rig.stage.land();
    receipt_of(bench.find(&way, &key, since).await.unwrap());
}

#[tokio::test]
async fn a_gateway_error_leaves_the_fate_open() {
    for status in [500, 502, 503, 504] {
        let bench = Bench::of("mastodon");
        let key = Rig::key(1, 0);
        let way = bench.prepared(&draft(TEXT), &key).await;
        let page = Reply::html(status, "<h1>Bad Gateway</h1>");
        bench.visible(Trick::ApplyThenReply(page));
        let failure = bench.publish(&way, &key).await.unwrap_err();
        assert_eq!(failure.class, Class::Server, "{status}");
        bench.publish(&way, &key).await.unwrap();
        assert_eq!(bench.public().len(), 1);
    }
}

#[tokio::test]
async fn a_post_deleted_before_the_repeat_is_never_made_anew() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let since = bench.now();
    let receipt = bench.publish(&way, &key).await.unwrap();
    bench.rig.platform.recall(&receipt).await.unwrap();
    let failure = bench.publish(&way, &key).await.unwrap_err();
    assert_eq!(
        (failure.class, &*failure.reason),
        (Class::Duplicate, "mastodon-status-was-deleted")
    );
    assert_eq!(bench.find(&way, &key, since).await.unwrap(), Found::Absent);
    assert_eq!(bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn media_that_our_own_post_has_already_prove_it() {
    let bench = Bench::of("gotosocial");
    let key = Rig::key(1, 0);
    let picture = bench.media(MediaKind::Png, PNG, Some("चित्र"));
    let post = Draft { media: vec![picture], ..draft(TEXT) };
    let way = bench.prepared(&post, &key).await;
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way, &key).await.unwrap_err();
    let receipt = bench.publish(&way, &key).await.unwrap();
    assert_eq!(receipt.evidence, Evidence::ReadBack);
    assert_eq!(bench.public(), [receipt.id]);
}

#[tokio::test]
async fn media_that_cannot_be_looked_for_leave_the_fate_open() {
    let bench = Bench::of("gotosocial");
    let key = Rig::key(1, 0);
    let post = Draft { media: vec![bench.media(MediaKind::Png, PNG, None)], ..draft(TEXT) };
    let way = bench.prepared(&post, &key).await;
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way, &key).await.unwrap_err();
    bench.invisible(Trick::Cut);
    let failure = bench.publish(&way, &key).await.unwrap_err();
    assert_eq!(failure.class, Class::Unknown);
    assert_eq!(bench.public().len(), 1);
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    bench.visible(Trick::Refuse);
    assert_eq!(bench.publish(&way, &key).await.unwrap_err().class, Class::NotSent);
    assert!(bench.public().is_empty());
}

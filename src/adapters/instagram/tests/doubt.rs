//! Lost answers: the container's status tells, and nothing is published twice.

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;
use crate::platform::mock::Reply;

async fn lost(bench: &Bench, trick: Trick) -> (Way, Instant) {
    let way = bench.prepared(&pictured(TEXT)).await;
    let since = bench.now();
    bench.visible(trick);
    assert!(bench.publish(&way).await.unwrap_err().class.may_be_applied());
    (way, since)
}

#[tokio::test]
async fn what_was_published_is_found_and_no_second_container_is_made() {
    let bench = Bench::of("instagram");
    let (way, since) = lost(&bench, Trick::ApplyThenCut).await;
    let bench = bench.restarted();
    let receipt = receipt_of(bench.find(&way, since).await.unwrap());
    assert_eq!(
        (receipt.evidence, receipt.id),
        (Evidence::ReadBack, bench.rig.ledger()[0].id.clone())
    );
    assert!(receipt.url.is_some());
    assert_eq!(bench.forms().len(), 1);
}

#[tokio::test]
async fn a_story_is_found_among_the_stories() {
    let bench = Bench::of("instagram");
    let way = bench.prepared(&with_option(pictured(""), "story", true)).await;
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.publish(&way).await.unwrap_err();
    assert_eq!(receipt_of(bench.find(&way, since).await.unwrap()).id, bench.rig.ledger()[0].id);
    assert_eq!(bench.asked("GET", "/stories").len(), 1);
}

#[tokio::test]
async fn an_error_of_instagrams_own_is_ended_by_the_status() {
    let error =
        serde_json::json!({ "error": { "code": -1, "error_subcode": 2_207_001, "message": "x" } });
    let bench = Bench::of("instagram");
    let (way, since) = lost(&bench, Trick::ApplyThenReply(Reply::json(400, &error))).await;
    receipt_of(bench.find(&way, since).await.unwrap());
    let bench = Bench::of("instagram");
    let (way, since) = lost(&bench, Trick::Reply(Reply::json(400, &error))).await;
    bench.pass(30);
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::Absent);
    bench.publish(&way).await.unwrap();
    assert_eq!((bench.rig.ledger().len(), bench.forms().len()), (1, 1));
}

#[tokio::test]
async fn a_repeat_of_what_is_published_gives_the_same_receipt() {
    let bench = Bench::of("instagram");
    let (way, _) = lost(&bench, Trick::ApplyThenCut).await;
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!(
        (receipt.evidence, receipt.id),
        (Evidence::Repeated, bench.rig.ledger()[0].id.clone())
    );
}

#[tokio::test]
async fn spam_stops_the_account_and_a_limit_only_waits() {
    let of = |subcode: Value| serde_json::json!({ "error": { "code": 4, "error_subcode": subcode, "message": "x" } });
    for (subcode, class) in [(2_207_051.into(), Class::Policy), (Value::Null, Class::Rate)] {
        let bench = Bench::of("instagram");
        let way = bench.prepared(&pictured(TEXT)).await;
        bench.visible(Trick::Reply(Reply::json(400, &of(subcode))));
        assert_eq!(bench.publish(&way).await.unwrap_err().class, class);
    }
}

#[tokio::test]
async fn a_refusal_is_not_believed_where_an_earlier_request_published() {
    let error = serde_json::json!({ "error": { "code": 100, "message": "Invalid parameter" } });
    let bench = Bench::of("instagram");
    let (way, _) = lost(&bench, Trick::ApplyThenCut).await;
    bench.visible(Trick::Reply(Reply::json(400, &error)));
    assert_eq!(bench.publish(&way).await.unwrap().id, bench.rig.ledger()[0].id);
}

#[tokio::test]
async fn an_expired_container_is_stale() {
    let bench = Bench::of("instagram");
    let way = bench.prepared(&pictured(TEXT)).await;
    bench.pass(24 * 3600);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "graph-container-gone"));
}

#[tokio::test]
async fn a_published_post_that_no_list_shows_is_told_without_its_id() {
    let bench = Bench::of("hides");
    let (way, since) = lost(&bench, Trick::ApplyThenCut).await;
    assert_eq!(&*bench.find(&way, since).await.unwrap_err().reason, "graph-not-listed");
    bench.pass(600);
    assert_eq!(receipt_of(bench.find(&way, since).await.unwrap()).remarks, ["graph-id-unknown"]);
}

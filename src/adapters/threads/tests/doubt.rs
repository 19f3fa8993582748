//! Lost answers: the container's status tells, and nothing is published twice.

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;
use crate::platform::mock::Reply;

async fn lost(bench: &Bench, text: &str, trick: Trick) -> (Way, Instant) {
    let way = bench.prepared(&draft(text)).await;
    let since = bench.now();
    bench.visible(trick);
    assert!(bench.publish(&way).await.unwrap_err().class.may_be_applied());
    (way, since)
}

#[tokio::test]
async fn what_was_published_is_found_with_its_id_and_address() {
    let bench = Bench::of("threads");
    let (way, since) = lost(&bench, TEXT, Trick::ApplyThenCut).await;
    let bench = bench.restarted();
    let receipt = receipt_of(bench.find(&way, since).await.unwrap());
    assert_eq!(
        (receipt.evidence, receipt.id),
        (Evidence::ReadBack, bench.rig.ledger()[0].id.clone())
    );
    assert!(receipt.url.unwrap().starts_with("https://www.threads.com/"));
    assert_eq!(bench.forms().len(), 1);
}

#[tokio::test]
async fn the_sign_of_the_topic_may_be_gone() {
    let bench = Bench::of("strips");
    let (way, since) = lost(&bench, "आज #किसान मेला", Trick::ApplyThenCut).await;
    assert_eq!(receipt_of(bench.find(&way, since).await.unwrap()).id, bench.rig.ledger()[0].id);
}

#[tokio::test]
async fn what_was_not_published_is_absent_once_the_status_has_settled() {
    let bench = Bench::of("threads");
    let (way, since) = lost(&bench, TEXT, Trick::Cut).await;
    let early = bench.find(&way, since).await.unwrap_err();
    assert_eq!((early.class, &*early.reason), (Class::NotYet, "graph-not-settled"));
    bench.pass(20);
    assert_eq!(bench.find(&way, since).await.unwrap(), Found::Absent);
    bench.publish(&way).await.unwrap();
    assert_eq!((bench.rig.ledger().len(), bench.forms().len()), (1, 1));
}

#[tokio::test]
async fn a_repeat_of_what_is_published_gives_the_same_receipt() {
    let bench = Bench::of("threads");
    let (way, _) = lost(&bench, TEXT, Trick::ApplyThenCut).await;
    let receipt = bench.publish(&way).await.unwrap();
    assert_eq!(
        (receipt.evidence, receipt.id),
        (Evidence::Repeated, bench.rig.ledger()[0].id.clone())
    );
    assert_eq!(bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn a_container_that_is_not_known_yet_is_published_again_as_it_is() {
    let bench = Bench::of("unknown-twice");
    let way = bench.prepared(&draft(TEXT)).await;
    for _ in 0..2 {
        let failure = bench.publish(&way).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::NotYet, "graph-container-not-found"));
        bench.pass(15);
    }
    bench.publish(&way).await.unwrap();
    assert_eq!((bench.rig.ledger().len(), bench.forms().len()), (1, 1));
}

#[tokio::test]
async fn a_container_that_is_never_known_is_made_anew() {
    let bench = Bench::of("unknown");
    let way = bench.prepared(&draft(TEXT)).await;
    bench.pass(181);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "graph-container-gone"));
}

#[tokio::test]
async fn of_two_equal_posts_neither_is_called_ours() {
    let bench = Bench::of("threads");
    let (way, since) = lost(&bench, TEXT, Trick::ApplyThenCut).await;
    bench.post(&draft(TEXT)).await.unwrap();
    let failure = bench.find(&way, since).await.unwrap_err();
    assert_eq!(&*failure.reason, "graph-not-listed");
    bench.pass(600);
    let receipt = receipt_of(bench.find(&way, since).await.unwrap());
    assert_eq!((receipt.id.as_str(), receipt.remarks), ("", vec!["graph-id-unknown".to_owned()]));
}

#[tokio::test]
async fn a_published_post_that_no_list_shows_is_told_without_its_id() {
    let bench = Bench::of("hides");
    let (way, since) = lost(&bench, TEXT, Trick::ApplyThenCut).await;
    assert_eq!(&*bench.find(&way, since).await.unwrap_err().reason, "graph-not-listed");
    bench.pass(600);
    assert_eq!(receipt_of(bench.find(&way, since).await.unwrap()).remarks, ["graph-id-unknown"]);
}

#[tokio::test]
async fn an_answer_is_found_again_among_the_answers() {
    let bench = Bench::of("threads");
    let first = bench.post(&draft("पहला")).await.unwrap().remove(0);
    let mut way = bench.way(&draft("दूसरा"));
    let job =
        JobSeed { index: 1, parts: 2, root: Some(&first), parent: Some(&first), ..bench.single() };
    bench.rig.prepare(&mut way, job).await.unwrap();
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.rig.publish(&way, job).await.unwrap_err();
    let receipt = receipt_of(bench.rig.find(&way, job, since).await.unwrap());
    assert_eq!(receipt.id, bench.rig.ledger()[1].id);
}

#[tokio::test]
async fn without_the_right_to_read_answers_the_part_is_public_all_the_same() {
    let bench = Bench::of("writer");
    let first = bench.post(&draft("पहला")).await.unwrap().remove(0);
    let mut way = bench.way(&draft("दूसरा"));
    let job =
        JobSeed { index: 1, parts: 2, root: Some(&first), parent: Some(&first), ..bench.single() };
    bench.rig.prepare(&mut way, job).await.unwrap();
    let since = bench.now();
    bench.visible(Trick::ApplyThenCut);
    bench.rig.publish(&way, job).await.unwrap_err();
    bench.pass(600);
    let receipt = receipt_of(bench.rig.find(&way, job, since).await.unwrap());
    assert_eq!(receipt.remarks, ["graph-id-unknown"]);
}

#[tokio::test]
async fn an_error_of_the_server_leaves_it_in_doubt_and_the_status_ends_that() {
    for (code, subcode) in [(1, Value::Null), (2, Value::Null), (-1, Value::Null)] {
        let bench = Bench::of("threads");
        let way = bench.prepared(&draft(TEXT)).await;
        let since = bench.now();
        let body = serde_json::json!({ "error": {
            "code": code, "error_subcode": subcode, "is_transient": true, "message": "x" } });
        bench.visible(Trick::ApplyThenReply(Reply::json(500, &body)));
        assert!(bench.publish(&way).await.unwrap_err().class.may_be_applied(), "{code}");
        receipt_of(bench.find(&way, since).await.unwrap());
        assert_eq!(bench.rig.ledger().len(), 1);
    }
}

#[tokio::test]
async fn a_part_that_was_never_prepared_cannot_be_known() {
    let bench = Bench::of("threads");
    let way = bench.way(&draft(TEXT));
    assert_eq!(bench.find(&way, bench.now()).await.unwrap(), Found::CannotKnow);
    assert_eq!(bench.publish(&way).await.unwrap_err().class, Class::Stale);
}

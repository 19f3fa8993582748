//! The first comment: sent once, found again, and never guessed about.

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;

fn commented() -> Draft {
    with_option(pictured(TEXT), "first_comment", "#किसान #मेला")
}

async fn posted(bench: &Bench) -> (Receipt, Way) {
    let mut parts = bench.rig.platform.compose(&commented()).parts;
    let comment = parts.remove(1);
    let receipt = bench.post(&pictured(TEXT)).await.unwrap().remove(0);
    let mut way = Way { part: comment, progress: Value::Null };
    bench.rig.prepare(&mut way, second(bench, &receipt)).await.unwrap();
    (receipt, way)
}

fn second<'r>(bench: &Bench, first: &'r Receipt) -> JobSeed<'r> {
    JobSeed { index: 1, parts: 2, root: Some(first), parent: Some(first), ..bench.single() }
}

#[tokio::test]
async fn the_comment_follows_its_post() {
    let bench = Bench::of("instagram");
    let receipts = bench.post(&commented()).await.unwrap();
    let public = bench.rig.ledger();
    assert_eq!(
        (public[1].text.as_str(), public[1].parent.as_ref()),
        ("#किसान #मेला", Some(&receipts[0].id))
    );
    assert_eq!((&receipts[1].id, &receipts[1].url), (&public[1].id, &receipts[0].url));
    let form = bench.asked("POST", "/comments")[0].form().unwrap();
    assert_eq!(form, [("message".to_owned(), "#किसान #मेला".to_owned())]);
}

#[tokio::test]
async fn a_comment_that_is_there_is_not_sent_again() {
    let bench = Bench::of("instagram");
    let (first, way) = posted(&bench).await;
    let job = second(&bench, &first);
    bench.visible(Trick::ApplyThenCut);
    assert!(bench.rig.publish(&way, job).await.unwrap_err().class.may_be_applied());
    let again = bench.rig.publish(&way, job).await.unwrap();
    assert_eq!((again.evidence, bench.rig.ledger().len()), (Evidence::Repeated, 2));
    let found = receipt_of(bench.rig.find(&way, job, bench.now()).await.unwrap());
    assert_eq!((found.evidence, found.id), (Evidence::ReadBack, bench.rig.ledger()[1].id.clone()));
}

#[tokio::test]
async fn a_comment_is_absent_only_after_ten_minutes() {
    let bench = Bench::of("instagram");
    let (first, way) = posted(&bench).await;
    let job = second(&bench, &first);
    let since = bench.now();
    bench.visible(Trick::Cut);
    bench.rig.publish(&way, job).await.unwrap_err();
    let early = bench.rig.find(&way, job, since).await.unwrap_err();
    assert_eq!((early.class, &*early.reason), (Class::NotYet, "graph-not-settled"));
    bench.pass(600);
    assert_eq!(bench.rig.find(&way, job, since).await.unwrap(), Found::Absent);
}

#[tokio::test]
async fn comments_that_cannot_be_read_stop_the_request_before_it_is_sent() {
    let bench = Bench::of("instagram");
    let (first, way) = posted(&bench).await;
    bench.rig.order(Mischief::invisible(Trick::Cut));
    let failure = bench.rig.publish(&way, second(&bench, &first)).await.unwrap_err();
    assert_eq!((failure.class, bench.rig.ledger().len()), (Class::NotSent, 1));
}

#[tokio::test]
async fn a_comment_needs_to_know_its_post() {
    let bench = Bench::of("instagram");
    let (first, mut way) = posted(&bench).await;
    let nameless = Receipt { id: String::new(), ..first };
    let failure = bench.rig.prepare(&mut way, second(&bench, &nameless)).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "instagram-post-unknown"));
}

#[tokio::test]
async fn a_comment_can_be_taken_back_by_itself() {
    let bench = Bench::with("instagram", WITHOUT_PAGE);
    let receipts = bench.post(&commented()).await.unwrap();
    bench.rig.platform.recall(&receipts[1]).await.unwrap();
    let deleted: Vec<_> = bench.rig.ledger().iter().map(|one| one.deleted).collect();
    assert_eq!(deleted, [false, true]);
}

#[tokio::test]
async fn a_post_that_a_person_found_is_known_by_its_address() {
    let bench = Bench::of("instagram");
    let (first, mut way) = posted(&bench).await;
    let url = first.url.clone().unwrap();
    let found = Receipt { id: bench.rig.platform.id_in(&url).unwrap(), ..first };
    let job = second(&bench, &found);
    bench.rig.prepare(&mut way, job).await.unwrap();
    bench.rig.publish(&way, job).await.unwrap();
    assert_eq!(bench.rig.ledger()[1].parent.as_ref(), Some(&bench.rig.ledger()[0].id));
    bench.rig.platform.recall(&found).await.unwrap();
    assert!(bench.rig.ledger()[0].deleted);
}

//! Lost answers: never two of a post, whatever the network did.

use super::{Bench, PNG, TEXT, draft, receipt_of};
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::platform::mock::{Reply, Rig, Trick, Way};
use crate::post::{Draft, MediaKind};

/// A part whose first visible request met with mischief.
struct Doubt {
    bench: Bench,
    way: Way,
    key: String,
    since: Instant,
    failure: Failure,
}

impl Doubt {
    async fn after(kind: &str, trick: Trick) -> Self {
        Self::about(Bench::of(kind), &draft(TEXT), trick).await
    }

    /// The same for a post with a picture.
    async fn pictured(kind: &str, trick: Trick) -> Self {
        let bench = Bench::of(kind);
        let media = vec![bench.media(MediaKind::Png, PNG, Some("चित्र"))];
        Self::about(bench, &Draft { media, ..draft(TEXT) }, trick).await
    }

    async fn about(bench: Bench, draft: &Draft, trick: Trick) -> Self {
        let key = Rig::key(1, 0);
        let way = bench.prepared(draft, &key).await;
        let since = bench.now();
        bench.visible(trick);
        let failure = bench.publish(&way, &key).await.unwrap_err();
        Self { bench, way, key, since, failure }
    }

    fn restarted(self) -> Self {
        Self { bench: self.bench.restarted(), ..self }
    }

    async fn find(&self) -> Found {
        self.bench.find(&self.way, &self.key, self.since).await.unwrap()
    }

    async fn repeat(&self) -> Result<Receipt, Failure> {
        self.bench.publish(&self.way, &self.key).await
    }
}

#[tokio::test]
async fn a_repeat_under_the_same_key_is_the_same_post() {
    let doubt = Doubt::after("mastodon", Trick::ApplyThenCut).await;
    assert_eq!(doubt.failure.class, Class::Unknown);
    doubt.bench.pass(3);
    let receipt = doubt.repeat().await.unwrap();
    assert_eq!(receipt.evidence, Evidence::Repeated);
    assert_eq!(doubt.bench.public(), [receipt.id]);
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_read_back_after_a_restart() {
    for kind in ["mastodon", "gotosocial", "silent"] {
        let doubt = Doubt::after(kind, Trick::ApplyThenCut).await.restarted();
        doubt.bench.pass(61);
        let receipt = receipt_of(doubt.find().await);
        assert_eq!(receipt.evidence, Evidence::ReadBack, "{kind}");
        assert_eq!(doubt.bench.public(), [receipt.id], "{kind}");
    }
}

#[tokio::test]
async fn looking_after_a_restart_learns_whether_the_key_is_known() {
    let doubt = Doubt::after("mastodon", Trick::Cut).await.restarted();
    assert_eq!(doubt.bench.rig.platform.guarantee(), Guarantee::C);
    doubt.find().await;
    assert_eq!(doubt.bench.rig.platform.guarantee(), Guarantee::B);
}

#[tokio::test]
async fn a_request_that_never_arrived_is_not_found_and_may_be_repeated() {
    let doubt = Doubt::after("mastodon", Trick::Cut).await;
    assert_eq!(doubt.find().await, Found::Absent);
    doubt.repeat().await.unwrap();
    assert_eq!(doubt.bench.public().len(), 1);
}

#[tokio::test]
async fn a_request_that_lands_late_and_its_repeat_are_one_post() {
    let doubt = Doubt::after("mastodon", Trick::LandLater).await;
    assert_eq!(doubt.find().await, Found::Absent);
    assert_eq!(doubt.bench.rig.stage.land(), 1);
    doubt.bench.pass(2);
    let receipt = doubt.repeat().await.unwrap();
    assert_eq!(receipt.evidence, Evidence::Repeated);
    assert_eq!(doubt.bench.public(), [receipt.id]);
}

#[tokio::test]
async fn a_repeat_that_lands_before_the_first_is_one_post_too() {
    let doubt = Doubt::after("mastodon", Trick::LandLater).await;
    let receipt = doubt.repeat().await.unwrap();
    doubt.bench.rig.stage.land();
    assert_eq!(doubt.bench.public(), [receipt.id]);
}

#[tokio::test]
async fn a_request_that_lands_late_is_found_without_keys() {
    let doubt = Doubt::after("gotosocial", Trick::LandLater).await;
    assert_eq!(doubt.find().await, Found::Absent);
    doubt.bench.rig.stage.land();
    receipt_of(doubt.find().await);
}

#[tokio::test]
async fn a_gateway_error_leaves_the_fate_open() {
    for status in [500, 502, 503, 504] {
        let page = Reply::html(status, "<h1>Bad Gateway</h1>");
        let doubt = Doubt::after("mastodon", Trick::ApplyThenReply(page)).await;
        assert_eq!(doubt.failure.class, Class::Server, "{status}");
        doubt.repeat().await.unwrap();
        assert_eq!(doubt.bench.public().len(), 1);
    }
}

#[tokio::test]
async fn a_post_deleted_before_the_repeat_is_never_made_anew() {
    let doubt = Doubt::after("mastodon", Trick::ApplyThenCut).await;
    let receipt = receipt_of(doubt.find().await);
    doubt.bench.rig.platform.recall(&receipt).await.unwrap();
    let failure = doubt.repeat().await.unwrap_err();
    let expected = (Class::Duplicate, "mastodon-status-was-deleted");
    assert_eq!((failure.class, &*failure.reason), expected);
    assert_eq!(doubt.find().await, Found::Absent);
    assert_eq!(doubt.bench.rig.ledger().len(), 1);
}

#[tokio::test]
async fn media_that_our_own_post_has_already_prove_it() {
    let doubt = Doubt::pictured("gotosocial", Trick::ApplyThenCut).await;
    let receipt = doubt.repeat().await.unwrap();
    assert_eq!(receipt.evidence, Evidence::ReadBack);
    assert_eq!(doubt.bench.public(), [receipt.id]);
}

#[tokio::test]
async fn media_that_cannot_be_looked_for_leave_the_fate_open() {
    let doubt = Doubt::pictured("gotosocial", Trick::ApplyThenCut).await;
    doubt.bench.invisible(Trick::Cut);
    assert_eq!(doubt.repeat().await.unwrap_err().class, Class::Unknown);
    assert_eq!(doubt.bench.public().len(), 1);
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let doubt = Doubt::after("mastodon", Trick::Refuse).await;
    assert_eq!(doubt.failure.class, Class::NotSent);
    assert!(doubt.bench.public().is_empty());
}

//! Reading back: what counts as ours and what does not.

use chrono::Duration;
use serde_json::{Value, json};

use super::{Bench, PNG, TEXT, draft, receipt_of};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::platform::mock::{JobSeed, Reply, Rig, Trick, Way};
use crate::post::{Draft, MediaKind};

/// Posts `draft` as something else did, and looks for `wanted` since the start.
async fn look(draft: &Draft, wanted: &Draft) -> Found {
    let bench = Bench::of("mastodon");
    let since = bench.now();
    bench.rig.post(draft, 9).await.unwrap();
    let key = Rig::key(1, 0);
    let part = bench.rig.platform.compose(wanted).parts.remove(0);
    bench.find(&Way { part, progress: Value::Null }, &key, since).await.unwrap()
}

#[tokio::test]
async fn another_text_is_not_ours() {
    assert_eq!(look(&draft("कल कार्यालय खुला रहेगा।"), &draft(TEXT)).await, Found::Absent);
    receipt_of(look(&draft(TEXT), &draft(TEXT)).await);
}

#[tokio::test]
async fn another_content_warning_is_not_ours() {
    let warned = Draft { warning: Some("हिंसा".to_owned()), ..draft(TEXT) };
    assert_eq!(look(&warned, &draft(TEXT)).await, Found::Absent);
    assert_eq!(look(&draft(TEXT), &warned).await, Found::Absent);
    receipt_of(look(&warned, &warned).await);
}

#[tokio::test]
async fn the_same_text_in_another_unicode_form_is_ours() {
    receipt_of(look(&draft("क\u{93c}लम cafe\u{301}"), &draft("क\u{93c}लम caf\u{e9}")).await);
}

#[tokio::test]
async fn other_media_are_not_ours() {
    let bench = Bench::of("mastodon");
    let since = bench.now();
    let pictured =
        |alt| Draft { media: vec![bench.media(MediaKind::Png, PNG, alt)], ..draft(TEXT) };
    bench.rig.post(&pictured(Some("मंच")), 9).await.unwrap();
    let key = Rig::key(1, 0);
    for (wanted, ours) in [
        (draft(TEXT), false),
        (pictured(Some("श्रोता")), false),
        (pictured(None), false),
        (pictured(Some("मंच")), true),
    ] {
        let way = bench.prepared(&wanted, &key).await;
        let found = bench.find(&way, &key, since).await.unwrap();
        assert_eq!(matches!(found, Found::Published(_)), ours, "{:?}", wanted.media);
    }
}

#[tokio::test]
async fn a_reply_is_ours_only_below_its_parent() {
    let bench = Bench::of("mastodon");
    let since = bench.now();
    let first = bench.rig.post(&draft("एक"), 1).await.unwrap().remove(0);
    let key = Rig::key(1, 1);
    let parent = |parent| JobSeed {
        index: 1,
        parts: 2,
        key: &key,
        due: since,
        root: Some(parent),
        parent: Some(parent),
    };
    let other = Receipt { id: "99".to_owned(), ..first.clone() };
    let way = bench.prepared(&draft("दो"), &key).await;
    bench.rig.publish(&way, parent(&first)).await.unwrap();
    receipt_of(bench.rig.find(&way, parent(&first), since).await.unwrap());
    assert_eq!(bench.rig.find(&way, parent(&other), since).await.unwrap(), Found::Absent);
    assert_eq!(bench.find(&way, &key, since).await.unwrap(), Found::Absent);
}

#[tokio::test]
async fn an_older_post_with_the_same_text_is_not_ours() {
    let bench = Bench::of("mastodon");
    bench.rig.post(&draft(TEXT), 9).await.unwrap();
    bench.pass(5);
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    assert_eq!(bench.find(&way, &key, bench.now()).await.unwrap(), Found::Absent);
}

#[tokio::test]
async fn a_busy_account_is_read_back_page_by_page() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let since = bench.now();
    let receipt = bench.publish(&way, &key).await.unwrap();
    for number in 0..95 {
        bench.rig.post(&draft(&format!("संदेश {number}")), 100 + number).await.unwrap();
    }
    bench.pass(5);
    let found = receipt_of(bench.find(&way, &key, since).await.unwrap());
    assert_eq!(found.id, receipt.id);
}

/// Looks at a page with one status that is our part in all but what `change` does to it.
async fn look_at(change: impl FnOnce(&mut Value)) -> Result<Found, Failure> {
    look_at_skewed(Duration::zero(), change).await
}

/// The same on a server whose clock is `ahead` of ours.
async fn look_at_skewed(
    ahead: Duration,
    change: impl FnOnce(&mut Value),
) -> Result<Found, Failure> {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let since = bench.now();
    let receipt = bench.publish(&way, &key).await.unwrap();
    let there = since + ahead;
    let mut status = json!({
        "id": receipt.id, "created_at": there.to_rfc3339(), "visibility": "public",
        "in_reply_to_id": null, "media_attachments": [], "url": null,
        "uri": "https://social.example/1", "application": { "name": "dakiya" },
    });
    change(&mut status);
    bench.pass_by_to_the_page();
    let date = there.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    bench.invisible(Trick::Reply(Reply::json(200, &json!([status])).header("date", date)));
    bench.find(&way, &key, since).await
}

impl Bench {
    /// Lets the questions before the list of statuses be answered as they should be.
    fn pass_by_to_the_page(&self) {
        for path in ["/api/v1/accounts/verify_credentials", "/api/v1/apps/verify_credentials"] {
            self.invisible(Trick::Reply(self.answer("GET", path)));
        }
    }

    /// What the imitation answers to a bodiless request with our token.
    fn answer(&self, method: &str, path: &str) -> Reply {
        let mut imitation = super::server("mastodon").unwrap();
        let asked = super::strictness::asked(method, path, None);
        let mut ledger = crate::platform::mock::Ledger::default();
        imitation.answer(&asked, &mut ledger, self.now())
    }
}

#[tokio::test]
async fn a_status_of_another_program_is_not_ours() {
    receipt_of(look_at(|_| {}).await.unwrap());
    let other = look_at(|status| status["application"]["name"] = json!("Tusky")).await;
    assert_eq!(other.unwrap(), Found::Absent);
    let unsaid = look_at(|status| status["application"] = json!(null)).await;
    receipt_of(unsaid.unwrap());
}

#[tokio::test]
async fn times_are_measured_by_the_servers_clock() {
    for minutes in [-120, 120] {
        let ahead = Duration::minutes(minutes);
        receipt_of(look_at_skewed(ahead, |_| {}).await.unwrap());
        let earlier = look_at_skewed(ahead, |status| {
            let shown = status["created_at"].as_str().unwrap();
            let shown: crate::clock::Instant = shown.parse().unwrap();
            status["created_at"] = json!((shown - Duration::minutes(1)).to_rfc3339());
        });
        assert_eq!(earlier.await.unwrap(), Found::Absent, "{minutes}");
    }
}

#[tokio::test]
async fn an_address_that_is_not_of_the_web_is_left_out() {
    let receipt = look_at(|status| status["uri"] = json!("javascript:alert(1)")).await;
    assert_eq!(receipt_of(receipt.unwrap()).url, None);
}

#[tokio::test]
async fn a_page_that_is_not_understood_proves_nothing() {
    for (field, value) in [("id", json!(7)), ("id", json!("a/b")), ("created_at", json!(null))] {
        let failure = look_at(|status| status[field] = value.clone()).await.unwrap_err();
        assert_eq!(failure.reason, "answer-not-understood", "{field} {value}");
    }
}

#[tokio::test]
async fn a_text_that_the_server_does_not_show_proves_nothing() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let since = bench.now();
    bench.publish(&way, &key).await.unwrap();
    bench.pass_by_to_the_page();
    let page = json!([{ "id": "5", "created_at": since.to_rfc3339() }]);
    bench.invisible(Trick::Reply(Reply::json(200, &page)));
    assert_eq!(bench.find(&way, &key, since).await.unwrap(), Found::CannotKnow);
}

#[tokio::test]
async fn looking_changes_nothing() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    bench.find(&way, &key, bench.now()).await.unwrap();
    assert!(bench.rig.stage.seen().iter().all(|(asked, _)| asked.method == "GET"));
}

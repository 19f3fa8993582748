//! Other software that speaks the language: what it does in its own way.

use chrono::Duration;
use serde_json::json;

use super::{Bench, PNG, TEXT, draft, receipt_of};
use crate::delivery::Found;
use crate::failure::{Class, Failure};
use crate::platform::mock::{Reply, Rig, Trick};
use crate::post::{Draft, MediaKind};

const KIN: [&str; 3] = ["gotosocial", "pleroma", "pixelfed"];

fn pictured(bench: &Bench) -> Draft {
    Draft { media: vec![bench.media(MediaKind::Png, PNG, Some("मंच"))], ..draft(TEXT) }
}

/// A bench that knows its server, as after its first look at it.
async fn known(kind: &str) -> Bench {
    let bench = Bench::of(kind);
    bench.rig.platform.whoami().await.unwrap();
    bench
}

#[tokio::test]
async fn a_picture_goes_out_and_can_be_taken_back() {
    for kind in KIN {
        let bench = known(kind).await;
        let receipt = bench.rig.post(&pictured(&bench), 1).await.unwrap().remove(0);
        assert_eq!((bench.public(), &receipt.remarks[..]), (vec![receipt.id.clone()], &[][..]));
        bench.rig.platform.recall(&receipt).await.unwrap();
        bench.rig.platform.recall(&receipt).await.unwrap();
        assert!(bench.public().is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn no_key_goes_to_software_that_would_hold_it_against_us() {
    for kind in KIN {
        let bench = known(kind).await;
        bench.rig.post(&pictured(&bench), 3).await.unwrap();
        let seen = bench.rig.stage.seen();
        let post = seen.iter().find(|(_, visible)| *visible).unwrap();
        assert_eq!(post.0.header("idempotency-key"), None, "{kind}");
    }
}

#[tokio::test]
async fn a_refusal_is_not_kept_against_the_next_try() {
    for kind in KIN {
        let bench = known(kind).await;
        let key = Rig::key(1, 0);
        let way = bench.prepared(&pictured(&bench), &key).await;
        bench.visible(Trick::Reply(Reply::json(429, &json!({ "error": "Throttled" }))));
        let failure = bench.publish(&way, &key).await.unwrap_err();
        assert_eq!(failure.class, Class::Rate, "{kind}");
        bench.publish(&way, &key).await.unwrap();
        assert_eq!(bench.public().len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn what_is_there_is_never_called_absent_whatever_program_it_names() {
    for kind in KIN {
        let bench = known(kind).await;
        let key = Rig::key(1, 0);
        let way = bench.prepared(&pictured(&bench), &key).await;
        let since = bench.now();
        bench.visible(Trick::ApplyThenCut);
        let failure = bench.publish(&way, &key).await.unwrap_err();
        assert!(failure.class.may_be_applied(), "{kind}");
        bench.rig.clock.advance_to(since + Duration::seconds(30));
        let found = bench.find(&way, &key, since).await.unwrap();
        match kind {
            "pixelfed" => assert_eq!(found, Found::CannotKnow),
            _ => assert_eq!(vec![receipt_of(found).id], bench.public(), "{kind}"),
        }
    }
}

async fn refused(kind: &str, status: u16, body: serde_json::Value) -> Failure {
    let bench = known(kind).await;
    let key = Rig::key(1, 0);
    let way = bench.prepared(&pictured(&bench), &key).await;
    bench.visible(Trick::Reply(Reply::json(status, &body)));
    bench.publish(&way, &key).await.unwrap_err()
}

#[tokio::test]
async fn their_refusals_are_understood() {
    let invalid = json!({ "message": "The status is too long.", "errors": { "status": ["x"] } });
    for (kind, status, body, class, reason) in [
        ("pleroma", 403, json!({ "error": "Invalid credentials." }), Class::Auth, "login-refused"),
        (
            "pleroma",
            403,
            json!({ "error": "Insufficient permissions: write:statuses." }),
            Class::Auth,
            "mastodon-scopes-too-narrow",
        ),
        (
            "gotosocial",
            503,
            json!({ "error": "server capacity exceeded" }),
            Class::Rate,
            "rate-limited",
        ),
        ("pixelfed", 500, json!({ "error": "Unauthenticated." }), Class::Auth, "login-refused"),
        ("pixelfed", 500, invalid.clone(), Class::Rejected, "refused-by-platform"),
        ("pixelfed", 422, invalid, Class::Rejected, "refused-by-platform"),
        (
            "pixelfed",
            403,
            json!({ "error": "Empty statuses are not allowed" }),
            Class::Rejected,
            "mastodon-media-required",
        ),
        (
            "pixelfed",
            400,
            json!({ "error": "Duplicate idempotency key." }),
            Class::Duplicate,
            "mastodon-key-used-already",
        ),
        ("pixelfed", 500, json!({ "error": "Server Error" }), Class::Server, "server-error"),
    ] {
        let failure = refused(kind, status, body.clone()).await;
        assert_eq!((failure.class, failure.reason.as_ref()), (class, reason), "{body}");
    }
}

#[tokio::test]
async fn a_text_alone_is_refused_by_pixelfed_for_good() {
    let bench = known("pixelfed").await;
    let failure = bench.rig.post(&draft(TEXT), 1).await.unwrap_err();
    assert_eq!(failure.reason, "mastodon-media-required");
}

#[tokio::test]
async fn a_dead_token_is_a_matter_for_a_person() {
    for kind in KIN {
        let bench = known(kind).await;
        let key = Rig::key(1, 0);
        let way = bench.prepared(&pictured(&bench), &key).await;
        bench.visible(Trick::Revoke);
        assert_eq!(bench.publish(&way, &key).await.unwrap_err().class, Class::Auth, "{kind}");
        assert_eq!(bench.rig.platform.whoami().await.unwrap_err().class, Class::Auth, "{kind}");
    }
}

#[tokio::test]
async fn a_status_with_an_id_is_there_however_strange_the_rest() {
    let bench = known("pleroma").await;
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let strange = json!({
        "id": "AUaT1", "url": 7, "uri": null, "created_at": "gestern", "visibility": {},
        "in_reply_to_id": null, "media_attachments": null, "application": "web",
    });
    bench.visible(Trick::Reply(Reply::json(200, &strange)));
    let receipt = bench.publish(&way, &key).await.unwrap();
    assert_eq!((receipt.id.as_str(), receipt.url), ("AUaT1", None));
}

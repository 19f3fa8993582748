//! Every row of the table of errors, and rate limits.

use std::time::Duration;

use serde_json::json;

use super::{Bench, TEXT, draft};
use crate::delivery::Receipt;
use crate::failure::{Class, Failure, Pause};
use crate::platform::mock::{JobSeed, Reply, Rig, Trick};

async fn refused(kind: &str, reply: Reply) -> Failure {
    let bench = Bench::of(kind);
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    bench.visible(Trick::Reply(reply));
    bench.publish(&way, &key).await.unwrap_err()
}

#[tokio::test]
async fn every_refusal_has_its_meaning() {
    use Class::{Auth, Duplicate, NotYet, Rate, Rejected, Server};
    for (status, error, class, reason) in [
        (400, "Bad Request: no", Rejected, "refused-by-platform"),
        (401, "The access token is invalid", Auth, "login-refused"),
        (401, "The access token was revoked", Auth, "login-refused"),
        (403, "This action is outside the authorized scopes", Auth, "mastodon-scopes-too-narrow"),
        (
            403,
            "Forbidden: token has insufficient scope permission",
            Auth,
            "mastodon-scopes-too-narrow",
        ),
        (403, "Your login is currently disabled", Auth, "mastodon-login-disabled"),
        (
            403,
            "Your login is missing a confirmed e-mail address",
            Auth,
            "mastodon-login-unconfirmed",
        ),
        (403, "Your login is currently pending approval", Auth, "mastodon-login-unconfirmed"),
        (403, "This action is not allowed", Auth, "not-allowed"),
        (404, "Record not found", Duplicate, "mastodon-status-was-deleted"),
        (404, "Not Found", Auth, "address-not-found"),
        (410, "Gone", Auth, "address-not-found"),
        (413, "Payload too large", Rejected, "too-large-for-platform"),
        (
            422,
            "Validation failed: Text character limit of 500 exceeded",
            Rejected,
            "mastodon-text-too-long-for-server",
        ),
        (422, "Validation failed: Text can't be blank", Rejected, "refused-by-platform"),
        (
            422,
            "Cannot attach files that have not finished processing. Try again in a moment!",
            NotYet,
            "mastodon-media-still-processing",
        ),
        (422, "This method requires an authenticated user", Auth, "mastodon-token-of-app"),
        (429, "Too many requests", Rate, "rate-limited"),
        (500, "We're sorry, but something went wrong", Server, "server-error"),
        (503, "There was a temporary problem serving your request", Server, "server-error"),
    ] {
        let failure = refused("mastodon", Reply::json(status, &json!({ "error": error }))).await;
        assert_eq!((failure.class, &*failure.reason), (class, reason), "{status} {error}");
        assert!(failure.detail.contains(error), "{failure}");
    }
}

#[tokio::test]
async fn a_reply_to_something_gone_is_refused_for_good() {
    for kind in ["mastodon", "gotosocial"] {
        let bench = Bench::of(kind);
        let key = Rig::key(1, 1);
        let first: Receipt = bench.rig.post(&draft("एक"), 1).await.unwrap().remove(0);
        bench.rig.platform.recall(&first).await.unwrap();
        let way = bench.prepared(&draft("दो"), &key).await;
        let (root, parent) = (Some(&first), Some(&first));
        let job = JobSeed { index: 1, parts: 2, key: &key, due: bench.now(), root, parent };
        let failure = bench.rig.publish(&way, job).await.unwrap_err();
        let expected = (Class::Rejected, "mastodon-reply-target-gone");
        assert_eq!((failure.class, &*failure.reason), expected, "{kind}");
    }
}

#[tokio::test]
async fn a_missing_status_is_no_deleted_one_where_no_key_was_known() {
    let error = json!({ "error": "Record not found" });
    let failure = refused("gotosocial", Reply::json(404, &error)).await;
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "address-not-found"));
}

#[tokio::test]
async fn the_wait_is_measured_by_the_servers_clock() {
    let limited = |reset: Option<&str>| {
        let reply = Reply::json(429, &json!({ "error": "Too many requests" }))
            .header("date", "Thu, 26 Nov 2026 03:00:00 GMT")
            .header("x-ratelimit-limit", "300")
            .header("x-ratelimit-remaining", "0");
        match reset {
            Some(reset) => reply.header("x-ratelimit-reset", reset),
            None => reply,
        }
    };
    let hours = Pause::For(Duration::from_secs(3 * 3600));
    for (reset, pause) in [
        (Some("2026-11-26T06:00:00.000000Z"), hours),
        (Some("2026-11-26T02:00:00.000000Z"), Pause::Unsaid),
        (Some("soon"), Pause::Unsaid),
        (None, Pause::Unsaid),
    ] {
        let failure = refused("mastodon", limited(reset)).await;
        assert_eq!((failure.class, failure.pause), (Class::Rate, pause), "{reset:?}");
    }
}

#[tokio::test]
async fn an_overloaded_gotosocial_names_its_wait() {
    let busy = Reply::json(503, &json!({ "error": "busy" })).header("retry-after", "30");
    let failure = refused("gotosocial", busy).await;
    assert_eq!(failure.pause, Pause::For(Duration::from_secs(30)));
}

#[tokio::test]
async fn a_used_up_quota_is_waited_for() {
    let bench = Bench::of("busy");
    bench.rig.post(&draft("एक"), 1).await.unwrap();
    assert_eq!(bench.rig.platform.pace().unwrap().remaining, 0);
    let failure = bench.rig.post(&draft("दो"), 2).await.unwrap_err();
    assert_eq!(failure.class, Class::Rate);
    bench.pass(180);
    assert_eq!(bench.rig.platform.pace(), None);
    bench.rig.post(&draft("दो"), 2).await.unwrap();
    assert_eq!(bench.public().len(), 2);
}

#[tokio::test]
async fn a_rate_limit_ordered_by_a_test_is_the_platforms_own() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let way = bench.prepared(&draft(TEXT), &key).await;
    bench.visible(Trick::RateLimit(Duration::from_secs(90)));
    let failure = bench.publish(&way, &key).await.unwrap_err();
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    assert!(pause.abs_diff(Duration::from_secs(90)) <= Duration::from_secs(1), "{pause:?}");
}

#[tokio::test]
async fn a_dead_token_pauses_the_account_and_cannot_be_renewed() {
    for trick in [Trick::EndSession, Trick::Revoke] {
        let bench = Bench::of("mastodon");
        let key = Rig::key(1, 0);
        let way = bench.prepared(&draft(TEXT), &key).await;
        bench.visible(trick);
        let failure = bench.publish(&way, &key).await.unwrap_err();
        assert_eq!(failure.class, Class::Auth);
        assert_eq!(bench.rig.platform.refresh().await.unwrap_err().class, Class::Auth);
        assert_eq!(bench.rig.platform.whoami().await.unwrap_err().class, Class::Auth);
        assert!(bench.public().is_empty());
    }
}

#[tokio::test]
async fn no_failure_repeats_the_token() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let token = bench.rig.stage.secrets()[0].1.clone();
    let way = bench.prepared(&draft(TEXT), &key).await;
    let echo = Reply::json(422, &json!({ "error": format!("Bearer {token}") }));
    bench.visible(Trick::Reply(echo));
    let failure = bench.publish(&way, &key).await.unwrap_err();
    assert!(!format!("{failure} {failure:?} {}", way.progress).contains(&token));
}

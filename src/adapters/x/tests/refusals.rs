//! What every refusal of the platform means.

use serde_json::json;

use super::*;
use crate::failure::{Class, Pause};
use std::time::Duration;

/// Everything of docs.x.com and of reports, by status, kind and words.
const TABLE: &[(u16, &str, &str, Class, &str)] = &[
    (
        400,
        "invalid-request",
        "One or more parameters to your request was invalid.",
        Class::Rejected,
        "refused-by-platform",
    ),
    (
        400,
        "invalid-request",
        "Your Tweet text is too long. For more information",
        Class::Rejected,
        "x-text-too-long",
    ),
    (
        402,
        "credits",
        "Your enrolled account [1] does not have any credits",
        Class::Auth,
        "x-credits-used-up",
    ),
    (403, "credits", "Credits depleted", Class::Auth, "x-credits-used-up"),
    (
        403,
        "",
        "You are not allowed to create a Tweet with duplicate content.",
        Class::Duplicate,
        "x-duplicate",
    ),
    (403, "", "You are not permitted to perform this action.", Class::Rejected, "x-not-permitted"),
    (403, "client-forbidden", "When authenticating requests", Class::Auth, "x-app-not-enrolled"),
    (
        403,
        "oauth1-permissions",
        "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
        Class::Auth,
        "x-app-read-only",
    ),
    (
        403,
        "unsupported-authentication",
        "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.",
        Class::Auth,
        "x-token-of-app",
    ),
    (403, "not-authorized-for-resource", "Not authorized", Class::Auth, "not-allowed"),
    (403, "", "https://api.twitter.com/2/problems/user-suspended", Class::Auth, "x-account-locked"),
    (
        403,
        "",
        "To protect our users, this account is temporarily locked.",
        Class::Auth,
        "x-account-locked",
    ),
    (403, "", "You can include at most one cashtag.", Class::Rejected, "x-cashtags-refused"),
    (
        403,
        "",
        "This user is not allowed to post a video longer than 2 minutes",
        Class::Rejected,
        "x-film-too-long-for-account",
    ),
    (403, "", "Forbidden", Class::Auth, "not-allowed"),
    (401, "", "Unauthorized", Class::Auth, "login-refused"),
    (404, "", "Not Found", Class::Auth, "address-not-found"),
    (429, "usage-capped", "Usage cap exceeded: Monthly product cap", Class::Auth, "x-usage-capped"),
    (429, "rate-limit-exceeded", "Too Many Requests", Class::Rate, "rate-limited"),
    (500, "", "Internal Error", Class::Server, "server-error"),
    (502, "", "Bad Gateway", Class::Server, "server-error"),
    (503, "", "Over capacity", Class::Server, "server-error"),
    (504, "", "Timeout", Class::Server, "server-error"),
];

#[tokio::test]
async fn every_refusal_of_the_visible_request_is_of_its_class() {
    for (status, kind, detail, class, reason) in TABLE {
        let bench = Bench::of("x");
        let failure = bench.answered(problem(*status, kind, detail)).await;
        assert_eq!(
            (failure.class, &*failure.reason),
            (*class, *reason),
            "{status} {kind} {detail}"
        );
    }
}

#[tokio::test]
async fn numbers_of_the_old_api_are_understood_too() {
    for (number, class, reason) in [
        (187, Class::Duplicate, "x-duplicate"),
        (186, Class::Rejected, "x-text-too-long"),
        (88, Class::Rate, "rate-limited"),
        (326, Class::Auth, "x-account-locked"),
        (64, Class::Auth, "x-account-locked"),
    ] {
        let bench = Bench::of("x");
        let body = json!({ "errors": [{ "code": number, "message": "in other words" }] });
        let failure = bench.answered(Reply::json(403, &body)).await;
        assert_eq!((failure.class, &*failure.reason), (class, reason), "{number}");
    }
}

#[tokio::test]
async fn a_refused_reply_is_never_taken_for_missing_rights() {
    for (status, kind, detail, reason) in [
        (
            403,
            "not-authorized-for-resource",
            "You can only reply to or quote posts where you are mentioned or are the author.",
            "x-reply-refused",
        ),
        (403, "not-authorized-for-resource", "in words of next year", "x-reply-refused"),
        (
            403,
            "",
            "Reply to this conversation is not allowed because you have not been mentioned",
            "x-reply-refused",
        ),
        (
            403,
            "",
            "You attempted to reply to a Tweet that is deleted or not visible to you.",
            "x-parent-gone",
        ),
        (404, "resource-not-found", "Could not find tweet", "x-parent-gone"),
    ] {
        let bench = Bench::of("x");
        let receipt = bench.rig.post(&draft("एक"), 1).await.unwrap().remove(0);
        let way = bench.prepared(&draft(TEXT)).await;
        bench.visible(Trick::Reply(problem(status, kind, detail)));
        let key = Rig::key(1, 1);
        let seed = JobSeed::single(&key, bench.now());
        let job =
            JobSeed { index: 1, parts: 2, root: Some(&receipt), parent: Some(&receipt), ..seed };
        let failure = bench.rig.publish(&way, job).await.unwrap_err();
        assert_eq!((failure.class, &*failure.reason), (Class::Rejected, reason), "{detail}");
        assert!(failure.facts.contains_key("public"), "{failure:?}");
    }
}

#[tokio::test]
async fn when_the_day_is_used_up_its_own_headers_tell_how_long() {
    let bench = Bench::of("busy-day");
    bench.rig.post(&draft("एक"), 1).await.unwrap();
    bench.pass(3600);
    let way = bench.prepared(&draft("दो")).await;
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!(failure.class, Class::Rate);
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    let day = Duration::from_secs(86_400 - 3600);
    assert!(pause >= day - Duration::from_secs(60) && pause <= day, "{pause:?}");
}

#[tokio::test]
async fn when_a_quarter_of_an_hour_is_used_up_it_is_waited_for() {
    let bench = Bench::of("busy");
    bench.rig.post(&draft("एक"), 1).await.unwrap();
    assert_eq!(bench.rig.platform.pace().unwrap().remaining, 0);
    let way = bench.prepared(&draft("दो")).await;
    let failure = bench.publish(&way).await.unwrap_err();
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    bench.pass(i64::try_from(pause.as_secs()).unwrap() + 1);
    bench.publish(&way).await.unwrap();
}

#[tokio::test]
async fn a_signature_that_is_refused_by_a_clock_far_away_is_told_as_that() {
    let bench = Bench::of("behind");
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-clock-wrong"));
}

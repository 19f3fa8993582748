//! Every row of the platform's table of errors.

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::failure::{Class, Pause};
use crate::platform::mock::Reply;

fn refused(status: u16, reason: &str) -> Reply {
    let errors = json!([{ "reason": reason, "domain": "youtube", "message": "said" }]);
    Reply::json(
        status,
        &json!({ "error": { "code": status, "message": "said", "errors": errors } }),
    )
}

async fn at_showing(reply: Reply) -> Failure {
    let desk = Desk::new();
    let way = desk.prepared(&desk.draft("सभा"), "k").await;
    desk.visible(Trick::Reply(reply));
    let failure = desk.publish(&way, "k").await.unwrap_err();
    assert!(desk.rig.ledger().is_empty());
    failure
}

async fn at_opening(reply: Reply) -> Failure {
    let desk = Desk::new();
    let mut way = desk.way(&desk.draft("सभा"));
    desk.step(&mut way, "k").await.unwrap();
    desk.invisible(Trick::Reply(reply));
    desk.step(&mut way, "k").await.unwrap_err()
}

#[tokio::test]
async fn what_a_refusal_means() {
    for (status, reason, class, id) in [
        (401, "authError", Class::Session, "youtube-session-ended"),
        (401, "youtubeSignupRequired", Class::Auth, "youtube-no-channel"),
        (403, "forbidden", Class::Auth, "youtube-right-missing"),
        (403, "insufficientPermissions", Class::Auth, "youtube-right-missing"),
        (403, "accessNotConfigured", Class::Auth, "youtube-api-off"),
        (403, "channelSuspended", Class::Auth, "youtube-channel-suspended"),
        (403, "quotaExceeded", Class::Rate, "youtube-quota-used"),
        (403, "dailyLimitExceeded", Class::Rate, "youtube-quota-used"),
        (403, "rateLimitExceeded", Class::Rate, "rate-limited"),
        (403, "userRateLimitExceeded", Class::Rate, "rate-limited"),
        (400, "uploadLimitExceeded", Class::Rate, "youtube-channel-limit"),
        (400, "invalidTitle", Class::Rejected, "youtube-metadata-refused"),
        (400, "invalidTags", Class::Rejected, "youtube-metadata-refused"),
        (400, "somethingNew", Class::Rejected, "refused-by-platform"),
        (404, "videoNotFound", Class::Rejected, "youtube-video-gone"),
        (500, "backendError", Class::Server, "server-error"),
    ] {
        for failure in
            [at_showing(refused(status, reason)).await, at_opening(refused(status, reason)).await]
        {
            assert_eq!((failure.class, failure.reason.as_ref()), (class, id), "{status} {reason}");
        }
    }
}

#[tokio::test]
async fn a_used_up_day_waits_until_midnight_in_california_and_a_full_channel_a_day() {
    let failure = at_opening(refused(403, "quotaExceeded")).await;
    // The stage begins at 04:30 UTC on 25 November 2025, 20:30 there.
    assert_eq!(failure.pause, Pause::For(Duration::from_secs(3 * 3600 + 1800)));
    let failure = at_opening(refused(400, "uploadLimitExceeded")).await;
    assert_eq!(failure.pause, Pause::For(Duration::from_secs(86_400)));
    let said = refused(403, "quotaExceeded").header("retry-after", "60");
    assert_eq!(at_opening(said).await.pause, Pause::For(Duration::from_secs(60)));
}

/// What each of the shared table's classes may be here.
fn fits(class: &str, found: Class) -> bool {
    match class {
        "auth" => matches!(found, Class::Auth | Class::Session),
        "rejected" => found == Class::Rejected,
        "rate_limited" => found == Class::Rate,
        "in_doubt" => found.may_be_applied(),
        "unavailable" => {
            matches!(found, Class::Server | Class::NotYet | Class::Stale | Class::NotSent)
        }
        _ => false,
    }
}

#[tokio::test]
async fn the_shared_table_of_errors_says_the_same() {
    let Some(table) = shared("publish-error-classes.json") else { return };
    let rows = table["rows"].as_array().unwrap().iter();
    let own: Vec<_> = rows.filter(|row| row["platform"] == "youtube").collect();
    assert!(own.len() >= 24, "{} rows", own.len());
    for row in own {
        // Those of sessions are in the tests of films, and that of tokens in those of logins.
        let http = &row["http"];
        let Some(reason) = row["reason"].as_str() else {
            assert!(http == 429 || http.is_string(), "{row}");
            continue;
        };
        if reason == "invalid_grant" {
            continue;
        }
        let status = u16::try_from(http.as_u64().unwrap()).unwrap();
        let found = at_opening(refused(status, reason)).await.class;
        assert!(fits(row["class"].as_str().unwrap(), found), "{row}: {found:?}");
    }
}

#[tokio::test]
async fn a_success_that_is_not_about_our_film_is_doubt() {
    let right =
        |id: &str, privacy: &str| json!({ "id": id, "status": { "privacyStatus": privacy } });
    for body in [
        json!({}),
        json!([]),
        json!({ "id": 7 }),
        right("otherFilm01", "public"),
        right("imitVid0002", "secret"),
        json!({ "id": "imitVid0002" }),
    ] {
        let failure = at_showing(Reply::json(200, &body)).await;
        assert_eq!(
            (failure.class, &*failure.reason),
            (Class::Unknown, "answer-not-understood"),
            "{body}"
        );
    }
}

row!(FEW, uploads: 1);

#[tokio::test]
async fn the_next_day_in_california_there_are_uploads_again() {
    let desk = Desk::of(&FEW, SETTINGS);
    desk.post(&desk.draft("एक")).await.unwrap();
    let failure = desk.rig.post(&desk.draft("दो"), 2).await.unwrap_err();
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    desk.pass(i64::try_from(pause.as_secs()).unwrap());
    desk.rig.post(&desk.draft("दो"), 2).await.unwrap();
}

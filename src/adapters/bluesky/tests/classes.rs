//! What every documented refusal means.

use std::time::Duration;

use serde_json::json;

use super::super::classify::refused;
use super::*;
use crate::failure::{Class, Pause};
use crate::http::Answer;

fn failure(status: u16, error: &str, message: &str) -> Failure {
    let body = json!({ "error": error, "message": message }).to_string().into_bytes();
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    let now = crate::clock::from_micros(1_764_045_000_000_000);
    refused(&Answer::of(status, &headers, body), now)
}

#[test]
fn every_row_of_the_table_has_its_class() {
    for (status, error, class) in [
        (400, "ExpiredToken", Class::Session),
        (400, "InvalidToken", Class::Session),
        (401, "AuthMissing", Class::Auth),
        (401, "AuthenticationRequired", Class::Auth),
        (401, "AccountTakedown", Class::Auth),
        (401, "AccountDeactivated", Class::Auth),
        (403, "AccountNotFound", Class::Session),
        (401, "AuthFactorTokenRequired", Class::Auth),
        (400, "InvalidRequest", Class::Rejected),
        (400, "InvalidSwap", Class::Duplicate),
        (400, "BlobNotFound", Class::Stale),
        (400, "InvalidSize", Class::Rejected),
        (400, "InvalidMimeType", Class::Rejected),
        (413, "PayloadTooLarge", Class::Rejected),
        (429, "RateLimitExceeded", Class::Rate),
        (500, "InternalServerError", Class::Server),
        (502, "UpstreamFailure", Class::Server),
        (503, "NotEnoughResources", Class::Server),
        (504, "UpstreamTimeout", Class::Server),
        (400, "DailyLimitExceeded", Class::NotYet),
        (400, "TooManyOpenUploads", Class::NotYet),
        (403, "UploadForbidden", Class::Rejected),
        (400, "VideoTooLarge", Class::Rejected),
        (400, "VideoTooLong", Class::Rejected),
        (400, "BadAspectRatio", Class::Rejected),
        (400, "UnsupportedContentType", Class::Rejected),
        (400, "UploadNotReady", Class::NotYet),
        (503, "ServiceOverloaded", Class::Server),
        (404, "UploadNotFound", Class::Stale),
        (400, "UploadExpired", Class::Stale),
        (400, "UploadFailed", Class::Stale),
        (400, "UploadAborted", Class::Stale),
        (400, "MissingParts", Class::Stale),
    ] {
        assert_eq!(failure(status, error, "…").class, class, "{status} {error}");
    }
}

#[test]
fn refusals_of_the_content_say_what_is_wrong_with_it() {
    for (message, reason) in [
        (
            "Invalid record: grapheme too big (maximum 300, got 301) at $.record.text",
            "bluesky-text-too-long",
        ),
        ("Invalid record: blob too big (maximum 1000000, got 1000001)", "too-large-for-platform"),
        ("Unacceptable slur in record at: app.bsky.feed.post", "bluesky-word-refused"),
        ("Invalid record: Invalid uri", "refused-by-platform"),
    ] {
        let failure = failure(400, "InvalidRequest", message);
        assert_eq!((failure.class, failure.reason.as_ref()), (Class::Rejected, reason));
    }
}

#[test]
fn an_account_of_which_the_server_knows_nothing_any_more_was_taken_down() {
    // What the reference server 0.4.217 answered to getSession after a takedown.
    let gone = "Could not find user info for account: did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    let failure = failure(400, "InvalidRequest", gone);
    let wanted = (Class::Auth, "bluesky-account-taken-down");
    assert_eq!((failure.class, failure.reason.as_ref()), wanted);
}

fn limited(headers: &[(&str, String)]) -> Failure {
    let body = json!({ "error": "RateLimitExceeded", "message": "Rate Limit Exceeded" });
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let now = crate::clock::from_micros(1_764_045_000_000_000);
    refused(&Answer::of(429, &headers, body.to_string().into_bytes()), now)
}

#[test]
fn a_limit_is_waited_for_by_its_reset_or_by_retry_after() {
    let reset = ("ratelimit-reset", "1764045120".to_owned());
    let by_reset = limited(std::slice::from_ref(&reset));
    assert_eq!(by_reset.pause, Pause::For(Duration::from_secs(120)));
    let both = limited(&[reset, ("retry-after", "30".to_owned())]);
    assert_eq!(both.pause, Pause::For(Duration::from_secs(30)));
    assert_eq!(limited(&[]).pause, Pause::Unsaid);
}

#[tokio::test]
async fn a_limited_put_made_nothing_public() {
    use crate::platform::mock::{Mischief, Trick};
    let desk = Desk::new();
    desk.rig.order(Mischief::visible(Trick::RateLimit(Duration::from_secs(90))));
    let failure = desk.post(&draft("नमस्ते")).await.unwrap_err();
    assert_eq!(failure.class, Class::Rate);
    assert_eq!(failure.pause, Pause::For(Duration::from_secs(90)));
    assert_eq!(desk.public(), 0);
}

fn few_points(_: &str) -> Option<Box<dyn mock::Imitation>> {
    boxed(Knobs { points: (5, 35_000), requests: 8, ..Knobs::default() })
}

static FEW_POINTS: Row = Row { imitation: few_points, ..ROW };

#[tokio::test]
async fn the_imitation_counts_points_and_requests_as_documented() {
    let desk = Desk::of(&FEW_POINTS, SETTINGS);
    desk.post(&draft("एक")).await.unwrap();
    desk.rig.post(&draft("दो"), 2).await.unwrap();
    let failure = desk.rig.post(&draft("तीन"), 3).await.unwrap_err();
    assert_eq!(failure.pause, Pause::For(Duration::from_secs(3600)));
    for _ in 0..4 {
        desk.rig.platform.whoami().await.unwrap();
    }
    let failure = desk.rig.platform.whoami().await.unwrap_err();
    assert_eq!(failure.pause, Pause::For(Duration::from_secs(300)));
    desk.pass(3600);
    desk.rig.post(&draft("तीन"), 3).await.unwrap();
}

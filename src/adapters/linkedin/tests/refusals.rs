//! Every row of the platform's table of errors.

use serde_json::json;

use super::*;
use crate::failure::Class;
use crate::platform::mock::Reply;

fn refused(status: u16, code: &str) -> Reply {
    Reply::json(
        status,
        &json!({ "status": status, "code": code, "message": format!("said {code}") }),
    )
}

async fn at_posting(reply: Reply) -> Failure {
    let desk = Desk::new();
    let way = desk.prepared(&draft("पाठ"), "k").await;
    desk.visible(Trick::Reply(reply));
    let failure = desk.publish(&way, "k").await.unwrap_err();
    assert!(desk.rig.ledger().is_empty());
    failure
}

#[tokio::test]
async fn what_a_refused_post_means() {
    let duplicate = json!({ "status": 422, "code": "INVALID_REQUEST", "message": "Invalid",
        "errorDetails": { "inputErrors": [{ "code": "DUPLICATE_POST",
        "description": "Content is a duplicate of urn:li:share:7000000000000000009" }] } });
    let sparse = json!({ "status": 422, "code": null, "errorDetails": null,
        "message": "Content is a duplicate of urn:li:share:7" });
    let older = json!({ "status": 422, "message": "Content is a duplicate of urn:li:ugcPost:7" });
    let length = json!({ "status": 400, "code": "X", "errorDetails": { "inputErrors": [
        { "code": "OTHER", "description": "a" }, { "code": "FIELD_LENGTH_TOO_LONG" }] } });
    for (reply, class, reason) in [
        (refused(401, "EXPIRED_ACCESS_TOKEN"), Class::Auth, "linkedin-token-refused"),
        (refused(401, "REVOKED_ACCESS_TOKEN"), Class::Auth, "linkedin-token-refused"),
        (refused(403, "ACCESS_DENIED"), Class::Auth, "linkedin-right-missing"),
        (refused(400, "INVALID_URN_TYPE"), Class::Rejected, "refused-by-platform"),
        (refused(400, "MISSING_FIELD"), Class::Rejected, "refused-by-platform"),
        (refused(400, "FIELD_LENGTH_TOO_LONG"), Class::Rejected, "linkedin-text-too-long"),
        (Reply::json(400, &length), Class::Rejected, "linkedin-text-too-long"),
        (refused(404, "NOT_FOUND"), Class::Rejected, "linkedin-author-or-media-missing"),
        (refused(409, "CONFLICT"), Class::Unknown, "linkedin-conflict"),
        (Reply::json(422, &duplicate), Class::Duplicate, "linkedin-duplicate"),
        (Reply::json(422, &older), Class::Duplicate, "linkedin-duplicate"),
        (Reply::json(422, &sparse), Class::Duplicate, "linkedin-duplicate"),
        (refused(422, "UNPROCESSABLE_ENTITY"), Class::Rejected, "refused-by-platform"),
        (refused(426, "NONEXISTENT_VERSION"), Class::Auth, "linkedin-version-ended"),
        (refused(429, "TOO_MANY_REQUESTS"), Class::Rate, "rate-limited"),
        (refused(500, "INTERNAL"), Class::Server, "server-error"),
        (refused(503, "UNAVAILABLE"), Class::Server, "server-error"),
        (
            refused(400, "MEDIA_ASSET_PROCESSING_FAILED"),
            Class::Rejected,
            "linkedin-media-processing-failed",
        ),
        (
            refused(400, "MEDIA_ASSET_WAITING_UPLOAD"),
            Class::NotYet,
            "linkedin-media-still-processing",
        ),
        (refused(400, "EXPIRED_UPLOAD_URL"), Class::Stale, "linkedin-upload-ended"),
        (Reply::html(426, "<h1>Upgrade</h1>"), Class::Auth, "linkedin-version-ended"),
    ] {
        let what = String::from_utf8_lossy(&reply.body).into_owned();
        let failure = at_posting(reply).await;
        assert_eq!((failure.class, failure.reason.as_ref()), (class, reason), "{what}");
    }
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
    let rows = table["errors"].as_array().or(table["rows"].as_array()).unwrap();
    let own: Vec<_> = rows.iter().filter(|row| row["platform"] == "linkedin").collect();
    assert!(own.len() >= 13, "{} rows", own.len());
    for row in own {
        let status = row["http"].as_u64().unwrap_or(if row["http"] == "5xx" { 503 } else { 400 });
        let status = u16::try_from(status).unwrap();
        let reply = refused(status, row["reason"].as_str().unwrap_or("ANY"));
        let found = at_posting(reply).await.class;
        // The version is a matter for a person; the lane stops either way.
        let stops = row["action"] == "stop_lane_config" && found == Class::Auth;
        let class = row["class_on_commit"].as_str().or(row["class"].as_str()).unwrap();
        assert!(fits(class, found) || stops, "{row}: {found:?}");
    }
}

#[tokio::test]
async fn a_success_without_an_id_of_the_right_shape_is_doubt() {
    let id = |id: &str| Reply::empty(201).header("x-restli-id", id);
    for reply in [
        Reply::empty(201),
        Reply::empty(200).header("x-restli-id", "urn:li:share:7"),
        id("urn:li:image:7"),
        id("urn:li:share:"),
        id("urn:li:share:7/../8"),
        id("urn:li:share:abc"),
        id("7000000000000000001"),
        id(&format!("urn:li:share:{}", "7".repeat(300))),
        Reply::html(201, "<html>"),
        Reply::json(201, &json!({ "id": "urn:li:share:7" })),
    ] {
        let failure = at_posting(reply.clone()).await;
        assert_eq!(
            (failure.class, &*failure.reason),
            (Class::Unknown, "answer-not-understood"),
            "{reply:?}"
        );
    }
}

row!(COUNTS_ESCAPES, wire_length: Some(3000));

#[tokio::test]
async fn a_server_that_counts_escapes_refuses_for_good() {
    let desk = Desk::of(&COUNTS_ESCAPES, PAGE);
    let failure = desk.post(&draft(&"()".repeat(800))).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Rejected, "linkedin-text-too-long"));
}

row!(FEW, posts: 2, calls: 5);

#[tokio::test]
async fn limits_of_a_day_end_at_midnight() {
    let desk = Desk::of(&FEW, PAGE);
    for number in 0..2 {
        desk.rig.post(&draft(&format!("{number}")), number).await.unwrap();
    }
    let failure = desk.rig.post(&draft("3"), 3).await.unwrap_err();
    assert_eq!(failure.class, Class::Rate);
    desk.pass(86_400);
    desk.rig.post(&draft("3"), 3).await.unwrap();
}

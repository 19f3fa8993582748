//! The imitation refuses what the real server refuses.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Bench, PNG, TEXT, draft, server};
use crate::clock::{Instant, from_micros};
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

/// A request with the right token, and with `body` as JSON.
pub(super) fn asked(method: &str, path: &str, body: Option<&Value>) -> Asked {
    let token = server("mastodon").unwrap().secrets()[0].1.clone();
    let mut headers = BTreeMap::from([("authorization".to_owned(), format!("Bearer {token}"))]);
    if body.is_some() {
        headers.insert("content-type".to_owned(), "application/json".to_owned());
    }
    let body = body.map(Value::to_string).unwrap_or_default().into_bytes();
    Asked { method: method.to_owned(), path: path.to_owned(), query: Vec::new(), headers, body }
}

fn now() -> Instant {
    from_micros(1_764_045_000_000_000)
}

fn answer(imitation: &mut dyn Imitation, asked: &Asked) -> (Reply, Ledger) {
    let mut ledger = Ledger::default();
    let reply = imitation.answer(asked, &mut ledger, now());
    (reply, ledger)
}

fn status_of(kind: &str, asked: &Asked) -> u16 {
    let (reply, ledger) = answer(server(kind).unwrap().as_mut(), asked);
    assert!(ledger.all().is_empty() || reply.status == 200);
    reply.status
}

fn post(body: &Value) -> Asked {
    asked("POST", "/api/v1/statuses", Some(body))
}

#[test]
fn wrong_requests_are_refused() {
    let good = json!({ "status": "x" });
    let mut wrong_token = post(&good);
    wrong_token.headers.insert("authorization".into(), "Bearer x".into());
    let mut no_token = post(&good);
    no_token.headers.remove("authorization");
    let mut no_type = post(&good);
    no_type.headers.remove("content-type");
    let mut in_query = post(&good);
    in_query.query.push(("access_token".into(), "x".into()));
    for (request, status) in [
        (post(&good), 200),
        (wrong_token, 401),
        (no_token, 401),
        (no_type, 422),
        (in_query, 422),
        (post(&json!([])), 400),
        (post(&json!({})), 422),
        (post(&json!({ "status": 5 })), 422),
        (post(&json!({ "status": "x", "colour": "red" })), 422),
        (post(&json!({ "status": "x", "scheduled_at": "2027-01-01T00:00:00Z" })), 422),
        (post(&json!({ "status": "x", "visibility": "all" })), 422),
        (post(&json!({ "status": "x", "language": "Hindi" })), 422),
        (post(&json!({ "status": "x", "media_ids": ["1"] })), 422),
        (post(&json!({ "status": "x", "media_ids": "1" })), 422),
        (post(&json!({ "status": "x", "in_reply_to_id": "1" })), 404),
        (post(&json!({ "status": "x".repeat(501) })), 422),
        (post(&json!({ "status": "x".repeat(500), "spoiler_text": "y" })), 422),
        (asked("PATCH", "/api/v1/statuses", Some(&good)), 404),
        (asked("POST", "/api/v1/status", Some(&good)), 404),
        (asked("GET", "/api/v1/statuses/1/source", None), 404),
        (asked("GET", "/api/v1/accounts/1/statuses", None), 404),
        (asked("DELETE", "/api/v1/statuses/1", None), 404),
    ] {
        assert_eq!(status_of("mastodon", &request), status, "{request:?}");
    }
    assert_eq!(status_of("poor", &post(&good)), 403);
    assert_eq!(status_of("gotosocial", &post(&json!({ "status": "x".repeat(5001) }))), 400);
}

#[test]
fn conjuncts_count_as_an_older_ruby_counts_them() {
    let conjunct = "क्ष";
    assert_eq!(status_of("mastodon", &post(&json!({ "status": conjunct.repeat(250) }))), 200);
    assert_eq!(status_of("mastodon", &post(&json!({ "status": conjunct.repeat(251) }))), 422);
}

fn upload(parts: &[(&str, &str, &[u8])]) -> Asked {
    let mut request = asked("POST", "/api/v2/media", None);
    request.headers.insert("content-type".into(), "multipart/form-data; boundary=b".into());
    for (name, more, bytes) in parts {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        request.body.extend_from_slice(head.as_bytes());
        request.body.extend_from_slice(bytes);
        request.body.extend_from_slice(b"\r\n");
    }
    request.body.extend_from_slice(b"--b--\r\n");
    request
}

#[test]
fn wrong_uploads_are_refused() {
    let png = "; filename=\"a.png\"\r\nContent-Type: image/png";
    let pdf = "; filename=\"a.pdf\"\r\nContent-Type: application/pdf";
    let long = "अ".repeat(1501);
    let area = |width: u32, height: u32| {
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
        [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", &header[..], &[0; 4]].concat()
    };
    for (parts, status) in [
        (vec![("file", png, PNG)], 200),
        (vec![("file", "", PNG)], 422),
        (vec![("picture", png, PNG)], 422),
        (vec![("file", pdf, b"%PDF-1.7".as_slice())], 422),
        (vec![("file", png, super::JPEG)], 422),
        (vec![("file", png, b"".as_slice())], 422),
        (vec![("file", png, b"no picture at all".as_slice())], 422),
        (vec![("file", png, &area(7_680, 4_320))], 200),
        (vec![("file", png, &area(7_681, 4_320))], 422),
        (vec![("file", png, PNG), ("description", "", long.as_bytes())], 422),
        (vec![("file", png, PNG), ("focus", "", b"3,0".as_slice())], 422),
    ] {
        assert_eq!(status_of("mastodon", &upload(&parts)), status, "{parts:?}");
    }
}

#[test]
fn a_key_is_known_for_an_hour() {
    let mut imitation = server("mastodon").unwrap();
    let mut ledger = Ledger::default();
    let mut request = post(&json!({ "status": "x" }));
    request.headers.insert("idempotency-key".into(), "k".into());
    for (minutes, statuses) in [(0, 1), (59, 1), (60, 2)] {
        let at = now() + chrono::Duration::minutes(minutes);
        assert_eq!(imitation.answer(&request, &mut ledger, at).status, 200);
        assert_eq!(ledger.all().len(), statuses, "after {minutes} minutes");
    }
}

#[test]
fn windows_of_a_rate_limit_are_aligned_to_the_clock() {
    let mut imitation = server("busy").unwrap();
    let (first, _) = answer(imitation.as_mut(), &post(&json!({ "status": "x" })));
    let header = |reply: &Reply, name: &str| {
        reply.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap()
    };
    assert_eq!(header(&first, "x-ratelimit-remaining"), "0");
    assert_eq!(header(&first, "x-ratelimit-reset"), "2025-11-25T06:00:00.000000Z");
    assert_eq!(header(&first, "date"), "Tue, 25 Nov 2025 04:30:00 GMT");
    let (second, _) = answer(imitation.as_mut(), &post(&json!({ "status": "y" })));
    assert_eq!(second.status, 429);
}

#[tokio::test]
async fn deletions_have_a_limit_of_their_own() {
    let bench = Bench::of("few-deletes");
    let first = bench.rig.post(&draft(TEXT), 1).await.unwrap().remove(0);
    let second = bench.rig.post(&draft("दो"), 2).await.unwrap().remove(0);
    bench.rig.platform.recall(&first).await.unwrap();
    let failure = bench.rig.platform.recall(&second).await.unwrap_err();
    assert_eq!(failure.class, crate::failure::Class::Rate);
}

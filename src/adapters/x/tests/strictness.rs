//! The imitation refuses what X refuses.

use serde_json::json;

use super::*;
use crate::platform::mock::Ledger;

/// A server, its ledger, and requests that are signed rightly.
struct Line {
    server: Box<dyn Imitation>,
    ledger: Ledger,
    now: Instant,
    sent: u32,
}

impl Line {
    fn new() -> Self {
        let now = crate::clock::from_micros(1_764_045_000_000_000);
        Self { server: server("x").unwrap(), ledger: Ledger::default(), now, sent: 0 }
    }

    fn ask(&mut self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.send(asked(method, path, body))
    }

    fn send(&mut self, asked: Asked) -> Reply {
        self.sent += 1;
        let asked = signed(asked, self.now, &format!("nonce-{}", self.sent));
        self.server.answer(&asked, &mut self.ledger, self.now)
    }

    fn post(&mut self, body: Value) -> u16 {
        self.ask("POST", "/2/tweets", Some(&body)).status
    }

    fn begin(&mut self, bytes: usize) -> String {
        let body = json!({
            "media_type": "image/jpeg", "total_bytes": bytes, "media_category": "tweet_image",
        });
        let reply = self.ask("POST", "/2/media/upload/initialize", Some(&body));
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        body["data"]["id"].as_str().unwrap().to_owned()
    }

    fn piece(&mut self, id: &str, index: &str, bytes: &[u8]) -> u16 {
        let mut asked = asked("POST", &format!("/2/media/upload/{id}/append"), None);
        let kind = "multipart/form-data; boundary=xyz".to_owned();
        asked.headers.insert("content-type".to_owned(), kind);
        let head = format!(
            "--xyz\r\nContent-Disposition: form-data; name=\"segment_index\"\r\n\r\n{index}\r\n--xyz\r\n\
             Content-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\r\n"
        );
        asked.body = [head.as_bytes(), bytes, b"\r\n--xyz--\r\n"].concat();
        self.send(asked).status
    }

    fn end(&mut self, id: &str) -> u16 {
        self.ask("POST", &format!("/2/media/upload/{id}/finalize"), None).status
    }
}

#[test]
fn a_right_post_is_taken_and_only_once() {
    let mut line = Line::new();
    assert_eq!(line.post(json!({ "text": TEXT })), 201);
    assert_eq!(line.post(json!({ "text": TEXT })), 403);
    let id = line.ledger.all()[0].id.clone();
    assert_eq!(line.ask("DELETE", &format!("/2/tweets/{id}"), None).status, 200);
    assert_eq!(line.post(json!({ "text": TEXT })), 403, "also after it was deleted");
    assert_eq!(line.ask("DELETE", &format!("/2/tweets/{id}"), None).status, 404);
    assert_eq!(line.ledger.all().len(), 1);
}

#[test]
fn bodies_that_are_not_as_described_are_refused() {
    let mut line = Line::new();
    for body in [
        json!({}),
        json!({ "text": "" }),
        json!({ "text": 5 }),
        json!({ "text": "a", "colour": "red" }),
        json!({ "text": "a", "reply_settings": "everyone" }),
        json!({ "text": "a", "made_with_ai": "yes" }),
        json!({ "text": "a", "media": { "media_ids": [] } }),
        json!({ "text": "a", "media": { "media_ids": ["1", "2", "3", "4", "5"] } }),
        json!({ "text": "a", "media": { "media_ids": ["12345"] } }),
        json!({ "text": "a", "reply": { "in_reply_to_tweet_id": "x" } }),
        json!({ "text": "a", "reply": { "in_reply_to_tweet_id": "5", "to": "b" } }),
        json!({ "text": "a".repeat(25_001) }),
        json!([]),
    ] {
        assert_eq!(line.post(body.clone()), 400, "{body}");
    }
    assert_eq!(line.post(json!({ "text": "a", "reply": { "in_reply_to_tweet_id": "5" } })), 403);
    assert!(line.ledger.all().is_empty());
}

#[test]
fn signatures_that_are_not_right_now_and_new_are_refused() {
    let body = json!({ "text": TEXT });
    let mut line = Line::new();
    let right = signed(asked("POST", "/2/tweets", Some(&body)), line.now, "once");
    let mut refused = |asked: Asked| {
        let status = line.server.answer(&asked, &mut line.ledger, line.now).status;
        assert_eq!(status, 401);
    };
    let minutes = chrono::Duration::minutes;
    for off in [minutes(6), minutes(-6)] {
        refused(signed(asked("POST", "/2/tweets", Some(&body)), line.now + off, "off"));
    }
    refused(asked("POST", "/2/tweets", Some(&body)));
    for (from, to) in [("oauth_version", "oauth_versions"), ("HMAC-SHA1", "PLAINTEXT")] {
        let mut broken = right.clone();
        let header = broken.headers.get_mut("authorization").unwrap();
        *header = header.replace(from, to);
        refused(broken);
    }
    let queried = Asked { query: vec![("a".into(), "b".into())], ..right.clone() };
    refused(queried);
    let moved = Asked { path: "/2/tweets/5".into(), method: "DELETE".into(), ..right.clone() };
    refused(moved);
    assert_eq!(line.server.answer(&right, &mut line.ledger, line.now).status, 201);
    let again = line.server.answer(&right, &mut line.ledger, line.now).status;
    assert_eq!(again, 401, "a nonce is good once");
}

#[test]
fn uploads_are_refused_where_anything_is_missing() {
    let mut line = Line::new();
    for body in [
        json!({}),
        json!({ "media_type": "image/jpeg", "total_bytes": 5, "media_category": "picture" }),
        json!({ "media_type": "video/mp4", "total_bytes": 5, "media_category": "tweet_image" }),
        json!({ "media_type": "image/jpeg", "total_bytes": 0, "media_category": "tweet_image" }),
        json!({ "media_type": "image/jpeg", "total_bytes": 9_000_000, "media_category": "tweet_image" }),
        json!({ "media_type": "image/jpeg", "total_bytes": 5, "media_category": "tweet_image", "x": 1 }),
    ] {
        let reply = line.ask("POST", "/2/media/upload/initialize", Some(&body));
        assert_eq!(reply.status, 400, "{body}");
    }
    let id = line.begin(10);
    assert_eq!(line.end(&id), 400, "without any piece");
    assert_eq!(line.piece(&id, "1", b"fghij"), 200);
    assert_eq!(line.end(&id), 400, "without the first piece");
    assert_eq!(line.piece(&id, "1000", b"a"), 400);
    assert_eq!(line.piece(&id, "first", b"a"), 400);
    assert_eq!(line.piece("99", "0", b"a"), 404);
    assert_eq!(line.piece(&id, "0", &[0; (1 << 20) + 1]), 413);
    assert_eq!(line.post(json!({ "text": "", "media": { "media_ids": [id] } })), 400);
    assert_eq!(line.piece(&id, "0", b"abcde"), 200);
    assert_eq!(line.end(&id), 200);
    assert_eq!(line.end(&id), 400, "a second time");
    assert_eq!(line.piece(&id, "0", b"abcde"), 400, "after its end");
    line.now += chrono::Duration::days(2);
    assert_eq!(line.post(json!({ "text": "", "media": { "media_ids": [id] } })), 400);
}

#[test]
fn queries_with_unknown_names_are_refused() {
    let mut line = Line::new();
    let path = format!("/2/users/{}/tweets", super::super::imitation::ME);
    for (query, status) in [
        ("max_results=50&exclude=retweets", 200),
        ("max_results=4", 400),
        ("max_results=101", 400),
        ("tweet.fields=entities", 400),
        ("post.fields=entities,colour", 400),
        ("start_time=yesterday", 400),
        ("start_time=2030-01-01T00:00:00Z", 400),
        ("limit=5", 400),
    ] {
        assert_eq!(line.ask("GET", &format!("{path}?{query}"), None).status, status, "{query}");
    }
    assert_eq!(line.ask("GET", "/2/users/5/tweets", None).status, 404);
    assert_eq!(line.ask("GET", "/2/nothing", None).status, 404);
}

#[test]
fn every_answer_tells_what_is_left() {
    let mut line = Line::new();
    let reply = line.ask("POST", "/2/tweets", Some(&json!({ "text": TEXT })));
    let header = |name: &str| {
        let found = reply.headers.iter().find(|(key, _)| key == name);
        found.unwrap_or_else(|| panic!("{name}")).1.clone()
    };
    assert_eq!(header("x-rate-limit-remaining"), "99");
    assert_eq!(header("x-user-limit-24hour-remaining"), "9999");
    let reset: i64 = header("x-rate-limit-reset").parse().unwrap();
    assert_eq!(reset, line.now.timestamp() + 900);
}

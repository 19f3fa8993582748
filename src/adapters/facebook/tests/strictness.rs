//! The imitation refuses what Facebook refuses, and is in nothing kinder.

use super::*;
use crate::adapters::graph::proof;
use crate::clock::from_micros;
use crate::platform::mock::Ledger;
use crate::secret::Secret;

const TOKEN: &str = "imitated-facebook-page-token-1";

/// The imitation, what became public on it, and its time.
struct World {
    graph: Box<dyn Imitation>,
    ledger: Ledger,
    now: Instant,
}

/// A request with `token` in its header and its proof.
fn asked(token: &str, method: &str, path: &str, body: &Value) -> Asked {
    let proof = proof(&Secret::new("imitated-facebook-app-secret"), &Secret::new(token));
    let mut headers = BTreeMap::from([("authorization".to_owned(), format!("Bearer {token}"))]);
    let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    if !body.is_null() {
        headers.insert("content-type".to_owned(), "application/json".to_owned());
    }
    Asked {
        method: method.to_owned(),
        path: format!("/v25.0/{path}"),
        query: vec![("appsecret_proof".to_owned(), proof.expose().to_owned())],
        headers,
        body: bytes,
    }
}

/// The same as a form with a file.
fn form(path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Asked {
    let mut asked = asked(TOKEN, "POST", path, &Value::Null);
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    let (name, kind, bytes) = file;
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\nContent-Type: {kind}\r\n\r\n"
    );
    body.extend(head.into_bytes());
    body.extend_from_slice(bytes);
    body.extend(b"\r\n--x--\r\n");
    asked.headers.insert("content-type".into(), "multipart/form-data; boundary=x".into());
    asked.body = body;
    asked
}

impl World {
    fn new() -> Self {
        let (graph, ledger) = (graph("facebook").unwrap(), Ledger::default());
        Self { graph, ledger, now: from_micros(1_764_045_000_000_000) }
    }

    fn ask(&mut self, asked: &Asked) -> Value {
        let reply = self.graph.answer(asked, &mut self.ledger, self.now);
        serde_json::from_slice(&reply.body).unwrap()
    }

    /// The code and subcode of the refusal; zeros where there is none.
    fn code(&mut self, asked: &Asked) -> (i64, i64) {
        let error = &self.ask(asked)["error"];
        let number = |name: &str| error[name].as_i64().unwrap_or_default();
        (number("code"), number("error_subcode"))
    }

    fn post(&mut self, path: &str, body: Value) -> (i64, i64) {
        self.code(&asked(TOKEN, "POST", path, &body))
    }

    fn photo(&mut self) -> String {
        let made = self.ask(&form(
            &format!("{PAGE}/photos"),
            &[("published", "false")],
            ("source", "image/png", PNG),
        ));
        made["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn logins_and_proofs_are_looked_at() {
    let feed = format!("{PAGE}/feed");
    let body = json!({ "message": "क" });
    let good = asked(TOKEN, "POST", &feed, &body);
    let mut bare = good.clone();
    bare.headers.remove("authorization");
    let mut unproved = good.clone();
    unproved.query.clear();
    let mut with_anothers = good.clone();
    with_anothers.query = asked("another", "POST", &feed, &body).query;
    let mut in_address = good.clone();
    in_address.query.push(("access_token".into(), TOKEN.into()));
    let mut unversioned = good.clone();
    unversioned.path = format!("/{feed}");
    for (request, code) in [
        (bare, 104),
        (unproved, 100),
        (with_anothers, 100),
        (in_address, 100),
        (unversioned, 2500),
        (asked("imitated-facebook-page-token-2", "POST", &feed, &body), 190),
        (asked("imitated-facebook-system-token", "POST", &feed, &body), 210),
    ] {
        let mut world = World::new();
        assert_eq!(world.code(&request).0, code, "{request:?}");
        assert!(world.ledger.all().is_empty());
    }
    assert_eq!(World::new().code(&good), (0, 0));
}

#[test]
fn posts_of_the_wrong_form_are_refused() {
    for (body, code) in [
        (json!({}), (100, 0)),
        (json!({ "message": 7 }), (100, 0)),
        (json!({ "message": "क", "colour": "red" }), (100, 0)),
        (json!({ "message": "क".repeat(63_207) }), (100, 0)),
        (json!({ "message": "क", "published": "perhaps" }), (100, 0)),
        (json!({ "message": "क", "published": false }), (100, 0)),
        (
            json!({ "message": "क", "published": true, "unpublished_content_type": "DRAFT" }),
            (100, 0),
        ),
        (
            json!({ "message": "क", "published": false, "unpublished_content_type": "HIDDEN" }),
            (100, 0),
        ),
        (json!({ "message": "क", "link": "ftp://example.org" }), (100, 2_061_006)),
        (json!({ "message": "क", "link": "https://www.facebook.com/1" }), (100, 1_609_008)),
        (json!({ "message": "क", "link": "https://gone.invalid/" }), (1_609_005, 0)),
        (json!({ "attached_media": [] }), (100, 0)),
        (json!({ "attached_media": [{ "id": "1" }] }), (100, 0)),
        (json!({ "attached_media": [{ "media_fbid": "1" }] }), (100, 33)),
    ] {
        let mut world = World::new();
        assert_eq!(world.post(&format!("{PAGE}/feed"), body.clone()), code, "{body}");
        assert!(world.ledger.all().is_empty());
    }
}

#[test]
fn photographs_are_looked_at() {
    let upload = |fields: &[(&str, &str)], file: (&str, &str, &[u8])| {
        World::new().code(&form(&format!("{PAGE}/photos"), fields, file))
    };
    let large = [PNG, &vec![0; 4 * 1024 * 1024]].concat();
    assert_eq!(upload(&[("published", "false")], ("source", "image/png", PNG)), (0, 0));
    assert_eq!(upload(&[], ("source", "image/jpeg", PNG)), (100, 1_366_046));
    assert_eq!(upload(&[], ("source", "image/gif", b"GIF89a....")), (100, 1_366_046));
    assert_eq!(upload(&[], ("source", "image/png", &large)), (100, 1_366_046));
    assert_eq!(upload(&[], ("picture", "image/png", PNG)), (100, 0));
    assert_eq!(upload(&[("alt", "क")], ("source", "image/png", PNG)), (100, 0));
    assert_eq!(World::new().post(&format!("{PAGE}/photos"), json!({})), (324, 0));
}

#[test]
fn a_photograph_lives_a_day_and_is_in_one_post() {
    let mut world = World::new();
    let attached = |id: &str| json!({ "attached_media": [{ "media_fbid": id }] });
    let feed = format!("{PAGE}/feed");
    let (first, second) = (world.photo(), world.photo());
    assert_eq!(world.post(&feed, attached(&first)), (0, 0));
    assert_eq!(world.post(&feed, attached(&first)), (100, 1_366_051));
    world.now += chrono::Duration::hours(24);
    assert_eq!(world.post(&feed, attached(&second)), (100, 33));
}

#[test]
fn a_photograph_that_is_published_at_once_is_a_post_of_another_id() {
    let mut world = World::new();
    let request =
        form(&format!("{PAGE}/photos"), &[("message", "क")], ("source", "image/png", PNG));
    assert!(world.graph.is_visible(&request));
    let made = world.ask(&request);
    assert_ne!(made["id"], made["post_id"]);
    assert_eq!(made["post_id"], world.ledger.all()[0].id.as_str());
}

#[test]
fn the_last_text_is_not_taken_twice_in_a_row() {
    let mut world = World::new();
    let feed = format!("{PAGE}/feed");
    assert_eq!(world.post(&feed, json!({ "message": "क" })), (0, 0));
    assert_eq!(world.post(&feed, json!({ "message": "क " })), (506, 0));
    assert_eq!(world.post(&feed, json!({ "message": "ख" })), (0, 0));
}

#[test]
fn a_public_post_is_never_hidden_and_fields_are_known() {
    let mut world = World::new();
    let made =
        world.ask(&asked(TOKEN, "POST", &format!("{PAGE}/feed"), &json!({ "message": "क" })));
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!(world.post(&id, json!({ "is_published": false })), (100, 0));
    assert_eq!(world.post("5_5", json!({ "is_published": true })), (100, 33));
    let mut unknown = asked(TOKEN, "GET", &id, &Value::Null);
    unknown.query.push(("fields".into(), "id,colour".into()));
    assert_eq!(world.code(&unknown).0, 100);
    assert_eq!(world.code(&asked(TOKEN, "DELETE", "5_5", &Value::Null)), (100, 33));
}

#[test]
fn films_keep_to_their_order_and_to_their_bytes() {
    let videos = format!("{PAGE}/videos");
    let mut world = World::new();
    assert_eq!(world.post(&videos, json!({ "upload_phase": "start" })), (100, 0));
    assert_eq!(world.post(&videos, json!({ "upload_phase": "begin" })), (100, 0));
    let begun = world.ask(&asked(
        TOKEN,
        "POST",
        &videos,
        &json!({ "upload_phase": "start", "file_size": 30 }),
    ));
    let session = begun["upload_session_id"].as_str().unwrap().to_owned();
    let piece = |start: &str, bytes: &[u8]| {
        let fields = [
            ("upload_phase", "transfer"),
            ("upload_session_id", &session),
            ("start_offset", start),
        ];
        form(&videos, &fields, ("video_file_chunk", "application/octet-stream", bytes))
    };
    assert_eq!(world.code(&piece("5", &MP4[5..30])), (6001, 1_363_037));
    assert_eq!(world.code(&piece("0", &MP4[..24])), (6000, 1_363_019));
    let finish = json!({ "upload_phase": "finish", "upload_session_id": session });
    assert_eq!(world.post(&videos, finish.clone()), (352, 0), "not all bytes are there");
    assert_eq!(world.code(&piece("0", &MP4[..25])), (0, 0));
    assert_eq!(world.code(&piece("25", &MP4[25..30])), (0, 0));
    assert_eq!(world.post(&videos, finish.clone()), (0, 0));
    assert_eq!(world.post(&videos, finish), (100, 33), "the session is over");
}

#[test]
fn reels_keep_to_their_order_and_their_host_wants_its_own_login() {
    let reels = format!("{PAGE}/video_reels");
    let mut world = World::new();
    let begun = world.ask(&asked(TOKEN, "POST", &reels, &json!({ "upload_phase": "start" })));
    let id = begun["video_id"].as_str().unwrap().to_owned();
    let finish = json!({ "upload_phase": "finish", "video_id": id, "video_state": "PUBLISHED" });
    assert_eq!(world.post(&reels, finish.clone()), (6000, 1_363_019), "no bytes are there");
    let bytes = |login: &str, offset: &str, body: &[u8]| Asked {
        method: "POST".into(),
        path: format!("/video-upload/v25.0/{id}"),
        query: Vec::new(),
        headers: BTreeMap::from([
            ("authorization".into(), format!("{login} {TOKEN}")),
            ("offset".into(), offset.into()),
            ("file_size".into(), MP4.len().to_string()),
        ]),
        body: body.to_vec(),
    };
    let kind = |answer: Value| answer["debug_info"]["type"].as_str().unwrap_or_default().to_owned();
    assert_eq!(kind(world.ask(&bytes("Bearer", "0", MP4))), "NotAuthorizedError");
    assert_eq!(kind(world.ask(&bytes("OAuth", "9", MP4))), "OffsetInvalidError");
    assert_eq!(kind(world.ask(&bytes("OAuth", "0", &MP4[..9]))), "PartialRequestError");
    assert_eq!(world.ask(&bytes("OAuth", "9", &MP4[9..])), json!({ "success": true }));
    assert_eq!(
        world.post(
            &reels,
            json!({ "upload_phase": "finish", "video_id": id, "video_state": "SHOWN" })
        ),
        (100, 0)
    );
    assert_eq!(world.post(&reels, finish), (0, 0));
    assert!(world.ledger.all().is_empty(), "an acknowledgement is not yet public");
    for _ in 1..30 {
        assert_eq!(world.post(&reels, json!({ "upload_phase": "start" })), (0, 0));
    }
    assert_eq!(world.post(&reels, json!({ "upload_phase": "start" })), (613, 0), "30 a day");
}

#[test]
fn only_the_app_may_ask_about_tokens() {
    let mut request = asked(TOKEN, "GET", "debug_token", &Value::Null);
    request.query.push(("input_token".into(), TOKEN.into()));
    assert_eq!(World::new().code(&request).0, 190);
}

//! The imitation alone: it refuses what is not as it should be.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::platform::mock::{Fate as Network, Reply};

const TOKEN: &str = super::super::imitation::SEED;

fn ask(method: &str, path: &str, body: &Value) -> Asked {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut headers = BTreeMap::new();
    for (name, value) in [
        ("authorization", format!("Bearer {TOKEN}")),
        ("linkedin-version", "202609".to_owned()),
        ("x-restli-protocol-version", "2.0.0".to_owned()),
        ("content-type", "application/json".to_owned()),
    ] {
        headers.insert(name.to_owned(), value);
    }
    Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers,
        body: body.to_string().into_bytes(),
    }
}

fn play(desk: &Desk, asked: Asked) -> Reply {
    match desk.rig.stage.ask(asked) {
        Network::Answered(reply) => reply,
        other => panic!("{other:?}"),
    }
}

fn right() -> Value {
    json!({
        "author": "urn:li:organization:2414183",
        "commentary": "text",
        "visibility": "PUBLIC",
        "distribution": {
            "feedDistribution": "MAIN_FEED",
            "targetEntities": [],
            "thirdPartyDistributionChannels": [],
        },
        "lifecycleState": "PUBLISHED",
        "isReshareDisabledByAuthor": false,
    })
}

#[test]
fn a_post_that_is_not_as_it_should_be_is_refused() {
    let article = json!({ "source": "https://example.org/", "title": "t" });
    let wrong = |pointer: &str, value: Value| {
        let mut body = right();
        match body.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => body[pointer.trim_start_matches('/')] = value,
        }
        body
    };
    let without = |name: &str| {
        let mut body = right();
        body.as_object_mut().unwrap().remove(name);
        body
    };
    for (body, status) in [
        (right(), 201),
        (wrong("/content", json!({ "article": article })), 201),
        (without("commentary"), 422),
        (without("distribution"), 422),
        (without("lifecycleState"), 422),
        (wrong("/visiblity", json!("PUBLIC")), 422),
        (wrong("/visibility", json!("EVERYBODY")), 422),
        (wrong("/lifecycleState", json!("DRAFT")), 400),
        (wrong("/isReshareDisabledByAuthor", json!("no")), 422),
        (wrong("/author", json!("2414183")), 400),
        (wrong("/commentary", json!("x".repeat(3001))), 400),
        (wrong("/distribution/targetEntities", json!([1])), 422),
        (wrong("/content", json!({ "media": { "id": "urn:li:image:none" } })), 404),
        (wrong("/content", json!({ "media": { "id": "urn:li:share:1" } })), 400),
        (wrong("/content", json!({ "multiImage": { "images": [] } })), 422),
        (wrong("/content", json!({ "article": article, "media": {} })), 422),
        (wrong("/content", json!({ "article": { "source": "x", "title": "t" } })), 400),
        (wrong("/content", json!({ "poll": {} })), 422),
    ] {
        let reply = play(&Desk::new(), ask("POST", "/rest/posts", &body));
        assert_eq!(reply.status, status, "{body}: {}", String::from_utf8_lossy(&reply.body));
    }
}

#[test]
fn headers_that_must_be_there_must_be_there() {
    for (name, value, status) in [
        ("authorization", None, 401),
        ("authorization", Some("Bearer other"), 401),
        ("linkedin-version", None, 400),
        ("linkedin-version", Some("202512"), 426),
        ("linkedin-version", Some("2026-09"), 400),
        ("x-restli-protocol-version", None, 400),
        ("content-type", Some("text/plain"), 400),
    ] {
        let mut asked = ask("POST", "/rest/posts", &right());
        match value {
            Some(value) => asked.headers.insert(name.to_owned(), value.to_owned()),
            None => asked.headers.remove(name),
        };
        assert_eq!(play(&Desk::new(), asked).status, status, "{name}: {value:?}");
    }
}

#[test]
fn addresses_with_a_urn_that_is_not_encoded_lead_nowhere() {
    let desk = Desk::new();
    let reply = play(&desk, ask("DELETE", "/rest/posts/urn:li:share:7", &Value::Null));
    assert_eq!(reply.status, 400);
    let reply = play(&desk, ask("DELETE", "/rest/posts/urn%3Ali%3Ashare%3A7", &Value::Null));
    assert_eq!(reply.status, 404);
    let reply =
        play(&desk, ask("GET", "/rest/posts?q=author&author=urn:li:organization:1", &Value::Null));
    assert_eq!(reply.status, 400, "a finder has a header of its own");
}

#[test]
fn a_picture_that_cannot_be_posted_yet_is_taken_and_never_shown() {
    let desk = Desk::new();
    let owner = json!({ "initializeUploadRequest": { "owner": "urn:li:organization:2414183" } });
    let reply = play(&desk, ask("POST", "/rest/images?action=initializeUpload", &owner));
    let begun: Value = serde_json::from_slice(&reply.body).unwrap();
    let mut body = right();
    body["content"] = json!({ "media": { "id": begun["value"]["image"] } });
    assert_eq!(play(&desk, ask("POST", "/rest/posts", &body)).status, 201);
    assert!(desk.rig.ledger().is_empty());
}

#[test]
fn uploads_are_refused_without_login_ticket_or_the_right_bytes() {
    let desk = Desk::new();
    let owner = json!({ "initializeUploadRequest": { "owner": "urn:li:organization:2414183" } });
    let reply = play(&desk, ask("POST", "/rest/images?action=initializeUpload", &owner));
    let begun: Value = serde_json::from_slice(&reply.body).unwrap();
    let address = begun["value"]["uploadUrl"].as_str().unwrap();
    let path = address.strip_prefix("https://www.linkedin.com").unwrap();
    let mut put = ask("PUT", path, &Value::Null);
    put.body = b"x".to_vec();
    let mut bare = put.clone();
    bare.headers.remove("authorization");
    assert_eq!(play(&desk, bare).status, 401);
    let mut other = put.clone();
    other.query = vec![("ut".to_owned(), "guessed".to_owned())];
    assert_eq!(play(&desk, other).status, 403);
    assert_eq!(play(&desk, put).status, 201);
    desk.pass(10);
    let urn = begun["value"]["image"].as_str().unwrap().replace(':', "%3A");
    let reply = play(&desk, ask("GET", &format!("/rest/images/{urn}"), &Value::Null));
    let state: Value = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!(state["status"], "PROCESSING_FAILED", "an x is no picture");
}

#[test]
fn a_film_is_only_whole_with_all_its_parts_in_order() {
    let desk = Desk::new();
    let request = json!({ "owner": "urn:li:organization:2414183", "fileSizeBytes": 80_000,
        "uploadCaptions": false, "uploadThumbnail": false });
    let body = json!({ "initializeUploadRequest": request });
    let reply = play(&desk, ask("POST", "/rest/videos?action=initializeUpload", &body));
    let begun: Value = serde_json::from_slice(&reply.body).unwrap();
    let end = json!({ "finalizeUploadRequest": { "video": begun["value"]["video"],
        "uploadToken": begun["value"]["uploadToken"], "uploadedPartIds": [] } });
    assert_eq!(play(&desk, ask("POST", "/rest/videos?action=finalizeUpload", &end)).status, 400);
    let address = begun["value"]["uploadInstructions"][0]["uploadUrl"].as_str().unwrap();
    let path = address.strip_prefix("https://www.linkedin.com").unwrap();
    let mut put = ask("PUT", path, &Value::Null);
    put.body = vec![0; 80_000];
    assert_eq!(play(&desk, put.clone()).status, 400, "these addresses take no login");
    put.headers.remove("authorization");
    assert_eq!(play(&desk, put.clone()).status, 415);
    put.headers.insert("content-type".to_owned(), "application/octet-stream".to_owned());
    let mut short = put.clone();
    short.body.pop();
    assert_eq!(play(&desk, short).status, 400);
    assert_eq!(play(&desk, put).status, 200);
}

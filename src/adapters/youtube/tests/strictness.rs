//! The imitation alone: it refuses what is not as it should be.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::platform::mock::{Fate as Network, Reply};

pub(super) fn play(desk: &Desk, asked: Asked) -> Reply {
    match desk.rig.stage.ask(asked) {
        Network::Answered(reply) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn token(desk: &Desk) -> String {
    let refresh = super::super::imitation::REFRESH;
    let secret = desk.rig.stage.secrets()[1].1.clone();
    let body = format!(
        "grant_type=refresh_token&refresh_token={refresh}&client_id=c&client_secret={secret}"
    );
    let mut asked = ask("", "POST", "/token", &[], body.into_bytes());
    asked.headers.insert("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    let reply: Value = serde_json::from_slice(&play(desk, asked).body).unwrap();
    reply["access_token"].as_str().unwrap().to_owned()
}

pub(super) fn ask(
    token: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
) -> Asked {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let own = [("authorization", format!("Bearer {token}"))]
        .map(|(name, value)| (name.to_owned(), value));
    let more = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let headers: BTreeMap<_, _> = own.into_iter().chain(more).collect();
    Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers,
        body,
    }
}

const OPEN: &str = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status";
const HEADERS: [(&str, &str); 3] = [
    ("content-type", "application/json; charset=UTF-8"),
    ("x-upload-content-length", "600000"),
    ("x-upload-content-type", "video/mp4"),
];

fn right() -> Value {
    json!({
        "snippet": { "title": "t", "description": "d", "tags": ["a"], "categoryId": "25" },
        "status": {
            "privacyStatus": "private", "selfDeclaredMadeForKids": false,
            "containsSyntheticMedia": false, "embeddable": true, "license": "youtube",
            "publicStatsViewable": true,
        },
    })
}

#[test]
fn a_film_that_is_not_described_as_it_should_be_is_refused() {
    let desk = Desk::new();
    let token = token(&desk);
    let opened = |path: &str, body: &Value| {
        let reply = play(&desk, ask(&token, "POST", path, &HEADERS, body.to_string().into_bytes()));
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        (reply.status, body["error"]["errors"][0]["reason"].as_str().unwrap_or_default().to_owned())
    };
    let wrong = |pointer: &str, value: Value| {
        let mut body = right();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    assert_eq!(opened(OPEN, &right()).0, 200);
    let mut unknown = right();
    unknown["snippet"]["titel"] = json!("t");
    for (body, reason) in [
        (wrong("/snippet/title", json!("")), "invalidTitle"),
        (wrong("/snippet/title", json!("a<b")), "invalidTitle"),
        (wrong("/snippet/title", json!("क".repeat(101))), "invalidTitle"),
        (wrong("/snippet/description", json!("क".repeat(1667))), "invalidDescription"),
        (wrong("/snippet/tags", json!(["x".repeat(501)])), "invalidTags"),
        (wrong("/snippet/tags", json!("a")), "invalidTags"),
        (wrong("/snippet/categoryId", json!(25)), "invalidCategoryId"),
        (wrong("/status/privacyStatus", json!("secret")), "invalidVideoMetadata"),
        (wrong("/status/embeddable", json!("yes")), "invalidVideoMetadata"),
        (unknown, "unknownField"),
    ] {
        assert_eq!(opened(OPEN, &body), (400, reason.to_owned()), "{body}");
    }
    let unnamed = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet";
    assert_eq!(
        opened(unnamed, &right()).1,
        "unknownField",
        "a part that is not named is ignored for real"
    );
    let simple = "/upload/youtube/v3/videos?uploadType=media&part=snippet,status";
    assert_eq!(opened(simple, &right()).1, "mediaBodyRequired");
    for missing in ["x-upload-content-length", "x-upload-content-type", "content-type"] {
        let headers: Vec<_> = HEADERS.into_iter().filter(|(name, _)| *name != missing).collect();
        let asked = ask(&token, "POST", OPEN, &headers, right().to_string().into_bytes());
        assert_eq!(play(&desk, asked).status, 400, "{missing}");
    }
}

#[test]
fn chunks_have_to_follow_one_another_and_be_of_the_right_size() {
    let desk = Desk::new();
    let token = token(&desk);
    play(&desk, ask(&token, "POST", OPEN, &HEADERS, right().to_string().into_bytes()));
    let path = "/upload/youtube/v3/videos?uploadType=resumable&upload_id=imitated-session-1";
    let put = |range: &str, bytes: usize| {
        let headers = [("content-range", range), ("content-type", "video/mp4")];
        play(&desk, ask(&token, "PUT", path, &headers, vec![0; bytes])).status
    };
    for (range, bytes, status) in [
        ("bytes */600000", 0, 308),
        ("bytes */600001", 0, 400),
        ("bytes 0-99999/600000", 100_000, 400),
        ("bytes 262144-524287/600000", 262_144, 400),
        ("bytes 0-262143/600000", 262_143, 400),
        ("0-262143/600000", 262_144, 400),
        ("bytes 0-262143/600000", 262_144, 308),
        ("bytes 0-262143/600000", 262_144, 400),
        ("bytes 262144-599999/600000", 337_856, 201),
        ("bytes */600000", 0, 200),
    ] {
        assert_eq!(put(range, bytes), status, "{range}");
    }
    let lost = path.replace("session-1", "session-9");
    let asked = ask(&token, "PUT", &lost, &[("content-range", "bytes */600000")], Vec::new());
    assert_eq!(play(&desk, asked).status, 404);
    desk.pass(3600);
    let asked = ask(&token, "PUT", path, &[("content-range", "bytes */600000")], Vec::new());
    assert_eq!(play(&desk, asked).status, 401);
}

#[test]
fn a_public_film_is_public_from_its_last_byte() {
    let desk = Desk::new();
    let token = token(&desk);
    let mut public = right();
    public["status"]["privacyStatus"] = json!("public");
    let headers = [HEADERS[0], ("x-upload-content-length", "10"), HEADERS[2]];
    play(&desk, ask(&token, "POST", OPEN, &headers, public.to_string().into_bytes()));
    let path = "/upload/youtube/v3/videos?upload_id=imitated-session-1";
    let headers = [("content-range", "bytes 0-9/10"), ("content-type", "video/mp4")];
    assert_eq!(play(&desk, ask(&token, "PUT", path, &headers, vec![0; 10])).status, 201);
    assert_eq!(desk.rig.ledger().len(), 1, "who forgets to say private is found out");
}

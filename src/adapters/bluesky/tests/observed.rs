//! The imitation gives the answers that were measured on the reference server, case by case.

use serde_json::{Value, json};

use super::*;
use crate::clock::Instant;
use crate::platform::mock::{Imitation as _, Ledger, Reply};

/// A server, somebody who logged in, and a clock.
struct Server {
    imitation: Imitation,
    ledger: Ledger,
    now: Instant,
    session: Value,
}

const PUT: &str = "com.atproto.repo.putRecord";
const CREATE: &str = "com.atproto.repo.createRecord";
const UPLOAD: &str = "com.atproto.repo.uploadBlob";
const RKEY: &str = "3mdccjmurk222";

impl Server {
    fn new() -> Self {
        let now = crate::clock::from_micros(1_764_045_000_000_000);
        let knobs = Knobs { image_bytes: 1_000_000, ..Knobs::default() };
        let imitation = Imitation::new(knobs);
        let mut server = Self { imitation, ledger: Ledger::default(), now, session: Value::Null };
        server.session = server.body("POST", "com.atproto.server.createSession", None, &login()).1;
        server
    }

    fn send(&mut self, asked: &Asked) -> Reply {
        self.imitation.answer(asked, &mut self.ledger, self.now)
    }

    fn body(&mut self, verb: &str, path: &str, token: Option<&str>, body: &Value) -> (u16, Value) {
        let reply = self.send(&ask(verb, path, token, body));
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    fn token(&self) -> String {
        self.session["accessJwt"].as_str().unwrap().to_owned()
    }

    fn did(&self) -> String {
        self.session["did"].as_str().unwrap().to_owned()
    }

    fn authed(&mut self, path: &str, body: &Value) -> (u16, Value) {
        let token = self.token();
        let verb = if body.is_null() { "GET" } else { "POST" };
        self.body(verb, path, Some(&token), body)
    }

    fn write(
        &mut self,
        path: &str,
        rkey: &str,
        record: Value,
        swap: Option<Value>,
    ) -> (u16, Value) {
        let mut input = json!({
            "repo": self.did(), "collection": "app.bsky.feed.post", "rkey": rkey, "record": record,
        });
        if let Some(swap) = swap {
            input["swapRecord"] = swap;
        }
        self.authed(path, &input)
    }

    fn upload(&mut self, mime: &str, bytes: &[u8]) -> (u16, Value) {
        let token = self.token();
        let mut asked = ask("POST", UPLOAD, Some(&token), &Value::Null);
        asked.headers.insert("content-type".into(), mime.into());
        asked.body = bytes.to_vec();
        let reply = self.send(&asked);
        (reply.status, serde_json::from_slice(&reply.body).unwrap())
    }

    fn get(&mut self, rkey: &str) -> (u16, Value) {
        let did = self.did();
        let path = format!(
            "com.atproto.repo.getRecord?repo={did}&collection=app.bsky.feed.post&rkey={rkey}"
        );
        self.body("GET", &path, None, &Value::Null)
    }
}

fn post(text: &str) -> Value {
    json!({ "$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-01-26T03:30:00.000Z" })
}

fn with(field: &str, value: Value) -> Value {
    let mut record = post("क");
    record[field] = value;
    record
}

fn with_image(image: Value) -> Value {
    with("embed", json!({ "$type": "app.bsky.embed.images", "images": [image] }))
}

fn uploaded(server: &mut Server, size: usize) -> Value {
    server.upload("image/png", &png(size)).1["blob"].clone()
}

fn wrong(message: &str) -> Value {
    json!({ "error": "InvalidRequest", "message": message })
}

fn first_put(server: &mut Server) -> Value {
    server.write(PUT, RKEY, post("क"), Some(Value::Null)).1
}

/// Plays the case that was measured under `name`; its answer.
fn play(name: &str) -> (u16, Value) {
    let mut server = Server::new();
    let s = &mut server;
    match name {
        "createRecord, new TID rkey" => s.write(CREATE, RKEY, post("क"), None),
        "createRecord again, same rkey, identical record" => {
            s.write(CREATE, RKEY, post("क"), None);
            s.write(CREATE, RKEY, post("क"), None)
        }
        "createRecord again, same rkey, other text"
        | "4 parallel createRecord, same rkey: one 200, three 500" => {
            s.write(CREATE, RKEY, post("क"), None);
            s.write(CREATE, RKEY, post("ख"), None)
        }
        "putRecord, record identical to the stored one (no swapRecord)" => {
            first_put(s);
            s.write(PUT, RKEY, post("क"), None)
        }
        "putRecord swapRecord:null, identical record already stored" => {
            first_put(s);
            s.write(PUT, RKEY, post("क"), Some(Value::Null))
        }
        "putRecord swapRecord:null, DIFFERENT record already stored" => {
            let cid = first_put(s)["cid"].clone();
            let (status, body) = s.write(PUT, RKEY, post("ख"), Some(Value::Null));
            assert_eq!(body["message"], format!("Record was at {}", cid.as_str().unwrap()));
            (status, body)
        }
        "putRecord swapRecord:null, rkey free" => s.write(PUT, RKEY, post("क"), Some(Value::Null)),
        "8 parallel putRecord swapRecord:null, identical: all 200, exactly one carries commit" => {
            let answers: Vec<_> = (0..8).map(|_| first_put(s)).collect();
            assert_eq!(answers.iter().filter(|body| !body["commit"].is_null()).count(), 1);
            assert_eq!(s.ledger.all().len(), 1);
            (200, json!({}))
        }
        "putRecord, same fields in other order and without $type (filled in from collection)" => {
            let cid = first_put(s)["cid"].clone();
            let record = json!({ "createdAt": "2026-01-26T03:30:00.000Z", "text": "क" });
            let (status, body) = s.write(PUT, RKEY, record, Some(Value::Null));
            assert_eq!(body["cid"], cid);
            (status, body)
        }
        "createRecord rkey 'my-post-1' in app.bsky.feed.post" => {
            s.write(CREATE, "my-post-1", post("क"), None)
        }
        "getRecord, no auth, existing" => {
            let cid = first_put(s)["cid"].clone();
            let (status, body) = s.get(RKEY);
            assert_eq!((&body["cid"], &body["value"]), (&cid, &post("क")));
            (status, body)
        }
        "getRecord, no auth, missing" => s.get(RKEY),
        "post of 301 graphemes" => s.write(PUT, RKEY, post(&"क्ष".repeat(301)), None),
        "createdAt without time zone" => {
            s.write(PUT, RKEY, with("createdAt", json!("2026-01-26T03:30:00")), None)
        }
        "langs with 4 entries" => {
            s.write(PUT, RKEY, with("langs", json!(["hi", "en", "ur", "mr"])), None)
        }
        "facet byteEnd beyond the text" => {
            let feature = json!({ "$type": "app.bsky.richtext.facet#tag", "tag": "x" });
            let facet =
                json!({ "index": { "byteStart": 0, "byteEnd": 999 }, "features": [feature] });
            s.write(PUT, RKEY, with("facets", json!([facet])), None)
        }
        "facet link uri not a URI" => {
            let feature = json!({ "$type": "app.bsky.richtext.facet#link", "uri": "not a uri" });
            let facet = json!({ "index": { "byteStart": 0, "byteEnd": 1 }, "features": [feature] });
            s.write(PUT, RKEY, with("facets", json!([facet])), None)
        }
        "no Authorization header" => {
            s.body("GET", "com.atproto.server.getSession", None, &Value::Null)
        }
        "garbage access token" => {
            s.body("GET", "com.atproto.server.getSession", Some("garbage"), &Value::Null)
        }
        "refreshJwt used as access token, or the reverse" => {
            let refresh = s.session["refreshJwt"].as_str().unwrap().to_owned();
            let access = s.token();
            let path = "com.atproto.server.refreshSession";
            let reverse = s.body("POST", path, Some(&access), &Value::Null);
            let path = "com.atproto.server.getSession";
            let answer = s.body("GET", path, Some(&refresh), &Value::Null);
            assert_eq!(reverse, answer);
            answer
        }
        "refreshSession twice with the same refreshJwt: both 200, same jti in the new refreshJwt" =>
        {
            let refresh = s.session["refreshJwt"].as_str().unwrap().to_owned();
            let path = "com.atproto.server.refreshSession";
            let first = s.body("POST", path, Some(&refresh), &Value::Null);
            let second = s.body("POST", path, Some(&refresh), &Value::Null);
            assert_eq!(first.1["refreshJwt"], second.1["refreshJwt"]);
            assert_eq!(first.0, 200);
            s.now += chrono::Duration::hours(2);
            let late = s.body("POST", path, Some(&refresh), &Value::Null);
            assert_eq!((late.0, &late.1["error"]), (400, &json!("ExpiredToken")));
            second
        }
        "createSession wrong password" => {
            let wrong = json!({ "identifier": "office.example.org", "password": "wrong" });
            s.body("POST", "com.atproto.server.createSession", None, &wrong)
        }
        "createSession over 30 in 5 minutes" => {
            for _ in 1..30 {
                let path = "com.atproto.server.createSession";
                assert_eq!(s.body("POST", path, None, &login()).0, 200);
            }
            s.body("POST", "com.atproto.server.createSession", None, &login())
        }
        "getServiceAuth exp more than one hour ahead" => {
            let exp = s.now.timestamp() + 3700;
            let path = format!(
                "com.atproto.server.getServiceAuth?aud=did:web:x.example&lxm={UPLOAD}&exp={exp}"
            );
            s.authed(&path, &Value::Null)
        }
        "uploadBlob: PNG bytes sent as image/jpeg, stored as sniffed type" => {
            s.upload("image/jpeg", &png(70))
        }
        "uploadBlob same bytes twice: same ref" => {
            let first = s.upload("image/png", &png(70));
            assert_eq!(first, s.upload("image/png", &png(70)));
            (first.0, json!({}))
        }
        "uploadBlob over the PDS blob limit (5 MiB default)" => {
            s.upload("image/png", &png(5 * 1024 * 1024 + 1))
        }
        "uploadBlob of zero bytes" => s.upload("image/png", b""),
        "record naming a blob never uploaded (or expired)" => {
            let mut blob = uploaded(s, 70);
            s.now += chrono::Duration::minutes(90);
            let image = json!({ "image": blob, "alt": "" });
            let late = s.write(PUT, RKEY, with_image(image), None);
            blob["ref"]["$link"] =
                "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku".into();
            let image = json!({ "image": blob, "alt": "" });
            let never = s.write(PUT, RKEY, with_image(image), None);
            assert_eq!((late.0, &late.1["error"]), (never.0, &never.1["error"]));
            never
        }
        "blob size in record differs from stored" => {
            let mut blob = uploaded(s, 70);
            blob["size"] = 71.into();
            s.write(PUT, RKEY, with_image(json!({ "image": blob, "alt": "" })), None)
        }
        "image over the lexicon size" => {
            let blob = uploaded(s, 1_000_001);
            s.write(PUT, RKEY, with_image(json!({ "image": blob, "alt": "" })), None)
        }
        "image without alt key" => {
            let blob = uploaded(s, 70);
            s.write(PUT, RKEY, with_image(json!({ "image": blob })), None)
        }
        "deleteRecord existing" | "deleteRecord missing (no-op)" => {
            if name.contains("existing") {
                first_put(s);
            }
            let input =
                json!({ "repo": s.did(), "collection": "app.bsky.feed.post", "rkey": RKEY });
            s.authed("com.atproto.repo.deleteRecord", &input)
        }
        "createdAt five years ahead" => {
            s.write(PUT, RKEY, with("createdAt", json!("2031-01-26T03:30:00.000Z")), None)
        }
        "unknown field in record" => {
            let answer = s.write(PUT, RKEY, with("colour", json!("red")), None);
            assert_eq!(s.get(RKEY).1["value"]["colour"], "red");
            answer
        }
        "write to a repo not hosted on this PDS" => {
            let input = json!({
                "repo": "did:plc:somebodyelse", "collection": "app.bsky.feed.post",
                "rkey": RKEY, "record": post("क"),
            });
            s.authed(PUT, &input)
        }
        "unknown XRPC method" => s.authed("com.atproto.repo.putRecrod", &json!({})),
        other => panic!("a case that nobody plays: {other}"),
    }
}

/// Whether an answer is as measured. Measured words may be left open: `…` for some text, `<…>`
/// and `C` for a value, and a remark in brackets in place of a field.
fn fits(measured: &Value, given: &Value, path: &str) {
    match measured {
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !key.starts_with('(')) {
                let key = key.as_str();
                assert!(given.get(key).is_some(), "{path}: no {key} in {given}");
                fits(value, &given[key], &format!("{path}.{key}"));
            }
        }
        Value::String(text) if text.starts_with('C') && text.len() < 9 => {
            assert!(super::super::syntax::is_cid(given.as_str().unwrap()), "{path}: {given}");
        }
        Value::String(text) if text == "at://did/…/rkey" => {
            assert!(given.as_str().unwrap().ends_with(&format!("/app.bsky.feed.post/{RKEY}")));
        }
        Value::String(text) => {
            let given = given.as_str().unwrap();
            let mut rest = given;
            for piece in text.split('…').flat_map(|piece| piece.split("<stored cid>")) {
                let at =
                    rest.find(piece.trim()).unwrap_or_else(|| panic!("{path}: {text} / {given}"));
                rest = &rest[at + piece.trim().len()..];
            }
        }
        other => assert_eq!(other, given, "{path}"),
    }
}

#[test]
fn all_measured_cases_are_answered_as_measured() {
    let Some(observed) = shared::json("data/measured/bluesky-pds-observed.json") else { return };
    let cases = observed["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 39);
    for case in cases {
        let name = case["case"].as_str().unwrap();
        let (status, body) = play(name);
        assert_eq!(case["status"], status, "{name}: {body}");
        // The limit on pictures is named, but not the figures.
        fits(&case["body"], &body, name);
        if case["body"].get("(no commit field)").is_some() {
            assert!(body.get("commit").is_none(), "{name}");
        }
    }
}

#[test]
fn every_answer_has_the_measured_headers() {
    let Some(observed) = shared::json("data/measured/bluesky-pds-observed.json") else { return };
    let mut server = Server::new();
    let token = server.token();
    let path = "com.atproto.server.getSession";
    let reply = server.send(&ask("GET", path, Some(&token), &Value::Null));
    let header = |reply: &Reply, name: &str| {
        reply.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    };
    for (name, measured) in observed["headers_on_every_authed_answer"].as_object().unwrap() {
        let given = header(&reply, name).unwrap();
        if !measured.as_str().unwrap().starts_with('<') {
            assert_eq!(measured, &json!(given), "{name}");
        }
    }
    let limited = server.imitation.rate_limited(std::time::Duration::from_secs(90), server.now);
    assert_eq!(header(&limited, "retry-after"), None);
    let reset = (server.now.timestamp() + 90).to_string();
    assert_eq!(header(&limited, "ratelimit-reset"), Some(reset));
}

#[test]
fn a_deleted_post_comes_back_if_it_is_put_again() {
    let mut server = Server::new();
    first_put(&mut server);
    let input = json!({ "repo": server.did(), "collection": "app.bsky.feed.post", "rkey": RKEY });
    server.authed("com.atproto.repo.deleteRecord", &input);
    assert!(!first_put(&mut server)["commit"].is_null());
    assert_eq!(server.ledger.all().len(), 2);
}

#[test]
fn requests_that_the_lexicons_do_not_have_are_refused() {
    let mut server = Server::new();
    let did = server.did();
    let misspelt = json!({
        "repo": did, "collection": "app.bsky.feed.post", "rkey": RKEY, "record": post("क"),
        "swaprecord": null,
    });
    for (verb, path, body, expected) in [
        ("POST", PUT, misspelt, "unknown field \"swaprecord\""),
        ("GET", PUT, json!({}), "expected POST"),
        ("POST", PUT, json!([]), "the input is not an object"),
        ("POST", "com.atproto.server.getSession", json!({}), "expected GET"),
        ("POST", "com.atproto.repo.putRecord?x=1", json!({}), "unknown or double \"x\""),
        ("GET", "com.atproto.repo.getRecord?repo=x", Value::Null, "\"collection\""),
        ("GET", "com.atproto.identity.resolveHandle?handle=a%20b", Value::Null, "valid handle"),
    ] {
        let token = server.token();
        let (status, answer) = server.body(verb, path, Some(&token), &body);
        assert_eq!((status, &answer["error"]), (400, &json!("InvalidRequest")), "{path}");
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains(expected), "{path}: {message}");
    }
    let mut plain = ask("POST", PUT, Some(&server.token()), &json!({}));
    plain.headers.insert("content-type".into(), "text/plain".into());
    let reply = server.send(&plain);
    let expected = wrong("Wrong request encoding (Content-Type): text/plain");
    assert_eq!(serde_json::from_slice::<Value>(&reply.body).unwrap(), expected);
    plain.headers.remove("content-type");
    let reply = server.send(&plain);
    let expected = wrong("Request encoding (Content-Type) required but not provided");
    assert_eq!(serde_json::from_slice::<Value>(&reply.body).unwrap(), expected);
}

//! The imitation refuses what WhatsApp refuses, and is in nothing kinder.

use super::*;
use crate::adapters::graph::proof;
use crate::platform::mock::{Fate, Ledger};
use crate::secret::Secret;

const TOKEN: &str = "imitated-whatsapp-system-token";
const SECRET: &str = "imitated-whatsapp-app-secret";

struct World {
    cloud: Box<dyn Imitation>,
    ledger: Ledger,
    now: Instant,
}

impl World {
    fn of(kind: &str) -> Self {
        let now = crate::clock::from_micros(1_764_045_000_000_000);
        Self { cloud: cloud(kind).unwrap(), ledger: Ledger::default(), now }
    }

    /// The code that a message with this body is refused with; 0 where it is taken.
    fn send(&mut self, body: &Value) -> (u16, i64) {
        self.ask(asked(TOKEN, "106540352242922/messages", body))
    }

    fn ask(&mut self, asked: Asked) -> (u16, i64) {
        let reply = self.cloud.answer(&asked, &mut self.ledger, self.now);
        let body: Value = serde_json::from_slice(&reply.body).unwrap();
        (reply.status, body["error"]["code"].as_i64().unwrap_or_default())
    }
}

fn asked(token: &str, path: &str, body: &Value) -> Asked {
    let proof = proof(&Secret::new(SECRET), &Secret::new(token));
    let headers = BTreeMap::from([
        ("authorization".to_owned(), format!("Bearer {token}")),
        ("content-type".to_owned(), "application/json".to_owned()),
    ]);
    Asked {
        method: "POST".to_owned(),
        path: format!("/v25.0/{path}"),
        query: vec![("appsecret_proof".to_owned(), proof.expose().to_owned())],
        headers,
        body: body.to_string().into(),
    }
}

fn message(texts: &[&str]) -> Value {
    let texts: Vec<_> = texts.iter().map(|text| json!({ "type": "text", "text": text })).collect();
    json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "12025550101",
        "type": "template",
        "template": {
            "name": "office_notice", "language": { "policy": "deterministic", "code": "hi" },
            "components": [{ "type": "body", "parameters": texts }],
        },
    })
}

/// The message with what stands at `pointer` exchanged.
fn with(pointer: &str, value: Value) -> Value {
    let mut message = message(&["क"]);
    *message.pointer_mut(pointer).unwrap() = value;
    message
}

#[test]
fn what_is_right_is_taken_and_what_is_not_is_refused_with_its_code() {
    assert_eq!(World::of("whatsapp").send(&message(&["क"])), (200, 0));
    for (body, code) in [
        (message(&[]), 132_000),
        (message(&["क", "ख"]), 132_000),
        (message(&["क\nख"]), 132_018),
        (message(&["क     ख"]), 132_018),
        (message(&["क".repeat(1020).as_str()]), 132_005),
        (with("/messaging_product", json!("telegram")), 131_008),
        (with("/to", json!("+12025550101")), 131_009),
        (with("/type", json!("text")), 131_047),
        (with("/template/name", json!("")), 131_008),
        (with("/template/language/code", json!("en")), 132_001),
        (with("/template/components/0/parameters/0/type", json!("image")), 132_012),
        (with("/template/components/0/parameters/0", json!({ "type": "text", "txt": "क" })), 100),
    ] {
        let mut world = World::of("whatsapp");
        assert_eq!(world.send(&body).1, code, "{body}");
        assert!(world.ledger.all().is_empty());
    }
}

#[test]
fn a_template_that_is_not_there_is_a_404_and_one_that_is_paused_says_so() {
    let missing = with("/template/language/code", json!("en"));
    assert_eq!(World::of("whatsapp").send(&missing), (404, 132_001));
    assert_eq!(World::of("paused").send(&message(&["क"])), (400, 132_015));
    assert_eq!(World::of("image").send(&message(&["क"])), (400, 132_012));
}

#[test]
fn one_person_gets_no_second_message_within_six_seconds() {
    let mut world = World::of("whatsapp");
    world.send(&message(&["क"]));
    world.now += chrono::Duration::seconds(5);
    assert_eq!(world.send(&message(&["क"])), (400, 131_056));
    world.now += chrono::Duration::seconds(1);
    assert_eq!(world.send(&message(&["क"])), (200, 0));
}

#[test]
fn nothing_is_answered_without_token_proof_and_a_known_path() {
    let mut world = World::of("whatsapp");
    let right = || asked(TOKEN, "106540352242922/messages", &message(&["क"]));
    assert_eq!(world.ask(asked("other", "1/messages", &message(&["क"]))).1, 190);
    assert_eq!(world.ask(Asked { query: Vec::new(), ..right() }).1, 100);
    assert_eq!(world.ask(Asked { path: "/v25.0/me/messages".into(), ..right() }).1, 2500);
    assert_eq!(world.ask(Asked { path: "/messages".into(), ..right() }).1, 2500);
    let mut more = right();
    more.query.push(("callback".into(), "x".into()));
    assert_eq!(world.ask(more).1, 100);
    world.cloud.end_session(false);
    assert_eq!(world.ask(right()).1, 190);
}

#[tokio::test]
async fn an_upload_is_what_it_says_and_is_kept_for_thirty_days() {
    let (bench, pictured) = Bench::pictured("image");
    let way = bench.first(&pictured).await;
    let mut upload = bench.asked("/media").remove(0);
    let id = way.progress["media"]["id"].as_str().unwrap().to_owned();
    let mut body = message(&["क"]);
    let image = json!({ "type": "image", "image": { "id": id } });
    let header = json!({ "type": "header", "parameters": [image] });
    body["template"]["components"].as_array_mut().unwrap().insert(0, header);
    let send =
        |body: &Value| match bench.rig.stage.ask(asked(TOKEN, "106540352242922/messages", body)) {
            Fate::Answered(reply) => reply.status,
            other => panic!("{other:?}"),
        };
    assert_eq!(send(&body), 200);
    bench.pass(31 * 86_400);
    assert_eq!(send(&body), 400);
    let start = upload.body.windows(3).position(|bytes| bytes == b"\xff\xd8\xff").unwrap();
    upload.body[start] = b'x';
    let Fate::Answered(reply) = bench.rig.stage.ask(upload) else { panic!("no answer") };
    assert_eq!(reply.status, 400);
}

#[test]
fn of_a_template_that_nobody_knows_only_its_approval_is_known() {
    let mut world = World::of("whatsapp");
    let mut body = message(&["क", "ख"]);
    body["template"]["name"] = json!("another_one");
    assert_eq!(world.send(&body), (200, 0));
}

//! Everything that is sent and answered, held against the lexicons.

use serde_json::{Map, Value, json};

use super::bench::Bench;
use super::lexicon::Lexicons;
use super::*;
use crate::clock::Clock as _;
use crate::http::Answer;
use crate::post::Subtitles;

/// Posts of every kind that the adapter can make.
fn drafts(bench: &Bench) -> Vec<Draft> {
    let picture = |size| bench.stored(MediaKind::Png, &png(size));
    let mut all = draft("@asha.bsky.social देखें https://example.org/k #किसान https://उदाहरण.भारत/");
    all.media = vec![picture(100), picture(200)];
    all.warning = Some("nudity".to_owned());
    option(&mut all, "signed_in_only", true);
    option(&mut all, "tags", json!(["मेला"]));
    let mut quoting = draft("उद्धरण");
    quoting.card = card("शीर्षक");
    option(&mut quoting, "quote", quoted(bench));
    let mut thumb = draft("सूचना");
    thumb.card = card("शीर्षक");
    thumb.media = vec![picture(300)];
    option(&mut thumb, "thumb", true);
    let film = |size| Draft {
        media: vec![bench.stored(MediaKind::Mp4, &mp4(size))],
        ..draft("फ़िल्म")
    };
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nक\n\n".as_bytes();
    let subtitles = bench.stored(MediaKind::Mp4, srt);
    let mut subtitled = film(6000);
    subtitled.media[0].subtitles = vec![Subtitles {
        name: "film.hi.srt".to_owned(),
        digest: subtitles.digest,
        bytes: subtitles.bytes,
        lang: "hi".to_owned(),
    }];
    vec![draft("सीधा पाठ"), quoting, all, thumb, film(5000), film(20_000_001), subtitled]
}

/// The address that the first of the drafts will have.
fn quoted(bench: &Bench) -> String {
    let rkey = super::super::tid::Tid::for_part(bench.clock.now(), 0, &Rig::key(0, 0));
    format!("at://office.example.org/app.bsky.feed.post/{rkey}")
}

/// Sends every kind of post, and everything else that the adapter can ask.
async fn everything() -> Bench {
    let bench = Bench::new(Knobs::default());
    let mut receipts = Vec::new();
    for (number, draft) in (0_u32..).zip(drafts(&bench)) {
        let part = bench.platform.compose(&draft).parts.remove(0);
        receipts.push(bench.deliver(&part, number, None).await);
    }
    let last = receipts.last().cloned();
    receipts.push(bench.deliver(&part("जवाब"), 99, last.as_ref()).await);
    bench.platform.whoami().await.unwrap();
    bench.platform.refresh().await.unwrap();
    bench.platform.recall(&receipts[0]).await.unwrap();
    bench
}

fn method(asked: &Asked) -> &str {
    asked.path.strip_prefix("/xrpc/").unwrap()
}

/// Query values as the types their lexicon gives them.
fn typed(params: &Value, query: &[(String, String)]) -> Value {
    let value = |name: &str, text: &str| match params["properties"][name]["type"].as_str() {
        Some("integer") => text.parse::<i64>().map_or(json!(text), |number| json!(number)),
        _ => json!(text),
    };
    let pairs: Map<_, _> =
        query.iter().map(|(name, text)| (name.clone(), value(name, text))).collect();
    Value::Object(pairs)
}

fn check_request(lexicons: &Lexicons, asked: &Asked) -> Vec<String> {
    let id = method(asked);
    let main = lexicons.definition(id, "main");
    let verb = if main["type"] == "query" { "GET" } else { "POST" };
    assert_eq!(asked.method, verb, "{id}");
    let mut wrong = Vec::new();
    // The two values that the service reads and its lexicon does not name (bsky-docs `video`).
    if id != "app.bsky.video.uploadVideo" {
        let params = &main["parameters"];
        let none = json!({ "type": "params", "properties": {} });
        let params = if params.is_null() { &none } else { params };
        wrong.extend(lexicons.check(id, params, &typed(params, &asked.query)));
    }
    let encoding = main["input"]["encoding"].as_str();
    let given = asked.header("content-type");
    assert_eq!(encoding.is_some(), given.is_some(), "{id}: {given:?}");
    assert!(encoding.is_none_or(|encoding| encoding == "*/*" || Some(encoding) == given), "{id}");
    if encoding == Some("application/json") {
        let input = asked.json().unwrap();
        wrong.extend(lexicons.check(id, &main["input"]["schema"], &input));
        if input["record"].is_object() {
            wrong.extend(lexicons.record(&input["record"]));
        }
    }
    wrong
}

fn check_answer(lexicons: &Lexicons, id: &str, answer: &Answer) -> Vec<String> {
    let main = lexicons.definition(id, "main");
    let body: Value = answer.json().unwrap();
    if answer.is_success() {
        return lexicons.check(id, &main["output"]["schema"], &body);
    }
    let named = body["error"].is_string() && body["message"].is_string();
    if named { vec![] } else { vec![format!("a refusal without words: {body}")] }
}

#[tokio::test]
async fn every_request_and_every_answer_is_as_the_lexicons_have_it() {
    let Some(lexicons) = Lexicons::open() else { return };
    let bench = everything().await;
    let seen = bench.stage.seen();
    let answers = bench.wire.answers();
    assert_eq!(seen.len(), answers.len());
    let mut methods: Vec<_> = seen.iter().map(|(asked, _)| method(asked).to_owned()).collect();
    for ((asked, _), answer) in seen.iter().zip(&answers) {
        let id = method(asked);
        assert_eq!(check_request(&lexicons, asked), [""; 0], "{id}");
        assert_eq!(check_answer(&lexicons, id, answer), [""; 0], "{id}");
    }
    methods.sort_unstable();
    methods.dedup();
    assert_eq!(methods.len(), 15, "{methods:?}");
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let Some(lexicons) = Lexicons::open() else { return };
    let right = json!({
        "$type": "app.bsky.feed.post", "text": "क", "createdAt": "2026-01-26T03:30:00.000Z",
    });
    assert_eq!(lexicons.record(&right), [""; 0]);
    for (field, value) in [
        ("text", json!("क".repeat(301))),
        ("createdAt", json!("2026-01-26T03:30:00")),
        ("langs", json!(["hi", "en", "ur", "mr"])),
        ("colour", json!("red")),
        ("embed", json!({ "$type": "app.bsky.embed.poll" })),
        ("embed", json!({ "$type": "app.bsky.embed.images", "images": [{ "alt": "" }] })),
        ("facets", json!([{ "index": { "byteStart": -1, "byteEnd": 2 }, "features": [] }])),
    ] {
        let mut wrong = right.clone();
        wrong[field] = value;
        assert_ne!(lexicons.record(&wrong), [""; 0], "{field}");
    }
}

/// What the imitation says to a record.
fn imitation_takes(record: &Value) -> bool {
    use crate::platform::mock::{Imitation as _, Ledger};
    let mut imitation = Imitation::new(Knobs::default());
    let mut ledger = Ledger::default();
    let now = crate::clock::from_micros(1_764_045_000_000_000);
    let mut answer = |asked: &Asked| imitation.answer(asked, &mut ledger, now);
    let path = "com.atproto.server.createSession";
    let session = answer(&ask("POST", path, None, &login()));
    let session: Value = serde_json::from_slice(&session.body).unwrap();
    let put = json!({
        "repo": session["did"], "collection": "app.bsky.feed.post", "rkey": "3mdccjmurk222",
        "record": record,
    });
    let token = session["accessJwt"].as_str();
    answer(&ask("POST", "com.atproto.repo.putRecord", token, &put)).status == 200
}

#[test]
fn the_imitation_and_the_lexicons_agree_about_records() {
    let Some(lexicons) = Lexicons::open() else { return };
    let strong = json!({
        "uri": "at://did:plc:x/app.bsky.feed.post/3mdccjmurk222",
        "cid": "bafyreib2rxk3rybk3aobmv5cjuql3bm2twh4jo5uxgf5kpqcsgzmq2vz2m",
    });
    let external = |uri: &str| {
        let inner = json!({ "uri": uri, "title": "t", "description": "" });
        json!({ "$type": "app.bsky.embed.external", "external": inner })
    };
    let facet = |feature: Value| json!([{ "index": { "byteStart": 0, "byteEnd": 1 }, "features": [feature] }]);
    for (field, value) in [
        ("text", json!("")),
        ("text", json!(5)),
        ("text", json!("a".repeat(301))),
        ("text", Value::Null),
        ("createdAt", json!("yesterday")),
        ("langs", json!(["hi", "en"])),
        ("langs", json!("hi")),
        ("langs", json!(["Hindi language"])),
        ("tags", json!(["a", "b", "c", "d", "e", "f", "g", "h", "i"])),
        ("tags", json!(["क".repeat(65)])),
        ("reply", json!({ "root": strong, "parent": strong })),
        ("reply", json!({ "root": strong })),
        ("reply", json!({ "root": { "uri": "x", "cid": "y" }, "parent": strong })),
        ("embed", json!({ "$type": "app.bsky.embed.record", "record": strong })),
        ("embed", json!({ "$type": "app.bsky.embed.record" })),
        ("embed", external("https://example.org/")),
        ("embed", external("no address")),
        (
            "embed",
            json!({ "$type": "app.bsky.embed.external", "external": { "uri": "https://x.example" } }),
        ),
        (
            "facets",
            facet(json!({ "$type": "app.bsky.richtext.facet#link", "uri": "https://a.example/" })),
        ),
        ("facets", facet(json!({ "$type": "app.bsky.richtext.facet#link", "uri": "a b" }))),
        ("facets", facet(json!({ "$type": "app.bsky.richtext.facet#tag", "tag": "क".repeat(65) }))),
        ("facets", facet(json!({ "$type": "app.bsky.richtext.facet#mention", "did": "asha" }))),
        ("facets", json!([{ "features": [] }])),
        (
            "labels",
            json!({ "$type": "com.atproto.label.defs#selfLabels", "values": [{ "val": "nudity" }] }),
        ),
        ("labels", json!({ "$type": "com.atproto.label.defs#selfLabels", "values": [{}] })),
        ("labels", json!({ "$type": "com.atproto.label.defs#selfLabels" })),
    ] {
        let mut record = json!({
            "$type": "app.bsky.feed.post", "text": "क", "createdAt": "2026-01-26T03:30:00.000Z",
        });
        record[field] = value;
        let by_lexicon = lexicons.record(&record);
        let taken = imitation_takes(&record);
        assert_eq!(taken, by_lexicon.is_empty(), "{record}: {by_lexicon:?}");
    }
}

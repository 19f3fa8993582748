//! Requests and answers, held against the official specifications.

use std::path::{Path, PathBuf};

use super::*;

/// What every call may have, which the specifications do not repeat.
const GENERAL: [&str; 4] = ["fields", "appsecret_proof", "limit", "after"];

/// What Meta's generator of the specifications leaves out: files that are uploaded.
const FILES: [&str; 2] = ["source", "captions_file"];

/// The specifications; none where the folder that has them is not here.
fn described() -> Option<Value> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("DAKIYA_SHARED").map_or_else(beside, PathBuf::from);
    let path = shared.join("platforms/data/meta-facebook-page-publishing.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared is not here");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// Sends every kind of post, and everything else that the adapter can ask.
async fn everything() -> Bench {
    let bench = Bench::of("facebook");
    bench.rig.platform.whoami().await.unwrap();
    let post = with_option(bench.album(), "first_comment", "क");
    let receipts = bench.post(&post).await;
    bench.post(&draft("देखें https://example.org/1")).await;
    for film in [bench.filmed(), bench.reel()] {
        let way = bench.prepared(&with_option(film, "title", "सभा")).await;
        let since = bench.now();
        bench.publish(&way).await.unwrap_err();
        bench.pass(60);
        bench.find(&way, since).await.unwrap();
    }
    for post in [bench.pictured(), bench.filmed()] {
        let way = bench.prepared(&with_option(post, "story", true)).await;
        bench.publish(&way).await.unwrap();
        bench.pass(60);
        bench.find(&way, bench.now()).await.unwrap();
    }
    let way = bench.prepared(&draft(TEXT)).await;
    bench.find(&way, bench.now()).await.unwrap();
    let part = bench.rig.platform.compose(&post).parts.remove(1);
    let job = JobSeed { index: 1, parts: 2, parent: Some(&receipts[0]), ..bench.single("c") };
    let comment = Way { part, progress: Value::Null };
    bench.rig.find(&comment, job, bench.now()).await.unwrap();
    bench.rig.platform.recall(&receipts[0]).await.unwrap();
    bench
}

/// The same for posts that are revealed.
async fn everything_in_two_steps() -> Bench {
    let bench = Bench::two_step();
    for post in [bench.album(), bench.covered(&["hi"])] {
        let way = bench.prepared(&post).await;
        bench.publish(&way).await.unwrap();
        bench.find(&way, bench.now()).await.unwrap();
    }
    bench
}

/// The object of the specifications that a path names, and its edge.
fn place(asked: &Asked, films: &[String]) -> Option<(&'static str, String)> {
    let pieces: Vec<_> = asked.path.trim_start_matches("/v25.0/").split('/').collect();
    match pieces.as_slice() {
        _ if asked.path.starts_with("/video-upload/") => None,
        ["debug_token"] => None,
        [PAGE] => Some(("Page", "(node)".into())),
        [PAGE, edge] => Some(("Page", (*edge).to_owned())),
        [_, edge @ ("thumbnails" | "captions")] => Some(("Video", (*edge).to_owned())),
        [id, edge] if id.contains('_') => Some(("PagePost", (*edge).to_owned())),
        [id] if films.iter().any(|film| film == id) || asks_how_far(asked) => {
            Some(("Video", "(node)".into()))
        }
        [id] if id.contains('_') => Some(("PagePost", "(node)".into())),
        [_] => Some(("Photo", "(node)".into())),
        _ => panic!("{}", asked.path),
    }
}

/// The film of a story is known as another post.
fn asks_how_far(asked: &Asked) -> bool {
    asked.query("fields").is_some_and(|fields| fields.ends_with("status"))
}

/// Parameters of a request with their values.
fn params(asked: &Asked) -> Vec<(String, Value)> {
    let text = |(name, value): (String, String)| (name, Value::String(value));
    let query = asked.query.clone().into_iter().map(text);
    let json = asked.json().and_then(|body| body.as_object().cloned()).into_iter().flatten();
    let form = asked.multipart().into_iter().flatten().map(|part| {
        let value = String::from_utf8(part.bytes).map_or(Value::Null, Value::String);
        (part.name, value)
    });
    query.chain(json).chain(form).collect()
}

fn is_of(described: &Value, kind: &str, value: &Value) -> bool {
    if let Some(known) = described["enums"][kind].as_array() {
        let given = value.as_str().unwrap_or_default();
        // The guides write phases in lower case, the specifications some of them in upper case.
        return known.iter().any(|one| one.as_str().unwrap().eq_ignore_ascii_case(given));
    }
    match kind {
        "bool" => value.is_boolean() || matches!(value.as_str(), Some("true" | "false")),
        "unsigned int" => {
            value.is_u64() || value.as_str().is_some_and(|text| text.parse::<u64>().is_ok())
        }
        "list<Object>" => value.as_array().is_some_and(|list| list.iter().all(Value::is_object)),
        "string" => value.is_string() || value.is_null(),
        _ => true,
    }
}

fn check(described: &Value, asked: &Asked, films: &[String]) {
    let Some((node, edge)) = place(asked, films) else { return };
    let edges = described[node]["edges"].as_array().unwrap();
    let found =
        edges.iter().find(|one| one["method"] == asked.method.as_str() && one["edge"] == edge);
    let reads_node = asked.method == "GET" && edge == "(node)";
    assert!(found.is_some() || reads_node, "{} {node} has no {edge}", asked.method);
    for (name, value) in params(asked) {
        if GENERAL.contains(&name.as_str()) || FILES.contains(&name.as_str()) {
            continue;
        }
        let known = found.unwrap()["params"].as_array().unwrap().iter();
        let param = known.clone().find(|param| param["name"] == name.as_str());
        let param = param.unwrap_or_else(|| panic!("{node}/{edge} has no parameter {name}"));
        let kind = param["type"].as_str().unwrap();
        assert!(is_of(described, kind, &value), "{node}/{edge}: {name} = {value} is no {kind}");
    }
    check_fields(described, asked, node, &edge);
}

/// What is asked for exists. Of comments the trimmed specifications have no fields.
fn check_fields(described: &Value, asked: &Asked, node: &str, edge: &str) {
    let node = match edge {
        "comments" => return,
        "published_posts" | "feed" => "PagePost",
        "stories" => "Stories",
        _ => node,
    };
    let asked = asked.query("fields").unwrap_or("id");
    let top = asked.split('{').next().unwrap().split(',').filter(|name| !name.is_empty());
    for name in top.chain(asked.contains("attachments").then_some("attachments")) {
        let fields = described[node]["fields"].as_array().unwrap();
        let mut edges = described[node]["edges"].as_array().into_iter().flatten();
        let is_field = fields.iter().any(|field| field["name"] == name);
        let is_edge = edges.any(|one| one["edge"] == name);
        assert!(is_field || is_edge, "{node} has no field {name}");
    }
}

#[tokio::test]
async fn every_request_is_as_the_specifications_have_it() {
    let Some(described) = described() else { return };
    let mut seen = 0;
    for bench in [everything().await, everything_in_two_steps().await] {
        let ids = bench.rig.ledger().into_iter().map(|one| one.id);
        let films: Vec<_> = ids.filter(|id| !id.contains('_')).collect();
        for (asked, _) in bench.rig.stage.seen() {
            check(&described, &asked, &films);
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn what_the_specifications_do_not_have_is_noticed() {
    let Some(described) = described() else { return };
    let body = json!({ "message": "क", "colour": "red" });
    let asked = Asked {
        method: "POST".into(),
        path: format!("/v25.0/{PAGE}/feed"),
        query: Vec::new(),
        headers: BTreeMap::from([("content-type".into(), "application/json".into())]),
        body: body.to_string().into(),
    };
    let noticed = std::panic::catch_unwind(|| check(&described, &asked, &[]));
    assert!(noticed.is_err());
}

#[tokio::test]
async fn the_status_of_a_film_is_as_the_specifications_have_it() {
    let Some(described) = described() else { return };
    let bench = Bench::of("facebook");
    let way = bench.prepared(&bench.reel()).await;
    let id = way.progress["film"]["video"].as_str().unwrap().to_owned();
    let mut looked = bench.asked(&format!("/{id}")).pop().unwrap();
    looked.query.retain(|(name, _)| name != "fields");
    looked.query.push(("fields".into(), "status,permalink_url,published,post_id".into()));
    let said = format!("{:?}", bench.rig.stage.ask(looked));
    let bytes: Vec<u8> = {
        let start = said.find("body: [").unwrap() + 7;
        let list = &said[start..said[start..].find(']').unwrap() + start];
        list.split(", ").map(|byte| byte.parse().unwrap()).collect()
    };
    let answer: Value = serde_json::from_slice(&bytes).unwrap();
    has_fields(&described, "Video", &answer);
    has_fields(&described, "VideoStatus", &answer["status"]);
    for (phase, kind) in [
        ("uploading_phase", "VideoStatusUploadingPhase"),
        ("processing_phase", "VideoStatusProcessingPhase"),
        ("publishing_phase", "VideoStatusPublishingPhase"),
    ] {
        has_fields(&described, kind, &answer["status"][phase]);
    }
}

fn has_fields(described: &Value, kind: &str, value: &Value) {
    let fields = described[kind]["fields"].as_array().unwrap();
    for name in value.as_object().unwrap().keys() {
        assert!(fields.iter().any(|field| field["name"] == name.as_str()), "{kind} has no {name}");
    }
}

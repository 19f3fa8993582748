//! Requests and answers, held against the discovery document.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::*;
use crate::http::{Answer, Kind, Lost, Request, Transport, Url};
use crate::platform::mock::Direct;

/// A transport that remembers what was answered.
#[derive(Debug)]
struct Remembers {
    inner: Direct,
    answers: Mutex<Vec<Answer>>,
}

#[async_trait::async_trait]
impl Transport for Remembers {
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        let answer = self.inner.send(kind, request).await?;
        self.answers.lock().unwrap().push(answer.clone());
        Ok(answer)
    }
}

/// Sends everything that the adapter can ask; each request with its answer.
async fn everything() -> Vec<(Asked, Answer)> {
    let desk = Desk::new();
    let inner = Direct::to(desk.rig.stage.clone());
    let line = Arc::new(Remembers { inner, answers: Mutex::default() });
    let address = Url::parse("http://127.0.0.1:9").unwrap();
    let desk = Desk(desk.0.through(Arc::clone(&line) as _, address));
    let media = vec![desk.subtitled(&["hi"]).media.remove(0), desk.picture()];
    let mut full = option(Draft { media, ai: true, ..draft("सभा\nपाठ") }, "tags", json!(["मेला"]));
    full = option(full, "playlist", "PLimitatedPlaylist");
    let receipts = desk.post(&full).await.unwrap();
    let way = desk.prepared(&desk.draft("और"), "k").await;
    desk.find(&way, "k").await;
    desk.rig.platform.whoami().await.unwrap();
    desk.rig.platform.recall(&receipts[0]).await.unwrap();
    desk.seen().into_iter().zip(line.answers.lock().unwrap().clone()).collect()
}

/// The method of the document that `asked` is; nothing for tokens and the chunks of an upload.
fn method_of<'d>(document: &'d Value, asked: &Asked) -> Option<&'d Value> {
    let path = asked.path.trim_start_matches("/upload").trim_start_matches('/');
    let resources = document["resources"].as_object().unwrap().values();
    let mut methods =
        resources.flat_map(|resource| resource["methods"].as_object().unwrap().values());
    let chunk = asked.header("content-range").is_some();
    methods.find(|method| {
        !chunk && method["path"] == path && method["httpMethod"] == asked.method.as_str()
    })
}

/// What is wrong with `value` by the schema `name`.
fn check(document: &Value, name: &str, value: &Value, place: &str) -> Vec<String> {
    let properties = &document["schemas"][name]["properties"];
    let Some(map) = value.as_object() else { return vec![format!("{place} is no object")] };
    map.iter()
        .flat_map(|(key, value)| {
            let place = format!("{place}.{key}");
            match properties.get(key) {
                None => vec![format!("{place} is not in {name}")],
                Some(schema) => check_value(document, schema, value, &place),
            }
        })
        .collect()
}

fn check_value(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return check(document, name, value, place);
    }
    let listed = schema["enum"].as_array().is_none_or(|allowed| allowed.contains(value));
    let typed = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_u64(),
        Some("array") => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default().iter();
            let wrong = items.flat_map(|item| check_value(document, &schema["items"], item, place));
            let wrong: Vec<_> = wrong.collect();
            return if value.is_array() { wrong } else { vec![format!("{place} is no array")] };
        }
        _ => true,
    };
    if listed && typed { Vec::new() } else { vec![format!("{place} is {value}")] }
}

#[tokio::test]
async fn every_request_and_every_answer_is_as_the_document_has_it() {
    let Some(document) = shared("youtube-v3-discovery-trimmed.json") else { return };
    let mut used = BTreeSet::new();
    for (asked, answer) in everything().await {
        let Some(method) = method_of(&document, &asked) else {
            let chunk = asked.header("content-range").is_some();
            assert!(asked.path == "/token" || chunk, "{} {}", asked.method, asked.path);
            continue;
        };
        let id = method["id"].as_str().unwrap();
        used.insert(id.to_owned());
        let parameters = method["parameters"].as_object().unwrap();
        for (name, _) in asked.query.iter().filter(|(name, _)| name != "uploadType") {
            assert!(parameters.contains_key(name), "{id} has {name}");
        }
        for (name, parameter) in parameters {
            let needed = parameter["required"] == true;
            assert!(!needed || asked.query(name).is_some(), "{id} needs {name}");
        }
        if let (Some(schema), Some(body)) = (method["request"]["$ref"].as_str(), asked.json()) {
            assert_eq!(check(&document, schema, &body, id), [""; 0]);
            let parts: Vec<_> = asked.query("part").unwrap().split(',').collect();
            let named = body.as_object().unwrap().keys().filter(|key| *key != "id");
            for key in named {
                assert!(parts.contains(&key.as_str()), "{id}: the part {key} is not named");
            }
        }
        if let Some(schema) = method["response"]["$ref"].as_str()
            && !answer.body.is_empty()
            && answer.is_success()
        {
            let body: Value = answer.json().unwrap();
            assert_eq!(check(&document, schema, &body, id), [""; 0]);
        }
    }
    for id in [
        "videos.insert",
        "videos.list",
        "videos.update",
        "videos.delete",
        "thumbnails.set",
        "channels.list",
        "playlistItems.list",
        "playlistItems.insert",
        "captions.insert",
    ] {
        assert!(used.contains(&format!("youtube.{id}")), "{id} was never asked: {used:?}");
    }
}

//! Requests and answers against the services' own descriptions in `../shared/platforms/data`.

use std::path::PathBuf;

use serde_json::Value as Json;

use super::{ClockNow as _, NOTICE, Stand, draft, stand, with_option};
use crate::adapters::http::imitation::of_kind;
use crate::platform::mock::{Asked, Ledger};

/// The description in `name`; none where the folder is not beside the project.
fn description(name: &str) -> Option<Json> {
    let beside = || Some(PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent()?.join("shared"));
    let shared = std::env::var_os("DAKIYA_SHARED").map(PathBuf::from).or_else(beside)?;
    let text = std::fs::read_to_string(shared.join("platforms/data").join(name));
    if text.is_err() {
        println!("skipped: ../shared is not here");
    }
    serde_json::from_str(&text.ok()?).ok()
}

/// Checks `value` against a schema of JSON Schema's kind, as far as these descriptions go.
fn check(value: &Json, schema: &Json, all: &Json, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return check(value, &all[name], all, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let inner = choices.iter().filter(|choice| choice["type"] != "null");
        inner.for_each(|choice| check(value, choice, all, at));
    }
    let types = match &schema["type"] {
        Json::String(one) => vec![one.clone()],
        Json::Array(many) => many.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let is = match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "integer",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    assert!(types.is_empty() || types.iter().any(|known| known == is), "{at} is {is}: {types:?}");
    if let (Json::String(text), Some(most)) = (value, schema["maxLength"].as_u64()) {
        assert!(text.chars().count() as u64 <= most, "{at}");
    }
    if let (Json::String(text), Some(pattern)) = (value, schema["pattern"].as_str()) {
        assert!(regex::Regex::new(pattern).unwrap().is_match(text), "{at}: {text}");
    }
    if let (Json::Object(fields), Some(known)) = (value, schema["properties"].as_object()) {
        for (name, value) in fields {
            let inner = known.get(name).unwrap_or_else(|| panic!("{at}.{name} is not described"));
            check(value, inner, all, &format!("{at}.{name}"));
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(name.as_str().unwrap()), "{at} lacks {name}");
        }
    }
    for value in value.as_array().into_iter().flatten() {
        check(value, &schema["items"], all, &format!("{at}[]"));
    }
}

fn payload(asked: &Asked) -> Json {
    serde_json::from_slice(&asked.multipart().unwrap()[0].bytes).unwrap()
}

/// Whether `path` is the one that `template` describes below `base`.
fn is_at(path: &str, base: &str, template: &str) -> bool {
    let Some(rest) = path.strip_prefix(base) else { return false };
    let (given, wanted) = (rest.split('/'), template.split('/'));
    given.clone().count() == wanted.clone().count()
        && given.zip(wanted).all(|(given, wanted)| wanted.starts_with('{') || given == wanted)
}

fn known_query(asked: &Asked, parameters: &Json) {
    for (name, _) in &asked.query {
        let known = parameters.as_array().into_iter().flatten();
        let mut known = known.filter(|at| at["in"] == "query").map(|at| &at["name"]);
        assert!(known.any(|known| known == name.as_str()), "{name} is not described");
    }
}

#[tokio::test]
async fn discords_description_has_everything_that_is_sent_and_read() {
    let Some(api) = description("discord-webhook-trimmed.json") else { return };
    let stand = stand("discord");
    let mut post = with_option(draft(NOTICE), "silent", true.into());
    post = with_option(post, "thread_id", "1101010101010101010".into());
    post.media = vec![stand.picture("मंच")];
    let receipts = stand.rig.post(&post, 1).await.unwrap();
    stand.rig.platform.recall(&receipts[0]).await.unwrap();
    for (asked, visible) in stand.rig.stage.seen() {
        let paths = api["paths"].as_object().unwrap();
        let found = paths.iter().find(|(path, _)| is_at(&asked.path, "/api/v10", path));
        let operation = &found.unwrap().1[asked.method.to_lowercase()];
        assert!(operation.is_object(), "{} {}", asked.method, asked.path);
        known_query(&asked, &operation["parameters"]);
        if visible {
            let schema = &api["schemas"]["IncomingWebhookRequestPartial"];
            check(&payload(&asked), schema, &api["schemas"], "message");
        }
    }
    let read = api["schemas"]["MessageResponse (subset)"].as_object().unwrap();
    assert!(["id", "channel_id"].iter().all(|field| read.contains_key(*field)));
}

#[tokio::test]
async fn discords_imitation_answers_as_described_and_refuses_what_is_not() {
    let Some(api) = description("discord-webhook-trimmed.json") else { return };
    let stand = stand("discord");
    stand.rig.post(&draft(NOTICE), 1).await.unwrap();
    let (mut asked, message) = replayed(&stand).pop().unwrap();
    let known = api["schemas"]["MessageResponse (subset)"].as_object().unwrap();
    assert!(
        message.as_object().unwrap().keys().all(|field| known.contains_key(field)),
        "{message}"
    );
    asked.headers.insert("content-type".into(), "application/json".into());
    for (body, good) in [
        ("{\"content\":\"a\"}", true),
        ("{\"content\":\"a\",\"contnt\":\"b\"}", false),
        ("{\"content\":5}", false),
        ("{\"content\":\"a\",\"attachments\":[{\"id\":\"0\"}]}", false),
        ("{}", false),
    ] {
        asked.body = body.into();
        assert_eq!(status(&stand, &asked) == 200, good, "{body}");
    }
}

#[tokio::test]
async fn google_chats_description_has_everything_that_is_sent_and_read() {
    let Some(api) = description("google-chat-v1-trimmed.json") else { return };
    let stand = stand("google-chat");
    let text = "यह एक वाक्य है जो कुछ कहता है। ".repeat(250);
    stand.rig.post(&draft(text.trim()), 1).await.unwrap();
    let create = &api["methods"]["create"];
    let message = &api["schemas"]["Message"];
    assert!(stand.visible().len() > 1);
    for (asked, answer) in replayed(&stand) {
        assert_eq!(asked.method, create["httpMethod"].as_str().unwrap());
        assert!(is_at(&asked.path, "/", create["flatPath"].as_str().unwrap()), "{}", asked.path);
        for (name, value) in &asked.query {
            let own = name == "key" || name == "token";
            let parameter = &create["parameters"][name];
            assert!(own || parameter["location"] == "query", "{name}");
            let choices = parameter["enum"].as_array().into_iter().flatten();
            assert!(choices.clone().count() == 0 || choices.clone().any(|at| at == value.as_str()));
        }
        let body = asked.json().unwrap();
        for field in body.as_object().unwrap().keys() {
            let described = &message["properties"][field];
            assert!(described.is_object() && described["readOnly"] != true, "{field}");
        }
        for field in answer.as_object().unwrap().keys() {
            assert!(message["properties"][field].is_object(), "{field}");
        }
    }
    assert!(message["properties"]["name"].is_object());
    assert!(api["schemas"]["Thread"]["properties"]["name"].is_object());
}

#[tokio::test]
async fn the_matrix_specification_has_everything_that_is_sent_and_read() {
    let Some(api) = description("matrix-send-trimmed.json") else { return };
    let stand = stand("matrix");
    let mut post = draft(NOTICE);
    post.media = vec![stand.picture("मंच"), stand.picture("सभा")];
    let receipts = stand.rig.post(&post, 1).await.unwrap();
    stand.rig.platform.recall(&receipts[0]).await.unwrap();
    let sections = [
        ("send (base /_matrix/client/v3)", "/_matrix/client/v3"),
        ("upload (base /_matrix)", "/_matrix"),
        ("redact (base /_matrix/client/v3)", "/_matrix/client/v3"),
    ];
    for (asked, answer) in replayed(&stand) {
        let operation = sections.iter().find_map(|(section, base)| {
            let (path, operations) = api[section].as_object()?.iter().next()?;
            let method = asked.method.to_lowercase();
            is_at(&asked.path, base, path).then(|| operations[method].clone())
        });
        let operation = operation.unwrap_or_else(|| panic!("{} is not described", asked.path));
        assert!(operation.is_object(), "{} {}", asked.method, asked.path);
        if let Some(Json::Object(body)) = asked.json() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            check(&Json::Object(body), schema, &Json::Null, "body");
        }
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        check(&answer, schema, &Json::Null, "answer");
    }
}

/// The requests of `stand`, each with what a fresh imitation answers when they come again.
fn replayed(stand: &Stand) -> Vec<(Asked, Json)> {
    let mut imitation = of_kind(stand.rig.kind()).unwrap();
    let mut ledger = Ledger::default();
    let now = stand.rig.clock_now();
    let mut again = Vec::new();
    for (asked, _) in stand.rig.stage.seen() {
        let reply = imitation.answer(&asked, &mut ledger, now);
        again.push((asked, serde_json::from_slice(&reply.body).unwrap_or_default()));
    }
    again
}

fn status(stand: &Stand, asked: &Asked) -> u16 {
    let mut imitation = of_kind(stand.rig.kind()).unwrap();
    imitation.answer(asked, &mut Ledger::default(), stand.rig.clock_now()).status
}

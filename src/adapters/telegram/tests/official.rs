//! Requests, imitation and reading, compared with the machine-readable description of the API.

use std::path::{Path, PathBuf};

use super::super::imitation::fields::{Field, METHODS, Method, OBJECTS, Type};
use super::*;
use crate::platform::mock::Stage;

/// What the adapter reads of each type.
const READ: &[(&str, &[&str])] = &[
    (
        "Message",
        &[
            "message_id",
            "chat",
            "text",
            "caption",
            "photo",
            "video",
            "animation",
            "document",
            "reply_to_message",
            "forward_origin",
        ],
    ),
    ("Chat", &["id", "type", "title", "username"]),
    ("ChatFullInfo", &["id", "type", "title", "username", "has_protected_content"]),
    ("PhotoSize", &["file_id", "file_unique_id"]),
    ("Video", &["file_id", "file_unique_id", "file_name"]),
    ("Animation", &["file_id", "file_unique_id", "file_name"]),
    ("Document", &["file_id", "file_unique_id", "file_name"]),
    ("MessageOriginChannel", &["date", "chat", "message_id"]),
    ("User", &["id", "username"]),
    ("ChatMemberAdministrator", &["status", "can_post_messages"]),
    ("ResponseParameters", &["migrate_to_chat_id", "retry_after"]),
];

/// The description of the API.
struct Described(Value);

/// The description, or none where the folder that has it is not beside the project.
fn described() -> Option<Described> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("DAKIYA_SHARED").map_or_else(beside, PathBuf::from);
    let text = std::fs::read_to_string(shared.join("platforms/data/telegram/api.json"));
    match text {
        Ok(text) => Some(Described(serde_json::from_str(&text).unwrap())),
        Err(_) => {
            println!("skipped: ../shared is not here");
            None
        }
    }
}

impl Described {
    fn fields(&self, kind: &str, name: &str) -> Vec<Value> {
        let thing = &self.0[kind][name];
        assert!(thing.is_object(), "{kind} has no {name}");
        thing["fields"].as_array().cloned().unwrap_or_default()
    }

    fn field(&self, kind: &str, of: &str, name: &str) -> Value {
        let fields = self.fields(kind, of);
        let found = fields.into_iter().find(|field| field["name"] == name);
        found.unwrap_or_else(|| panic!("{of} has no field {name}"))
    }

    /// Whether `value` is what one of `types` describes; if not, why.
    fn check(&self, types: &[&str], value: &Value) -> Result<(), String> {
        let tried: Vec<_> = types.iter().map(|name| self.check_one(name, value)).collect();
        match tried.iter().any(Result::is_ok) {
            true => Ok(()),
            false => tried.into_iter().next().unwrap(),
        }
    }

    fn check_one(&self, name: &str, value: &Value) -> Result<(), String> {
        if let Some(inner) = name.strip_prefix("Array of ") {
            let list = value.as_array().ok_or_else(|| format!("{value} is no list"))?;
            return list.iter().try_for_each(|item| self.check_one(inner, item));
        }
        let right = match name {
            "Integer" => value.is_i64() || value.is_u64(),
            "Float" => value.is_number(),
            "String" => value.is_string(),
            "Boolean" => value.is_boolean(),
            "True" => *value == Value::Bool(true),
            _ => return self.check_object(name, value),
        };
        if right { Ok(()) } else { Err(format!("{value} is no {name}")) }
    }

    fn check_object(&self, name: &str, value: &Value) -> Result<(), String> {
        if let Some(subtypes) = self.0["types"][name]["subtypes"].as_array() {
            let names: Vec<_> = subtypes.iter().filter_map(Value::as_str).collect();
            return self.check(&names, value);
        }
        let object = value.as_object().ok_or_else(|| format!("{value} is no {name}"))?;
        let fields = self.fields("types", name);
        for (key, value) in object {
            let field = fields.iter().find(|field| field["name"] == key.as_str());
            let field = field.ok_or_else(|| format!("{name} has no field {key}"))?;
            self.check(&types_of(field), value).map_err(|why| format!("{name}.{key}: {why}"))?;
        }
        let missing = fields.iter().find(|field| {
            field["required"] == true && !object.contains_key(field["name"].as_str().unwrap())
        });
        missing.map_or(Ok(()), |field| Err(format!("{name} lacks {}", field["name"])))
    }

    /// Whether the fields of a request are those of its method.
    fn check_call(&self, asked: &Asked) -> Result<(), String> {
        let method = asked.path.rsplit('/').next().unwrap();
        let in_form = asked.multipart().is_some();
        let sent = fields_of(asked);
        for (name, value) in sent.as_object().unwrap() {
            if value.get("file").is_some() && method == "sendMediaGroup" {
                continue;
            }
            let types = self.field("methods", method, name);
            let types = types_of(&types);
            if value.get("file").is_some() {
                assert!(types.contains(&"InputFile"), "{method}.{name} takes no file");
            } else if !(in_form && types.contains(&"String")) {
                self.check(&types, &typed(value, in_form))
                    .map_err(|why| format!("{method}.{name}: {why}"))?;
            }
        }
        let all = self.fields("methods", method);
        let missing = all
            .iter()
            .find(|f| f["required"] == true && sent.get(f["name"].as_str().unwrap()).is_none());
        missing.map_or(Ok(()), |field| Err(format!("{method} lacks {}", field["name"])))
    }
}

fn types_of(field: &Value) -> Vec<&str> {
    field["types"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

/// What a form's text says where the field is not text.
fn typed(value: &Value, in_form: bool) -> Value {
    match value.as_str() {
        Some(text) if in_form => serde_json::from_str(text).unwrap(),
        _ => value.clone(),
    }
}

/// Everything the adapter ever asks, once.
async fn everything() -> Stand {
    let sides = "probe_chat = \"-100777\"\nstaging_chat = \"-100778\"\n";
    let stand = stand(sides);
    stand.rig.platform.whoami().await.unwrap();
    let covered = |draft: Draft| Draft { warning: Some("हिंसा".to_owned()), ..draft };
    for (option, value) in [
        ("link_preview", json!("small")),
        ("link_preview", json!("large")),
        ("link_preview", json!("above")),
        ("link_preview", json!("off")),
        ("silent", json!(true)),
        ("protect", json!(true)),
    ] {
        stand.send(&with_option("देखें https://example.org/", option, value)).await.unwrap();
    }
    let album = with_media("मेला", vec![stand.picture(80), stand.film()]);
    stand.send(&covered(album)).await.unwrap();
    stand.rig.clock.advance_to(stand.now() + chrono::Duration::minutes(1));
    let long = with_media(&"अ".repeat(2000), vec![stand.picture(80)]);
    let receipts = stand.rig.post(&long, 2).await.unwrap();
    stand.rig.platform.recall(&receipts[0]).await.unwrap();
    for kind in [MediaKind::Gif, MediaKind::Pdf] {
        let medium = stand.media(kind, b"GIF89a", None);
        stand.send(&covered(with_media("अ", vec![medium]))).await.unwrap();
    }
    what_persons_need(&stand).await;
    let mut way = stand.way(&draft(NOTICE));
    stand.ready(&mut way, 9).await;
    stand.rig.order(Mischief::visible(Trick::ApplyThenCut));
    stand.publish(&way, 9).await.unwrap_err();
    stand.find(&way, 9).await.unwrap();
    stand
}

/// What is asked where a person is handed a post.
async fn what_persons_need(stand: &Stand) {
    let button = json!({ "text": "अ", "callback_data": "posted:1" });
    let keyboard = json!({ "inline_keyboard": [[button]] });
    let fields = json!({ "chat_id": "7", "text": "अ", "reply_markup": keyboard });
    assert_eq!(stand.meddle("sendMessage", fields).await["ok"], true);
    let only = json!(["callback_query"]);
    let fields = json!({ "offset": -100, "limit": 100, "timeout": 0, "allowed_updates": only });
    assert_eq!(stand.meddle("getUpdates", fields).await["ok"], true);
    let fields = json!({ "callback_query_id": "1", "text": "अ" });
    assert_eq!(stand.meddle("answerCallbackQuery", fields).await["ok"], true);
}

/// The same by forms in place of uploads ahead of time.
async fn everything_in_forms() -> Stand {
    let stand = stand("silent = true\nprotect_content = true\n");
    let covered = |draft: Draft| Draft { warning: Some("हिंसा".to_owned()), ..draft };
    let media = [
        vec![stand.picture(80)],
        vec![stand.film()],
        vec![stand.media(MediaKind::Gif, b"GIF89a", None)],
        vec![stand.media(MediaKind::Pdf, b"%PDF", None)],
        vec![stand.picture(80), stand.film()],
        vec![stand.media(MediaKind::Pdf, b"%PDF", None); 2],
    ];
    let mut parent = None;
    for (delivery, media) in (1..).zip(media) {
        let key = Rig::key(delivery, 0);
        let job = JobSeed { parent: parent.as_ref(), ..JobSeed::single(&key, stand.now()) };
        let way = stand.way(&covered(with_media("अ", media)));
        parent = Some(stand.rig.publish(&way, job).await.unwrap());
    }
    stand
}

#[tokio::test]
async fn every_request_is_as_described() {
    let Some(described) = described() else { return };
    for stand in [everything().await, everything_in_forms().await] {
        for (asked, _) in stand.rig.stage.seen() {
            described.check_call(&asked).unwrap();
        }
    }
}

#[tokio::test]
async fn the_run_that_is_checked_uses_every_method_of_the_imitation() {
    let (whole, forms) = (everything().await, everything_in_forms().await);
    for Method { name, .. } in METHODS {
        let used = [&whole, &forms].iter().any(|stand| !stand.calls(name).is_empty());
        assert!(used, "{name}");
    }
}

#[tokio::test]
async fn every_answer_of_the_imitation_is_as_described() {
    let Some(described) = described() else { return };
    let mut checked = std::collections::BTreeSet::new();
    for stand in [everything().await, everything_in_forms().await] {
        let fresh = stand_of(&ROW, "");
        for (asked, _) in stand.rig.stage.seen() {
            let answer = replay(&fresh.rig.stage, asked.clone()).await;
            if answer["ok"] == false {
                let parameters = answer.get("parameters").cloned().unwrap_or(json!({}));
                described.check_one("ResponseParameters", &parameters).unwrap();
                continue;
            }
            let method = asked.path.rsplit('/').next().unwrap();
            let returns = described.0["methods"][method]["returns"].clone();
            let returns: Vec<_> =
                returns.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            described.check(&returns, &answer["result"]).unwrap();
            checked.insert(method.to_owned());
        }
    }
    assert_eq!(checked.len(), METHODS.len(), "{checked:?}");
}

/// What a stage answers to a request that another one got.
async fn replay(stage: &Stage, asked: Asked) -> Value {
    let url = url(&format!("https://api.telegram.org{}", asked.path));
    let content_type = asked.header("content-type").unwrap().to_owned();
    let body = crate::http::Body::Bytes { content_type, bytes: asked.body.into() };
    let request = Request::post("replay", url).body(body).unwrap();
    Direct::to(stage.clone()).send(Kind::Invisible, request).await.unwrap().json().unwrap()
}

#[test]
fn the_imitation_knows_no_method_field_or_type_that_is_not_described() {
    let Some(described) = described() else { return };
    for Method { name, fields } in METHODS {
        compare(&described, "methods", name, fields);
    }
    for Method { name, fields } in OBJECTS {
        compare(&described, "types", name, fields);
    }
}

fn compare(described: &Described, kind: &str, of: &str, fields: &[Field]) {
    for field in fields {
        let official = described.field(kind, of, field.name);
        let types = types_of(&official);
        let fits = match field.holds {
            Type::Chat => types == ["Integer", "String"],
            Type::Text => types == ["String"],
            Type::Flag => types == ["Boolean"],
            Type::Number => types == ["Integer"],
            Type::Numbers => types == ["Array of Integer"],
            Type::Words => types == ["Array of String"],
            Type::Rows => types == ["Array of Array of InlineKeyboardButton"],
            // Other keyboards than that under a message are not for this.
            Type::Object("InlineKeyboardMarkup") => types.contains(&"InlineKeyboardMarkup"),
            Type::File => types == ["InputFile", "String"],
            Type::Object("Array of InputMedia") => {
                types.iter().all(|t| t.starts_with("Array of InputMedia"))
            }
            Type::Object(name) => types == [name],
        };
        assert!(fits, "{of}.{} is {types:?}", field.name);
        assert_eq!(official["required"], field.required, "{of}.{}", field.name);
    }
    let forgotten = described.fields(kind, of).into_iter().find(|official| {
        let known = fields.iter().any(|field| official["name"] == field.name);
        official["required"] == true && !known
    });
    assert_eq!(forgotten, None, "{of}");
}

#[test]
fn everything_that_is_read_is_described() {
    let Some(described) = described() else { return };
    for (name, fields) in READ {
        for field in *fields {
            described.field("types", name, field);
        }
    }
}

#[test]
fn the_limits_are_the_described_ones() {
    let Some(described) = described() else { return };
    let says = |kind: &str, of: &str, field: &str, words: &str| {
        let official = described.field(kind, of, field);
        assert!(official["description"].as_str().unwrap().contains(words), "{of}.{field}");
    };
    says("methods", "sendMessage", "text", "1-4096 characters");
    says("methods", "sendPhoto", "caption", "0-1024 characters");
    says("methods", "sendMediaGroup", "media", "2-10 items");
    says("methods", "deleteMessages", "message_ids", "1-100");
    says("methods", "sendPhoto", "photo", "at most 10 MB");
    says("methods", "sendPhoto", "photo", "must not exceed 10000 in total");
    says("methods", "sendPhoto", "photo", "ratio must be at most 20");
    let film = &described.0["methods"]["sendVideo"]["description"];
    assert!(film.to_string().contains("up to 50 MB"));
}

//! A small validator of values against lexicon files. Unlike servers it refuses fields that the
//! lexicons do not have.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation as _;

use super::super::syntax;
use super::super::tid::Tid;
use super::shared;

/// The lexicon files, read when needed.
#[derive(Default)]
pub(super) struct Lexicons(RefCell<BTreeMap<String, Value>>);

impl Lexicons {
    /// The lexicons, if they are here.
    pub(super) fn open() -> Option<Self> {
        shared::text("data/bluesky/README.md").map(|_| Self::default())
    }

    /// The definition `name` of the lexicon `id`.
    pub(super) fn definition(&self, id: &str, name: &str) -> Value {
        let mut files = self.0.borrow_mut();
        let file = files.entry(id.to_owned()).or_insert_with(|| {
            let path = format!("data/bluesky/lexicons/{}.json", id.replace('.', "/"));
            shared::json(&path).unwrap_or_else(|| panic!("no lexicon {id}"))
        });
        assert!(file["defs"][name].is_object(), "no definition {id}#{name}");
        file["defs"][name].clone()
    }

    /// What is wrong with a record of its own `$type`.
    pub(super) fn record(&self, record: &Value) -> Vec<String> {
        let id = record["$type"].as_str().unwrap_or_default();
        let schema = self.definition(id, "main")["record"].clone();
        self.check(id, &schema, record)
    }

    /// What is wrong with `value`, which is to be as `schema` of the lexicon `id` says.
    pub(super) fn check(&self, id: &str, schema: &Value, value: &Value) -> Vec<String> {
        let mut wrong = Vec::new();
        self.look(id, schema, value, "$", &mut wrong);
        wrong
    }

    fn look(&self, id: &str, schema: &Value, value: &Value, path: &str, wrong: &mut Vec<String>) {
        let mut say = |problem: String| wrong.push(format!("{problem} at {path}"));
        match schema["type"].as_str().unwrap_or_default() {
            "object" | "params" => self.object(id, schema, value, path, wrong),
            "array" => self.array(id, schema, value, path, wrong),
            "ref" => {
                let (id, schema) = self.follow(id, schema["ref"].as_str().unwrap());
                self.look(&id, &schema, value, path, wrong);
            }
            "union" => self.union(id, schema, value, path, wrong),
            "string" => string(schema, value).into_iter().for_each(say),
            "integer" => integer(schema, value).into_iter().for_each(say),
            "boolean" if !value.is_boolean() => say(format!("{value} is no boolean")),
            "blob" => blob(schema, value).into_iter().for_each(say),
            "boolean" | "unknown" => {}
            other => say(format!("no rule for {other:?}")),
        }
    }

    fn object(&self, id: &str, schema: &Value, value: &Value, path: &str, wrong: &mut Vec<String>) {
        let Some(object) = value.as_object() else {
            wrong.push(format!("{value} is no object at {path}"));
            return;
        };
        for key in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(key.as_str().unwrap()) {
                wrong.push(format!("{key} is missing at {path}"));
            }
        }
        let nullable = |key: &str| {
            schema["nullable"].as_array().is_some_and(|list| list.contains(&json!(key)))
        };
        for (key, value) in object.iter().filter(|(key, _)| *key != "$type") {
            let inner = &schema["properties"][key];
            if inner.is_null() {
                wrong.push(format!("{key} is not known at {path}"));
            } else if !(value.is_null() && nullable(key)) {
                self.look(id, inner, value, &format!("{path}.{key}"), wrong);
            }
        }
    }

    fn array(&self, id: &str, schema: &Value, value: &Value, path: &str, wrong: &mut Vec<String>) {
        let Some(list) = value.as_array() else {
            wrong.push(format!("{value} is no array at {path}"));
            return;
        };
        if schema["maxLength"].as_u64().is_some_and(|most| list.len() as u64 > most) {
            wrong.push(format!("{} entries at {path}", list.len()));
        }
        for (at, entry) in list.iter().enumerate() {
            self.look(id, &schema["items"], entry, &format!("{path}[{at}]"), wrong);
        }
    }

    fn union(&self, id: &str, schema: &Value, value: &Value, path: &str, wrong: &mut Vec<String>) {
        let full = |name: &str| {
            if name.starts_with('#') { format!("{id}{name}") } else { name.to_owned() }
        };
        let given = value["$type"].as_str().unwrap_or_default();
        let known = schema["refs"].as_array().unwrap();
        match known.iter().map(|name| full(name.as_str().unwrap())).find(|name| name == given) {
            Some(name) => {
                let (id, schema) = self.follow(id, &name);
                self.look(&id, &schema, value, path, wrong);
            }
            None => wrong.push(format!("{given:?} is none of the union at {path}")),
        }
    }

    fn follow(&self, id: &str, name: &str) -> (String, Value) {
        let (file, definition) = name.split_once('#').unwrap_or((name, "main"));
        let file = if file.is_empty() { id } else { file };
        (file.to_owned(), self.definition(file, definition))
    }
}

fn string(schema: &Value, value: &Value) -> Vec<String> {
    let Some(text) = value.as_str() else { return vec![format!("{value} is no string")] };
    let over =
        |key: &str, length: usize| schema[key].as_u64().is_some_and(|most| length as u64 > most);
    let mut wrong = Vec::new();
    if over("maxLength", text.len()) || over("maxGraphemes", text.graphemes(true).count()) {
        wrong.push(format!("{text:?} is too long"));
    }
    if schema["minLength"].as_u64().is_some_and(|least| (text.len() as u64) < least) {
        wrong.push(format!("{text:?} is too short"));
    }
    let known = schema["knownValues"].as_array();
    if known.is_some_and(|known| !known.contains(value)) {
        wrong.push(format!("{text:?} is not one of the known values"));
    }
    if !is_formatted(schema["format"].as_str(), text) {
        wrong.push(format!("{text:?} is no {}", schema["format"]));
    }
    wrong
}

fn is_formatted(format: Option<&str>, text: &str) -> bool {
    match format {
        None => true,
        Some("datetime") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        Some("did") => syntax::is_did(text),
        Some("handle") => syntax::is_handle(text),
        Some("at-identifier") => syntax::is_did(text) || syntax::is_handle(text),
        Some("at-uri") => syntax::RecordUri::read(text).is_some(),
        Some("nsid") => syntax::is_nsid(text),
        Some("cid") => syntax::is_cid(text),
        Some("tid") => text.parse::<Tid>().is_ok(),
        Some("record-key") => !text.is_empty() && text.len() <= 512,
        Some("language") => syntax::is_language(text),
        Some("uri") => url::Url::parse(text).is_ok() && text.is_ascii(),
        Some(_) => false,
    }
}

fn integer(schema: &Value, value: &Value) -> Vec<String> {
    let Some(number) = value.as_i64() else { return vec![format!("{value} is no integer")] };
    let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
    let most = schema["maximum"].as_i64().unwrap_or(i64::MAX);
    if (least..=most).contains(&number) {
        vec![]
    } else {
        vec![format!("{number} is out of range")]
    }
}

fn blob(schema: &Value, value: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let keys: Vec<_> = value.as_object().into_iter().flat_map(|object| object.keys()).collect();
    if keys != ["$type", "ref", "mimeType", "size"] || value["$type"] != "blob" {
        wrong.push(format!("{value} is no blob"));
    }
    let mime = value["mimeType"].as_str().unwrap_or_default();
    let takes = |pattern: &str| mime.starts_with(pattern.trim_end_matches('*'));
    let accept = schema["accept"].as_array();
    if accept.is_some_and(|list| !list.iter().any(|kind| takes(kind.as_str().unwrap()))) {
        wrong.push(format!("{mime} is not accepted"));
    }
    if schema["maxSize"].as_u64().is_some_and(|most| value["size"].as_u64() > Some(most)) {
        wrong.push(format!("{} bytes are too many", value["size"]));
    }
    wrong
}

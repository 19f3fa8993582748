//! The methods and fields that the imitation knows, and the reading of requests by them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Refusal;
use crate::platform::mock::{Asked, FormPart};

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Type {
    /// A number, or a public name as text.
    Chat,
    /// Text.
    Text,
    /// True or false.
    Flag,
    /// A whole number.
    Number,
    /// A list of whole numbers.
    Numbers,
    /// A list of words.
    Words,
    /// The rows of a keyboard under a message.
    Rows,
    /// A file, or the id of one as text.
    File,
    /// An object or a list, by the name that the description gives it.
    Object(&'static str),
}

/// A field of a method or of an object.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Field {
    pub(in super::super) name: &'static str,
    pub(in super::super) holds: Type,
    pub(in super::super) required: bool,
}

/// A method with its fields.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Method {
    pub(in super::super) name: &'static str,
    pub(in super::super) fields: &'static [Field],
}

const fn needs(name: &'static str, holds: Type) -> Field {
    Field { name, holds, required: true }
}

const fn takes(name: &'static str, holds: Type) -> Field {
    Field { name, holds, required: false }
}

const CHAT: Field = needs("chat_id", Type::Chat);
const SILENT: Field = takes("disable_notification", Type::Flag);
const PROTECT: Field = takes("protect_content", Type::Flag);
const REPLY: Field = takes("reply_parameters", Type::Object("ReplyParameters"));
const CAPTION: Field = takes("caption", Type::Text);
const SPOILER: Field = takes("has_spoiler", Type::Flag);
const WIDTH: Field = takes("width", Type::Number);
const HEIGHT: Field = takes("height", Type::Number);
const DURATION: Field = takes("duration", Type::Number);
const STREAMING: Field = takes("supports_streaming", Type::Flag);

/// Every method that the imitation knows, with the fields of it that it knows.
#[rustfmt::skip]
pub(in super::super) const METHODS: &[Method] = &[
    Method { name: "getMe", fields: &[] },
    Method { name: "getChat", fields: &[CHAT] },
    Method { name: "getChatMember", fields: &[CHAT, needs("user_id", Type::Number)] },
    Method { name: "sendMessage", fields: &[CHAT, needs("text", Type::Text), takes("link_preview_options", Type::Object("LinkPreviewOptions")), SILENT, PROTECT, REPLY, takes("reply_markup", Type::Object("InlineKeyboardMarkup"))] },
    Method { name: "sendPhoto", fields: &[CHAT, needs("photo", Type::File), CAPTION, SPOILER, SILENT, PROTECT, REPLY] },
    Method { name: "sendVideo", fields: &[CHAT, needs("video", Type::File), WIDTH, HEIGHT, DURATION, STREAMING, CAPTION, SPOILER, SILENT, PROTECT, REPLY] },
    Method { name: "sendAnimation", fields: &[CHAT, needs("animation", Type::File), CAPTION, SPOILER, SILENT, PROTECT, REPLY] },
    Method { name: "sendDocument", fields: &[CHAT, needs("document", Type::File), CAPTION, SILENT, PROTECT, REPLY] },
    Method { name: "sendMediaGroup", fields: &[CHAT, needs("media", Type::Object("Array of InputMedia")), SILENT, PROTECT, REPLY] },
    Method { name: "deleteMessages", fields: &[CHAT, needs("message_ids", Type::Numbers)] },
    Method { name: "getUpdates", fields: &[takes("offset", Type::Number), takes("limit", Type::Number), takes("timeout", Type::Number), takes("allowed_updates", Type::Words)] },
    Method { name: "answerCallbackQuery", fields: &[needs("callback_query_id", Type::Text), takes("text", Type::Text)] },
    Method { name: "forwardMessage", fields: &[CHAT, needs("from_chat_id", Type::Chat), needs("message_id", Type::Number), SILENT] },
];

/// The objects inside fields, with the fields of them that the imitation knows.
#[rustfmt::skip]
pub(in super::super) const OBJECTS: &[Method] = &[
    Method { name: "ReplyParameters", fields: &[needs("message_id", Type::Number), takes("allow_sending_without_reply", Type::Flag)] },
    Method { name: "LinkPreviewOptions", fields: &[takes("is_disabled", Type::Flag), takes("url", Type::Text), takes("prefer_small_media", Type::Flag), takes("prefer_large_media", Type::Flag), takes("show_above_text", Type::Flag)] },
    Method { name: "InlineKeyboardMarkup", fields: &[needs("inline_keyboard", Type::Rows)] },
    Method { name: "InlineKeyboardButton", fields: &[needs("text", Type::Text), takes("url", Type::Text), takes("callback_data", Type::Text)] },
    Method { name: "InputMediaPhoto", fields: &[needs("type", Type::Text), needs("media", Type::Text), CAPTION, SPOILER] },
    Method { name: "InputMediaVideo", fields: &[needs("type", Type::Text), needs("media", Type::Text), WIDTH, HEIGHT, DURATION, STREAMING, CAPTION, SPOILER] },
    Method { name: "InputMediaDocument", fields: &[needs("type", Type::Text), needs("media", Type::Text), CAPTION] },
];

/// The fields of a request, checked and typed.
#[derive(Debug, Default)]
pub(super) struct Args {
    values: BTreeMap<String, Value>,
    files: BTreeMap<String, FormPart>,
}

/// The chat that a request names, empty where it names none.
pub(super) fn chat_of(asked: &Asked) -> String {
    body_of(asked).map(|args| args.text("chat_id")).unwrap_or_default()
}

/// The fields of a body, not yet checked. In a form everything is text.
fn body_of(asked: &Asked) -> Result<Args, Refusal> {
    if asked.body.is_empty() {
        return Ok(Args::default());
    }
    if let Some(parts) = asked.multipart() {
        return form_of(parts);
    }
    match asked.json() {
        Some(Value::Object(fields)) => {
            Ok(Args { values: fields.into_iter().collect(), files: BTreeMap::new() })
        }
        _ => Err(Refusal::bad("the body is neither a JSON object nor a form")),
    }
}

fn form_of(parts: Vec<FormPart>) -> Result<Args, Refusal> {
    let mut args = Args::default();
    for part in parts {
        if part.file.is_some() {
            args.files.insert(part.name.clone(), part);
        } else {
            let text = String::from_utf8(part.bytes)
                .map_err(|_| Refusal::bad("strings must be encoded in UTF-8"))?;
            args.values.insert(part.name, Value::String(text));
        }
    }
    Ok(args)
}

impl Args {
    /// The fields of `asked`, which must be those of `method`.
    pub(super) fn read(asked: &Asked, method: &Method) -> Result<Self, Refusal> {
        let Self { values, files } = body_of(asked)?;
        let in_form = asked.multipart().is_some();
        let values = typed(values, method, in_form)?;
        let stray = files.keys().find(|name| {
            let is_field = method.fields.iter().any(|field| field.name == **name);
            !is_field && method.name != "sendMediaGroup"
        });
        if let Some(name) = stray {
            return Err(unknown(name));
        }
        let args = Self { values, files };
        let missing = method.fields.iter().find(|field| field.required && !args.has(field.name));
        missing.map_or(Ok(args), |field| Err(Refusal::bad(missing_words(field.name))))
    }

    fn has(&self, name: &str) -> bool {
        let filled = |value: &Value| value.as_str() != Some("");
        self.files.contains_key(name) || self.values.get(name).is_some_and(filled)
    }

    /// A field as text, empty where it is missing.
    pub(super) fn text(&self, name: &str) -> String {
        match self.values.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    /// A flag, false where it is missing.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.values.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// A number, 0 where it is missing.
    pub(super) fn number(&self, name: &str) -> i64 {
        self.values.get(name).and_then(Value::as_i64).unwrap_or_default()
    }

    /// A list of numbers, empty where it is missing.
    pub(super) fn numbers(&self, name: &str) -> Vec<i64> {
        let list = self.values.get(name).and_then(Value::as_array);
        list.map(|list| list.iter().filter_map(Value::as_i64).collect()).unwrap_or_default()
    }

    /// A field that is an object or a list.
    pub(super) fn object(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The file that goes along under this name.
    pub(super) fn file(&self, name: &str) -> Option<&FormPart> {
        self.files.get(name)
    }

    /// The names of all files that go along.
    pub(super) fn file_names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }
}

fn typed(
    values: BTreeMap<String, Value>,
    method: &Method,
    in_form: bool,
) -> Result<BTreeMap<String, Value>, Refusal> {
    let one = |(name, value): (String, Value)| {
        let field = method.fields.iter().find(|field| field.name == name);
        let field = field.ok_or_else(|| unknown(&name))?;
        let value = if in_form { from_form(field.holds, value) } else { value };
        check(field, &value)?;
        Ok((name, value))
    };
    values.into_iter().map(one).collect()
}

/// What a form's text says, where the field is not text.
fn from_form(holds: Type, value: Value) -> Value {
    match (holds, value.as_str().map(serde_json::from_str)) {
        (Type::Text | Type::File | Type::Chat, _) => value,
        (_, Some(Ok(read))) => read,
        _ => value,
    }
}

fn check(field: &Field, value: &Value) -> Result<(), Refusal> {
    let right = match field.holds {
        Type::Chat => value.is_string() || value.is_i64(),
        Type::Text | Type::File => value.is_string(),
        Type::Flag => value.is_boolean(),
        Type::Number => value.is_i64(),
        Type::Numbers => value.as_array().is_some_and(|list| list.iter().all(Value::is_i64)),
        Type::Words => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
        Type::Rows => return check_keyboard(value),
        Type::Object("Array of InputMedia") => return check_album(value),
        Type::Object(name) => return check_object(name, value),
    };
    if right { Ok(()) } else { Err(wrong_type(field.name)) }
}

fn check_album(value: &Value) -> Result<(), Refusal> {
    let items = value.as_array().ok_or_else(|| wrong_type("media"))?;
    items.iter().try_for_each(|item| {
        let kind = item.get("type").and_then(Value::as_str).unwrap_or_default();
        let object = match kind {
            "photo" => "InputMediaPhoto",
            "video" => "InputMediaVideo",
            "document" => "InputMediaDocument",
            "animation" => {
                let words = "can't use the media of the specified type in the album";
                return Err(Refusal::bad(words));
            }
            _ => return Err(Refusal::bad("can't parse InputMedia: type is unknown")),
        };
        check_object(object, item)
    })
}

/// A button has words, and one thing that it does (type `InlineKeyboardButton`, Bot API 10.1).
fn check_keyboard(value: &Value) -> Result<(), Refusal> {
    let rows = value.as_array().ok_or_else(|| wrong_type("inline_keyboard"))?;
    for row in rows {
        let buttons = row.as_array().ok_or_else(|| wrong_type("inline_keyboard"))?;
        for button in buttons {
            check_object("InlineKeyboardButton", button)?;
            check_button(button)?;
        }
    }
    Ok(())
}

fn check_button(button: &Value) -> Result<(), Refusal> {
    let text = |name| button.get(name).and_then(Value::as_str);
    match (text("url"), text("callback_data")) {
        (None, Some(data)) if !(1..=64).contains(&data.len()) => {
            Err(Refusal::bad("BUTTON_DATA_INVALID"))
        }
        (Some(url), None) if !url.starts_with("https://") => {
            Err(Refusal::bad("BUTTON_URL_INVALID"))
        }
        (None, Some(_)) | (Some(_), None) => Ok(()),
        _ => Err(Refusal::bad("can't parse inline keyboard button: Text buttons are not allowed")),
    }
}

fn check_object(name: &str, value: &Value) -> Result<(), Refusal> {
    let known = OBJECTS.iter().find(|object| object.name == name);
    let fields = value.as_object().ok_or_else(|| wrong_type(name))?;
    let known = known.map(|object| object.fields).unwrap_or_default();
    for (key, value) in fields {
        let field = known.iter().find(|field| field.name == key).ok_or_else(|| unknown(key))?;
        check(field, value)?;
    }
    let missing = known.iter().find(|field| field.required && !fields.contains_key(field.name));
    missing.map_or(Ok(()), |field| Err(Refusal::bad(missing_words(field.name))))
}

fn unknown(name: &str) -> Refusal {
    Refusal::bad(format!("unknown field \"{name}\""))
}

fn wrong_type(name: &str) -> Refusal {
    Refusal::bad(format!("field \"{name}\" has the wrong type"))
}

fn missing_words(name: &str) -> String {
    match name {
        "chat_id" => "chat_id is empty".to_owned(),
        "text" => "message text is empty".to_owned(),
        "photo" | "video" | "animation" | "document" => {
            format!("there is no {name} in the request")
        }
        "message_ids" => "message identifiers are not specified".to_owned(),
        _ => format!("parameter \"{name}\" is required"),
    }
}

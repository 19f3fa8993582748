//! The requests, as pure functions of a part and of what was prepared for it.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::chat::Chat;
use super::limits::Sort;
use super::options::{Preview, Wishes};
use super::settings::Bot;
use super::staging::Staged;
use crate::blobs::Blobs;
use crate::failure::{Class, Failure};
use crate::http::{self, Body, FileSlice, Request};
use crate::post::{Card, Media, Options, Part};

/// How long a visible request without files may take.
const SMALL_REQUEST: Duration = Duration::from_secs(60);

/// The slowest line, in bytes a second, over which an upload is waited for.
const SLOWEST_LINE: u64 = 64 * 1024;

/// One call of a method: fields, and files for those of them that say `attach://`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::adapters) struct Call {
    pub(super) method: &'static str,
    pub(super) fields: Map<String, Value>,
    pub(super) files: Vec<(String, Media)>,
}

/// What a message is sent to, and what it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) chat: Chat,
    pub(super) reply_to: Option<i64>,
}

impl Call {
    /// A call without fields.
    pub(in crate::adapters) fn new(method: &'static str) -> Self {
        Self { method, fields: Map::new(), files: Vec::new() }
    }

    /// The same with a field.
    pub(in crate::adapters) fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(field.to_owned(), value.into());
        self
    }

    fn with_some(self, field: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(field, value),
            None => self,
        }
    }

    fn with_file(mut self, field: &str, medium: &Media) -> Self {
        self.files.push((field.to_owned(), medium.clone()));
        self
    }

    /// How long the call may take, its upload included.
    fn patience(&self) -> Duration {
        let bytes: u64 = self.files.iter().map(|(_, medium)| medium.bytes).sum();
        SMALL_REQUEST + Duration::from_secs(bytes / SLOWEST_LINE)
    }

    /// The call as a request of `bot`: JSON, or a form where files go along.
    ///
    /// # Errors
    /// Where a field cannot be sent; nothing was sent then.
    pub(in crate::adapters) fn request(self, bot: &Bot, blobs: &Blobs) -> Result<Request, Failure> {
        let patience = self.patience();
        let request = Request::post(self.method, bot.url(self.method)).within(patience);
        if self.files.is_empty() {
            return Ok(request.json(Value::Object(self.fields)));
        }
        let fields = self.fields.iter().map(|(name, value)| form_field(name, value));
        let files = self.files.iter().map(|(name, medium)| form_file(name, medium, blobs));
        let form = Body::Multipart(fields.chain(files).collect());
        request.body(form).map_err(|error| Failure::new(Class::Local, "own-machine-failed", error))
    }
}

/// The call that brings `media` with a caption to a chat of ours: at least one, and of several only
/// what goes together in an album.
pub(in crate::adapters) fn media(chat: i64, media: &[Media], caption: &str) -> Call {
    let wishes = Wishes { silent: false, protect: false, spoiler: false, preview: Preview::Auto };
    let part = Part {
        text: caption.to_owned(),
        lang: None,
        warning: None,
        card: Card::Auto,
        ai: false,
        media: media.to_vec(),
        options: Options::new(),
    };
    publish(&part, wishes, &Target { chat: Chat::Number(chat), reply_to: None }, &[])
}

/// In a form everything but text is JSON.
fn form_field(name: &str, value: &Value) -> http::Part {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    http::Part::text(name, text)
}

fn form_file(name: &str, medium: &Media, blobs: &Blobs) -> http::Part {
    let file = FileSlice::at(blobs.path(&medium.digest), medium.bytes);
    http::Part::file(name, medium.kind.mime(), file).named(medium.wire_name())
}

/// The visible call of a part. `staged` has an entry for every medium, or none at all.
pub(super) fn publish(part: &Part, wishes: Wishes, target: &Target, staged: &[Staged]) -> Call {
    let call = match part.media.as_slice() {
        [] => text(part, wishes),
        [medium] => single(part, medium, wishes, staged.first()),
        media => album(part, media, wishes, staged),
    };
    let reply = target
        .reply_to
        .map(|message| json!({ "message_id": message, "allow_sending_without_reply": true }));
    call.with("chat_id", target.chat.json())
        .with_some("disable_notification", wishes.silent.then_some(true))
        .with_some("protect_content", wishes.protect.then_some(true))
        .with_some("reply_parameters", reply)
}

fn text(part: &Part, wishes: Wishes) -> Call {
    Call::new("sendMessage")
        .with("text", part.text.as_str())
        .with_some("link_preview_options", wishes.link_preview(part))
}

fn single(part: &Part, medium: &Media, wishes: Wishes, staged: Option<&Staged>) -> Call {
    let sort = staged.map_or_else(|| Sort::of(medium.kind), |staged| staged.sort);
    let spoiler = wishes.spoiler && sort != Sort::Document;
    with_medium(sort, medium, staged)
        .with_some("caption", caption(part))
        .with_some("has_spoiler", spoiler.then_some(true))
}

/// A message with nothing but `medium`.
fn with_medium(sort: Sort, medium: &Media, staged: Option<&Staged>) -> Call {
    let call = Call::new(method(sort));
    match staged {
        Some(staged) => call.with(sort.field(), staged.file.as_str()),
        None => film_facts(sort, medium)
            .into_iter()
            .fold(call, |call, (field, value)| call.with(field, value))
            .with_file(sort.field(), medium),
    }
}

fn method(sort: Sort) -> &'static str {
    match sort {
        Sort::Photo => "sendPhoto",
        Sort::Video => "sendVideo",
        Sort::Animation => "sendAnimation",
        Sort::Document => "sendDocument",
    }
}

/// What Telegram cannot see by itself in an uploaded film. It counts in whole seconds.
fn film_facts(sort: Sort, medium: &Media) -> Vec<(&'static str, Value)> {
    if sort != Sort::Video {
        return Vec::new();
    }
    let seconds = medium.film.as_ref().map(|film| (film.millis.saturating_add(500) / 1000).max(1));
    let sides = [("width", medium.width), ("height", medium.height)];
    let sides = sides.map(|(name, side)| (name, side.map(u64::from)));
    let facts = sides.into_iter().chain([("duration", seconds)]);
    let known = facts.filter_map(|(name, fact)| Some((name, fact?.into())));
    known.chain([("supports_streaming", true.into())]).collect()
}

/// An album. Files that are not uploaded yet go along and are named `f0`, `f1` …
fn album(part: &Part, media: &[Media], wishes: Wishes, staged: &[Staged]) -> Call {
    let mut call = Call::new("sendMediaGroup");
    let mut items = Vec::new();
    for (index, medium) in media.iter().enumerate() {
        // A caption on the first item alone is the caption of the album.
        let caption = caption(part).filter(|_| index == 0);
        // What Telegram made something else of, such as a silent film, does not fit an album.
        let fitting = staged.get(index).filter(|staged| staged.sort == Sort::of(medium.kind));
        let uploaded = fitting.map(|staged| staged.file.as_str());
        let name = format!("f{index}");
        items.push(album_item(medium, &name, uploaded, caption, wishes));
        if uploaded.is_none() {
            call = call.with_file(&name, medium);
        }
    }
    call.with("media", items)
}

fn album_item(
    medium: &Media,
    name: &str,
    uploaded: Option<&str>,
    caption: Option<&str>,
    wishes: Wishes,
) -> Value {
    let sort = Sort::of(medium.kind);
    let place = uploaded.map_or_else(|| format!("attach://{name}"), str::to_owned);
    let facts = if uploaded.is_none() { film_facts(sort, medium) } else { Vec::new() };
    let spoiler = wishes.spoiler && sort != Sort::Document;
    let mut item = json!({ "type": sort.field(), "media": place });
    let further = facts
        .into_iter()
        .chain(caption.map(|caption| ("caption", caption.into())))
        .chain(spoiler.then(|| ("has_spoiler", true.into())));
    for (field, value) in further {
        item[field] = value;
    }
    item
}

fn caption(part: &Part) -> Option<&str> {
    (!part.text.is_empty()).then_some(part.text.as_str())
}

/// Uploads `medium` by sending it to the private chat `staging`.
pub(super) fn stage(medium: &Media, staging: i64) -> Call {
    with_medium(Sort::of(medium.kind), medium, None)
        .with("chat_id", staging)
        .with("disable_notification", true)
}

/// Copies the message `message` of `chat` into the private chat `probe`.
pub(super) fn forward(chat: i64, message: i64, probe: i64) -> Call {
    Call::new("forwardMessage")
        .with("chat_id", probe)
        .with("from_chat_id", chat)
        .with("message_id", message)
        .with("disable_notification", true)
}

/// Deletes messages; those that are gone already are skipped by the server.
pub(super) fn delete(chat: &Chat, messages: &[i64]) -> Call {
    Call::new("deleteMessages").with("chat_id", chat.json()).with("message_ids", messages)
}

/// Who the bot is.
pub(super) fn who() -> Call {
    Call::new("getMe")
}

/// What a chat is.
pub(super) fn look_up(chat: &Chat) -> Call {
    Call::new("getChat").with("chat_id", chat.json())
}

/// What the user `user` may do in `chat`.
pub(super) fn rights(chat: i64, user: i64) -> Call {
    Call::new("getChatMember").with("chat_id", chat).with("user_id", user)
}

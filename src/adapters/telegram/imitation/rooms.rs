//! The chats of the imitation and their messages.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::files::Stored;
use super::{NOBODY, NOWHERE, Refusal};
use crate::adapters::telegram::chat::Chat;
use crate::adapters::telegram::settings::{MOCK_PROBE, MOCK_STAGING};

/// The last id that was given in a chat before the imitation began.
const EARLIER: i64 = 41;

/// All chats. A chat is there as soon as it is named, but for two that never are.
#[derive(Debug, Default)]
pub(super) struct Rooms(BTreeMap<i64, Room>);

/// One chat.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) number: i64,
    name: Option<String>,
    pub(super) messages: BTreeMap<i64, Message>,
    last: i64,
    /// When the last minute's messages were sent, in milliseconds since 1970.
    pub(super) recent: Vec<i64>,
}

/// One message of a chat.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: i64,
    /// When it was sent, in seconds since 1970.
    pub(super) date: i64,
    /// The text, or the caption of `file`.
    pub(super) text: String,
    pub(super) file: Option<Stored>,
    pub(super) album: Option<String>,
    pub(super) reply_to: Option<i64>,
    pub(super) protected: bool,
    pub(super) spoiler: bool,
    /// What `link_preview_options` said.
    pub(super) preview: Option<Value>,
    /// Where a forwarded message comes from: its `MessageOriginChannel`.
    pub(super) origin: Option<Value>,
}

impl Rooms {
    /// The chat that a request names.
    pub(super) fn at(&mut self, chat: impl AsRef<str>) -> Result<&mut Room, Refusal> {
        let not_found = || Refusal::bad("chat not found");
        let chat = Chat::read(chat.as_ref()).map_err(|_| not_found())?;
        let (number, name) = match chat {
            Chat::Name(name) if name == NOBODY => return Err(not_found()),
            Chat::Number(number) if number == NOWHERE => return Err(not_found()),
            Chat::Name(name) => (number_of(&name), Some(name)),
            Chat::Number(number) => (number, None),
        };
        let room = || Room {
            number,
            name: name.clone(),
            messages: BTreeMap::new(),
            last: EARLIER,
            recent: Vec::new(),
        };
        Ok(self.0.entry(number).or_insert_with(room))
    }
}

/// A number for the public channel `name`: the same every time, and one that channels have.
pub(in super::super) fn number_of(name: &str) -> i64 {
    let mixed = name
        .to_ascii_lowercase()
        .bytes()
        .fold(0_i64, |mixed, byte| (mixed * 131 + i64::from(byte)) % 999_999_937);
    -1_001_000_000_000 - mixed
}

impl Room {
    /// Whether followers see it.
    pub(super) fn is_public(&self) -> bool {
        ![MOCK_STAGING, MOCK_PROBE].contains(&self.number)
    }

    /// The next id of a message.
    pub(super) fn next_id(&mut self) -> i64 {
        self.last += 1;
        self.last
    }

    fn facts(&self) -> Value {
        let mut facts =
            json!({ "id": self.number, "type": "channel", "title": "Imitated channel" });
        if let Some(name) = &self.name {
            facts["username"] = name.as_str().into();
        }
        facts
    }

    /// The chat as a `ChatFullInfo`.
    pub(super) fn full_info(&self) -> Value {
        let mut facts = self.facts();
        facts["accent_color_id"] = 0.into();
        facts["max_reaction_count"] = 11.into();
        facts["accepted_gift_types"] = json!({
            "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false,
            "premium_subscription": false, "gifts_from_channels": false,
        });
        facts
    }

    /// The origin of a message of this chat that is forwarded.
    pub(super) fn origin(&self, message: &Message) -> Value {
        json!({
            "type": "channel", "chat": self.facts(), "message_id": message.id,
            "date": message.date,
        })
    }

    /// A message of this chat as a `Message`.
    pub(super) fn show(&self, message: &Message) -> Value {
        let mut shown = self.show_alone(message);
        if let Some(parent) = message.reply_to.and_then(|parent| self.messages.get(&parent)) {
            shown["reply_to_message"] = self.show_alone(parent);
        }
        shown
    }

    fn show_alone(&self, message: &Message) -> Value {
        let facts = self.facts();
        let mut shown = json!({
            "message_id": message.id, "sender_chat": facts, "chat": facts, "date": message.date,
        });
        let words = if message.file.is_some() { "caption" } else { "text" };
        let fields = [
            (words, (!message.text.is_empty()).then(|| message.text.as_str().into())),
            ("media_group_id", message.album.as_deref().map(Value::from)),
            ("has_protected_content", message.protected.then_some(Value::Bool(true))),
            ("has_media_spoiler", message.spoiler.then_some(Value::Bool(true))),
            ("link_preview_options", message.preview.clone()),
            ("forward_origin", message.origin.clone()),
        ];
        for (field, value) in fields.into_iter().filter_map(|(field, value)| Some((field, value?)))
        {
            shown[field] = value;
        }
        for (field, value) in message.file.iter().flat_map(Stored::shown) {
            shown[field] = value;
        }
        shown
    }
}

//! Reading answers: nothing in them is believed before its shape is checked.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::chat::{self, Chat};
use super::classify::{Doubt, refused};
use super::limits::Sort;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::text::normalise;

/// What every answer of the server looks like.
#[derive(Debug, Deserialize)]
pub(super) struct Envelope {
    pub(super) ok: bool,
    #[serde(default)]
    pub(super) result: serde_json::Value,
    #[serde(default)]
    pub(super) error_code: Option<u16>,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) parameters: Parameters,
}

/// What an error says besides its description.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Parameters {
    pub(super) migrate_to_chat_id: Option<i64>,
    pub(super) retry_after: Option<u64>,
}

/// A message, as far as we look at it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Message {
    pub(super) message_id: i64,
    /// When it was sent, by Telegram's clock, in seconds since 1970.
    pub(super) date: i64,
    pub(super) chat: ChatFacts,
    text: Option<String>,
    caption: Option<String>,
    #[serde(default)]
    photo: Vec<File>,
    video: Option<File>,
    animation: Option<File>,
    document: Option<File>,
    reply_to_message: Option<serde_json::Value>,
    pub(super) forward_origin: Option<Origin>,
}

/// A chat, as far as we look at it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ChatFacts {
    pub(super) id: i64,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) title: Option<String>,
    pub(super) username: Option<String>,
    #[serde(default)]
    pub(super) has_protected_content: bool,
}

/// A file, as far as we look at it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct File {
    pub(super) file_id: String,
    pub(super) file_unique_id: String,
    pub(super) file_name: Option<String>,
}

/// Where a forwarded message comes from.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Origin {
    pub(super) date: i64,
    pub(super) chat: Option<ChatFacts>,
    pub(super) message_id: Option<i64>,
}

/// The bot.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct User {
    pub(super) id: i64,
    pub(super) username: Option<String>,
}

/// What the bot may do in a chat.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Member {
    pub(super) status: String,
    #[serde(default)]
    pub(super) can_post_messages: bool,
}

impl Message {
    /// The text or the caption.
    pub(super) fn words(&self) -> &str {
        self.text.as_deref().or(self.caption.as_deref()).unwrap_or_default()
    }

    /// The file, and what Telegram made of it. An animation is sent as a document, too.
    pub(super) fn file(&self) -> Option<(Sort, &File)> {
        let photo = self.photo.last().map(|file| (Sort::Photo, file));
        let video = || self.video.as_ref().map(|file| (Sort::Video, file));
        let animation = || self.animation.as_ref().map(|file| (Sort::Animation, file));
        let document = || self.document.as_ref().map(|file| (Sort::Document, file));
        photo.or_else(video).or_else(animation).or_else(document)
    }

    /// Whether it answers another message.
    pub(super) fn is_reply(&self) -> bool {
        self.reply_to_message.is_some()
    }

    fn is_sound(&self) -> bool {
        (0..=i64::from(i32::MAX)).contains(&self.message_id) && chat::is_number(self.chat.id)
    }
}

/// The result of `answer` as a `T`, or what its refusal means.
///
/// # Errors
/// The failure; a success that cannot be read is [`Class::Unknown`].
pub(super) fn result<T: DeserializeOwned>(
    answer: &Answer,
    doubt: Doubt,
    now: Instant,
) -> Result<T, Failure> {
    match answer.json::<Envelope>() {
        Ok(envelope) if envelope.ok && answer.is_success() => {
            serde_json::from_value(envelope.result).map_err(not_understood)
        }
        Ok(envelope) if envelope.ok => Err(not_understood("a success with the status of an error")),
        Ok(envelope) => Err(refused(answer, &envelope, doubt, now)),
        Err(_) => Err(refused(answer, &Envelope::unreadable(), doubt, now)),
    }
}

impl Envelope {
    /// What stands for a body that is none of the server's.
    fn unreadable() -> Self {
        Self {
            ok: false,
            result: serde_json::Value::Null,
            error_code: None,
            description: String::new(),
            parameters: Parameters::default(),
        }
    }
}

fn not_understood(detail: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", detail)
}

/// `messages`, if they are what was asked for: `count` of them, all in `chat`, with ids.
///
/// # Errors
/// Where they are something else.
pub(super) fn checked(
    messages: Vec<Message>,
    chat: &Chat,
    count: usize,
) -> Result<Vec<Message>, Failure> {
    let first = messages.first().map(|message| message.chat.id);
    let here = match chat {
        Chat::Number(number) => first == Some(*number),
        Chat::Name(_) => first.is_some(),
    };
    let together = messages.iter().all(|message| Some(message.chat.id) == first);
    if here && together && messages.len() == count && messages.iter().all(Message::is_sound) {
        Ok(messages)
    } else {
        Err(not_understood("the messages have not the ids, the chat or the number asked for"))
    }
}

/// The new number of a chat, if the answer says that it has one.
pub(super) fn moved_to(answer: &Answer) -> Option<i64> {
    let envelope: Envelope = answer.json().ok()?;
    envelope.parameters.migrate_to_chat_id.filter(|chat| !envelope.ok && chat::is_number(*chat))
}

/// `text` as it is compared: the server trims, and takes away or changes characters that nobody
/// sees.
pub(super) fn folded(text: &str) -> String {
    let unseen = |c: char| {
        let joiner_or_mark = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}');
        let control = matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}');
        c.is_whitespace() || c.is_control() || joiner_or_mark || control
    };
    normalise(text).chars().filter(|c| !unseen(*c)).collect()
}

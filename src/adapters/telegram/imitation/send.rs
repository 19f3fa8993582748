//! Sending and forwarding on the imitation.

use serde_json::Value;

use super::fields::{Args, Method};
use super::files::Stored;
use super::rooms::{Message, Room};
use super::{Refusal, Server};
use crate::adapters::telegram::limits::Sort;
use crate::clock::Instant;
use crate::platform::mock::{Ledger, Public};

/// The longest text and caption in code points, as the server counts for bots.
const TEXT: usize = 4096;
const CAPTION: usize = 1024;

/// The longest text before markup is read, in bytes.
const RAW_TEXT: usize = 32 * 1024;

/// One message about to be sent.
struct Draft {
    text: String,
    file: Option<Stored>,
    spoiler: bool,
}

impl Server {
    /// One of the methods that make messages of what is sent along.
    pub(super) fn send(
        &mut self,
        method: &Method,
        args: &Args,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Value, Refusal> {
        let drafts = self.drafts(method, args)?;
        let number = self.rooms.at(args.text("chat_id"))?.number;
        self.admit(number, drafts.len(), now)?;
        let room = self.rooms.at(number.to_string())?;
        let reply_to = reply(room, args)?;
        let is_album = method.name == "sendMediaGroup";
        let album = is_album.then(|| format!("1{:016}", now.timestamp_micros()));
        let mut messages = Vec::new();
        for draft in drafts {
            let message = Message {
                id: room.next_id(),
                date: now.timestamp(),
                text: draft.text,
                file: draft.file,
                album: album.clone(),
                reply_to,
                protected: args.flag("protect_content"),
                spoiler: draft.spoiler,
                preview: args.object("link_preview_options").cloned(),
                origin: None,
            };
            messages.push(room.keep(message));
        }
        room.publish(&messages, ledger, now);
        let mut shown: Vec<Value> = messages.iter().map(|message| room.show(message)).collect();
        Ok(if is_album { Value::Array(shown) } else { shown.remove(0) })
    }

    /// Copies a message to another chat.
    pub(super) fn forward(
        &mut self,
        args: &Args,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Value, Refusal> {
        let from = self.rooms.at(args.text("from_chat_id"))?;
        let original = from.messages.get(&args.number("message_id"));
        let original = original.ok_or_else(|| Refusal::bad("message to forward not found"))?;
        if original.protected {
            return Err(Refusal::bad("the message can't be forwarded"));
        }
        let origin = original.origin.clone().unwrap_or_else(|| from.origin(original));
        let mut copy = original.clone();
        let to = self.rooms.at(args.text("chat_id"))?.number;
        self.admit(to, 1, now)?;
        let room = self.rooms.at(to.to_string())?;
        copy.id = room.next_id();
        copy.date = now.timestamp();
        (copy.album, copy.reply_to, copy.origin) = (None, None, Some(origin));
        let copy = room.keep(copy);
        room.publish(std::slice::from_ref(&copy), ledger, now);
        Ok(room.show(&copy))
    }

    /// Whether the bot may send `count` messages to a chat now.
    fn admit(&mut self, number: i64, count: usize, now: Instant) -> Result<(), Refusal> {
        if !self.may_post {
            return Err(Refusal::bad("need administrator rights in the channel chat"));
        }
        let most = self.per_minute as usize;
        let room = self.rooms.at(number.to_string())?;
        let now = now.timestamp_millis();
        room.recent.retain(|sent| now - sent < 60_000);
        if room.recent.len() + count > most {
            let first = room.recent.first().copied().unwrap_or(now);
            let seconds = u64::try_from((first + 60_000 - now).max(1)).unwrap_or(60_000);
            return Err(Refusal::too_many(seconds.div_ceil(1000)));
        }
        room.recent.extend(std::iter::repeat_n(now, count));
        Ok(())
    }

    fn drafts(&mut self, method: &Method, args: &Args) -> Result<Vec<Draft>, Refusal> {
        let sort = match method.name {
            "sendMessage" => {
                let text = checked_text(&args.text("text"))?;
                return Ok(vec![Draft { text, file: None, spoiler: false }]);
            }
            "sendMediaGroup" => return self.album(args),
            "sendPhoto" => Sort::Photo,
            "sendVideo" => Sort::Video,
            "sendAnimation" => Sort::Animation,
            _ => Sort::Document,
        };
        let text = checked_caption(&args.text("caption"))?;
        let file = self.files.take(args, sort, &args.text(sort.field()))?;
        Ok(vec![Draft { text, file: Some(file), spoiler: args.flag("has_spoiler") }])
    }

    fn album(&mut self, args: &Args) -> Result<Vec<Draft>, Refusal> {
        let items = args.object("media").and_then(Value::as_array).cloned().unwrap_or_default();
        match items.len() {
            0 => return Err(Refusal::bad("there are no messages to send")),
            1 => return Err(Refusal::bad("an album must include 2-10 items")),
            2..=10 => {}
            _ => return Err(Refusal::bad("too many messages to send as an album")),
        }
        let is_document = |item: &&Value| item["type"] == "document";
        let documents = items.iter().filter(is_document).count();
        if documents > 0 && documents < items.len() {
            return Err(Refusal::bad("document can't be mixed with other media types"));
        }
        let named: Vec<&str> = items.iter().filter_map(|item| item["media"].as_str()).collect();
        let stray =
            args.file_names().find(|name| !named.contains(&format!("attach://{name}").as_str()));
        if let Some(name) = stray {
            return Err(Refusal::bad(format!("unknown field \"{name}\"")));
        }
        items.iter().map(|item| self.album_item(args, item)).collect()
    }

    fn album_item(&mut self, args: &Args, item: &Value) -> Result<Draft, Refusal> {
        let sort = match item["type"].as_str() {
            Some("photo") => Sort::Photo,
            Some("video") => Sort::Video,
            _ => Sort::Document,
        };
        let text = checked_caption(item["caption"].as_str().unwrap_or_default())?;
        let file = self.files.take(args, sort, item["media"].as_str().unwrap_or_default())?;
        let spoiler = item["has_spoiler"].as_bool().unwrap_or_default();
        Ok(Draft { text, file: Some(file), spoiler })
    }
}

impl Room {
    fn keep(&mut self, message: Message) -> Message {
        self.messages.insert(message.id, message.clone());
        message
    }

    /// Writes what followers now see into the ledger: an album is one thing.
    fn publish(&self, messages: &[Message], ledger: &mut Ledger, now: Instant) {
        let Some(first) = messages.first().filter(|_| self.is_public()) else { return };
        ledger.add(Public {
            id: first.id.to_string(),
            text: first.text.clone(),
            media: messages.iter().filter(|message| message.file.is_some()).count(),
            alt: Vec::new(),
            parent: first.reply_to.map(|parent| parent.to_string()),
            at: now,
            deleted: false,
        });
    }
}

fn checked_text(text: &str) -> Result<String, Refusal> {
    if text.len() > RAW_TEXT {
        return Err(Refusal::bad("text is too long"));
    }
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::bad("message text is empty")),
        length if length > TEXT => Err(Refusal::bad("message is too long")),
        _ => Ok(text.to_owned()),
    }
}

fn checked_caption(text: &str) -> Result<String, Refusal> {
    if text.len() > RAW_TEXT {
        return Err(Refusal::bad("text is too long"));
    }
    let text = text.trim();
    if text.chars().count() > CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    Ok(text.to_owned())
}

/// The message that is answered, if it is there.
fn reply(room: &Room, args: &Args) -> Result<Option<i64>, Refusal> {
    let Some(wanted) = args.object("reply_parameters") else { return Ok(None) };
    let id = wanted["message_id"].as_i64().unwrap_or_default();
    if room.messages.contains_key(&id) {
        return Ok(Some(id));
    }
    match wanted["allow_sending_without_reply"].as_bool() {
        Some(true) => Ok(None),
        _ => Err(Refusal::bad("message to be replied not found")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_measured_before_they_are_trimmed() {
        let wide = " ".repeat(RAW_TEXT) + "x";
        assert!(checked_caption(&wide).is_err());
        assert!(checked_text(&wide).is_err());
        assert_eq!(checked_caption(" x ").map_err(|_| ()), Ok("x".to_owned()));
    }
}

//! The imitation: Telegram's bot server with a person at its other end, who publishes what they are
//! given, once, and touches the button; and a webhook that brings the same to them.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::kept::short;
use super::words::NO_TEXT;
use crate::adapters::telegram::{self, TOKEN};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Public, Reply};

/// The imitation as the registry hands it out.
pub(super) fn boxed() -> Box<dyn Imitation> {
    Box::new(Person {
        bot: telegram::imitated(),
        done: BTreeSet::new(),
        touches: Vec::new(),
        files: 0,
    })
}

/// The person with their phone.
struct Person {
    bot: Box<dyn Imitation>,
    /// The keys of what they have published.
    done: BTreeSet<String>,
    touches: Vec<Value>,
    /// How many files came since the last text.
    files: usize,
}

impl Imitation for Person {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        let hook = "https://hook.example.org/in/4f2d81c09b7e".to_owned();
        vec![("token", TOKEN.to_owned()), ("url", hook)]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        if asked.path == "/hook" {
            return self.hooked(asked, ledger, now);
        }
        let mut hidden = Ledger::default();
        let reply = self.bot.answer(asked, &mut hidden, now);
        if !matches!(reply.status, 200..=299) {
            return reply;
        }
        match method(asked) {
            "getUpdates" => Reply::json(200, &json!({ "ok": true, "result": self.touches })),
            "sendMessage" => {
                self.read(asked, &reply, ledger, now);
                reply
            }
            "sendMediaGroup" => {
                self.files += asked_media(asked);
                reply
            }
            name if name.starts_with("send") => {
                self.files += 1;
                reply
            }
            _ => reply,
        }
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.path == "/hook" || method(asked) == "sendMessage"
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        self.bot.rate_limited(wait, now)
    }

    fn end_session(&mut self, for_ever: bool) {
        self.bot.end_session(for_ever);
    }
}

impl Person {
    /// They read the message, publish what it is about if they have not, and touch the button.
    fn read(&mut self, asked: &Asked, reply: &Reply, ledger: &mut Ledger, now: Instant) {
        let Some(body) = asked.json() else { return };
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let Some(data) = text(callback(&body)) else { return };
        let key = data.trim_start_matches("posted:").to_owned();
        let sent: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let chat = sent.pointer("/result/chat/id").and_then(Value::as_i64).unwrap_or_default();
        let message =
            sent.pointer("/result/message_id").and_then(Value::as_i64).unwrap_or_default();
        let words = text(body.get("text")).unwrap_or_default();
        let bare = NO_TEXT.iter().any(|end| words.ends_with(end));
        let words = if bare { String::new() } else { words };
        let is_reminder = body.get("reply_parameters").is_some();
        if !is_reminder {
            self.publish(&key, message.to_string(), words, ledger, now);
        }
        self.touches.push(json!({
            "update_id": self.touches.len() + 1,
            "callback_query": {
                "id": format!("{}", self.touches.len() + 1), "data": data,
                "from": { "id": chat, "is_bot": false, "first_name": "Person" },
                "chat_instance": "1",
                "message": { "message_id": message, "date": now.timestamp(),
                             "chat": { "id": chat, "type": "private" } },
            },
        }));
    }

    /// Nobody publishes the same post twice.
    fn publish(&mut self, key: &str, id: String, text: String, ledger: &mut Ledger, now: Instant) {
        let media = std::mem::take(&mut self.files);
        if !self.done.insert(key.to_owned()) {
            return;
        }
        let (alt, parent, at, deleted) = (Vec::new(), None, now, false);
        ledger.add(Public { id, text, media, alt, parent, at, deleted });
    }

    fn hooked(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        let Some(body) = asked.json().filter(|_| asked.method == "POST") else {
            return Reply::json(400, &json!({ "error": "no JSON" }));
        };
        let field = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
        let (Some(key), Some(text)) = (field("key"), field("text")) else {
            return Reply::json(400, &json!({ "error": "no key or text" }));
        };
        self.files = body.get("files").and_then(Value::as_array).map_or(0, Vec::len);
        self.publish(short(&key), String::new(), text, ledger, now);
        Reply::json(200, &json!({}))
    }
}

fn method(asked: &Asked) -> &str {
    asked.path.rsplit('/').next().unwrap_or_default()
}

/// The data of the button that says that it is public.
fn callback(body: &Value) -> Option<&Value> {
    let rows = body.pointer("/reply_markup/inline_keyboard")?.as_array()?;
    rows.iter().filter_map(Value::as_array).flatten().find_map(|button| button.get("callback_data"))
}

fn asked_media(asked: &Asked) -> usize {
    let field = |part: &crate::platform::mock::FormPart| part.name == "media";
    let parts = asked.multipart().unwrap_or_default();
    let list = parts.iter().find(|part| field(part));
    let list = list.and_then(|part| serde_json::from_slice::<Value>(&part.bytes).ok());
    list.and_then(|list| list.as_array().map(Vec::len)).unwrap_or_default()
}

//! The imitation of Google Chat's API version 1 for one incoming webhook.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use super::kit::{Holds, Quota, segments, strange, strange_query, whole_seconds};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Public, Reply};

const SPACE: &str = "AAAAimitated";
const KEY: &str = "imitated-google-chat-key";
const TOKEN: &str = "imitated-google-chat-token%3D";

/// The parameters of `spaces.messages.create`, and the two of webhooks.
const QUERY: [&str; 5] = ["key", "token", "requestId", "messageId", "messageReplyOption"];

/// The fields of `Message` that can be written.
const FIELDS: [(&str, Holds); 5] = [
    ("text", Holds::Text),
    ("thread", Holds::Table),
    ("fallbackText", Holds::Text),
    ("cardsV2", Holds::List),
    ("markupSyntax", Holds::Text),
];

const THREAD: [(&str, Holds); 2] = [("name", Holds::Text), ("threadKey", Holds::Text)];

/// One webhook of one space.
#[derive(Debug)]
pub(in super::super) struct GoogleChat {
    quota: Quota,
    gone: bool,
    next: u64,
    /// The answers by request id.
    known: HashMap<String, Json>,
    /// The first message of every thread, by the thread's name.
    threads: HashMap<String, String>,
}

impl GoogleChat {
    /// With one request a second on average, and bursts.
    pub(in super::super) fn new() -> Self {
        Self {
            quota: Quota::new(60, Duration::from_secs(60)),
            gone: false,
            next: 1,
            known: HashMap::new(),
            threads: HashMap::new(),
        }
    }

    fn create(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        self.admitted(asked)?;
        self.quota.take(now).map_err(limited)?;
        let fields = checked(asked)?;
        let request = asked.query("requestId");
        if let Some(answer) = request.and_then(|request| self.known.get(request)) {
            return Ok(Reply::json(200, answer));
        }
        let (thread, parent) = self.thread(asked, &fields)?;
        let name = format!("spaces/{SPACE}/messages/m{:03}.m{:03}", self.next, self.next);
        self.next += 1;
        self.threads.entry(thread.clone()).or_insert_with(|| name.clone());
        let text = fields.get("text").and_then(Json::as_str).unwrap_or_default().to_owned();
        let answer = json!({ "name": name, "text": text, "thread": { "name": thread } });
        if let Some(request) = request {
            self.known.insert(request.to_owned(), answer.clone());
        }
        let (media, alt, deleted) = (0, Vec::new(), false);
        ledger.add(Public { id: name, text, media, alt, parent, at: now, deleted });
        Ok(Reply::json(200, &answer))
    }

    fn admitted(&self, asked: &Asked) -> Result<(), Reply> {
        let path = segments(asked);
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        let ["v1", "spaces", space, "messages"] = path.as_slice() else {
            return Err(Reply::html(404, "<title>Error 404 (Not Found)!!1</title>"));
        };
        if asked.method != "POST" {
            return Err(error(401, "UNAUTHENTICATED", "Request is missing required credential."));
        }
        if let Some(name) = strange_query(asked, &QUERY) {
            let message = format!("Unknown name \"{name}\": Cannot bind query parameter.");
            return Err(error(400, "INVALID_ARGUMENT", &message));
        }
        if asked.query("key") != Some(KEY) {
            return Err(error(400, "INVALID_ARGUMENT", "API key not valid."));
        }
        if asked.query("token") != Some("imitated-google-chat-token=") {
            return Err(error(401, "UNAUTHENTICATED", "Request had invalid credentials."));
        }
        if *space != SPACE || self.gone {
            return Err(error(404, "NOT_FOUND", "Webhook not found."));
        }
        Ok(())
    }

    /// The thread that the message goes to, and what it replies to.
    fn thread(
        &self,
        asked: &Asked,
        fields: &Map<String, Json>,
    ) -> Result<(String, Option<String>), Reply> {
        let fresh = format!("spaces/{SPACE}/threads/t{:03}", self.next);
        let named = fields.get("thread").and_then(|thread| thread["name"].as_str());
        let known = named.and_then(|name| Some((name.to_owned(), self.threads.get(name)?.clone())));
        match (asked.query("messageReplyOption"), known) {
            (None, _) => Ok((fresh, None)),
            (Some("REPLY_MESSAGE_OR_FAIL"), None) if named.is_some() => {
                Err(error(404, "NOT_FOUND", "Thread not found."))
            }
            (Some("REPLY_MESSAGE_OR_FAIL" | "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"), known) => {
                Ok(known.map_or((fresh, None), |(thread, first)| (thread, Some(first))))
            }
            _ => Err(error(400, "INVALID_ARGUMENT", "Invalid value at 'message_reply_option'")),
        }
    }
}

impl Imitation for GoogleChat {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        let base = format!("https://chat.googleapis.com/v1/spaces/{SPACE}/messages");
        vec![("webhook", format!("{base}?key={KEY}&token={TOKEN}"))]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.create(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST"
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        limited(wait)
    }

    /// A webhook has no session: it was removed from its space.
    fn end_session(&mut self, _for_ever: bool) {
        self.gone = true;
    }

    fn forget(&mut self) {
        self.known.clear();
    }
}

fn error(code: u16, status: &str, message: &str) -> Reply {
    let error = json!({ "code": code, "message": message, "status": status });
    Reply::json(code, &json!({ "error": error }))
}

fn limited(wait: Duration) -> Reply {
    error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).")
        .header("retry-after", whole_seconds(wait))
}

fn checked(asked: &Asked) -> Result<Map<String, Json>, Reply> {
    let Some(Json::Object(fields)) = asked.json() else {
        return Err(error(400, "INVALID_ARGUMENT", "Invalid JSON payload received."));
    };
    let thread = fields.get("thread").and_then(Json::as_object);
    let inner = thread.and_then(|thread| strange(thread, &THREAD));
    if let Some(field) = strange(&fields, &FIELDS).or(inner) {
        let message = format!("Invalid JSON payload received. Unknown name \"{field}\".");
        return Err(error(400, "INVALID_ARGUMENT", &message));
    }
    let text = fields.get("text").and_then(Json::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err(error(400, "INVALID_ARGUMENT", "Message cannot be empty."));
    }
    if asked.body.len() > 32_000 {
        return Err(error(400, "INVALID_ARGUMENT", "Message is too long."));
    }
    Ok(fields)
}

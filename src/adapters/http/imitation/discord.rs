//! The imitation of Discord's API version 10 for one webhook.

use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use super::kit::{Holds, Quota, segments, strange, strange_query, whole_seconds};
use crate::clock::Instant;
use crate::platform::mock::{Asked, FormPart, Imitation, Ledger, Public, Reply};

/// The webhook it has.
pub(in super::super) const WEBHOOK: &str = "1100110011001100110";
const TOKEN: &str = "imitated-discord-webhook-token_0123456789";
pub(in super::super) const GUILD: &str = "1000000000000000001";
pub(in super::super) const CHANNEL: &str = "1000000000000000002";
/// A thread of the channel.
pub(in super::super) const THREAD: &str = "1101010101010101010";

/// The fields of `IncomingWebhookRequestPartial`.
const FIELDS: [(&str, Holds); 12] = [
    ("content", Holds::Text),
    ("embeds", Holds::List),
    ("allowed_mentions", Holds::Table),
    ("components", Holds::List),
    ("attachments", Holds::List),
    ("poll", Holds::Table),
    ("tts", Holds::Flag),
    ("flags", Holds::Number),
    ("username", Holds::Text),
    ("avatar_url", Holds::Text),
    ("thread_name", Holds::Text),
    ("applied_tags", Holds::List),
];

/// The fields of `MessageAttachmentRequest` that are imitated.
const ATTACHMENT: [(&str, Holds); 3] =
    [("id", Holds::Text), ("filename", Holds::Text), ("description", Holds::Text)];

/// The largest file, of a server without boosts, and the largest request, in bytes.
const LARGEST: usize = 10 << 20;
const LARGEST_REQUEST: usize = 25 << 20;

/// One webhook on a server.
#[derive(Debug)]
pub(in super::super) struct Discord {
    quota: Quota,
    gone: bool,
    next: u64,
    messages: Vec<Json>,
}

/// A message as it was sent.
struct Sent {
    fields: Map<String, Json>,
    files: Vec<FormPart>,
}

impl Discord {
    /// With the limit that is seen in practice: 5 in 2 seconds.
    pub(in super::super) fn new() -> Self {
        let quota = Quota::new(5, Duration::from_secs(2));
        Self { quota, gone: false, next: 1_200_000_000_000_000_000, messages: Vec::new() }
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        let path = segments(asked);
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        let ["api", "v10", "webhooks", webhook, token, rest @ ..] = path.as_slice() else {
            return Err(error(404, 0, "404: Not Found"));
        };
        if *webhook != WEBHOOK || self.gone {
            return Err(error(404, 10015, "Unknown Webhook"));
        }
        if *token != TOKEN {
            return Err(error(401, 50027, "Invalid Webhook Token"));
        }
        match (asked.method.as_str(), rest) {
            ("GET", []) => Ok(Reply::json(200, &webhook_object())),
            ("POST", []) => self.execute(asked, ledger, now),
            ("GET", ["messages", id]) => self.message(id).map(|at| Reply::json(200, at)),
            ("DELETE", ["messages", id]) => self.delete(id, ledger),
            (_, [] | ["messages", _]) => Err(error(405, 0, "405: Method Not Allowed")),
            _ => Err(error(404, 0, "404: Not Found")),
        }
    }

    fn execute(
        &mut self,
        asked: &Asked,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Reply, Reply> {
        let left = self.quota.take(now).map_err(|wait| limited(wait, now))?;
        if strange_query(asked, &["wait", "thread_id", "with_components"]).is_some() {
            return Err(invalid("query"));
        }
        let thread = asked.query("thread_id");
        if thread.is_some_and(|thread| thread != THREAD) {
            return Err(error(404, 10003, "Unknown Channel"));
        }
        if asked.body.len() > LARGEST_REQUEST {
            return Err(error(413, 40005, "Request entity too large"));
        }
        let sent = sent(asked)?;
        check(&sent)?;
        let id = self.next.to_string();
        self.next += 1;
        let message = message(&id, thread, &sent, now);
        ledger.add(public(id, &sent, now));
        self.messages.push(message.clone());
        let reply = match asked.query("wait") {
            Some("true") => Reply::json(200, &message),
            _ => Reply::empty(204),
        };
        Ok(rated(reply, left, now))
    }

    fn message(&self, id: &str) -> Result<&Json, Reply> {
        let found = self.messages.iter().find(|message| message["id"] == id);
        found.ok_or_else(|| error(404, 10008, "Unknown Message"))
    }

    fn delete(&mut self, id: &str, ledger: &mut Ledger) -> Result<Reply, Reply> {
        self.message(id)?;
        self.messages.retain(|message| message["id"] != id);
        ledger.delete(id);
        Ok(Reply::empty(204))
    }
}

impl Imitation for Discord {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("webhook", format!("https://discord.com/api/webhooks/{WEBHOOK}/{TOKEN}"))]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST" && segments(asked).len() == 5
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        limited(wait, now)
    }

    /// A webhook has no session: it was deleted.
    fn end_session(&mut self, _for_ever: bool) {
        self.gone = true;
    }
}

fn error(status: u16, code: u32, message: &str) -> Reply {
    Reply::json(status, &json!({ "message": message, "code": code }))
}

fn invalid(field: &str) -> Reply {
    let body = json!({
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": { field: { "_errors": [{ "code": "INVALID", "message": "Not valid" }] } },
    });
    Reply::json(400, &body)
}

fn limited(wait: Duration, now: Instant) -> Reply {
    let body = json!({
        "message": "You are being rate limited.",
        "retry_after": wait.as_secs_f64(),
        "global": false,
    });
    rated(Reply::json(429, &body), 0, now).header("retry-after", whole_seconds(wait))
}

fn rated(reply: Reply, left: usize, now: Instant) -> Reply {
    reply
        .header("x-ratelimit-limit", "5")
        .header("x-ratelimit-remaining", left.to_string())
        .header("x-ratelimit-reset", (now.timestamp() + 2).to_string())
        .header("x-ratelimit-reset-after", "2")
        .header("x-ratelimit-bucket", "imitated")
}

fn webhook_object() -> Json {
    json!({
        "type": 1,
        "id": WEBHOOK,
        "name": "Press office",
        "avatar": null,
        "channel_id": CHANNEL,
        "guild_id": GUILD,
        "application_id": null,
        "token": TOKEN,
        "url": format!("https://discord.com/api/webhooks/{WEBHOOK}/{TOKEN}"),
    })
}

fn sent(asked: &Asked) -> Result<Sent, Reply> {
    if let Some(Json::Object(fields)) = asked.json() {
        return Ok(Sent { fields, files: Vec::new() });
    }
    let mut parts = asked.multipart().ok_or_else(|| invalid("body"))?;
    let at = parts.iter().position(|part| part.name == "payload_json");
    let payload = parts.remove(at.ok_or_else(|| invalid("payload_json"))?);
    let fields = serde_json::from_slice(&payload.bytes).map_err(|_| invalid("payload_json"))?;
    Ok(Sent { fields, files: parts })
}

fn check(sent: &Sent) -> Result<(), Reply> {
    if let Some(field) = strange(&sent.fields, &FIELDS) {
        return Err(invalid(field));
    }
    let content = sent.fields.get("content").and_then(Json::as_str).unwrap_or_default();
    if content.trim().is_empty() && sent.files.is_empty() {
        return Err(error(400, 50006, "Cannot send an empty message"));
    }
    if content.chars().count() > 2000 {
        return Err(invalid("content"));
    }
    let name = sent.fields.get("username").and_then(Json::as_str);
    if name.is_some_and(|name| name.is_empty() || name.chars().count() > 80) {
        return Err(invalid("username"));
    }
    check_mentions(&sent.fields)?;
    check_files(sent)
}

fn check_mentions(fields: &Map<String, Json>) -> Result<(), Reply> {
    let Some(Json::Object(mentions)) = fields.get("allowed_mentions") else { return Ok(()) };
    let known = [
        ("parse", Holds::List),
        ("users", Holds::List),
        ("roles", Holds::List),
        ("replied_user", Holds::Flag),
    ];
    match strange(mentions, &known) {
        Some(_) => Err(invalid("allowed_mentions")),
        None => Ok(()),
    }
}

fn check_files(sent: &Sent) -> Result<(), Reply> {
    if sent.files.len() > 10 {
        return Err(invalid("files"));
    }
    for (number, file) in sent.files.iter().enumerate() {
        if file.name != format!("files[{number}]") || file.file.is_none() {
            return Err(invalid("files"));
        }
        if file.bytes.len() > LARGEST {
            return Err(error(413, 40005, "Request entity too large"));
        }
    }
    let attachments = sent.fields.get("attachments").and_then(Json::as_array);
    for attachment in attachments.into_iter().flatten() {
        let fields = attachment.as_object().ok_or_else(|| invalid("attachments"))?;
        let id = fields.get("id").and_then(Json::as_str).and_then(|id| id.parse::<usize>().ok());
        let known = id.is_some_and(|id| id < sent.files.len());
        let alt = fields.get("description").and_then(Json::as_str).unwrap_or_default();
        if !known || strange(fields, &ATTACHMENT).is_some() || alt.chars().count() > 1024 {
            return Err(invalid("attachments"));
        }
    }
    Ok(())
}

fn message(id: &str, thread: Option<&str>, sent: &Sent, now: Instant) -> Json {
    let attachments: Vec<_> = sent
        .files
        .iter()
        .enumerate()
        .map(|(number, file)| json!({ "id": number.to_string(), "filename": file.file }))
        .collect();
    json!({
        "id": id,
        "channel_id": thread.unwrap_or(CHANNEL),
        "content": sent.fields.get("content").cloned().unwrap_or_default(),
        "timestamp": now.to_rfc3339(),
        "edited_timestamp": null,
        "attachments": attachments,
        "embeds": [],
        "flags": sent.fields.get("flags").cloned().unwrap_or(json!(0)),
    })
}

fn public(id: String, sent: &Sent, now: Instant) -> Public {
    let attachments = sent.fields.get("attachments").and_then(Json::as_array);
    let alt = attachments.into_iter().flatten().filter_map(|at| at["description"].as_str());
    Public {
        id,
        text: sent.fields.get("content").and_then(Json::as_str).unwrap_or_default().to_owned(),
        media: sent.files.len(),
        alt: alt.map(str::to_owned).collect(),
        parent: None,
        at: now,
        deleted: false,
    }
}

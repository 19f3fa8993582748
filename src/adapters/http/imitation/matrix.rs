//! The imitation of a Matrix homeserver with one room and one member.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use super::kit::{Holds, Quota, segments, strange, strange_query, whole_seconds};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Public, Reply};

const TOKEN: &str = "imitated-matrix-access-token";
const ROOM: &str = "!abc123:example.org";
const USER: &str = "@press:example.org";

/// What the content of `m.room.message` may have.
const FIELDS: [(&str, Holds); 9] = [
    ("msgtype", Holds::Text),
    ("body", Holds::Text),
    ("format", Holds::Text),
    ("formatted_body", Holds::Text),
    ("filename", Holds::Text),
    ("url", Holds::Text),
    ("info", Holds::Table),
    ("m.mentions", Holds::Table),
    ("m.relates_to", Holds::Table),
];

const INFO: [(&str, Holds); 4] = [
    ("mimetype", Holds::Text),
    ("size", Holds::Number),
    ("w", Holds::Number),
    ("h", Holds::Number),
];

/// One homeserver.
#[derive(Debug)]
pub(in super::super) struct Matrix {
    quota: Quota,
    revoked: bool,
    next: u64,
    /// The events by transaction id.
    transactions: HashMap<String, String>,
    uploads: HashSet<String>,
    events: HashSet<String>,
}

impl Matrix {
    /// With room for 30 requests in 10 seconds.
    pub(in super::super) fn new() -> Self {
        Self {
            quota: Quota::new(30, Duration::from_secs(10)),
            revoked: false,
            next: 1,
            transactions: HashMap::new(),
            uploads: HashSet::new(),
            events: HashSet::new(),
        }
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        match asked.bearer() {
            None => return Err(error(401, "M_MISSING_TOKEN", "Missing access token")),
            Some(TOKEN) if !self.revoked => {}
            Some(_) => return Err(error(401, "M_UNKNOWN_TOKEN", "Unrecognised access token")),
        }
        self.quota.take(now).map_err(limited)?;
        let path = segments(asked);
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        match (asked.method.as_str(), path.as_slice()) {
            ("GET", ["_matrix", "client", "v3", "account", "whoami"]) => {
                Ok(Reply::json(200, &json!({ "user_id": USER, "device_id": "IMITATED" })))
            }
            ("POST", ["_matrix", "media", "v3", "upload"]) => self.upload(asked),
            ("PUT", ["_matrix", "client", "v3", "rooms", room, "send", kind, txn]) => {
                let here = *room == ROOM && *kind == "m.room.message";
                if here { self.send(asked, txn, ledger, now) } else { Err(forbidden()) }
            }
            ("PUT", ["_matrix", "client", "v3", "rooms", room, "redact", event, txn]) => {
                if *room == ROOM {
                    self.redact(asked, event, txn, ledger)
                } else {
                    Err(forbidden())
                }
            }
            (_, ["_matrix", ..]) => Err(error(405, "M_UNRECOGNIZED", "Unrecognized request")),
            _ => Err(error(404, "M_UNRECOGNIZED", "Unrecognized request")),
        }
    }

    fn upload(&mut self, asked: &Asked) -> Result<Reply, Reply> {
        if strange_query(asked, &["filename"]).is_some() {
            return Err(error(400, "M_INVALID_PARAM", "Unknown parameter"));
        }
        let typed = asked.header("content-type").is_some_and(|given| given.contains('/'));
        if !typed || asked.body.is_empty() {
            return Err(error(400, "M_BAD_JSON", "Nothing to upload"));
        }
        if asked.body.len() > 50 << 20 {
            return Err(error(413, "M_TOO_LARGE", "Upload request body is too large"));
        }
        let uri = format!("mxc://example.org/imitated{:04}", self.number());
        self.uploads.insert(uri.clone());
        Ok(Reply::json(200, &json!({ "content_uri": uri })))
    }

    fn send(
        &mut self,
        asked: &Asked,
        txn: &str,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Reply, Reply> {
        if let Some(event) = self.transactions.get(txn) {
            return Ok(Reply::json(200, &json!({ "event_id": event })));
        }
        let fields = self.checked(asked)?;
        let event = format!("$imitatedEvent{:04}", self.number());
        self.transactions.insert(txn.to_owned(), event.clone());
        self.events.insert(event.clone());
        ledger.add(public(&event, &fields, now));
        Ok(Reply::json(200, &json!({ "event_id": event })))
    }

    fn checked(&self, asked: &Asked) -> Result<Map<String, Json>, Reply> {
        let Some(Json::Object(fields)) = asked.json() else {
            return Err(error(400, "M_NOT_JSON", "Content not JSON."));
        };
        if asked.body.len() > 65_536 {
            return Err(error(413, "M_TOO_LARGE", "event too large"));
        }
        let bad = |problem: &str| Err(error(400, "M_BAD_JSON", problem));
        if let Some(field) = strange(&fields, &FIELDS) {
            return bad(&format!("'{field}' is not as specified"));
        }
        let text = |name: &str| fields.get(name).and_then(Json::as_str);
        let info = fields.get("info").and_then(Json::as_object);
        if info.is_some_and(|info| strange(info, &INFO).is_some()) {
            return bad("'info' is not as specified");
        }
        match (text("msgtype"), text("body"), text("url")) {
            (_, None | Some(""), _) => bad("'body' not in content"),
            (Some("m.text" | "m.notice"), Some(_), None) => self.related(fields),
            (Some("m.image" | "m.video" | "m.file"), Some(_), Some(url)) => {
                if self.uploads.contains(url) { self.related(fields) } else { bad("unknown 'url'") }
            }
            _ => bad("'msgtype' does not fit the content"),
        }
    }

    fn related(&self, fields: Map<String, Json>) -> Result<Map<String, Json>, Reply> {
        match parent(&fields) {
            Some(event) if !self.events.contains(&event) => {
                Err(error(400, "M_INVALID_PARAM", "unknown event"))
            }
            _ => Ok(fields),
        }
    }

    fn redact(
        &mut self,
        asked: &Asked,
        event: &str,
        txn: &str,
        ledger: &mut Ledger,
    ) -> Result<Reply, Reply> {
        let Some(Json::Object(fields)) = asked.json() else {
            return Err(error(400, "M_NOT_JSON", "Content not JSON."));
        };
        if strange(&fields, &[("reason", Holds::Text)]).is_some() {
            return Err(error(400, "M_BAD_JSON", "unknown field"));
        }
        if !self.events.contains(event) {
            return Err(error(404, "M_NOT_FOUND", "Could not find event"));
        }
        let number = self.number();
        let redaction = self.transactions.entry(format!("redact {txn}"));
        let redaction = redaction.or_insert_with(|| format!("$imitatedRedaction{number:04}"));
        ledger.delete(event);
        Ok(Reply::json(200, &json!({ "event_id": redaction })))
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

impl Imitation for Matrix {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", TOKEN.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "PUT" && segments(asked).get(5).is_some_and(|at| at == "send")
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        limited(wait)
    }

    /// A token that was made by hand is not renewed: it is gone.
    fn end_session(&mut self, _for_ever: bool) {
        self.revoked = true;
    }
}

fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({ "errcode": code, "error": message }))
}

fn forbidden() -> Reply {
    error(403, "M_FORBIDDEN", "You are not in this room")
}

fn limited(wait: Duration) -> Reply {
    let body = json!({
        "errcode": "M_LIMIT_EXCEEDED",
        "error": "Too Many Requests",
        "retry_after_ms": u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
    });
    Reply::json(429, &body).header("retry-after", whole_seconds(wait))
}

fn parent(fields: &Map<String, Json>) -> Option<String> {
    let relation = fields.get("m.relates_to")?;
    relation["m.in_reply_to"]["event_id"].as_str().map(str::to_owned)
}

fn public(event: &str, fields: &Map<String, Json>, now: Instant) -> Public {
    let text = |name: &str| fields.get(name).and_then(Json::as_str);
    let body = text("body").unwrap_or_default();
    // Where there is no caption, the body is a name or a description of the file.
    let media = usize::from(fields.contains_key("url"));
    Public {
        id: event.to_owned(),
        text: if text("filename") == Some(body) { String::new() } else { body.to_owned() },
        media,
        alt: Vec::new(),
        parent: parent(fields),
        at: now,
        deleted: false,
    }
}

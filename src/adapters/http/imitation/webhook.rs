//! The imitation of a receiving end that keeps to `docs/platforms/webhook.md`.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json, json};

use super::kit::{Holds, Quota, segments, strange, whole_seconds};
use crate::adapters::http::auth::sign;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Public, Reply};
use crate::secret::Secret;

const KEY: &str = "imitated-webhook-signing-key";
const PATH: &str = "imitated-secret-path-7319";

/// How far the clock of a signature may be off, in seconds.
const LEEWAY: i64 = 300;

const FIELDS: [(&str, Holds); 6] = [
    ("id", Holds::Text),
    ("lane", Holds::Text),
    ("text", Holds::Text),
    ("lang", Holds::Text),
    ("scheduled_at", Holds::Text),
    ("media", Holds::List),
];

const MEDIUM: [(&str, Holds); 4] =
    [("mime", Holds::Text), ("name", Holds::Text), ("alt", Holds::Text), ("base64", Holds::Text)];

/// One receiving end, which looks at the key of every request.
#[derive(Debug)]
pub(in super::super) struct Receiver {
    quota: Quota,
    closed: bool,
    next: u64,
    /// The answers by key.
    known: HashMap<String, Json>,
}

impl Receiver {
    /// With room for 60 requests a minute.
    pub(in super::super) fn new() -> Self {
        let quota = Quota::new(60, Duration::from_secs(60));
        Self { quota, closed: false, next: 1, known: HashMap::new() }
    }

    fn take(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        let path = segments(asked);
        if path != ["hooks", PATH] || self.closed {
            return Err(error(404, "no such hook"));
        }
        if asked.method != "POST" {
            return Err(error(405, "only POST"));
        }
        signed(asked, now)?;
        self.quota.take(now).map_err(limited)?;
        let fields = checked(asked)?;
        let key = asked.header("idempotency-key").ok_or_else(|| error(400, "no key"))?;
        if let Some(answer) = self.known.get(key) {
            return Ok(Reply::json(200, answer));
        }
        let id = format!("entry-{}", self.next);
        self.next += 1;
        let answer = json!({ "id": id, "url": format!("https://www.example.org/news/{id}") });
        self.known.insert(key.to_owned(), answer.clone());
        ledger.add(public(id, &fields, now));
        Ok(Reply::json(201, &answer))
    }
}

impl Imitation for Receiver {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        let address = format!("https://hooks.example.org/hooks/{PATH}");
        vec![("address", address), ("signing_key", KEY.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.take(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST"
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        limited(wait)
    }

    /// An address has no session: it was switched off.
    fn end_session(&mut self, _for_ever: bool) {
        self.closed = true;
    }
}

fn error(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({ "error": message }))
}

fn limited(wait: Duration) -> Reply {
    error(429, "too many requests").header("retry-after", whole_seconds(wait))
}

fn signed(asked: &Asked, now: Instant) -> Result<(), Reply> {
    let refused = || error(401, "bad signature");
    let time = asked.header("x-dakiya-timestamp").ok_or_else(refused)?;
    let seconds: i64 = time.parse().map_err(|_| refused())?;
    let right = format!("sha256={}", sign(&Secret::new(KEY), time, &asked.body));
    let fresh = (now.timestamp() - seconds).abs() <= LEEWAY;
    let same = asked.header("x-dakiya-signature") == Some(right.as_str());
    if fresh && same { Ok(()) } else { Err(refused()) }
}

fn checked(asked: &Asked) -> Result<Map<String, Json>, Reply> {
    let Some(Json::Object(fields)) = asked.json() else { return Err(error(400, "no JSON")) };
    if let Some(field) = strange(&fields, &FIELDS) {
        return Err(error(422, &format!("{field} is not understood")));
    }
    for medium in fields.get("media").and_then(Json::as_array).into_iter().flatten() {
        let Some(medium) = medium.as_object() else { return Err(error(422, "media")) };
        let bytes = medium.get("base64").and_then(Json::as_str).unwrap_or_default();
        let whole = STANDARD.decode(bytes).is_ok_and(|bytes| !bytes.is_empty());
        if strange(medium, &MEDIUM).is_some() || !whole {
            return Err(error(422, "media are not understood"));
        }
    }
    Ok(fields)
}

fn public(id: String, fields: &Map<String, Json>, now: Instant) -> Public {
    let media: Vec<_> =
        fields.get("media").and_then(Json::as_array).into_iter().flatten().collect();
    Public {
        id,
        text: fields.get("text").and_then(Json::as_str).unwrap_or_default().to_owned(),
        media: media.len(),
        alt: media.iter().filter_map(|at| at["alt"].as_str()).map(str::to_owned).collect(),
        parent: None,
        at: now,
        deleted: false,
    }
}
